"""The window of a response: P answers the roll-call, 1 to 9 tick steps, L writes a line, G raises or lowers, D ends."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.context import SeatContext
from desktop.emergency.words import EmergencyWords
from desktop.window import SeatWindow
from services.cases.emergency import COMMANDS
from services.domain.emergencies import Emergency, ResponseLevel
from services.live.advance import Touched
from services.live.picture import Picture
from services.words import UNKNOWN
from widgets.emergency.view import EmergencyView
from widgets.theme.theme import Theme

SIZE = (1120, 680)
AGAIN_MILLIS = 15_000  # minutes go by with no fact


class EmergencyWindow(SeatWindow):
    """One response, kept true by facts. `incident_asked(id)`, `other_asked(id)`."""

    incident_asked = Signal(object)
    other_asked = Signal(int)

    def __init__(self, context: SeatContext, theme: Theme, parent: QWidget | None, ident: int) -> None:
        super().__init__(context, theme, parent, SIZE)
        self.ident = ident
        self.found: Emergency | None = None
        self._number = ""
        self.view = EmergencyView(self.theme, context.words, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self._again = QTimer(self, interval=AGAIN_MILLIS)
        self._again.timeout.connect(self._show)
        self._again.start()
        self._connect()
        self._bind()
        self.say()
        self.read()
        self.view.setFocus()

    def read(self) -> None:
        """Reads it as it is now."""
        services, ident = self.context.services, self.ident

        def ask() -> tuple[Emergency | None, str]:
            found = services.emergencies.read(ident)
            card = services.reading.incident_card(found.live.incident) if found is not None else None
            return found, card.incident.live.number if card is not None else ""

        self.ask("emergency", ask, self._take)

    def say(self) -> None:
        self.setWindowTitle(self.context.words("Emergency response"))
        self._show()

    def tell(self, sentence: str) -> None:
        self.view.tell(sentence)

    # ---- what a hand orders --------------------------------------------------------------------------------------

    def _connect(self) -> None:
        view = self.view
        self.context.situation.changed.connect(self._on_changed)
        self.context.situation.replaced.connect(self._on_replaced)
        view.ticked.connect(self._on_ticked)
        view.answered.connect(self._on_answered)
        view.commanded.connect(self._on_commanded)
        view.graded.connect(self._on_graded)
        view.stood_down.connect(self._on_stood_down)
        view.logged.connect(self._on_logged)
        view.incident_asked.connect(self._on_incident)

    def _bind(self) -> None:
        view = self.view
        keys: dict[str, Callable[[], object]] = {
            "P": lambda: view.answer.isHidden() or self._on_answered(),
            "C": lambda: view.take.isHidden() or self._on_commanded(),
            "G": view.ask_grade,
            "D": view.ask_end,
            "O": self._on_incident,
            "L": view.field.setFocus,
            **{str(rank): lambda rank=rank: view.steps.tick(rank) for rank in range(1, 10)},
        }
        for key, act in keys.items():
            QShortcut(QKeySequence(key), self, act, context=Qt.ShortcutContext.WindowShortcut)

    def _on_ticked(self, step: int) -> None:
        service, officer = self.context.services.emergencies, self.context.officer.now
        self._order(lambda: service.tick(self.ident, step, officer))

    def _on_answered(self) -> None:
        service, officer = self.context.services.emergencies, self.context.officer.now
        self._order(lambda: service.answer(self.ident, officer))

    def _on_commanded(self) -> None:
        service, officer, version = self.context.services.emergencies, self.context.officer.now, self._version()
        self._order(lambda: service.command(self.ident, version, officer))

    def _on_graded(self, level: int, why: str) -> None:
        service, officer, version = self.context.services.emergencies, self.context.officer.now, self._version()
        chosen = ResponseLevel(level)
        self._order(lambda: service.grade(self.ident, version, chosen, officer, why), self.view.grading.end)

    def _on_stood_down(self, summary: str) -> None:
        service, officer, version = self.context.services.emergencies, self.context.officer.now, self._version()
        self._order(lambda: service.stand_down(self.ident, version, officer, summary), self.view.ending.end)

    def _on_logged(self, text: str) -> None:
        service, officer = self.context.services.emergencies, self.context.officer.now
        self._order(lambda: service.log(self.ident, officer, text), lambda: self.view.field.put(""))

    def _on_incident(self) -> None:
        if self.found is not None:
            self.incident_asked.emit(self.found.live.incident)

    def _version(self) -> int:
        return self.found.live.version if self.found is not None else 0

    def _order(self, order: Callable[[], Any], then: Callable[[], None] = lambda: None) -> None:
        """Carries it out on a worker; each has an answer of its own."""

        def done(_: Any) -> None:
            self.tell("")
            then()
            self.read()

        self.ask(f"order {uuid.uuid4().hex}", order, done, look_again=self.read)

    # ---- what happens --------------------------------------------------------------------------------------------

    def _on_changed(self, _picture: Picture, touched: Touched) -> None:
        if self.alive and touched.emergencies:
            self.read()

    def _on_replaced(self, _picture: Picture) -> None:
        if self.alive:
            self.read()

    def _take(self, answer: tuple[Emergency | None, str]) -> None:
        self.found, self._number = answer
        self._show()

    def _show(self) -> None:
        context, found = self.context, self.found
        if found is None:
            return
        officer = context.officer.now
        teller = EmergencyWords(
            context.words, context.situation.picture, context.clock(), context.services.emergencies.plans
        )
        look = teller.look(found, officer, self._number, bool(officer.roles & COMMANDS))
        self.view.show_look(look)
        self.setWindowTitle(f"{context.words('Emergency response')} {found.live.level.name} · {look.title or UNKNOWN}")
