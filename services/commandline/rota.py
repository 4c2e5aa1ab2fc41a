"""Keeps the duty roster: list it, or take a whole new one from a spreadsheet, every row checked."""

from __future__ import annotations

import argparse
from pathlib import Path

from services.access.rights import Right
from services.bundle import open_services
from services.cases.rota import Rota
from services.commandline.identity import identified
from services.connectors.files.rota import read_shifts
from services.domain.refusals import Refusal
from services.domain.rota import time_of
from services.settings import Settings
from services.store.engine import Database
from services.words import Words
from services.words.moments import LONG_WEEKDAYS

MOST_TOLD = 40
SOME_REFUSED = 3


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, with which file, and who does it."""
    parser.add_argument("what", choices=("list", "import"), help="what to do with the roster")
    parser.add_argument(
        "file", metavar="FILE.xlsx", type=Path, nargs="?",
        help="the spreadsheet: columns login, weekday (1 to 7, empty for every day), from, to",
    )  # fmt: skip
    parser.add_argument("--officer", default="", metavar="LOGIN", help="the administrator who does this")


def run(options: argparse.Namespace, words: Words) -> int:
    """Exit code 0 when it is done, 3 when rows are wrong and nothing was changed."""
    services = open_services(Settings(options.database, options.lang))
    try:
        if options.what == "list":
            return _list(services.database, words)
        if options.file is None:
            raise Refusal("rota.no_file", "Name the spreadsheet: main.py rota import FILE.xlsx")
        return _import(services.database, options, words)
    finally:
        services.close()


def _list(database: Database, words: Words) -> int:
    lines = Rota(database).lines()
    for line in lines:
        day = words("every day") if line.weekday == 0 else words(LONG_WEEKDAYS[line.weekday - 1], ctx="date")
        print(f"{line.login:<24} {line.name}\t{day}\t{time_of(line.begin)}–{time_of(line.end)}")
    if not lines:
        print(words("The roster is empty: everybody is told at any hour."))
    return 0


def _import(database: Database, options: argparse.Namespace, words: Words) -> int:
    good, bad = read_shifts(options.file, {login for login, _ in Rota(database).officers()})
    for number, refusal in bad[:MOST_TOLD]:
        print(words("Row {number}: {why}", number=number, why=refusal.say(words)))
    if len(bad) > MOST_TOLD:
        print(words("… and {count} more.", count=words.formats.integer(len(bad) - MOST_TOLD)))
    if bad or not good:
        print(words("Nothing was saved."))
        return SOME_REFUSED
    by = identified(database, options.officer, Right.KEEP_OFFICERS, words)
    kept = Rota(database).replace(good, by)
    print(words.plural("The roster has {n} line now.", "The roster has {n} lines now.", kept))
    return 0
