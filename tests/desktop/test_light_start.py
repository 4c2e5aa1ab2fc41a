"""What a seat loads when it opens: nothing that only a file, a page or an import needs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = ("pandas", "geopandas", "pyogrio", "folium", "openpyxl")
ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("seat", ["operator", "wall", "briefing"])
def test_that_a_seat_opens_without_what_only_files_need(seat: str) -> None:
    code = f"import sys, desktop.opening.start, desktop.application, desktop.opening.first_run, desktop.seats.{seat}\n"
    code += f"print(*[name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
