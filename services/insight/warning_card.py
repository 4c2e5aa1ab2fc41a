"""The explanation card of a warning, read as one consistent state, off the GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, tzinfo
from typing import Any

from services.access.masking import mask_text
from services.domain.areas import Level
from services.domain.deadlines import Deadlines, Phase
from services.domain.incidents import Place, PlaceStatus
from services.domain.scenarios import LEVELS, ModelKind, Scenario, ScenarioVersion
from services.domain.scope import WHOLE, Scope
from services.domain.warnings import ScorePart, WholeWarning, grade
from services.insight.explaining.before import UNCOUNTED, similar, ticket_line, track_record
from services.insight.explaining.course import course_of
from services.insight.explaining.values import (
    Course,
    FactLine,
    HistoryLine,
    OfSource,
    ScorePoint,
    Tried,
    WarningCard,
)
from services.risk import scoring
from services.risk.keeping import readable, running
from services.risk.model import Judging, RiskModel
from services.risk.registry import models as all_models
from services.risk.silent_sources import silent_scenario
from services.risk.standard import read_kinds
from services.store.engine import Database
from services.store.queries import scenarios, tickets, warnings
from services.store.queries import warning_card as asked
from services.store.reader import Reader

TEXT = 120
Models = Mapping[ModelKind, RiskModel]


class WarningCards:
    """Answers desks as far as a scope reaches; every call is one consistent state. Safe to use from any thread.

    `limits` gives the table of limits that holds, by which a ticket signed now would be due.
    """

    def __init__(
        self, database: Database, limits: Callable[[Reader], Deadlines], models: Models | None = None,
        scope: Scope = WHOLE,
    ) -> None:  # fmt: skip
        self._database, self._limits, self._scope = database, limits, scope
        self._models = all_models() if models is None else models

    def within(self, scope: Scope) -> WarningCards:
        """The same for a reader who sees so far."""
        return WarningCards(self._database, self._limits, self._models, scope)

    def card(self, ident: int) -> WarningCard | None:
        """The card of one warning; None where there is none, or none that this reader sees."""
        with self._database.reading() as reader:
            return read_card(reader, ident, self._models, self._limits(reader), self._database.clock(), self._scope)

    def quiet_since(self) -> datetime | None:
        """Since when no warning has stood, where none does; None where there never was one."""
        with self._database.reading() as reader:
            return warnings.last_end(reader)


def read_card(
    reader: Reader, ident: int, models: Models, limits: Deadlines, now: datetime, scope: Scope = WHOLE
) -> WarningCard | None:
    """All that explains a warning. Texts are masked; whatever a number stands for is named by its ids."""
    warning = warnings.whole(reader, ident)
    if warning is None or not _seen(reader, warning, scope):
        return None
    zone, live = reader.city().zone, warning.live
    scenario, version = _scenario(reader, live.scenario, live.scenario_version)
    facts = _facts(asked.facts(reader, warning.signals))
    return WarningCard(
        at=now,
        warning=replace(warning, proof=mask_text(warning.proof), shelf_reason=mask_text(warning.shelf_reason)),
        scenario=scenario,
        version=version,
        thresholds=scenario.levels if scenario is not None else LEVELS,
        facts=facts,
        by_source=_by_source(facts),
        tried=_tried(models, scenario, warning) if scenario is not None else (),
        course=_course(reader, warning, scenario, facts, zone),
        similar=tuple(
            line for line in (similar(reader, warning, scenario, now, zone) if scenario is not None else ())
            if scope.is_whole or _within(reader, line.place, live.department, scope)
        ),
        record=track_record(reader, live.scenario, now),
        history=tuple(
            HistoryLine(line.at, line.officer, line.verb, mask_text(line.why), line.before, line.after)
            for line in asked.history(reader, ident)
        ),
        scores=tuple(ScorePoint(*point) for point in warnings.scores(reader, ident)),
        ticket=ticket_line(reader, live.ticket),
        due_at=_due(reader, scenario, live.place, limits, now),
        merged=tuple(asked.merged(reader, ident)),
    )  # fmt: skip


def _course(
    reader: Reader, warning: WholeWarning, scenario: Scenario | None, facts: Sequence[FactLine], zone: tzinfo
) -> Course | None:
    """None where no count of signals is what is warned of."""
    counted = scenario is not None and scenario.model not in UNCOUNTED and bool(facts)
    return course_of(reader, warning, scenario, facts, zone) if scenario is not None and counted else None


def _scenario(reader: Reader, code: str, number: int) -> tuple[Scenario | None, ScenarioVersion | None]:
    """The version that raised a warning; where the city keeps no versions, the standard scenario."""
    for version in readable(row for row in scenarios.versions(reader, code) if row.number == number):
        return version.scenario, version
    given = (*running(reader, active_only=False), silent_scenario())
    return next((scenario for scenario in given if scenario.code == code), None), None


def _facts(rows: Sequence[Any]) -> tuple[FactLine, ...]:
    units = {kind.code: (kind.unit, kind.unit_en) for kind in read_kinds()}
    return tuple(
        FactLine(
            row.id, row.source, row.kind, row.at,
            Place(PlaceStatus(row.place), row.lon, row.lat, row.town_id, row.village_id, row.grid_id),
            row.value, row.origin, *units.get(row.kind, ("", "")),
            text=mask_text(row.text or "", {row.contact_name or ""} - {""})[:TEXT],
            incident=row.incident_id, number=row.number or "",
        )
        for row in rows
    )  # fmt: skip


def _by_source(facts: Sequence[FactLine]) -> tuple[OfSource, ...]:
    """Those with the most facts first."""
    found: dict[str, list[FactLine]] = {}
    for fact in reversed(facts):
        found.setdefault(fact.source, []).append(fact)
    lines = [
        OfSource(source, mine[0].at, mine[-1].at, tuple(fact.signal for fact in mine)) for source, mine in found.items()
    ]
    return tuple(sorted(lines, key=lambda line: (-line.count, line.source)))


def _tried(models: Models, scenario: Scenario, warning: WholeWarning) -> tuple[Tried, ...]:
    """What would bring it down, scored again by the same model; what would not is left out."""
    model = models.get(scenario.model)
    if model is None or not warning.measures or scenario.code == silent_scenario().code:
        return ()  # a silent source is found by the registry, not by a model
    found: list[Tried] = []
    before = {part.code: part.points for part in warning.parts}
    for relief in model.reliefs(scenario, warning.measures):
        parts = model.parts(scenario, relief.measures)
        score = scoring.total(parts)
        if score >= warning.live.score:
            continue
        reached = model.reached(relief.measures) if isinstance(model, Judging) else _reaches(relief.measures)
        level = grade(score, scenario.levels) if reached else None
        found.append(Tried(relief, parts, score, level, _moved(before, parts)))
    return tuple(found)


def _moved(before: Mapping[str, float], parts: Sequence[ScorePart]) -> dict[str, float]:
    moved = {part.code: part.points - before.get(part.code, 0.0) for part in parts}
    return {code: points for code, points in moved.items() if abs(points) >= 0.5}


def _reaches(measures: Mapping[str, float]) -> bool:
    """Whether a count still reaches the threshold without which no level holds; true where a model has no such two."""
    count, threshold = measures.get("count"), measures.get("threshold")
    return count is None or threshold is None or count >= threshold


def _due(reader: Reader, scenario: Scenario | None, place: Place, limits: Deadlines, now: datetime) -> datetime | None:
    """When a ticket signed now would have to be done."""
    category = reader.category(scenario.category) if scenario is not None else None
    if category is None:
        return None
    area = tickets.area_code(reader, (place.grid, place.village, place.town)) or None
    marks = limits.marks(Phase.WHOLE, category.code, category.kind, area, now, reader.city().zone)
    return marks.due_at if marks is not None else None


def _seen(reader: Reader, warning: WholeWarning, scope: Scope) -> bool:
    return scope.is_whole or _within(reader, warning.live.place, warning.live.department, scope)


def _within(reader: Reader, place: Place, department: str | None, scope: Scope) -> bool:
    """Whether a place lies in a scope's area, or what lies there is its department's."""
    if scope.department is not None and department == scope.department:
        return True
    if scope.area is None:
        return False
    codes = {row.code for row in asked.areas_of(reader, (place.town, place.village, place.grid)).values()}
    return scope.level is Level.CITY or scope.area in codes
