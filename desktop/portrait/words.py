"""A portrait of risk in the reader's words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import numpy as np

from desktop.names import Names
from desktop.risk.kinds import KindNames
from desktop.risk.known import Known
from desktop.standing_words import points_of, standing_of
from services.domain.incidents import Severity
from services.domain.portraits import POINTS, Portrait, Share
from services.live.picture import Picture
from services.words import N_, UNKNOWN, Words
from widgets.evaluation.figure_table import FigureCell, FigureRow
from widgets.kit.level_glyph import level_word
from widgets.plots.lines import Line
from widgets.plots.plot import Tick

HEADS: Mapping[str, tuple[str, ...]] = {
    "drivers": (
        N_("What drives it", ctx="portrait"), N_("Level now", ctx="portrait"), N_("Warnings now", ctx="portrait"),
        N_("Points", ctx="portrait"), N_("In 12 months", ctx="portrait"),
    ),
    "kinds": (
        N_("Signals", ctx="portrait"), N_("Last 30 days", ctx="portrait"), N_("30 days before", ctx="portrait"),
        N_("A year ago", ctx="portrait"),
    ),
    "below": (
        N_("Area", ctx="portrait"), N_("Level now", ctx="portrait"), N_("Warnings now", ctx="portrait"),
        N_("Points", ctx="portrait"), N_("Points per 1,000 households", ctx="portrait"),
        N_("95 % interval", ctx="portrait"),
    ),
}  # fmt: skip
TABS: Mapping[str, str] = {
    "drivers": N_("What drives it", ctx="portrait"),
    "kinds": N_("Signals by kind", ctx="portrait"),
    "neighbours": N_("Against its neighbours", ctx="portrait"),
    "below": N_("Areas below", ctx="portrait"),
}
EMPTY: Mapping[str, str] = {
    "drivers": N_("Nothing drives it: no warning stands or stood here in 12 months."),
    "kinds": N_("No signal came from here in 12 months. The registry of sources (Shift+F3) says who is heard."),
    "neighbours": N_("It has no neighbours to be set against."),
    "below": N_("Nothing lies below it."),
}


class PortraitWords:
    """Words of one portrait."""

    def __init__(self, words: Words, picture: Picture, portrait: Portrait, known: Known) -> None:
        self._words, self._picture, self._portrait, self._known = words, picture, portrait, known
        self._names, self._kinds = Names(words, picture), KindNames(words, picture)
        self._zone = picture.city.zone

    def area(self, ident: int | None, path: bool = False) -> str:
        """An area's name, with those above it where wanted; what lies in none."""
        index = self._picture.areas.index
        if ident is None or ident not in index:
            return self._words("In none of them", ctx="portrait")
        if path:
            return self._names.path(index[ident]) or self._names.city()
        return self._names.area(index[ident])

    def sentence(self) -> str:
        """How it stands, against its neighbours and its own past."""
        words, found, integer = self._words, self._portrait, self._words.formats.integer
        standing = found.standing
        parts = [
            words(
                "{time}: {standing}, {points}.",
                time=words.formats.clock(found.at.astimezone(self._zone), seconds=True),
                standing=standing_of(standing.count, words), points=points_of(standing.points, words),
            )
        ]  # fmt: skip
        if found.rank is not None and len(found.neighbours) > 1:
            parts.append(
                words(
                    "Per thousand households it is number {rank} of {all}.", rank=integer(found.rank),
                    all=integer(len(found.neighbours)),
                )
            )  # fmt: skip
        if found.year_ago is not None and any(week.raised for week in found.weeks[:-52]):
            points = points_of(found.year_ago.points, words)
            parts.append(words("In the same week a year ago: {points}.", points=points))
        return "".join(parts) if words.lang.startswith("zh") else " ".join(parts)

    def formula(self) -> str:
        """How points are counted, always on the screen."""
        levels = [level_word(int(level), self._words) for level in Severity]
        return self._words(
            "Points are counted together: {levels}. A city's are those of its towns and of no town, and so on down.",
            levels=" · ".join(f"{name} {POINTS[level]}" for name, level in zip(levels, Severity, strict=True)),
        )

    def levels(self) -> list[tuple[Severity, str, str]]:
        """(level, its word, how many stand)."""
        integer = self._words.formats.integer
        ids = self._portrait.standing.ids
        return [(level, level_word(int(level), self._words), integer(len(ids[level]))) for level in Severity]

    def lines(self) -> tuple[list[Line], tuple[float, float], list[Tick], list[float], list[str]]:
        """Points at the end of each week and warnings raised in it, with ticks by month and a note for each week."""
        words, weeks = self._words, self._portrait.weeks
        x = np.array([_noon(week.begin) for week in weeks])
        points = np.array([week.points for week in weeks], float)
        raised = np.array([week.raised for week in weeks], float)
        lines = [
            Line(words("points", ctx="portrait"), x, points, "now", dot=True),
            Line(words("raised", ctx="portrait"), x, raised, "before"),
        ]
        ticks = [
            (at, words.formats.day(week.begin, week.begin))
            for at, week in zip(x.tolist(), weeks, strict=True)
            if week.begin.day <= 7
        ]
        notes = [
            words(
                "Week of {day}: {points}, {raised} raised, {signals}",
                day=f"{week.begin:%Y-%m-%d}", points=points_of(week.points, words), raised=week.raised,
                signals=words.plural("{n} signal", "{n} signals", week.signals, ctx="portrait"),
            )
            for week in weeks
        ]  # fmt: skip
        return lines, (float(x[0]), float(x[-1])), ticks, x.tolist(), notes

    def heads(self, table: str) -> list[str]:
        """Heads of a table."""
        return [self._words(head, ctx="portrait") for head in HEADS["below" if table == "neighbours" else table]]

    def rows(self, table: str) -> list[FigureRow]:
        """Rows of a table."""
        return {
            "drivers": self._drivers, "kinds": self._kind_rows,
            "neighbours": lambda: self._shares(self._portrait.neighbours),
            "below": lambda: self._shares(self._portrait.below),
        }[table]()  # fmt: skip

    def _drivers(self) -> list[FigureRow]:
        return [
            FigureRow(
                (
                    FigureCell(self._known.name(one.scenario, self._words.lang), sort=float(at)),
                    self._level(one.standing.level), self._count(one.standing.count),
                    FigureCell(self._words.formats.integer(one.standing.points), sort=float(one.standing.points)),
                    self._count(len(one.year)),
                )
            )
            for at, one in enumerate(self._portrait.drivers)
        ]  # fmt: skip

    def _kind_rows(self) -> list[FigureRow]:
        integer = self._words.formats.integer
        return [
            FigureRow(
                (
                    FigureCell(self._kinds.kind(one.kind), sort=float(at)),
                    FigureCell(integer(one.now), sort=float(one.now)),
                    FigureCell(integer(one.before), sort=float(one.before)),
                    FigureCell(integer(one.year_ago), sort=float(one.year_ago)),
                )
            )
            for at, one in enumerate(self._portrait.kinds)
        ]

    def _shares(self, shares: tuple[Share, ...]) -> list[FigureRow]:
        formats = self._words.formats
        rows = []
        for at, share in enumerate(shares):
            rate, interval, name = share.rate, share.interval, self.area(share.area)
            rows.append(
                FigureRow(
                    (
                        FigureCell(name, sort=float(at), opens=share.area is not None),
                        self._level(share.standing.level), self._count(share.standing.count),
                        FigureCell(formats.integer(share.standing.points), sort=float(share.standing.points)),
                        FigureCell(UNKNOWN if rate is None else formats.decimal(rate, 2), sort=rate),
                        FigureCell(
                            UNKNOWN if interval is None
                            else f"{formats.decimal(interval[0], 2)}–{formats.decimal(interval[1], 2)}",
                            sort=None if interval is None else interval[1],
                        ),
                    ),
                    apart=share.area is None,
                )
            )  # fmt: skip
        return rows

    def _count(self, count: int) -> FigureCell:
        return FigureCell(self._words.formats.integer(count), opens=count > 0, sort=float(count))

    def _level(self, level: Severity | None) -> FigureCell:
        text = UNKNOWN if level is None else level_word(int(level), self._words)
        return FigureCell(
            text, sort=None if level is None else float(level), level=None if level is None else int(level)
        )


def _noon(day: object) -> float:
    return datetime.fromisoformat(f"{day}T12:00:00+00:00").astimezone(UTC).timestamp()
