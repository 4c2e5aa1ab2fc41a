"""Exposure: a standing hazard, overdue for its inspection, with people near it, and what was perceived around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from services.domain.scenarios import ModelKind, Parameter, Per, Scenario
from services.domain.warnings import Finding, Relief, ScorePart, grade
from services.risk import scoring
from services.risk.book import Book
from services.risk.choosing import Choice, Choices
from services.risk.hazards import chosen_rows, neighbours, positions, rows_of
from services.risk.model import TABLE, Table
from services.risk.situating import SAID_AGAIN, name_of, standing_place, still_at
from services.risk.streaming import lowering
from services.risk.world import Signals, World
from services.words.marker import N_

DAY = 86_400.0
RESETS = ("inspected", "visited")
NEVER = 3.0  # what was never looked after counts as three times its time
ALARMING = 3.0  # so many signals near it give all points
Floats = NDArray[np.float64]


class Exposure:
    """Hazards (kinds "record:…") by how far they are overdue; a signal of an inspection of it begins its time anew.

    The scenario's other kinds are what alarms when perceived within the radius. Near it: the households of its grid,
    and base records within the radius, weighted. One never looked after counts as three times overdue.
    """

    kind = ModelKind.EXPOSURE
    every = None
    parameters = (
        Parameter("overdue", N_("Overdue from (times its period)", ctx="parameter"), 1, 0.1, 20),
        Parameter("radius_m", N_("Radius", ctx="parameter"), 200, 20, 5_000, N_("m", ctx="unit")),
        Parameter("near_least", N_("Least households near", ctx="parameter"), 0, 0, 100_000, whole=True),
        Parameter("signals_least", N_("Least signals near", ctx="parameter"), 0, 0, 1_000, whole=True),
    )

    def open(self, scenarios: Sequence[Scenario], world: World) -> RunningExposure:
        """Begins with what the base records say."""
        return RunningExposure(self, scenarios, world)

    def recompute(self, scenario: Scenario, world: World, signals: Signals, now: float) -> Table:
        """Hazards that are due, with the weight of what was perceived near each, one after the other."""
        rows, near = chosen_rows(scenario, world), exposed(scenario, world)
        choice = Choice.of(scenario, world)
        resets = np.isin(signals["kind"], world.kind_numbers(set(RESETS) & scenario.heard()))
        alarms = signals[choice.mask(signals) & ~resets]
        alarms = alarms[alarms["at"] + scenario.window.total_seconds() > now]
        weights, radius = choice.weights(alarms), _radius(scenario)
        found = []
        for row, reach in zip(rows, near, strict=True):
            visits = signals["at"][resets & (signals["subject"] == row["subject"])]
            if row["checked_at"] <= now:
                visits = np.append(visits, row["checked_at"])
            due = float(row["due_days"]) * DAY
            if not due > 0 or reach < scenario.parameters.get("near_least", 0.0):
                continue
            if not len(visits) and row["checked_at"] > now:
                continue
            checked = float(visits.max()) if len(visits) else np.nan
            if now < checked + _overdue(scenario) * due:
                continue
            close = (alarms["x"] - row["x"]) ** 2 + (alarms["y"] - row["y"]) ** 2 <= radius * radius
            last = max(-np.inf if np.isnan(checked) else checked, alarms["at"][close].max(initial=-np.inf))
            found.append((row["subject"], weights[close].sum() / 1000, last))
        return np.array(found, TABLE)

    def measures(
        self, scenario: Scenario, since: float, due: float, near: tuple[float, float], signals: float
    ) -> dict[str, float]:
        """The numbers of one hazard: seconds since it was looked after (NaN: never) and its period; `near` are
        households and weighted records; `signals` the weight of what was perceived near it.
        """
        days = due / DAY
        never = bool(np.isnan(since))
        return {
            "since_days": NEVER * days * _overdue(scenario) if never else max(0.0, since) / DAY,
            "due_days": days,
            "never": float(never),
            "overdue": _overdue(scenario),
            "homes": near[0],
            "vulnerable": near[1],
            "near_least": scenario.parameters.get("near_least", 0.0),
            "signals": signals,
            "signals_least": scenario.parameters.get("signals_least", 0.0),
        }

    def reached(self, measures: Mapping[str, float]) -> bool:
        """Whether it is overdue, with enough people near and enough perceived."""
        return (
            measures["since_days"] >= measures["overdue"] * measures["due_days"]
            and measures["homes"] + measures["vulnerable"] >= measures["near_least"]
            and measures["signals"] >= measures["signals_least"]
        )

    def parts(self, scenario: Scenario, measures: Mapping[str, float]) -> tuple[ScorePart, ...]:
        """How far overdue, what was perceived near it, how bad it can get, who is near."""
        ratio = measures["since_days"] / (measures["overdue"] * measures["due_days"])
        near = measures["homes"] + measures["vulnerable"]
        return (
            ScorePart(
                "overdue",
                scoring.strength(ratio),
                {name: measures[name] for name in ("since_days", "due_days", "never")},
            ),
            ScorePart(
                "signals",
                scoring.TREND * min(1.0, measures["signals"] / ALARMING),
                {"signals": measures["signals"]},
            ),
            ScorePart("harm", scoring.gravity(scenario.harm), {"grade": scenario.harm}),
            ScorePart("near", scoring.exposure(near), {name: measures[name] for name in ("homes", "vulnerable")}),
        )

    def reliefs(self, scenario: Scenario, measures: Mapping[str, float]) -> tuple[Relief, ...]:
        """What was perceived near it cleared up; inspected today; both."""
        cleared = {**measures, "signals": 0.0}
        today = {"since_days": 0.0, "never": 0.0}
        tried: tuple[Relief, ...] = (
            Relief("cleared", cleared, {"signals": measures["signals"]}),
            Relief("inspected", {**measures, **today}, {"days": measures["due_days"]}),
            Relief("inspected_cleared", {**cleared, **today}, {"days": measures["due_days"]}),
        )
        if not measures["signals"]:
            tried = tried[1:2]
        return lowering(scenario, measures, tried, self.parts)

    def basis(self, scenario: Scenario, measures: Mapping[str, float]) -> Mapping[str, float | str]:
        """Days since the last inspection, its period, and households near."""
        return {name: measures[name] for name in ("since_days", "due_days", "never", "homes", "signals")}


class _Watched:
    """The hazards of one scenario: when each was looked after, who is near, and when to look at it again.

    What the base records say of a time to come (in a back-test) holds from then on.
    """

    def __init__(self, scenario: Scenario, world: World) -> None:
        rows, near = chosen_rows(scenario, world), exposed(scenario, world)
        kept = (rows["due_days"] > 0) & (near >= scenario.parameters.get("near_least", 0.0))
        self.scenario, self.rows, self.near = replace(scenario, per=Per.SUBJECT), rows[kept], near[kept]
        self.homes = homes_near(world, self.rows)
        self.stated = self.rows["checked_at"].astype(np.float64)
        self.visited = np.full(len(self.rows), np.nan)
        self.due = self.rows["due_days"].astype(np.float64) * DAY
        self.allowed = _overdue(scenario) * self.due
        self.given = np.zeros(len(self.rows), np.bool_)
        self.changed: set[int] = set()
        self._resets = world.kind_numbers(set(RESETS) & scenario.heard())
        self._placed = np.flatnonzero(np.isfinite(self.rows["x"]))
        places = np.column_stack([self.rows["x"][self._placed], self.rows["y"][self._placed]])
        self._tree = cKDTree(places) if len(self._placed) else None
        self._look_at = np.where(np.isnan(self.stated), -np.inf, self.stated + self.allowed)
        self._next = float(self._look_at.min(initial=np.inf))

    def reset(self, signals: Signals) -> None:
        """Inspections begin the time of what was inspected anew, if they are newer."""
        mine = signals[np.isin(signals["kind"], self._resets)]
        rows, at = positions(self.rows["subject"], mine["subject"])
        for row, moment in zip(at.tolist(), mine["at"][rows].tolist(), strict=True):
            self.visited[row] = np.fmax(self.visited[row], moment)
            self.changed.add(row)

    def checked(self, now: float) -> tuple[Floats, NDArray[np.bool_]]:
        """When each was looked after, NaN for never; and of which nothing is known yet."""
        stated = np.where(self.stated <= now, self.stated, np.nan)
        return np.fmax(stated, self.visited), (self.stated > now) & np.isnan(self.visited)

    def near_of(self, signals: Signals) -> tuple[NDArray[np.intp], NDArray[np.int64]]:
        """Rows of signals and the hazard within whose radius each was perceived."""
        rows = np.flatnonzero(np.isfinite(signals["x"]))
        if self._tree is None or not len(rows):
            return np.zeros(0, np.intp), np.zeros(0, np.int64)
        places = np.column_stack([signals["x"][rows], signals["y"][rows]])
        found = self._tree.query_ball_point(places, _radius(self.scenario))
        hazards = np.array([at for one in found for at in one], np.int64)
        return np.repeat(rows, [len(one) for one in found]), self._placed[hazards]

    def moments(self, now: float) -> set[int]:
        """Those whose moment has come and those that were inspected, each once."""
        found, self.changed = self.changed, set()
        if now >= self._next:
            come = np.flatnonzero(self._look_at <= now)
            found |= set(come.tolist())
            self._look_at[come] = np.inf
            self._next = float(self._look_at.min(initial=np.inf))
        return found

    def look_again(self, row: int, moment: float, now: float) -> None:
        """When time alone may change what is found: at this moment, or when what is stated comes true."""
        stated = float(self.stated[row])
        moment = min(moment, stated) if stated > now else moment
        self._look_at[row] = moment
        self._next = min(self._next, moment)


class RunningExposure:
    """All scenarios of this model: hazards at their moments, signals near them within the window."""

    def __init__(self, model: Exposure, scenarios: Sequence[Scenario], world: World) -> None:
        self._model, self._world, self._scenarios = model, world, tuple(scenarios)
        self._watched = [_Watched(scenario, world) for scenario in scenarios]
        self._choices = Choices(self._scenarios, world)
        windows = [scenario.window.total_seconds() for scenario in scenarios]
        self._book = Book(windows)
        self._resets = world.kind_numbers(RESETS)
        self._now = -np.inf

    def take(self, signals: Signals, now: float) -> None:
        """Counts what was perceived near hazards, and takes inspections."""
        self._now = max(self._now, now)
        self._book.expire(self._now)
        resets = np.isin(signals["kind"], self._resets)
        if resets.any():
            for watched in self._watched:
                watched.reset(signals[resets])
        rows, which = self._choices.pairs(signals)
        alarms = ~resets[rows]
        rows, which = rows[alarms], which[alarms]
        for at in np.unique(which).tolist():
            mine = rows[which == at]
            near, hazards = self._watched[at].near_of(signals[mine])
            mine = mine[near]
            scenarios = np.full(len(mine), at)
            self._book.add(
                scenarios, hazards, signals[mine], self._choices.weights(signals, mine, scenarios), self._now
            )

    def table(self, scenario: str) -> Table:
        """Hazards that are due by subject: the weight of what was perceived near, the newest time behind it."""
        at = [one.code for one in self._scenarios].index(scenario)
        watched = self._watched[at]
        checked, unknown = watched.checked(self._now)
        due = np.flatnonzero(~unknown & ~(self._now < checked + watched.allowed))
        found = np.zeros(len(due), TABLE)
        found["key"], found["last"] = watched.rows["subject"][due], np.fmax(checked[due], -np.inf)
        for line, row in enumerate(due.tolist()):
            slot = self._book.slot(at, row)
            if slot is not None and self._book.count[slot]:
                found["count"][line] = self._book.weight[slot] / 1000
                found["last"][line] = max(found["last"][line], self._book.last[slot])
        return found

    def findings(self, now: float) -> list[Finding]:
        """Hazards whose moment came, that were inspected, or near which something was perceived."""
        self._now = max(self._now, now)
        self._book.expire(self._now)
        slots = self._book.touched()
        found: list[Finding] = []
        for at, watched in enumerate(self._watched):
            touched = set(self._book.key[slots[self._book.scenario[slots] == at]].tolist())
            rows = sorted(touched | watched.moments(self._now))
            checked, unknown = watched.checked(self._now) if rows else (np.zeros(0), np.zeros(0, np.bool_))
            for row in rows:
                is_due = not unknown[row] and not self._now < checked[row] + watched.allowed[row]
                if is_due or watched.given[row]:
                    found += self._look(at, row, float(checked[row]))
                elif not unknown[row]:
                    watched.look_again(row, float(checked[row] + watched.allowed[row]), self._now)
        self._book.release()
        return found

    def _look(self, at: int, row: int, checked: float) -> list[Finding]:
        watched, now = self._watched[at], self._now
        slot = self._book.slot(at, row)
        past = self._book.past(np.array([] if slot is None else [slot], np.int64))
        near = (float(watched.homes[row]), float(watched.near[row] - watched.homes[row]))
        perceived = float(past.weight.sum()) / 1000
        measures = self._model.measures(watched.scenario, now - checked, float(watched.due[row]), near, perceived)
        parts = self._model.parts(watched.scenario, measures)
        score, levels = scoring.total(parts), watched.scenario.levels
        level = grade(score, levels) if self._model.reached(measures) else None
        was, watched.given[row] = bool(watched.given[row]), level is not None
        allowed = float(watched.allowed[row])
        due_at = checked + allowed
        more = scoring.ratio_at_next_level(score, parts[0].points, levels.values())
        worse_at = due_at if now < due_at else max(now + 1, np.fmin(checked + more * allowed, np.inf))
        # what still stands is said again before its warning would expire
        again = now + watched.scenario.lasts.total_seconds() / SAID_AGAIN if level is not None else np.inf
        watched.look_again(row, min(worse_at, again), now)
        if level is None and not was:
            return []
        newest = float(past.at[-1]) if len(past.at) else -np.inf
        since = max(newest, still_at(watched.scenario, due_at, now, was))
        return [
            Finding(
                scenario=watched.scenario.code,
                situation=name_of(watched.scenario, self._world, int(watched.rows["subject"][row])),
                score=score, level=level, parts=parts, at=datetime.fromtimestamp(since, UTC),
                place=standing_place(self._world, watched.rows[row]),
                subject=self._world.subjects.name(int(watched.rows["subject"][row])),
                signals=tuple(past.id.tolist()), measures=measures, observed=perceived,
            )
        ]  # fmt: skip


def exposed(scenario: Scenario, world: World) -> Floats:
    """Households near each hazard of a scenario: those of its grid, and records within the radius, weighted."""
    rows = chosen_rows(scenario, world)
    total = homes_near(world, rows)
    placed = np.flatnonzero(np.isfinite(rows["x"]))
    if not len(placed):
        return total
    places = np.column_stack([rows["x"][placed], rows["y"][placed]])
    for kind, weight in neighbours(scenario).items():
        others = rows_of(world, [kind])
        others = others[np.isfinite(others["x"])]
        if len(others):
            tree = cKDTree(np.column_stack([others["x"], others["y"]]))
            total[placed] += weight * tree.query_ball_point(places, _radius(scenario), return_length=True)
    return total


def homes_near(world: World, rows: NDArray[np.void]) -> Floats:
    """The households of the grid that each of these rows stands in."""
    grid = rows["grid"]
    return np.where(grid >= 0, world.homes[np.maximum(grid, 0)], 0).astype(np.float64)


def _radius(scenario: Scenario) -> float:
    return scenario.parameters.get("radius_m", 200.0)


def _overdue(scenario: Scenario) -> float:
    return scenario.parameters.get("overdue", 1.0)
