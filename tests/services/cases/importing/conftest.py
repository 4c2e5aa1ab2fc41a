"""The real data, and files made for one test."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def real_data() -> Path:
    """The folder of real data; the test is skipped where it is missing."""
    folder = Path(os.environ.get("GRIDCOMMAND_DATA", "../shared/data")).resolve()
    if not folder.is_dir():
        pytest.skip(f"no real data in {folder} (GRIDCOMMAND_DATA)")
    return folder


@pytest.fixture
def json_file(tmp_path: Path) -> Callable[..., Path]:
    """Writes a value as a JSON file."""

    def write(value: Any, name: str = "areas.geojson") -> Path:
        path = tmp_path / name
        path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
        return path

    return write
