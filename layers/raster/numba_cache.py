"""Finds numba and a place for its compiled kernels; without numba the numpy path draws everything."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
from pathlib import Path

from services.settings import cache_folder

KEPT = 4  # versions of compiled kernels, a few megabytes each


def prepare() -> bool:
    """Sets NUMBA_CACHE_DIR to a folder that can be written, before the first import of numba; False without numba.

    Without any writable folder the import of a cached kernel would raise, so a temporary one is the last resort.
    """
    if os.environ.get("GRIDCOMMAND_NO_NUMBA"):
        return False
    if "NUMBA_CACHE_DIR" not in os.environ:
        os.environ["NUMBA_CACHE_DIR"] = str(_writable(cache_folder() / "kernels" / _version()))
    try:
        import numba
    except ImportError:
        return False
    return bool(numba.__version__)


def _version() -> str:
    """Tells versions of the kernels apart: numba looks at a kernel's own file alone, not at what it calls in others."""
    digest = hashlib.sha256()
    for file in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _writable(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder), contextlib.suppress(OSError):  # another program may clear up too
            _forget_older(folder)
        return folder
    except OSError:
        return Path(tempfile.mkdtemp(prefix="gridcommand-kernels-"))


def _forget_older(folder: Path) -> None:
    """Keeps the few versions that were used last; another program may still run one of them."""
    folder.touch()
    versions = sorted(folder.parent.iterdir(), key=lambda version: version.stat().st_mtime, reverse=True)
    for old in versions[KEPT:]:
        shutil.rmtree(old, ignore_errors=True)
