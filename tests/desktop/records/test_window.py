from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.records.list_window import RecordsWindow
from desktop.records.window import LedgerWindow, open_ledger
from desktop.records.words import FIGURES
from services.domain.facts import RecordsChanged
from services.domain.people import OfficerRole
from services.domain.records import RecordKind
from services.live.advance import NOTHING, advance
from services.records.decompose import Decomposer
from services.records.ledger import LedgerGroup
from services.records.taking import Batch, open_register, take
from widgets.access.look_form import LookDialog

# in a grid; without coordinates; in another town than stated; nowhere; in a grid
ROWS = (
    (116.31, 33.81, "410000001001"),
    (math.nan, math.nan, "410000001001"),
    (116.31, 33.81, "410000003001"),
    (0.0, 0.0, ""),
    (116.33, 33.81, ""),
)


def bring(database, kind=RecordKind.POPULATION, source="health") -> None:
    lon, lat, stated = (list(column) for column in zip(*ROWS, strict=True))
    count = len(ROWS)
    batch = Batch(
        [f"K{n}" for n in range(count)], ["old_alone"] * count, ["王小明"] * count, np.array(lon), np.array(lat),
        stated, [None] * count, [7] * count, ['{"age":81}'] * count,
    )  # fmt: skip
    with database.unit() as unit:
        take(unit, open_register(unit, kind, source), batch, Decomposer(unit.areas(geometry=True)))
        unit.commit()


@pytest.fixture
def window(seat_of, services, theme_of, qtbot) -> Callable[..., LedgerWindow]:
    def make(lang: str = "zh_CN", role: OfficerRole = OfficerRole.SUPERVISOR, filled: bool = True) -> LedgerWindow:
        if filled:
            bring(services.database)
            bring(services.database, RecordKind.HOUSE, "housing")
        context = seat_of(role.name.lower(), role, lang=lang)
        made = open_ledger(context, theme_of(context))
        qtbot.addWidget(made)
        qtbot.waitUntil(lambda: made.ledger is not None)
        return made

    return make


def texts(window: LedgerWindow, column: int) -> list[str]:
    return [window._rows.cell(row, column).text for row in range(window._rows.rowCount())]


def column_of(group: LedgerGroup, head: str) -> int:
    return 1 + [figure.head for figure in FIGURES[group]].index(head)


def open_list(window: LedgerWindow, qtbot, row: int, head: str) -> RecordsWindow:
    column = column_of(window.ledger.group, head)
    window._figures.setCurrentIndex(window._rows.index(row, column))
    QTest.keyClick(window._figures, Qt.Key.Key_Return)
    found = window.findChildren(RecordsWindow)[-1]
    qtbot.waitUntil(lambda: found.total is not None)
    return found


def test_that_the_whole_stands_first_and_its_lines_add_up(window) -> None:
    made = window()
    assert texts(made, 0) == ["全市", "人口 · health", "房屋 · housing"]
    assert texts(made, 1) == ["10", "5", "5"]
    assert made._sum.text().endswith("。")
    assert "10 条底数" in made._sum.text()
    assert "6 条未落格" in made._sum.text()


@pytest.mark.parametrize("group", list(LedgerGroup))
def test_that_every_figure_of_every_line_opens_exactly_its_records(window, qtbot, group) -> None:
    made = window()
    made.choose(group)
    qtbot.waitUntil(lambda: made.ledger.group is group)
    for row in range(made._rows.rowCount()):
        for figure in FIGURES[group]:
            cell = made._rows.cell(row, column_of(group, figure.head))
            if not cell.opens or figure.share:
                continue
            listed = open_list(made, qtbot, row, figure.head)
            assert listed.total == int(cell.text)
            listed.close()
            qtbot.waitUntil(lambda: not made.findChildren(RecordsWindow))


