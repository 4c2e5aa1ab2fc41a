"""The city as a map page: areas by a figure, open incidents with what may be said of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import shapely

from layers import choropleth
from layers.page.content import Lines, Page, PageArea, PageIncident, PageMark
from layers.page.legend import class_words, ramp_steps
from layers.plans import AreaPlan
from layers.style.palette import Palette
from layers.style.tokens import Tokens
from services.bundle import Services
from services.domain.areas import Level
from services.domain.case_filter import CaseFilter
from services.domain.incidents import Incident, PlaceStatus, Severity
from services.live.mercator import from_mercator
from services.live.picture import Picture, load_picture
from services.live.shapes import Shapes, load_shapes
from services.words import UNKNOWN, Words
from services.words.places import english_place
from services.words.terms import CHOROPLETHS, SEVERITIES, STATES

MOST_INCIDENTS = 20_000
_COLOURS = {
    "ground": "map.backdrop",
    "panel": "surface.panel",
    "ink": "text.primary",
    "quiet": "text.secondary",
    "line": "line.strong",
    "focus": "accent.base",
}


@dataclass(frozen=True, slots=True)
class PageRequest:
    """What a page shall show: areas of a level by a figure of `choropleth.FIGURES`, `extent` (degrees) first."""

    level: Level = Level.TOWN
    figure: str = "open"
    extent: tuple[float, float, float, float] | None = None
    theme: str = "light"


def city_page(services: Services, request: PageRequest, words: Words, tokens: Tokens, now: datetime) -> Page:
    """Reads picture, borders and cases one after the other and makes a page; seconds, never on the GUI thread."""
    with services.database.reading() as reader:
        picture = load_picture(reader, now)
    shapes = load_shapes(services.database)
    cases = services.reading.cases(CaseFilter(open_only=True, place=PlaceStatus.LOCATED), limit=MOST_INCIDENTS)
    drawn = _Drawn(picture, shapes, words, tokens.palette(request.theme), now)
    plan = choropleth.plan(picture, _level(shapes, request.level), request.figure, now)
    city = picture.city
    place = words("No city yet") if not city.name(words.lang) else city.name(words.lang)
    figure = words(CHOROPLETHS[request.figure])
    zone_now = now.astimezone(city.zone)
    return Page(
        lang=words.lang,
        title=f"{place} · {figure}",
        facts=(words("As of {time}", time=f"{zone_now:%Y-%m-%d %H:%M}"),),
        badge=words("Demo data") if city.demo else "",
        areas=drawn.areas(plan),
        incidents=drawn.incidents(cases.cases),
        marks=_marks(tokens, drawn.palette, words),
        figure=words("By area: {figure}", figure=figure),
        classes=drawn.legend(plan),
        incidents_title=words("Open incidents"),
        notes=_notes(picture, cases.total, len(cases.cases), words),
        no_script=words(
            "This page draws its map with scripts. Allow them to see it; nothing is fetched from a network."
        ),
        colours={name: written(drawn.palette.colour(path)) for name, path in _COLOURS.items()},
        controls={"zoom_in": words("Zoom in"), "zoom_out": words("Zoom out"), "close": words("Close")},
        extent=request.extent,
    )


def written(colour: int) -> str:
    """#rrggbb of 0xffRRGGBB."""
    return f"#{colour & 0xFFFFFF:06x}"


