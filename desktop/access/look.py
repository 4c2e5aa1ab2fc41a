"""Opens the personal data of a report or of a grid worker, off the GUI thread, for the officer who sits here."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop.access.login_window import refused
from desktop.context import SeatContext
from services.access.looks import Looks
from services.domain.looks import LookReason, Shown
from services.words import N_
from widgets.access.look_form import LookDialog
from widgets.theme.theme import Theme

REASONS = {
    LookReason.CALL_BACK: N_("To call back"),
    LookReason.VISIT: N_("To meet on site"),
    LookReason.IDENTIFY: N_("To see who it is"),
    LookReason.COMPLAINT: N_("A complaint about the handling"),
    LookReason.EMERGENCY: N_("An emergency"),
    LookReason.OTHER: N_("Another reason, in words"),
}


def look_at_report(context: SeatContext, theme: Theme, report: int, parent: QWidget) -> LookDialog:
    """Asks why, and shows who made a report and its words unmasked for as long as the city allows."""
    looks = _looks(context)
    officer, seat = context.officer.now, context.kind
    return _dialog(context, theme, parent, lambda reason, why: looks.report(officer, report, reason, why, seat))


def look_at_person(context: SeatContext, theme: Theme, person: int, parent: QWidget) -> LookDialog:
    """The same for the name and the telephone of a grid worker."""
    looks = _looks(context)
    officer, seat = context.officer.now, context.kind
    return _dialog(context, theme, parent, lambda reason, why: looks.person(officer, person, reason, why, seat))


def look_at_record(context: SeatContext, theme: Theme, record: int, parent: QWidget) -> LookDialog:
    """The same for the name in a base record."""
    looks = _looks(context)
    officer, seat = context.officer.now, context.kind
    return _dialog(context, theme, parent, lambda reason, why: looks.record(officer, record, reason, why, seat))


def look_reasons(context: SeatContext, theme: Theme, parent: QWidget) -> LookDialog:
    """The form that asks why personal data are needed; whoever opens it takes the answer."""
    words = context.words
    return LookDialog(theme, words, [(int(reason), words(name)) for reason, name in REASONS.items()], parent)


def _looks(context: SeatContext) -> Looks:
    database, logins = context.services.database, context.officer.logins
    return Looks(database, logins.rules.look) if logins is not None else Looks(database)


def _left(shown: Shown, context: SeatContext) -> float:
    return (shown.until - context.clock()).total_seconds()


def _dialog(
    context: SeatContext, theme: Theme, parent: QWidget, look: Callable[[LookReason, str], Shown]
) -> LookDialog:
    words = context.words
    dialog = look_reasons(context, theme, parent)
    alive = [True]
    dialog.finished.connect(lambda _: alive.clear())

    def show(shown: Shown) -> None:
        if alive:
            dialog.show_data(shown.name, shown.phone, shown.text, lambda: _left(shown, context))

    def refuse(error: Exception) -> None:
        if alive:
            dialog.refuse(refused(error, words))

    def ask(reason: int, why: str) -> None:
        context.workers.ask(f"look {id(dialog)}", lambda: look(LookReason(reason), why), show, refuse)

    dialog.asked.connect(ask)
    dialog.open()
    return dialog
