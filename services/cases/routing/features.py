"""What a text is to a routing model: weighted character n-grams of its title and its words, without names of places."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LONGEST = 4_000  # what comes after says nothing new of whose case it is, and one megabyte must not stop a desk
LONGEST_TITLE = 60
PLACE, NUMBER = "◇", "0"
_DIGITS = re.compile(r"[0-9〇]+")
_SENTENCE = re.compile(r"[。！？!?;；\n]")
_LEAST_NAME, _MOST_NAME = 2, 12


@dataclass(frozen=True, slots=True)
class Said:
    """A text as models read it: no control characters, no spaces, numbers and places as one sign each."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Places:
    """Names of places, taken out of texts: where something happened must not tell who owns it.

    `pattern` is for texts whose places are written by a rule (A3区) instead of by name.
    """

    names: frozenset[str] = frozenset()
    pattern: re.Pattern[str] | None = None

    @classmethod
    def of(cls, names: Iterable[str], pattern: str = "") -> Places:
        """The names of at least two characters, as they are written in lower case."""
        kept = frozenset(n for n in (_folded(name) for name in names) if _LEAST_NAME <= len(n) <= _MOST_NAME)
        return cls(kept, re.compile(pattern) if pattern else None)

    def masked(self, text: str) -> str:
        """The text, folded already, with each name as one sign, the longest first."""
        if not self.names:
            return text
        found, at, names = [], 0, self.names
        while at < len(text):
            most = min(_MOST_NAME, len(text) - at)
            size = next((n for n in range(most, _LEAST_NAME - 1, -1) if text[at : at + n] in names), 0)
            found.append(PLACE if size else text[at])
            at += size or 1
        return "".join(found)


NOWHERE = Places()


def said_of(title: str, text: str, places: Places) -> Said:
    """A text for a model; without a title its first sentence is one."""
    text = text[:LONGEST]
    title = title.strip() or _SENTENCE.split(text.strip(), maxsplit=1)[0]
    return Said(_plain(title[:LONGEST_TITLE], places), _plain(text, places))


def _plain(text: str, places: Places) -> str:
    if places.pattern is not None:  # it goes by the text as people wrote it, with its capitals
        text = places.pattern.sub(PLACE, text)
    kept = "".join(c for c in _folded(text) if unicodedata.category(c)[0] not in "CZ")
    return _DIGITS.sub(NUMBER, places.masked(kept))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower().strip()


def grams(text: str, longest: int) -> Counter[str]:
    """How often each run of 1 … `longest` characters stands in a text."""
    found: Counter[str] = Counter(text)
    for size in range(2, longest + 1):
        found.update([text[at : at + size] for at in range(len(text) - size + 1)])
    return found


@dataclass(frozen=True, slots=True)
class Grams:
    """The n-grams of one field that a model knows: their numbers, and float32 weights by how rare they are."""

    longest: int
    index: Mapping[str, int]
    rarity: NDArray[np.float32]

    @classmethod
    def fit(cls, texts: Sequence[str], longest: int, least: int = 2, most: int = 40_000) -> Grams:
        """Those that stand in at least `least` of these texts, the most frequent `most`."""
        spread: Counter[str] = Counter()
        for text in texts:
            spread.update(grams(text, longest).keys())
        kept = sorted(((n, gram) for gram, n in spread.items() if n >= least), key=lambda one: (-one[0], one[1]))
        counts = np.array([n for n, _ in kept[:most]], np.float64)
        rarity = np.log((1 + len(texts)) / (1 + counts)) + 1
        return cls(longest, {gram: at for at, (_, gram) in enumerate(kept[:most])}, rarity.astype(np.float32))

    def __len__(self) -> int:
        return len(self.index)

    def vector(self, text: str) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Numbers and weights of a text's n-grams; the weights' squares add up to one, or there are none."""
        counted, known = grams(text, self.longest), self.index.get
        numbers = np.array([known(gram, -1) for gram in counted], np.int64)
        times = np.fromiter(counted.values(), np.float32, len(counted))
        ids = numbers[numbers >= 0]
        values = (1 + np.log(times[numbers >= 0])) * self.rarity[ids]
        return ids, values / np.float32(math.sqrt(float(values @ values)) or 1.0)


@dataclass(frozen=True, slots=True)
class Features:
    """Both fields together: the text's n-grams are numbered after the title's, and weigh `weight` against them."""

    title: Grams
    text: Grams
    weight: float = 1.0

    @classmethod
    def fit(cls, said: Sequence[Said], title: int = 3, text: int = 2, least: int = 2) -> Features:
        """Learns both fields from texts; n-grams up to `title` and `text` characters."""
        return cls(
            Grams.fit([one.title for one in said], title, least), Grams.fit([one.text for one in said], text, least)
        )

    def __len__(self) -> int:
        return len(self.title) + len(self.text)

    def known_share(self, said: Said) -> float:
        """How much of a text is made of pairs of characters that were met in learning, 0 to 1."""
        pairs = [said.text[at : at + 2] for at in range(len(said.text) - 1)]
        return sum(pair in self.text.index for pair in pairs) / len(pairs) if pairs else 0.0

    def vector(self, said: Said) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Numbers and weights of what is known of a text."""
        (first, one), (second, other) = self.title.vector(said.title), self.text.vector(said.text)
        return (
            np.concatenate((first, second + len(self.title))),
            np.concatenate((one, other * np.float32(self.weight))),
        )
