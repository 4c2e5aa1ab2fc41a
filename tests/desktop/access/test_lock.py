"""A seat that nobody touches is covered; the same officer goes on where the work stood."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from desktop.access.lock import SeatLock
from desktop.application import Application
from desktop.context import SeatContext
from layers.style.tokens import load_tokens
from services.access.login import Logins
from services.access.officers import Officers
from services.bundle import Services
from services.words import Words
from widgets.access.shade import Shade
from widgets.theme.theme import Theme

PASSWORD = "Regen-7-Wolken"


class Desk:
    """A window with a field that is typed into, and its lock over clocks that a test moves on."""

    def __init__(self, context: SeatContext, logins: Logins, qtbot: QtBot) -> None:
        self.seconds, self.context, self.pressed = 0.0, context, 0
        self.window, self.field = QWidget(), QLineEdit()
        QVBoxLayout(self.window).addWidget(self.field)
        qtbot.addWidget(self.window)
        shortcut = QShortcut(QKeySequence("A"), self.window)
        shortcut.activated.connect(self._on_key)
        self.window.resize(300, 200)
        self.window.show()
        theme = Theme(load_tokens())
        self.lock = SeatLock(context, logins, theme, self.window, (lambda: self.seconds, lambda: self.seconds))

    def _on_key(self) -> None:
        self.pressed += 1

    def wait(self, seconds: float) -> None:
        self.seconds += seconds
        self.lock.look()

    def shades(self, window: QWidget | None = None) -> list[Shade]:
        return [shade for shade in (window or self.window).findChildren(Shade) if shade.isVisible()]

    def unlock(self, password: str = PASSWORD) -> None:
        assert self.lock.dialog is not None
        self.lock.dialog.form.put("password", password)
        self.lock.dialog.form._on_enter()


@pytest.fixture
def desk(qtbot: QtBot, seated: Callable[..., SeatContext], logins: Logins) -> Iterator[Desk]:
    made = Desk(seated(), logins, qtbot)
    yield made
    made.lock.close()


def test_that_thirty_minutes_without_a_touch_lock_the_seat(desk: Desk, qtbot: QtBot) -> None:
    desk.wait(29 * 60)
    desk.lock.touch()
    desk.wait(29 * 60)
    assert not desk.lock.locked
    desk.wait(61)
    assert desk.lock.locked
    assert len(desk.shades()) == 1


def test_that_typed_text_is_there_again_after_the_right_password(desk: Desk, qtbot: QtBot, services: Services) -> None:
    desk.field.setText("half a sentence")
    desk.lock.lock("hand")
    desk.unlock("wrong")
    qtbot.waitUntil(lambda: "do not belong" in desk.lock.dialog.form.trouble())  # type: ignore[union-attr]
    assert desk.lock.locked
    desk.unlock()
    qtbot.waitUntil(lambda: not desk.lock.locked)
    assert desk.shades() == []
    assert desk.field.text() == "half a sentence"
    assert not desk.context.officer.again
    with services.database.reading() as reader:
        verbs = [row[0] for row in reader.all(text("select verb from journal order by id"))]
    assert sorted(verbs[-3:]) == ["lock", "login_failed", "unlock"]  # each is told by a thread of its own


def test_that_nothing_takes_the_lock_away_but_the_password(desk: Desk, qtbot: QtBot) -> None:
    desk.lock.lock("hand")
    dialog = desk.lock.dialog
    assert dialog is not None
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    dialog.close()
    dialog.reject()
    assert dialog.isVisible()
    assert dialog.isModal()
    qtbot.keyClick(desk.window, Qt.Key.Key_A)
    assert desk.pressed == 0


def test_that_every_window_is_covered_also_one_that_opens_later(desk: Desk, qtbot: QtBot) -> None:
    other, dialog = QWidget(desk.window, Qt.WindowType.Window), QDialog(desk.window)
    other.show()
    dialog.open()
    desk.lock.lock("hand")
    assert [len(desk.shades(window)) for window in (desk.window, other, dialog)] == [1 + 2, 1, 1]
    late = QWidget(desk.window, Qt.WindowType.Window)
    late.show()
    qtbot.waitUntil(lambda: len(desk.shades(late)) == 1)
    desk.unlock()
    qtbot.waitUntil(lambda: not desk.lock.locked)
    assert desk.shades() == []
    assert dialog.isVisible()


def test_that_a_window_that_closes_under_the_lock_is_forgotten(desk: Desk, qtbot: QtBot) -> None:
    other = QWidget(desk.window, Qt.WindowType.Window)
    other.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    other.show()
    desk.lock.lock("hand")
    with qtbot.waitSignal(other.destroyed):
        other.close()
    desk.unlock()
    qtbot.waitUntil(lambda: not desk.lock.locked)


def test_that_an_officer_who_was_deactivated_is_locked_out_within_a_minute(
    desk: Desk, qtbot: QtBot, officers: Officers, logins: Logins
) -> None:
    chief = logins.enter("chief", PASSWORD, "operator", "desk").officer
    officers.deactivate(chief, "lin")
    desk.wait(61)
    qtbot.waitUntil(lambda: desk.lock.locked)
    desk.unlock()
    qtbot.waitUntil(lambda: desk.context.officer.again)
    assert not desk.window.isVisible()


def test_that_logging_out_closes_the_seat_for_somebody_else(desk: Desk, qtbot: QtBot) -> None:
    desk.lock.lock("hand")
    desk.lock.dialog.form.other.emit()  # type: ignore[union-attr]
    assert desk.context.officer.again
    assert not desk.window.isVisible()


def test_that_the_shade_hides_the_window_wholly(desk: Desk, qtbot: QtBot) -> None:
    desk.field.setText("secret")
    bare = desk.window.grab().toImage()
    desk.lock.lock("hand")
    desk.window.resize(400, 260)
    covered: Any = desk.window.grab().toImage()
    assert covered.size() != bare.size()
    ground = desk.lock._theme.colour("surface.base").rgb()
    row = covered.height() - 10
    assert {covered.pixel(x, row) for x in range(covered.width())} == {ground}
    desk.field.setText("another secret")
    assert desk.window.grab().toImage() == covered


def test_that_a_key_or_a_click_in_any_window_is_a_touch(desk: Desk, qtbot: QtBot) -> None:
    other = QWidget(desk.window, Qt.WindowType.Window)
    other.show()
    desk.lock.look()
    for window in (desk.window, other):
        desk.wait(29 * 60)
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_X)
        desk.wait(29 * 60)
        QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton)
    assert not desk.lock.locked
    QTest.mouseMove(desk.window.windowHandle())
    desk.wait(31 * 60)
    assert desk.lock.locked


def test_that_only_a_seat_with_a_session_gets_a_lock(
    desk: Desk, seated: Callable[..., SeatContext], make_context: Callable[..., SeatContext]
) -> None:
    options = argparse.Namespace(command="operator", screenshot=None, scale=1.0, size="800x600", theme=None)
    application, seat = Application(options, Words("en")), argparse.Namespace(window=desk.window)
    lock = application._lock(seated(), seat)  # type: ignore[arg-type]
    assert lock is not None
    lock.close()
    assert application._lock(make_context("operator"), seat) is None  # type: ignore[arg-type]
    application.still = True
    assert application._lock(seated(), seat) is None  # type: ignore[arg-type]


def test_that_a_deactivated_officer_is_locked_out_at_once_where_the_fact_is_heard(
    desk: Desk, qtbot: QtBot, officers: Officers, logins: Logins, live: Callable[[SeatContext], object]
) -> None:
    live(desk.context)
    qtbot.waitUntil(lambda: desk.context.situation.picture is not None, timeout=10_000)
    chief = logins.enter("chief", PASSWORD, "operator", "desk").officer
    officers.deactivate(chief, "lin")
    qtbot.waitUntil(lambda: desk.lock.locked, timeout=10_000)  # no clock was moved
