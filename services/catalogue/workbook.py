"""The catalogue as a spreadsheet (.xlsx), a sheet each: out with the reader's words, in again row by row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from services.catalogue.settling import MOST_ROWS, too_many
from services.catalogue.sheets import SHEETS, Column, Draft, Kind, Row, Sheet
from services.catalogue.showing import Shown
from services.connectors.files.tables import book_rows, load_book
from services.connectors.files.writers import whole_file
from services.domain.refusals import Refusal, Several, Term
from services.words import Words

WIDTHS = {Kind.TEXT: 26, Kind.CODE: 22, Kind.CATEGORY: 22, Kind.AREA: 18, Kind.DEPARTMENT: 18, Kind.FIELD: 18}
WIDE, NARROW, LONG = 60, 14, 500
SUFFIX = ".xlsx"


def write_workbook(path: Path, draft: Draft, shown: Shown, words: Words) -> int:
    """Writes a draft whole or not at all; returns how many rows. What begins like a formula is written as words."""
    if path.suffix.lower() != SUFFIX:
        raise Refusal("export.format", "{file} should end in {suffixes}.", file=path.name, suffixes=SUFFIX)
    from openpyxl import Workbook  # as the others here: only a file needs it, no seat that opens

    book = Workbook()
    book.remove(book.active)
    for sheet in SHEETS:
        page = book.create_sheet(words(sheet.title, ctx="catalogue"))
        _write_head(page, sheet, words)
        for number, row in enumerate(draft[sheet.key], 2):
            for at, column in enumerate(sheet.columns, 1):
                _write_cell(page.cell(number, at), column, shown.text(column, row[column.key]))
    with whole_file(path) as part:
        book.save(part)
    return sum(len(rows) for rows in draft.values())


def read_workbook(path: Path, languages: Sequence[Words]) -> Draft:
    """The sheets that a file has, as written there; refuses a file with a sheet or a column that is none of ours.

    Formulas are words like others and never computed.
    """
    names = load_book(path, computed=False)
    pages = list(names.sheetnames)
    names.close()
    found: Draft = {}
    for name in pages:
        sheet = next((one for one in SHEETS if name.strip() in _spellings(one.key, one.title, languages)), None)
        if sheet is None:
            ours = Several(tuple(Term(one.title, "catalogue") for one in SHEETS))
            sentence = "{file} has a sheet “{sheet}”. The catalogue's sheets are: {ours}. Rename it or take it out."
            raise Refusal("catalogue.wrong_sheet", sentence, file=path.name, sheet=name, ours=ours)
        book = load_book(path, computed=False)
        page = book[name]
        page.reset_dimensions()
        found[sheet.key] = _rows(path, sheet, book, page, languages)
    return found


def _rows(path: Path, sheet: Sheet, book: Any, page: Any, languages: Sequence[Words]) -> list[Row]:
    rows = book_rows(path, book, page)
    number, head = next(rows, (0, []))
    if number != 1:
        raise Refusal("files.no_header", "{file} has no line with the names of its columns.", file=path.name)
    columns = [_column(path, sheet, cell, languages) for cell in head]
    for column in sheet.columns:
        if columns.count(column) != 1:
            values = {
                "file": path.name,
                "sheet": Term(sheet.title, "catalogue"),
                "column": Term(column.title, "catalogue"),
            }
            sentence = "{file}, sheet “{sheet}”: the column “{column}” must be there once."
            raise Refusal("catalogue.no_column", sentence, **values)
    done: list[Row] = []
    for number, cells in rows:
        if number > MOST_ROWS:
            raise too_many()
        done += [{}] * (number - 2 - len(done))  # an empty row is told of at its own number
        cells = [*cells, *[None] * (len(columns) - len(cells))]
        done.append({one.key: _text(cell) for one, cell in zip(columns, cells, strict=False) if one is not None})
    return done


def _column(path: Path, sheet: Sheet, cell: object, languages: Sequence[Words]) -> Column | None:
    text = str(cell or "").strip()
    if not text:
        return None
    for column in sheet.columns:
        if text in _spellings(column.key, column.title, languages):
            return column
    sentence = "{file}, sheet “{sheet}”: there is no column “{column}”."
    name = Term(sheet.title, "catalogue")
    raise Refusal("catalogue.wrong_column", sentence, file=path.name, sheet=name, column=text[:40])


def _spellings(key: str, title: str, languages: Sequence[Words]) -> set[str]:
    return {key, title, *(words(title, ctx="catalogue") for words in languages)}


def _text(cell: object) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "yes" if cell else "no"
        case datetime():
            return cell.date().isoformat()
        case date():
            return cell.isoformat()
        case time():
            return f"{cell:%H:%M}"
        case float():
            return f"{cell:g}"
    return str(cell).strip()


def _write_head(page: Any, sheet: Sheet, words: Words) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    page.freeze_panes = "A2"
    for at, column in enumerate(sheet.columns, 1):
        cell = page.cell(1, at, words(column.title, ctx="catalogue"))
        cell.font = Font(bold=True)
        letter = get_column_letter(at)
        page.column_dimensions[letter].width = WIDE if column.longest >= LONG else WIDTHS.get(column.kind, NARROW)
        if column.choices is not None:
            listed = ",".join(words(name, ctx=ctx) for name, ctx in column.choices.values())
            choice = DataValidation("list", formula1=f'"{listed}"', allow_blank=not column.needed)
            choice.add(f"{letter}2:{letter}5000")
            page.add_data_validation(choice)


def _write_cell(cell: Any, column: Column, text: str) -> None:
    from openpyxl.styles import Alignment

    if column.kind is Kind.NUMBER and text:
        try:
            cell.value = float(text)
        except ValueError:
            cell.value = text
        return
    cell.value = text or None
    cell.number_format = "@"
    if text[:1] in "=+-@" and text:
        cell.data_type, cell.quotePrefix = "s", True
    if column.longest >= LONG:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
