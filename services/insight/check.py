"""Whether a database is whole: the figures of a made city, totals that reconcile, areas in each other, the journal."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

import numpy as np
import shapely

from services.domain.areas import Area, AreaKind, Level, level_of_code, parent_code
from services.domain.incidents import PlaceStatus
from services.domain.people import Role
from services.domain.refusals import Refusal
from services.insight.check_duties import duties_chapter
from services.insight.check_journal import journal_chapter
from services.insight.check_lines import Chapter, Line
from services.insight.check_records import records_chapters
from services.insight.check_risk import risk_chapter
from services.store import queries_check
from services.store.reader import Reader
from services.words import N_

FIGURES = {
    "towns": N_("Towns and subdistricts"),
    "subdistricts": N_("Subdistricts among them"),
    "townships": N_("Townships among them"),
    "villages": N_("Villages and communities"),
    "provisional": N_("Villages with a provisional code"),
    "grids": N_("Grids", ctx="check"),
    "special_grids": N_("Special grids"),
    "heads": N_("Grid heads"),
    "full_time": N_("Full-time grid workers"),
    "part_time": N_("Part-time grid workers"),
    "mobile": N_("Mobile grid workers"),
    "volunteers": N_("Volunteers"),
    "departments": N_("Departments"),
    "fields": N_("Key fields"),
    "sources": N_("Information sources"),
    "incidents": N_("Incidents made"),
    "closed": N_("Of them closed when made"),
}
CONTRADICTIONS = {
    "grid_village": N_("Incidents whose grid is not in their village"),
    "village_town": N_("Incidents whose village is not in their town"),
    "unplaced_in_area": N_("Incidents without a place that name an area"),
    "reports": N_("Incidents whose number of reports is wrong"),
    "closed_without_time": N_("Incidents whose state and closing time disagree"),
    "times": N_("Incidents closed before they were reported, unmarked"),
}
PARENTS = {
    Level.TOWN: N_("Towns that are not in the city"),
    Level.VILLAGE: N_("Villages that are not in exactly one town"),
    Level.GRID: N_("Grids that are not in exactly one village"),
}
SUMS = {
    Level.TOWN: N_("Sum of the towns + no town"),
    Level.VILLAGE: N_("Sum of the villages + no village"),
    Level.GRID: N_("Sum of the grids + no grid"),
}


def check(reader: Reader, now: datetime, noted: str = "") -> list[Chapter]:
    """Everything that can be checked in one consistent state; raises `Refusal` where there is no city."""
    city = reader.areas(geometry=True)
    if not city and not reader.city().name_zh:
        raise Refusal("check.no_city", "There is no city in this database yet: import areas, or make a demo city.")
    chapters = []
    settings = reader.settings()
    if settings.get("demo.profile"):
        chapters.append(Chapter(N_("Figures of the city profile"), _figures(reader, city, settings)))
    chapters.append(Chapter(N_("Areas"), _areas(city)))
    chapters.append(Chapter(N_("Totals"), _totals(reader, city)))
    contradictions = queries_check.contradictions(reader)
    lines = tuple(Line(CONTRADICTIONS[name], count, 0) for name, count in contradictions.items())
    chapters.append(Chapter(N_("Incidents and reports"), lines))
    chapters.append(Chapter(N_("Rates, kept apart"), _rates(reader, now)))
    chapters.append(duties_chapter(reader, now))
    chapters += records_chapters(reader, settings)
    chapters.append(risk_chapter(reader, settings))
    chapters.append(journal_chapter(reader, now, noted))
    return chapters


def is_whole(chapters: Sequence[Chapter]) -> bool:
    """Whether every line is right."""
    return all(line.is_right for chapter in chapters for line in chapter.lines)


def _figures(reader: Reader, city: Sequence[Area], settings: dict[str, str]) -> tuple[Line, ...]:
    """Found against the profile; incidents against what was made, since a simulated day adds more."""
    figures: dict[str, int] = json.loads(settings["demo.figures"])
    number, closed = int(settings["demo.incidents"]), int(settings["demo.closed"])
    there, closed_then = queries_check.made(reader, number, int(settings["demo.made_at"]))
    expected = {**figures, "incidents": number, "closed": closed}
    found = {**_counts(reader, city), "incidents": there, "closed": closed_then}
    lines = [
        Line(what, found[name], expected[name], ctx="check" if name == "grids" else "")
        for name, what in FIGURES.items()
    ]
    return (*lines, Line(N_("Incidents reported since it was made"), reader.count("incidents") - there))


def _counts(reader: Reader, city: Sequence[Area]) -> dict[str, int]:
    towns = [area for area in city if area.level is Level.TOWN]
    villages = [area for area in city if area.level is Level.VILLAGE]
    grids = [area for area in city if area.level is Level.GRID]
    roles = queries_check.people_by_role(reader)
    catalogue = reader.catalogue()
    people = {Role.HEAD: "heads", Role.FULL_TIME: "full_time", Role.PART_TIME: "part_time", Role.MOBILE: "mobile",
              Role.VOLUNTEER: "volunteers"}  # fmt: skip
    return {
        "towns": len(towns),
        "subdistricts": sum(area.code[6:9] < "100" for area in towns),
        "townships": sum(area.code[6:9] >= "200" for area in towns),
        "villages": len(villages),
        "provisional": sum(area.provisional for area in villages),
        "grids": len(grids),
        "special_grids": sum(area.kind is AreaKind.SPECIAL for area in grids),
        **{name: roles.get(int(role), 0) for role, name in people.items()},
        "departments": len(catalogue.departments),
        "fields": len(catalogue.fields),
        "sources": len(catalogue.sources),
    }


def _areas(city: Sequence[Area]) -> tuple[Line, ...]:
    by_id = {area.id: area for area in city}
    levels = {area.level for area in city}
    lines: list[Line] = []
    for level, what in PARENTS.items():
        above = Level(level - 1)
        if level in levels and above in levels:
            mine = [area for area in city if area.level is level]
            lines.append(Line(what, sum(not _is_in(area, by_id, above) for area in mine), 0))
    wrong = sum(level_of_code(area.code) not in (None, area.level) for area in city)
    lines.append(Line(N_("Codes that belong to another level"), wrong, 0))
    lines.append(Line(N_("Codes that name another parent"), sum(_names_another(a, by_id) for a in city), 0))
    shapes = shapely.from_wkb(np.array([area.geometry for area in city], dtype=object))
    lines.append(Line(N_("Areas without a border"), int((shapes == None).sum()), _none_if_made(city)))  # noqa: E711
    lines.append(Line(N_("Areas with an invalid border"), int((~shapely.is_valid(shapes[shapes != None])).sum()), 0))  # noqa: E711
    lines.append(Line(N_("Areas that lie outside the one they belong to"), _misplaced(city, shapes), 0))
    for level in sorted(levels):
        rows = [at for at, area in enumerate(city) if area.level is level and area.synthetic]
        if len(rows) > 1 and shapes[rows].all():
            edges = shapely.coverage_invalid_edges(shapes[rows])
            lines.append(Line(GAPS[level], int((~shapely.is_empty(edges)).sum()), 0))
    return tuple(lines)


GAPS = {
    Level.CITY: N_("Cities whose borders do not match their neighbours'"),
    Level.TOWN: N_("Towns whose borders do not match their neighbours'"),
    Level.VILLAGE: N_("Villages whose borders do not match their neighbours'"),
    Level.GRID: N_("Grids whose borders do not match their neighbours'"),
}


def _none_if_made(city: Sequence[Area]) -> int | None:
    return 0 if any(area.synthetic for area in city) else None


def _is_in(area: Area, by_id: dict[int, Area], above: Level) -> bool:
    parent = by_id.get(area.parent or 0)
    return parent is not None and parent.level is above


def _names_another(area: Area, by_id: dict[int, Area]) -> bool:
    """Whether the code's digits name a parent of the level above that the area does not have."""
    said, parent = parent_code(area.code), by_id.get(area.parent or 0)
    if said is None or parent is None or parent.level != area.level - 1 or level_of_code(parent.code) is None:
        return False
    return said != parent.code


