"""Supervision in the detail panel: the order that presses the ticket, answered or lifted by who may."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QObject, QTimer

from desktop.access.login_window import refused
from desktop.context import SeatContext
from desktop.inbox.words import NoticeWords
from desktop.names import Names
from desktop.operator.detail.detail_desk import DetailDesk
from services.cases.reasons import Reasons, read_reasons
from services.domain.people import Officer
from services.domain.steps import Side, sides_of
from services.domain.supervision import SupervisionOrder
from services.live.advance import Touched
from services.live.picture import Picture
from services.words import Words
from widgets.panels.supervision_panel import SupervisionLook, SupervisionPanel
from widgets.theme.theme import Theme

SOON_MILLIS = 300
HISTORY = 5
DOT = " · "


class SupervisionDesk(QObject):
    """Follows the incident that the detail shows."""

    def __init__(self, context: SeatContext, theme: Theme, detail: DetailDesk, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._detail = context, detail
        self._reasons = read_reasons()
        self._incident: int | None = None
        self._orders: tuple[SupervisionOrder, ...] = ()
        self.panel = SupervisionPanel(theme, context.words)
        detail.incident_page.head.addWidget(self.panel)
        self._soon = QTimer(self, singleShot=True, interval=SOON_MILLIS)
        self._soon.timeout.connect(self.read)
        self.panel.answered.connect(self._on_answered)
        self.panel.lifted.connect(self._on_lifted)
        detail.turned.connect(self._on_turned)
        context.situation.changed.connect(self._on_changed)
        context.officer.changed.connect(lambda _: self._show())
        self._end_words = context.words.on_change(self._show)

    def close(self) -> None:
        """Ends timers."""
        self._soon.stop()
        self._end_words()

    def read(self) -> None:
        """Reads the orders of the incident that is shown."""
        incident, service = self._incident, self._context.services.supervision
        if incident is not None:
            self._context.workers.ask(
                f"supervision {id(self)}", lambda: (incident, tuple(service.orders(incident))), self._take
            )

    def _on_turned(self) -> None:
        if self._detail.incident != self._incident:
            self._incident, self._orders = self._detail.incident, ()
            self.panel.show_look(None)
        self.read()

    def _on_changed(self, picture: Picture, touched: Touched) -> None:
        if self._incident is None:
            return
        if picture.incident_at(self._incident) in touched.incidents or touched.officers:
            self._soon.start()

    def _take(self, answer: tuple[int, tuple[SupervisionOrder, ...]]) -> None:
        if answer[0] == self._incident:
            self._orders = answer[1]
            self._show()

    def _show(self) -> None:
        context, picture = self._context, self._context.situation.picture
        if picture is None or not self._orders:
            self.panel.show_look(None)
            return
        teller = SupervisionWords(context.words, picture, context.clock(), self._reasons)
        self.panel.show_look(teller.look(self._orders, context.officer.now))

    def _on_answered(self, words: str) -> None:
        incident, officer, service = self._incident, self._context.officer.now, self._context.services.supervision
        if incident is not None:
            self._order(lambda: service.answer(incident, officer, words))

    def _on_lifted(self, words: str) -> None:
        incident, officer, service = self._incident, self._context.officer.now, self._context.services.supervision
        if incident is not None:
            self._order(lambda: service.lift(incident, officer, words))

    def _order(self, order: Callable[[], None]) -> None:
        incident = self._incident

        def done(_: None) -> None:
            if self._incident == incident:
                self.panel.forget()
                self.read()
                self._detail.forms.refresh_asked.emit()

        def trouble(error: Exception) -> None:
            if self._incident == incident:
                self.panel.tell(refused(error, self._context.words))
                self.read()

        self._context.workers.ask(f"supervise {uuid.uuid4().hex}", order, done, trouble)


class SupervisionWords:
    """Orders in the reader's words, as seen at `now`."""

    def __init__(self, words: Words, picture: Picture, now: datetime, reasons: Reasons) -> None:
        self._words, self._names = words, Names(words, picture)
        self._now = now.astimezone(picture.city.zone)
        self._teller = NoticeWords(words, picture, now, (), reasons)

    def look(self, orders: Sequence[SupervisionOrder], officer: Officer) -> SupervisionLook:
        """All that an incident's orders say, the one that presses it first."""
        first = orders[0]
        open_ = first.lifted_at is None
        sides = sides_of(officer, first.department)
        lines = [line for order in orders[:HISTORY] for line in self._lines(order)]
        note = self._words("lifted", ctx="supervision")
        if open_:
            note = self._words("presses {who}", ctx="supervision", who=self._teller.climbed(str(first.level)))
        return SupervisionLook(
            note=note,
            lines=lines,
            may_answer=open_ and first.answered_at is None and Side.OWNER in sides,
            may_lift=open_ and bool({Side.SUPERVISE, Side.LEADER} & sides),
        )

    def _lines(self, order: SupervisionOrder) -> list[tuple[str, str]]:
        words, moment = self._words, self._moment
        cause = words("Supervision ordered: {cause}", ctx="supervision", cause=self._teller.cause(order.cause))
        parts = [cause, self._names.department(order.department), self._who(order.opened_by), order.words]
        lines = [(moment(order.opened_at), DOT.join(part for part in parts if part))]
        if order.answered_at is not None:
            text = words("Answered: {words}", ctx="supervision", words=order.answer)
            lines.insert(0, (moment(order.answered_at), DOT.join((text, order.answered_by))))
        elif order.lifted_at is None and order.climbs_at is not None:
            text = words("climbs to {who} unless it is answered", ctx="supervision",
                         who=self._teller.climbed(str(order.level + 1)))  # fmt: skip
            lines.insert(0, (moment(order.climbs_at), text))
        if order.lifted_at is not None:
            why = self._teller.cause(order.lifted_why) if order.lifted_by == "system" else order.lifted_why
            text = words("Lifted: {words}", ctx="supervision", words=why)
            lines.insert(0, (moment(order.lifted_at), DOT.join((text, self._who(order.lifted_by)))))
        return lines

    def _moment(self, at: datetime) -> str:
        return self._words.formats.moment(at, self._now)

    def _who(self, login: str) -> str:
        return self._words("System", ctx="officer") if login == "system" else login
