"""A handover sheet as a PDF: A4, readable in grey, its text found by searching and copying."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontDatabase,
    QPageSize,
    QPaintDevice,
    QPainter,
    QPdfWriter,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
    QTextTableFormat,
)

from desktop.workers import Workers
from layers.print_font import print_font
from services.connectors.files.writers import whole_file
from services.domain.refusals import Refusal
from widgets.handover.sheet_table import NOTE, SheetRow
from widgets.theme.theme import Theme

DOTS = 300  # per inch
POINT = DOTS / 72
MARGINS, FOOT = (42.0, 40.0), 26.0  # points
SIZES = {"title": 15.0, "head": 9.5, "body": 8.0, "thin": 0.5}  # points
SLACK = 4 * POINT  # borders and the thin lines between tables
PAD = 2.5  # these and borders are made larger by the writer itself
SHARES = (27, 21, 13, 12, 27)  # per cent of the width


@dataclass(frozen=True, slots=True)
class Paper:
    """What stands on the paper, in words: title and lines under it, rows with notes, signatures, foot of a page.

    `levels` gives shape and word of each level (▲红); `page` makes "page 1 of 3".
    """

    title: str
    under: tuple[str, ...]
    heads: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    notes: dict[str, str]
    signatures: tuple[tuple[str, str], ...]
    foot: str
    levels: dict[int, str]
    page: Callable[[int, int], str]

    def characters(self) -> frozenset[str]:
        """Every character on the paper."""
        parts = [self.title, *self.under, *self.heads, *self.notes.values(), self.foot, self.page(1, 1), "0123456789"]
        for row in self.rows:
            parts += row.texts
        for name, text in self.signatures:
            parts += [name, text]
        return frozenset("".join((*parts, *self.levels.values())))


@dataclass(frozen=True, slots=True)
class Inks:
    """The colours of the paper; it is read in grey, so that they only differ in tone."""

    text: QColor
    quiet: QColor
    rule: QColor
    ground: QColor

    @classmethod
    def of(cls, theme: Theme) -> Inks:
        """Those of the light theme."""
        names = ("text.primary", "text.secondary", "line.strong", "surface.base")
        return cls(*(theme.colour(name) for name in names))


def print_sheet(
    workers: Workers, paper: Paper, inks: Inks, path: Path, done: Callable[[Path], None],
    failed: Callable[[Exception], None],
) -> None:  # fmt: skip
    """Writes the file off the GUI thread; its font is known to the program only as long as that takes."""

    def on_font(data: bytes) -> None:
        font = QFontDatabase.addApplicationFontFromData(data)
        family = QFontDatabase.applicationFontFamilies(font)[0]

        def end(then: Callable[[object], None], value: object) -> None:
            QFontDatabase.removeApplicationFont(font)
            then(value)

        workers.ask(
            f"print {path}",
            lambda: write_sheet(paper, inks, family, path),
            lambda written: end(done, written),  # type: ignore[arg-type]
            lambda error: end(failed, error),  # type: ignore[arg-type]
        )

    workers.ask(f"print font {path}", lambda: print_font(paper.characters()), on_font, failed)


def write_sheet(paper: Paper, inks: Inks, family: str, path: Path) -> Path:
    """The file, whole or not at all; safe on any thread."""
    with whole_file(path) as part:
        writer = QPdfWriter(str(part))
        writer.setTitle(paper.title)
        writer.setCreator("GridCommand")
        writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        writer.setPageMargins(QMarginsF(0, 0, 0, 0))
        writer.setResolution(DOTS)
        painter = QPainter()
        if not painter.begin(writer):
            raise Refusal("print.unwritable", "The file {path} can't be written.", path=path)
        try:
            _draw(paper, inks, family, writer, painter)
        finally:
            painter.end()
    return path


def _draw(paper: Paper, inks: Inks, family: str, writer: QPdfWriter, painter: QPainter) -> None:
    size = QSizeF(writer.width(), writer.height())
    across, down, foot = MARGINS[0] * POINT, MARGINS[1] * POINT, FOOT * POINT
    body = QRectF(across, down, size.width() - 2 * across, size.height() - 2 * down - foot)
    document = _document(paper, inks, family, body.size(), writer)
    pages = document.pageCount()
    for page in range(pages):
        if page:
            writer.newPage()
        painter.save()
        painter.translate(body.left(), body.top() - page * body.height())
        document.drawContents(painter, QRectF(0, page * body.height(), body.width(), body.height()))
        painter.restore()
        painter.setFont(_font(family, "body"))
        painter.setPen(inks.quiet)
        line = QRectF(body.left(), body.bottom() + foot / 3, body.width(), foot * 2 / 3)
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, paper.foot)
        number = paper.page(page + 1, pages)
        painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, number)


def _document(paper: Paper, inks: Inks, family: str, size: QSizeF, device: QPaintDevice) -> QTextDocument:
    """The paper laid out so that no row of it stands on two pages: it is measured in one piece first."""
    whole = _laid_out(paper, inks, family, [list(range(len(paper.rows)))], QSizeF(size.width(), -1), device)
    return _laid_out(paper, inks, family, pages_of(*_measured(whole), paper, size.height()), size, device)


def _laid_out(
    paper: Paper, inks: Inks, family: str, pages: Sequence[Sequence[int]], size: QSizeF, device: QPaintDevice
) -> QTextDocument:
    """The document with the rows of each page in a table of its own; an empty last page is that of the signatures."""
    document = QTextDocument()
    document.documentLayout().setPaintDevice(device)
    document.setDocumentMargin(0)
    document.setDefaultFont(_font(family, "body"))
    document.setPageSize(size)
    cursor = QTextCursor(document)
    cursor.insertText(paper.title, _format(family, "title", inks.text))
    for line in paper.under:
        cursor.insertBlock(QTextBlockFormat())
        cursor.insertText(line, _format(family, "body", inks.quiet))
    for at, rows in enumerate(pages):
        cursor.insertBlock(_thin(new_page=at > 0), _format(family, "thin", inks.quiet))
        if rows:
            _table(cursor, paper, inks, family, rows)
            cursor.movePosition(QTextCursor.MoveOperation.End)
            cursor.setBlockFormat(_thin())
            cursor.setBlockCharFormat(_format(family, "thin", inks.quiet))
    cursor.insertBlock(QTextBlockFormat(), _format(family, "body", inks.quiet))
    _signatures(cursor, paper, inks, family)
    return document


def _thin(new_page: bool = False) -> QTextBlockFormat:
    """An empty line that takes no room: between two tables there has to be one."""
    made = QTextBlockFormat()
    if new_page:
        made.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
    return made


def _measured(document: QTextDocument) -> tuple[float, list[float], float]:
    """Where the table begins, how high each row of it is (the heads first), and how much comes after it."""
    layout = document.documentLayout()
    table, *_ = (frame for frame in document.rootFrame().childFrames() if isinstance(frame, QTextTable))
    tops = [
        layout.blockBoundingRect(table.cellAt(row, 0).firstCursorPosition().block()).top()
        for row in range(table.rows())
    ]
    box = layout.frameBoundingRect(table)
    ends = [*tops[1:], box.bottom() + tops[0] - box.top()]
    heights = [end - top for top, end in zip(tops, ends, strict=True)]
    return box.top(), heights, document.size().height() - box.bottom()


def pages_of(top: float, heights: Sequence[float], after: float, paper: Paper, room: float) -> list[list[int]]:
    """Which rows stand on which page of `room`: none on two, no heading last; what comes `after` is not torn either.

    `top`: what stands above the table on the first page; `heights`: of the heads, then of each row. A row that is
    higher than a page begins one, and goes on.
    """
    head, *rows = heights
    pages: list[list[int]] = [[]]
    used = top + head
    for at, high in enumerate(rows):
        follows = rows[at + 1] if not paper.rows[at].key and at + 1 < len(rows) else 0.0
        if pages[-1] and used + high + follows > room - SLACK:
            pages.append([])
            used = head
        pages[-1].append(at)
        used += high
    if used + after > room - SLACK:
        pages.append([])
    return pages


def _table(cursor: QTextCursor, paper: Paper, inks: Inks, family: str, rows: Sequence[int]) -> None:
    table = cursor.insertTable(len(rows) + 1, len(paper.heads), _table_format(inks, SHARES, heads=1))
    for column, head in enumerate(paper.heads):
        _put(table, 0, column, head, _format(family, "head", inks.quiet))
    for at, row in enumerate((paper.rows[number] for number in rows), 1):
        if not row.key:
            table.mergeCells(at, 0, 1, len(paper.heads))
            _put(table, at, 0, row.texts[0], _format(family, "head", inks.text))
            _shade(table, at, inks.ground)
            continue
        level = f"{paper.levels[row.rank]} " if row.rank in paper.levels else ""
        for column, text in enumerate((level + row.texts[0], *row.texts[1:], paper.notes.get(row.key, ""))):
            ink = inks.text if column in (0, NOTE) or row.late else inks.quiet
            _put(table, at, column, text, _format(family, "body", ink))


def _signatures(cursor: QTextCursor, paper: Paper, inks: Inks, family: str) -> None:
    shares = (50,) * len(paper.signatures)
    table = cursor.insertTable(2, len(shares), _table_format(inks, shares, heads=0))
    for column, (name, text) in enumerate(paper.signatures):
        _put(table, 0, column, name, _format(family, "head", inks.quiet))
        _put(table, 1, column, text, _format(family, "head", inks.text))


def _table_format(inks: Inks, shares: Sequence[int], heads: int) -> QTextTableFormat:
    made = QTextTableFormat()
    made.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    made.setColumnWidthConstraints([QTextLength(QTextLength.Type.PercentageLength, share) for share in shares])
    made.setHeaderRowCount(heads)
    made.setBorderCollapse(True)
    made.setBorder(0.5)
    made.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    made.setBorderBrush(QBrush(inks.rule))
    made.setCellPadding(PAD)
    made.setCellSpacing(0)
    return made


def _put(table: QTextTable, row: int, column: int, text: str, look: QTextCharFormat) -> None:
    table.cellAt(row, column).firstCursorPosition().insertText(text, look)


def _shade(table: QTextTable, row: int, ground: QColor) -> None:
    cell = table.cellAt(row, 0)
    look = cell.format()
    look.setBackground(QBrush(ground))
    cell.setFormat(look)


def _font(family: str, role: str) -> QFont:
    font = QFont(family)
    font.setPixelSize(round(SIZES[role] * POINT))
    return font


def _format(family: str, role: str, ink: QColor) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setFont(_font(family, role))
    made.setForeground(QBrush(ink))
    return made
