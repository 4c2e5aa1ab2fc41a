"""Whom to send: near, skilled, with free hands, from a fresh position; with reasons, and who is left alone."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.cases.sending.answer import Case, Freshness, Gap, Ground, Note
from services.cases.sending.ranking import POINTS, freshness_of
from services.cases.sending.sender import Sender, named_areas
from services.cases.sending.skills import Skill, Skills, read_skills
from services.demo.crews import chinese
from services.domain.catalogue import Category
from services.domain.incidents import IncidentClass, IncidentState, Severity
from services.domain.people import Duty, Role
from services.domain.refusals import Refusal
from services.live.picture import Picture
from services.store.engine import Database

Load = Callable[[], Picture]
PutPerson = Callable[..., int]
NOW = datetime(2026, 11, 23, 6, 32, tzinfo=UTC)
CODE = "410000001001001"
NEIGHBOUR, NEXT_VILLAGE, NEXT_TOWN = "410000001001002", "410000001002001", "410000002001001"
SKILLS = Skills(
    (Skill("pipes", "修管", "Pipes", frozenset({"leak"})), Skill("peace", "调解", "Peace", frozenset({"fight"})))
)


@pytest.fixture
def sender(city: Database) -> Sender:
    made = Sender(city)
    made.__dict__["skills"] = SKILLS  # the small city has categories of its own
    return made


def case_in(picture: Picture, code: str = CODE, **values: Any) -> Case:
    at = picture.areas.codes.index(code)
    village, town = int(picture.areas.parent[at]), int(picture.areas.parent[picture.areas.parent[at]])
    usual = {
        "category": "noise",
        "severity": Severity.BLUE,
        "kind": IncidentClass.ORDINARY,
        "lon": 116.31,
        "lat": 33.81,
    }
    return Case(**(usual | {"grid": at, "village": village, "town": town} | values))


def test_that_the_nearest_comes_first_and_says_why(put_person: PutPerson, picture_of: Load, sender: Sender) -> None:
    far, near = put_person(lon=116.319), put_person(lon=116.311)
    found = sender.to_case(picture_of(), case_in(picture_of()), NOW)
    assert [one.person for one in found.people] == [near, far]
    first, second = found.people
    assert first.reasons[0].code == "near"
    assert first.metres == pytest.approx(93, abs=2)
    assert first.ahead is not None
    assert first.ahead.code == "before_distance"
    assert first.ahead.values["other"] == second.metres
    assert second.ahead is None
    assert found.considered == 2
    assert first.name == "王**"


def test_that_the_points_of_all_grounds_are_the_score(put_person: PutPerson, picture_of: Load, sender: Sender) -> None:
    for n in range(5):
        put_person(lon=116.30 + n * 0.01, minutes=n * 15.0, skills="pipes" if n % 2 else "", duty=int(Duty(1 + n % 2)))
    found = sender.to_case(picture_of(), case_in(picture_of(), category="leak"), NOW)
    assert len(found.people) == 5
    for one in found.people:
        assert math.fsum(part.points for part in one.parts.values()) == pytest.approx(one.score)
        assert all(part.points == pytest.approx(POINTS[ground] * part.share) for ground, part in one.parts.items())
    assert math.fsum(POINTS.values()) == pytest.approx(1.0)


def test_that_skill_outweighs_some_hundred_metres(put_person: PutPerson, picture_of: Load, sender: Sender) -> None:
    plain, skilled = put_person(lon=116.311), put_person(lon=116.315, skills="pipes peace")
    found = sender.to_case(picture_of(), case_in(picture_of(), category="leak"), NOW)
    assert [one.person for one in found.people] == [skilled, plain]
    assert found.needed == ("pipes",)
    assert found.people[0].skills == ("pipes",)
    assert found.people[0].ahead is not None
    assert found.people[0].ahead.code == "before_skill"
    assert "unskilled" in [reason.code for reason in found.people[1].reasons]


def test_that_who_is_not_at_work_is_never_listed(put_person: PutPerson, picture_of: Load, sender: Sender) -> None:
    for duty in (Duty.OFF, Duty.LEAVE):
        put_person(duty=int(duty))
    found = sender.to_case(picture_of(), case_in(picture_of()), NOW)
    assert (found.people, found.uncovered, found.considered) == ((), (), 0)
    assert Note.NOBODY_AT_WORK in found.notes


def test_that_a_city_without_people_says_so(picture_of: Load, sender: Sender) -> None:
    assert sender.to_case(picture_of(), case_in(picture_of()), NOW).notes == (Note.NOBODY_AT_WORK,)


def test_that_nobody_with_the_skill_is_said(put_person: PutPerson, picture_of: Load, sender: Sender) -> None:
    put_person()
    assert sender.to_case(picture_of(), case_in(picture_of(), category="leak"), NOW).notes == (Note.NOBODY_SKILLED,)


def test_that_full_hands_stand_last_however_near(
    city: Database, put_person: PutPerson, picture_of: Load, sender: Sender
) -> None:
    loaded, free = put_person(lon=116.31), put_person(lon=116.318)
    with city.unit() as unit:
        for n in range(6):
            unit.add(
                "incidents", number=f"N{n}", source="hotline", category="leak", severity=4, kind=1,
                state=int(IncidentState.ACCEPTED if n < 5 else IncidentState.CLOSED), place=2, reported_at=NOW,
                worker_id=loaded,
            )  # fmt: skip
        unit.commit()
    found = sender.to_case(picture_of(), case_in(picture_of()), NOW)
    assert [(one.person, one.in_hand, one.overloaded) for one in found.people] == [(free, 0, False), (loaded, 5, True)]
    assert found.people[0].ahead is not None
    assert found.people[0].ahead.code == "before_overloaded"
    assert found.people[1].reasons[-1].code == "overloaded" or "overloaded" in [r.code for r in found.people[1].reasons]


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [(0, Freshness.FRESH), (10, Freshness.FRESH), (11, Freshness.STALE), (60, Freshness.STALE), (61, Freshness.OLD)],
)
def test_that_a_position_is_worth_less_with_its_age(
    put_person: PutPerson, picture_of: Load, sender: Sender, minutes: int, expected: Freshness
) -> None:
    put_person(minutes=minutes)
    (one,) = sender.to_case(picture_of(), case_in(picture_of()), NOW).people
    assert one.freshness is expected
    assert one.at == NOW - timedelta(minutes=minutes)


def test_that_people_without_a_position_are_listed_without_a_distance(
    put_person: PutPerson, picture_of: Load, sender: Sender
) -> None:
    seen, unseen = put_person(lon=116.33), put_person(lon=None, lat=None, position_at=None)
    found = {one.person: one for one in sender.to_case(picture_of(), case_in(picture_of()), NOW).people}
    assert found[unseen].metres is None
    assert found[unseen].at is None
    assert found[unseen].freshness is Freshness.UNKNOWN
    assert "no_position" in [reason.code for reason in found[unseen].reasons]
    assert found[seen].metres is not None


def test_that_an_incident_without_a_place_offers_its_village_and_says_so(
    put_person: PutPerson, picture_of: Load, sender: Sender
) -> None:
    mine, _other = put_person(area=NEIGHBOUR, lon=116.39), put_person(area=NEXT_TOWN)
    picture = picture_of()
    case = case_in(picture, lon=None, lat=None, grid=-1)
    found = sender.to_case(picture, case, NOW)
    assert [one.person for one in found.people] == [mine]
    assert found.people[0].metres is None
    assert found.notes == (Note.NO_PLACE,)


def test_that_nothing_known_of_a_place_lists_nobody_and_says_so(
    put_person: PutPerson, picture_of: Load, sender: Sender
) -> None:
    put_person()
    picture = picture_of()
    found = sender.to_case(picture, case_in(picture, lon=None, lat=None, grid=-1, village=-1, town=-1), NOW)
    assert found.people == ()
    assert found.notes == (Note.NOWHERE,)


def test_that_a_place_named_in_the_words_counts(city: Database, put_person: PutPerson, picture_of: Load) -> None:
    picture = picture_of()
    codes = picture.areas.codes
    village, town = named_areas(picture, f"在{NEXT_VILLAGE[:12]}的事")
    assert codes[village] == NEXT_VILLAGE[:12]
    assert codes[town] == "410000001000"
    assert named_areas(picture, "哪里也没说") == (-1, -1)
    assert named_areas(picture, f"{codes[town]} 或 410000002000") == (-1, -1), "of two, none"


def test_that_a_grid_is_named_that_is_left_alone_and_none_while_somebody_stands_near(
    put_person: PutPerson, picture_of: Load, sender: Sender
) -> None:
    put_person(lon=116.301, lat=33.801)
    put_person(area=NEIGHBOUR, lon=116.339, lat=33.819)
    picture = picture_of()
    found = sender.to_case(picture, case_in(picture), NOW)
    assert [picture.areas.codes[gap.area] for gap in found.uncovered] == [CODE]
    assert found.people[0].leaves == found.uncovered[0]
    assert found.going == (found.people[0].person,)
    put_person(area=NEXT_TOWN, lon=116.302, lat=33.801)
    picture = picture_of()
    assert sender.to_case(picture, case_in(picture), NOW).uncovered == ()


def test_that_the_last_of_a_village_leaves_the_whole_village(
    put_person: PutPerson, picture_of: Load, sender: Sender
) -> None:
    put_person(lon=116.301, lat=33.801)
    put_person(area=NEXT_TOWN, lon=116.36)
    picture = picture_of()
    assert [picture.areas.codes[gap.area] for gap in sender.to_case(picture, case_in(picture), NOW).uncovered] == [
        CODE[:12]
    ]


def test_that_those_who_go_together_are_missing_together(
    put_person: PutPerson, picture_of: Load, sender: Sender
) -> None:
    one, other = put_person(lon=116.301), put_person(lon=116.302)
    picture = picture_of()
    assert sender.to_case(picture, case_in(picture), NOW).uncovered == ()
    together = sender.to_case(picture, case_in(picture), NOW, sent=[one, other])
    assert [picture.areas.codes[gap.area] for gap in together.uncovered] == [CODE[:12]]


def test_that_units_are_sent_where_their_skill_is_asked_for(
    put_person: PutPerson, picture_of: Load, sender: Sender
) -> None:
    squad = put_person(
        area="410000001000", role=int(Role.UNIT), name="抢修一班", skills="pipes", unit="water", lon=116.33
    )
    put_person(lon=116.311)
    picture = picture_of()
    (plain,) = sender.to_case(picture, case_in(picture), NOW).people
    assert plain.person != squad
    found = {one.person: one for one in sender.to_case(picture, case_in(picture, category="leak"), NOW).people}
    assert (found[squad].unit, found[squad].name) == ("water", "抢修一班")
    assert found[squad].leaves == Gap(picture.areas.codes.index("410000001000"), "water")


def test_that_volunteers_and_couriers_are_not_sent_to_a_grave_case(
    put_person: PutPerson, picture_of: Load, sender: Sender
) -> None:
    put_person(role=int(Role.VOLUNTEER))
    put_person(role=int(Role.MOBILE))
    head = put_person(role=int(Role.HEAD))
    picture = picture_of()
    assert len(sender.to_case(picture, case_in(picture), NOW).people) == 3
    for grave in ({"severity": Severity.RED}, {"kind": IncidentClass.MAJOR}):
        assert [one.person for one in sender.to_case(picture, case_in(picture, **grave), NOW).people] == [head]


def test_that_an_incident_that_is_gone_gets_no_answer(picture_of: Load, sender: Sender) -> None:
    assert sender.to_incident(picture_of(), 4711, NOW) is None


def test_that_the_crew_is_read_anew_with_another_picture(
    city: Database, put_person: PutPerson, picture_of: Load, sender: Sender
) -> None:
    first = put_person()
    picture = picture_of()
    assert [one.person for one in sender.to_case(picture, case_in(picture), NOW).people] == [first]
    second = put_person(skills="pipes")
    picture = picture_of()
    found = sender.to_case(picture, case_in(picture, category="leak"), NOW)
    assert [one.person for one in found.people] == [second, first]


@settings(max_examples=50, deadline=None)
@given(age=st.one_of(st.just(math.nan), st.floats(0, 1e9)))
def test_that_every_age_has_its_freshness(age: float) -> None:
    assert freshness_of(age) in set(Freshness)
    assert (freshness_of(age) is Freshness.UNKNOWN) is bool(np.isnan(age))


def test_that_a_heading_asks_for_all_below_it_and_a_circle_of_headings_ends() -> None:
    def category(code: str, parent: str | None) -> Category:
        return Category(code, code, code, parent, IncidentClass.ORDINARY, Severity.BLUE, None)

    skills = Skills((Skill("a", "", "", frozenset({"top"})), Skill("b", "", "", frozenset({"low"}))))
    tree = [
        category("top", None),
        category("mid", "top"),
        category("low", "mid"),
        category("x", "y"),
        category("y", "x"),
    ]
    assert skills.codes(skills.needed("low", tree)) == ("a", "b")
    assert skills.codes(skills.needed("mid", tree)) == ("a",)
    assert skills.needed("x", tree) == 0
    assert skills.bits(["b", "unknown"]) == 2


def test_that_the_table_of_skills_names_categories_that_there_are() -> None:
    from services.catalogue.tables import read_tables

    known = {category.code for category in read_tables().catalogue.categories}
    for skill in read_skills().all:
        assert skill.categories <= known, skill.code


@pytest.mark.parametrize(
    "text",
    ["[[skill]]\ncode = 1", "skill = 3", "[[skill]", '[[skill]]\ncode = "a b"\nzh = ""\nen = ""\ncategories = []'],
)
def test_that_a_broken_table_of_skills_is_refused_with_its_name(tmp_path: Path, text: str) -> None:
    path = tmp_path / "skills.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        read_skills(path)
    assert refused.value.code == "catalogue.bad"
    assert refused.value.values["path"] == path


@pytest.mark.parametrize(("n", "expected"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五")])
def test_that_units_are_numbered_in_chinese(n: int, expected: str) -> None:
    assert chinese(n) == expected


def test_that_grounds_are_all_given_points() -> None:
    assert set(POINTS) == set(Ground)
