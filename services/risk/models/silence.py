"""Silence: something that should have come did not — a visit to an old person living alone, a sensor, a meter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from services.domain.incidents import UNLOCATED, Place
from services.domain.scenarios import ModelKind, Parameter, Per, Scenario
from services.domain.warnings import Finding, Relief, ScorePart, WarningLevel, grade
from services.risk import scoring
from services.risk.book import Book, Ints
from services.risk.choosing import Choice, Choices
from services.risk.kept import Kept
from services.risk.model import TABLE, Table
from services.risk.regulars import Regulars, block_level, factor_of, group_of, learns
from services.risk.situating import SAID_AGAIN, area_place, name_of, standing_place, still_at
from services.risk.streaming import lowering
from services.risk.world import Signals, World
from services.words.marker import N_

DAY, HOUR = 86_400.0, 3_600.0
NEVER = 3.0  # who was never heard counts as silent for three times what is allowed
Floats = NDArray[np.float64]
Situation = tuple[Per, int]


class Silence:
    """Subjects silent for longer than `factor` times what is expected of them.

    Expected are the base records that the scenario names ("record:old_alone": as often as the record says, or every
    `every_hours`), or, where it names none, subjects that used to come: heard `learn_least` intervals long within the
    window, and then every `every_hours` or at their median interval. Where `group_least` of one village are silent at
    once they are one situation, and so for scenarios by village, town or city, which wait for so many.
    """

    kind = ModelKind.SILENCE
    every = None
    parameters = (
        Parameter("every_hours", N_("Expected every (0: as recorded or learned)", ctx="parameter"), 0, 0, 8_760,
                  N_("hours", ctx="unit")),
        Parameter("factor", N_("Silent for (times its interval)", ctx="parameter"), 2, 0.5, 50),
        Parameter("learn_least", N_("Learned after (intervals)", ctx="parameter"), 5, 1, 1_000, whole=True),
        Parameter("group_least", N_("One situation from", ctx="parameter"), 5, 1, 10_000, whole=True),
    )  # fmt: skip

    def open(self, scenarios: Sequence[Scenario], world: World) -> RunningSilence:
        """Begins with what the base records say."""
        return RunningSilence(self, scenarios, world)

    def recompute(self, scenario: Scenario, world: World, signals: Signals, now: float) -> Table:
        """Who is expected: every so many hours, heard last then; one subject after the other."""
        chosen = signals[Choice.of(scenario, world).mask(signals) & (signals["subject"] != 0)]
        fixed = Regulars.of(scenario, world)
        found: list[tuple[int, float, float]] = []
        for row, subject in enumerate(fixed.rows["subject"].tolist()):
            heard = chosen["at"][chosen["subject"] == subject].tolist()
            if fixed.stated[row] <= now:
                heard.append(float(fixed.stated[row]))
            if not np.isnan(fixed.every[row]) and (heard or np.isnan(fixed.stated[row])):
                found.append((subject, fixed.every[row] / HOUR, max(heard, default=-np.inf)))
        hours = scenario.parameters.get("every_hours", 0.0)
        within = chosen[chosen["at"] + scenario.window.total_seconds() > now]
        for subject in np.unique(within["subject"]).tolist() if learns(scenario) else []:
            heard = sorted(within["at"][within["subject"] == subject].tolist())
            if len(heard) > learns(scenario):
                every = hours * HOUR if hours > 0 else float(np.median(np.diff(heard)))
                found += [(subject, every / HOUR, heard[-1])] if every > 0 else []
        return np.array(sorted(found), TABLE)

    def reached(self, measures: Mapping[str, float]) -> bool:
        """Whether the silence is longer than allowed, of enough of them."""
        return (
            measures["silent_hours"] > measures["factor"] * measures["every_hours"]
            and measures["silent"] >= measures["silent_least"]
        )

    def parts(self, scenario: Scenario, measures: Mapping[str, float]) -> tuple[ScorePart, ...]:
        """How long, how many at once, how bad it can get, who lives there."""
        together = (measures["silent"] - 1) / measures["group_least"]
        parts = (
            ScorePart(
                "silence",
                scoring.strength(measures["silent_hours"] / (measures["factor"] * measures["every_hours"])),
                {name: measures[name] for name in ("silent_hours", "every_hours", "factor", "never")},
            ),
            ScorePart(
                "together",
                scoring.TREND * min(1.0, max(0.0, together)),
                {name: measures[name] for name in ("silent", "expected")},
            ),
            ScorePart("harm", scoring.gravity(scenario.harm), {"grade": scenario.harm}),
        )
        if not measures["homes"]:
            return parts
        return *parts, ScorePart("exposure", scoring.exposure(measures["homes"]), {"homes": measures["homes"]})

    def reliefs(self, scenario: Scenario, measures: Mapping[str, float]) -> tuple[Relief, ...]:
        """The longest silent heard again; all but one; all of them."""
        short = {**measures, "silent_hours": measures["every_hours"], "never": 0.0}
        heard = {**short, "silent": 0.0, "homes": 0.0}
        tried: tuple[Relief, ...] = (Relief("heard", heard, {"count": measures["silent"]}),)
        if measures["silent"] > 1:
            some = {**measures, "silent": 1.0, "homes": 0.0}
            tried = (Relief("one_silent", some, {"count": measures["silent"] - 1}), *tried)
        return lowering(scenario, measures, tried, self.parts)

    def basis(self, scenario: Scenario, measures: Mapping[str, float]) -> Mapping[str, float | str]:
        """For how long, how often expected, how many."""
        return {name: measures[name] for name in ("silent_hours", "every_hours", "silent", "never")}


@dataclass(slots=True)
class _Given:
    """What was found last of a situation: its subjects and its level."""

    subjects: frozenset[int]
    level: WarningLevel | None


class _Scenario:
    """Who is silent in one scenario, by blocks that may be one situation: villages, or the scenario's own areas."""

    def __init__(self, scenario: Scenario, world: World) -> None:
        self.scenario, self.world = scenario, world
        self.regulars = Regulars.of(scenario, world)
        self.learn, self.hours = learns(scenario), scenario.parameters.get("every_hours", 0.0)
        self.silent, self._blocks = np.zeros(0, np.bool_), np.zeros(0, np.int64)
        self._grids = np.zeros(0, np.int32)
        self.given: dict[int, dict[Situation, _Given]] = {}
        self.looks: dict[int, float] = {}
        self.changed = True
        self._next = -np.inf

    def blocks(self) -> Ints:
        """The block of each row: an area's index, below −1 one by one, −1 for those of no area that counts."""
        level, rows = block_level(self.scenario.per), self.regulars.rows
        if not level:
            return np.zeros(len(rows), np.int64)
        blocks = rows[level].astype(np.int64)
        alone = blocks < 0 if self.scenario.per is Per.SUBJECT else np.zeros(len(rows), np.bool_)
        if self.scenario.per is Per.GRID:
            blocks[rows["grid"] < 0] = -1
        return np.where(alone, -2 - np.arange(len(rows)), blocks)

    def settle(self, now: float) -> set[int]:
        """Who falls silent or speaks again; gives the blocks to be looked at."""
        due = {block for block, moment in self.looks.items() if moment <= now}
        if not self.changed and now < self._next:
            return due
        regulars = self.regulars
        last = regulars.last(now)
        deadline = np.where(regulars.known(now), last + regulars.factor * regulars.every, np.inf)
        silent = now > deadline
        blocks, old = self.blocks(), len(self.silent)
        flipped = silent.copy()
        flipped[:old] ^= self.silent
        # who was heard again, or later of a time gone by, may have been somewhere else before
        grids = regulars.rows["grid"].copy()
        flipped[:old] |= ((blocks[:old] != self._blocks) | (grids[:old] != self._grids)) & self.silent
        touched = np.concatenate([blocks[flipped], self._blocks[flipped[:old]]])
        self.silent, self._blocks, self._grids, self.changed = silent, blocks, grids, False
        later = regulars.stated[regulars.stated > now]
        self._next = min(float(deadline[~silent].min(initial=np.inf)), float(later.min(initial=np.inf)))
        return due | set(touched[touched != -1].tolist())

    def situations(self, block: int, rows: Sequence[int]) -> dict[Situation, list[int]]:
        """What the silent rows of a block are: one situation, or one each."""
        per, least = self.scenario.per, group_of(self.scenario)
        if per in {Per.VILLAGE, Per.TOWN, Per.CITY}:
            return {(per, block): list(rows)} if len(rows) >= least else {}
        if block >= 0 and len(rows) >= max(2, least):
            return {(Per.VILLAGE, block): list(rows)}
        found: dict[Situation, list[int]] = {}
        for row in rows:
            found.setdefault((per, int(self.regulars.rows[str(per)][row])), []).append(row)
        return found


