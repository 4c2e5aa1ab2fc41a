"""Back-tests: what a scenario would have raised, by the same code that runs live, over a time that is past."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol, runtime_checkable

import numpy as np

from services.domain.incidents import Place, Severity
from services.domain.refusals import Refusal
from services.domain.scenarios import Scenario
from services.domain.warnings import Finding
from services.risk.choosing import Choice
from services.risk.model import RiskModel
from services.risk.world import METRES, Signals, World

DAY = 86_400.0
SHORTEST = 300.0
STEPS = 4  # looks within a window
ONE_BY_ONE = 5_000  # so many signals are looked at one by one, more of them step by step


@runtime_checkable
class Replaying(Protocol):
    """A model that looks back by itself, where steps of time would cost too much."""

    def look_back(
        self, scenario: Scenario, world: World, signals: Signals, begin: float, end: float
    ) -> Iterable[tuple[float, Finding]]:
        """Moments (seconds since the epoch, in order) and what would have been found then."""
        ...


@dataclass(frozen=True, slots=True)
class Raised:
    """One warning that would have been raised. `level` is the highest it would have had, `first` that of the beginning.

    `raised_at` is the time of the fact that completed it; `last_at` of its newest member; `signals` its members.
    """

    scenario: str
    situation: str
    raised_at: datetime
    last_at: datetime
    first: Severity
    level: Severity
    score: float
    place: Place
    radius_m: float | None
    subject: str
    signals: tuple[int, ...]
    finding: Finding


def replay(
    scenario: Scenario, world: World, model: RiskModel, signals: Signals, begin: datetime, end: datetime,
    stop: Callable[[], bool] = lambda: False,
) -> tuple[Raised, ...]:  # fmt: skip
    """What a scenario would have raised between two moments; `signals` reach back one window further.

    Raises `Refusal` (replay.stopped) when `stop` says so.
    """
    start, until = begin.timestamp(), end.timestamp()
    if isinstance(model, Replaying):
        found = model.look_back(scenario, world, signals, start, until)
    else:
        found = _steps(scenario, world, model, signals, start, until)
    return tuple(_gathered(scenario, found, stop, begin))


def _steps(
    scenario: Scenario, world: World, model: RiskModel, signals: Signals, begin: float, end: float
) -> Iterator[tuple[float, Finding]]:
    """Walks through time as it was lived, looking whenever something was perceived, and once a day."""
    window = scenario.window.total_seconds()
    chosen = signals[Choice.of(scenario, world).mask(signals)]
    chosen = chosen[(chosen["at"] > begin - window) & (chosen["at"] <= end)]
    chosen = chosen[np.argsort(chosen["at"], kind="stable")]
    running = model.open([scenario], world)
    before = chosen[chosen["at"] <= begin]
    running.take(before, begin)
    running.findings(begin)  # what stood before is not raised anew
    rest = chosen[len(before) :]
    step = 0.0 if len(rest) <= ONE_BY_ONE else max(SHORTEST, min(DAY, window / STEPS))
    for now, block in _walk(rest, begin, end, step):
        running.take(block, now)
        for finding in running.findings(now):
            yield now, finding


def _walk(signals: Signals, begin: float, end: float, step: float) -> Iterator[tuple[float, Signals]]:
    """Moments to look at, each with what came since the one before: the last signal of every step (of 0 s: every
    signal), and once a day.
    """
    at = signals["at"]
    last = (
        np.append(np.diff(np.floor((at - begin) / step)) > 0, [True] * bool(len(at)))
        if step
        else np.full(len(at), True)
    )
    days = begin + np.arange(1, max(1, int((end - begin) // DAY)) + 1) * DAY
    moments = np.unique(np.concatenate([at[last], days[days <= end], [end]]))
    edges = np.searchsorted(at, moments, side="right")
    done = 0
    for now, edge in zip(moments.tolist(), edges.tolist(), strict=True):
        yield now, signals[done:edge]
        done = edge


@dataclass(slots=True)
class _Standing:
    first: Finding
    last: Finding
    level: Severity
    until: float
    signals: dict[int, None]


def _gathered(
    scenario: Scenario, found: Iterable[tuple[float, Finding]], stop: Callable[[], bool], begin: datetime
) -> Iterator[Raised]:
    """Findings of one situation are one warning until nothing new came for as long as it lasts."""
    lasts, standing = scenario.lasts.total_seconds(), dict[str, _Standing]()
    ended: dict[str, datetime] = {}
    for now, finding in found:
        if stop():
            raise Refusal("replay.stopped", "The back-test was stopped.")
        key = _situation(finding, standing)
        known = standing.get(key)
        if known is not None and known.until < now:
            yield _raised(scenario, standing.pop(key))
            ended[key], known = known.last.at, None
        if finding.level is None or (known is None and finding.at <= ended.get(key, begin)):
            continue
        if known is None:
            standing[key] = _Standing(finding, finding, finding.level, now + lasts, dict.fromkeys(finding.signals))
        elif set(finding.signals) - known.signals.keys() or finding.level < known.level:
            known.signals.update(dict.fromkeys(finding.signals))
            known.last, known.until = finding, now + lasts
            known.level = min(known.level, finding.level)
        elif now > known.until - lasts / 2:
            known.until = now + lasts  # as live: what still stands is renewed before it expires
    for known in standing.values():
        yield _raised(scenario, known)


def _raised(scenario: Scenario, known: _Standing) -> Raised:
    level = known.first.level
    if level is None:
        raise ValueError("a warning begins with a level")
    return Raised(
        scenario=scenario.code, situation=known.first.situation, raised_at=known.first.at.astimezone(UTC),
        last_at=known.last.at.astimezone(UTC), first=level, level=known.level,
        score=max(known.first.score, known.last.score), place=known.last.place, radius_m=known.last.radius_m,
        subject=known.last.subject, signals=tuple(known.signals), finding=known.last,
    )  # fmt: skip


def _situation(finding: Finding, standing: dict[str, _Standing]) -> str:
    """The name under which it stands: a spot is the one that stands within its reach."""
    if finding.situation in standing or not finding.situation.startswith("spot:") or finding.place.lon is None:
        return finding.situation
    for name, known in standing.items():
        place = known.last.place
        if place.lon is not None and place.lat is not None:
            north = METRES * ((finding.place.lat or 0.0) - place.lat)
            east = METRES * (finding.place.lon - place.lon) * np.cos(np.radians(place.lat))
            if np.hypot(east, north) < 2 * (finding.radius_m or 0.0):
                return name
    return finding.situation
