"""What goes out is valid CAP 1.2, and what follows names what went before."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from services.connectors.cap.collecting import collect
from services.connectors.cap.reading import read_cap
from services.connectors.cap.writing import feed
from services.domain.incidents import PlaceStatus, Severity
from services.domain.warnings import WarningOutcome, WarningState
from services.store.engine import Clock, Database

NO_ZONE = re.compile(r"T\d\d:\d\d:\d\dZ")


@pytest.fixture
def clock(ticking: Clock) -> Clock:
    return ticking


@pytest.fixture
def valid(real_data: Path) -> Any:
    """Refuses what the schema of the standard does not allow."""
    etree = pytest.importorskip("lxml.etree")
    schema = etree.XMLSchema(etree.parse(real_data / "cap12" / "schema" / "cap12.xsd"))
    return lambda data: schema.assertValid(etree.fromstring(data))


def raise_one(city: Database, area: bool = False, drill: int = 0, **values: object) -> int:
    """A warning as the engine writes it: of a spot, or of the first village; returns its id."""
    with city.unit() as unit:
        found = {one.code: one.id for one in unit.areas()}
        place = {"town_id": found["410000001000"], "village_id": found["410000001001"]}
        usual: dict[str, object] = {
            "number": f"W-261123-{unit.count('warnings') + 1:05}", "scenario": "roads.junctions",
            "scenario_version": 1, "model": "frequency", "situation": f"x{unit.count('warnings')}",
            "level": int(Severity.YELLOW), "top_level": 3, "state": int(WarningState.RAISED), "score": 55.0,
            "place": int(PlaceStatus.LOCATED), "department": "police", "raised_at": unit.now, "first_at": unit.now,
            "last_at": unit.now, "members": 6, "parts": [], "measures": {}, "basis": {},
            "heard": {"hotline": 4, "grid": 2}, "expires_at": unit.now + timedelta(days=7), "drill": drill,
            **({} if area else {"lon": 116.31, "lat": 33.81, "radius_m": 200.0}), **place,
        }  # fmt: skip
        ident = unit.add("warnings", **(usual | values))
        unit.add("warning_scores", warning_id=ident, at=unit.now, score=55.0, level=3, members=6)
        unit.commit()
    return ident


def change(city: Database, ident: int, level: int | None = None, **values: object) -> None:
    with city.unit() as unit:
        unit.put("warnings", ident, **values, **({"level": level} if level else {}))
        if level:
            unit.add("warning_scores", warning_id=ident, at=unit.now, score=70.0, level=level, members=8)
        unit.commit()


def test_that_a_spot_and_an_area_go_out_as_valid_alerts_in_both_languages(city: Database, valid: Any) -> None:
    raise_one(city)
    raise_one(city, area=True)
    spot, area = collect(city)
    for message in (spot, area):
        valid(message.xml)
        assert not NO_ZONE.search(message.xml.decode())
        (alert,) = read_cap(message.xml).alerts
        assert (alert.status, alert.type, alert.references) == ("Actual", "Alert", ())
        assert alert.sent.utcoffset() == timedelta(hours=8)
        assert [info.language for info in alert.infos] == ["zh-CN", "en-US"]
        assert {(info.severity, info.urgency) for info in alert.infos} == {("Moderate", "Expected")}
        assert alert.infos[0].areas[0].geocodes == (("GB/T 2260", "410000001001"),)
    circle = read_cap(spot.xml).alerts[0].infos[0].areas[0].circles
    assert circle == ((116.31, 33.81, 0.2),)
    rings = read_cap(area.xml).alerts[0].infos[0].areas[0].polygons
    assert len(rings) == 1
    assert rings[0][0] == rings[0][-1]


def test_that_updates_and_the_end_name_all_that_went_before(city: Database, valid: Any, ticking: Any) -> None:
    ident = raise_one(city)
    ticking.go_on(hours=1)
    change(city, ident, level=int(Severity.RED))
    ticking.go_on(hours=1)
    over = {"state": int(WarningState.CLOSED), "ended_at": ticking(), "ended_by": "desk"}
    change(city, ident, **over, outcome=int(WarningOutcome.FALSE))
    found = collect(city)
    for message in found:
        valid(message.xml)
    alerts = [read_cap(message.xml).alerts[0] for message in found]
    assert [alert.type for alert in alerts] == ["Alert", "Update", "Cancel"]
    assert [alert.infos[0].severity for alert in alerts] == ["Moderate", "Extreme", "Extreme"]
    named = [f"{one.sender},{one.identifier},{one.sent.isoformat()}" for one in alerts]
    assert [alert.references for alert in alerts] == [(), tuple(named[:1]), tuple(named[:2])]
    assert alerts[2].infos[0].urgency == "Past"
    assert [one.identifier for one in collect(city)] == [one.identifier for one in found], (
        "made again they are the same"
    )


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ({"state": WarningState.EXPIRED}, "Cancel"), ({"state": WarningState.MERGED}, "Cancel"),
        ({"state": WarningState.CLOSED, "outcome": WarningOutcome.AVERTED}, "Update"),
        ({"state": WarningState.CLOSED, "outcome": WarningOutcome.TRUE}, "Update"),
    ],
)  # fmt: skip
def test_that_an_end_withdraws_what_no_longer_holds_and_gives_the_all_clear_else(
    city: Database, valid: Any, ticking: Any, values: dict[str, Any], kind: str
) -> None:
    ident = raise_one(city)
    ticking.go_on(hours=1)
    change(city, ident, ended_at=ticking(), **{name: int(value) for name, value in values.items()})
    last = collect(city)[-1]
    valid(last.xml)
    assert last.type == kind
    assert b"AllClear" in last.xml


def test_that_drills_are_exercises_and_a_demonstration_is_a_test(city: Database, valid: Any) -> None:
    raise_one(city, drill=1)
    with city.unit() as unit:
        unit.remember("city.demo", "1")
        unit.commit()
    raise_one(city)
    found = [read_cap(message.xml).alerts[0] for message in collect(city)]
    assert [alert.status for alert in found] == ["Exercise", "Test"]
    for message in collect(city):
        valid(message.xml)


def test_that_only_messages_from_a_moment_on_or_of_one_number_are_collected(city: Database, ticking: Any) -> None:
    first = raise_one(city)
    ticking.go_on(days=1)
    raise_one(city)
    change(city, first, level=int(Severity.ORANGE))
    assert [message.type for message in collect(city, since=ticking())] == ["Update", "Alert"]
    assert len(collect(city, number="W-261123-00002")) == 1
    assert collect(city, number="W-0") == ()


def test_that_a_feed_holds_the_alerts_themselves_and_is_read_again(city: Database, ticking: Any) -> None:
    raise_one(city)
    raise_one(city, area=True)
    with city.reading() as reader:
        zone = reader.city().zone
    data = feed(collect(city), "小城预警", "gridcommand:41", ticking(), zone)
    found = read_cap(data)
    assert len(found.alerts) == 2
    assert found.flaws == ()
