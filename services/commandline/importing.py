"""Brings real data in: areas with borders, incidents with a mapping, places; every refused row is reported."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from services.bundle import open_services, read_deadlines
from services.cases.importing.areas import AreasIn, import_areas, refuse_demo
from services.cases.importing.incidents import IncidentsIn, import_incidents
from services.cases.importing.places import import_places
from services.cases.importing.standing import give_lists
from services.commandline.importing_cap import take_files
from services.commandline.parsing import LANGUAGES
from services.connectors.files.incident_rows import incident_rows
from services.connectors.files.mapping import read_mapping
from services.connectors.files.record_rows import NEEDED, OURS, record_rows
from services.connectors.files.report import ReportFile
from services.connectors.files.tables import open_table
from services.domain.areas import Level
from services.domain.records import RecordKind
from services.domain.refusals import Refusal
from services.geo.boundaries import Naming
from services.records.importing import import_records
from services.records.mending import place_anew as place_records_anew
from services.records.taking_back import take_back
from services.settings import Settings
from services.store.bulk import measure
from services.store.engine import Database
from services.words import Words

MOST_NOTES = 10
COUNTS = (
    "read", "added", "known", "refused", "located", "unlocated", "outside", "closed_before_reported",
    "closed_without_time",
    "reported_in_future",
)  # fmt: skip


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to bring in, and how the file is to be read."""
    parser.add_argument(
        "what", choices=("areas", "incidents", "places", "records", "corrections", "cap"), help="what the file holds"
    )
    parser.add_argument("files", metavar="FILE", type=Path, nargs="+", help="the file; it is only read (cap: several)")
    parser.add_argument(
        "--report", type=Path, metavar="FILE", help="where the report goes (else beside you: NAME-report.csv)"
    )
    areas = parser.add_argument_group("areas (GeoJSON, TopoJSON, GeoPackage, Shapefile)")
    areas.add_argument("--level", choices=[level.word for level in Level], help="the level of the areas")
    areas.add_argument("--name-field", default="", metavar="COLUMN", help="the column of the names")
    areas.add_argument("--name", default="", metavar="WORDS", help="the name, where the file holds one area")
    areas.add_argument("--code-field", default="", metavar="COLUMN", help="the column of the division codes")
    areas.add_argument("--code", default="", metavar="CODE", help="the code, where the file holds one area")
    areas.add_argument("--parent-field", default="", metavar="COLUMN", help="the column of the parents' codes or names")
    areas.add_argument(
        "--crs",
        default="",
        metavar="SYSTEM",
        help="cgcs2000, wgs84, gcj02, bd09 or EPSG:NUMBER; else what the file says",
    )
    areas.add_argument("--layer", default="", metavar="NAME", help="the layer, where the file has several")
    areas.add_argument("--since", type=date.fromisoformat, metavar="DAY", help="the day from which new borders hold")
    incidents = parser.add_argument_group("incidents (CSV, Excel, GeoJSON)")
    incidents.add_argument(
        "--mapping", type=Path, metavar="FILE.toml", help='a TOML file: [fields] ours = "theirs", [values.FIELD]'
    )
    records = parser.add_argument_group("records (CSV, Excel, GeoJSON; --mapping where columns have other names)")
    records.add_argument("--kind", choices=[kind.word for kind in RecordKind], help="what the register is about")
    records.add_argument("--source", metavar="CODE", help="the code of the department whose register it is")
    alerts = parser.add_argument_group("cap (CAP 1.2 alerts; Atom, RSS and EDXL feeds that hold them)")
    alerts.add_argument("--channel", default="", metavar="CODE", help="the information source that they come through")


SOME_REFUSED = 3
FEW_SHIFTED, SHARE_SHIFTED = 10, 0.03


