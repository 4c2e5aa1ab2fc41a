"""Where, when and of whom signals of a demo city tell: sorts of places, the calendar, people and things."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from services.cases.subjects import digest_of
from services.demo.history.incidents import World
from services.demo.history.rhythm import hours_of
from services.demo.history.signals.plan import Floats, Kind, SignalsPlan
from services.domain.areas import AreaKind

DAY, HOUR = 86_400_000, 3_600_000
CITY_GRIDS = 3_824
Rows = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Pool:
    """Things of one sort: what each is called, and the grid and place where it stands."""

    names: tuple[str, ...]
    grid: Rows
    place: Floats


class Stage:
    """Draws places, times and subjects; everything by the random numbers that it is given.

    `share` is the city's size: what happens in it against a city of 3,824 grids with all its incidents.
    """

    def __init__(self, world: World, plan: SignalsPlan, share: float, key: bytes, rng: np.random.Generator) -> None:
        self.world, self.plan, self.share, self.rng = world, plan, share, rng
        self.ground, self.places = world.ground, world.places
        self.now = round(world.now.timestamp() * 1000)
        self.begin, self.local = hours_of(world.now, world.profile.city, world.profile.history.days)
        self.kinds: Mapping[str, Kind] = {kind.code: kind for kind in plan.kinds}
        self._key = key
        self._weights = _weights(world)
        self.middles = world.places.sure
        self.village = self.ground.borders.village_of_grid
        self.town = self.ground.borders.town_of_village[self.village]
        self._luck = np.repeat(rng.gamma(60.0, 1 / 60.0, world.profile.history.days + 2), 24)[: len(self.begin)]
        self._growth = np.linspace(1.0, world.profile.history.growth, len(self.begin))
        self._pools = {name: self._pool(name) for name in plan.things}

    def with_numbers(self, rng: np.random.Generator) -> Stage:
        """The same stage, drawing from other random numbers."""
        other = copy(self)
        other.rng = rng
        return other

    @property
    def oldest(self) -> int:
        """When the history begins, in milliseconds."""
        return int(self.begin[0])

    def grids(self, where: str, count: int) -> Rows:
        """Grid rows of a sort of place."""
        chance = self._weights[where]
        return np.minimum(
            np.searchsorted(chance, self.rng.uniform(0, chance[-1], count), side="right"), len(chance) - 1
        ).astype(np.intp)

    def times(self, kind: Kind, count: int) -> NDArray[np.int64]:
        """So many times over the history, by the rhythm of a kind."""
        rate = self.rate(kind)
        chance = np.cumsum(rate)
        hour = np.searchsorted(chance, self.rng.uniform(0, chance[-1], count), side="right")
        hour = np.minimum(hour, len(rate) - 1)
        reach = np.minimum(HOUR, self.now - self.begin[hour])
        return np.asarray(self.begin[hour] + (self.rng.uniform(size=count) * reach).astype(np.int64))

    def rate(self, kind: Kind) -> Floats:
        """What each hour of the history brings of a kind, against the others."""
        hour, weekday, month = self.local[:, 0], self.local[:, 1], self.local[:, 2] - 1
        rate = kind.hours[hour] * kind.weekdays[weekday] * kind.months[month] * self._growth * self._luck
        return np.asarray(rate * np.clip((self.now - self.begin) / HOUR, 0.0, 1.0))

    def at_hours(self, at: NDArray[np.int64], hours: Floats) -> NDArray[np.int64]:
        """The same days at hours that are usual."""
        first = at // HOUR * HOUR
        offset = self.begin[0] % DAY  # local midnight in the day of UTC
        midnight = (first - offset) // DAY * DAY + offset
        chosen = self.rng.choice(24, len(at), p=hours / hours.sum())
        moved = midnight + chosen * HOUR + (self.rng.uniform(size=len(at)) * HOUR).astype(np.int64)
        return np.where(moved > self.now, at, moved)

    def people(self, count: int) -> list[str]:
        """So many people, each by a digest of a number that nobody has."""
        return [digest_of(number, self._key) for number in self.world.telling.phones(count, self.rng)]

    def pool(self, name: str) -> Pool:
        """The things of a sort."""
        return self._pools[name]

    def values(self, kind: Kind | None, count: int) -> Floats:
        """Values of a kind: mostly towards the lower end of its range."""
        if kind is None or kind.value is None:
            return np.ones(count)
        low, high = kind.value
        drawn = low + (high - low) * self.rng.beta(1.4, 3.0, count)
        return np.round(drawn, 1) if high - low < 100 and low != round(low) else np.round(drawn)

    def _pool(self, name: str) -> Pool:
        things = self.plan.things[name]
        count = max(8, round(things.count * len(self.ground.grids) / CITY_GRIDS))
        grid = self.grids(things.where, count)
        village = self.village[grid].tolist()
        numbers: dict[int, int] = {}
        names = []
        for row in village:
            numbers[row] = numbers.get(row, 0) + 1
            town = self.ground.town_names[self.ground.borders.town_of_village[row]]
            names.append(f"thing:{town}{self.ground.village_names[row]}{things.name}{numbers[row]:02d}")
        return Pool(tuple(names), grid, self.places.anywhere(grid, self.rng))


def _weights(world: World) -> dict[str, Floats]:
    """Cumulated chances of grids by sorts of places."""
    ground = world.ground
    village = ground.borders.village_of_grid
    street = np.array([code[6:9] < "100" for code in ground.town_codes])[ground.borders.town_of_village[village]]
    rural, special = ground.grid_kind == AreaKind.RURAL, ground.grid_kind == AreaKind.SPECIAL
    homes = ground.households + 20.0
    chances = {
        "home": homes,
        "street": homes * np.where(rural, 0.25, np.where(street, 1.4, 1.0)),
        "rural": homes * np.where(rural, 1.0, 0.1),
        "works": np.where(special, 400.0, np.where(rural, 6.0, 14.0)),
        "even": np.ones(len(rural)),
    }
    return {name: np.cumsum(chance) for name, chance in chances.items()}


def spread_over(count: int, parts: Sequence[str], rng: np.random.Generator) -> list[str]:
    """So many of the parts, each at least once where there is room, in any order."""
    first = [parts[at] for at in rng.permutation(len(parts))[:count]]
    rest = [parts[at] for at in rng.integers(0, len(parts), count - len(first))]
    found = [*first, *rest]
    return [found[at] for at in rng.permutation(len(found))]
