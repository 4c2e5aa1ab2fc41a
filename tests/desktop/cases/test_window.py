from __future__ import annotations

import csv
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from desktop.cases.window import CasesWindow
from services.domain.case_filter import CaseFilter, CaseOrder
from services.domain.incidents import IncidentClass, IncidentState, PlaceStatus, TimeFlaw
from widgets.tables.paged_model import COMING, PAGE


@pytest.fixture
def open_window(qtbot, make_context, theme_of):
    opened: list[CasesWindow] = []

    def open_it(chosen: CaseFilter, context=None, **values) -> CasesWindow:
        context = context or make_context()
        window = CasesWindow(context, theme_of(context), values.pop("title", "Figure"), chosen, **values)
        opened.append(window)
        window.context = context
        window.show()
        qtbot.waitUntil(lambda: window.total is not None)
        return window

    yield open_it
    for window in opened:
        if window.alive:
            window.close()


def shown(window: CasesWindow, row: int, column: int) -> str:
    return str(window.model.index(row, column).data())


def filled(qtbot, window: CasesWindow, row: int = 0) -> None:
    qtbot.waitUntil(lambda: shown(window, row, 0) != COMING)


def texts(window: CasesWindow) -> str:
    return "\n".join(label.text() for label in window.findChildren(QLabel))


def test_that_the_list_is_as_long_as_the_figure(qtbot, fill, services, open_window):
    fill(500)
    for chosen in (CaseFilter(), CaseFilter(open_only=True), CaseFilter(place=PlaceStatus.OUTSIDE)):
        window = open_window(chosen)
        assert window.total == services.reading.cases(chosen, limit=1).total > 0
        assert window.model.rowCount() == window.total


def test_that_only_the_pages_that_are_looked_at_are_fetched(qtbot, fill, open_window):
    fill(3 * PAGE)
    window = open_window(CaseFilter())
    asked: list[int] = []
    window.model.wanted.connect(asked.append)
    filled(qtbot, window)
    assert 2 not in asked
    filled(qtbot, window, 3 * PAGE - 1)
    assert asked.count(2) == 1


def test_that_every_row_of_every_page_is_there_once(qtbot, fill, open_window):
    fill(2 * PAGE + 7)
    window = open_window(CaseFilter())
    for page in range(3):
        filled(qtbot, window, page * PAGE)
    numbers = {shown(window, row, 1) for row in range(window.total)}
    assert len(numbers) == window.total


def test_that_pages_do_not_shift_while_reports_come_in(qtbot, fill, open_window):
    fill(2 * PAGE)
    window = open_window(CaseFilter())
    filled(qtbot, window)
    first = {shown(window, row, 1) for row in range(PAGE)}
    fill(30, seed=2, state=int(IncidentState.REPORTED), closed_at=None)
    filled(qtbot, window, PAGE)
    second = {shown(window, row, 1) for row in range(PAGE, 2 * PAGE)}
    assert not first & second
    assert window.total == 2 * PAGE


def test_that_it_says_when_the_figure_has_moved_since(qtbot, fill, open_window, services):
    fill(20)
    before = services.reading.cases(CaseFilter(), limit=1).total
    fill(2, seed=2)
    window = open_window(CaseFilter(), expected=before, at=services.database.clock() - timedelta(minutes=5))
    assert "14:27 时为 20，现为 22" in texts(window)
    window = open_window(CaseFilter(), expected=22)
    assert "22 件" in window._sum.text().replace("\u202f", " ")


def test_that_the_whole_list_is_sorted_not_only_the_page(qtbot, fill, open_window):
    fill(PAGE + 50)
    window = open_window(CaseFilter())
    with qtbot.waitSignal(window.counted):
        window.sort(CaseOrder.SEVERITY, descending=False)
    filled(qtbot, window)
    filled(qtbot, window, window.total - 1)
    ranks = [window.model.row(row).rank for row in range(window.total)]
    assert ranks == sorted(ranks)
    assert len(set(ranks)) == 4


def test_that_what_is_not_known_comes_last_either_way(qtbot, fill, open_window):
    fill(60)
    window = open_window(CaseFilter())
    for descending in (False, True):
        with qtbot.waitSignal(window.counted):
            window.sort(CaseOrder.CLOSED, descending)
        filled(qtbot, window)
        closed = [shown(window, row, 8) != "—" for row in range(window.total)]
        assert closed == sorted(closed, reverse=True)
        assert len(set(closed)) == 2


def test_that_enter_opens_the_card_and_escape_closes_it_first(qtbot, fill, open_window):
    fill(10)
    window = open_window(CaseFilter())
    filled(qtbot, window)
    with qtbot.waitSignal(window.carded) as carded:
        qtbot.keyClick(window._table, Qt.Key.Key_Return)
    assert carded.args[0] == int(window._list.ids[0])
    assert shown(window, 0, 1) in window._card.card.under
    with qtbot.waitSignal(window.carded) as carded:
        qtbot.keyClick(window._table, Qt.Key.Key_Down)
    assert carded.args[0] == int(window._list.ids[1])
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window._card.isVisible()
    assert window.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.alive


