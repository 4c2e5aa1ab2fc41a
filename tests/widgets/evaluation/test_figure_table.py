"""The table of figures: where a column is read from, and the shape of a severity."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from layers.style.tokens import load_tokens
from widgets.evaluation.figure_table import FigureCell, FigureRow, FigureRows, FigureTable
from widgets.theme.theme import Theme


def rows_of(*levels: int | None) -> FigureRows:
    rows = FigureRows()
    rows.show(
        ("What", "Level", "Where", "Count"),
        [
            FigureRow(
                (
                    FigureCell(f"row {at}", sort=float(at)),
                    FigureCell("Red", sort=1.0, level=level),
                    FigureCell("Huicun", sort="Huicun"),
                    FigureCell("7", sort=7.0),
                )
            )
            for at, level in enumerate(levels)
        ],
        None,
    )
    return rows


def test_that_names_words_and_severities_begin_at_the_left_and_figures_end_at_the_right(qapp) -> None:
    rows = rows_of(1, None)
    sides = [
        rows.headerData(at, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignLeft
        for at in range(4)
    ]
    assert [bool(side) for side in sides] == [True, True, True, False]


def test_that_a_severity_wears_its_shape_in_its_colour(qtbot: QtBot) -> None:
    theme = Theme(load_tokens())
    for rank in (1, 2, 3, 4):
        table = FigureTable(theme, rows_of(rank, None))
        qtbot.addWidget(table)
        table.resize(600, 120)
        table.show()
        seen = table.grab().toImage()
        fill, box = theme.level(rank), table.visualRect(table.model().index(0, 1))
        below = table.visualRect(table.model().index(1, 1))
        counts = []
        for rect in (box, below):
            top = table.horizontalHeader().height()
            counts.append(
                sum(
                    seen.pixelColor(x, y + top) == fill
                    for x in range(rect.left(), rect.right())
                    for y in range(rect.top(), rect.bottom())
                )
            )
        assert counts[0] > 40
        assert counts[1] == 0


def test_that_a_table_without_rows_says_why(qtbot: QtBot) -> None:
    rows = FigureRows()
    table = FigureTable(Theme(load_tokens()), rows)
    qtbot.addWidget(table)
    table.resize(500, 300)
    blank = table.grab().toImage()
    table.say_empty("Nothing lies below it.")
    told = table.grab().toImage()
    assert told != blank
    rows.show(["A"], [FigureRow((FigureCell("1"),))], None)
    with_rows = table.grab().toImage()
    table.say_empty("")
    assert table.grab().toImage() == with_rows
