"""A list of figures: what fits, what is drawn, and how a number is opened."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from layers.style.tokens import load_tokens
from widgets.briefing.count_link import CountLink
from widgets.briefing.figure_list import Cell, FigureList, LateRows, ListRow
from widgets.briefing.graphics import Bars, Intervals
from widgets.kit.scribe import Scribe
from widgets.theme.fonts import use_fonts
from widgets.theme.theme import SeatKind, Theme

SCALE = Intervals(0.0, 10.0, 5.0, "city 5.0", str)


@pytest.fixture
def theme(qapp) -> Theme:
    use_fonts(qapp, bundled=True, tokens=load_tokens())
    return Theme(load_tokens(), "light", 1.0, SeatKind.BRIEFING)


def rows(count: int) -> list[ListRow]:
    return [
        ListRow(f"Town {n}", (Cell(f"{n * 10:,}", f"Town {n}, open {n * 10}"), Cell("98 %", opens=False)), (1, 2, 3, 0))
        for n in range(count)
    ]


@pytest.fixture
def shown(qtbot, theme) -> FigureList:
    made = FigureList(theme)
    qtbot.addWidget(made)
    made.show_rows(rows(30), ["Open", "Share"], (90, 90), graphic=SCALE)
    made.resize(800, 460)
    made.show()
    qtbot.waitExposed(made)
    return made


def opened(shown: FigureList) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    shown.opened.connect(lambda row, column: found.append((row, column)))
    return found


def middle(box: QRectF) -> QPoint:
    return box.center().toPoint()


def test_that_no_row_is_cut_at_the_foot(shown: FigureList):
    room = shown.viewport().height() - shown.row_box(0).top()
    fitting = room / shown.row_height()
    assert fitting == pytest.approx(round(fitting), abs=0.001)
    assert shown.row_height() >= 40


def test_that_a_click_opens_the_number_under_it_and_no_other(qtbot, shown: FigureList):
    found = opened(shown)
    for row, column in ((2, 0), (2, 1)):
        place = middle(shown.cell_box(row, column))
        qtbot.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert found == [(2, 0)]  # the share is of counts that open beside it
    qtbot.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=middle(shown._name_box(shown.row_box(4))))
    assert found == [(2, 0)]
    assert shown.row == 4


def test_that_keys_walk_rows_and_numbers(qtbot, shown: FigureList):
    found = opened(shown)
    pointed: list[int] = []
    shown.pointed.connect(pointed.append)
    shown.setFocus(Qt.FocusReason.TabFocusReason)
    assert shown.row == 0
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Period, Qt.Key.Key_Return):
        qtbot.keyClick(shown, key)
    assert found == [(2, 0)]
    assert pointed == [1, 2]
    assert shown.column == 1
    qtbot.keyClick(shown, Qt.Key.Key_End)
    assert shown.row == 29
    assert shown.row_box(29).bottom() <= shown.viewport().height() + 0.5


def test_that_what_is_chosen_is_told_to_those_who_hear_it(qtbot, shown: FigureList):
    shown.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(shown, Qt.Key.Key_Down)
    assert shown.accessibleDescription() == "Town 1, open 10"


def test_that_page_keys_are_left_to_the_page(qtbot, shown: FigureList):
    found = opened(shown)
    shown.setFocus(Qt.FocusReason.TabFocusReason)
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_1):
        before = (shown.row, shown.column)
        qtbot.keyClick(shown, key)
        assert (shown.row, shown.column) == before
    assert found == []


def test_that_names_take_what_they_need_and_no_more_than_their_share(qtbot, shown: FigureList):
    short = shown._graphic_box(shown.row_box(0)).left()
    shown.show_rows([ListRow("A very long name of a place " * 4, (Cell("1"),))], ["Open"], (90,), graphic=SCALE)
    long = shown._graphic_box(shown.row_box(0)).left()
    assert short < 120 < long < shown.viewport().width() / 2
    shown.grab()
    assert any(piece.cut for piece in shown.written)


def painted(draw, theme: Theme) -> QImage:
    image = QImage(400, 40, QImage.Format.Format_RGB32)
    image.fill(theme.colour("surface.panel"))
    painter = QPainter(image)
    draw(painter)
    painter.end()
    return image


def dark(image: QImage, theme: Theme) -> list[int]:
    """The columns of a picture that hold anything."""
    ground = theme.colour("surface.panel").rgb()
    return [x for x in range(image.width()) if any(image.pixel(x, y) != ground for y in range(image.height()))]


def test_that_an_interval_stands_where_its_numbers_say(theme: Theme):
    box = QRectF(0, 0, 400, 40)
    seen = dark(painted(lambda p: SCALE.row(p, box, (2.0, 4.0, 6.0, 0.0), theme), theme), theme)
    assert seen[0] == pytest.approx(80, abs=2)
    assert seen[-1] == pytest.approx(240, abs=2)


def test_that_only_a_rank_that_leaves_the_mean_out_is_filled(theme: Theme):
    box, ink = QRectF(0, 0, 400, 40), theme.colour("chart.ink").rgb()
    for clear in (0.0, 1.0, -1.0):
        image = painted(lambda p, c=clear: SCALE.row(p, box, (2.0, 4.0, 6.0, c), theme), theme)
        assert (image.pixel(160, 20) == ink) == bool(clear)


def test_that_bars_begin_at_zero(theme: Theme):
    box, bars = QRectF(0, 0, 400, 40), Bars(100.0, ("now", "weeks"))
    width = bars._halves(box)[0].width()
    for value in (0.0, 25.0, 100.0):
        seen = dark(painted(lambda p, v=value: bars.row(p, box, (v, v), theme), theme), theme)
        assert len(seen) == pytest.approx(width * value / 100, abs=1.5)


def test_that_the_mean_is_left_out_where_it_is_not_on_the_scale(theme: Theme):
    box = QRectF(0, 0, 400, 40)
    off = Intervals(0.0, 10.0, -1.0, "", str)
    assert dark(painted(lambda p: SCALE.ground(Scribe(p, theme), box, theme), theme), theme)
    assert not dark(painted(lambda p: off.ground(Scribe(p, theme), box, theme), theme), theme)


def test_that_a_labelled_number_says_all_of_itself_and_opens_by_key(qtbot, theme: Theme):
    link = CountLink(theme, "Overdue", "10", "Open and past the deadline 10")
    qtbot.addWidget(link)
    link.show()
    assert link.accessibleName() == "Open and past the deadline 10"
    assert link.sizeHint().height() == 40
    link.grab()
    assert [piece.whole for piece in link.written] == ["Overdue", "10"]
    assert not any(piece.cut for piece in link.written)
    with qtbot.waitSignal(link.clicked):
        qtbot.keyClick(link, Qt.Key.Key_Space)


def test_that_nothing_is_found_beside_the_rows(shown: FigureList):
    assert shown.cell_at(QPointF(5, 5)) == (-1, -1)
    assert shown.cell_at(QPointF(5, 10_000)) == (-1, -1)


def test_that_of_thousands_of_rows_only_those_looked_at_are_made(qtbot, theme):
    made: list[int] = []

    def make(at: int) -> ListRow:
        made.append(at)
        return ListRow(f"Grid {at}", (Cell(str(at)),))

    shown = FigureList(theme)
    qtbot.addWidget(shown)
    shown.show_rows(LateRows(3824, make), ["Open"], (90,))
    shown.resize(800, 460)
    shown.grab()
    assert len(made) == len(set(made)) < 60
    qtbot.keyClick(shown, Qt.Key.Key_End)
    shown.grab()
    assert shown.row == 3823
    assert 3823 in made
    assert len(made) < 120
    assert shown.cell_at(shown.cell_box(3823, 0).center()) == (3823, 0)
    with pytest.raises(IndexError):
        shown.rows[3824]
