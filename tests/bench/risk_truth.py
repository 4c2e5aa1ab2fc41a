"""What the models find of what really happened in a demo city: the last twelve months, replayed and compared.

A warning hits a story when it is raised between the story's beginning and end, by the same scenario, and both lie
together by the rule of `services.demo.truths` (the same subject, area, or circles that meet). A warning that hits a
story of another scenario of the same reach, which listens to some of the same kinds, is no false alarm either: the
same thing was perceived twice; it counts for precision alone. A story counts for recall if it began within the year.
Lead: from the first warning that hit a story until its harm, for stories that ended in harm; a warning after the harm
counts with a negative lead. Figures by model are over the warnings and stories of all its scenarios.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any

import numpy as np
from sqlalchemy import select

from services.bundle import open_services
from services.demo.truths import is_there
from services.domain.scenarios import ModelKind, Per, Scenario
from services.risk.keeping import running
from services.risk.loading import load_world, past
from services.risk.registry import models
from services.risk.replay import Raised, replay
from services.settings import Settings
from services.store.engine import Database
from services.store.reader import Reader
from services.store.tables.warnings import truths

YEAR = timedelta(days=365)
WHOLE = timedelta(days=731)
LOCAL = frozenset({Per.SPOT, Per.GRID, Per.VILLAGE, Per.SUBJECT})
HOUR = 3600.0


@dataclass(slots=True)
class Tally:
    """What one scenario, or all of a model, came to."""

    raised: int = 0
    hits: int = 0
    near: int = 0
    stories: int = 0
    found: int = 0
    leads: list[float] = field(default_factory=list)
    levels: dict[str, int] = field(default_factory=dict)

    def add(self, other: Tally) -> None:
        """Adds another one."""
        self.raised, self.hits, self.near = self.raised + other.raised, self.hits + other.hits, self.near + other.near
        self.stories, self.found = self.stories + other.stories, self.found + other.found
        self.leads += other.leads
        for level, count in other.levels.items():
            self.levels[level] = self.levels.get(level, 0) + count

    def figures(self) -> dict[str, Any]:
        """Shares, the median lead in hours, false alarms a week."""
        false = self.raised - self.hits - self.near
        return {
            "precision": _share(self.hits + self.near, self.raised), "recall": _share(self.found, self.stories),
            "lead_hours": round(median(self.leads), 1) if self.leads else None,
            "false_per_week": round(false * 7 / YEAR.days, 3), "raised": self.raised, "stories": self.stories,
        }  # fmt: skip


def model_figures(database: Database) -> dict[str, Any]:
    """Precision, recall, lead and false alarms of each model over the twelve months before the city was made."""
    total: dict[str, Tally] = {}
    for scenario, tally in scenario_tallies(database):
        total.setdefault(str(scenario.model), Tally()).add(tally)
    return {"models": {name: total[name].figures() for name in sorted(total)}}


def scenario_tallies(database: Database, only: str = "") -> list[tuple[Scenario, Tally]]:
    """The tally of each scenario whose model is there (of those whose model or code begins so)."""
    with database.reading() as reader:
        end = _made_at(reader)
        begin, scenarios, stories = end - YEAR, running(reader), reader.all(select(truths))
        world = load_world(reader, scenarios)
        kinds = frozenset().union(*(scenario.heard() for scenario in scenarios))
        blocks = list(past(reader, world, end - WHOLE, end, kinds))
    signals, known = np.concatenate(blocks), models()
    heard = {scenario.code: scenario for scenario in scenarios}
    found = []
    for scenario in scenarios:
        if scenario.model in known and any(name.startswith(only) for name in (scenario.code, scenario.model)):
            raised = replay(scenario, world, known[scenario.model], signals, begin, end)
            found.append((scenario, _tally(scenario, raised, stories, heard, begin)))
    return found


def _tally(
    scenario: Scenario, raised: Sequence[Raised], stories: Sequence[Any], heard: Mapping[str, Scenario],
    begin: datetime,
) -> Tally:  # fmt: skip
    mine = [story for story in stories if story.scenario == scenario.code]
    others = [
        story
        for story in stories
        if story.scenario != scenario.code and _is_same_sort(scenario, heard.get(story.scenario))
    ]
    tally, first = Tally(raised=len(raised)), dict[int, datetime]()
    for one in raised:
        tally.levels[one.level.name] = tally.levels.get(one.level.name, 0) + 1
        hit = [story for story in mine if hits(one, story)]
        tally.hits += bool(hit)
        tally.near += not hit and any(hits(one, story) for story in others)
        for story in hit:
            first[story.id] = min(first.get(story.id, one.raised_at), one.raised_at)
    counted = [story for story in mine if story.begin_at >= begin]
    tally.stories, tally.found = len(counted), sum(story.id in first for story in counted)
    tally.leads = [
        (story.harm_at - first[story.id]).total_seconds() / HOUR
        for story in counted
        if story.harm_at is not None and story.id in first
    ]
    return tally


def hits(raised: Raised, story: Any) -> bool:
    """Whether a warning is about a story, while it goes on."""
    return bool(story.begin_at <= raised.raised_at <= story.end_at) and is_there(raised, story)


def _is_same_sort(one: Scenario, other: Scenario | None) -> bool:
    """Whether both may perceive the same thing: some kinds of signals, and a like reach."""
    if other is None or not one.heard() & other.heard():
        return False
    return one.per is other.per or (one.per in LOCAL and other.per in LOCAL) or one.model is ModelKind.CLUSTER


def _made_at(reader: Reader) -> datetime:
    return datetime.fromtimestamp(int(reader.setting("demo.made_at", "0")) / 1000, UTC)


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 3) if whole else None


def main() -> None:
    """Prints each scenario's and each model's figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("database")
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    services = open_services(Settings(options.database, "en"))
    try:
        total: dict[ModelKind, Tally] = {}
        for scenario, tally in scenario_tallies(services.database, options.only):
            print(f"{scenario.model:12} {scenario.code:24}", json.dumps({**tally.figures(), **tally.levels}))
            total.setdefault(scenario.model, Tally()).add(tally)
        print(json.dumps({str(kind): tally.figures() for kind, tally in sorted(total.items())}, indent=1))
    finally:
        services.close()


if __name__ == "__main__":
    sys.exit(main())
