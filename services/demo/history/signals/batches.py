"""The batches that the newest signals came in, a few refusals among them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

DAYS, HOURS = 7, 6  # of the past that is kept by batch, and what one batch holds
HOUR = 3_600_000
REFUSED = 0.01
WHY = ("signal.kind", "signal.time", "signal.value")
Columns = dict[str, Sequence[Any]]


def batch_columns(signals: Mapping[str, Sequence[Any]], now: int, rng: np.random.Generator) -> Columns:
    """Columns of the table of batches, by source and quarter of a day, for signals that are no reports."""
    count: dict[tuple[int, str], int] = {}
    for key in _keys(signals, now):
        if key is not None:
            count[key] = count.get(key, 0) + 1
    keys = sorted(count)
    refused = rng.poisson([REFUSED * count[key] for key in keys]) if keys else np.zeros(0, np.int64)
    why = rng.integers(0, len(WHY), len(keys))
    return {
        "id": list(range(1, len(keys) + 1)),
        "source": [source for _, source in keys],
        "at": [min(now, (slot + 1) * HOURS * HOUR) for slot, _ in keys],
        "rows": [count[key] for key in keys],
        "refused": refused.tolist(),
        "why": [WHY[one] if bad else "" for one, bad in zip(why.tolist(), refused.tolist(), strict=True)],
        "slot": [slot for slot, _ in keys],
    }


def with_batches(signals: Mapping[str, Sequence[Any]], batches: Columns, now: int) -> Columns:
    """The signals with the batch that each came in; None for older ones and for reports."""
    ids = dict(zip(zip(batches["slot"], batches["source"], strict=True), batches["id"], strict=True))
    return {"batch_id": [None if key is None else ids[key] for key in _keys(signals, now)], **signals}


def _keys(signals: Mapping[str, Sequence[Any]], now: int) -> list[tuple[int, str] | None]:
    since = now - DAYS * 24 * HOUR
    return [
        (received // (HOURS * HOUR), source) if received >= since and report is None else None
        for received, source, report in zip(
            signals["received_at"], signals["source"], signals["report_id"], strict=True
        )
    ]
