"""Stories that really happen, and near misses that only look like them, told by the kinds of a scenario."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.demo.history.rhythm import HOURS
from services.demo.history.signals.heard import Heard, words
from services.demo.history.signals.plan import Floats, Range, Shape, Story
from services.demo.history.signals.stage import DAY, Rows, Stage, spread_over
from services.demo.history.signals.truths import Truth
from services.domain.scenarios import ModelKind, Per, Scenario

KM = 1 / 111.32  # a kilometre in degrees of latitude
VOICES = ("hotline", "grid_worker", "qr", "police", "traffic", "petition", "mediation", "fire", "market", "civil")
GROWING = 0.5  # the share of stories that grow
DIFFERENT = 3  # kinds that meet at least, where different ones have to
ODD = 0.12  # the share of stories that are faint, and of near misses that are loud
ALIVE = (0.75, 1.0)  # how far a story that is going on has come
Millis = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Scene:
    """Where a story plays and of whom: `grid` rows it may be told from, `middle` its place, `subject`."""

    grid: Rows
    middle: Floats
    subject: str = ""
    km: float | None = None


class Teller:
    """Tells stories one by one; keeps what was told and what of it is true."""

    def __init__(self, stage: Stage) -> None:
        self._stage, self._rng = stage, stage.rng
        self.heard: list[Heard] = []
        self.truths: list[Truth] = []

    def tell(self, story: Story) -> None:
        """All stories of one scenario: past ones, those that go on, and near misses."""
        for shape, is_true, alive in self._wanted(story):
            end = self._stage.now if alive else None
            self._one(story.scenario, shape, is_true, end)

    def _wanted(self, story: Story) -> list[tuple[Shape, bool, bool]]:
        part = min(1.0, self._stage.share) ** 0.5  # a small city has fewer, but not so much fewer
        past, now, near = (
            int(many * part + self._rng.uniform()) for many in (story.true.many, story.now, story.near.many)
        )
        return [
            *((self._odd(story, is_true=True), True, False) for _ in range(past)),
            *((story.true, True, True) for _ in range(now)),
            *((self._odd(story, is_true=False), False, False) for _ in range(near)),
        ]

    def _odd(self, story: Story, is_true: bool) -> Shape:
        """Some true stories are told so faintly that nobody could know, some near misses as loudly as true ones."""
        true, near, least = story.true, story.near, int(story.scenario.parameters.get("from_step", 2))
        if self._rng.uniform() >= ODD:
            return true if is_true else near
        if story.scenario.model is ModelKind.SEQUENCE:
            return replace(true, steps=least - 1) if is_true else replace(near, steps=least, gap=true.gap)
        if is_true:
            return replace(true, n=(min(near.n[1], true.n[0]), true.n[0]))
        return replace(near, n=true.n, days=true.days, km=true.km, kinds=0)

    def _one(self, scenario: Scenario, shape: Shape, is_true: bool, end: int | None) -> None:
        scene = self._scene(scenario, shape)
        if scenario.model is ModelKind.SEQUENCE:
            kinds, at = self._chain(scenario, shape, is_true, end)
        else:
            kinds, at = self._course(scenario, shape, scene, is_true, end)
        if len(at) < len(kinds):  # there was no room for all of it
            kinds = [] if scenario.model is ModelKind.SEQUENCE else kinds[: len(at)]
        if not kinds:
            return
        self.heard.append(self._told(scenario, scene, shape, kinds, at))
        if is_true:
            self.truths.append(self._truth(scenario, shape, scene, at, alive=end is not None))

    # ---- when ----------------------------------------------------------------------------------------------------

    def _chain(self, scenario: Scenario, shape: Shape, is_true: bool, end: int | None) -> tuple[list[str], Millis]:
        """Steps in their order; a near miss breaks off early, or comes the other way round."""
        rng, steps = self._rng, scenario.steps()
        least = int(scenario.parameters.get("from_step", 2))
        reached = shape.steps or int(rng.integers(least, len(steps) + 1))
        kinds = [sorted(step)[int(rng.integers(len(step)))] for step in steps[:reached]]
        if shape.steps == 1 and not is_true and rng.uniform() < 0.5:  # both there, in the wrong order
            kinds = [sorted(steps[at])[0] for at in (1, 0)]
        gaps = np.concatenate([[0.0], np.cumsum(rng.uniform(*shape.gap, len(kinds) - 1))])
        begin = self._begin(scenario, shape, float(gaps[-1]), end)
        return kinds, self._usual(scenario, begin + (gaps * DAY).astype(np.int64), kinds[0], float(gaps[-1]), end)

    def _course(
        self, scenario: Scenario, shape: Shape, scene: Scene, is_true: bool, end: int | None
    ) -> tuple[list[str], Millis]:
        """So many signals in so many days, of half the stories more and more of them."""
        rng = self._rng
        count = max(1, round(self._between(shape.n) * self._crowd(scenario, scene)))
        kinds = _kinds(scenario, shape.kinds, is_true, count, rng)
        days = self._between(shape.days)
        when = rng.uniform(size=count)
        if is_true and rng.uniform() < GROWING:
            when = np.sqrt(when)
        when = np.sort(when)
        if count > 1:
            when = (when - when[0]) / max(when[-1] - when[0], 1e-9)
        begin = self._begin(scenario, shape, days, end)
        return kinds, self._usual(scenario, begin + (when * days * DAY).astype(np.int64), kinds[0], days, end)

    def _crowd(self, scenario: Scenario, scene: Scene) -> float:
        """In a busy town it takes more to be out of the ordinary."""
        if scenario.model is not ModelKind.SURGE or scenario.per is not Per.TOWN:
            return 1.0
        homes, town = self._stage.ground.households, self._stage.town
        mine = homes[town == town[scene.grid[0]]].sum()
        return float(np.clip((mine * (town.max() + 1) / homes.sum()) ** 0.5, 0.8, 1.8))

    def _begin(self, scenario: Scenario, shape: Shape, days: float, end: int | None) -> int:
        stage, rng = self._stage, self._rng
        if end is not None:
            return end - int(days * rng.uniform(*ALIVE) * DAY) - int(rng.uniform(0.01, 0.05) * min(days, 10) * DAY)
        months = shape.months or scenario.filters.months
        fits = np.ones(len(stage.begin), np.bool_)
        if months:
            fits = np.isin(stage.local[:, 2], months)
        fits &= stage.begin < stage.now - int((days + 2) * DAY)
        hours = np.flatnonzero(fits)
        return int(stage.begin[rng.choice(hours)]) if len(hours) else stage.oldest

    def _usual(self, scenario: Scenario, at: Millis, kind: str, days: float, end: int | None) -> Millis:
        """The same days at usual hours; a story of hours begins at one."""
        stage = self._stage
        known = stage.kinds.get(kind)
        hours = (HOURS if known is None else known.hours).astype(float)
        if scenario.filters.hours:
            inside = np.zeros(24)
            for begin, until in scenario.filters.hours:
                inside[range(begin, until) if begin <= until else [*range(begin, 24), *range(until)]] = 1.0
            hours = hours * inside + 1e-6 * inside
        if days < 2 and end is None:
            begun = stage.at_hours(at[:1], hours)[0]
            at = at + (begun - at[0])
        elif days >= 2:
            at = np.sort(stage.at_hours(at, hours))
        return at[(at <= stage.now) & (at >= stage.oldest)]

    # ---- where ---------------------------------------------------------------------------------------------------

    def _scene(self, scenario: Scenario, shape: Shape) -> Scene:
        stage, rng = self._stage, self._rng
        home = stage.grids(shape.where, 1)
        middle = stage.places.anywhere(home, rng)[0]
        if scenario.model is ModelKind.CLUSTER:
            km = self._between(shape.km or (1.0, 2.0))
            return Scene(self._around(int(home[0]), km), stage.middles[home[0]], km=km)
        match scenario.per:
            case Per.SUBJECT:
                return self._of_whom(scenario, home, middle)
            case Per.TOWN:
                town = rng.integers(0, int(stage.town.max()) + 1)
                return Scene(np.flatnonzero(stage.town == town), middle)
            case Per.VILLAGE:
                return Scene(np.flatnonzero(stage.village == stage.village[home[0]]), middle)
            case _:
                return Scene(home, middle)

    def _of_whom(self, scenario: Scenario, home: Rows, middle: Floats) -> Scene:
        stage = self._stage
        sorts = [stage.kinds[kind].subject for kind in sorted(scenario.heard()) if kind in stage.kinds]
        things = [sort for sort in sorts if sort not in ("", "who")]
        if not things:
            return Scene(home, middle, stage.people(1)[0])
        pool = stage.pool(max(set(things), key=things.count))
        one = int(self._rng.integers(len(pool.names)))
        return Scene(pool.grid[[one]], pool.place[one], pool.names[one])

    def _around(self, grid: int, km: float) -> Rows:
        """The grids whose middles lie within some kilometres, whatever borders lie between."""
        middles = self._stage.middles
        off = (middles - middles[grid]) * [np.cos(np.radians(middles[grid, 1])), 1.0]
        return np.flatnonzero(np.hypot(off[:, 0], off[:, 1]) <= km * KM)

    # ---- what ----------------------------------------------------------------------------------------------------

    def _told(self, scenario: Scenario, scene: Scene, shape: Shape, kinds: Sequence[str], at: Millis) -> Heard:
        stage, rng, count = self._stage, self._rng, len(at)
        weight = stage.ground.households[scene.grid] + 20.0
        grid = scene.grid[rng.choice(len(scene.grid), count, p=weight / weight.sum())]
        if scene.subject:
            place = np.repeat(scene.middle[None], count, axis=0)
        elif shape.metres:
            spot = np.repeat(scene.middle[None], count, axis=0)
            place = stage.places.near(grid, spot, np.full(count, shape.metres), rng)
        else:
            place = stage.places.anywhere(grid, rng)
        value = np.array([stage.values(stage.kinds.get(kind), 1)[0] for kind in kinds])
        if scenario.filters.least is not None:
            value = np.maximum(value, np.round(scenario.filters.least * rng.uniform(1.0, 1.8, count)))
        source = words([self._voice(scenario, kind) for kind in kinds], count)
        return Heard(words(list(kinds), count), source, at, grid, place, words(scene.subject, count), value)

    def _voice(self, scenario: Scenario, kind: str) -> str:
        """A source that brings this kind and that the scenario believes."""
        known = self._stage.kinds.get(kind)
        brought: Sequence[str] = VOICES if known is None else known.sources
        believed = [source for source in brought if not scenario.sources or source in scenario.sources]
        if not believed:
            believed = list(scenario.sources) if known is None else list(brought)
        return believed[int(self._rng.integers(len(believed)))]

    def _truth(self, scenario: Scenario, shape: Shape, scene: Scene, at: Millis, alive: bool) -> Truth:
        rng, begin, last = self._rng, int(at[0]), int(at[-1])
        harm = None
        if rng.uniform() < shape.harm and not alive:
            harm = last + int(rng.uniform(*shape.after) * DAY)
            harm = harm if harm <= self._stage.now else None
        tail = max(scenario.window.total_seconds() * 1000 / 4, 2 * DAY)
        end = max(last + int(min(tail, 20 * DAY)), harm or 0)
        spot = scenario.per in (Per.SPOT, Per.SUBJECT) or scene.km is not None
        radius: Any = scenario.parameters.get("radius_m", 200.0) if scenario.per is Per.SPOT else None
        place = (float(scene.middle[0]), float(scene.middle[1])) if spot else None
        return Truth(
            scenario, int(scene.grid[0]) if scene.km is None else -1, place, radius if scene.km is None else
            scene.km * 1000, scene.subject, begin, harm, end,
        )  # fmt: skip

    def _between(self, span: Range) -> float:
        return float(self._rng.uniform(*span))


def _kinds(scenario: Scenario, some: int, is_true: bool, count: int, rng: np.random.Generator) -> list[str]:
    """Kinds of a story: of those where different ones have to meet at least `some`; of a near miss at most so many."""
    known = [kind for kind in sorted(scenario.heard()) if ":" not in kind]
    order = [known[at] for at in rng.permutation(len(known))]
    if not is_true and some:
        order = order[:some]
    elif scenario.model is ModelKind.COINCIDENCE:
        order = order[: int(rng.integers(min(some or DIFFERENT, len(order)), len(order) + 1))]
    return spread_over(count, order, rng)
