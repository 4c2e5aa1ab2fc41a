"""A duty roster as a spreadsheet or CSV file: a line each, every one checked."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from services.connectors.files.tables import open_table
from services.domain.refusals import Refusal
from services.domain.rota import Shift, minute_of

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


def read_shifts(path: Path, known: Collection[str]) -> tuple[list[Shift], list[tuple[int, Refusal]]]:
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
            shift.check(known)
        except Refusal as refusal:
            bad.append((number, refusal))
        else:
            good.append(shift)
    return good, bad


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
