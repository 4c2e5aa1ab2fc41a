from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import shapely
from sqlalchemy import text

from services.cases.door import Door
from services.cases.intake import Accepted
from services.domain.areas import Level
from services.domain.facts import IncidentReported, ReportFolded
from services.domain.incidents import Evidence, Incident, IncidentState, PlaceStatus, Report, Severity, TimeFlaw
from services.domain.plain import plain
from services.domain.refusals import Refusal
from services.store import queries_cases
from services.store.engine import Clock, Database
from services.store.feed.line import open_feed, snapshot

Make = Callable[..., Report]
NEAR = 0.0003  # degrees: some thirty metres


def incident(city: Database, number: int) -> Incident:
    with city.reading() as reader:
        found = reader.incident(number)
    assert found is not None
    return found


def counts(city: Database) -> tuple[int, int, int]:
    with city.reading() as reader:
        return reader.count("incidents"), reader.count("reports"), reader.count("journal")


def test_that_a_report_becomes_an_incident_in_its_grid(city: Database, door: Door, a_report: Make) -> None:
    done = door.take(a_report(text="东街水管漏水", address="东街 3 号", contact="13800000000"))
    found = incident(city, done.incident)
    assert done.new
    assert not done.folded
    assert found.live.place.status is PlaceStatus.LOCATED
    with city.reading() as reader:
        codes = {area.id: area.code for area in reader.areas()}
    assert codes[found.live.place.grid or 0] == "410000001001001"
    assert (found.live.severity, found.live.state, found.live.version) == (Severity.RED, IncidentState.REPORTED, 1)
    assert found.live.due_at == found.live.reported_at + timedelta(hours=24)
    assert found.live.number.startswith("20261123-")
    assert found.text == "东街水管漏水"
    assert counts(city) == (1, 1, 1)


@pytest.mark.parametrize(
    ("place", "status"),
    [
        ({"lon": None, "lat": None}, PlaceStatus.UNLOCATED),
        ({"lon": 0.0, "lat": 0.0}, PlaceStatus.UNLOCATED),
        ({"lon": 116.31, "lat": None}, PlaceStatus.UNLOCATED),
        ({"lon": float("nan"), "lat": 33.8}, PlaceStatus.UNLOCATED),
        ({"lon": 500.0, "lat": 33.8}, PlaceStatus.UNLOCATED),
        ({"lon": 118.0, "lat": 33.8}, PlaceStatus.OUTSIDE),
    ],
)
def test_that_a_report_without_a_usable_place_is_kept_apart(
    city: Database, door: Door, a_report: Make, place: dict[str, Any], status: PlaceStatus
) -> None:
    found = incident(city, door.take(a_report(**place)).incident)
    assert found.live.place.status is status
    assert found.live.place.grid is None


def test_that_coordinates_of_another_system_are_turned_before_they_are_placed(
    city: Database, door: Door, a_report: Make
) -> None:
    straight = incident(city, door.take(a_report()).incident).live.place
    turned = incident(city, door.take(a_report(crs="gcj02", category="noise")).incident).live.place
    assert straight.lon is not None
    assert turned.lon is not None
    assert 0.003 < straight.lon - turned.lon < 0.008


def test_that_two_reports_near_in_place_and_time_are_one_incident(
    city: Database, door: Door, a_report: Make, clock: Clock
) -> None:
    cursor = snapshot(city, lambda reader: None)[1]
    first = door.take(a_report(category="noise"))
    soon = clock() + timedelta(minutes=5)
    second = door.take(
        a_report(category="noise", source="grid", lon=116.31 + NEAR, reported_at=soon, severity=Severity.RED)
    )
    assert second.folded
    assert second.incident == first.incident
    found = incident(city, first.incident)
    assert (found.live.reports, found.live.version, found.live.severity) == (2, 2, Severity.RED)
    assert counts(city) == (1, 2, 2)
    with closing(open_feed(city)) as feed:
        facts, _ = feed.poll(cursor)
    assert [type(fact) for fact in facts] == [IncidentReported, ReportFolded]
    assert (facts[1].source, facts[1].at) == ("grid", soon)
    assert facts[1].incident == found.live


@pytest.mark.parametrize(
    "other",
    [
        {"category": "leak"},
        {"lon": 116.31 + 3 * NEAR},
        {"lon": None},
        {"later": timedelta(minutes=31)},
        {"later": -timedelta(minutes=31)},
    ],
)
def test_that_reports_apart_in_kind_place_or_time_stay_apart(
    door: Door, a_report: Make, clock: Clock, other: dict[str, Any]
) -> None:
    first = door.take(a_report(category="noise"))
    rest = {name: value for name, value in other.items() if name != "later"}
    values = {"category": "noise", "reported_at": clock() + other.get("later", timedelta())} | rest
    second = door.take(a_report(**values))
    assert second.new
    assert second.incident != first.incident