def _misplaced(city: Sequence[Area], shapes: np.ndarray[tuple[int, ...], np.dtype[np.object_]]) -> int:
    """Areas of which a point inside is not inside their parent's border."""
    row = {area.id: at for at, area in enumerate(city)}
    pairs = [(at, row[area.parent]) for at, area in enumerate(city) if area.parent in row]
    pairs = [(at, up) for at, up in pairs if shapes[at] is not None and shapes[up] is not None]
    if not pairs:
        return 0
    mine, above = np.array(pairs).T
    shapely.prepare(shapes[np.unique(above)])
    inside = shapely.contains(shapes[above], shapely.point_on_surface(shapes[mine]))
    return int((~inside).sum())


def _totals(reader: Reader, city: Sequence[Area]) -> tuple[Line, ...]:
    place = queries_check.by_place(reader)
    located = place[PlaceStatus.LOCATED]
    total = reader.count("incidents")
    apart = tuple(place[status] for status in PlaceStatus)
    lines = [
        Line(N_("All incidents = placed + without a place + outside"), sum(apart), total, parts=apart),
    ]
    levels = {area.level for area in city}
    for level, what in SUMS.items():
        if level in levels:
            summed, none = queries_check.by_level(reader, level)
            lines.append(Line(what, summed + none, located, parts=(summed, none)))
    return tuple(lines)


def _rates(reader: Reader, now: datetime) -> tuple[Line, ...]:
    all_, due = (
        queries_check.closed_of_reported(reader),
        queries_check.closure_rate(reader, round(now.timestamp() * 1000)),
    )
    return (
        Line(N_("Closed of reported"), all_.numerator, of=all_.denominator),
        Line(N_("Closure rate: closed of (due − suspended)"), due.numerator, of=due.denominator),
    )
