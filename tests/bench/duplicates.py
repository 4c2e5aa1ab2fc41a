"""How many of the simulator's known duplicates are proposed, how many proposals are right, and how long one takes.

Pairs of a new incident and an earlier one that it truly repeats; what intake folds by itself is left out, since no
person is asked about it. `precision` = right proposals / proposals, `recall` = right proposals / true pairs, over usual
days; `flood` the same at ten times the reports. The weights were fitted on another seed. `ms_*`: one question while a
report is typed (text alone, text with its place) over 100,000 open incidents and those of the last seven days.
`typed`: how often the true one is among the first five while only the words, or words and place, are known.
"""

from __future__ import annotations

import argparse
import sqlite3
import statistics
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from duplicates_stream import Arrival, Day

from services.cases.duplicates.candidate import Draft
from services.cases.duplicates.finder import Duplicates
from services.live.picture import load_picture
from services.store.engine import Database

USUAL, FLOOD = (6.0, 168), (60.0, 24)  # reports an hour (mean of the day), hours
SEEDS = (2, 3, 4)
LIVE = 100_000
QUERIES = 300
FIRST = 5


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Keys: precision, recall, f1, ms_p50, ms_p95, and the counts and conditions behind them."""
    quick = bool(options.quick)
    with tempfile.TemporaryDirectory(prefix="gridcommand-duplicates-") as name:
        day = Day(Path(name), 2_000 if quick else 103_226)
        seeds = SEEDS[:1] if quick else SEEDS
        usual, typed, drafts = _measured(day, USUAL if not quick else (20.0, 12), seeds)
        flood, _, _ = _measured(day, FLOOD if not quick else (60.0, 3), seeds[:1] if quick else seeds)
        speed = _speed(day, drafts, 1_500 if quick else LIVE, 20 if quick else QUERIES)
    return {**usual, **speed, "typed": typed, "flood": flood}


def _measured(day: Day, rate: tuple[float, int], seeds: tuple[int, ...]) -> tuple[dict[str, Any], Any, list[Draft]]:
    right = proposed = true = arrived = 0
    asked = {"text": [0, 0], "text_and_place": [0, 0]}
    drafts: list[Draft] = []
    for seed in seeds:
        database, finder = day.open(f"seed{seed}-{rate[0]:.0f}")
        for arrival in day.arrivals(database, *rate, seed):
            found = {incident for incident, _ in finder.scored(arrival.picture, arrival.draft)}
            right += len(found & arrival.truly)
            proposed += len(found)
            true += len(arrival.truly)
            arrived += 1
            drafts.append(arrival.draft)
            if arrival.truly:
                _type(finder, arrival, asked)
        database.close()
    precision, recall = right / max(1, proposed), right / max(1, true)
    typed = {name: round(hits / max(1, of), 3) for name, (hits, of) in asked.items()}
    return (
        {
            "precision": round(precision, 3),
            "recall": round(recall, 3),
            "f1": round(2 * precision * recall / max(1e-9, precision + recall), 3),
            "right": right, "proposed": proposed, "true": true, "incidents": arrived,
        },
        typed,
        drafts,
    )  # fmt: skip


def _type(finder: Duplicates, arrival: Arrival, asked: dict[str, list[int]]) -> None:
    draft = replace(arrival.draft, category=None)
    for name, told in (("text", replace(draft, lon=None, lat=None)), ("text_and_place", draft)):
        found = {one.incident for one in finder.while_typed(arrival.picture, told, FIRST)}
        asked[name][0] += bool(found & arrival.truly)
        asked[name][1] += 1


def _speed(day: Day, drafts: list[Draft], live: int, queries: int) -> dict[str, Any]:
    day.open("speed")[0].close()
    path = day.folder / "speed.sqlite"
    with sqlite3.connect(path) as connection:  # only so can a city have so many open at once
        connection.execute(
            "update incidents set state = 5, closed_at = null where id in "
            "(select id from incidents where state = 8 order by id desc limit ?)",
            (live,),
        )
    connection.close()
    database = Database(f"sqlite:///{path}", day.clock)
    finder = Duplicates(database)
    with database.reading() as reader:
        picture = load_picture(reader, day.clock.now)
    begin = time.perf_counter()
    finder.while_typed(picture, drafts[0])
    built = time.perf_counter() - begin
    times = []
    for at in range(queries):
        draft = replace(drafts[at % len(drafts)], incident=0)
        draft = replace(draft, text=draft.text[: 4 + at % 20]) if at % 2 else replace(draft, lon=None, lat=None)
        begin = time.perf_counter()
        finder.while_typed(picture, draft)
        times.append((time.perf_counter() - begin) * 1000)
    database.close()
    times.sort()
    return {
        "ms_p50": round(statistics.median(times), 1),
        "ms_p95": round(times[int(len(times) * 0.95)], 1),
        "build_s": round(built, 2),
        "live": len(picture.incidents),
    }
