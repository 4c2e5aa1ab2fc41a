"""How alike two reports are: four comparisons, each 0–1, and one score of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from services.cases.duplicates.candidate import Side

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

SPOT, BLOCK, REACH = 60.0, 400.0, 2_000.0  # metres: the same spot, the same block, further is not proposed
SHIFTED = 0.7  # how much the same spot in another system of coordinates counts as the same spot
SHIFT_FROM = 150.0  # metres: nearer than this nobody has taken one system of coordinates for another
SOON, DAY = 3.0, 24.0  # hours
SAME_TEXT = 0.6  # without a place near, only texts as alike as this are proposed
# of the weight of what one text says and the other does not: a short text that is all in a longer one is alike
OWN_REST, THEIR_REST = 0.6, 0.3
# fitted with tests/bench/duplicates_tune.py on one seed of the simulator, measured on others (main.py bench duplicates)
BIAS = -10.57
WEIGHTS = {
    "spot": 2.71, "block": 2.62, "nowhere": 0.02, "address": 2.45, "soon": 1.87, "day": 1.59, "same": 2.06,
    "sibling": 0.14, "text": 0.75, "text_nowhere": 0.07, "spot_same": 2.36, "spot_same_day": 2.09,
    "address_same_day": 1.96, "text_same_day": 1.30,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Compared:
    """A draft against n incidents. `metres` NaN without a place; `text` 0–1; `category` 0 other, 1 same, 2 sibling.

    `unshifted`: metres that are left if one of both is in GCJ-02 and calls itself something else.

    `known_*`: whether both sides know it; `address`: both name the same; `hours` between the reports, never negative.
    """

    metres: Floats
    unshifted: Floats
    hours: Floats
    text: Floats
    address: Flags
    category: NDArray[np.int8]
    knows_category: bool
    knows_text: bool

    def features(self) -> dict[str, Floats]:
        """What the score is made of, each 0–1."""
        nowhere = np.isnan(self.metres)
        metres = np.where(nowhere, 0.0, self.metres)
        placed = (~nowhere).astype(float)
        same = (self.category == 1).astype(float) if self.knows_category else np.full(len(metres), 0.5)
        taken = SHIFTED * self.shifted() * np.exp(-np.where(nowhere, 0.0, self.unshifted) / SPOT)
        spot = np.maximum(placed * np.exp(-metres / SPOT), taken)
        day = np.exp(-self.hours / DAY)
        block = np.maximum(placed * np.exp(-metres / BLOCK), taken)
        address = self.address * np.maximum(block, 1.0 - placed)
        return {
            "spot": spot,
            "block": block,
            "nowhere": 1.0 - placed,
            "address": address,
            "soon": np.exp(-self.hours / SOON),
            "day": day,
            "same": same,
            "sibling": (self.category == 2).astype(float),
            "text": self.text if self.knows_text else np.full(len(metres), 0.4),
            "text_nowhere": self.text * (1.0 - placed),
            "spot_same": spot * same,
            "spot_same_day": spot * same * day,
            "address_same_day": address * same * day,
            "text_same_day": self.text * same * day,
        }

    def scores(self) -> Floats:
        """The score of each in 0–1; 0 for what is neither near nor said alike."""
        rows = np.flatnonzero(self.gate())
        features = self.only(rows).features()
        total = np.full(len(rows), BIAS)
        for name, weight in WEIGHTS.items():
            total += weight * features[name]
        score = np.zeros(len(self.metres))
        score[rows] = 1.0 / (1.0 + np.exp(-total))
        return score

    def only(self, rows: NDArray[np.intp]) -> Compared:
        """The comparison with some of them."""
        return replace(
            self, metres=self.metres[rows], unshifted=self.unshifted[rows], hours=self.hours[rows],
            text=self.text[rows], address=self.address[rows], category=self.category[rows],
        )  # fmt: skip

    def gate(self) -> Flags:
        """Which are worth a look at all."""
        near = self.metres <= REACH
        alike = self.text >= SAME_TEXT
        unknown = np.isnan(self.metres) & (self.text >= SAME_TEXT / 2)
        gate: Flags = near | alike | unknown
        return gate

    def shifted(self) -> Flags:
        """Which lie where the shift of Chinese map services would put the same spot."""
        shifted: Flags = (self.metres > SHIFT_FROM) & (self.unshifted < SHIFT_FROM)
        return shifted

    def sides(self, at: int) -> dict[Side, float | None]:
        """The four comparisons of one of them, for a person."""
        metres = float(self.metres[at])
        kind = {0: 0.0, 1: 1.0, 2: 0.5}[int(self.category[at])]
        return {
            Side.PLACE: float(np.exp(-metres / BLOCK)) if np.isfinite(metres) else None,
            Side.TIME: float(np.exp(-self.hours[at] / DAY)),
            Side.CATEGORY: kind if self.knows_category else None,
            Side.TEXT: float(self.text[at]) if self.knows_text else None,
        }
