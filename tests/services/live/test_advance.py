from __future__ import annotations

from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from services.bundle import read_deadlines
from services.cases.desk import Desk
from services.cases.door import Door
from services.cases.rulebook import RuleBook
from services.domain.cases import Case
from services.domain.facts import CityRedrawn, Fact, IncidentReported, PersonMoved
from services.domain.incidents import Evidence, Report, Severity
from services.domain.orders import Details, Order
from services.domain.people import Duty, Officer, OfficerRole
from services.domain.refusals import Refusal
from services.domain.steps import Side, Verb, steps_for
from services.geo.atlas import Atlas
from services.live.advance import advance
from services.live.picture import Picture, load_picture
from services.store import queries_live
from services.store.engine import Database
from services.store.feed.line import open_feed, snapshot
from services.store.queries import tickets

Make = Callable[..., Report]
V = Verb

reports = st.builds(
    dict,
    what=st.just("report"),
    grid=st.tuples(st.integers(0, 6), st.integers(0, 2)),  # some of these lie outside the city
    located=st.booleans() | st.just(True),
    category=st.sampled_from(["leak", "fight", "noise"]),
    source=st.sampled_from(["hotline", "grid"]),
    # now, a while ago, yesterday, last week, beyond the thirty days, and in the future by mistake
    ago=st.sampled_from([0, 0, 5, 90, 1500, 9000, 50_000, -300]),
)
others = st.builds(dict, what=st.sampled_from(["step", "step", "step", "again", "move"]), pick=st.integers(0, 10**6))
stories = st.lists(reports | others, min_size=1, max_size=25)


