"""The explanation card: every number on it can be opened, and adds up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.bundle import read_deadlines
from services.cases.desk import Desk
from services.cases.intake import Rules
from services.cases.rulebook import RuleBook
from services.domain.areas import Level
from services.domain.incidents import Place, PlaceStatus
from services.domain.people import Officer, OfficerRole
from services.domain.scenarios import ModelKind, Per, Scenario, VersionState
from services.domain.scope import Scope
from services.domain.signals import Signal
from services.domain.warnings import WarningOrder, WarningOutcome, WarningVerb
from services.geo.atlas import Atlas
from services.insight.explaining.before import likeness
from services.insight.explaining.values import WarningCard
from services.insight.warning_card import WarningCards
from services.risk.bodies import body_of
from services.risk.brain import Brain
from services.risk.handling.desk import WarningDesk
from services.risk.registry import models
from services.risk.taking import take_signals
from services.store.engine import Clock, Database
from services.store.queries import scenarios, warnings

DESK = Officer(1, "desk01", "赵", OfficerRole.DISPATCHER, also=frozenset({OfficerRole.SUPERVISOR}))
JUNCTION = Scenario(
    code="roads.junction", campaign="roads", name_zh="路口事故多发", name_en="Accidents at a junction",
    purpose_zh="找出事故反复的路口", purpose_en="Find junctions where accidents repeat", model=ModelKind.FREQUENCY,
    kinds=("fight",), per=Per.SPOT, window=timedelta(days=90), owner="police", category="fight",
    lasts=timedelta(days=7), harm=0.6, parameters={"threshold": 4, "radius_m": 200.0},
    advice_zh=("到场疏导",), advice_en=("Direct the traffic",),
)  # fmt: skip
VILLAGE = replace(JUNCTION, code="roads.village", per=Per.VILLAGE)


@pytest.fixture
def clock(ticking: Clock) -> Clock:
    return ticking


@pytest.fixture
def desk(city: Database) -> WarningDesk:
    return WarningDesk(city, Desk(city, RuleBook(read_deadlines())), Rules(Atlas(city), read_deadlines()))


@pytest.fixture
def cards(city: Database) -> WarningCards:
    return WarningCards(city, lambda reader: read_deadlines(), models())


@pytest.fixture
def perceive(city: Database) -> Callable[..., None]:
    """Takes signals (hours ago, longitude, source, more) and lets the engine find what is in them."""

    def run(*heard: tuple[float, float, str], **more: Any) -> None:
        with city.reading() as reader:
            brain = Brain.load(city, reader, city.clock(), models())
        try:
            for source in sorted({source for _, _, source in heard}):
                found = [
                    Signal(source, "fight", city.clock() - timedelta(hours=ago),
                           Place(PlaceStatus.LOCATED, lon, 33.81), **more)
                    for ago, lon, of in heard if of == source
                ]  # fmt: skip
                with city.unit() as unit:
                    batch = take_signals(unit, source, found, Atlas(city)).batch
                    unit.commit()
                brain.perceive({batch: None}, [])
            city.clock.go_on(seconds=3)  # type: ignore[attr-defined]
            brain.pass_time()
        finally:
            brain.close()

    return run


def keep(city: Database, *given: Scenario) -> None:
    with city.unit() as unit:
        for scenario in given:
            scenarios.add_version(unit, body_of(scenario), "author", VersionState.APPROVED, "因为", "chief")
        unit.commit()


def standing(city: Database, scenario: str = "roads.junction") -> Any:
    with city.reading() as reader:
        return next(found for found in warnings.standing(reader) if found.scenario == scenario)


FOUR = tuple((ago, 116.31, source) for ago, source in ((400, "hotline"), (300, "grid"), (200, "hotline"), (1, "grid")))


def test_that_facts_are_the_members_newest_first_and_sources_add_up(
    city: Database, cards: WarningCards, perceive: Any
) -> None:
    keep(city, JUNCTION)
    perceive(*FOUR)
    warning = standing(city)
    card = cards.card(warning.id)
    assert card is not None
    assert [fact.signal for fact in card.facts] == sorted(
        (f.signal for f in card.facts), key=lambda one: -at_of(card, one)
    )
    assert sum(line.count for line in card.by_source) == len(card.facts) == warning.members == 4
    assert {line.source: line.count for line in card.by_source} == warning.heard
    assert [len(facts) for _, facts in card.lanes] == [2, 2]
    assert card.warning.live == warning
    assert (card.version.author, card.version.approved_by) == ("author", "chief")  # type: ignore[union-attr]
    assert sum(part.points for part in card.warning.parts) == pytest.approx(warning.score)
    assert card.scores[-1].members == 4
    assert [line.verb for line in card.history] == ["raise_warning"]
    assert card.due_at is not None


def at_of(card: WarningCard, signal: int) -> float:
    return next(fact.at for fact in card.facts if fact.signal == signal).timestamp()


def test_that_a_fact_leads_to_its_incident_and_shows_no_number_of_a_person(
    city: Database, cards: WarningCards, perceive: Any, door: Any, a_report: Any
) -> None:
    keep(city, JUNCTION)
    text = "两车追尾，王小明 13812342210 报"
    taken = door.take(a_report(category="fight", text=text, contact_name="王小明", contact="13812342210"))
    with city.reading() as reader:
        signal = reader.connection.exec_driver_sql("select id from signals").scalar_one()
        number = reader.live_incident(taken.incident).number
    perceive(*FOUR[:3])
    with city.reading() as reader:
        brain = Brain.load(city, reader, city.clock(), models())
    brain.perceive({}, [signal])
    brain.close()
    card = cards.card(standing(city).id)
    assert card is not None
    fact = next(fact for fact in card.facts if fact.signal == signal)
    assert (fact.incident, fact.number) == (taken.incident, number)
    assert fact.text == "两车追尾，王** 138****2210 报"


def test_that_reliefs_are_tried_by_the_same_model_and_bring_it_down(
    city: Database, cards: WarningCards, perceive: Any
) -> None:
    keep(city, JUNCTION)
    perceive(*FOUR)
    card = cards.card(standing(city).id)
    assert card is not None
    assert card.tried
    for tried in card.tried:
        assert tried.score < card.warning.live.score
        assert sum(part.points for part in tried.parts) == pytest.approx(tried.score)
        assert min(tried.moved.values()) < 0
    assert card.tried[-1].level is None


def test_that_the_course_is_compared_with_villages_of_the_same_kind_at_the_same_time(
    city: Database, cards: WarningCards, perceive: Any
) -> None:
    keep(city, VILLAGE)
    elsewhere = [(50.0 + at, 116.35 + 0.02 * at, "hotline") for at in range(4)]
    perceive(*FOUR, *elsewhere)
    card = cards.card(standing(city, "roads.village").id)
    assert card is not None
    course = card.course
    assert course is not None
    assert [count for _, count, _ in course.actual] == [1, 2, 3, 4]
    assert (course.basis, course.compared, course.same, course.threshold) == ("areas", 5, "urban", 4)
    assert course.expected[0].mean == 0
    assert course.expected[-1].mean == pytest.approx(4 / 5)
    means = [step.mean for step in course.expected]
    assert means == sorted(means)
    assert all(step.low <= step.mean <= step.high for step in course.expected[1:])


def test_that_without_enough_comparable_places_nothing_is_said_to_be_expected(
    city: Database, cards: WarningCards, perceive: Any
) -> None:
    keep(city, JUNCTION)
    perceive(*FOUR)
    card = cards.card(standing(city).id)
    assert card is not None
    assert card.course is not None
    assert (card.course.expected, card.course.basis) == ((), "")


def test_that_a_similar_one_before_tells_what_was_done_and_what_came_after(
    city: Database, cards: WarningCards, perceive: Any, desk: WarningDesk, ticking: Any
) -> None:
    keep(city, JUNCTION)
    perceive(*FOUR)
    first = standing(city)
    sign = WarningOrder(WarningVerb.DISPATCH, first.id, first.version, department="police", category="fight")
    dispatched = desk.carry_out(replace(sign, text="增设信号灯"), DESK)
    ticking.go_on(days=30)
    perceive((1, 116.3101, "hotline"))
    first = standing(city)
    done = WarningOrder(WarningVerb.CLOSE, first.id, first.version, why="信号灯已装", outcome=WarningOutcome.AVERTED)
    desk.carry_out(done, DESK)
    ticking.go_on(days=70)
    perceive(*((ago, 116.35, "hotline") for ago in (40, 30, 20, 10)))
    card = cards.card(standing(city).id)
    assert card is not None
    (line,) = card.similar
    assert (line.warning, line.before, line.after, line.days) == (first.id, 4, 1, 90)
    assert (len(line.before_signals), len(line.after_signals)) == (4, 1)
    assert line.outcome is WarningOutcome.AVERTED
    assert line.ticket is not None
    assert (line.ticket.incident, line.ticket.text, line.ticket.department) == (
        dispatched.incident,
        "增设信号灯",
        "police",
    )
    assert card.record.count(WarningOutcome.AVERTED) == 1
    assert card.record.standing == (card.warning.live.id,)


def test_that_how_long_before_is_known_from_the_incident_that_proves_it(
    city: Database, cards: WarningCards, perceive: Any, desk: WarningDesk, ticking: Any, door: Any, a_report: Any
) -> None:
    keep(city, JUNCTION)
    perceive(*FOUR)
    first = standing(city)
    ticking.go_on(hours=6)
    proof = door.take(a_report(category="leak", reported_at=ticking())).incident
    lead = ticking() - first.raised_at
    desk.carry_out(
        WarningOrder(WarningVerb.CLOSE, first.id, first.version, outcome=WarningOutcome.TRUE, into=proof), DESK
    )
    card = cards.card(first.id)
    assert card is not None
    assert (card.record.lead, card.record.lead_of) == (lead, 1)
    assert card.record.by_outcome == {WarningOutcome.TRUE: (first.id,)}
    assert card.warning.proof == f"incident/{proof}"


def test_that_a_reader_sees_the_card_of_what_lies_in_the_own_area_or_is_the_own_departments(
    city: Database, cards: WarningCards, perceive: Any
) -> None:
    keep(city, JUNCTION)
    perceive(*FOUR)
    ident = standing(city).id
    assert cards.within(Scope("410000001000", Level.TOWN)).card(ident) is not None
    assert cards.within(Scope("410000002000", Level.TOWN)).card(ident) is None
    assert cards.within(Scope(department="police")).card(ident) is not None
    assert cards.within(Scope(department="water")).card(ident) is None
    assert cards.card(4711) is None


def test_that_the_silence_of_a_source_has_a_card_without_facts(
    city: Database, cards: WarningCards, ticking: Any
) -> None:
    with city.unit() as unit:
        unit.add("source_watch", source="hotline", owner="police", cadence_minutes=10)
        unit.commit()
    with city.unit() as unit:
        take_signals(unit, "hotline", [Signal("hotline", "fight", ticking())])
        unit.commit()
    ticking.go_on(hours=5)
    with city.reading() as reader:
        brain = Brain.load(city, reader, city.clock(), models())
    try:
        brain.pass_time()
    finally:
        brain.close()
    with city.reading() as reader:
        found = warnings.standing(reader)
    card = cards.card(found[0].id)
    assert card is not None
    assert (card.facts, card.course, card.scenario is not None) == ((), None, True)


def test_that_likeness_falls_with_factors_and_with_another_kind_of_place() -> None:
    mine = {"count": 12.0, "homes": 400.0}
    assert likeness(mine, mine, True) == 1
    assert likeness(mine, {"count": 6.0, "homes": 400.0}, True) > likeness(mine, {"count": 1.0, "homes": 4.0}, True)
    assert likeness(mine, mine, False) < 1
