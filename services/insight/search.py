"""Finding by words: numbers, descriptions, and places, categories, sources by name or by pinyin initials."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from services.domain.catalogue import Named
from services.insight.texts import Texts, find_in
from services.live.picture import Picture
from services.words.initials import all_initials
from services.words.places import english_place
from services.words.variants import fold

SHORTEST_NUMBER = 2
SHORTEST_WORD = 3  # fewer letters are initials: two letters stand somewhere in every text


@dataclass(frozen=True, slots=True)
class NameList:
    """Names that are searched: as written (folded) and in English (lower case), and their initials."""

    written: tuple[str, ...]
    english: tuple[str, ...]
    initials: tuple[str, ...]

    @classmethod
    def of(cls, written: Sequence[str], english: Sequence[str]) -> NameList:
        """Prepares names; takes tenths of a second for thousands, never on the GUI thread."""
        return cls(
            tuple(fold(name) for name in written),
            tuple(name.lower() for name in english),
            tuple(all_initials(written)),
        )

    def hits(self, word: str) -> NDArray[np.bool_]:
        """Which names contain the word, or begin with it by their initials; one entry more, False, for none."""
        found = [
            word in name or word in english or letters.startswith(word)
            for name, english, letters in zip(self.written, self.english, self.initials, strict=True)
        ]
        return np.array([*found, False], np.bool_)


@dataclass(frozen=True, slots=True)
class SearchIndex:
    """The names of a picture's areas, categories and sources, in the order of its columns."""

    areas: NameList
    categories: NameList
    sources: NameList

    @classmethod
    def of(cls, picture: Picture) -> SearchIndex:
        """From a picture's area table and catalogue; holds until they change."""
        names = picture.areas.names
        catalogue = picture.catalogue
        return cls(
            NameList.of(names, [english_place(name) for name in names]),
            _named(catalogue.categories),
            _named(catalogue.sources),
        )

    def incidents(self, picture: Picture, text: str, texts: Texts | None = None) -> NDArray[np.bool_]:
        """Which incidents every word of the text is found in: number, words, category, source, a place around it."""
        rows = picture.incidents
        chosen = np.ones(len(rows), np.bool_)
        for word in fold(text).split():
            chosen &= self._found(picture, word, texts)
        return chosen

    def places(self, text: str, limit: int = 12) -> list[int]:
        """Areas that a person may mean, best first: exact, beginning, then containing; larger areas before smaller."""
        word = fold(text).strip()
        if not word:
            return []
        hits = np.flatnonzero(self.areas.hits(word)[:-1])

        def rank(at: int) -> tuple[int, int]:
            name, letters = self.areas.written[at], self.areas.initials[at]
            if word in (name, letters):
                return 0, at
            return (1 if name.startswith(word) or letters.startswith(word) else 2), at

        return sorted(map(int, hits), key=rank)[:limit]

    def _found(self, picture: Picture, word: str, texts: Texts | None) -> NDArray[np.bool_]:
        column = picture.incidents.column
        area = self.areas.hits(word)
        found: NDArray[np.bool_] = self.categories.hits(word)[_known(column("category"), self.categories)]
        found = found | self.sources.hits(word)[_known(column("source"), self.sources)]
        if area.any():
            for level in ("town", "village", "grid"):
                found |= area[column(level)]
        if len(word) >= SHORTEST_NUMBER and any(char.isdigit() for char in word):
            found |= find_in(column("number"), word.upper().encode())
        if texts is not None and (len(word) >= SHORTEST_WORD or not word.isascii()):
            found |= texts.hits(word, column("id"))
        return found


def _known(numbers: NDArray[np.uint16], names: NameList) -> NDArray[np.intp]:
    """Numbers of columns as places in the hits; those without a name point at the entry that is never hit."""
    return np.minimum(numbers.astype(np.intp), len(names.written))


def _named(things: Sequence[Named]) -> NameList:
    return NameList.of([thing.name_zh for thing in things], [thing.name_en for thing in things])
