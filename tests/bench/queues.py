"""How long the desk's queue takes to search and to be ordered over 100,000 open incidents; milliseconds.

Each search is one round as the desk asks it: filter by the words, count every tab, order what is left.
"""

from __future__ import annotations

import argparse
import gc
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import numpy as np

from services.domain.areas import Area, AreaKind, Level
from services.domain.catalogue import Catalogue, Category, Department, Source
from services.domain.city import City
from services.domain.incidents import IncidentClass, IncidentState, PlaceStatus, Severity
from services.domain.queue_choice import Choice, Sort, Tab
from services.geo.gazetteer import Gazetteer, NamedPlace
from services.insight.queue import Whose, arrange
from services.insight.search import SearchIndex
from services.insight.texts import Texts
from services.live.area_table import AreaTable
from services.live.blocks import Blocks
from services.live.picture import Picture, Slots
from services.live.records import INCIDENT, PERSON
from services.live.rhythm import Rhythm

OPEN = 100_000
ROUNDS = 3
NOW = datetime(2026, 11, 23, 6, 32, tzinfo=UTC)
STATES = (IncidentState.REPORTED, IncidentState.FILED, IncidentState.ASSIGNED, IncidentState.SUSPENDED)
# a number, its end, digits that many have, a word of a text, one that is nowhere, names, initials, two words, letters
SEARCHES = (
    "20261123-054321", "4321", "1123", "红绿灯", "没有这个词", "第17镇", "路灯", "dys", "hcz", "路灯 第3镇", "water",
    "12345", "的", "3村", "lt",
)  # fmt: skip
PLACES = ("人民", "人民路", "rm", "rmlxq", "huicun", "路", "光明小区", "没有的", "人民路23号", "e", "东", "建设路118号")
NAMES = (("路灯", "Lamp"), ("漏水", "Water"), ("噪声", "Noise"))
TEXTS = (
    "路口红绿灯全灭，大货车抢行，放学前请处理", "小区门口垃圾堆了三天没人清运，味道很大", "井盖缺失，夜里有人摔倒过",
    "楼上噪声扰民，已是第十七次反映", "自来水管漏水，路面结冰", "路灯不亮六盏，老人出行不便",
)  # fmt: skip


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Keys: search_p50_ms, search_p95_ms, sort_p50_ms, sort_p95_ms, index_ms, open; places, places_p95_ms."""
    picture, texts = city(OPEN // (10 if options.quick else 1))
    began = time.perf_counter()
    index = SearchIndex.of(picture)
    index_ms = (time.perf_counter() - began) * 1000
    whose = Whose(np.arange(0, len(picture.incidents), 50))
    searches = [Choice(text=text) for text in SEARCHES]
    sorts = [Choice(sort=sort, turned=turned) for sort in Sort for turned in (False, True)]
    sorts += [replace(Choice(), tab=tab) for tab in Tab]
    found: dict[str, list[float]] = {"search": [], "sort": []}
    gc.collect()
    for _ in range(ROUNDS):
        for name, choices in (("search", searches), ("sort", sorts)):
            for choice in choices:
                began = time.perf_counter()
                arrange(picture, choice, index, NOW, whose, texts)
                found[name].append((time.perf_counter() - began) * 1000)
    figures = {f"{name}_p{q}_ms": round(float(np.percentile(ms, q)), 1) for name, ms in found.items() for q in (50, 95)}
    return figures | {"index_ms": round(index_ms, 1), "open": len(picture.incidents)} | _gazetteer(options.quick)


def _gazetteer(quick: bool) -> dict[str, Any]:
    """Finding a place among as many names."""
    random, count = Random(1), OPEN // (10 if quick else 1)
    signs, ends = "永城酂太丘侯岭茴村人民东西南北中学校医院花园大街光明建设解放和平", ("路", "小区", "学校", "医院")
    names = ("".join(random.choices(signs, k=random.randint(3, 8))) + random.choice(ends) for _ in range(count))
    gazetteer = Gazetteer.of(NamedPlace(name, 116.4, 33.9) for name in names)
    taken: list[float] = []
    for text in PLACES * ROUNDS:
        began = time.perf_counter()
        gazetteer.find(text)
        taken.append((time.perf_counter() - began) * 1000)
    return {"places": count, "places_p95_ms": round(float(np.percentile(taken, 95)), 1)}


def city(count: int) -> tuple[Picture, Texts]:
    """A picture of 31 towns, 770 villages and 3,824 grids with that many open incidents, and their words."""
    areas, random = _areas(), Random(5)
    catalogue = Catalogue(
        sources=tuple(Source(f"s{at}", f"来源{at}", f"Source {at}") for at in range(18)),
        categories=tuple(
            Category(f"c{at}", f"{name}{at}", f"{english} {at}", None, IncidentClass.ORDINARY, Severity.BLUE, None)
            for at, (name, english) in enumerate(NAMES * 40)
        ),
        departments=tuple(Department(f"d{at}", f"部门{at}", f"Department {at}") for at in range(37)),
        fields=(),
    )  # fmt: skip
    rows = _incidents(areas, count)
    ids = [int(one) for one in rows["id"]]
    texts = Texts().more((ident, f"第{ident % 97}号 {random.choice(TEXTS)}") for ident in ids)
    empty = np.empty(0, np.int32)
    return (
        Picture(
            city=City("试验市", "Trial", "411481000000"), catalogue=catalogue, areas=areas, incidents=Blocks.of(rows),
            incident_slots=Slots({ident: at for at, ident in enumerate(ids)}), people=Blocks.of(np.zeros(0, PERSON)),
            person_slots=Slots({}), rhythm=Rhythm.empty(NOW, City().zone), recent=empty, recent_apart={},
            reported_total=count, closed_total=0, last_heard=np.empty(0), loaded_at=NOW, sources={}, categories={},
            departments={},
        ),
        texts,
    )  # fmt: skip


def _areas() -> AreaTable:
    made = [Area(1, Level.CITY, "411481000000", "试验市", AreaKind.RURAL, None)]
    for town in range(31):
        made.append(Area(len(made) + 1, Level.TOWN, f"411481{100 + town}000", f"第{town}镇", AreaKind.RURAL, 1))
    towns = made[1:]
    for at in range(770):
        town = towns[at % 31]
        code = f"{town.code[:9]}{200 + at // 31}"
        made.append(Area(len(made) + 1, Level.VILLAGE, code, f"大杨{at}村", AreaKind.RURAL, town.id))
    villages = made[32:]
    for at in range(3824):
        village = villages[at % 770]
        code = f"{village.code}{at // 770 + 1:03}"
        made.append(Area(len(made) + 1, Level.GRID, code, f"{at}网格", AreaKind.RURAL, village.id))
    return AreaTable.of(made)


def _incidents(areas: AreaTable, count: int) -> Any:
    chance, rows = np.random.default_rng(7), np.zeros(count, INCIDENT)
    grids = areas.at_level(Level.GRID)
    rows["id"], rows["version"], rows["alive"] = np.arange(1, count + 1), 1, True
    rows["number"] = [f"20261123-{at:06}".encode() for at in range(1, count + 1)]
    rows["source"], rows["category"] = chance.integers(0, 18, count), chance.integers(0, 120, count)
    rows["severity"], rows["state"] = chance.integers(1, 5, count), chance.choice([int(s) for s in STATES], count)
    rows["place"], rows["department"] = int(PlaceStatus.LOCATED), chance.integers(0, 37, count)
    rows["grid"] = chance.choice(grids, count)
    rows["village"] = areas.parent[rows["grid"]]
    rows["town"] = areas.parent[rows["village"]]
    rows["reported_at"] = NOW.timestamp() - chance.uniform(0, 3 * 86400, count)
    rows["due_at"] = rows["reported_at"] + timedelta(hours=24).total_seconds()
    rows["warn_at"], rows["shelved_until"] = rows["due_at"] - 17_280, np.nan
    return rows
