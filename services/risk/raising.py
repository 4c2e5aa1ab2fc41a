"""From findings to warnings: one for each situation, with its members; a new member alerts again, nothing storms."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from services.domain.facts import WarningChanged
from services.domain.incidents import Severity
from services.domain.scenarios import ModelKind, Scenario
from services.domain.warnings import WARNING_STEPS, Finding, ScorePart, WarningState, WarningVerb
from services.risk.alerting import call
from services.risk.model import RiskModel
from services.risk.world import METRES
from services.store.queries import warning_steps, warnings
from services.store.reader import Reader
from services.store.unit import Unit
from services.words.marker import N_

MOST_MEMBERS = 500
QUIET = timedelta(seconds=2)  # new members of one warning are told no more often than this
FIRST = N_("found when the watch began; it is as old as its newest fact")
AGAIN = 5.0  # points by which a situation must be worse than when it was closed, to be raised again before its time


@dataclass(slots=True)
class Open:
    """A warning that stands, as far as raising has to know it."""

    id: int
    level: Severity
    members: set[int]
    told_at: datetime
    lon: float | None
    lat: float | None
    radius_m: float | None


@dataclass(frozen=True, slots=True)
class Ended:
    """A situation whose warning ended: not raised again by the facts that were known then.

    Where a person ended it, not before a moment either, unless it is worse than it was.
    """

    until: datetime
    score: float
    last_at: datetime
    lon: float | None = None
    lat: float | None = None


Key = tuple[str, str, int]


class Raising:
    """Knows which warnings stand and writes what findings change. Loaded with the engine; nobody else raises."""

    def __init__(self, scenarios: Mapping[str, Scenario], models: Mapping[ModelKind, RiskModel]) -> None:
        self._scenarios, self._models = scenarios, models
        self._open: dict[Key, Open] = {}
        self._ended: dict[Key, Ended] = {}
        self._waiting: dict[Key, Finding] = {}
        self._first = False

    def load(self, reader: Reader, now: datetime) -> None:
        """Takes over what stands, and what ended so short a time ago that it isn't raised again at once."""
        self._first = not warnings.any_was(reader)
        rows = warnings.open_rows(reader)
        members = warnings.members_of(reader, [row.id for row in rows])
        for row in rows:
            self._open[_key_of(row)] = _open_of(row, members[row.id])
        longest = max((max(s.lasts, s.window) for s in self._scenarios.values()), default=timedelta())
        for row in warnings.ended_since(reader, now - longest):
            self._rest(row, now)

    def forget(self, warning: int, state: WarningState, reader: Reader, now: datetime) -> None:
        """A warning ended by somebody else's hand: its situation rests for a while."""
        if state.stands:
            return
        for key, known in list(self._open.items()):
            if known.id == warning:
                del self._open[key]
                self._waiting.pop(key, None)
                for row in warnings.rows(reader, [warning]):
                    self._rest(row, now)

    def wanted(self, findings: Iterable[Finding], drill: int, now: datetime) -> dict[Key, Finding]:
        """Those of the findings, and of those that waited, that change something now."""
        for finding in findings:
            key = self._key(finding, drill)
            known = self._open.get(key)
            if known is None:
                if finding.level is not None and not self._rests(key, finding, now) and self._is_fresh(finding, now):
                    self._waiting[key] = finding
            elif finding.level is not None and self._is_news(known, finding, now):
                self._waiting[key] = finding
        ready = {key: f for key, f in self._waiting.items() if key[2] == drill and self._is_ready(key, f, now)}
        for key in ready:
            del self._waiting[key]
        return ready

    def looked(self) -> None:
        """The first look ever is over: what is found from now on is raised now."""
        self._first = False

    def write(self, unit: Unit, wanted: Mapping[Key, Finding]) -> int:
        """Raises and renews warnings and says so; returns how many. The caller commits."""
        rows = {row.id: row for row in warnings.rows(unit, [self._open[key].id for key in wanted if key in self._open])}
        written: list[int] = []
        worse: list[int] = []
        for key, finding in wanted.items():
            known = self._open.get(key)
            row = rows.get(known.id) if known else None
            if row is None or row.ended_at is not None:
                self._open.pop(key, None)
                if row is not None:
                    self._rest(row, unit.now)
                    if self._rests(key, finding, unit.now):
                        continue
                written.append(self._raise(unit, key, finding))
                worse.append(written[-1])
            else:
                written.append(self._renew(unit, key, finding, row))
                if self._open[key].level < Severity(row.level):
                    worse.append(row.id)
        self._say(unit, written, frozenset(worse))
        return len(written)

    # ---- one warning ---------------------------------------------------------------------------------------------

    def _raise(self, unit: Unit, key: Key, finding: Finding) -> int:
        scenario, level = self._scenarios[finding.scenario], finding.level
        if level is None:
            raise ValueError("a finding without a level raises nothing")
        ident = unit.next_id("warnings")
        place, raised = finding.place, finding.at if self._first else unit.now
        day = raised.astimezone(unit.city().zone)
        unit.add(
            "warnings", id=ident, number=f"W-{day:%y%m%d}-{ident:05d}", scenario=scenario.code,
            scenario_version=scenario.version, model=str(scenario.model), situation=key[1], subject=finding.subject,
            level=int(level), top_level=int(level), state=int(WarningState.RAISED), place=int(place.status),
            town_id=place.town, village_id=place.village, grid_id=place.grid, department=scenario.owner,
            raised_at=raised, first_at=finding.at, drill=key[2], expires_at=raised + scenario.lasts,
            members=min(len(finding.signals), MOST_MEMBERS), heard={}, **self._values(finding, scenario),
        )  # fmt: skip
        members = finding.signals[-MOST_MEMBERS:]
        self._add_members(unit, ident, members, finding, level, len(members))
        why = FIRST if self._first else ""
        unit.note("engine", "raise_warning", f"warning/{ident}", why, after=f"{level.name} {finding.score:.0f}")
        self._open[key] = Open(ident, level, set(members), unit.now, place.lon, place.lat, finding.radius_m)
        return ident

    def _renew(self, unit: Unit, key: Key, finding: Finding, row: Any) -> int:
        known, scenario = self._open[key], self._scenarios[finding.scenario]
        fresh = [ident for ident in finding.signals if ident not in known.members]
        fresh = fresh[-max(0, MOST_MEMBERS - len(known.members)) :] if len(known.members) < MOST_MEMBERS else []
        found = finding.level or known.level
        level = self._level(row, found)
        worse = level < Severity(row.level)
        verb = WarningVerb.WORSEN if worse else WarningVerb.RENEW
        news = worse or bool(fresh)  # what only still stands wakes nobody
        state = WARNING_STEPS[(WarningState(row.state), verb)] if news else WarningState(row.state)
        wakes = news and state in (WarningState.RAISED, WarningState.DISPATCHED)
        unit.put(
            "warnings", row.id, version=row.version, level=int(level), top_level=min(row.top_level, int(level)),
            state=int(state), expires_at=unit.now + scenario.lasts, members=row.members + len(fresh),
            acked_at=None if wakes else row.acked_at, acked_by="" if wakes else row.acked_by,
            shelved_until=row.shelved_until if state is WarningState.SHELVED else None,
            **self._values(finding, scenario),
        )  # fmt: skip
        self._add_members(unit, row.id, fresh, finding, level, row.members + len(fresh))
        if worse:
            before = f"{Severity(row.level).name} {row.score:.0f}"
            unit.note(
                "engine", "worsen_warning", f"warning/{row.id}", before=before,
                after=f"{level.name} {finding.score:.0f}",
            )  # fmt: skip
        known.level, known.told_at = level, unit.now
        known.members.update(finding.signals)
        known.lon, known.lat = finding.place.lon, finding.place.lat
        return int(row.id)

    def _level(self, row: Any, found: Severity) -> Severity:
        """It rises by itself and is lowered by people alone; what they set holds until it is worse than ever."""
        if row.graded_by and int(found) >= row.top_level:
            return Severity(row.level)
        return min(Severity(row.level), found)

    def _values(self, finding: Finding, scenario: Scenario) -> dict[str, Any]:
        band = finding.band or (None, None)
        model = self._models.get(scenario.model)
        basis = dict(finding.basis or (model.basis(scenario, finding.measures) if model else finding.measures))
        return {
            "score": finding.score, "lon": finding.place.lon, "lat": finding.place.lat, "radius_m": finding.radius_m,
            "last_at": finding.at, "parts": [_part(part) for part in finding.parts],
            "measures": dict(finding.measures), "basis": basis, "observed": finding.observed,
            "expected": finding.expected, "band_low": band[0], "band_high": band[1], "ran_at": finding.ran_at,
        }  # fmt: skip

    def _add_members(
        self, unit: Unit, ident: int, fresh: Sequence[int], finding: Finding, level: Severity, count: int
    ) -> None:
        warning_steps.add_members(unit, ident, fresh)
        unit.add("warning_scores", warning_id=ident, at=unit.now, score=finding.score, level=int(level), members=count)

    def _say(self, unit: Unit, written: Sequence[int], worse: frozenset[int]) -> None:
        heard = warnings.heard(unit, written)
        for ident in written:
            by_source = heard.get(ident, {})
            members = {"members": sum(by_source.values())} if by_source else {}
            unit.put("warnings", ident, heard=by_source, **members)
        rows = warnings.rows(unit, written)
        for row in rows:
            unit.say(WarningChanged(warnings.live(row)))
        call(unit, [(row, self._scenarios[row.scenario]) for row in rows if row.id in worse])

    # ---- which one it is -----------------------------------------------------------------------------------------

    def _key(self, finding: Finding, drill: int) -> Key:
        key = (finding.scenario, finding.situation, drill)
        if key in self._open or not finding.situation.startswith("spot:") or finding.place.lon is None:
            return key
        for known in (self._open, self._ended):
            for other, stood in known.items():
                if _same_spot(key, finding, other, stood):
                    return other
        return key

    def _is_fresh(self, finding: Finding, now: datetime) -> bool:
        """Whether it would still stand if it had been raised by its newest fact: nobody is called to what is over."""
        return finding.at + self._scenarios[finding.scenario].lasts > now

    def _is_news(self, known: Open, finding: Finding, now: datetime) -> bool:
        """Whether it is worse, has new members, or still stands long after it was last written."""
        if finding.level is not None and finding.level < known.level:
            return True
        half = self._scenarios[finding.scenario].lasts / 2
        return bool(set(finding.signals) - known.members) or now - known.told_at > half

    def _is_ready(self, key: Key, finding: Finding, now: datetime) -> bool:
        known = self._open.get(key)
        if known is None or now - known.told_at >= QUIET:
            return True
        return finding.level is not None and finding.level < known.level

    def _rest(self, row: Any, now: datetime) -> None:
        scenario = self._scenarios.get(row.scenario)
        if scenario is None or row.ended_at is None:
            return
        rests = timedelta() if row.state == int(WarningState.EXPIRED) else scenario.lasts
        self._ended[_key_of(row)] = Ended(row.ended_at + rests, row.score, row.last_at, row.lon, row.lat)
        for key, ended in list(self._ended.items()):
            window = self._scenarios[key[0]].window
            if ended.until <= now and ended.last_at + window <= now:
                del self._ended[key]

    def _rests(self, key: Key, finding: Finding, now: datetime) -> bool:
        ended = self._ended.get(key)
        if ended is None:
            return False
        return finding.at <= ended.last_at or (now < ended.until and finding.score < ended.score + AGAIN)


def _same_spot(key: Key, finding: Finding, other: Key, known: Open | Ended) -> bool:
    """Whether a spot is the one that a warning stands or stood for: nodes move a little with what happens there."""
    lon, lat = finding.place.lon, finding.place.lat
    if (other[0], other[2]) != (key[0], key[2]) or None in (known.lon, known.lat, lon, lat):
        return False
    east = (float(known.lon or 0) - float(lon or 0)) * math.cos(math.radians(float(lat or 0)))
    north = float(known.lat or 0) - float(lat or 0)
    return METRES * math.hypot(east, north) < 2 * (finding.radius_m or 0.0)


def _part(part: ScorePart) -> list[Any]:
    return [part.code, part.points, dict(part.values)]


def _key_of(row: Any) -> Key:
    return row.scenario, row.situation, row.drill


def _open_of(row: Any, members: set[int]) -> Open:
    return Open(row.id, Severity(row.level), members, row.last_at, row.lon, row.lat, row.radius_m)
