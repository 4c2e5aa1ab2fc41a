"""Risk perceived, explained, dispatched and closed, as people live it: every scenario of a whole demo city."""

from __future__ import annotations

import ast
import math
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from services.bundle import Services, open_services
from services.commandline.bench import load
from services.demo.make import make_city
from services.domain.areas import Level
from services.domain.incidents import Evidence, IncidentState
from services.domain.orders import Details, Order
from services.domain.people import Officer, OfficerRole
from services.domain.scenarios import ModelKind, Scenario
from services.domain.steps import Verb
from services.domain.warnings import LiveWarning, WarningOrder, WarningOutcome, WarningState, WarningVerb
from services.insight.explaining.values import WarningCard
from services.risk.first_look import look_once
from services.risk.raising import Raising
from services.risk.registry import models
from services.risk.silent_sources import registry, silent_scenario
from services.risk.workbench import BackTest
from services.risk.world import METRES
from services.settings import Settings
from services.store.queries import tickets, truths, warnings

ROOT = Path(__file__).resolve().parents[2]
_small = load(Path(__file__).parents[1] / "services" / "conftest.py")
DESK = Officer(1, "dispatcher1", "", OfficerRole.DISPATCHER)
CHIEF = Officer(2, "supervisor1", "", OfficerRole.SUPERVISOR)
STORY, STORY_TOWN, STORY_SCENARIO = "茴村", "411481115", "roads.junctions"
CHINESE = re.compile("[\u4e00-\u9fff]")
SEASON, YEAR = timedelta(days=120), timedelta(days=365)  # the year costs more: only where the season has nothing
pytestmark = pytest.mark.timeout(300)
OUTCOMES = (WarningOutcome.TRUE, WarningOutcome.AVERTED, WarningOutcome.FALSE)
# what an exposure or a silence is made of stands in the base records, or is what was not heard
WITHOUT_FACTS = frozenset({ModelKind.EXPOSURE, ModelKind.SILENCE})


@dataclass
class City:
    """A demo city on which one look was had, with what its scenarios would have raised in the year before."""

    services: Services
    clock: Any
    scenarios: Mapping[str, Scenario]
    at_first: tuple[LiveWarning, ...]
    past: dict[str, BackTest]

    def standing(self) -> list[LiveWarning]:
        """The warnings that stand."""
        with self.services.database.reading() as reader:
            return warnings.standing(reader)

    def look_back(self, code: str, back: timedelta = YEAR) -> BackTest:
        """What a scenario would have raised in that time back from now."""
        return self.services.workbench.try_out(self.scenarios[code], back)


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    clock = _small.Ticking()
    services = open_services(Settings(f"sqlite:///{tmp_path_factory.mktemp('loop') / 'city.sqlite'}"), clock)
    make_city(services.database)
    assert look_once(services.database)
    scenarios = {scenario.code: scenario for scenario in services.scenarios.running(active_only=True)}
    with services.database.reading() as reader:
        first = tuple(warnings.standing(reader))
    made = City(services, clock, scenarios, first, {})
    _raise_the_rest(made)
    yield made
    services.close()


def _raise_the_rest(city: City) -> None:
    """The newest warning of the past year for each scenario of which none stands, raised at its own time."""
    now, known = city.clock.now, {warning.scenario for warning in city.at_first}
    raising = Raising({**city.scenarios, silent_scenario().code: silent_scenario()}, models())
    with city.services.database.reading() as reader:
        raising.load(reader, now)
    for code in sorted(city.scenarios.keys() - known):
        city.clock.now = now
        season = city.look_back(code, SEASON)
        city.past[code] = season if season.raised else city.look_back(code)
        found = [one.finding for one in city.past[code].raised if one.finding.level is not None]
        for finding in sorted(found, key=lambda finding: finding.at)[-1:]:
            city.clock.now = finding.at
            with city.services.database.unit() as unit:
                assert raising.write(unit, raising.wanted([finding], 0, unit.now)) == 1
                unit.commit()
    city.clock.now = now


def test_that_the_scenarios_find_what_there_is_and_all_but_a_few_are_covered(city: City) -> None:
    """Covered by what stands at the first look: about 26 of the 65; by the past year: those but a few out of season."""
    assert len(city.scenarios) == 65
    now = {warning.scenario for warning in city.at_first} & city.scenarios.keys()
    covered = {warning.scenario for warning in city.standing()} & city.scenarios.keys()
    before = {code for code, test in city.past.items() if test.raised}
    assert covered == now | before
    assert not now & before
    assert len(covered) >= 60, f"not covered: {sorted(city.scenarios.keys() - covered)}"
    assert {city.scenarios[code].model for code in covered} == set(ModelKind)
    assert {city.scenarios[code].campaign for code in covered} == {one.code for one in city.services.campaigns.all()}


