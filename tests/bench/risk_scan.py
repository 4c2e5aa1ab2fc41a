"""The scan on two public data sets with published answers: New York leukaemia (Poisson), NYC fever (permutation).

Published, SaTScan 9.6, leukaemia (coordinates as they stand, at most 10 % of the population in a circle): 26 tracts, 85
observed, 49.71 expected, relative risk 1.84, log likelihood ratio 11.577255, p .001; then 8 tracts, 38, 17.79,
9.019716, p .013. Fever, prospective, circles up to 3 km, the last 7 days at most: 3 clusters, none with p below .05.
"""

from __future__ import annotations

import argparse
import csv
import os
import time
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np

from services.risk.statistics.scan import Cluster, Search, scan_permutation, scan_places
from services.risk.statistics.windows import on_the_globe

LAST_DAY = date(2001, 11, 24)
SEED = 1


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Keys: scan and fever, as `scan_figures` says."""
    return scan_figures()


def scan_figures() -> dict[str, Any]:
    """Keys: scan (clusters of the leukaemia with places, observed, expected, rr, llr, p; seconds) and fever (clusters,
    below_05: how many have a p below .05, seconds).
    """
    folder = data_folder()
    started = time.perf_counter()
    leukaemia = scan_leukaemia(folder)
    seconds = time.perf_counter() - started
    started = time.perf_counter()
    fever = scan_fever(folder)
    return {
        "scan": {"clusters": [_figures(one) for one in leukaemia[:2]], "seconds": round(seconds, 3)},
        "fever": {
            "clusters": [_figures(one) for one in fever],
            "below_05": sum(one.chance is not None and one.chance < 0.05 for one in fever),
            "seconds": round(time.perf_counter() - started, 3),
        },
    }


def data_folder() -> Path:
    """The folder of public data, from GRIDCOMMAND_DATA."""
    default = Path(__file__).resolve().parents[3] / "shared" / "data"
    return Path(os.environ.get("GRIDCOMMAND_DATA", default)) / "clusters"


def scan_leukaemia(folder: Path, **how: Any) -> list[Cluster]:
    """Its clusters, the best first."""
    with (folder / "ny_leukaemia.csv").open(encoding="utf-8", newline="") as file:
        rows = [{key: float(value) for key, value in row.items()} for row in csv.DictReader(file)]
    return scan_places(
        [(row["longitude"], row["latitude"]) for row in rows],
        np.floor([row["cases"] for row in rows]),
        [row["population"] for row in rows],
        Search(**{"share": 0.1, "seed": SEED, **how}),
    )


def scan_fever(folder: Path, **how: Any) -> list[Cluster]:
    """Its clusters, the best first."""
    places = [line.split() for line in (folder / "NYCfever.geo").read_text(encoding="utf-8").splitlines() if line]
    number = {place[0]: at for at, place in enumerate(places)}
    where, ago = [], []
    for line in (folder / "NYCfever.cas").read_text(encoding="utf-8").splitlines():
        if line.strip():
            place, cases, day = line.split()
            where += [number[place]] * int(cases)
            ago += [(LAST_DAY - datetime.strptime(day, "%Y/%m/%d").date()).days] * int(cases)  # noqa: DTZ007 - a day
    points = on_the_globe([float(place[2]) for place in places], [float(place[1]) for place in places])
    return scan_permutation(points, where, ago, Search(**{"radius": 3.0, "seed": SEED, **how}))


def _figures(cluster: Cluster) -> dict[str, Any]:
    return {
        "places": len(cluster.places),
        "days": cluster.days,
        "observed": cluster.observed,
        "expected": round(cluster.expected, 6),
        "rr": round(cluster.risk, 6),
        "llr": round(cluster.ratio, 6),
        "p": cluster.chance,
    }