def run(options: argparse.Namespace, words: Words) -> int:
    """Exit code 0 when everything is in, 3 when some rows were refused, 2 when the file as a whole was."""
    bring = {
        "areas": _areas,
        "incidents": _incidents,
        "places": _places,
        "records": _records,
        "corrections": _corrections,
    }.get(options.what)
    if bring is not None and len(options.files) > 1:
        raise Refusal("import.one_file", "One file at a time: each has a report of its own.")
    options.file = options.files[0]
    services = open_services(Settings(options.database, options.lang))
    path = options.report or Path(f"{options.file.stem}-report.csv")
    try:
        with ReportFile(path, words) as report:
            if bring is None:
                refused = take_files(services, options.files, options.channel, report, words)
            else:
                refused = bring(options, services.database, report, words)
        with services.database.unit() as unit:
            measure(unit, "areas", "incidents", "reports", "places", "registers", "records", "record_sums")
            unit.commit()
        if report.lines:
            print(words("The report lies in {file} ({count} lines).", file=path, count=report.lines))
        return SOME_REFUSED if refused else 0
    finally:
        services.close()


def _areas(options: argparse.Namespace, database: Database, report: ReportFile, words: Words) -> int:
    if not options.level:
        raise Refusal("import.no_level", "Say which level the areas have: --level city, town, village or grid.")
    naming = Naming(options.name_field, options.name, options.code_field, options.code, options.parent_field)
    found = import_areas(
        database, options.file, Level.of(options.level), naming, options.crs, options.layer, options.since
    )
    report.areas(found)
    _tell_areas(found, words)
    moved = place_records_anew(database, "import")
    if moved:
        count = words.formats.integer(moved)
        print(words("{count} base records belong to other areas than before.", count=count))
    if Level.of(options.level) is not Level.CITY:  # its duties by area are those of areas that are there
        _give_lists(database, words)
    return len(found.refused)


def _give_lists(database: Database, words: Words) -> None:
    if give_lists(database):
        print(words("The city had no lists of sources, categories and departments: the standard ones were put in."))


def _tell_areas(found: AreasIn, words: Words) -> None:
    counts, number = found.counts, words.formats.integer
    print(
        words(
            "{file}: {added} new, {redrawn} redrawn, {renamed} changed otherwise, {unchanged} as they were, "
            "{refused} refused.",
            file=found.file.file,
            added=number(counts["added"]),
            redrawn=number(counts["redrawn"]),
            renamed=number(counts["renamed"]),
            unchanged=number(counts["unchanged"]),
            refused=number(len(found.refused)),
        )
    )
    if counts["provisional"]:
        print(words("{count} have no code and got a provisional one, marked.", count=number(counts["provisional"])))
    if found.derived:
        print(words("The city {name} was made of its towns and is marked as derived.", name=found.derived))
    flaws = (len(found.file.repairs), len(found.coverage.overlaps), len(found.coverage.gaps))
    if any(flaws):
        overlap, gap = (sum(flaw.m2 for flaw in part) for part in (found.coverage.overlaps, found.coverage.gaps))
        print(
            words(
                "Rings repaired: {repairs}. Overlaps: {overlaps} ({overlap} m²). Gaps: {gaps} ({gap} m²).",
                repairs=number(flaws[0]),
                overlaps=number(flaws[1]),
                overlap=number(overlap),
                gaps=number(flaws[2]),
                gap=number(gap),
            )
        )
    for fit in found.fits[:1]:
        print(
            words(
                "Against the known outline: median distance {median} m, longest {longest} m, differing area {share}.",
                median=words.formats.decimal(fit.median_m),
                longest=number(fit.longest_m),
                share=words.formats.percent(fit.differing, 1, 2),
            )
        )
    for note in found.notes[:MOST_NOTES]:
        print(note.say(words))
    if found.placed:
        print(words("{count} incidents lie in other areas than before.", count=number(found.placed)))


def _incidents(options: argparse.Namespace, database: Database, report: ReportFile, words: Words) -> int:
    if options.mapping is None:
        raise Refusal("import.no_mapping", "Say what the file's columns mean: --mapping FILE.toml")
    mapping = read_mapping(options.mapping)
    with database.reading() as reader:
        refuse_demo(reader)
        zone = reader.city().zone
    table = open_table(options.file, mapping.sheet)
    _give_lists(database, words)
    rows = incident_rows(table, mapping, zone)
    found = import_incidents(database, rows, read_deadlines(), report.refused, options.file.name)
    _tell_incidents(found, options.file.name, words)
    return found["refused"]


