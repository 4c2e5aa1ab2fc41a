from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace

import pytest
from sqlalchemy import text

from services.bundle import read_deadlines
from services.cases.desk import Desk
from services.cases.door import Door
from services.cases.rulebook import RuleBook
from services.domain.incidents import IncidentClass, IncidentState, Report, Severity
from services.domain.orders import Details, Done, Order
from services.domain.people import Officer, OfficerRole
from services.domain.refusals import Refusal
from services.domain.steps import Verb
from services.store.engine import Database
from services.store.feed.line import open_feed, snapshot
from services.store.queries import tickets
from services.words.catalogue import Words

DESK = Officer(1, "desk01", "赵", OfficerRole.DISPATCHER, also=frozenset({OfficerRole.SUPERVISOR}))
OTHER = Officer(2, "desk02", "钱", OfficerRole.DISPATCHER)
POLICE = Officer(3, "police", "孙", OfficerRole.DEPARTMENT, department="police")


@pytest.fixture
def desk(city: Database) -> Desk:
    return Desk(city, RuleBook(read_deadlines()))


@pytest.fixture
def an_incident(door: Door, a_report: Callable[..., Report]) -> int:
    return door.take(a_report()).incident


def order(verb: Verb, incident: int, version: int, **details: object) -> Order:
    return Order(verb, incident, version, Details(**details))  # type: ignore[arg-type]


def test_that_a_whistle_finds_its_owner_and_the_owner_takes_it_on(desk: Desk, an_incident: int, city: Database) -> None:
    assert desk.carry_out(order(Verb.FILE, an_incident, 1), DESK).version == 2
    assert desk.carry_out(order(Verb.ASSIGN, an_incident, 2, department="police"), OTHER).version == 3
    assert desk.carry_out(order(Verb.ACCEPT, an_incident, 3), POLICE).version == 4
    with city.reading() as reader:
        found = reader.incident(an_incident)
    assert found is not None
    assert (found.live.state, found.department, found.assigned_by) == (IncidentState.ACCEPTED, "police", "desk02")
    assert found.live.acked


def test_that_the_second_dispatcher_is_refused_and_told_who_was_faster(desk: Desk, an_incident: int) -> None:
    desk.carry_out(order(Verb.FILE, an_incident, 1), DESK)
    desk.carry_out(order(Verb.ASSIGN, an_incident, 2, department="water"), OTHER)
    with pytest.raises(Refusal) as refusal:
        desk.carry_out(order(Verb.ASSIGN, an_incident, 2, department="police"), DESK)
    assert refusal.value.code == "desk.conflict"
    assert refusal.value.values["officer"] == "desk02"


def test_that_the_same_order_twice_changes_nothing(desk: Desk, an_incident: int) -> None:
    told = order(Verb.ASSIGN, an_incident, 1, department="water")
    assert not desk.carry_out(told, DESK).again
    done = desk.carry_out(told, DESK)
    assert done.again
    assert done.version == 2


def test_that_a_step_of_another_side_is_refused_with_what_is_possible(desk: Desk, an_incident: int) -> None:
    with pytest.raises(Refusal) as refusal:
        desk.carry_out(order(Verb.FILE, an_incident, 1), OTHER)
    assert refusal.value.code == "desk.not_yours"
    with pytest.raises(Refusal) as refusal:
        desk.carry_out(order(Verb.ACCEPT, an_incident, 1), DESK)
    assert refusal.value.code == "desk.not_now"


def test_that_the_conflict_is_told_in_the_citys_own_time(desk: Desk, an_incident: int) -> None:
    desk.carry_out(order(Verb.ASSIGN, an_incident, 1, department="water"), DESK)
    with pytest.raises(Refusal) as refusal:
        desk.carry_out(order(Verb.ASSIGN, an_incident, 1, department="police"), DESK)
    said = refusal.value.say(Words("en"))
    assert "desk01 was faster at 14:32:00 with “Assigned”" in said
    assert "version 1, it is version 2 now" in said


def test_that_a_note_meanwhile_is_in_nobodys_way(desk: Desk, an_incident: int) -> None:
    desk.carry_out(order(Verb.NOTE, an_incident, 1, words="路口拥堵"), OTHER)
    desk.carry_out(order(Verb.ACKNOWLEDGE, an_incident, 1), OTHER)
    assert desk.carry_out(order(Verb.ASSIGN, an_incident, 1, department="water"), DESK).version == 4
    with pytest.raises(Refusal):
        desk.carry_out(order(Verb.REGRADE, an_incident, 3, severity=Severity.RED, reason="worse"), DESK)


def test_that_a_person_who_is_not_there_is_not_sent(desk: Desk, an_incident: int) -> None:
    desk.carry_out(order(Verb.FILE, an_incident, 1), DESK)
    with pytest.raises(Refusal) as refusal:
        desk.carry_out(order(Verb.SEND, an_incident, 2, worker=4711), DESK)
    assert refusal.value.code == "desk.no_worker"


