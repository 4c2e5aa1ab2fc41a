"""Each report of a demo city as the signal that it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from services.cases.subjects import digest_of

COPIED = ("place", "lon", "lat", "town_id", "village_id", "grid_id")


def report_signals(
    incidents: Mapping[str, Sequence[Any]], reports: Mapping[str, Sequence[Any]], key: bytes
) -> dict[str, Sequence[Any]]:
    """Columns of signals as intake writes them: kind = category, place = the incident's, subject = who called."""
    count = len(reports["id"])
    first = incidents["id"][0] if count else 0
    rows = (np.array(reports["incident_id"], np.int64) - first).tolist()
    copied = {name: [column[row] for row in rows] for name, column in ((one, incidents[one]) for one in COPIED)}
    return {
        "source": reports["source"],
        "kind": [incidents["category"][row] for row in rows],
        "at": reports["reported_at"],
        "received_at": reports["received_at"],
        "subject": [digest_of(number, key) if number else "" for number in reports["contact"]],
        "value": [1.0] * count,
        **copied,
        "incident_id": reports["incident_id"],
        "report_id": reports["id"],
        "origin": [f"incident:{ident}" for ident in reports["incident_id"]],
    }