def test_that_numbers_sort_by_their_column_from_the_keyboard(qtbot, fill, open_window):
    fill(30)
    window = open_window(CaseFilter())
    with qtbot.waitSignal(window.counted):
        qtbot.keyClick(window._table, Qt.Key.Key_2)
    filled(qtbot, window)
    numbers = [shown(window, row, 1) for row in range(window.total)]
    assert numbers == sorted(numbers)


def test_that_rows_asked_for_while_another_order_is_on_its_way_never_stand_in_it(qtbot, fill, open_window):
    fill(30)
    window = open_window(CaseFilter())
    filled(qtbot, window)
    with qtbot.waitSignal(window.counted):
        window.sort(CaseOrder.NUMBER, False)
        window.model.wanted.emit(0)  # as a repaint does
        window.context.workers.wait()
    filled(qtbot, window)
    numbers = [shown(window, row, 1) for row in range(window.total)]
    assert numbers == sorted(numbers)


def test_that_the_saved_file_holds_the_cases_of_the_list(qtbot, fill, open_window, tmp_path):
    fill(80)
    window = open_window(CaseFilter(open_only=True))
    with qtbot.waitSignal(window.saved) as saved:
        window.export_to(tmp_path / "cases.csv")
    path, rows = saved.args
    with path.open(encoding="utf-8-sig") as file:
        lines = list(csv.DictReader(file))
    assert len(lines) == rows == window.total
    assert all(line["state"] not in ("closed", "voided") for line in lines)
    assert str(path) in window._note.text()


def test_that_a_file_that_cannot_be_written_is_said_and_the_list_stays(qtbot, fill, open_window, tmp_path):
    fill(5)
    window = open_window(CaseFilter())
    window.export_to(tmp_path / "missing" / "cases.csv")
    qtbot.waitUntil(window._save.isEnabled)
    assert "cases.csv" in window._note.text() or "missing" in window._note.text()
    assert window.total == 5


def test_that_personal_data_is_masked_in_list_and_card(qtbot, fill, city, open_window):
    (number,) = fill(1, text="电话 13812342210 张三", address="南街 13812342210")
    with city.unit() as unit:
        unit.add(
            "reports", incident_id=number, source="hotline", external="x1", reported_at=unit.now, received_at=unit.now,
            text="打 13812342210", contact="13812342210", contact_name="王小明",
        )  # fmt: skip
        unit.commit()
    window = open_window(CaseFilter())
    filled(qtbot, window)
    with qtbot.waitSignal(window.carded):
        window.open_row(0)
    seen = texts(window) + str(window._card.card)
    assert "13812342210" not in seen
    assert "王小明" not in seen
    assert "138****2210" in seen


def test_that_the_window_speaks_another_language_at_once(qtbot, fill, open_window, make_context):
    fill(5)
    context = make_context()
    window = open_window(CaseFilter(), context, title=lambda: context.words("Open incidents"))
    filled(qtbot, window)
    assert window.windowTitle() == "在办事件"
    context.words.switch("en")
    filled(qtbot, window)
    assert window.windowTitle() == "Open incidents"
    heads = [window.model.headerData(column, Qt.Orientation.Horizontal) for column in range(9)]
    assert heads[0] == "Level"
    assert shown(window, 0, 0) in ("Red", "Orange", "Yellow", "Blue")


def test_that_an_empty_figure_opens_a_list_that_says_so(qtbot, city, open_window):
    window = open_window(CaseFilter(open_only=True))
    assert window.total == 0
    assert "没有个案" in window._note.text()


def test_that_a_window_closed_early_hears_nothing_more(qtbot, fill, make_context, theme_of):
    fill(50)
    context = make_context()
    window = CasesWindow(context, theme_of(context), "Figure", CaseFilter())
    window.show()
    window.close()
    context.workers.wait()
    qtbot.wait(20)
    context.words.switch("en")
    assert not window.alive


def test_that_a_card_says_by_which_calendar_its_deadline_was_counted_and_what_is_wrong_with_its_times(
    qtbot, fill, open_window
):
    fill(
        1, kind=int(IncidentClass.COMPLEX), due_at=datetime(2027, 1, 4, tzinfo=UTC), state=int(IncidentState.CLOSED),
        closed_at=None, flaw=int(TimeFlaw.CLOSED_WITHOUT_TIME),
    )  # fmt: skip
    window = open_window(CaseFilter())
    filled(qtbot, window)
    with qtbot.waitSignal(window.carded):
        window.open_row(0)
    facts = dict(window._card.card.sections[0].lines)
    assert "按尚未公布的日历暂定" in facts["期限"]
    assert "不计入比率" in facts["时间"]
