"""The officer's chip in a desk's top bar, and what its menu opens."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from desktop.access.holder import LOCK
from desktop.access.login_window import change_form, refused
from desktop.access.look import look_at_report
from desktop.access.windows import LooksWindow, OfficersWindow
from desktop.context import SeatContext
from services.access.rights import Right, may
from services.words.terms import OFFICER_ROLES
from widgets.access.chip import Entries, OfficerChip
from widgets.kit.icons import Icons
from widgets.panels.incident_page import IncidentPage
from widgets.theme.theme import Theme


class AccessDesk(QObject):
    """Who sits here, locking, other password, logging out; for administrators the officers and who looked."""

    def __init__(self, context: SeatContext, theme: Theme, icons: Icons, window: QWidget) -> None:
        super().__init__(window)
        self._context, self._theme, self._window = context, theme, window
        self.chip = OfficerChip(theme, context.words, icons, self.entries)
        self.chip.setVisible(bool(context.officer.now.login))
        self._lock = QShortcut(QKeySequence(LOCK), window)
        self._lock.setContext(Qt.ShortcutContext.WindowShortcut)
        self._lock.activated.connect(self.lock)
        context.officer.changed.connect(self._say)
        end = context.words.on_change(self._say)
        self.destroyed.connect(end)
        self._say()

    def watch(self, page: IncidentPage) -> None:
        """Opens personal data where a page of one incident asks for it."""
        page.personal_asked.connect(lambda report: look_at_report(self._context, self._theme, report, self._window))

    def entries(self) -> Entries:
        """What the menu holds for the officer of now."""
        words, officer = self._context.words, self._context.officer.now
        entries = []
        if self._context.officer.session:
            entries += [
                (words("Lock the seat") + "\t" + LOCK, self.lock),
                (words("Change the password") + "…", self.change_password),
            ]
        if may(officer, Right.KEEP_OFFICERS):
            entries.append((words("Officers") + "…", self.officers))
        if may(officer, Right.SEE_LOOKS):
            entries.append((words("Who looked at personal data") + "…", self.looks))
        if self._context.officer.session:
            entries += [("", None), (words("Log out"), self.log_out)]
        return entries

    def lock(self) -> None:
        """Covers the seat until its officer comes back."""
        self._context.officer.lock_asked.emit()

    def log_out(self) -> None:
        """Closes the seat; the login comes for the next one."""
        self._context.officer.again = True
        self._window.close()

    def officers(self) -> OfficersWindow:
        """Opens the list of officers."""
        window = OfficersWindow(self._context, self._theme, self._window)
        window.show()
        return window

    def looks(self) -> LooksWindow:
        """Opens the list of who looked at personal data."""
        window = LooksWindow(self._context, self._theme, self._window)
        window.show()
        return window

    def change_password(self) -> QDialog:
        """Asks for the old password and a new one."""
        context, words, holder = self._context, self._context.words, self._context.officer
        dialog = QDialog(self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.setWindowTitle(words("Change the password"))
        dialog.setStyleSheet(self._theme.style_sheet())
        form = change_form(self._theme, words)
        column = QVBoxLayout(dialog)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(form)
        alive = [True]
        dialog.finished.connect(lambda _: alive.clear())

        def change(filled: dict[str, str]) -> None:
            logins = holder.logins
            if logins is None:
                return
            if filled["new"] != filled["again"]:
                form.refuse(words("The two passwords differ. Nothing was changed."))
                return
            context.workers.ask(
                "password",
                lambda: logins.change(holder.now, filled["old"], filled["new"], holder.session),
                lambda _: dialog.accept() if alive else None,
                lambda error: form.refuse(refused(error, words)) if alive else None,
            )

        form.filled.connect(change)
        form.other.connect(dialog.reject)
        dialog.open()
        form.begin()
        return dialog

    def _say(self, *_: object) -> None:
        words, officer = self._context.words, self._context.officer.now
        role = words.context("officer")
        self.chip.setVisible(bool(officer.login))
        self.chip.show_officer(officer.name or officer.login, role(OFFICER_ROLES[officer.role]))
