"""Orders on warnings, carried out in a database."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.bundle import read_deadlines
from services.cases.desk import Desk
from services.cases.intake import Rules
from services.cases.rulebook import RuleBook
from services.domain.facts import IncidentChanged, IncidentReported, WarningChanged
from services.domain.incidents import IncidentState, Severity
from services.domain.orders import Details, Order
from services.domain.people import Officer, OfficerRole
from services.domain.refusals import Refusal
from services.domain.steps import Verb
from services.domain.warnings import LiveWarning, WarningOrder, WarningOutcome, WarningState, WarningVerb
from services.geo.atlas import Atlas
from services.live.advance import advance
from services.live.picture import load_picture
from services.risk.brain import Brain
from services.risk.handling.by_itself import ASKED_FOR, ask_outcomes, expire, run_out
from services.risk.handling.desk import WarningDesk
from services.risk.handling.rules import steps_for
from services.risk.registry import models
from services.store.engine import Clock, Database
from services.store.feed.line import open_feed, snapshot
from services.store.queries import warnings
from services.words.catalogue import Words

V, S = WarningVerb, WarningState
DESK = Officer(1, "desk01", "赵", OfficerRole.DISPATCHER, also=frozenset({OfficerRole.SUPERVISOR}))
OTHER = Officer(2, "desk02", "钱", OfficerRole.DISPATCHER)
POLICE = Officer(3, "police", "孙", OfficerRole.DEPARTMENT, department="police")


@pytest.fixture
def clock(ticking: Clock) -> Clock:
    return ticking


@pytest.fixture
def desk(city: Database) -> WarningDesk:
    book = RuleBook(read_deadlines())
    return WarningDesk(city, Desk(city, book), Rules(Atlas(city), read_deadlines()))


@pytest.fixture
def raised(city: Database, with_scenarios: Any, junction: Any, a_signal: Any, take: Any) -> Callable[..., LiveWarning]:
    """A warning of four accidents at a place, raised by the engine's own hand; of a drill where one is named."""
    with_scenarios(junction)

    def make(lon: float = 116.31, drill: int | None = None) -> LiveWarning:
        with city.reading() as reader:
            known = {found.id for found in warnings.standing(reader)}
            brain = Brain.load(city, reader, city.clock(), models())
        try:
            batch = take(*(a_signal(ago, lon=lon) for ago in (40, 30, 20, 10)), drill=drill).batch
            brain.perceive({batch: drill}, [])
        finally:
            brain.close()
        with city.reading() as reader:
            (found,) = [one for one in warnings.standing(reader) if one.id not in known]
        return found

    return make


def order(verb: WarningVerb, warning: LiveWarning, **values: Any) -> WarningOrder:
    usual: dict[str, Any] = {"why": "理由"}
    if verb is V.DISPATCH:
        usual |= {"department": "police", "category": "fight", "text": "到场疏导\n恢复信号灯", "helpers": ("water",)}
    return WarningOrder(verb, warning.id, warning.version, **(usual | values))


def now(city: Database, warning: LiveWarning) -> Any:
    with city.reading() as reader:
        found = warnings.whole(reader, warning.id)
    assert found is not None
    return found


def count(city: Database, table: str) -> int:
    with city.reading() as reader:
        return reader.count(table)


def test_that_a_warning_is_dispatched_as_a_ticket_that_runs_through_the_closed_loop(
    desk: WarningDesk, raised: Any, city: Database
) -> None:
    warning = raised()
    signals = count(city, "signals")
    done = desk.carry_out(order(V.DISPATCH, warning), OTHER)
    assert done.incident is not None
    with city.reading() as reader:
        ticket = reader.incident(done.incident)
    assert ticket is not None
    live = ticket.live
    assert (live.state, ticket.department, ticket.assigned_by) == (IncidentState.ASSIGNED, "police", "desk02")
    assert (live.severity, live.category, ticket.children) == (warning.level, "fight", 1)
    assert ticket.text == "到场疏导\n恢复信号灯"
    assert (live.place.lon, live.place.town) == (warning.place.lon, warning.place.town)
    assert count(city, "signals") == signals, "what was found in signals must not be found in itself again"
    whole = now(city, warning)
    assert (whole.live.state, whole.live.ticket, whole.live.acked) == (S.DISPATCHED, done.incident, True)
    cases = Desk(city, RuleBook(read_deadlines()))
    assert cases.carry_out(Order(Verb.ACCEPT, live.id, live.version, Details()), POLICE).version == live.version + 1


