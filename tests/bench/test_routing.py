from __future__ import annotations

import argparse
import os
from pathlib import Path

import pytest

from services.commandline import bench


@pytest.mark.timeout(400)
def test_that_the_short_measurement_of_routing_is_whole() -> None:
    if not (Path(os.environ.get("GRIDCOMMAND_DATA", "../shared/data")) / "complaints" / "labelled.xlsx").is_file():
        pytest.skip("no labelled complaints (GRIDCOMMAND_DATA)")
    found = bench.load(Path(__file__).parent / "routing.py").run(argparse.Namespace(quick=True, seconds=None))
    assert found["rows"] == 495
    assert sum(one["n"] for one in found["per_class"].values()) == 495
    assert found["macro_f1"] > 0.75
    assert 0 <= found["ece"] < 0.15
    assert found["rows_per_s"] > 0