def test_that_the_junction_of_the_story_is_found_by_the_model(city: City) -> None:
    with city.services.database.reading() as reader:
        (town,) = [area.id for area in reader.areas(Level.TOWN) if area.code.startswith(STORY_TOWN)]
        stories = [story for story in truths.of_scenario(reader, STORY_SCENARIO) if story.town_id == town]
        assert STORY in next(area.name for area in reader.areas(Level.TOWN) if area.id == town)
    raised = city.look_back(STORY_SCENARIO).raised
    near = [one for one in raised for story in stories if _metres(one.place, story) <= 400]
    assert stories
    assert near
    assert all(one.place.town == town for one in near)
    assert all(len(one.signals) >= city.scenarios[STORY_SCENARIO].parameters["threshold"] for one in near)


def _metres(place: Any, story: Any) -> float:
    east = METRES * (place.lon - story.lon) * math.cos(math.radians(story.lat))
    return math.hypot(east, METRES * (place.lat - story.lat))


def test_that_no_code_and_no_scenario_names_the_place_of_the_story() -> None:
    profile = ROOT / "resources" / "demo" / "yongcheng" / "profile.toml"
    assert STORY in profile.read_text("utf-8")
    named = [
        file.relative_to(ROOT)
        for room in ("services", "layers")
        for file in sorted((ROOT / room).rglob("*.py"))
        if any(word in said for said in _strings(file) for word in (STORY, STORY_TOWN, "Huicun"))
    ]
    assert named == []
    scenarios = sorted((ROOT / "resources" / "scenarios").rglob("*.toml"))
    assert scenarios
    for file in scenarios:
        said = str(tomllib.loads(file.read_text("utf-8")))
        assert STORY not in said
        assert STORY_TOWN not in said


def _strings(file: Path) -> list[str]:
    """The strings of a module that it works with: what its docstrings give as examples does nothing."""
    tree = ast.parse(file.read_text("utf-8"))
    told = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body and isinstance(node.body[0], ast.Expr)
    }  # fmt: skip
    return [
        node.value for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told
    ]  # fmt: skip


def test_that_every_warning_is_explained_by_its_facts_and_by_what_brings_it_down(city: City) -> None:
    for warning in city.standing():
        card = city.services.warning_cards.card(warning.id)
        assert card is not None
        assert card.scenario is not None
        _explains(card, warning)


def _explains(card: WarningCard, warning: LiveWarning) -> None:
    scenario = card.scenario
    assert scenario is not None
    named = f"{warning.number} {warning.scenario}"
    assert card.warning.live == warning, named
    assert len(card.facts) == warning.members, named
    assert card.facts or scenario.model in WITHOUT_FACTS, named
    assert sum(line.count for line in card.by_source) == len(card.facts), named
    assert {line.source: line.count for line in card.by_source} == warning.heard, named
    assert sum(part.points for part in card.warning.parts) == pytest.approx(warning.score), named
    assert warning.score >= card.thresholds[warning.level], named
    assert [line.verb for line in card.history] == ["raise_warning"], named
    assert scenario.advice_zh, named
    assert len(scenario.advice_zh) == len(scenario.advice_en), named
    assert all(CHINESE.search(said) for said in scenario.advice_zh), named
    assert not any(CHINESE.search(said) for said in scenario.advice_en), named
    assert card.due_at is not None, named
    if warning.scenario != silent_scenario().code:
        # a scan whose chance was met by few more than usual has nothing less to try
        assert card.tried or scenario.model is ModelKind.CLUSTER, named
        assert all(tried.score < warning.score for tried in card.tried), named
        for tried in card.tried:
            assert sum(part.points for part in tried.parts) == pytest.approx(tried.score), named


def test_that_every_warning_goes_its_whole_way_and_every_figure_follows(city: City) -> None:
    before, standing = _agrees(city), city.standing()
    for count, warning in enumerate(standing):
        incident = _dispatched(city, warning)
        _worked_off(city, incident)
        _closed(city, warning.id, OUTCOMES[count % len(OUTCOMES)], incident)
    after = _agrees(city)
    assert before == len(standing)
    assert after == 0
    _judged(city, standing)


def _dispatched(city: City, warning: LiveWarning) -> int:
    """The ticket of a warning, as the card fills it."""
    scenario = city.scenarios.get(warning.scenario, silent_scenario())
    order = WarningOrder(
        WarningVerb.DISPATCH, warning.id, warning.version, department=scenario.owner, category=scenario.category,
        text="；".join(scenario.advice_zh), helpers=scenario.helpers,
    )  # fmt: skip
    done = city.services.warning_desk.carry_out(order, DESK)
    assert done.incident is not None
    with city.services.database.reading() as reader:
        case = tickets.cases(reader, [done.incident])[done.incident]
    live = case.incident.live
    assert (live.state, live.department, live.severity) == (IncidentState.ASSIGNED, scenario.owner, warning.level)
    assert {child.department for child in case.children} == set(scenario.helpers) - {scenario.owner}
    assert warning.place.town in (None, live.place.town)
    return done.incident


