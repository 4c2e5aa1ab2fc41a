"""Nothing is cut off, in both languages, at any zoom; every control has a name; an empty city says what to do."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QWidget

from widgets.kit.elided import Elided


def shown(seat, *kinds: type) -> list[QWidget]:
    """Visible widgets of some kinds; without what Qt makes for itself, and without the map's, which is tested there."""
    return [
        widget
        for widget in seat.window.findChildren(QWidget)
        if isinstance(widget, kinds)
        and widget.isVisible()
        and not isinstance(widget.parent(), QLineEdit | QComboBox)
        and not seat.map.isAncestorOf(widget)
    ]


def clipped(seat) -> list[str]:
    """Visible buttons and labels that are smaller than they ask to be; those that shorten themselves may be."""
    found = []
    for widget in shown(seat, QAbstractButton, QLabel):
        if isinstance(widget, Elided) or (isinstance(widget, QLabel) and widget.wordWrap()) or not widget.text():
            continue
        asked = widget.sizeHint()
        if widget.width() < asked.width() or widget.height() < asked.height() - 2:
            found.append(f"{type(widget).__name__} {widget.text()!r} {widget.size()} < {asked}")
    return found


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("lang", ["zh_CN", "en"])
@pytest.mark.parametrize("zoom", [0.8, 1.0, 2.0])
def test_that_nothing_is_cut_off(open_seat, qtbot, lang, zoom) -> None:
    seat = open_seat((round(1920 * max(1.0, zoom)), round(1080 * max(1.0, zoom))), lang=lang, scale=zoom)
    assert clipped(seat) == []
    seat.queue.view.setCurrentIndex(seat.queue.model.index(0, 0))
    qtbot.waitUntil(seat.complete)
    qtbot.wait(1)
    assert clipped(seat) == []


@pytest.mark.usefixtures("filled")
def test_that_the_zoom_at_run_time_is_the_zoom_of_the_start(open_seat, qtbot) -> None:
    seat = open_seat()
    small = seat.queue.view.rowHeight(0)
    seat.hand.orders["larger"]()
    assert seat.theme.zoom == 1.1
    assert seat.queue.view.rowHeight(0) == round(small * 1.1)
    assert "110" in " ".join(seat.status.texts())
    seat.hand.orders["first_size"]()
    assert seat.queue.view.rowHeight(0) == small


@pytest.mark.usefixtures("filled")
def test_that_every_control_has_a_name(open_seat) -> None:
    seat = open_seat()
    nameless = [
        type(widget).__name__
        for widget in shown(seat, QAbstractButton, QLineEdit, QComboBox)
        if not (widget.accessibleName() or (hasattr(widget, "text") and widget.text()))
    ]  # fmt: skip
    assert nameless == []


def test_that_a_database_without_incidents_says_so(open_seat) -> None:
    seat = open_seat()
    assert seat.queue.panel.empty.isVisible()
    assert "没有未结事件" in seat.queue.panel.empty.text()
    assert not seat.queue.panel.clear.isVisible()
    seat.queue.change(text="x")


def test_that_an_empty_database_opens_and_says_what_to_do(open_seat, make_context, qtbot, tmp_path) -> None:
    from dataclasses import replace

    from services.live.area_table import AreaTable

    context = make_context("operator")
    context.situation.picture = replace(context.situation.picture, areas=AreaTable.of([]))
    seat = open_seat(context=context)
    assert "main.py demo" in seat.queue.panel.empty.text()


@pytest.mark.usefixtures("filled")
def test_that_a_closed_seat_leaves_no_timer_and_listens_no_more(open_seat, qtbot) -> None:
    seat = open_seat()
    seat.close()
    running = [timer for timer in seat.findChildren(QTimer) if timer.isActive()]
    assert running == []
    seat.context.words.switch("en")
    assert "网格指挥" in seat.window.windowTitle()
