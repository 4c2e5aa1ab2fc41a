"""Alerts of others become signals, placed where they meet the city."""

from __future__ import annotations

from typing import Any

import pytest

from services.connectors.cap.taking import take_cap
from services.domain.incidents import PlaceStatus
from services.domain.refusals import Refusal
from services.geo.atlas import Atlas
from services.store.engine import Database

HEAD = """<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>{id}</identifier><sender>s</sender>
<sent>2026-11-23T14:05:00+08:00</sent><status>{status}</status><msgType>{type}</msgType><scope>Public</scope>"""
INFO = """<info><category>Met</category><event>Rain</event><urgency>Expected</urgency><severity>Severe</severity>
<certainty>Likely</certainty><area><areaDesc>x</areaDesc>{area}</area></info></alert>"""


def alert(area: str = "", ident: str = "a1", status: str = "Actual", kind: str = "Alert") -> bytes:
    return (HEAD.format(id=ident, status=status, type=kind) + INFO.format(area=area)).encode()


def taken(city: Database, data: bytes, source: str = "hotline") -> Any:
    return take_cap(city, Atlas(city), data, source=source)


def rows(city: Database) -> Any:
    with city.reading() as reader:
        said = (
            "select kind, value, place, lon, lat, town_id, village_id, grid_id, origin, source from signals order by id"
        )
        return reader.connection.exec_driver_sql(said).all()


def box(west: float, south: float, east: float, north: float) -> str:
    points = ((south, west), (south, east), (north, east), (north, west), (south, west))
    return f"<polygon>{' '.join(f'{lat},{lon}' for lat, lon in points)}</polygon>"


@pytest.mark.parametrize(
    ("area", "status", "levels"),
    [
        (box(116.305, 33.805, 116.315, 33.815), PlaceStatus.LOCATED, 3),
        ("<circle>33.81,116.31 0.5</circle>", PlaceStatus.LOCATED, 3),
        (box(116.0, 33.0, 117.0, 34.0), PlaceStatus.LOCATED, 0),
        (box(116.0, 33.0, 116.305, 33.805), PlaceStatus.LOCATED, 3),
        (box(10, 10, 11, 11), PlaceStatus.OUTSIDE, 0),
        ("<geocode><valueName>GB/T 2260</valueName><value>410000001</value></geocode>", PlaceStatus.LOCATED, 1),
        ("<geocode><valueName>SAME</valueName><value>006109</value></geocode>", PlaceStatus.UNLOCATED, 0),
        ("", PlaceStatus.UNLOCATED, 0),
    ],
)  # fmt: skip
def test_that_an_alert_is_placed_where_it_meets_the_city(
    city: Database, area: str, status: PlaceStatus, levels: int
) -> None:
    assert taken(city, alert(area)).signals == 1
    (row,) = rows(city)
    assert (row.kind, row.value, row.origin) == ("cap.met", 3, "cap:s,a1")
    assert row.place == status
    assert sum(ident is not None for ident in (row.town_id, row.village_id, row.grid_id)) == levels


def test_that_the_same_alert_again_changes_nothing(city: Database) -> None:
    assert taken(city, alert()).signals == 1
    again = taken(city, alert())
    assert (again.alerts, again.signals, again.known) == (1, 0, 1)
    assert len(rows(city)) == 1


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"status": "Exercise"}, "cap.not_actual"), ({"status": "Test"}, "cap.not_actual"),
        ({"kind": "Cancel"}, "cap.no_alert"),
    ],
)  # fmt: skip
def test_that_what_is_no_actual_alert_enters_nothing_and_is_told(
    city: Database, values: dict[str, str], code: str
) -> None:
    done = taken(city, alert(**values))
    assert done.signals == 0
    assert done.flaws[-1].why.code == code
    assert rows(city) == []


def test_that_an_unknown_source_is_refused_and_nothing_is_taken(city: Database) -> None:
    with pytest.raises(Refusal) as refusal:
        taken(city, alert(), "dragons")
    assert refusal.value.code == "intake.source"
    assert rows(city) == []
