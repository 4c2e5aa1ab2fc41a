"""Locks the seat when nobody has touched it for a while, or by hand; the same officer goes on where the work stood."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QGuiApplication, QWindow
from PySide6.QtWidgets import QApplication, QDialog, QVBoxLayout, QWidget

from desktop.access.login_window import refused
from desktop.context import SeatContext
from services.access.login import Entered, Logins
from services.domain.refusals import Refusal
from services.live.advance import Touched
from services.live.picture import Picture
from services.words import Words
from widgets.access.credentials import Ask, CredentialForm
from widgets.access.shade import Shade
from widgets.theme.theme import Theme

LOOK_MILLIS = 5_000
SEEN_SECONDS = 60.0
COVER_MILLIS = 300
TOUCHES = frozenset({
    QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel, QEvent.Type.TouchBegin,
    QEvent.Type.TabletPress,
})  # fmt: skip
Clock = Callable[[], float]


class SeatLock(QObject):
    """Watches one seat's session: locks it, opens it again, and ends it where the list of officers says so.

    Windows are covered, never closed or hidden: what was typed stays. `clocks` give seconds, of which one goes on while
    the machine sleeps and the other is never set back.
    """

    def __init__(
        self, context: SeatContext, logins: Logins, theme: Theme, window: QWidget,
        clocks: tuple[Clock, ...] = (time.monotonic, time.time),
    ) -> None:  # fmt: skip
        super().__init__(window)
        self._context, self._logins, self._theme, self._window = context, logins, theme, window
        self._clocks = clocks
        self._idle = logins.rules.idle.total_seconds()
        self._touched = self._told = self._now()
        self._shades: list[Shade] = []
        self.dialog: LockDialog | None = None
        self._watched: set[QWindow] = set()
        self._look = QTimer(self, interval=LOOK_MILLIS)
        self._look.timeout.connect(self.look)
        self._cover = QTimer(self, interval=COVER_MILLIS)
        self._cover.timeout.connect(self._cover_all)
        context.officer.lock_asked.connect(lambda: self.lock("hand"))
        application = QApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.connect(self._watch)
        context.situation.changed.connect(self._on_changed)
        self._look.start()

    @property
    def locked(self) -> bool:
        """Whether the seat is locked."""
        return self.dialog is not None

    def touch(self) -> None:
        """Somebody is at work."""
        self._touched = self._now()

    def look(self) -> None:
        """Locks after the idle time; each minute, and when a fact says so, asks whether the session still holds."""
        for window in QGuiApplication.topLevelWindows():  # also those that never had the focus
            self._watch(window)
        now = self._now()
        idle = max(a - b for a, b in zip(now, self._touched, strict=True))
        if not self.locked and 0 < self._idle <= idle:
            self.lock("idle")
        if max(a - b for a, b in zip(now, self._told, strict=True)) >= SEEN_SECONDS:
            self._told = now
            self._ask(idle < SEEN_SECONDS)

    def lock(self, why: str) -> None:
        """Covers every window and asks for the officer's password."""
        if self.locked:
            return
        popup = QApplication.activePopupWidget()
        while popup is not None and popup.close():
            popup = QApplication.activePopupWidget()
        officer, session = self._context.officer.now, self._context.officer.session
        self.dialog = LockDialog(
            self._theme, self._context.words, officer.name or officer.login, self._logins.demo_password, self._window
        )
        self.dialog.form.filled.connect(self._on_filled)
        self.dialog.form.other.connect(self.log_out)
        self._cover_all()
        self._cover.start()
        self.dialog.open()
        self.dialog.form.begin()
        self._context.workers.ask(
            "lock", lambda: self._logins.lock(session, why), lambda _: None, self._context.workers.troubled.emit
        )

    def log_out(self) -> None:
        """Somebody else wants to sit down: the seat closes, and the login comes."""
        self._context.officer.again = True
        self._uncover()
        self._window.close()

    def close(self) -> None:
        """Ends timers and covers."""
        self._look.stop()
        self._uncover()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in TOUCHES and not self.locked:
            self.touch()
        return False

    # ---- inside --------------------------------------------------------------------------------------------------

    def _ask(self, at_work: bool) -> None:
        session = self._context.officer.session
        self._context.workers.ask(
            "session", lambda: self._logins.seen(session, at_work), self._take_seen, lambda error: None
        )

    def _on_changed(self, _picture: Picture, touched: Touched) -> None:
        if self._context.officer.now.id in touched.rights:
            self._ask(at_work=False)

    def _now(self) -> tuple[float, ...]:
        return tuple(clock() for clock in self._clocks)

    def _watch(self, window: QWindow | None) -> None:
        """Input comes to a program's windows before its widgets; each is watched from its first focus on."""
        if window is not None and window not in self._watched:
            self._watched.add(window)
            window.installEventFilter(self)
            window.destroyed.connect(lambda _=None, gone=window: self._watched.discard(gone))

    def _on_filled(self, filled: dict[str, str]) -> None:
        session = self._context.officer.session
        self._context.workers.ask(
            "unlock", lambda: self._logins.unlock(session, filled["password"]), self._open, self._on_refused
        )

    def _on_refused(self, error: Exception) -> None:
        if isinstance(error, Refusal) and error.code == "login.ended":
            self.log_out()
        elif self.dialog is not None:
            self.dialog.form.refuse(refused(error, self._context.words))

    def _open(self, entered: Entered) -> None:
        holder = self._context.officer
        if entered.scope != holder.scope:  # another town or department: the seat shows something else from now on
            self.log_out()
            return
        self.touch()
        holder.take(entered.officer)
        self._uncover()

    def _take_seen(self, entered: Entered | None) -> None:
        if entered is None or entered.scope != self._context.officer.scope:
            self.lock("ended")
        else:
            self._context.officer.take(entered.officer)

    def _cover_all(self) -> None:
        covered = {shade.parentWidget() for shade in self._shades}
        for window in QApplication.topLevelWidgets():
            ours = window is self.dialog or window in covered or not window.isVisible()
            if not ours and window.windowType() in (Qt.WindowType.Window, Qt.WindowType.Dialog):
                self._shades.append(Shade(window, self._theme, self._said))
                window.destroyed.connect(self._forget_gone)

    def _said(self) -> str:
        return self._context.words("This seat is locked. The work under it is as you left it.")

    def _forget_gone(self, window: QObject) -> None:
        self._shades = [shade for shade in self._shades if shade.parent() is not window]

    def _uncover(self) -> None:
        self._cover.stop()
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.go()
        shades, self._shades = self._shades, []
        for shade in shades:
            shade.hide()
            shade.deleteLater()


class LockDialog(QDialog):
    """Asks for the password of the officer who sits here; nothing but the right one, or logging out, takes it away."""

    def __init__(self, theme: Theme, words: Words, name: str, demo: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._gone = False
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        self.setWindowFlag(Qt.WindowType.WindowCloseButtonHint, False)
        self.setWindowTitle(words("Locked"))
        self.setStyleSheet(theme.style_sheet())

        def note() -> str:
            if demo:
                return words("Demo data: all officers of this city have the password {password}.", password=demo)
            return words("Only {name} can open it; somebody else logs out first.", name=name)

        self.form = CredentialForm(
            theme,
            words,
            (Ask("password", lambda: words("Password"), secret=True),),
            title=lambda: name,
            action=lambda: words("Go on"),
            note=note,
            other=lambda: words("Log out"),
        )
        if demo:
            self.form.put("password", demo)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.form)

    def go(self) -> None:
        """Takes it away."""
        self._gone = True
        self.hide()
        self.deleteLater()

    def reject(self) -> None:
        """Esc does nothing here."""
        if self._gone:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.setAccepted(self._gone)
