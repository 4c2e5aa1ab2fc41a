from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from services.cases.door import Door
from services.domain.incidents import Report
from services.store import queries_live
from services.store.engine import Database


def test_that_a_channels_last_report_is_its_newest_and_a_silent_one_has_none(
    city: Database, door: Door, a_report: Callable[..., Report], clock: Any
) -> None:
    now = clock()
    for minutes, source in ((50, "hotline"), (10, "hotline"), (30, "hotline"), (20, "grid")):
        door.take(a_report(source=source, reported_at=now - timedelta(minutes=minutes), lon=None))
    with city.reading() as reader:
        found = queries_live.last_by_source(reader)
    millis = round(now.timestamp() * 1000)
    assert found == {"hotline": millis - 10 * 60_000, "grid": millis - 20 * 60_000}
