"""What people asked for lately, in the reader's words: by kind and by channel."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.wall.rests import MORE_CHANNELS, MORE_KINDS, Rests
from services.domain.catalogue import Named
from services.domain.scenes import ListKind
from services.insight.standing import MOST
from services.live.picture import Picture
from services.walls.asking import Demands
from services.words import Words
from widgets.wall.ranks import Rank, RanksShown


class DemandWords:
    """Puts the demands of some days into words by the names of a picture."""

    def __init__(self, words: Words, picture: Picture, found: Demands) -> None:
        self._words, self._found = words, found
        self._picture = picture

    def ranks(self, kind: ListKind) -> RanksShown | None:
        """A list of bars; None for lists of another sort."""
        words, catalogue = self._words, self._picture.catalogue
        if kind is ListKind.DEMANDS:
            title = words("What is asked for")
            return self._bars(title, self._found.categories, catalogue.categories, MORE_KINDS)
        if kind is ListKind.SOURCES:
            return self._bars(words("By channel"), self._found.sources, catalogue.sources, MORE_CHANNELS)
        return None

    def _bars(
        self, title: str, counted: Sequence[tuple[str, int, int]], things: Sequence[Named], more: str
    ) -> RanksShown:
        words, formats = self._words, self._words.formats
        names = {thing.code: thing.name(words.lang) for thing in things}
        rows = [
            Rank(names.get(code, code), float(n), formats.integer(n), float(still)) for code, n, still in counted[:MOST]
        ]
        at = self._found.at.astimezone(self._picture.city.zone)
        days = words("last {n} days", ctx="wall", n=self._found.days)
        return RanksShown(
            title=title,
            time=f"{days} · {formats.clock(at)}",
            rows=tuple(rows),
            whole=words("reported", ctx="legend"),
            part=words("still open", ctx="legend"),
            rests=Rests(words).of([n for _, n, _ in counted], more),
            empty=words("Nothing was reported in these days."),
            alarming=False,
        )
