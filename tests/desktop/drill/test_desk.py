"""A drill at a desk: begun and ended by the form, seen by watermark and strip as long as it runs."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage, QPainter, QRegion
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.context import SeatContext
from desktop.drill.desk import DrillDesk
from services.bundle import Services
from services.domain.people import OfficerRole
from services.live.picture import load_picture
from widgets.kit.icons import Icons
from widgets.kit.watermark import Watermark

D, W = OfficerRole.DISPATCHER, OfficerRole.DEPARTMENT
BLACK = 0xFF000000


@pytest.fixture
def desk(qtbot: QtBot, theme_of) -> Callable[[SeatContext], DrillDesk]:
    def make(context: SeatContext) -> DrillDesk:
        window = QWidget()
        window.resize(900, 600)
        qtbot.addWidget(window)
        theme = theme_of(context)
        made = DrillDesk(context, theme, Icons(theme), window)
        QVBoxLayout(window).addWidget(made.strip)
        window.show()
        return made

    return make


def refresh(context: SeatContext, services: Services) -> None:
    """The seat hears what is so now."""
    with services.database.reading() as reader:
        context.situation.picture = load_picture(reader, services.database.clock())
    context.situation.replaced.emit(context.situation.picture)


def test_that_a_drill_is_begun_by_the_form_and_then_seen(qtbot: QtBot, services: Services, seat_of, desk) -> None:
    context = seat_of("li", D)
    made = desk(context)
    assert made.mark.sheet.isHidden()
    assert made.strip.isHidden()
    form = made.ask()
    assert form.script.value == services.drills.scripts()[0].code
    assert form.minutes.value() == services.drills.scripts()[0].minutes
    form.minutes.setValue(3)
    form.go.click()
    qtbot.waitUntil(lambda: bool(services.drills.running()))
    (live,) = services.drills.running()
    assert (live.ends_at - live.begun_at).total_seconds() == 180
    qtbot.waitUntil(lambda: made.form is None)
    refresh(context, services)
    assert made.mark.sheet.isVisible()
    assert made.mark.sheet.size() == made.mark.sheet.parentWidget().size()
    assert made.strip.look is not None
    assert live.name_zh in made.strip.look.text
    made.close()


def test_that_the_strip_ends_the_drill_that_runs(qtbot: QtBot, services: Services, seat_of, desk) -> None:
    context = seat_of("li", D, lang="en")
    services.drills.start(services.drills.scripts()[0].code, context.officer.now)
    refresh(context, services)
    made = desk(context)
    assert made.mark.sheet.isVisible()
    made.strip.click()
    assert made.form is not None
    assert "End the drill" in made.form.go.text()
    made.form.go.click()
    qtbot.waitUntil(lambda: services.drills.running() == ())
    refresh(context, services)
    assert made.mark.sheet.isHidden()
    assert made.strip.isHidden()
    made.close()


def test_that_who_may_not_is_told_in_the_form_which_stays(qtbot: QtBot, services: Services, seat_of, desk) -> None:
    context = seat_of("wang", W, department="water")
    made = desk(context)
    form = made.ask()
    form.go.click()
    qtbot.waitUntil(lambda: "演练" in form.note.text() and form.go.isEnabled())
    assert made.form is form
    assert services.drills.running() == ()
    form.reject()
    qtbot.waitUntil(lambda: made.form is None)
    made.close()


def test_that_the_watermark_grows_with_its_window_stays_on_top_and_lets_clicks_through(
    qtbot: QtBot, make_context, theme_of
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(400, 300)
    clicked: list[bool] = []
    button = QPushButton("x", window)
    button.setGeometry(0, 0, 400, 300)
    button.clicked.connect(lambda: clicked.append(True))
    mark = Watermark(theme_of(make_context()), window)
    window.show()
    mark.show_drill(True)
    window.resize(800, 640)
    assert mark.size() == window.size()
    later = QLabel("y", window)
    later.show()
    assert window.children()[-1] is mark
    qtbot.mouseClick(window.childAt(20, 20), Qt.MouseButton.LeftButton)
    assert clicked


def test_that_the_watermark_is_painted_over_what_is_there(qtbot: QtBot, make_context, theme_of) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(800, 600)
    mark = Watermark(theme_of(make_context()), window)
    mark.show_drill(True)
    image = QImage(800, 600, QImage.Format.Format_ARGB32)
    image.fill(BLACK)
    painter = QPainter(image)
    mark.render(painter, QPoint(), QRegion(), QWidget.RenderFlag.DrawChildren)
    painter.end()
    lit = sum(image.pixel(x, y) != BLACK for x in range(0, 800, 4) for y in range(0, 600, 4))
    assert 100 < lit < 20_000
