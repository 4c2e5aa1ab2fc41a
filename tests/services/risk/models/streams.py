"""A street of signals made by hand, and the proof that what streams equals what is counted at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from hypothesis import strategies as st

from services.domain.areas import AreaKind, Level
from services.domain.incidents import PlaceStatus, Severity
from services.domain.scenarios import ModelKind, Per, Scenario
from services.domain.warnings import Finding
from services.live.area_table import AreaTable
from services.risk import scoring
from services.risk.model import RiskModel
from services.risk.world import SIGNAL, STANDING, World

# a threshold just reached is blue and three times as much orange, however the scales of points are set
LEVELS = {Severity.BLUE: 20.0, Severity.YELLOW: 55.0, Severity.ORANGE: 62.0, Severity.RED: 85.0}
ZONE = ZoneInfo("Asia/Shanghai")
NOW = 1_790_000_000.0
HOUR, DAY = 3_600.0, 86_400.0
TOWNS, VILLAGES, GRIDS = 2, 2, 3
CITY, TOWN, VILLAGE, GRID = 0, 1, 3, 7  # the first area of each level
KINDS = ("dispute", "police_call", "petition", "gas_smell", "gas_alarm", "visited", "inspected", "reading")
SOURCES = ("hotline", "police", "sensor", "grid_worker")
RECORDS = ("old_alone", "gas_station", "sensor", "school")
SUBJECTS = ("who:a", "who:b", "thing:meter", "record:1", "record:2", "record:3")


def a_world(standing: Any = None) -> World:
    """A city of 2 towns, 4 villages, 12 grids of 100, 200 … households; towns are urban and rural."""
    count = 1 + TOWNS + TOWNS * VILLAGES + TOWNS * VILLAGES * GRIDS
    grids = range(TOWNS * VILLAGES * GRIDS)
    levels = [Level.CITY] + [Level.TOWN] * TOWNS + [Level.VILLAGE] * TOWNS * VILLAGES + [Level.GRID] * len(grids)
    parents = [-1, 0, 0] + [TOWN + at // VILLAGES for at in range(TOWNS * VILLAGES)]
    parents += [VILLAGE + at // GRIDS for at in grids]
    homes = [0] * GRID + [100 * (at + 1) for at in grids]
    kinds = [AreaKind.URBAN] * GRID + [AreaKind.URBAN if at < 6 else AreaKind.RURAL for at in grids]
    areas = AreaTable(
        ids=np.arange(500, 500 + count), level=np.array(levels, np.uint8), kind=np.array(kinds, np.uint8),
        households=np.array(homes, np.int32), parent=np.array(parents, np.int32), marks=np.zeros(count, np.uint8),
        codes=tuple(f"A{at:02d}" for at in range(count)), names=tuple(f"area {at}" for at in range(count)),
        index={500 + at: at for at in range(count)},
    )  # fmt: skip
    world = World(
        areas, ZONE, (116.4, 33.9), {code: at for at, code in enumerate(KINDS)},
        {code: at for at, code in enumerate(SOURCES)}, record_kinds={code: at for at, code in enumerate(RECORDS)},
        standing=np.zeros(0, STANDING) if standing is None else standing,
    )  # fmt: skip
    for name in SUBJECTS:
        world.subjects.number(name)
    return world


def a_signal(world: World, ident: int, ago: float, kind: str = "dispute", **values: Any) -> Any:
    """One signal so many days before `NOW`; x, y in metres, `grid` among grids (None: not known), `subject` a name."""
    found = np.zeros(1, SIGNAL)
    grid = values.get("grid", 0)
    source = SOURCES.index(values.get("source", "hotline"))
    found["id"], found["at"], found["kind"], found["source"] = ident, NOW - ago * DAY, KINDS.index(kind), source
    found["subject"] = world.subjects.number(values.get("subject", ""))
    found["value"] = values.get("value", 1.0)
    found["town"], found["village"], found["grid"] = -1, -1, -1
    found["x"], found["y"] = values.get("x", 0.0), values.get("y", 0.0)
    found["place"] = int(PlaceStatus.UNLOCATED if grid is None else PlaceStatus.LOCATED)
    if grid is not None:
        found["grid"], found["village"] = GRID + grid, world.areas.parent[GRID + grid]
        found["town"] = world.areas.parent[found["village"]]
    found["lon"], found["lat"] = world.lonlat(float(found["x"][0]), float(found["y"][0]))
    return found


def standing_rows(world: World, *rows: Mapping[str, Any]) -> Any:
    """Base records that stand somewhere: id, kind, x, y, grid, `ago` (days since the last check, None: never), due."""
    found = np.zeros(len(rows), STANDING)
    for at, row in enumerate(rows):
        grid = GRID + row.get("grid", 0)
        ago = row.get("ago")
        one = found[at]
        one["id"], one["kind"] = row["id"], RECORDS.index(row["kind"])
        one["subject"] = world.subjects.number(f"record:{row['id']}")
        one["x"], one["y"] = row.get("x", 0.0), row.get("y", 0.0)
        one["lon"], one["lat"] = world.lonlat(float(one["x"]), float(one["y"]))
        one["grid"], one["village"] = grid, world.areas.parent[grid]
        one["town"] = world.areas.parent[one["village"]]
        one["checked_at"] = np.nan if ago is None else NOW - ago * DAY
        one["due_days"] = row.get("due", np.nan)
    return found


def a_scenario(
    model: ModelKind, kinds: Sequence[str], per: Per = Per.GRID, days: float = 30, **values: Any
) -> Scenario:
    """A scenario of these kinds; what isn't its own field is a parameter."""
    own = {name: values.pop(name) for name in tuple(values) if name in Scenario.__dataclass_fields__}
    return Scenario(
        **{
            "code": "test.one", "campaign": "test", "name_zh": "试", "name_en": "Test", "purpose_zh": "试",
            "purpose_en": "Test", "model": model, "kinds": tuple(kinds), "per": per,
            "window": timedelta(days=days), "owner": "police", "category": "dispute",
            "lasts": timedelta(days=7), "harm": 0.4, "levels": LEVELS, "parameters": values, **own,
        }
    )  # fmt: skip


