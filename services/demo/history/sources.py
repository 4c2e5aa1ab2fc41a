"""The channels of made-up incidents: mostly grid workers and the hotline, often the unit that knows the field."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from services.demo.history.whereabouts import Whereabouts
from services.domain.catalogue import Category, Source
from services.domain.incidents import PlaceStatus

BY_KIND = {"grid": 46.0, "citizen": 8.0, "department": 0.12, "device": 0.0, "centre": 1.2}
BY_CODE = {"hotline": 21.0, "qr": 9.0, "petition": 2.2}
# the channels that a department hears of its own matters by
OWN = {
    "police": "police", "traffic_police": "traffic", "fire": "fire", "emergency": "emergency", "urban": "urban",
    "sanitation": "urban", "market": "market", "ecology": "ecology", "water": "water", "civil": "civil",
    "health": "health", "housing": "housing", "mediation": "mediation", "petition": "petition",
    "justice": "mediation", "court": "mediation", "work": "petition", "housing_fund": "housing",
    "politics_law": "police", "industry": "emergency", "gas": "housing", "livestock": "ecology", "roads": "traffic",
}  # fmt: skip
OWN_WEIGHT = 24.0
# small fields are heard of daily all the same
OWN_WEIGHTS = {
    "health": 260.0,
    "emergency": 110.0,
    "ecology": 80.0,
    "water": 80.0,
    "market": 70.0,
    "police": 50.0,
    "civil": 50.0,
}
SEEN = frozenset(
    (
        "stall", "parking", "bikes", "garbage", "bulk_waste", "straw_fire", "dust", "water_pooled", "accident",
        "fire_alarm", "small_ads", "banner", "smoke", "manhole", "tree_fallen", "signal_fault", "fire_lane",
        "gathering", "digging", "billboard",
    )
)  # fmt: skip
SENSED = frozenset(
    (
        "gas_smell", "pipe_leak", "street_lamp", "water_pooled", "flooding", "fire_alarm", "drain_blocked",
        "power_cut", "water_cut", "heating", "noise_site", "dust", "ebike", "wiring", "collapse", "manhole", "chemical",
    )
)  # fmt: skip
DEVICES = {"video": (SEEN, 15.0), "sensor": (SENSED, 13.0)}


def sources_of(
    sources: Sequence[Source],
    category: NDArray[np.intp],
    leaves: Sequence[Category],
    where: Whereabouts,
    rng: np.random.Generator,
) -> NDArray[np.intp]:
    """The source's row for each incident; who calls without a place is a citizen at the telephone."""
    found = np.zeros(len(category), dtype=np.intp)
    for row, leaf in enumerate(leaves):
        members = np.flatnonzero(category == row)
        weight = np.array(source_weights(sources, leaf))
        found[members] = rng.choice(len(sources), len(members), p=weight / weight.sum())
    voices = np.flatnonzero([source.kind == "citizen" for source in sources])
    lost = np.flatnonzero(where.status == PlaceStatus.UNLOCATED)
    if len(voices):
        found[lost] = rng.choice(voices, len(lost))
    return found


def source_weights(sources: Sequence[Source], leaf: Category) -> list[float]:
    """How likely each channel is to bring something of a category, against the others."""
    return [_weight(source, leaf) for source in sources]


def _weight(source: Source, leaf: Category) -> float:
    weight = BY_CODE.get(source.code, BY_KIND.get(source.kind, 1.0))
    if OWN.get(leaf.department or "") == source.code:
        weight += OWN_WEIGHTS.get(source.code, OWN_WEIGHT)
    known, more = DEVICES.get(source.code, (frozenset(), 0.0))
    if leaf.code in known:
        weight += more
    return weight
