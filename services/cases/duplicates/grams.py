"""Texts as pairs of neighbouring characters, numbered: many texts in one pass of array work."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

BUCKETS = 1 << 16  # pairs are numbered by a hash; 0 stands for "no pair" and weighs nothing
LONGEST = 2_000  # characters of a text that are compared; who writes more says it at the beginning
PLANE = 1 << 16

Grams = NDArray[np.uint16]
Lengths = NDArray[np.int64]


def grams_of(texts: Sequence[str]) -> tuple[Grams, Lengths]:
    """The distinct pairs of each text one text after another, and how many each has: at least one, 0 for none."""
    if not texts:
        return np.empty(0, np.uint16), np.empty(0, np.int64)
    joined = "\x00".join(text[:LONGEST].replace("\x00", " ") for text in texts)
    plain = unicodedata.normalize("NFKC", joined).lower().encode("utf-32-le", "surrogatepass")
    codes = np.frombuffer(plain, "<u4")
    codes = codes[_kept()[np.minimum(codes, PLANE)]]
    text_of = np.cumsum(codes == 0)
    one, other = codes[:-1], codes[1:]
    whole = (one != 0) & (other != 0)
    mixed = one * np.uint32(0x9E3779B1) ^ other * np.uint32(0x85EBCA6B)
    number = (mixed >> np.uint32(12)) % np.uint32(BUCKETS - 1) + np.uint32(1)
    keys = text_of[:-1][whole].astype(np.int64) * BUCKETS + number[whole]
    # each text begins with the empty pair, so that none is without any
    keys = np.unique(np.concatenate([np.arange(len(texts), dtype=np.int64) * BUCKETS, keys]))
    lengths = np.bincount(keys // BUCKETS, minlength=len(texts)).astype(np.int64)
    return (keys % BUCKETS).astype(np.uint16), lengths


@lru_cache(maxsize=1)
def _kept() -> NDArray[np.bool_]:
    """Which characters are compared, by their number; 0 divides texts, and whatever lies beyond the plane counts."""
    kept = np.fromiter((chr(code).isalnum() for code in range(PLANE)), np.bool_, PLANE)
    kept[0] = True
    return np.append(kept, True)