def _worked_off(city: City, incident: int) -> None:
    """Helpers do their part, the owner the whole, the supervisor looks at it and closes."""
    with city.services.database.reading() as reader:
        case = tickets.cases(reader, [incident])[incident]
    owner = Officer(3, f"d_{case.incident.department}", "", OfficerRole.DEPARTMENT, department=case.incident.department)
    _step(city, owner, Verb.ACCEPT, incident)
    _step(city, owner, Verb.START, incident)
    for child in case.children:
        helper = Officer(4, f"d_{child.department}", "", OfficerRole.DEPARTMENT, department=child.department)
        _step(city, helper, Verb.ACCEPT, incident, child.id)
        _step(city, helper, Verb.FINISH, incident, child.id, words="已协办")
        _step(city, CHIEF, Verb.VERIFY, incident, child.id)
    _step(city, owner, Verb.FINISH, incident, words="已处置", evidence=(Evidence("after", "a.jpg"),))
    _step(city, CHIEF, Verb.VERIFY, incident)
    _step(city, CHIEF, Verb.CLOSE, incident)


def _step(city: City, who: Officer, verb: Verb, incident: int, child: int | None = None, **details: Any) -> None:
    city.clock.go_on(seconds=1)
    with city.services.database.reading() as reader:
        version = reader.live_incident(incident).version
    city.services.desk.carry_out(Order(verb, incident, version, Details(**details), child), who)


def _closed(city: City, ident: int, outcome: WarningOutcome, incident: int) -> None:
    with city.services.database.reading() as reader:
        assert reader.live_incident(incident).state is IncidentState.CLOSED
        (row,) = warnings.rows(reader, [ident])
    proof = incident if outcome is WarningOutcome.TRUE else None
    why = "" if proof else "现场核查"
    order = WarningOrder(WarningVerb.CLOSE, ident, row.version, outcome=outcome, into=proof, why=why)
    city.services.warning_desk.carry_out(order, DESK)
    card = city.services.warning_cards.card(ident)
    assert card is not None
    assert card.ticket is not None
    assert (card.warning.live.state, card.warning.outcome) == (WarningState.CLOSED, outcome)
    assert (card.ticket.incident, card.ticket.state) == (incident, IncidentState.CLOSED)
    assert card.warning.proof == (f"incident/{incident}" if proof else why)
    assert [line.verb for line in card.history] == ["raise_warning", "dispatch_warning", "close_warning"]


def _agrees(city: City) -> int:
    """How many stand, by the portrait of the city, its parts, the campaigns and the list: all the same."""
    services, now = city.services, city.clock.now
    with services.database.reading() as reader:
        standing = {warning.id for warning in warnings.standing(reader)}
        own = {warning.id for warning in warnings.standing(reader) if warning.scenario == silent_scenario().code}
        (area,) = reader.areas(Level.CITY)
        sources = registry(reader, now)
        signals = reader.all(text("select count(*) from signals where drill is null"))[0][0]
    portrait = services.portraits.of_area(area.id, now)
    assert set(portrait.standing.all) == standing
    assert sorted(ident for share in portrait.below for ident in share.standing.all) == sorted(standing)
    assert sum(share.standing.points for share in portrait.below) == portrait.standing.points
    pages = [services.campaigns.page(campaign.code, now) for campaign in services.campaigns.all()]
    assert sorted(ident for page in pages for ident in page.standing.all) == sorted(standing - own)
    for page in pages:
        assert sum(line.standing.count for line in page.towns) == page.standing.count
        assert sum(one.count for one in page.by_scenario.values()) == page.standing.count
    assert sum(line.total for line in sources) == signals
    return len(standing)


def _judged(city: City, done: Sequence[LiveWarning]) -> None:
    """What was closed is counted with its outcome: on the pages of the campaigns, and by the workbench."""
    pages = [city.services.campaigns.page(campaign.code, city.clock.now) for campaign in city.services.campaigns.all()]
    by_outcome = [
        sorted(ident for page in pages for ident in getattr(page.outcomes, kind))
        for kind in ("true", "averted", "false")
    ]
    of_campaigns = {warning.id for warning in done if warning.scenario in city.scenarios}
    for kind, found in enumerate(by_outcome):
        year = [warning for at, warning in enumerate(done) if at % len(OUTCOMES) == kind]
        assert found == sorted(warning.id for warning in year if warning.id in of_campaigns)
    assert sorted(ident for page in pages for ident in page.tickets.closed) == sorted(_tickets(city, of_campaigns))
    moved = [code for code in sorted(city.past) if city.past[code].raised and city.past[code].seconds < 0.5][:8]
    assert moved
    for code in moved:
        assert city.past[code].outcomes.hit_rate is None
        assert city.look_back(code, city.past[code].end - city.past[code].begin).outcomes.judged >= 1, code


def _tickets(city: City, idents: set[int]) -> list[int]:
    with city.services.database.reading() as reader:
        return [row.incident_id for row in warnings.rows(reader, sorted(idents))]
