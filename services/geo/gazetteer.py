"""The offline gazetteer: the areas of the city and every place that it brought in, found by name or pinyin."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from services.insight.texts import Texts
from services.words.initials import all_initials, all_spellings
from services.words.variants import fold

MARK = "\x1e"  # before and after each name of a place, so that a beginning can be told from a middle
STREET = re.compile(r"(?P<street>.*?(?:路|街|巷|道|大道|胡同))\s*(?P<number>\d{1,5}(?:-\d+)?)\s*号?(?P<rest>.*)")
LIMIT = 8
LEAST_INSIDE = 2  # characters: one alone stands inside of too many names


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place with its names; longitude/latitude in CGCS2000. `area`: the id of the area it is, None for a point."""

    name: str
    lon: float
    lat: float
    kind: str = ""
    aliases: tuple[str, ...] = ()
    area: int | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer: `address` is what goes into the report; `rough`: the street is known, the number is not."""

    place: NamedPlace
    address: str
    rough: bool = False


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Places in a fixed order: areas from the city down, then all others; read-only, safe in any thread."""

    places: tuple[NamedPlace, ...]
    texts: Texts

    @classmethod
    def of(cls, places: Iterable[NamedPlace]) -> Gazetteer:
        """Prepares names for searching; a second or two for 100,000, never on the GUI thread."""
        known = tuple(places)
        names = [(place.name, *place.aliases) for place in known]
        flat = [name for several in names for name in several]
        initials, spellings = iter(all_initials(flat)), iter(all_spellings(flat))
        lines: list[tuple[int, str]] = []
        for at, several in enumerate(names):
            told = [part for name in several for part in (_plain(name), next(initials), next(spellings)) if part]
            lines.append((at, MARK + MARK.join(dict.fromkeys(told)) + MARK))
        return cls(known, Texts().more(lines))

    def find(self, text: str, limit: int = LIMIT) -> tuple[Hit, ...]:
        """The places that a person may mean: exact names, then beginnings, then parts; streets with a number too."""
        word = _plain(text)
        if not word:
            return ()
        found = [Hit(self.places[at], self.places[at].name) for at in self._best(word, limit)]
        street = STREET.fullmatch(word)
        if street is None or (found and _plain(found[0].place.name) == word):
            return tuple(found[:limit])
        written = STREET.fullmatch(text.replace(" ", "").strip())
        said = written.group(0) if written else text.strip()
        rough = [Hit(self.places[at], said, rough=True) for at in self._best(street["street"], limit)]
        return tuple([*found, *rough][:limit])

    def _best(self, word: str, limit: int) -> list[int]:
        every = np.arange(len(self.places), dtype=np.int64)
        chosen: list[int] = []
        # each pass goes on only while there are too few answers
        for wanted in (MARK + word + MARK, MARK + word, word):
            if wanted is word and len(word) < LEAST_INSIDE:
                break
            for at in self._shortest(np.flatnonzero(self.texts.hits(wanted, every)), limit):
                if at not in chosen:
                    chosen.append(at)
            if len(chosen) >= limit:
                break
        return chosen[:limit]

    def _shortest(self, hits: NDArray[np.int64], limit: int) -> list[int]:
        """Areas first, from the city down; of the rest the shortest names, which say least besides the word."""
        some: Sequence[int] = hits[: 50 * limit].tolist()
        return sorted(some, key=lambda at: (self.places[at].area is None, len(self.places[at].name), at))[:limit]


def _plain(name: str) -> str:
    """A name as it is compared, without spaces."""
    return "".join(fold(name).split())
