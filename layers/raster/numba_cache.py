"""Finds numba and a place for its compiled kernels; without numba the numpy path draws everything."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from services.settings import cache_folder


def prepare() -> bool:
    """Sets NUMBA_CACHE_DIR to a folder that can be written, before the first import of numba; False without numba.

    Without any writable folder the import of a cached kernel would raise, so a temporary one is the last resort.
    """
    if os.environ.get("GRIDCOMMAND_NO_NUMBA"):
        return False
    if "NUMBA_CACHE_DIR" not in os.environ:
        os.environ["NUMBA_CACHE_DIR"] = str(_writable(cache_folder() / "kernels"))
    try:
        import numba
    except ImportError:
        return False
    return bool(numba.__version__)


def _writable(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError:
        return Path(tempfile.mkdtemp(prefix="gridcommand-kernels-"))
