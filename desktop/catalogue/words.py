"""The editor's words: columns with their widths and choices, and its sentences, in the reader's language."""

from __future__ import annotations

from services.catalogue.keeping import Looked, placed
from services.catalogue.sheets import BY_KEY, Column, Kind, Sheet
from services.catalogue.showing import Shown
from services.words import Words
from widgets.catalogue.sheet_model import EditColumn

WIDTHS = {
    Kind.TEXT: 150.0,
    Kind.CODE: 150.0,
    Kind.CATEGORY: 170.0,
    Kind.DEPARTMENT: 140.0,
    Kind.FIELD: 140.0,
    Kind.AREA: 120.0,
    Kind.CHOICE: 110.0,
    Kind.DAY: 110.0,
    Kind.NUMBER: 80.0,
    Kind.WINDOW: 130.0,
}
LONG, WIDE = 500, 320.0
REFERENCES = (Kind.CATEGORY, Kind.DEPARTMENT, Kind.FIELD)
Place = tuple[str, int, str]  # sheet, row, column


def columns_of(sheet: Sheet, shown: Shown, words: Words) -> tuple[EditColumn, ...]:
    """A sheet's columns as the table shows them."""
    return tuple(_column(column, shown, words) for column in sheet.columns)


def _column(column: Column, shown: Shown, words: Words) -> EditColumn:
    choices: tuple[tuple[str, str], ...] | None = None
    nothing = () if column.needed else (("", ""),)
    if column.choices is not None:
        choices = (*nothing, *((key, words(name, ctx=ctx)) for key, (name, ctx) in column.choices.items()))
    elif column.kind in REFERENCES:
        choices = (*nothing, *shown.names(column.kind))
    return EditColumn(
        column.key,
        words(column.title, ctx="catalogue"),
        WIDE if column.longest >= LONG else WIDTHS[column.kind],
        choices,
        only=column.choices is not None,
        right=column.kind is Kind.NUMBER,
        fixed=column.kind is Kind.CODE,
    )


def problems_of(found: Looked, words: Words) -> list[tuple[str, Place]]:
    """What is wrong, as sentences with their places."""
    return [(placed(one).say(words), (one.sheet, one.row, one.column)) for one in found.problems]


def changes_of(found: Looked, shown: Shown) -> list[tuple[str, object]]:
    """What would change, as sentences."""
    told: list[tuple[str, object]] = []
    for change in found.changes:
        where, before, after = shown.change(change)
        if change.what == "changed":
            told.append((f"{where}\n{before or '—'} → {after or '—'}", _place(change.sheet)))
        else:
            told.append((f"{'+' if change.what == 'added' else '−'} {where}\n{before or after}", _place(change.sheet)))
    return told


def _place(sheet: str) -> Place:
    return sheet, -1, BY_KEY[sheet].columns[0].key