def test_that_ticket_and_warning_are_told_in_one_transaction_and_lead_to_the_full_picture(
    desk: WarningDesk, raised: Any, city: Database
) -> None:
    warning = raised()
    picture, cursor = snapshot(city, lambda reader: load_picture(reader, city.clock()))
    desk.carry_out(order(V.DISPATCH, warning), DESK)
    with closing(open_feed(city)) as feed:
        said, _ = feed.poll(cursor)
    kinds = [type(fact) for fact in said if not type(fact).__name__.startswith("Notice")]
    assert kinds == [IncidentReported, IncidentChanged, IncidentChanged, WarningChanged]
    after, touched = advance(picture, said)
    assert touched.warnings == {warning.id}
    assert after.warnings[warning.id].state is S.DISPATCHED
    with city.reading() as reader:
        assert load_picture(reader, city.clock()).warnings == after.warnings


def test_that_a_refused_ticket_leaves_nothing_behind(desk: WarningDesk, raised: Any, city: Database) -> None:
    warning = raised()
    for wrong in ({"department": "dragons"}, {"category": "dragons"}, {"helpers": ("police",)}):
        with pytest.raises(Refusal) as refusal:
            desk.carry_out(order(V.DISPATCH, warning, **wrong), DESK)
        assert refusal.value.code in ("desk.department", "intake.category", "desk.has_part")
    assert count(city, "incidents") == 0
    assert count(city, "orders_done") == 0
    assert now(city, warning).live == warning


def test_that_the_same_order_twice_makes_one_ticket(desk: WarningDesk, raised: Any, city: Database) -> None:
    told = order(V.DISPATCH, raised(), key="once")
    first, second = desk.carry_out(told, DESK), desk.carry_out(told, DESK)
    assert (first.again, second.again) == (False, True)
    assert (second.version, second.incident) == (first.version, first.incident)
    assert count(city, "incidents") == 1


def test_that_a_drills_warning_makes_no_ticket_and_is_only_noted(
    desk: WarningDesk, raised: Any, city: Database
) -> None:
    warning = raised(drill=1)
    assert desk.carry_out(order(V.DISPATCH, warning), DESK).incident is None
    assert count(city, "incidents") == 0
    assert now(city, warning).live.state is S.DISPATCHED


def test_that_the_second_of_two_officers_is_told_who_was_faster(desk: WarningDesk, raised: Any, city: Database) -> None:
    warning = raised()
    desk.carry_out(order(V.REGRADE, warning, level=Severity.RED), OTHER)
    with pytest.raises(Refusal) as refusal:
        desk.carry_out(order(V.SHELVE, warning, until=city.clock() + timedelta(minutes=30)), DESK)
    assert refusal.value.code == "warning.conflict"
    assert "desk02 was faster at 14:32:10 with “Regraded”" in refusal.value.say(Words("en"))


def test_that_a_look_and_new_members_are_in_nobodys_way(
    desk: WarningDesk, raised: Any, city: Database, ticking: Any
) -> None:
    warning = raised()
    desk.carry_out(order(V.ACKNOWLEDGE, warning), OTHER)
    with city.unit() as unit:
        row = warnings.rows(unit, [warning.id])[0]
        unit.put("warnings", warning.id, version=row.version, members=5)
        unit.commit()
    assert desk.carry_out(order(V.DISPATCH, warning), DESK).version == warning.version + 3


def test_that_a_level_set_by_a_person_is_kept_with_its_reason_and_its_place_in_the_scores(
    desk: WarningDesk, raised: Any, city: Database
) -> None:
    warning = raised()
    desk.carry_out(order(V.REGRADE, warning, level=Severity.RED, why="学校旁边，电话 13812342210"), DESK)
    with city.reading() as reader:
        assert warnings.scores(reader, warning.id)[-1][2] is Severity.RED
        lines = reader.connection.exec_driver_sql("select verb, why from journal order by id desc limit 1").all()
    assert lines[0][0] == "regrade_warning"
    assert "13812342210" not in lines[0][1]
    whole = now(city, warning)
    assert (whole.live.level, whole.graded_by) == (Severity.RED, "desk01")


def test_that_two_become_one_with_the_members_of_both(desk: WarningDesk, raised: Any, city: Database) -> None:
    one, other = raised(), raised(lon=116.35)
    desk.carry_out(order(V.MERGE, one, into=other.id), DESK)
    whole = now(city, other)
    assert (whole.live.members, len(whole.signals), whole.live.heard) == (8, 8, {"hotline": 8})
    gone = now(city, one)
    assert (gone.live.state, gone.merged_into, gone.ended_by) == (S.MERGED, other.id, "desk01")
    with city.reading() as reader:
        assert [found.id for found in warnings.standing(reader)] == [other.id]


def test_that_an_outcome_ends_it_with_its_proof(desk: WarningDesk, raised: Any, city: Database) -> None:
    warning = raised()
    with pytest.raises(Refusal) as refusal:
        desk.carry_out(order(V.CLOSE, warning, outcome=WarningOutcome.TRUE, into=4711), DESK)
    assert refusal.value.code == "warning.proof"
    desk.carry_out(order(V.CLOSE, warning, outcome=WarningOutcome.FALSE, why="误报，演习车辆"), DESK)
    whole = now(city, warning)
    assert (whole.live.state, whole.outcome, whole.proof) == (S.CLOSED, WarningOutcome.FALSE, "误报，演习车辆")


