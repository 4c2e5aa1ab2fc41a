"""The catalogue with its duties, limits and calendar: out to a spreadsheet, in again, its versions, and back to one."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path

from services.bundle import open_services
from services.catalogue.comparing import ADDED, REMOVED, Change
from services.catalogue.keeping import Keeper, placed
from services.catalogue.sheets import SHEETS
from services.catalogue.showing import Shown
from services.catalogue.workbook import read_workbook, write_workbook
from services.domain.people import SYSTEM, Officer
from services.domain.refusals import Refusal
from services.settings import Settings
from services.store.engine import Database
from services.store.queries import access
from services.words import Words

MOST = 40
SOME_REFUSED = 3


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, with which file or version, and why."""
    parser.add_argument(
        "what", choices=("export", "import", "history", "rollback"), help="what to do with the catalogue"
    )
    parser.add_argument("file", metavar="FILE.xlsx", type=Path, nargs="?", help="the spreadsheet, to export or import")
    parser.add_argument("--why", default="", metavar="WORDS", help="why it is changed; without it nothing is saved")
    parser.add_argument("--officer", default="", metavar="LOGIN", help="on whose behalf (else the system's)")
    parser.add_argument("--version", type=int, default=0, metavar="N", help="the version to go back to")


def run(options: argparse.Namespace, words: Words) -> int:
    """Exit code 0 when it is done, 3 when rows are wrong and nothing was saved."""
    services = open_services(Settings(options.database, options.lang))
    try:
        keeper = Keeper(services.database)
        match options.what:
            case "export":
                return _export(keeper, _file(options), words)
            case "import":
                return _import(keeper, services.database, options, words)
            case "history":
                return _history(keeper, words)
        return _roll_back(keeper, services.database, options, words)
    finally:
        services.close()


def _file(options: argparse.Namespace) -> Path:
    if options.file is None:
        raise Refusal("catalogue.no_file", "Name the spreadsheet: main.py catalogue export|import FILE.xlsx")
    path: Path = options.file
    return path


def _officer(database: Database, login: str) -> Officer:
    if not login:
        return SYSTEM
    with database.reading() as reader:
        found = access.officer(reader, login)
    if found is None:
        raise Refusal("catalogue.no_officer", "There is no officer {login} in this city.", login=login)
    return found


def _export(keeper: Keeper, path: Path, words: Words) -> int:
    opened = keeper.open()
    shown = Shown(words, opened.draft, opened.book.catalogue, opened.areas)
    rows = write_workbook(path, opened.draft, shown, words)
    number = words.formats.integer
    print(words("{rows} rows in {sheets} sheets are in {file}.", rows=number(rows), sheets=len(SHEETS), file=path.name))
    return 0


def _import(keeper: Keeper, database: Database, options: argparse.Namespace, words: Words) -> int:
    path, opened = _file(options), keeper.open()
    draft = opened.draft | read_workbook(path, keeper.languages)
    looked = keeper.look(draft)
    if looked.problems:
        for problem in looked.problems[:MOST]:
            print(placed(problem).say(words))
        left = len(looked.problems) - MOST
        if left > 0:
            print(words("… and {count} more.", count=words.formats.integer(left)))
        print(words("Nothing was saved."))
        return SOME_REFUSED
    shown = Shown(words, looked.draft, opened.book.catalogue, opened.areas)
    _tell(looked.changes, shown, words)
    for remark in looked.remarks:
        print(remark.say(words))
    if not looked.changes:
        return 0
    if not options.why.strip():
        print(words("Nothing was saved: say why, with --why WORDS."))
        return 0
    version = keeper.save(draft, opened.version, _officer(database, options.officer), options.why)
    print(words("Saved as version {version}.", version=version))
    return 0


def _tell(changes: Iterable[Change], shown: Shown, words: Words) -> None:
    changes = list(changes)
    print(words.plural("{n} change:", "{n} changes:", len(changes)) if changes else words("Nothing would change."))
    marks = {ADDED: "+", REMOVED: "−"}
    for change in changes[:MOST]:
        where, before, after = shown.change(change)
        told = f"{before or '—'} → {after or '—'}" if change.what not in marks else before or after
        print(f"  {marks.get(change.what, '·')} {where}: {told}")
    if len(changes) > MOST:
        print(words("… and {count} more.", count=words.formats.integer(len(changes) - MOST)))


def _history(keeper: Keeper, words: Words) -> int:
    versions = keeper.versions()
    for one in versions:
        changes = words.plural("{n} change", "{n} changes", len(one.changes))
        print(f"{one.number:>5}  {one.at.astimezone():%Y-%m-%d %H:%M}  {one.officer}  {changes}  {words(one.why)}")
    if not versions:
        print(words("No version was saved yet: the standard tables hold."))
    return 0


def _roll_back(keeper: Keeper, database: Database, options: argparse.Namespace, words: Words) -> int:
    base, officer = keeper.open().version, _officer(database, options.officer)
    version = keeper.roll_back(options.version, base, officer, options.why)
    print(words("What stood in version {old} holds again, as version {version}.", old=options.version, version=version))
    return 0
