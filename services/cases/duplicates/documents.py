"""The incidents that a report is compared with, as columns: where, when, what, and their texts as numbered pairs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.cases.duplicates.candidate import Draft
from services.cases.duplicates.grams import BUCKETS, Grams, grams_of
from services.cases.duplicates.scoring import OWN_REST, THEIR_REST, Compared
from services.cases.intake import METRES_PER_DEGREE
from services.domain.incidents import ENDED, IncidentState
from services.geo.shifts import gcj02_from_wgs84

# times in seconds since the epoch; lon, lat: degrees, NaN without a place; category: number in the catalogue;
# outside: whether the place lies outside the city; address: a hash of it, 0 for none
ROW = np.dtype(
    [
        ("id", "i8"), ("version", "i4"), ("lon", "f8"), ("lat", "f8"), ("at", "f8"), ("category", "u2"),
        ("state", "u1"), ("outside", "?"), ("address", "i8"), ("reports", "u2"),
    ]
)  # fmt: skip
NEVER_PROPOSED = (int(IncidentState.DRAFT), int(IncidentState.VOIDED), int(IncidentState.MERGED))
UNKNOWN = np.iinfo(np.uint16).max
ROOM, BLOCK = 4_096, 8_192
FEW = 200.0  # with so few texts their own counts say little yet of how rare a pair is


@dataclass(slots=True)
class Documents:
    """Columns that grow at their end; owned by one finder, which keeps others away while it changes them.

    Of n incidents: `rows` as ROW, `starts` int64 (where the pairs of each begin in `grams`), `weight` float32 (what all
    pairs of each weigh together). `seen` int32 by pair: in how many texts it stands.
    """

    rows: NDArray[Any]
    starts: NDArray[np.int64]
    grams: Grams
    seen: NDArray[np.int32]
    weight: NDArray[np.float32]
    length: int = 0
    filled: int = 0

    @classmethod
    def empty(cls) -> Documents:
        """None yet."""
        return cls(
            np.zeros(ROOM, ROW), np.zeros(ROOM, np.int64), np.zeros(ROOM * 16, np.uint16), np.zeros(BUCKETS, np.int32),
            np.zeros(ROOM, np.float32),
        )  # fmt: skip

    def add(self, rows: NDArray[Any], texts: Sequence[str]) -> None:
        """More incidents with their texts."""
        grams, lengths = grams_of(texts)
        end, filled = self.length + len(rows), self.filled + len(grams)
        self.rows, self.starts = _roomy(self.rows, end), _roomy(self.starts, end)
        self.weight, self.grams = _roomy(self.weight, end), _roomy(self.grams, filled)
        self.rows[self.length : end] = rows
        self.starts[self.length : end] = self.filled + np.concatenate([[0], np.cumsum(lengths)[:-1]])
        self.grams[self.filled : filled] = grams
        self.seen += np.bincount(grams, minlength=BUCKETS).astype(np.int32)
        begin, self.length, self.filled = self.length, end, filled
        own = self.starts[begin:end] - self.starts[begin] if len(rows) else self.starts[:0]
        self.weight[begin:end] = np.add.reduceat(self.rarity()[grams], own) if len(rows) else 0.0

    def retire(self, spots: Sequence[int]) -> None:
        """Lets go of rows that others have taken the place of; they are gone at the next tidying."""
        rows = self.rows[list(spots)]
        rows["id"], rows["at"], rows["state"] = 0, 0.0, int(IncidentState.VOIDED)
        self.rows[list(spots)] = rows

    def known(self) -> NDArray[Any]:
        """The rows there are; a view."""
        return self.rows[: self.length]

    def weigh(self) -> None:
        """Reckons anew what each text weighs: how rare a pair is changes with every text."""
        self.weight[: self.length] = self._sums(self.rarity())

    def rarity(self) -> NDArray[np.float32]:
        """How much each pair says: the rarer, the more."""
        rare: NDArray[np.float32] = np.log((FEW + self.length) / (1.0 + self.seen)).astype(np.float32) ** 2
        rare[0] = 0.0
        return rare

    def keep(self, kept: NDArray[np.bool_]) -> Documents:
        """Those that are to be kept, in their order."""
        ends = np.append(self.starts[1 : self.length], self.filled) if self.length else np.empty(0, np.int64)
        lengths = (ends - self.starts[: self.length])[: len(kept)]
        grams = self.grams[: self.filled][np.repeat(kept, lengths)]
        starts = np.cumsum(lengths[kept]) - lengths[kept]
        made = replace(
            self, rows=self.known()[kept], starts=starts, grams=grams, weight=self.weight[: self.length][kept],
            seen=np.bincount(grams, minlength=BUCKETS).astype(np.int32), length=int(kept.sum()), filled=len(grams),
        )  # fmt: skip
        made.weigh()
        return made

    def compare(self, draft: Draft, category: int, parents: NDArray[np.int64]) -> Compared:
        """A draft against all; `category` its number (UNKNOWN for none), `parents` the heading of each number."""
        rows = self.known()
        own = int(parents[category]) if category < len(parents) else -1
        theirs = rows["category"]
        sibling = (own >= 0) & (parents[np.minimum(theirs, len(parents) - 1)] == own)
        address = address_hash(draft.address)
        metres, unshifted = self._metres(draft)
        says = bool(draft.text.strip() or draft.address.strip())
        return Compared(
            metres=metres,
            unshifted=unshifted,
            hours=np.abs(rows["at"] - draft.at.timestamp()) / 3600.0,
            text=self._alike(document(draft.text, draft.address)) if says else np.zeros(len(rows)),
            address=(rows["address"] == address) & (address != 0),
            category=np.where(theirs == category, 1, np.where(sibling, 2, 0)).astype(np.int8),
            knows_category=category != UNKNOWN,
            knows_text=says,
        )

    def allowed(self, draft: Draft) -> NDArray[np.bool_]:
        """Which may be proposed at all: not the draft's own incident, none that was merged away or void."""
        rows = self.known()
        allowed: NDArray[np.bool_] = ~np.isin(rows["state"], NEVER_PROPOSED) & (rows["id"] != draft.incident)
        return allowed

    def outlived(self, before: float) -> NDArray[np.bool_]:
        """Which have ended and were reported before a moment (seconds since the epoch)."""
        rows = self.known()
        old: NDArray[np.bool_] = np.isin(rows["state"], [int(state) for state in ENDED]) & (rows["at"] < before)
        return old

    def _metres(self, draft: Draft) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Distances as they are, and as they would be if one of both were in GCJ-02; NaN where they say nothing.

        A place outside the city is mostly a mistake: it says nothing about one inside.
        """
        rows = self.known()
        if draft.lon is None or draft.lat is None:
            return np.full(len(rows), np.nan), np.full(len(rows), np.nan)
        wide = math.cos(math.radians(draft.lat)) * METRES_PER_DEGREE
        east, north = (rows["lon"] - draft.lon) * wide, (rows["lat"] - draft.lat) * METRES_PER_DEGREE
        east[rows["outside"] != draft.outside] = np.nan
        shown_lon, shown_lat = gcj02_from_wgs84(draft.lon, draft.lat)
        off_east, off_north = float(shown_lon - draft.lon) * wide, float(shown_lat - draft.lat) * METRES_PER_DEGREE
        unshifted = np.minimum(
            np.hypot(east - off_east, north - off_north), np.hypot(east + off_east, north + off_north)
        )
        return np.hypot(east, north), unshifted

    def _alike(self, text: str) -> NDArray[np.float64]:
        """How alike the texts are, 0–1: what both say against what one alone says."""
        grams, _ = grams_of([text])
        rare = self.rarity()
        asked = np.zeros(BUCKETS, np.float32)
        asked[grams] = rare[grams]
        whole = float(asked.sum())
        if whole <= 0.0:
            return np.zeros(self.length)
        both = self._sums(asked).astype(np.float64)
        rest = OWN_REST * (whole - both) + THEIR_REST * np.maximum(0.0, self.weight[: self.length] - both)
        alike: NDArray[np.float64] = both / (both + rest + 1e-9)
        return alike

    def _sums(self, weights: NDArray[np.float32]) -> NDArray[np.float32]:
        """The weights of all pairs of each text together; a block at a time, which stays in the processor's cache."""
        sums = np.zeros(self.length, np.float32)
        for begin in range(0, self.length, BLOCK):
            end = min(begin + BLOCK, self.length)
            first, last = int(self.starts[begin]), int(self.starts[end]) if end < self.length else self.filled
            some = weights.take(self.grams[first:last], mode="clip")
            sums[begin:end] = np.add.reduceat(some, self.starts[begin:end] - first)
        return sums


def document(text: str, address: str) -> str:
    """The text that is compared: the words, and the address where they don't name it already."""
    return text if address in text else f"{address} {text}"


def address_hash(address: str) -> int:
    """A number for an address as it is compared, 0 for none; the same only within one run of the program."""
    plain = "".join(char for char in address.lower() if char.isalnum())
    return hash(plain) if len(plain) > 1 else 0


def _roomy(column: NDArray[Any], size: int) -> NDArray[Any]:
    """The column itself, or a longer copy of it where it is too short."""
    if size <= len(column):
        return column
    longer = np.zeros(max(size, len(column) + len(column) // 2), column.dtype)
    longer[: len(column)] = column
    return longer