def test_that_what_expired_is_given_its_outcome_later_and_ended_when_it_did(
    desk: WarningDesk, raised: Any, city: Database, ticking: Any
) -> None:
    warning = raised()
    ticking.go_on(days=8)
    by_itself(city, expire)
    expired = now(city, warning)
    assert steps_for(expired.live, DESK) == (V.CLOSE,)
    assert steps_for(expired.live, POLICE) == ()
    ticking.go_on(days=2)
    desk.carry_out(order(V.CLOSE, expired.live, outcome=WarningOutcome.TRUE, why="次日路口再发生事故"), DESK)
    whole = now(city, warning)
    assert (whole.live.state, whole.outcome, whole.proof) == (S.CLOSED, WarningOutcome.TRUE, "次日路口再发生事故")
    assert (whole.ended_at, whole.ended_by) == (expired.ended_at, expired.ended_by)
    with city.reading() as reader:
        assert warnings.standing(reader) == []
    assert steps_for(whole.live, DESK) == ()


def test_that_a_shelf_runs_out_by_itself(desk: WarningDesk, raised: Any, city: Database, ticking: Any) -> None:
    warning = raised()
    desk.carry_out(order(V.SHELVE, warning, until=city.clock() + timedelta(minutes=30)), DESK)
    ticking.go_on(minutes=29)
    assert by_itself(city, run_out) == 0
    ticking.go_on(minutes=1)
    assert by_itself(city, run_out) == 1
    assert by_itself(city, run_out) == 0
    assert now(city, warning).live.state is S.ACKNOWLEDGED


def test_that_what_hears_nothing_new_expires_but_not_while_its_ticket_is_open(
    desk: WarningDesk, raised: Any, city: Database, ticking: Any
) -> None:
    free, sent = raised(), raised(lon=116.35)
    done = desk.carry_out(order(V.DISPATCH, sent), DESK)
    ticking.go_on(days=8)
    assert by_itself(city, expire) == 1
    assert (now(city, free).live.state, now(city, sent).live.state) == (S.EXPIRED, S.DISPATCHED)
    with city.unit() as unit:
        unit.add("officers", id=1, login="desk01", name="赵", role=int(OfficerRole.DISPATCHER))
        row = unit.live_incident(done.incident or 0)
        unit.put("incidents", row.id, version=row.version, state=int(IncidentState.CLOSED), closed_at=unit.now)
        unit.commit()
    assert by_itself(city, ask_outcomes) == 1
    assert by_itself(city, ask_outcomes) == 0, "it is asked once"
    assert by_itself(city, expire) == 0
    assert count(city, "notices") >= 1
    ticking.go_on(days=ASKED_FOR.days + 1)
    assert by_itself(city, expire) == 1
    ended = now(city, sent)
    assert (ended.live.state, ended.outcome) == (S.EXPIRED, WarningOutcome.NONE), "nobody says an outcome by himself"


def test_that_a_warning_follows_its_ticket_into_another(
    desk: WarningDesk, raised: Any, city: Database, door: Any, a_report: Any
) -> None:
    warning = raised()
    done = desk.carry_out(order(V.DISPATCH, warning), DESK)
    other = door.take(a_report()).incident
    with city.unit() as unit:
        row = unit.live_incident(done.incident or 0)
        unit.put("incidents", row.id, version=row.version, state=int(IncidentState.MERGED), merged_into=other)
        unit.commit()
    assert by_itself(city, ask_outcomes) == 1
    assert now(city, warning).live.ticket == other


def test_that_an_area_has_its_ticket_inside_it(desk: WarningDesk, raised: Any, city: Database) -> None:
    warning = raised()
    with city.unit() as unit:
        unit.put("warnings", warning.id, lon=None, lat=None, radius_m=None, grid_id=None)
        unit.commit()
    done = desk.carry_out(order(V.DISPATCH, warning), DESK)
    with city.reading() as reader:
        ticket = reader.incident(done.incident or 0)
    assert ticket is not None
    assert (ticket.live.place.village, ticket.live.place.grid) == (warning.place.village, None)
    assert ticket.live.place.lon == pytest.approx(116.32)
    assert ticket.address


def test_that_a_key_no_table_keeps_is_refused(desk: WarningDesk, raised: Any) -> None:
    with pytest.raises(Refusal) as refusal:
        desk.carry_out(replace(order(V.ACKNOWLEDGE, raised()), key="x" * 61), DESK)
    assert refusal.value.code == "desk.key"


def by_itself(city: Database, care: Any) -> int:
    with city.unit() as unit:
        done: int = care(unit, unit.now)
        unit.commit()
    return done
