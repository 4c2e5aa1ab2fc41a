"""A small profile: four towns, twenty villages, ninety grids; the same makers as the large one's."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from services.demo.make import make_city
from services.demo.profile import Profile, read_profile
from services.store.engine import Clock, Database

NOW = datetime(2026, 11, 23, 6, 32, tzinfo=UTC)
TOWNS = (
    ("411481001", "东城街道", (116.40, 33.93)),
    ("411481101", "北集镇", (116.42, 34.01)),
    ("411481102", "南湖镇", (116.37, 33.86)),
    ("411481201", "西岭乡", (116.30, 33.95)),
)
FIGURES = {
    "grids": 90, "towns": 4, "subdistricts": 1, "townships": 1, "villages": 20, "provisional": 7, "heads": 40,
    "full_time": 85, "part_time": 120, "mobile": 12, "volunteers": 30, "departments": 37, "fields": 16, "sources": 18,
    "special_grids": 4, "incidents": 2400, "closed": 2300,
}  # fmt: skip
CITY = """
[city]
code = "411481000000"
zh = "小城"
en = "Small City"
timezone = "Asia/Shanghai"
square_km = 180
middle = [116.39, 33.93]
[sources]
names = "test"
codes = "test"
[history]
days = 120
growth = 1.2
unlocated = 0.02
outside = 0.005
[[story]]
town = "411481101"
category = "accident"
hazard = "junction"
department = "traffic_police"
spots = ["一号路口", "二号路口"]
measure_days_ago = 40
monthly_before = 30.0
monthly_after = 5.0
"""


def write_profile(folder: Path, key: str = "small", **figures: int) -> Path:
    """Writes the small profile into a folder of profiles, with other figures where they are given."""
    home = folder / key
    home.mkdir(parents=True)
    lines = [CITY, "[figures]", *(f"{name} = {value}" for name, value in {**FIGURES, **figures}.items()), "[towns]"]
    lines += [f'{code} = {{ name = "{name}", at = [{at[0]}, {at[1]}] }}' for code, name, at in TOWNS]
    (home / "profile.toml").write_text("\n".join(lines), encoding="utf-8")
    rows = ["town,code,name,setting"]
    for code, name, _ in TOWNS:
        urban = code < "411481100"
        for n in range(5):
            public = f"{code}{(1 if urban else 201) + n:03d}" if n < (4 if code == "411481001" else 3) else ""
            setting = ("core", "core", "fringe", "core", "village")[n] if urban else ("centre", *["village"] * 4)[n]
            rows.append(f"{code},{public},{name[0]}{'一二三四五'[n]}{'社区' if urban and n < 4 else '庄村'},{setting}")
    (home / "villages.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return folder


@pytest.fixture
def write() -> Callable[..., Path]:
    """`write_profile`."""
    return write_profile


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Profile:
    """The small profile."""
    return read_profile("small", write_profile(tmp_path_factory.mktemp("profiles")))


@pytest.fixture
def made(database: Database, small: Profile) -> Database:
    """The small city, made in a database of either kind."""
    make_city(database, profile=small)
    return database


@pytest.fixture
def embedded(fresh_database: Callable[[str], str], clock: Clock) -> Database:
    """An empty embedded database, for what does not depend on its kind."""
    return Database(fresh_database("sqlite"), clock)


@pytest.fixture(scope="session")
def city_file(tmp_path_factory: pytest.TempPathFactory, small: Profile) -> Path:
    """The small city in an embedded database, made once; copy it, never change it."""
    return make_file(tmp_path_factory.mktemp("made") / "city.sqlite", small)


@pytest.fixture
def small_made(city_file: Path, tmp_path: Path, clock: Clock) -> Iterator[Database]:
    """A copy of the small city, for what does not depend on the kind of database."""
    copy = Database(f"sqlite:///{shutil.copyfile(city_file, tmp_path / 'copy.sqlite')}", clock)
    yield copy
    copy.close()


def make_file(path: Path, profile: Profile) -> Path:
    """Makes the city in a file that stands alone (nothing left in a log beside it)."""
    database = Database(f"sqlite:///{path}", lambda: NOW)
    database.migrate()
    make_city(database, profile=profile)
    database.close()
    with sqlite3.connect(path) as connection:
        connection.execute("pragma wal_checkpoint(truncate)")
    connection.close()
    return path