def _places(options: argparse.Namespace, database: Database, report: ReportFile, words: Words) -> int:
    found = import_places(database, options.file, options.crs, report.refused, options.layer)
    number = {name: words.formats.integer(found[name]) for name in ("read", "added", "known", "replaced", "refused")}
    print(
        words(
            "{file}: {read} rows, {added} places, {known} twice in the file, {replaced} of before replaced, "
            "{refused} refused.",
            file=options.file.name,
            **number,
        )
    )
    return found["refused"]


def _records(options: argparse.Namespace, database: Database, report: ReportFile, words: Words) -> int:
    if not options.kind or not options.source:
        raise Refusal(
            "import.no_register",
            "Say whose register it is: --kind population, house, facility or departmental, and --source with the "
            "department's code.",
        )
    mapping = read_mapping(options.mapping, OURS, NEEDED) if options.mapping else None
    with database.reading() as reader:
        refuse_demo(reader)
        zone = reader.city().zone
    _give_lists(database, words)
    table = open_table(options.file, mapping.sheet if mapping else "")
    rows = record_rows(table, mapping, zone, options.crs)
    kind = RecordKind[options.kind.upper()]
    found = import_records(database, rows, kind, options.source, report.refused, options.file.name)
    names = ("read", "added", "changed", "known", "refused", "missed", "shifted")
    number = {name: words.formats.integer(found[name]) for name in names}
    print(
        words(
            "{file}: {read} rows, {added} new, {changed} changed, {known} as they were, {refused} refused. {missed} "
            "did not find their grid; the ledger says why.",
            file=options.file.name,
            **number,
        )
    )
    if found["shifted"] > max(FEW_SHIFTED, found["read"] * SHARE_SHIFTED):
        print(
            words(
                "{shifted} lie in their stated area only once the shift of map services is undone: if the file is in "
                "GCJ-02, import it again with --crs gcj02.",
                **number,
            )
        )
    return found["refused"]


def _corrections(options: argparse.Namespace, database: Database, report: ReportFile, words: Words) -> int:
    languages = [words, *(Words(lang) for lang in LANGUAGES)]
    found = take_back(database, open_table(options.file), languages, report.refused)
    names = ("read", "corrected", "found", "left", "refused")
    number = {name: words.formats.integer(found[name]) for name in names}
    print(
        words(
            "{file}: {read} rows, {corrected} corrected, {found} of them found their grid, {left} left as they were, "
            "{refused} refused.",
            file=options.file.name,
            **number,
        )
    )
    return found["refused"]


def _tell_incidents(found: IncidentsIn, file: str, words: Words) -> None:
    number = {name: words.formats.integer(found[name]) for name in COUNTS}
    print(
        words(
            "{file}: {read} rows, {added} new, {known} known already, {refused} refused.",
            file=file,
            read=number["read"],
            added=number["added"],
            known=number["known"],
            refused=number["refused"],
        )
    )
    if found["added"]:
        print(
            words(
                "Of the new: {located} in an area, {unlocated} without a place, {outside} outside every area.",
                located=number["located"],
                unlocated=number["unlocated"],
                outside=number["outside"],
            )
        )
    if found["closed_before_reported"]:
        print(
            words(
                "{count} were closed before they were reported: kept, marked, left out of rates.",
                count=number["closed_before_reported"],
            )
        )
    if found["closed_without_time"]:
        print(
            words(
                "{count} are closed, but nobody wrote down when: kept, marked, left out of rates.",
                count=number["closed_without_time"],
            )
        )
    if found["reported_in_future"]:
        print(
            words(
                "{count} have a time that is yet to come: kept, marked, left out of rates.",
                count=number["reported_in_future"],
            )
        )
