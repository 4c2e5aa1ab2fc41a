"""What is said on a map: the way to its subject, what lies under the hand, what its colours mean."""

from __future__ import annotations

from datetime import datetime

import numpy as np
from PySide6.QtGui import QColor

from desktop.map.paint import ramp_of
from desktop.names import Names
from layers.choropleth import FIGURES
from layers.plans import AreaPlan
from layers.style.palette import Palette
from services.domain.areas import Level
from services.domain.incidents import IncidentState
from services.live.area_table import AreaTable
from services.live.picture import Picture
from services.words import Words
from services.words.terms import CHOROPLETHS, LEVELS, STATES
from widgets.kit.level_glyph import level_word
from widgets.map.legend import Key


class MapWords:
    """Words about one picture; made anew for each, cheap to make."""

    def __init__(self, words: Words, picture: Picture) -> None:
        self._words, self._picture = words, picture
        self._names = Names(words, picture)

    def steps(self, subject: int) -> list[tuple[int, str]]:
        """The areas from the city down to the subject, with their names."""
        areas = self._picture.areas
        return [(at, self._names.area(at)) for at in areas.path(subject)] if subject < len(areas) else []

    def below(self, subject: int) -> str:
        """What lies below an area, by level: 24 villages · 121 grids."""
        counts, words = below(self._picture.areas, subject), self._words
        towns, villages, grids = (counts.get(level, 0) for level in (Level.TOWN, Level.VILLAGE, Level.GRID))
        told = (
            (towns, words.plural("{n} town", "{n} towns", towns)),
            (villages, words.plural("{n} village", "{n} villages", villages)),
            (grids, words.plural("{n} grid", "{n} grids", grids)),
        )
        return " · ".join(text for count, text in told if count)

    def area_lines(self, index: int, plan: AreaPlan | None) -> list[str]:
        """An area's name, its number with the number's name, and its class."""
        lines = [self._names.path(index, 0 if index == 0 else 1)]
        at = np.flatnonzero(plan.areas == index) if plan is not None else np.empty(0, int)
        if plan is None or len(at) == 0:
            return lines
        value, number = float(plan.values[at[0]]), int(plan.classes[at[0]])
        lines.append(f"{self._words(CHOROPLETHS[plan.figure])} {self.figure(value, plan)}")
        if number and plan.count > 1:
            lines.append(
                self._words("class {number} of {count}, the last the highest", number=number, count=plan.count)
            )
        homes = int(self._picture.areas.households[index])
        if homes:
            lines.append(self._words.plural("{n} household", "{n} households", homes))
        return lines

    def incident_lines(self, incident: int) -> list[str]:
        """An open incident's level and kind, its number and state, and where it is; nothing personal."""
        at = self._picture.incident_at(incident)
        if at < 0:
            return []
        row = self._picture.incidents.row(at)
        where = max(int(row["grid"]), int(row["village"]), int(row["town"]))
        level = level_word(int(row["severity"]), self._words)
        state = self._words(STATES[IncidentState(int(row["state"]))], ctx="state")
        lines = [
            f"{level} · {self._names.category(int(row['category']))}",
            f"{row['number'].decode()} · {state}",
        ]
        return [*lines, self._names.path(where)] if where >= 0 else lines

    def key(self, plan: AreaPlan, palette: Palette, opacity: float, fixed: bool, now: datetime, choose: bool) -> Key:
        """The legend of a plan."""
        words, land = self._words, palette.colour("map.land")
        colours = tuple(_through(colour, land, opacity) for colour in ramp_of(plan, palette))
        as_of = words("as of {time}", time=words.formats.clock(now.astimezone(self._picture.city.zone)))
        note = f"{words(LEVELS[plan.level])} · {as_of}" if choose else as_of
        if fixed and choose:
            note = f"{note} · {words('fixed classes')}"
        return Key(
            title=words(CHOROPLETHS[plan.figure]),
            note=note,
            colours=colours if len(plan.areas) else (),
            limits=tuple(self.figure(limit, plan) for limit in plan.limits),
            unknown=words("Nothing known") if (plan.classes == 0).any() else "",
            land=QColor.fromRgba(land),
            figures=tuple((name, words(CHOROPLETHS[name])) for name in FIGURES) if choose else (),
            figure=plan.figure,
            fixed=fixed,
        )

    def figure(self, value: float, plan: AreaPlan) -> str:
        """A value as its figure is written: counts whole, rates with a decimal."""
        known = plan.values[np.isfinite(plan.values)]
        formats = self._words.formats
        whole = len(known) == 0 or bool((known == np.round(known)).all())
        return formats.integer(value) if whole and value == round(value) else formats.decimal(value)


def below(areas: AreaTable, subject: int) -> dict[Level, int]:
    """How many areas of each level lie below one."""
    if not subject < len(areas):
        return {}
    inside, counts = np.zeros(len(areas), bool), {}
    inside[subject] = True
    for level in (Level.TOWN, Level.VILLAGE, Level.GRID):
        rows = areas.at_level(level)
        rows = rows[areas.parent[rows] >= 0]
        rows = rows[inside[areas.parent[rows]]]
        inside[rows] = True
        counts[level] = len(rows)
    return counts


def _through(colour: int, land: int, opacity: float) -> QColor:
    over, under = QColor.fromRgba(colour), QColor.fromRgba(land)
    mixed = (
        round(a * opacity + b * (1 - opacity))
        for a, b in zip(over.getRgb()[:3], under.getRgb()[:3], strict=True)  # type: ignore[index]
    )
    return QColor(*mixed)
