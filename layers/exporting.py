"""Writes files for other programs: areas, incidents, or the map as one page for a browser without a network."""

from __future__ import annotations

import argparse
from datetime import date, datetime, time, timedelta, tzinfo
from pathlib import Path

from layers.choropleth import FIGURES
from layers.page.city import PageRequest, city_page
from layers.page.content import page_html
from layers.style.tokens import load_tokens
from services.access.exporting import PersonalExport
from services.bundle import Services, open_services
from services.commandline.exporting_cap import write_warnings
from services.commandline.identity import confirm
from services.connectors.files.exports import export_areas, export_incidents
from services.connectors.files.exports_choice import officer_named, placed_in
from services.connectors.files.writers import whole_file
from services.domain.areas import Level
from services.domain.case_filter import CaseFilter
from services.domain.incidents import ENDED, IncidentState, PlaceStatus, Severity
from services.domain.refusals import Refusal
from services.settings import Settings
from services.words import Words


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to write, where to, and which of it."""
    parser.add_argument("what", choices=("areas", "incidents", "map", "warnings"), help="what to write")
    parser.add_argument(
        "file",
        metavar="FILE",
        type=Path,
        help="FILE.gpkg, .geojson or .csv; FILE.html for the map; a folder, FILE.atom or FILE.cap for warnings",
    )
    parser.add_argument("--level", choices=[level.word for level in Level], help="areas, map: one level only")
    parser.add_argument("--figure", choices=sorted(FIGURES), default="open", help="map: what colours the areas")
    areas = parser.add_argument_group("areas")
    areas.add_argument(
        "--on", type=date.fromisoformat, default=None, metavar="DAY", help="as the borders were on a day"
    )
    areas.add_argument("--history", action="store_true", help="those that no longer hold too")
    cases = parser.add_argument_group("incidents")
    cases.add_argument(
        "--from", dest="begin", type=date.fromisoformat, metavar="DAY", help="reported on this day or later"
    )
    cases.add_argument(
        "--to", dest="end", type=date.fromisoformat, metavar="DAY", help="reported on this day or earlier"
    )
    states = ["open", "ended", *(state.name.lower() for state in IncidentState)]
    cases.add_argument("--state", choices=states, metavar="STATE", help="open, ended, or one state: %(choices)s")
    cases.add_argument("--severity", choices=[level.name.lower() for level in Severity], help="of this level")
    places = [status.name.lower() for status in PlaceStatus]
    cases.add_argument("--place", choices=places, help="with a place, without one, or outside the city")
    cases.add_argument("--category", metavar="CODE", help="of this category")
    cases.add_argument("--source", metavar="CODE", help="from this source")
    cases.add_argument("--area", default=None, metavar="CODE", help="in the area of this code")
    cases.add_argument("--personal", action="store_true", help="names and numbers of people unmasked")
    cases.add_argument("--officer", default="", metavar="LOGIN", help="who takes the personal data out")
    cases.add_argument("--why", default="", metavar="REASON", help="why; the journal keeps it")
    alerts = parser.add_argument_group("warnings (CAP 1.2)")
    alerts.add_argument("--since", type=date.fromisoformat, metavar="DAY", help="messages of this day or later")
    alerts.add_argument("--number", default="", metavar="NUMBER", help="of the one warning of this number")


def run(options: argparse.Namespace, words: Words) -> int:
    """Writes the file whole or not at all; exit code 2 where it can't be."""
    services = open_services(Settings(options.database, options.lang))
    try:
        match options.what:
            case "areas":
                level = Level.of(options.level) if options.level else None
                count = export_areas(services.database, options.file, level, options.on, options.history)
                print(words("{count} areas are in {file}.", count=words.formats.integer(count), file=options.file))
            case "incidents":
                _incidents(options, services, words)
            case "warnings":
                write_warnings(services.database, options.file, options.since, options.number, words)
            case _:
                _map(options, services, words)
        return 0
    finally:
        services.close()


def _incidents(options: argparse.Namespace, services: Services, words: Words) -> None:
    personal = None
    if options.personal:
        personal = PersonalExport(officer_named(services.database, options.officer), options.why)
        confirm(services.database, personal.officer, words)
    count = export_incidents(services.database, options.file, _chosen(options, services), personal)
    print(words("{count} incidents are in {file}.", count=words.formats.integer(count), file=options.file))
    if personal is None:
        print(words("Names and numbers of people are masked; contacts are left out."))


def _chosen(options: argparse.Namespace, services: Services) -> CaseFilter:
    with services.database.reading() as reader:
        zone = reader.city().zone
    area, level = placed_in(services.database, options.area) if options.area else (None, None)
    state = options.state or ""
    exact = frozenset({IncidentState[state.upper()]}) if state not in ("", "open", "ended") else frozenset()
    return CaseFilter(
        reported=_period(options.begin, options.end, zone),
        states=ENDED if state == "ended" else exact,
        open_only=state == "open",
        severity=Severity[options.severity.upper()] if options.severity else None,
        place=PlaceStatus[options.place.upper()] if options.place else None,
        source=options.source,
        category=options.category,
        area=area,
        level=level,
    )


def _period(begin: date | None, end: date | None, zone: tzinfo) -> tuple[datetime, datetime] | None:
    """From the first moment of a day to the last of another, in the city's zone."""
    if begin is None and end is None:
        return None
    first, last = begin or date(1970, 1, 2), end or date(2999, 12, 30)
    if last < first:
        raise Refusal("export.period", "The period ends on {end}, before it begins on {begin}.", end=last, begin=first)
    return datetime.combine(first, time(), zone), datetime.combine(last + timedelta(days=1), time(), zone)


def _map(options: argparse.Namespace, services: Services, words: Words) -> None:
    if options.file.suffix.lower() not in (".html", ".htm"):
        raise Refusal("export.page_format", "{file} should end in .html.", file=options.file.name)
    request = PageRequest(Level.of(options.level) if options.level else Level.TOWN, options.figure)
    page = city_page(services, request, words, load_tokens(), services.database.clock())
    with whole_file(options.file) as part:
        part.write_text(page_html(page), encoding="utf-8", newline="\n")
    print(words("The map is in {file}: open it in a browser, no network is needed.", file=options.file))