@dataclass(frozen=True, slots=True)
class _Drawn:
    picture: Picture
    shapes: Shapes
    words: Words
    palette: Palette
    now: datetime

    def areas(self, plan: AreaPlan) -> tuple[PageArea, ...]:
        """The plan's areas that have a border; what nothing is known of is as light as the land."""
        colours = [self.palette.colour("map.land"), *ramp_steps(self.palette.ramp(plan.ramp), plan.count)]
        index = self.shapes.areas.index
        found = []
        for at, value, number in zip(plan.areas, plan.values, plan.classes, strict=True):
            row = index.get(int(self.picture.areas.ids[at]), -1)
            polygon = self.shapes.polygons[row] if row >= 0 else None
            if polygon is not None:
                lines = self._area_lines(plan, int(at), float(value))
                degrees = shapely.transform(polygon, lambda p: np.column_stack(from_mercator(p[:, 0], p[:, 1])))
                found.append(PageArea(degrees, written(colours[int(number)]), self._name(int(at)), lines))
        return tuple(found)

    def legend(self, plan: AreaPlan) -> tuple[tuple[str, str], ...]:
        """Colour and words of each class, low to high, and of "nothing known" where that occurs."""
        steps = ramp_steps(self.palette.ramp(plan.ramp), plan.count)
        labels = class_words(plan.limits, plan.values, self.words)
        shown = [(written(colour), label) for colour, label in zip(steps, labels, strict=True)]
        if (plan.classes == 0).any():
            shown.append((written(self.palette.colour("map.land")), self.words("Nothing known")))
        return tuple(shown)

    def incidents(self, cases: Sequence[Incident]) -> tuple[PageIncident, ...]:
        """The cases that have a place."""
        found = []
        for case in cases:
            lon, lat = case.live.place.lon, case.live.place.lat
            if lon is not None and lat is not None:
                mark = int(case.live.severity) - 1
                found.append(PageIncident(lon, lat, mark, case.live.number, self._case_lines(case)))
        return tuple(found)

    def _case_lines(self, case: Incident) -> Lines:
        words, live, zone = self.words, case.live, self.picture.city.zone
        place = live.place
        area = self.picture.areas.index.get(place.grid or place.village or place.town or -1, -1)
        catalogue = self.picture.catalogue
        category = next((c.name(words.lang) for c in catalogue.categories if c.code == live.category), live.category)
        source = next((s.name(words.lang) for s in catalogue.sources if s.code == live.source), live.source)
        due = f"{live.due_at.astimezone(zone):%Y-%m-%d %H:%M}" if live.due_at else UNKNOWN
        lines = (
            (words("Category"), category),
            (words("Level"), words(SEVERITIES[live.severity], ctx="level")),
            (words("State"), words(STATES[live.state], ctx="state")),
            (words("Source"), source),
            (words("Reported"), f"{live.reported_at.astimezone(zone):%Y-%m-%d %H:%M}"),
            (words("Due"), due),
            (words("Area"), " ".join(self._name(at) for at in self.picture.areas.path(area)[1:]) or UNKNOWN),
            (words("Address"), case.address),
            (words("Description"), case.text[:200]),
        )
        return tuple(line for line in lines if line[1])

    def _area_lines(self, plan: AreaPlan, at: int, value: float) -> Lines:
        words, formats = self.words, self.words.formats
        whole = np.isnan(value) or value == round(value)
        shown = formats.integer(value) if whole else formats.decimal(value)
        homes = int(self.picture.areas.households[at])
        lines = [(words(CHOROPLETHS[plan.figure]), shown)]
        if homes:
            lines.append((words("Households"), formats.integer(homes)))
        return tuple(lines)

    def _name(self, at: int) -> str:
        name = self.picture.areas.names[at]
        return name if self.words.lang.startswith("zh") else english_place(name)


def _level(shapes: Shapes, asked: Level) -> Level:
    """The level asked for, else the finest above it that has borders, else any that has."""
    order = [
        asked,
        *(level for level in reversed(Level) if level < asked),
        *(level for level in Level if level > asked),
    ]
    return next((level for level in order if len(shapes.of_level(level)[0])), asked)


def _marks(tokens: Tokens, palette: Palette, words: Words) -> tuple[PageMark, ...]:
    marks = []
    for severity in Severity:
        colours = palette.level(int(severity))
        name = words(SEVERITIES[severity], ctx="level")
        marks.append(PageMark(tokens.level(int(severity)).shape, written(colours.fill), written(colours.edge), name))
    return tuple(marks)


def _notes(picture: Picture, total: int, shown: int, words: Words) -> tuple[str, ...]:
    place, alive = picture.incidents.column("place"), picture.incidents.column("alive")
    unlocated = int(np.count_nonzero(alive & (place == PlaceStatus.UNLOCATED)))
    outside = int(np.count_nonzero(alive & (place == PlaceStatus.OUTSIDE)))
    number = words.formats.integer
    notes = [
        words("Without a place: {unlocated}. Outside the city: {outside}.", unlocated=number(unlocated),
              outside=number(outside))
    ]  # fmt: skip
    if shown < total:
        notes.append(words("The newest {shown} of {total} are shown.", shown=number(shown), total=number(total)))
    return tuple(notes)
