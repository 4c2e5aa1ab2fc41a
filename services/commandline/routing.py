"""Routing advice: train a model, list its versions, go back to one, bring in labelled texts to learn from."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from services.bundle import open_services
from services.cases.routing.labelled import Columns, bring_in, read_labels
from services.cases.routing.learning import learn
from services.cases.routing.versions import Version, roll_back, versions
from services.connectors.files.report import ReportFile
from services.domain.refusals import Refusal
from services.settings import Settings
from services.store.engine import Database
from services.words import N_, Words

SOME_REFUSED = 3
CAUSES = {
    "asked": N_("asked for", ctx="cause"),
    "first": N_("first model", ctx="cause"),
    "mistakes": N_("mistakes", ctx="cause"),
    "closings": N_("closed cases", ctx="cause"),
    "nightly": N_("nightly", ctx="cause"),
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, and what a labelled table's columns are."""
    parser.add_argument("what", choices=("train", "versions", "rollback", "learn"), help="what to do")
    parser.add_argument("which", nargs="?", default="", metavar="N|FILE", help="the version, or the labelled table")
    parser.add_argument("--officer", default="system", metavar="LOGIN", help="on whose behalf; the journal keeps it")
    parser.add_argument("--cause", choices=tuple(CAUSES), default="asked", help=argparse.SUPPRESS)
    learn = parser.add_argument_group("learn (CSV, Excel)")
    learn.add_argument("--text", default="", metavar="COLUMN", help="the column of the texts")
    learn.add_argument("--title", default="", metavar="COLUMN", help="the column of the titles, if there is one")
    learn.add_argument("--label", default="", metavar="COLUMN", help="the column that says whose each text was")
    learn.add_argument("--sheet", default="", metavar="NAME", help="the sheet, where the book has several")
    learn.add_argument(
        "--mapping", type=Path, metavar="FILE.toml", help='a TOML file: [labels] "theirs" = "code of a department"'
    )
    learn.add_argument(
        "--report", type=Path, metavar="FILE", help="where the report goes (else beside you: NAME-report.csv)"
    )


def run(options: argparse.Namespace, words: Words) -> int:
    """Does it; exit code 3 when some rows of a table were refused."""
    services = open_services(Settings(options.database, options.lang))
    try:
        return DOING[options.what](options, services.database, words)
    finally:
        services.close()


def _train(options: argparse.Namespace, database: Database, words: Words) -> int:
    if options.cause != "asked":
        _step_back()
    number, used, trained = learn(database, options.cause, options.officer)
    figures = trained.figures
    print(
        words(
            "Routing model {number}: {examples} texts, {labels} departments, macro-F1 {f1} on held-out texts.",
            number=number,
            examples=words.formats.integer(figures.examples),
            labels=len(trained.model.labels),
            f1=words.formats.decimal(figures.macro_f1, 3),
        )
    )
    if figures.rare:
        print(
            words(
                "Left out, since they have fewer than five texts: {departments}.", departments=", ".join(figures.rare)
            )
        )
    print(
        words("It is in use.")
        if used
        else words("It is not in use: an earlier one was chosen by hand, or is notably better.")
    )
    return 0


def _versions(options: argparse.Namespace, database: Database, words: Words) -> int:
    with database.reading() as reader:
        found, zone = versions(reader), reader.city().zone
    now = database.clock().astimezone(zone)
    if not found:
        print(words("There is no routing model yet. “main.py routing train” makes one."))
    for one in found:
        print(_line(one, words.formats.moment(one.at, now), words))
    return 0


def _line(one: Version, at: str, words: Words) -> str:
    said = words(
        "{mark} {number}  {at}  {cause}  {examples} texts  macro-F1 {f1}  calibration error {ece}",
        mark="*" if one.active else " ",
        number=f"{one.number:>4}",
        at=at,
        cause=words(CAUSES.get(one.cause, one.cause), ctx="cause"),
        examples=words.formats.integer(one.examples),
        f1=words.formats.decimal(one.macro_f1, 3),
        ece=words.formats.decimal(one.ece, 3),
    )
    return said if one.kept else f"{said}  {words('(figures only)')}"


def _rollback(options: argparse.Namespace, database: Database, words: Words) -> int:
    if not options.which.isdecimal():
        raise Refusal("advice.which", "Say which version: main.py routing rollback N")
    with database.unit() as unit:
        roll_back(unit, int(options.which), options.officer)
        unit.commit()
    print(words("Routing model {number} is in use, until a training is asked for.", number=options.which))
    return 0


def _learn(options: argparse.Namespace, database: Database, words: Words) -> int:
    if not (options.which and options.text and options.label):
        raise Refusal("learn.what", "Say what to learn from: main.py routing learn FILE --text COLUMN --label COLUMN")
    file = Path(options.which)
    columns = Columns(options.text, options.label, options.title, options.sheet)
    labels = read_labels(options.mapping) if options.mapping else {}
    path = options.report or Path(f"{file.stem}-report.csv")
    with ReportFile(path, words) as report:
        found = bring_in(database, file, columns, labels, options.officer, report.refused)
    number = words.formats.integer
    print(
        words(
            "{file}: {read} rows, {added} new texts, {changed} with another owner, {refused} refused.",
            file=file.name,
            read=number(found.read),
            added=number(found.added),
            changed=number(found.changed),
            refused=number(found.refused),
        )
    )
    if report.lines:
        print(words("The report lies in {file} ({count} lines).", file=path, count=report.lines))
    return SOME_REFUSED if found.refused else 0


def _step_back() -> None:
    """Lets every other program go first, where the system knows how."""
    if hasattr(os, "nice"):
        os.nice(19)


DOING = {"train": _train, "versions": _versions, "rollback": _rollback, "learn": _learn}
