"""Sets a response going for an incident, after asking at which level."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop.access.login_window import refused
from desktop.context import SeatContext
from desktop.names import Names
from services.domain.emergencies import ResponseLevel
from widgets.emergency.start_form import StartForm
from widgets.theme.theme import Theme


def ask_start(
    context: SeatContext, theme: Theme, parent: QWidget, incident: int, then: Callable[[int], object]
) -> StartForm | None:
    """Opens the form; `then(id)` with the response when it has begun. None where the incident is not known."""
    picture, words = context.situation.picture, context.words
    row = picture.incident_at(incident) if picture is not None else -1
    if picture is None or row < 0:
        return None
    category = int(picture.incidents.row(row)["category"])
    known = picture.catalogue.categories
    service = context.services.emergencies
    plan = service.plan_of(known[category].code if 0 <= category < len(known) else "")
    name = Names(words, picture).category(category)
    form = StartForm(theme, words, plan.say(words), name, int(plan.level), parent)
    officer, alive = context.officer.now, [True]
    form.finished.connect(lambda _: alive.clear())

    def begun(ident: int) -> None:
        if alive:
            form.accept()
        then(ident)

    def trouble(error: Exception) -> None:
        if alive:
            form.refuse(refused(error, words))

    def begin(level: int, text: str) -> None:
        chosen = ResponseLevel(level) if level else None
        context.workers.ask(
            f"respond {incident}", lambda: service.open(incident, officer, chosen, text), begun, trouble
        )

    form.filled.connect(begin)
    form.open()
    return form