class RunningSilence:
    """All scenarios of this model: who was heard when, and who should have been by now."""

    def __init__(self, model: Silence, scenarios: Sequence[Scenario], world: World) -> None:
        self._model, self._world, self._scenarios = model, world, tuple(scenarios)
        self._states = [_Scenario(scenario, world) for scenario in scenarios]
        self._choices = Choices(self._scenarios, world)
        windows = [scenario.window.total_seconds() for scenario in scenarios]
        self._book, self._kept = Book(windows), Kept(max(windows, default=0.0))
        self._now = -np.inf

    def take(self, signals: Signals, now: float) -> None:
        """Hears subjects."""
        self._now = max(self._now, now)
        self._book.expire(self._now)
        rows, which = self._choices.pairs(signals)
        named = signals["subject"][rows] != 0
        rows, which = rows[named], which[named]
        learned = np.zeros(len(rows), np.bool_)
        for at in np.unique(which).tolist():
            state, mine = self._states[at], np.flatnonzero(which == at)
            if state.learn:
                learned[mine] = True
            elif state.regulars.hear(signals[rows[mine]]).any():
                state.changed = True
        rows, which = rows[learned], which[learned]
        if len(rows):
            ones = np.full(len(rows), 1000, np.int64)
            self._book.add(which, signals["subject"][rows].astype(np.int64), signals[rows], ones, self._now)
            self._kept.add(signals[np.unique(rows)], self._now)

    def table(self, scenario: str) -> Table:
        """Who is expected, by subject: every so many hours (`count`), heard last then (−inf: never)."""
        self._learn()
        regulars = self._states[[one.code for one in self._scenarios].index(scenario)].regulars
        rows = np.flatnonzero(regulars.known(self._now))
        rows = rows[np.argsort(regulars.rows["subject"][rows], kind="stable")]
        found = np.zeros(len(rows), TABLE)
        found["key"], found["count"] = regulars.rows["subject"][rows], regulars.every[rows] / HOUR
        found["last"] = regulars.last(self._now)[rows]
        return found

    def findings(self, now: float) -> list[Finding]:
        """Who fell silent, who is silent for longer, who was heard again."""
        self._now = max(self._now, now)
        self._book.expire(self._now)
        self._learn()
        self._book.release()
        found: list[Finding] = []
        for state in self._states:
            blocks = state.settle(self._now)
            if blocks:
                found += self._look(state, blocks)
            state.regulars.forget()
        return found

    def _learn(self) -> None:
        """Counts anew the intervals of subjects that came or whose signals grew old."""
        book, slots = self._book, self._book.touched()
        for at in np.unique(book.scenario[slots]).tolist():
            state = self._states[at]
            mine = slots[book.scenario[slots] == at]
            often = book.count[mine] > state.learn
            every = np.zeros(len(mine))
            every[often] = state.hours * HOUR if state.hours > 0 else self._medians(mine[often])
            comes = every > 0
            state.regulars.unlearn(book.key[mine[~comes]])
            mine = mine[comes]
            state.regulars.learn(book.key[mine], every[comes], book.last[mine], self._kept.rows(book.newest[mine]))
            state.changed = True

    def _medians(self, slots: Ints) -> Floats:
        """The median interval of each, all of which have at least two events."""
        past = self._book.past(slots)
        apart, same = np.diff(past.at), past.where[1:] == past.where[:-1]
        apart, where = apart[same], past.where[1:][same]
        ordered = apart[np.lexsort((apart, where))]
        counts = np.bincount(where, minlength=len(slots))
        begin = np.cumsum(counts) - counts
        low, high = ordered[begin + (counts - 1) // 2], ordered[begin + counts // 2]
        return np.asarray((low + high) / 2)

    def _look(self, state: _Scenario, blocks: set[int]) -> Iterator[Finding]:
        all_blocks, regulars = state.blocks(), state.regulars
        by_block: dict[int, list[int]] = {block: [] for block in blocks}
        for row in np.flatnonzero(state.silent & np.isin(all_blocks, list(blocks))).tolist():
            by_block[int(all_blocks[row])].append(row)
        known = np.bincount(all_blocks[(all_blocks >= 0) & regulars.known(self._now)])
        for block in sorted(by_block):
            wanted, given = state.situations(block, by_block[block]), state.given.pop(block, {})
            expected = int(known[block]) if 0 <= block < len(known) else 1
            later: dict[Situation, _Given] = {}
            moments: list[float] = []
            for situation in sorted(wanted.keys() | given.keys(), key=lambda one: (str(one[0]), one[1])):
                rows = wanted.get(situation, [])
                before = given.get(situation)
                finding, moment = self._finding(state, situation, rows, expected, before is not None)
                subjects = frozenset(regulars.rows["subject"][rows].tolist())
                due = state.looks.get(block, np.inf) <= self._now
                if finding.level is not None:
                    later[situation] = _Given(subjects, finding.level)
                if (before is not None and finding.level is None) or (
                    finding.level is not None and (due or before != later[situation])
                ):
                    yield finding
                moments.append(moment)
            if later:
                state.given[block] = later
            state.looks.pop(block, None)
            if min(moments, default=np.inf) < np.inf:
                state.looks[block] = min(moments)

    def _finding(
        self, state: _Scenario, situation: Situation, rows: Sequence[int], expected: int, told: bool
    ) -> tuple[Finding, float]:
        """What is found of a situation (nobody silent: nothing any more), and when it is to be looked at again.

        Time alone may raise its level, and what still stands is said again before its warning would expire.
        """
        per, key = situation
        measures = self._measures(state, situation, rows, expected)
        parts = self._model.parts(state.scenario, measures)
        score, levels = scoring.total(parts), state.scenario.levels
        regulars, at = state.regulars, np.array(rows, np.int64)
        last, limit = regulars.last(self._now)[at], regulars.factor * regulars.every[at]
        heard = last > -np.inf
        begun = (last + limit)[heard].max(initial=-np.inf)
        more = scoring.ratio_at_next_level(score, parts[0].points, levels.values())
        worse_at = np.maximum(last[heard] + more * limit[heard], self._now + 1).min(initial=np.inf)
        level = grade(score, levels) if self._model.reached(measures) else None
        again = self._now + state.scenario.lasts.total_seconds() / SAID_AGAIN if level is not None else np.inf
        order = np.argsort(last, kind="stable")
        signals = [ident for ident in regulars.newest[at][order].tolist() if ident]
        scenario = replace(state.scenario, per=per)
        finding = Finding(
            scenario=scenario.code, situation=name_of(scenario, self._world, key), score=score,
            level=level, parts=parts,
            at=datetime.fromtimestamp(still_at(state.scenario, float(begun), self._now, told), UTC),
            place=self._place(state, situation, rows),
            subject=self._world.subjects.name(key) if per is Per.SUBJECT else "", signals=tuple(signals),
            measures=measures, observed=float(len(rows)), expected=None,
        )  # fmt: skip
        return finding, float(min(worse_at, again))

    def _place(self, state: _Scenario, situation: Situation, rows: Sequence[int]) -> Place:
        per, key = situation
        if per is not Per.SUBJECT:
            return area_place(self._world, key)
        return standing_place(self._world, state.regulars.rows[rows[0]]) if rows else UNLOCATED

    def _measures(self, state: _Scenario, situation: Situation, rows: Sequence[int], expected: int) -> dict[str, float]:
        regulars, at = state.regulars, np.array(rows, np.int64)
        last, every = regulars.last(self._now)[at], regulars.every[at]
        per, key = situation
        group = per not in {Per.SUBJECT, Per.GRID}
        ratio = np.where(last > -np.inf, (self._now - last) / (regulars.factor * every), NEVER)
        worst = int(ratio.argmax()) if len(rows) else -1
        hours = float(every[worst]) / HOUR if len(rows) else 1.0
        return {
            "silent_hours": float(ratio[worst]) * regulars.factor * hours if len(rows) else 0.0,
            "every_hours": hours,
            "factor": factor_of(state.scenario),
            "never": float(bool(len(rows)) and last[worst] == -np.inf),
            "silent": float(len(rows)),
            "expected": float(max(expected, len(rows))),
            "silent_least": float(group_of(state.scenario)) if group else 1.0,
            "group_least": float(group_of(state.scenario)),
            "homes": float(self._world.homes[key]) if group and len(rows) else 0.0,
        }