def test_that_a_record_is_corrected_from_its_card_and_the_ledger_follows(window, qtbot) -> None:
    made = window()
    listed = open_list(made, qtbot, 1, "No grid")
    assert listed.total == 3
    listed.open_row(0)
    qtbot.waitUntil(lambda: listed.card.text is not None)
    assert "王**" in [value for _, value in listed.card.text.lines]
    assert ("年龄", "81") in listed.card.text.lines
    assert "采集坐标" in listed.card.text.why
    listed.card.point.setText("not a place")
    listed.card.save.click()
    qtbot.waitUntil(lambda: "不是一对坐标" in listed.card.note.text())
    listed.card.point.setText("116.31, 33.81")
    with qtbot.waitSignal(listed.mended):
        listed.card.save.click()
    assert "已落到网格" in listed.card.note.text()
    qtbot.waitUntil(lambda: made.ledger.whole.missed == 5)
    assert listed.total == 3  # a list never shifts under the hand
    QTest.keyClick(listed, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: listed.total == 2)
    assert "3" in listed._sum.text()  # the figure that was opened


def test_that_a_line_s_list_is_handed_out_masked_and_with_names_by_right_alone(window, qtbot, tmp_path: Path) -> None:
    made = window()
    assert made._save_named.isVisibleTo(made)
    made._figures.setCurrentIndex(made._rows.index(1, 1))
    made.hand_out_to(tmp_path / "list.xlsx", made.chosen_line())
    qtbot.waitUntil(lambda: "list.xlsx" in made._note.text())
    rows = list(openpyxl.load_workbook(tmp_path / "list.xlsx").active.iter_rows(values_only=True))
    assert [row[4] for row in rows[1:]] == ["王**"] * 3
    made._on_save_named()
    dialog = made.findChild(LookDialog)
    assert dialog is not None
    dialog.close()


def test_that_others_than_those_with_the_right_are_not_offered_names(window) -> None:
    made = window(role=OfficerRole.DISPATCHER)
    assert not made._save_named.isVisibleTo(made)


def test_that_an_empty_ledger_says_what_to_do(window) -> None:
    made = window(lang="en", filled=False)
    assert not made._figures.isVisibleTo(made)
    assert "main.py import records" in made._empty.text()


def test_that_it_speaks_english_whole(window, qtbot) -> None:
    made = window(lang="en")
    listed = open_list(made, qtbot, 0, "No grid")
    listed.open_row(0)
    qtbot.waitUntil(lambda: listed.card.text is not None)
    heads = [made._rows.headerData(at, Qt.Orientation.Horizontal) for at in range(made._rows.columnCount())]
    said = [*heads, *(name for name, _ in listed.card.text.lines), listed.card.text.why, made._sum.text()]
    assert not [text for text in said if any("一" <= character <= "鿿" for character in text)]


def test_that_a_name_is_asked_for_with_a_reason(window, qtbot) -> None:
    made = window()
    listed = open_list(made, qtbot, 0, "All")
    listed.open_row(0)
    qtbot.waitUntil(lambda: listed.card.text is not None)
    assert listed.card.open_name.isVisibleTo(listed.card)
    listed.card.open_name.click()
    dialog = listed.findChild(LookDialog)
    assert dialog is not None
    dialog.asked.emit(2, "")
    qtbot.waitUntil(lambda: "王小明" in dialog.data.text())
    dialog.close()


def test_that_esc_closes_the_card_first(window, qtbot) -> None:
    made = window()
    listed = open_list(made, qtbot, 0, "All")
    listed.open_row(0)
    qtbot.waitUntil(lambda: listed.card.isVisibleTo(listed))
    QTest.keyClick(listed, Qt.Key.Key_Escape)
    assert not listed.card.isVisibleTo(listed)
    assert listed.alive
    listed.card.show_record(replace(listed.card.text, masked=False))
    assert not listed.card.open_name.isVisibleTo(listed.card)


def test_that_the_ledger_hears_of_new_records_and_keeps_what_is_chosen(window, services, qtbot) -> None:
    made = window()
    made._heard.setInterval(0)
    made._figures.setCurrentIndex(made._rows.index(2, 3))
    chosen = made.chosen_line().chosen
    bring(services.database, RecordKind.FACILITY, "police")
    picture = made.context.situation.picture
    made.context.situation.changed.emit(picture, NOTHING)
    _, touched = advance(picture, [RecordsChanged((3,))])
    assert not touched.nothing
    made.context.situation.changed.emit(picture, touched)
    qtbot.waitUntil(lambda: made.ledger.whole.total == 15)
    assert made.chosen_line().chosen == chosen
    assert made._figures.currentIndex().column() == 3