@dataclass
class City:
    """What happens in the city, through the same ways as in life."""

    database: Database
    door: Door
    a_report: Make
    clock: Any
    workers: list[int]
    desk: Desk

    def live(self, story: list[dict[str, Any]]) -> None:
        for event in story:
            self.clock.go_on(seconds=7)
            getattr(self, event["what"])(event)

    def report(self, event: dict[str, Any]) -> None:
        east, north = event["grid"]
        values = {"lon": 116.31 + 0.02 * east, "lat": 33.81 + 0.02 * north} if event["located"] else {"lon": None}
        at = self.clock.now - timedelta(minutes=event["ago"])
        self.door.take(self.a_report(category=event["category"], source=event["source"], reported_at=at, **values))

    def step(self, event: dict[str, Any]) -> None:
        """Any step that the table has for an open incident, through the desk; what is refused changes nothing."""
        with self.database.reading() as reader:
            rows = queries_live.open_incidents(reader)
            found = tickets.cases(reader, [rows[event["pick"] % len(rows)].id]) if rows else {}
        for case in found.values():
            self._order(case, event["pick"] // 7)

    def again(self, event: dict[str, Any]) -> None:
        """What ended is opened again, or no longer merged."""
        with self.database.reading() as reader:
            ids = [
                row.id for row in reader.all(text("select id from incidents where closed_at is not null order by id"))
            ]
            found = tickets.cases(reader, [ids[event["pick"] % len(ids)]]) if ids else {}
        for case in found.values():
            self._order(case, event["pick"] // 7)

    def take(self, verb: Verb) -> None:
        """One step of the first incident, where it is possible."""
        with self.database.reading() as reader:
            case = tickets.cases(reader, [1])[1]
        self._order(case, 1, verb)

    def _order(self, case: Case, pick: int, verb: Verb | None = None) -> None:
        live = case.incident.live
        steps = steps_for(live.state, Side)
        verb = verb or steps[pick % len(steps)].verb
        details = Details(
            reason="other", words="说明", department=("police", "water")[pick % 2], hours=3.0,
            until=self.clock.now + timedelta(minutes=30), severity=Severity(1 + pick % 4), into=1 + pick % 5,
            worker=self.workers[0] if verb is Verb.SEND else None, stars=3, category=("leak", "fight")[pick % 2],
            lon=116.31 + 0.02 * (pick % 7), lat=33.81 + 0.02 * (pick % 3),
            evidence=(Evidence("before", "a"), Evidence("after", "b")),
        )  # fmt: skip
        roles = frozenset(OfficerRole)
        officer = Officer(1, "li", "", OfficerRole.DISPATCHER, roles, live.department, live.place.town)
        with suppress(Refusal):
            self.desk.carry_out(Order(verb, live.id, live.version, details), officer)

    def move(self, event: dict[str, Any]) -> None:
        with self.database.unit() as unit:
            row = queries_live.workforce(unit)[event["pick"] % len(self.workers)]
            place = (None, None) if event["pick"] % 5 == 0 else (116.3 + event["pick"] % 100 / 1000, 33.8)
            unit.put("people", row.id, version=row.version, lon=place[0], lat=place[1], position_at=unit.now)
            unit.say(PersonMoved(row.id, row.version + 1, Duty(row.duty), *place, unit.now))
            unit.commit()


@pytest.fixture
def lived(city: Database, door: Door, a_report: Make, clock: Any, workers: list[int]) -> City:
    """A city in which things happen."""
    rules = RuleBook(read_deadlines(), Atlas(city))
    with city.unit() as unit:
        unit.remember("desk.four_eyes", "0")
        unit.commit()
    return City(city, door, a_report, clock, workers, Desk(city, rules))


def known(picture: Picture) -> dict[str, Any]:
    """Everything of a picture that a seat may show, in an order of its own."""
    rows, people = (blocks.rows(np.arange(len(blocks))) for blocks in (picture.incidents, picture.people))
    alive = np.sort(rows[rows["alive"]], order="id")
    return {
        "incidents": [tuple(map(str, row)) for row in alive],
        "people": [tuple(map(str, row)) for row in people],
        "recent": picture.recent.tolist(),
        "apart": {int(status): count for status, count in picture.recent_apart.items()},
        "reported": np.argwhere(picture.rhythm.reported).tolist(),
        "closed": np.argwhere(picture.rhythm.closed).tolist(),
        "in time": np.argwhere(picture.rhythm.in_time).tolist(),
        "counts": [int(t.sum()) for t in (picture.rhythm.reported, picture.rhythm.closed, picture.rhythm.in_time)],
        "totals": (picture.reported_total, picture.closed_total),
        "heard": [str(value) for value in picture.last_heard],
    }  # fmt: skip


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(before=stories, after=stories, seed=st.integers(0, 10**6))
def test_that_a_picture_and_the_facts_after_it_are_the_picture_loaded_later(
    lived: City, before: list[dict[str, Any]], after: list[dict[str, Any]], seed: int
) -> None:
    lived.live(before)
    loaded_at = lived.clock.now
    picture, cursor = snapshot(lived.database, lambda reader: load_picture(reader, loaded_at))
    lived.live(after)
    with closing(open_feed(lived.database)) as feed:
        facts, _ = feed.poll(cursor)
    for batch in in_batches(facts, Random(seed)):
        picture, touched = advance(picture, batch)
        assert not touched.reload
    with lived.database.reading() as reader:
        later = load_picture(reader, loaded_at)
    assert known(picture) == known(later)


WHOLE_LIFE = [V.ASSIGN, V.ACCEPT, V.FINISH, V.VERIFY, V.CLOSE, V.RATE]


@pytest.mark.parametrize("loaded", range(len(WHOLE_LIFE) + 1))
@pytest.mark.parametrize(
    "then", [(V.REOPEN,), (V.REOPEN, V.DECLINE, V.CORRECT, V.VOID), (V.REOPEN, V.CORRECT, V.MERGE, V.UNMERGE)]
)
def test_that_what_was_closed_and_opened_again_is_counted_as_if_it_never_had_been_closed(
    lived: City, loaded: int, then: tuple[Verb, ...]
) -> None:
    lived.live(
        [
            {"what": "report", "grid": (at, 1), "located": True, "category": "leak", "source": "grid", "ago": 5}
            for at in (1, 3)
        ]
    )
    verbs = [*WHOLE_LIFE, *then]
    for verb in verbs[:loaded]:
        lived.take(verb)
    loaded_at = lived.clock.now
    picture, cursor = snapshot(lived.database, lambda reader: load_picture(reader, loaded_at))
    for verb in verbs[loaded:]:
        lived.clock.go_on(minutes=3)
        lived.take(verb)
    with closing(open_feed(lived.database)) as feed:
        facts, _ = feed.poll(cursor)
    for fact in facts:
        picture, _ = advance(picture, [fact])
        picture, touched = advance(picture, [fact])
        assert touched.nothing
    with lived.database.reading() as reader:
        assert known(picture) == known(load_picture(reader, loaded_at))


def in_batches(facts: list[Fact], chance: Random) -> list[list[Fact]]:
    batches = []
    while facts:
        count = chance.randint(1, 6)
        batches.append(facts[:count])
        facts = facts[count:]
    return batches


def test_that_facts_heard_twice_change_nothing(lived: City) -> None:
    picture, cursor = snapshot(lived.database, lambda reader: load_picture(reader, lived.clock.now))
    lived.live([{"what": "report", "grid": (1, 1), "located": True, "category": "leak", "source": "grid", "ago": 0}])
    lived.live([{"what": "step", "pick": 0}, {"what": "move", "pick": 3}])
    with closing(open_feed(lived.database)) as feed:
        facts, _ = feed.poll(cursor)
    once, _ = advance(picture, facts)
    twice, touched = advance(once, facts)
    assert known(twice) == known(once)
    assert touched.nothing


def test_that_an_older_picture_stays_as_it_was(lived: City) -> None:
    picture, cursor = snapshot(lived.database, lambda reader: load_picture(reader, lived.clock.now))
    lived.live([{"what": "report", "grid": (1, 1), "located": True, "category": "leak", "source": "grid", "ago": 0}])
    with closing(open_feed(lived.database)) as feed:
        facts, _ = feed.poll(cursor)
    before = known(picture)
    newer, touched = advance(picture, facts)
    assert known(picture) == before
    assert touched.new == 1
    assert newer.incident_at(facts[0].incident.id) == 0
    assert picture.incident_at(facts[0].incident.id) == -1
    branch, _ = advance(picture, [replace(facts[0], incident=replace(facts[0].incident, id=99))])
    assert branch.incident_at(99) == 0
    assert newer.incident_at(99) == -1


def test_that_what_was_touched_names_the_areas_whose_counts_changed(lived: City) -> None:
    picture, cursor = snapshot(lived.database, lambda reader: load_picture(reader, lived.clock.now))
    lived.live([{"what": "report", "grid": (1, 1), "located": True, "category": "leak", "source": "grid", "ago": 0}])
    with closing(open_feed(lived.database)) as feed:
        facts, _ = feed.poll(cursor)
    _, touched = advance(picture, facts)
    assert [picture.areas.codes[at] for at in touched.areas] == ["410000001000", "410000001002", "410000001002002"]
    assert touched.incidents.tolist() == [0]


def test_that_a_city_redrawn_asks_for_the_full_picture(lived: City) -> None:
    with lived.database.reading() as reader:
        picture = load_picture(reader, lived.clock.now)
    same, touched = advance(picture, [CityRedrawn("areas")])
    assert same is picture
    assert touched.reload


def test_that_an_incident_of_an_unknown_area_and_source_is_kept_apart(lived: City) -> None:
    lived.live([{"what": "report", "grid": (1, 1), "located": True, "category": "leak", "source": "grid", "ago": 0}])
    with lived.database.reading() as reader:
        picture = load_picture(reader, lived.clock.now)
        live = reader.live_incident(1)
    strange = replace(live, id=2, source="pigeon", place=replace(live.place, town=999, village=998, grid=997))
    newer, touched = advance(picture, [IncidentReported(strange)])
    assert int(newer.incidents.row(1)["town"]) == -1
    assert sum(newer.recent_apart.values()) == sum(picture.recent_apart.values()) + 1
    assert touched.areas.tolist() == []


def test_that_a_step_on_a_stale_version_is_refused_and_says_nothing(lived: City) -> None:
    lived.live([{"what": "report", "grid": (1, 1), "located": True, "category": "leak", "source": "grid", "ago": 0}])
    cursor = snapshot(lived.database, lambda reader: None)[1]
    with lived.database.unit() as unit, pytest.raises(Refusal) as refusal:
        unit.put("incidents", 1, version=7, state=2)
    assert refusal.value.code == "store.changed"
    with closing(open_feed(lived.database)) as feed:
        assert feed.poll(cursor)[0] == []