@pytest.fixture
def several(door: Door, a_report: Callable[..., Report]) -> list[int]:
    """Nine incidents, far from each other."""
    return [
        door.take(a_report(category=("leak", "noise")[at % 2], lon=None, external=f"x{at}")).incident for at in range(9)
    ]


def test_that_a_batch_is_one_transaction_and_what_is_refused_is_said_beside(
    desk: Desk, several: list[int], city: Database
) -> None:
    desk.carry_out(order(Verb.ASSIGN, several[3], 1, department="water"), DESK)
    told = [order(Verb.ASSIGN, ident, 1, department="police", words="请办理") for ident in several]
    twice = order(Verb.URGE, several[0], 2)
    unknown = order(Verb.ASSIGN, several[4], 2, department="dragons")
    cursor = snapshot(city, lambda reader: None)[1]
    answers = desk.carry_out_many([*told, twice, unknown, order(Verb.FILE, 4711, 1)], DESK)
    codes = [answer.code if isinstance(answer, Refusal) else answer.version for answer in answers]
    assert codes == [2, 2, 2, "desk.conflict", 2, 2, 2, 2, 2, 3, "desk.not_now", "desk.gone"]
    with city.reading() as reader:
        assert {reader.live_incident(i).department for i in several} == {"police", "water"}
        done = reader.all(text("select distinct at from orders_done where verb = 'assign'"))
        lines = reader.all(text("select count(*) from journal where verb = 'assign'"))
    assert len(done) == 1
    assert lines[0][0] == 9
    with closing(open_feed(city)) as feed:
        facts, _ = feed.poll(cursor)
    assert len(facts) == 9
    again = desk.carry_out_many(told, DESK)
    assert [answer.again for answer in again if isinstance(answer, Done)] == [True] * 8


def test_that_a_batch_writes_what_the_same_orders_alone_write(desk: Desk, several: list[int], city: Database) -> None:
    owner = replace(POLICE, also=frozenset(OfficerRole))
    life = [
        (Verb.ASSIGN, {"department": "police", "helpers": ("water",)}), (Verb.ACCEPT, {}),
        (Verb.ASK_EXTENSION, {"hours": 5.0, "reason": "weather"}), (Verb.GRANT_EXTENSION, {}),
        (Verb.RETURN, {"reason": "other", "words": "非本部门"}),
    ]  # fmt: skip
    for version, (verb, details) in enumerate(life, 1):
        desk.carry_out(order(verb, several[0], version, **details), owner)
        for answer in desk.carry_out_many([order(verb, ident, version, **details) for ident in several[1:]], owner):
            assert isinstance(answer, Done), answer
    with city.reading() as reader:
        found = [replace(c, incident=None) for c in tickets.cases(reader, several).values()]
        rows = [reader.incident(ident) for ident in several]
    kinds = [
        ([(r.kind, r.state, r.hours) for r in c.requests], [s.cause for s in c.stops],
         [(k.department, k.state) for k in c.children], [(h.department, h.verb) for h in c.holdings])
        for c in found
    ]  # fmt: skip
    assert all(kind == kinds[0] for kind in kinds)
    assert kinds[0][3] == [("police", "return")]
    stripped = {
        replace(r.live, id=0, number="", category="", kind=IncidentClass.ORDINARY, severity=Severity.RED)
        for r in rows
        if r
    }
    assert len(stripped) == 1


@pytest.mark.parametrize("hidden", ["a\x00b", "a\ud83db", "a\u202eb", "\x1bab\x07"])
def test_that_words_with_something_hidden_in_them_are_kept_without_it(
    desk: Desk, an_incident: int, city: Database, hidden: str
) -> None:
    desk.carry_out(order(Verb.NOTE, an_incident, 1, words=hidden), DESK)
    (done,) = desk.carry_out_many([order(Verb.NOTE, an_incident, 1, words=hidden)], DESK)
    assert isinstance(done, Done)
    with city.reading() as reader:
        said = reader.connection.execute(text("select why from journal where verb = 'note'")).scalars().all()
    assert list(said) == ["ab", "ab"]


def test_that_a_megabyte_of_words_is_refused_in_a_sentence_alone_and_among_others(desk: Desk, an_incident: int) -> None:
    huge = order(Verb.NOTE, an_incident, 1, words="漏水" * 250_000)
    with pytest.raises(Refusal) as refusal:
        desk.carry_out(huge, DESK)
    assert refusal.value.code == "desk.words"
    first, second = desk.carry_out_many([huge, order(Verb.NOTE, an_incident, 1, words="漏水")], DESK)
    assert isinstance(first, Refusal)
    assert isinstance(second, Done)


def test_that_an_order_whose_key_no_table_keeps_is_refused_alone(desk: Desk, an_incident: int) -> None:
    bad = [Order(Verb.NOTE, an_incident, 1, Details(words="x"), key=key) for key in ("", "k" * 61, "k\x00")]
    answers = desk.carry_out_many([*bad, order(Verb.NOTE, an_incident, 1, words="漏水")], DESK)
    assert [isinstance(answer, Done) for answer in answers] == [False, False, False, True]
    assert {answer.code for answer in answers if isinstance(answer, Refusal)} == {"desk.key"}
