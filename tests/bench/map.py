"""How long the map takes to draw a view, beside pyqtgraph as most people would use it; view by view, turn by turn.

A frame is timed from "set view" to that view's finished pixels in the widget's backing store: names drawn, presented,
no scaled stand-in. Ratios are medians of view-by-view ratios; `load` is the machine's load while it ran.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent))

import map_city
from map_live import gui_tick, live_share
from map_ours import Ours
from map_peer import Peer
from map_pixels import pixel_check
from map_views import Look, series
from PySide6.QtWidgets import QApplication

from desktop.application import rest_the_collector
from layers.raster import kernels
from layers.raster.engine import share_the_lock

SIZES = {"1080p": (1920, 1080), "4k": (3840, 2160)}
COUNTS = {"areas": 0, "100k": 100_000, "1m": 1_000_000}


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Keys: 1080p and 4k with areas, 100k and 1m; the single figures; load."""
    app = QApplication.instance() or QApplication([])
    kernels.wait()
    share_the_lock()  # as the application does
    quick = options.quick
    city = map_city.build()
    marks = {name: _marks(city, count) for name, count in COUNTS.items()}
    classes = {
        name: np.random.default_rng(3).integers(0, 6, len(rows)) for name, rows in
        (("towns", city.towns), ("villages", city.villages), ("grids", city.grids))
    }  # fmt: skip
    found: dict[str, Any] = {}
    for size, pixels in SIZES.items():
        ours, peer = Ours(city, classes, pixels), Peer(city, classes, pixels)
        found[size] = {}
        for name in COUNTS:
            every = (12 if name == "1m" else 4) if quick else 1
            ours.set_markers(*marks[name])
            peer.set_markers(*marks[name])
            rest_the_collector()  # as the application does; it spares both sides
            found[size][name] = _compared(ours, peer, series(city.outline.bounds, every))
        peer.close()
        if size == "4k":
            ours.set_markers(*marks["100k"])
            found["pan_4k_100k_over_present"] = _pan(ours, city, 10 if quick else 60)
        ours.close()
    desk = Ours(city, classes, SIZES["1080p"])
    desk.set_markers(*marks["100k"])
    seconds = options.seconds or (2.0 if quick else 10.0)
    found["gui_tick_p95_ms"] = gui_tick(app, desk, series(city.outline.bounds), seconds)
    found["live_1000_per_s_frame_share"] = live_share(app, desk, city, seconds)
    found["hit_100k_us"] = _hit(desk, 300 if quick else 3000)
    desk.close()
    found["pixel_check"] = pixel_check(city, quick)
    found["load"] = [round(value, 2) for value in os.getloadavg()] if hasattr(os, "getloadavg") else None
    return found


def _marks(city: map_city.City, count: int) -> tuple[Any, Any, Any]:
    if count == 0:
        return np.empty(0), np.empty(0), np.empty(0, np.uint8)
    return map_city.incidents(city, count)


def _compared(ours: Ours, peer: Peer, views: list[Look]) -> dict[str, float]:
    for look in (
        views[0],
        views[len(views) // 2],
    ):  # pixmaps of names, sprites and symbols are made before the clock runs
        ours.frame(look)
        peer.frame(look)
    for look in views:
        ours.frame(look)
    mine, theirs = [], []
    for look in views:
        mine.append(ours.frame(look))
        theirs.append(peer.frame(look))
    a, b = np.array(mine), np.array(theirs)
    return {
        "ms": round(float(np.median(a)), 2),
        "p95": round(float(np.percentile(a, 95)), 2),
        "peer_ms": round(float(np.median(b)), 2),
        "ratio": round(float(np.median(b / a)), 2),
    }


def _pan(ours: Ours, city: map_city.City, count: int) -> float:
    """One step of a pan at four times the city's scale, over presenting a finished frame once."""
    west, south, east, north = city.outline.bounds
    steps = [
        Look(west + (east - west) * (0.40 + 0.2 * at / count), south + (north - south) * 0.5, 4.0)
        for at in range(count)
    ]
    for look in steps[:3]:
        ours.frame(look)
    pans, presents = [], []
    for look in steps:
        pans.append(ours.frame(look))
        presents.append(ours.present())
    return round(float(np.median(pans) / np.median(presents)), 2)


def _hit(ours: Ours, count: int) -> float:
    """Microseconds to find the marker under a pixel, among 100,000."""
    rng = np.random.default_rng(5)
    scenery = ours.canvas.scenery
    west, south, east, north = scenery.ground.bounds
    x, y = rng.uniform(west, east, count), rng.uniform(south, north, count)
    radius = 12.0 / ours.canvas.view().k
    places = list(zip(x.tolist(), y.tolist(), strict=True))
    scenery.markers.nearest(*places[0], radius)
    took = []
    for place in places:
        begin = time.perf_counter_ns()
        scenery.markers.nearest(*place, radius)
        took.append(time.perf_counter_ns() - begin)
    return round(float(np.median(took)) / 1e3, 2)
