"""Keeps the duty roster: list it, or take a whole new one from a spreadsheet, every row checked."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from services.access.rights import Right
from services.bundle import open_services
from services.cases.rota import Rota, check
from services.commandline.identity import identified
from services.connectors.files.tables import open_table
from services.domain.refusals import Refusal
from services.domain.rota import Shift, minute_of, time_of
from services.settings import Settings
from services.store.engine import Database
from services.store.queries import access
from services.words import Words
from services.words.moments import LONG_WEEKDAYS

MOST_TOLD = 40
SOME_REFUSED = 3
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "login": ("login", "Login", "登录名", "人员"),
    "weekday": ("weekday", "Weekday", "星期"),
    "begin": ("from", "From", "begin", "起"),
    "end": ("to", "To", "end", "止"),
}
WEEKDAYS: Mapping[str, int] = {
    "": 0, "every day": 0, "daily": 0, "每天": 0, "每日": 0,
    **{name: day for day, names in enumerate((
        ("mon", "monday", "一", "周一", "星期一"), ("tue", "tuesday", "二", "周二", "星期二"),
        ("wed", "wednesday", "三", "周三", "星期三"), ("thu", "thursday", "四", "周四", "星期四"),
        ("fri", "friday", "五", "周五", "星期五"), ("sat", "saturday", "六", "周六", "星期六"),
        ("sun", "sunday", "日", "周日", "星期日", "天", "周天"),
    ), 1) for name in names},
}  # fmt: skip


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


def read_shifts(path: Path, known: dict[str, int]) -> tuple[list[Shift], list[tuple[int, Refusal]]]:
    """The shifts of a spreadsheet or CSV file, and what is wrong with the other rows, by their number."""
    table = open_table(path)
    columns = {key: _column(path, table.columns, key) for key in COLUMNS}
    good: list[Shift] = []
    bad: list[tuple[int, Refusal]] = []
    for number, row in table.rows:
        cells = {key: _text(row.get(name)) for key, name in columns.items()}
        if not any(cells.values()):
            continue
        try:
            shift = Shift(
                cells["login"], _weekday(cells["weekday"]), minute_of(cells["begin"] or "0:00"),
                minute_of(cells["end"] or "24:00"),
            )  # fmt: skip
            check(shift, known)
        except Refusal as refusal:
            bad.append((number, refusal))
        else:
            good.append(shift)
    return good, bad


def _list(database: Database, words: Words) -> int:
    lines = Rota(database).lines()
    for line in lines:
        day = words("every day") if line.weekday == 0 else words(LONG_WEEKDAYS[line.weekday - 1], ctx="date")
        print(f"{line.login:<24} {line.name}\t{day}\t{time_of(line.begin)}–{time_of(line.end)}")
    if not lines:
        print(words("The roster is empty: everybody is told at any hour."))
    return 0


def _import(database: Database, options: argparse.Namespace, words: Words) -> int:
    with database.reading() as reader:
        known = {line.officer.login: line.officer.id for line in access.officer_lines(reader) if line.active}
    good, bad = read_shifts(options.file, known)
    for number, refusal in bad[:MOST_TOLD]:
        print(words("Row {number}: {why}", number=number, why=refusal.say(words)))
    if len(bad) > MOST_TOLD:
        print(words("… and {count} more.", count=words.formats.integer(len(bad) - MOST_TOLD)))
    if bad or not good:
        print(words("Nothing was saved."))
        return SOME_REFUSED
    by = identified(database, options.officer, Right.KEEP_OFFICERS, words)
    kept = Rota(database).replace(good, by)
    print(words("The roster has {n} lines now.", n=words.formats.integer(kept)))
    return 0


def _column(path: Path, columns: tuple[str, ...], key: str) -> str:
    found = next((name for name in columns if name.strip() in COLUMNS[key]), None)
    if found is None:
        raise Refusal(
            "rota.no_column", "{file} has no column “{column}”. The columns are: login, weekday, from, to.",
            file=path.name, column=COLUMNS[key][0],
        )  # fmt: skip
    return found


def _weekday(text: str) -> int:
    found = WEEKDAYS.get(text.strip().lower())
    if found is not None:
        return found
    number = text.strip().removesuffix(".0")
    if number.isdecimal() and int(number) <= 7:
        return int(number)
    raise Refusal("rota.weekday", "A weekday is 1 (Monday) to 7 (Sunday), or 0 for every day.")


def _text(cell: Any) -> str:
    """A cell as it reads; a time of a spreadsheet as hours and minutes."""
    if cell is None:
        return ""
    hour = getattr(cell, "hour", None)
    return f"{hour}:{cell.minute:02}" if hour is not None else str(cell).strip()
