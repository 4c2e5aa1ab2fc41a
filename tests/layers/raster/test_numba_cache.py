"""Where compiled kernels are kept."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from layers.raster import numba_cache


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of its own, and no folder set."""
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    monkeypatch.setattr(numba_cache, "cache_folder", lambda: tmp_path)
    return tmp_path / "kernels"


def test_that_other_kernels_are_kept_in_another_folder(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders = []
    for text in ("a = 1", "a = 2"):
        source = tmp_path / "code" / "numba_cache.py"
        source.parent.mkdir(exist_ok=True)
        (source.parent / "kernel_called.py").write_text(text)
        monkeypatch.setattr(numba_cache, "__file__", str(source))
        monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
        numba_cache.prepare()
        folders.append(os.environ["NUMBA_CACHE_DIR"])
    assert folders[0] != folders[1]
    assert all(Path(folder).parent == place for folder in folders)


def test_that_old_versions_are_forgotten_and_the_own_one_is_not(place: Path) -> None:
    for at in range(9):
        (place / f"old{at}").mkdir(parents=True)
        os.utime(place / f"old{at}", (at, at))
    numba_cache.prepare()
    kept = {folder.name for folder in place.iterdir()}
    assert Path(os.environ["NUMBA_CACHE_DIR"]).name in kept
    assert kept >= {"old8", "old7", "old6"}
    assert len(kept) == numba_cache.KEPT


def test_that_a_folder_that_cannot_be_written_is_replaced(place: Path) -> None:
    place.parent.mkdir(exist_ok=True)
    place.write_text("a file where a folder should be")
    numba_cache.prepare()
    assert os.access(os.environ["NUMBA_CACHE_DIR"], os.W_OK)
    assert not os.environ["NUMBA_CACHE_DIR"].startswith(str(place))
