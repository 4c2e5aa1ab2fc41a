"""The borders of all levels, indexed for drawing; kept in the user's cache folder, so that a start is fast."""

from __future__ import annotations

import hashlib
import logging
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from layers.raster.area_index import AreaIndex
from layers.raster.borders import Borders
from services.domain.areas import Level
from widgets.map.areas import AreaLayer, label_spots

CAREFUL = 1000  # levels with more areas take any inner point for their names
SCALES = (1000.0, 1500.0, 2250.0, 3400.0, 5000.0, 7500.0, 11000.0)  # px across the city, each with simpler borders
COARSE = (125.0, 250.0, 500.0)  # and for the city itself, whose line alone has a soft band
VERSION = b"4"
WHOLE = 0.99  # of the city's area
KEPT = 8  # files in the cache
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ground:
    """The borders of all levels, indexed; made off the GUI thread by `ground_of`.

    `spots` (n, 2) metres: where names sit; `widths`: the side of a square as large as each area, metres.
    """

    layers: Mapping[int, AreaLayer]
    indexes: Mapping[int, AreaIndex]
    spots: Mapping[int, NDArray[np.float64]]
    widths: Mapping[int, NDArray[np.float64]]
    bounds: tuple[float, float, float, float]

    @property
    def origin(self) -> tuple[float, float]:
        """The corner that indexes count from."""
        return self.bounds[0], self.bounds[1]

    @property
    def extent(self) -> float:
        """The longer side in metres."""
        return max(self.bounds[2] - self.bounds[0], self.bounds[3] - self.bounds[1], 1.0)

    def covers(self, level: int) -> bool:
        """Whether the areas of a level fill the city, so that what lies outside them lies outside the city."""
        if int(Level.CITY) not in self.widths or level not in self.widths:
            return False
        part, whole = self.widths[level], self.widths[int(Level.CITY)]
        return bool(part @ part > WHOLE * (whole @ whole))

    def renamed(self, names: Mapping[int, Sequence[str]]) -> Ground:
        """The same borders with other names by level."""
        return replace(
            self,
            layers={level: replace(layer, names=names.get(level, layer.names)) for level, layer in self.layers.items()},
        )


def ground_of(layers: Mapping[int, AreaLayer], cache: Path | None = None, simpler: bool = True) -> Ground:
    """Indexes the borders: seconds for a city the first time, a blink from the cache; never on the GUI thread.

    `simpler` adds borders for scales at which the exact ones are finer than a pixel.
    """
    there = {level: layer for level, layer in layers.items() if len(layer.polygons)}
    if not there:
        return Ground({}, {}, {}, {}, (0.0, 0.0, 1.0, 1.0))
    bounds, extent = _bounds(layer.polygons for layer in there.values())
    indexes, spots = {}, {}
    for level, layer in there.items():
        scales = _scales(level, extent) if simpler else ()
        indexes[level], spots[level] = _level(layer.polygons, bounds[:2], scales, cache)
    if cache is not None:
        _tidy(cache)
    indexes = {level: index.of_kinds(_groups(level, there)) for level, index in indexes.items()}
    widths = {level: np.sqrt(shapely.area(layer.polygons)) for level, layer in there.items()}
    return Ground(there, indexes, spots, widths, bounds)


def _groups(level: int, layers: Mapping[int, AreaLayer]) -> list[tuple[int, NDArray[np.int32]]]:
    """Of each level that a level's areas lie in, finer ones first: which of it each area lies in, by its number."""
    inside, found = np.arange(len(layers[level].ids)), []
    for finer, coarser in pairwise(sorted((at for at in layers if at <= level), reverse=True)):
        inside = np.where(inside >= 0, layers[finer].parent[np.clip(inside, 0, None)], -1)
        found.append((coarser, np.r_[-1, inside].astype(np.int32)))
    return found


def is_kept(layers: Mapping[int, AreaLayer], cache: Path) -> bool:
    """Whether all levels are in the cache already, simpler borders and all."""
    there = {level: layer.polygons for level, layer in layers.items() if len(layer.polygons)}
    if not there:
        return True
    bounds, extent = _bounds(there.values())
    return all(_path(polygons, bounds[:2], _scales(level, extent), cache).exists() for level, polygons in there.items())


def _bounds(polygons: Iterable[NDArray[Any]]) -> tuple[tuple[float, float, float, float], float]:
    """West, south, east, north of all, and the longer side."""
    box = np.array([shapely.total_bounds(level) for level in polygons])
    west, south, east, north = (float(side) for side in (*box[:, :2].min(axis=0), *box[:, 2:].max(axis=0)))
    return (west, south, east, north), max(east - west, north - south, 1.0)


def _scales(level: int, extent: float) -> tuple[float, ...]:
    coarse = COARSE if level == Level.CITY else ()
    return tuple(px / extent for px in (*coarse, *SCALES))


def _level(
    polygons: NDArray[Any], origin: tuple[float, float], scales: tuple[float, ...], cache: Path | None
) -> tuple[AreaIndex, NDArray[np.float64]]:
    path = _path(polygons, origin, scales, cache) if cache is not None else None
    if path is not None:
        try:
            return _load(path)
        except FileNotFoundError:
            pass
        except (OSError, ValueError, KeyError, zipfile.BadZipFile) as problem:
            log.warning("borders in %s can't be read and are made anew: %s", path, problem)
    index = AreaIndex.of(polygons, origin, scales)
    spots = label_spots(polygons, len(polygons) <= CAREFUL)
    if path is not None:
        _save(path, index, spots)
    return index, spots


def _path(polygons: NDArray[Any], origin: tuple[float, float], scales: tuple[float, ...], cache: Path) -> Path:
    known = hashlib.sha256(VERSION)
    known.update(np.array([*origin, *scales], np.float64).tobytes())
    for shape in shapely.to_wkb(polygons):
        known.update(shape or b"-")
    return cache / f"{known.hexdigest()[:32]}.npz"


def _load(path: Path) -> tuple[AreaIndex, NDArray[np.float64]]:
    with np.load(path, allow_pickle=False) as kept:
        scales, count = kept["scales"], int(kept["count"])
        lods = []
        for at, scale in enumerate(scales):
            seg, step, sides = (kept[f"{name}{at}"] for name in ("seg", "step", "sides"))
            tall = float((seg[:, 3] - seg[:, 1]).max()) if len(seg) else 0.0
            lods.append(
                (
                    float(scale),
                    Borders(seg, np.ascontiguousarray(seg[:, 1]), tall, step, sides, np.zeros(len(seg), np.uint8)),
                )
            )
        return AreaIndex(tuple(lods), count), kept["spots"]


def _save(path: Path, index: AreaIndex, spots: NDArray[np.float64]) -> None:
    arrays: dict[str, Any] = {
        "scales": np.array([scale for scale, _ in index.lods]),
        "count": np.array(index.count),
        "spots": spots,
    }
    for at, (_, borders) in enumerate(index.lods):
        arrays |= {f"seg{at}": borders.seg, f"step{at}": borders.step, f"sides{at}": borders.sides}
    part = path.with_suffix(".part.npz")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez(part, **arrays)
        part.replace(path)
    except OSError as problem:
        log.warning("borders can't be kept in %s: %s", path.parent, problem)


def _tidy(cache: Path) -> None:
    """Only the newest files stay: each redrawing of the city leaves its old ones behind."""
    try:
        files = sorted(cache.glob("*.npz"), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in files[KEPT:]:
            path.unlink(missing_ok=True)
    except OSError as problem:
        log.warning("old borders can't be removed from %s: %s", cache, problem)