def test_that_a_report_is_not_folded_into_a_closed_incident(city: Database, door: Door, a_report: Make) -> None:
    first = door.take(a_report())
    with city.unit() as unit:
        unit.put("incidents", first.incident, version=1, state=int(IncidentState.CLOSED), closed_at=unit.now)
        unit.commit()
    assert door.take(a_report()).new


def test_that_the_same_number_of_a_source_is_the_same_report(city: Database, door: Door, a_report: Make) -> None:
    first = door.take(a_report(external="12345-7"))
    again = door.take(a_report(external="12345-7", lon=116.35, text="anything"))
    other = door.take(a_report(external="12345-7", source="grid", lon=116.35))
    assert again.incident == first.incident
    assert not again.new
    assert not again.folded
    assert other.new
    assert counts(city)[1] == 2


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"source": "pigeon"}, "intake.source"),
        ({"category": "dragon"}, "intake.category"),
        ({"text": "x" * 20_001}, "intake.text"),
        ({"reported_at": datetime(2026, 11, 23, 14, 32)}, "intake.time"),  # noqa: DTZ001
    ],
)
def test_that_a_report_that_cannot_be_accepted_leaves_nothing_behind(
    city: Database, door: Door, a_report: Make, wrong: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refusal) as refusal:
        door.take(a_report(**wrong))
    assert refusal.value.code == code
    assert counts(city) == (0, 0, 0)


def test_that_a_time_in_the_future_is_marked(city: Database, door: Door, a_report: Make, clock: Clock) -> None:
    ahead = door.take(a_report(reported_at=clock() + timedelta(minutes=11)))
    within = door.take(a_report(reported_at=clock() + timedelta(minutes=9), category="noise"))
    assert incident(city, ahead.incident).flaw is TimeFlaw.REPORTED_IN_FUTURE
    assert incident(city, ahead.incident).live.flawed
    assert incident(city, within.incident).flaw is TimeFlaw.NONE


def test_that_no_fact_and_no_journal_line_holds_what_is_personal(city: Database, door: Door, a_report: Make) -> None:
    door.take(a_report(text="张三家漏水", contact="13812345678", contact_name="张三", address="东街 3 号"))
    with city.reading() as reader:
        payload = str(reader.all(text("select payload from facts")))
        journal = str(reader.all(text("select * from journal")))
    for secret in ("张三", "13812345678", "东街"):
        assert secret not in payload
        assert secret not in journal


def test_that_evidence_is_kept_with_its_report(city: Database, door: Door, a_report: Make) -> None:
    done = door.take(a_report(evidence=(Evidence("photo", "file:///a.jpg", "d1"), Evidence("sound", "file:///b.ogg"))))
    assert [proof.uri for proof in incident(city, done.incident).evidence] == ["file:///a.jpg", "file:///b.ogg"]


def test_that_control_characters_do_not_come_in() -> None:
    assert plain(" a\x00b\x1b[31m\nc\td\ud800 ") == "ab[31m\nc\td"


def test_that_words_too_long_for_their_columns_are_cut_and_signs_that_no_database_keeps_left_out(
    city: Database, door: Door, a_report: Make
) -> None:
    odd = a_report(address="路" * 900, contact="1" * 99, contact_name="\x00王\ud800" + "明" * 200, external=" N\x00-1 ")
    done = door.take(odd)
    found = incident(city, done.incident)
    assert (found.address, found.external) == ("路" * 500, "N-1")
    with city.reading() as reader:
        (report,) = queries_cases.reports_of(reader, done.incident)
    assert (report.contact, report.contact_name) == ("1" * 60, "王" + "明" * 99)
    assert door.take(odd) == Accepted(done.incident)
    with pytest.raises(Refusal) as refused:
        door.take(a_report(external="9" * 121))
    assert refused.value.code == "intake.number"


def test_that_a_report_is_placed_by_borders_that_were_drawn_a_moment_ago(
    city: Database, door: Door, a_report: Make
) -> None:
    door.take(a_report(category="noise"))
    with city.unit() as unit:
        (grid,) = [area for area in unit.areas(Level.GRID) if area.code == "410000001001001"]
        box = shapely.box(116.3, 33.8, 116.32, 33.82)
        unit.put("areas", grid.id, valid_to=date(2026, 11, 1))
        values = {"level": 4, "code": grid.code, "name": "new", "kind": 1, "parent_id": grid.parent}
        new = unit.add("areas", **values, valid_from=date(2026, 11, 1), geometry=shapely.to_wkb(box))
        unit.other_areas()
        unit.commit()
    assert incident(city, door.take(a_report()).incident).live.place.grid == new
