"""Scenarios as a city keeps them: written as drafts, approved by another, run from then on."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from typing import Any

from services.domain.facts import ScenariosChanged
from services.domain.people import Officer, OfficerRole
from services.domain.refusals import Refusal
from services.domain.scenarios import Scenario, ScenarioVersion, VersionState
from services.risk.bodies import body_of, scenario_of
from services.risk.standard import read_standard
from services.store.engine import Database
from services.store.queries import scenarios
from services.store.reader import Reader
from services.store.unit import Unit
from services.words.marker import N_

log = logging.getLogger(__name__)
WRITES = frozenset({OfficerRole.DISPATCHER, OfficerRole.SUPERVISOR, OfficerRole.LEADER, OfficerRole.ADMIN})
APPROVES = frozenset({OfficerRole.SUPERVISOR, OfficerRole.LEADER, OfficerRole.ADMIN})


def running(reader: Reader, active_only: bool = True) -> tuple[Scenario, ...]:
    """The scenarios that run, in their order; the standard ones where the city has none of its own yet."""
    if not scenarios.any_version(reader):
        found = read_standard().scenarios
    else:
        mine = (version.scenario for version in readable(scenarios.running(reader)))
        found = tuple(sorted(mine, key=lambda s: (s.rank, s.code)))
    return tuple(scenario for scenario in found if scenario.active or not active_only)


def write_standard_scenarios(unit: Unit) -> int:
    """Gives a city that has no scenarios the standard ones; returns how many."""
    if scenarios.any_version(unit):
        return 0
    found = read_standard().scenarios
    unit.add_many("scenario_versions", [
        {"code": s.code, "number": 1, "state": int(VersionState.APPROVED), "body": body_of(s), "author": "system",
         "at": unit.now, "why": N_("the standard scenarios"), "approved_by": "system", "approved_at": unit.now}
        for s in found
    ])  # fmt: skip
    return len(found)


class Scenarios:
    """What officers do with scenarios."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def running(self, active_only: bool = False) -> tuple[Scenario, ...]:
        """All scenarios in their running version."""
        with self._database.reading() as reader:
            return running(reader, active_only)

    def versions(self, code: str) -> tuple[ScenarioVersion, ...]:
        """All versions of one, the newest first."""
        with self._database.reading() as reader:
            return readable(scenarios.versions(reader, code))

    def drafts(self) -> tuple[ScenarioVersion, ...]:
        """Versions that wait for approval."""
        with self._database.reading() as reader:
            return readable(scenarios.drafts(reader))

    def propose(self, scenario: Scenario, officer: Officer, why: str) -> int:
        """Writes a new version, or a new scenario, as a draft; returns its number. Raises `Refusal`."""
        if not officer.roles & WRITES:
            raise Refusal("scenario.not_yours", "Only the centre, the leaders and administrators write scenarios.")
        _need(why)
        with self._database.unit() as unit:
            write_standard_scenarios(unit)
            check(scenario, unit)
            number = scenarios.add_version(unit, body_of(scenario), officer.login, VersionState.DRAFT, why)
            unit.note(officer, "propose_scenario", f"scenario/{scenario.code}", why=why, after=f"v{number}")
            unit.commit()
        return number

    def decide(self, code: str, number: int, officer: Officer, approve: bool, why: str = "") -> None:
        """Approves or refuses a draft; the author's own needs somebody else where four eyes are asked for."""
        if not officer.roles & APPROVES:
            raise Refusal("scenario.approval", "Only supervisors, leaders and administrators approve scenarios.")
        with self._database.unit() as unit:
            row = next((row for row in scenarios.versions(unit, code) if row.number == number), None)
            if row is None or row.state != int(VersionState.DRAFT):
                raise Refusal("scenario.decided", "This version has been decided on already.")
            if row.author == officer.login and unit.setting("desk.four_eyes", "1") != "0":
                raise Refusal("scenario.own", "Nobody approves a version of their own; ask another officer.")
            state = VersionState.APPROVED if approve else VersionState.REFUSED
            unit.put("scenario_versions", row.id, state=int(state), approved_by=officer.login, approved_at=unit.now)
            verb = "approve_scenario" if approve else "refuse_scenario"
            unit.note(officer, verb, f"scenario/{code}", why=why, after=f"v{number}")
            if approve:
                unit.say(ScenariosChanged((code,)))
            unit.commit()


def check(scenario: Scenario, reader: Reader) -> None:
    """Refuses one that could never run: unknown departments, category, sources."""
    catalogue = reader.catalogue()
    departments = {department.code for department in catalogue.departments}
    unknown = [code for code in (scenario.owner, *scenario.helpers) if code not in departments]
    if unknown:
        raise Refusal("scenario.department", "There is no department “{code}” in this city.", code=unknown[0])
    if scenario.category not in {category.code for category in catalogue.categories}:
        raise Refusal(
            "scenario.category", "There is no category “{code}” in this city's catalogue.", code=scenario.category
        )
    missing = [code for code in scenario.sources if code not in {source.code for source in catalogue.sources}]
    if missing:
        raise Refusal(
            "scenario.source", "There is no information source “{code}” in this city's list.", code=missing[0]
        )
    if not scenario.kinds:
        raise Refusal("scenario.kinds", "Say which signals the scenario listens to.")


def readable(rows: Iterable[Any]) -> tuple[ScenarioVersion, ...]:
    """Rows of `scenario_versions` as versions; one that nobody can read is told of in the log, the others go on."""
    found = []
    for row in rows:
        try:
            found.append(_version_of(row))
        except Refusal as refusal:
            log.warning("version %s of the scenario %s is left out: %s", row.number, row.code, refusal)
    return tuple(found)


def _scenario(row: Any) -> Scenario:
    try:
        body = json.loads(row.body)
    except ValueError as error:
        body = error
    if not isinstance(body, dict) or body.get("code") != row.code:
        what = str(body) if isinstance(body, ValueError) else "it is no scenario of this code"
        raise Refusal("scenario.body", "The scenario “{code}” can't be read: {what}.", code=row.code, what=what)
    return scenario_of(body, version=row.number)


def _version_of(row: Any) -> ScenarioVersion:
    return ScenarioVersion(
        _scenario(row), VersionState(row.state), row.author, row.at, row.why, row.approved_by, row.approved_at
    )


def _need(why: str) -> None:
    if not why.strip():
        raise Refusal("scenario.why", "Say why it is changed, in a few words.")
