"""The short forms of the benchmarks of what is near a case: that they work, and that what they count is right."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import pytest

from services.commandline import bench


@pytest.fixture(autouse=True)
def _own_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [*sys.path, str(Path(__file__).parent)])


@pytest.mark.timeout(300)
def test_that_known_duplicates_are_found_and_little_else() -> None:
    found = bench.load(Path(__file__).parent / "duplicates.py").run(argparse.Namespace(quick=True))
    assert found["true"] > 0
    assert found["right"] <= min(found["true"], found["proposed"])
    assert found["precision"] >= 0.6
    assert found["recall"] >= 0.4
    assert 0 < found["ms_p50"] <= found["ms_p95"]


def test_that_whom_to_send_is_measured_among_ten_thousand() -> None:
    found = bench.load(Path(__file__).parent / "sending.py").run(argparse.Namespace(quick=True))
    assert found["people"] == 10_000
    assert 0 < found["p50_ms"] <= found["p95_ms"]
