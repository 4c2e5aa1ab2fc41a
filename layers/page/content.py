"""What stands on the map page: areas with a legend, incidents clustered, popups; one file, nothing is fetched."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Lines = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PageArea:
    """One area: valid geometry in CGCS2000 degrees, its class's colour (#rrggbb), and what is said of it."""

    geometry: Any
    colour: str
    title: str
    lines: Lines = ()


@dataclass(frozen=True, slots=True)
class PageMark:
    """How a level of incidents looks: shape (triangle, diamond, square, circle), colours (#rrggbb), name."""

    shape: str
    fill: str
    edge: str
    name: str


@dataclass(frozen=True, slots=True)
class PageIncident:
    """One incident: degrees (CGCS2000), index of its mark, and what is said of it, personal data already masked."""

    lon: float
    lat: float
    mark: int
    title: str
    lines: Lines = ()


@dataclass(frozen=True, slots=True)
class Page:
    """Everything on a page, in the reader's language; `marks` from the worst level down.

    `colours` by name: ground, panel, ink, quiet, line, focus. `classes` of the legend are (colour, words). `extent` is
    west, south, east, north in degrees at first sight; without it all areas are. `controls` names zoom_in, zoom_out
    and close.
    """

    lang: str
    title: str
    facts: tuple[str, ...]
    badge: str
    areas: tuple[PageArea, ...]
    incidents: tuple[PageIncident, ...]
    marks: tuple[PageMark, ...]
    figure: str
    classes: tuple[tuple[str, str], ...]
    incidents_title: str
    notes: tuple[str, ...]
    no_script: str
    colours: Mapping[str, str]
    controls: Mapping[str, str]
    extent: tuple[float, float, float, float] | None = None

    def texts(self) -> Iterator[str]:
        """Everything that is read on the page."""
        yield from (self.title, self.badge, self.figure, self.incidents_title, self.no_script)
        yield from (*self.facts, *self.notes, *self.controls.values())
        yield from (words for _, words in self.classes)
        yield from (mark.name for mark in self.marks)
        yield from (part for area in self.areas for line in (*area.lines, (area.title,)) for part in line)
        yield from (part for one in self.incidents for line in (*one.lines, (one.title,)) for part in line)


def page_html(page: Page) -> str:
    """The whole page as HTML that opens without a network and forbids itself to fetch or run anything else."""
    # folium is loaded when a page is made: a seat shall not wait for it when it opens
    from layers.page.drawn import drawn

    return drawn(page)