def found_in(model: RiskModel, scenario: Scenario, world: World, signals: Any, now: float = NOW) -> list[Finding]:
    """What one scenario finds in signals that are taken at once."""
    running = model.open([scenario], world)
    running.take(signals, now)
    return running.findings(now)


def joined(*signals: Any) -> Any:
    """Many as one."""
    return np.concatenate(signals) if signals else np.zeros(0, SIGNAL)


def points(finding: Finding) -> dict[str, float]:
    """The parts of its score."""
    return {part.code: part.points for part in finding.parts}


@st.composite
def batches(draw: Any, kinds: Sequence[str] = KINDS, days: float = 60, most: int = 60) -> list[tuple[float, list[Any]]]:
    """Batches of signals in any order of time with the moment each came: some late, some too old, some of one time.

    A signal is given as what `a_signal` takes, so that a failing example can be read.
    """
    count = draw(st.integers(1, most))
    moments = sorted(draw(st.lists(st.integers(0, int(24 * days)), min_size=1, max_size=8)))
    found: list[tuple[float, list[Any]]] = [(hour / 24, []) for hour in moments]
    for ident in range(1, count + 1):
        day, batch = found[draw(st.integers(0, len(found) - 1))]
        late = draw(st.one_of(st.integers(0, 6), st.integers(0, int(24 * days)))) / 24
        batch.append(
            {
                "ident": ident, "ago": days - day + late, "kind": draw(st.sampled_from(kinds)),
                "source": draw(st.sampled_from(SOURCES)), "subject": draw(st.sampled_from(("", *SUBJECTS))),
                "grid": draw(st.one_of(st.none(), st.integers(0, 11))), "x": draw(st.integers(-3, 3)) * 90.0,
                "y": draw(st.integers(-3, 3)) * 90.0,
            }
        )  # fmt: skip
    return found


def lived(world: World, given: list[tuple[float, list[Any]]], days: float = 60) -> Iterator[tuple[float, Any, Any]]:
    """Each moment with its new signals and all that came until then."""
    everything = np.zeros(0, SIGNAL)
    for day, batch in given:
        fresh = joined(*(a_signal(world, **one) for one in batch))
        everything = np.concatenate([everything, fresh])
        yield NOW - (days - day) * DAY, fresh, everything


def check_equal(
    model: RiskModel, scenarios: Sequence[Scenario], world: World, given: list[tuple[float, list[Any]]]
) -> list[Finding]:
    """Asserts that after every batch the running table of each scenario is the recomputed one, exactly; and that what
    is found reaches a level or falls from one, its score being that of its measures, and that what stands is what
    stands for one who begins then. Gives all that was found.
    """
    running = model.open(scenarios, world)
    by_code = {scenario.code: scenario for scenario in scenarios}
    standing: set[tuple[str, str]] = set()
    everything: list[Finding] = []
    for now, fresh, whole in lived(world, given):
        running.take(fresh, now)
        for scenario in scenarios:
            wanted = model.recompute(scenario, world, whole, now)
            np.testing.assert_array_equal(running.table(scenario.code), wanted)
        for finding in running.findings(now):
            everything.append(finding)
            check_finding(model, by_code[finding.scenario], finding)
            name = (finding.scenario, finding.situation)
            assert finding.level is not None or name in standing
            (standing.discard if finding.level is None else standing.add)(name)
            assert set(finding.signals) <= set(whole["id"].tolist())
        assert running.findings(now) == []
        assert in_areas(standing) == in_areas(found_anew(model, scenarios, world, whole, now))
    return everything


def found_anew(
    model: RiskModel, scenarios: Sequence[Scenario], world: World, signals: Any, now: float
) -> set[tuple[str, str]]:
    """What stands for one who begins now, with all signals."""
    running = model.open(scenarios, world)
    running.take(signals, now)
    return {(one.scenario, one.situation) for one in running.findings(now) if one.level is not None}


def in_areas(standing: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Without spots, whose name is that of the node where they began."""
    return {one for one in standing if not one[1].startswith("spot:")}


def check_finding(model: RiskModel, scenario: Scenario, finding: Finding) -> None:
    """Its score is what its measures make, every relief lowers it, and its sentence is made of numbers."""
    assert finding.parts == model.parts(scenario, finding.measures)
    assert finding.score == scoring.total(finding.parts)
    assert 0 <= finding.score <= 100
    for relief in model.reliefs(scenario, finding.measures):
        assert scoring.total(model.parts(scenario, relief.measures)) < finding.score
    assert model.basis(scenario, finding.measures)
