"""What may be the same report: by place, time, kind and words, while it is typed and when it has come."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.cases.door import Door
from services.cases.duplicates import finder as finding
from services.cases.duplicates.candidate import Draft, Side
from services.cases.duplicates.finder import Duplicates
from services.domain.incidents import Evidence, IncidentState, Report
from services.geo.shifts import gcj02_from_wgs84
from services.live.advance import advance
from services.live.picture import Picture, load_picture
from services.store.engine import Database
from services.store.feed.line import open_feed, snapshot

MakeReport = Callable[..., Report]
PLACE = {"lon": 116.31, "lat": 33.81}


@pytest.fixture
def database(fresh_database: Callable[[str], str], clock: Any) -> Any:
    """Embedded only: the questions are few and plain, one test asks them of PostgreSQL."""
    made = Database(fresh_database("sqlite"), clock)
    yield made
    made.close()


@pytest.fixture
def clock(ticking: Any) -> Any:
    return ticking


@pytest.fixture
def finder(city: Database) -> Duplicates:
    return Duplicates(city)


def seen(city: Database) -> Picture:
    with city.reading() as reader:
        return load_picture(reader, city.clock())


def typed(a_report: MakeReport, **values: Any) -> Draft:
    report = a_report(**values)
    return Draft(report.reported_at, report.text, report.address, report.category, report.lon, report.lat)


def found(candidates: Any) -> list[int]:
    return [one.incident for one in candidates]


def test_that_the_same_told_later_and_near_is_proposed_with_what_a_person_needs(
    city: Database, door: Door, finder: Duplicates, a_report: MakeReport, ticking: Any
) -> None:
    photo = Evidence("photo", "file:///photo.jpg")
    first = door.take(
        a_report(text="光明路中段水管漏水，电话 13812342210", contact="13812342210", evidence=(photo,))
    ).incident
    ticking.go_on(hours=2)
    later = door.take(a_report(text="光明路中段一直冒水", lat=33.8102)).incident
    assert later != first
    (one,) = finder.of_incident(seen(city), later)
    assert (one.incident, one.category, one.source, one.reports) == (first, "leak", "hotline", 1)
    assert one.score > 0.5
    assert one.metres == pytest.approx(22, abs=1)
    assert one.bearing == pytest.approx(180, abs=1)
    assert one.minutes == -120
    assert "光明路中段" in one.words
    assert "13812342210" not in one.text
    assert one.photo == photo
    assert one.sides[Side.CATEGORY] == 1.0
    assert one.state is IncidentState.REPORTED


def test_that_what_is_far_or_long_ago_or_of_another_kind_is_not(
    city: Database, door: Door, finder: Duplicates, a_report: MakeReport, ticking: Any
) -> None:
    door.take(a_report(lon=116.335))
    door.take(a_report(category="noise", text="夜里很吵"))
    door.take(a_report(lat=33.8112, reported_at=ticking.now - timedelta(days=5)))
    mine = door.take(a_report(text="水表井漏水")).incident
    assert finder.of_incident(seen(city), mine) == ()


def test_that_a_draft_finds_by_words_alone_then_better_with_its_place(
    city: Database, door: Door, finder: Duplicates, a_report: MakeReport
) -> None:
    here = door.take(a_report(text="文化广场北侧自来水管爆裂")).incident
    there = door.take(a_report(text="文化广场北侧自来水管爆裂", lon=116.36)).incident
    picture = seen(city)
    words = Draft(city.clock(), "文化广场自来水管")
    assert set(found(finder.while_typed(picture, words))) == {here, there}
    placed = Draft(city.clock(), "文化广场自来水管", **PLACE)
    assert found(finder.while_typed(picture, placed))[0] == here
    assert finder.while_typed(picture, placed)[0].score > finder.while_typed(picture, words)[0].score


def test_that_the_words_of_further_reports_find_it_too(
    city: Database, door: Door, finder: Duplicates, a_report: MakeReport, ticking: Any
) -> None:
    first = door.take(a_report(text="水管漏水")).incident
    picture = seen(city)
    words = Draft(city.clock(), "老槐树底下成了小河")
    assert first not in found(finder.while_typed(picture, words))
    ticking.go_on(minutes=3)
    with closing(open_feed(city)) as feed:
        cursor = snapshot(city, lambda reader: None)[1]
        assert door.take(a_report(text="老槐树底下成了小河，快来人")).incident == first  # folded into it
        facts, _ = feed.poll(cursor)
    picture, _ = advance(picture, facts)
    assert found(finder.while_typed(picture, words)) == [first]
    assert found(Duplicates(city).while_typed(picture, words)) == [first]  # the same for who reads it all anew
    assert finder._documents is not None
    assert (finder._documents.known()["id"] == first).sum() == 1


@pytest.mark.parametrize("text", ["", "   ", "\x00\x01\u200b", "。，！"])
def test_that_a_draft_that_says_nothing_finds_nothing(
    city: Database, door: Door, finder: Duplicates, a_report: MakeReport, text: str
) -> None:
    door.take(a_report())
    assert finder.while_typed(seen(city), Draft(city.clock(), text)) == ()


def test_that_an_empty_city_has_no_candidates(city: Database, finder: Duplicates, a_report: MakeReport) -> None:
    assert finder.while_typed(seen(city), typed(a_report)) == ()
    assert finder.of_incident(seen(city), 4711) == ()


def test_that_identical_texts_without_a_place_are_proposed_to_each_other(
    city: Database, door: Door, finder: Duplicates, a_report: MakeReport
) -> None:
    nowhere = {"lon": None, "lat": None, "address": "光明小区 3 号楼", "text": "光明小区 3 号楼电梯停用两天"}
    first = door.take(a_report(**nowhere)).incident
    second = door.take(a_report(**nowhere)).incident
    (one,) = finder.of_incident(seen(city), second)
    assert one.incident == first
    assert one.metres is None
    assert one.bearing is None
    assert one.sides[Side.PLACE] is None
    assert one.sides[Side.TEXT] == pytest.approx(1.0)


def test_that_coordinates_of_a_map_service_are_recognised(
    city: Database, door: Door, finder: Duplicates, a_report: MakeReport
) -> None:
    lon, lat = gcj02_from_wgs84(116.31, 33.81)
    first = door.take(a_report(text="桥头路面塌陷", address="桥头")).incident
    second = door.take(a_report(text="桥头塌了个坑", address="桥头", lon=float(lon), lat=float(lat))).incident
    (one,) = finder.of_incident(seen(city), second)
    assert one.incident == first
    assert one.shifted
    assert one.metres is not None
    assert one.metres > 400


def test_that_a_picture_that_went_on_by_facts_is_followed(
    city: Database, door: Door, finder: Duplicates, a_report: MakeReport, ticking: Any
) -> None:
    first = door.take(a_report(text="桥头路灯不亮")).incident
    picture, cursor = snapshot(city, lambda reader: load_picture(reader, ticking.now))
    draft = typed(a_report, text="桥头路灯不亮")
    assert found(finder.while_typed(picture, draft)) == [first]
    ticking.go_on(minutes=40)
    second = door.take(a_report(text="桥头路灯不亮")).incident
    with closing(open_feed(city)) as feed:
        facts, cursor = feed.poll(cursor)
        picture, _ = advance(picture, facts)
        assert set(found(finder.while_typed(picture, draft))) == {first, second}
        with city.unit() as unit:
            live = unit.live_incident(second)
            unit.put("incidents", second, version=live.version, state=int(IncidentState.MERGED))
            from dataclasses import replace

            from services.domain.facts import IncidentChanged

            unit.say(IncidentChanged(replace(live, version=live.version + 1, state=IncidentState.MERGED)))
            unit.commit()
        facts, cursor = feed.poll(cursor)
        picture, _ = advance(picture, facts)
    assert found(finder.while_typed(picture, draft)) == [first]


def test_that_what_ended_unseen_between_two_pictures_is_known(
    city: Database, door: Door, finder: Duplicates, a_report: MakeReport, ticking: Any
) -> None:
    first = door.take(a_report(text="桥头路灯不亮")).incident
    draft = typed(a_report, text="桥头路灯不亮")
    (one,) = finder.while_typed(seen(city), draft)
    with city.unit() as unit:
        unit.put("incidents", first, version=1, state=int(IncidentState.VOIDED))
        unit.commit()
    ticking.go_on(seconds=5)
    assert finder.while_typed(seen(city), draft) == ()
    assert one.incident == first


def test_that_the_memory_is_let_go_of_after_seven_days(
    city: Database, door: Door, finder: Duplicates, a_report: MakeReport, ticking: Any
) -> None:
    old = door.take(a_report(text="桥头路灯不亮")).incident
    draft = typed(a_report, text="桥头路灯不亮")
    assert found(finder.while_typed(seen(city), draft)) == [old]
    with city.unit() as unit:
        unit.put("incidents", old, version=1, state=int(IncidentState.CLOSED), closed_at=unit.now)
        unit.commit()
    assert found(finder.while_typed(seen(city), draft)) == [old], "what was closed lately is still told"
    ticking.go_on(days=8)
    assert finder.while_typed(seen(city), draft) == ()
    fresh = door.take(a_report(text="桥头路灯不亮")).incident
    assert found(finder.while_typed(seen(city), typed(a_report, text="桥头路灯不亮"))) == [fresh]


def test_that_no_more_are_kept_than_memory_is_meant_for(
    city: Database, door: Door, a_report: MakeReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "MOST", 3)
    monkeypatch.setattr(finding, "CHUNK", 2)
    ids = [door.take(a_report(lon=116.305 + n * 0.002)).incident for n in range(6)]
    scored = dict(Duplicates(city).scored(seen(city), typed(a_report, lon=116.305 + 5 * 0.002)))
    assert ids[5] in scored
    assert not set(scored) - set(ids[3:])


def test_that_scores_lie_between_nothing_and_one_and_fall(
    city: Database, door: Door, finder: Duplicates, a_report: MakeReport
) -> None:
    for n in range(12):
        door.take(a_report(lon=116.302 + n * 0.001, text=f"水管漏水第{n}处"))
    scores = [one.score for one in finder.while_typed(seen(city), typed(a_report), limit=12)]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=200), other=st.text(max_size=200))
def test_that_any_text_can_be_typed_and_compared(
    city: Database, door: Door, finder: Duplicates, a_report: MakeReport, text: str, other: str
) -> None:
    picture = seen(city)
    for one in finder.while_typed(picture, Draft(city.clock(), text, other, "leak", 116.31, 33.81)):
        assert 0 <= one.score <= 1
        assert all(side is None or 0 <= side <= 1.0001 for side in one.sides.values())


def test_that_a_very_long_text_is_compared_by_its_beginning(
    city: Database, door: Door, finder: Duplicates, a_report: MakeReport
) -> None:
    first = door.take(a_report(text="桥头路灯不亮")).incident
    draft = typed(a_report, text="桥头路灯不亮" + "啊" * 1_000_000)
    assert found(finder.while_typed(seen(city), draft)) == [first]


def test_that_it_finds_on_postgresql_too(
    fresh_database: Callable[[str], str],
    make_small_city: Callable[[Database], None],
    ticking: Any,
    a_report: MakeReport,
) -> None:
    from services.bundle import read_deadlines
    from services.cases.intake import Rules
    from services.geo.atlas import Atlas

    database = Database(fresh_database("postgresql"), ticking)
    make_small_city(database)
    door = Door(database, Rules(Atlas(database), read_deadlines()))
    first = door.take(a_report(evidence=(Evidence("photo", "a.jpg"), Evidence("photo", "b.jpg")))).incident
    ticking.go_on(minutes=50)
    second = door.take(a_report()).incident
    (one,) = Duplicates(database).of_incident(seen(database), second)
    assert (one.incident, one.photo) == (first, Evidence("photo", "a.jpg"))
    database.close()
