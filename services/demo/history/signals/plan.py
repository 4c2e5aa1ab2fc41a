"""The plan of a demo city's signals: how often each kind is heard, and the stories that really happen."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.demo.profile import FOLDER
from services.domain.refusals import Refusal
from services.domain.scenarios import Scenario

PATH = FOLDER / "signals.toml"
Floats = NDArray[np.float64]
Range = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Kind:
    """How often a kind is heard in the city (a day, at the end), through which sources, when and where, of whom.

    `hours`, `weekdays`, `months` are shares; `where` a sort of place; `subject`: "who", a sort of thing, or "".
    """

    code: str
    a_day: float
    sources: tuple[str, ...]
    hours: Floats
    weekdays: Floats
    months: Floats
    where: str
    subject: str = ""
    value: Range | None = None


@dataclass(frozen=True, slots=True)
class Shape:
    """What one sort of story is like: signals in days, scattered by metres or over kilometres; `gap` between steps.

    `kinds`: so many different ones meet at least, in a near miss at most; `steps` of a chain that a near miss comes to.
    """

    many: int
    n: Range = (1, 1)
    days: Range = (1, 1)
    gap: Range = (1, 1)
    km: Range | None = None
    metres: float = 0.0
    kinds: int = 0
    steps: int = 0
    harm: float = 0.0
    after: Range = (0, 0)
    months: tuple[int, ...] = ()
    where: str = "home"


@dataclass(frozen=True, slots=True)
class Story:
    """A scenario's true stories (`true.many` in the past, `now` going on) and its near misses."""

    scenario: Scenario
    now: int
    true: Shape
    near: Shape


@dataclass(frozen=True, slots=True)
class Things:
    """Things that signals may be about: called so, so many in a whole city, in such places."""

    name: str
    count: int
    where: str


@dataclass(frozen=True, slots=True)
class Regular:
    """Things that report every day: so many, called so; silences alone (`many`) and of whole villages (`group`)."""

    scenario: Scenario
    kind: str
    thing: str
    where: str
    count: int
    many: int
    group: int
    now: int
    gap: Range
    near: int
    value: Range = (1, 1)


@dataclass(frozen=True, slots=True)
class Watched:
    """Things of the base records that a scenario looks after: a visit is such a signal; `now` are left alone."""

    scenario: Scenario
    kind: str
    source: str
    now: int


@dataclass(frozen=True, slots=True)
class SignalsPlan:
    """All of it."""

    kinds: tuple[Kind, ...]
    stories: tuple[Story, ...]
    regular: tuple[Regular, ...]
    watched: tuple[Watched, ...]
    things: Mapping[str, Things]


def read_plan(scenarios: Mapping[str, Scenario], path: Path = PATH) -> SignalsPlan:
    """The plan, with stories of these scenarios (others are left out); raises `Refusal` saying what is wrong."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        return SignalsPlan(
            kinds=tuple(_kind(row, table) for row in table["kind"]),
            stories=tuple(_story(row, scenarios) for row in table["story"] if row["scenario"] in scenarios),
            regular=tuple(_regular(row, scenarios) for row in table["regular"] if row["scenario"] in scenarios),
            watched=tuple(_watched(row, scenarios) for row in table["standing"] if row["scenario"] in scenarios),
            things={name: Things(one["zh"], one["count"], one["where"]) for name, one in table["things"].items()},
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Refusal(
            "catalogue.bad",
            "The tables in {path} can't be used: {why}.",
            path=path,
            why=f"{type(error).__name__}: {error}",
        ) from error


def _kind(row: Mapping[str, Any], table: Mapping[str, Any]) -> Kind:
    shares = {name: np.array(table[name][row[name]], float) for name in ("hours", "weekdays", "months")}
    value = row.get("value")
    return Kind(
        row["code"], float(row["a_day"]), tuple(row["sources"]), where=row["where"], subject=row.get("subject", ""),
        value=None if value is None else (float(value[0]), float(value[1])), **shares,
    )  # fmt: skip


def _story(row: Mapping[str, Any], scenarios: Mapping[str, Scenario]) -> Story:
    scenario = scenarios[row["scenario"]]
    true = {name: value for name, value in row.items() if name not in ("scenario", "now", "near")}
    shared = {name: value for name, value in true.items() if name in ("metres", "where", "months")}
    return Story(scenario, int(row["now"]), _shape(true), _shape({**shared, **row["near"]}))


def _shape(row: Mapping[str, Any]) -> Shape:
    pairs: Any = {name: (float(row[name][0]), float(row[name][1])) for name in ("n", "days", "gap", "km", "after")
             if name in row}  # fmt: skip
    plain = {name: row[name] for name in ("many", "metres", "kinds", "steps", "harm", "where") if name in row}
    return Shape(**plain, **pairs, months=tuple(row.get("months", ())))


def _regular(row: Mapping[str, Any], scenarios: Mapping[str, Scenario]) -> Regular:
    pairs: Any = {name: (float(row[name][0]), float(row[name][1])) for name in ("gap", "value") if name in row}
    plain = {name: row[name] for name in ("kind", "thing", "where", "count", "many", "group", "now", "near")}
    return Regular(scenarios[row["scenario"]], **plain, **pairs)


def _watched(row: Mapping[str, Any], scenarios: Mapping[str, Scenario]) -> Watched:
    return Watched(scenarios[row["scenario"]], row["kind"], row["source"], int(row["now"]))
