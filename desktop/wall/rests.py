"""What the rows that a list has no room for count, so that every list on a wall adds up."""

from __future__ import annotations

from collections.abc import Sequence

from services.domain.incidents import PlaceStatus
from services.insight.by_area import Tally
from services.insight.standing import MOST
from services.words import N_, Words
from services.words.terms import PLACES

DOT = " · "
MORE_TOWNS = N_("{n} more towns: {count}")
MORE_OWNERS = N_("{n} more departments: {count}")
MORE_ACTIONS = N_("{n} more actions: {count}")
MORE_KINDS = N_("{n} more kinds: {count}")
MORE_CHANNELS = N_("{n} more channels: {count}")


class Rests:
    """What the rows that are not shown count, for each number of rows that a list can have, so that it adds up."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def of_towns(self, tally: Tally) -> tuple[str, ...]:
        """Of towns."""
        counts = [n for _, n in tally.worst(len(tally.areas))]
        return self.of(counts, MORE_TOWNS)

    def of(self, counts: Sequence[int], text: str) -> tuple[str, ...]:
        """Of counts, the highest first; `text` is a source of words with {n} rows and their {count}."""
        left, rests = sum(counts), []
        for n in range(min(MOST, len(counts)) + 1):
            more = len(counts) - n
            rests.append(self._words(text, n=self._n(more), count=self._n(left)) if more else "")
            left -= counts[n] if n < len(counts) else 0
        return tuple(rests)

    def apart(self, tally: Tally) -> tuple[str, ...]:
        """What lies in none of the areas, in a long and a short wording."""
        words = self._words
        unlocated, outside = PLACES[PlaceStatus.UNLOCATED], PLACES[PlaceStatus.OUTSIDE]
        long = (words(unlocated, ctx="place"), words(outside, ctx="place"), words("in no town"))
        short = (words("No place", ctx="short"), words("outside", ctx="short"), words("no town", ctx="short"))
        counts = (tally.unlocated, tally.outside, tally.none)[: 3 if tally.none else 2]
        return tuple(
            DOT.join(f"{name} {self._n(n)}" for name, n in zip(names, counts, strict=False)) for names in (long, short)
        )

    def _n(self, n: int) -> str:
        return self._words.formats.integer(n)
