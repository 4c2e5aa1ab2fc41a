"""How long it takes to say whom to send, with reasons and what is left alone, among 10,000 people at their posts.

The demo city's people, each in a grid of its own, filled up to the number; a quarter of them have open cases in hand.
Every question is another open incident.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from services.cases.sending.crew import Crew
from services.cases.sending.ranking import whom_to_send
from services.cases.sending.sender import case_of
from services.cases.sending.skills import read_skills
from services.demo.make import make_city
from services.live.blocks import Blocks
from services.live.picture import Picture, Slots, load_picture
from services.store.engine import Database

NOW = datetime(2026, 11, 23, 6, 32, tzinfo=UTC)
PEOPLE = 10_000


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Keys: people, p50_ms, p95_ms, open (incidents that were asked for or in somebody's hands)."""
    with tempfile.TemporaryDirectory(prefix="gridcommand-sending-") as name:
        database = Database(f"sqlite:///{Path(name) / 'city.sqlite'}", lambda: NOW)
        database.migrate()
        make_city(database, incidents=2_000 if options.quick else 103_226)
        skills = read_skills()
        with database.reading() as reader:
            picture = _crowded(load_picture(reader, NOW))
            crew = Crew.of(reader, picture, skills)
            ids = picture.incidents.column("id").tolist()[: 5 if options.quick else 500]
            found = [reader.incident(ident) for ident in ids]
        cases = [case_of(picture, one) for one in found if one is not None]
        database.close()
    whom_to_send(picture, crew, skills, cases[0], NOW)
    times = []
    for case in cases:
        begin = time.perf_counter()
        whom_to_send(picture, crew, skills, case, NOW)
        times.append((time.perf_counter() - begin) * 1000)
    times.sort()
    return {
        "people": len(picture.people),
        "p50_ms": round(statistics.median(times), 2),
        "p95_ms": round(times[int(len(times) * 0.95)], 2),
        "open": len(picture.incidents),
    }


def _crowded(picture: Picture) -> Picture:
    """The same picture with exactly so many people, some of whom have cases in hand."""
    rows = picture.people.rows(np.arange(PEOPLE) % len(picture.people))
    fresh = np.arange(PEOPLE) >= len(picture.people)
    rows["id"][fresh] = rows["id"].max() + 1 + np.arange(int(fresh.sum()))
    incidents = picture.incidents.rows(np.arange(len(picture.incidents)))
    incidents["worker"][::4] = rows["id"][: len(incidents[::4])]
    return replace(
        picture,
        people=Blocks.of(rows),
        person_slots=Slots({int(ident): at for at, ident in enumerate(rows["id"])}),
        incidents=Blocks.of(incidents),
    )
