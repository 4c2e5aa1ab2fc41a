"""The flood of alarms at a desk: comes by itself in the place of the queue, and goes by one key."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QStackedWidget

from desktop.context import SeatContext
from desktop.operator.alarm.alarm_words import AlarmWords
from desktop.operator.queue.queue_desk import QueueDesk
from desktop.operator.queue.row_words import local
from services.domain.incidents import Severity
from services.insight.alarm_groups import Flood, flood, flood_began
from services.insight.alarm_rules import AlarmRules, read_alarm_rules
from services.live.advance import Touched
from services.live.picture import Picture
from widgets.alarm.looks import FloodLook, LineKind, LineLook
from widgets.alarm.panel import AlarmPanel
from widgets.theme.theme import Theme

SOON_MILLIS = 400
LATER_MILLIS = 10_000  # time alone brings shelves back and moves the bars
BY_HAND = timedelta(minutes=30)  # how far back the groups reach that a person asks for


@dataclass(frozen=True, slots=True)
class _Answer:
    began: datetime | None
    flood: Flood | None = None
    bar: FloodLook | None = None
    lines: tuple[LineLook, ...] = ()


class AlarmDesk(QObject):
    """`stack` holds the queue's panel and the flood's; one of them is seen.

    Signals: `chosen(incident)`, `several(incidents)` for a group, `opened(incident)`, `shown(bool)`.
    """

    chosen = Signal(object)
    several = Signal(object)
    opened = Signal(object)
    shown = Signal(bool)

    def __init__(self, context: SeatContext, theme: Theme, queue: QueueDesk, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._queue = context, queue
        self.rules: AlarmRules = read_alarm_rules()
        self.panel, self.stack = AlarmPanel(theme, context.words), QStackedWidget()
        self.stack.addWidget(queue.panel)
        self.stack.addWidget(self.panel)
        self.flood: Flood | None = None
        self._since: datetime | None = None
        self._by_hand = self._dismissed = False
        self._opened: set[int] = set()
        self._soon = QTimer(self, singleShot=True, interval=SOON_MILLIS)
        self._later = QTimer(self, interval=LATER_MILLIS)
        self._soon.timeout.connect(self._ask)
        self._later.timeout.connect(self._ask)
        self._later.start()
        self._connect()

    # ---- what a seat asks ----------------------------------------------------------------------------------------

    def is_shown(self) -> bool:
        """Whether groups are seen in the place of the queue's rows."""
        return self.stack.currentWidget() is self.panel

    def turn(self) -> None:
        """Groups, or the rows of the queue again; a flood that was sent away stays away until it is over."""
        if self.is_shown():
            self._dismissed, self._by_hand, self._since = True, False, None
            self._show(False)
        else:
            self._dismissed, self._by_hand = False, True
            self._ask()

    def turn_sound(self) -> bool:
        """One short tone for each new red, or none again; whether there is one now."""
        sound = not self._context.memory.get("sound", False)
        self._context.memory.put("sound", sound)
        return sound

    def close(self) -> None:
        """Ends timers; nothing is asked any more."""
        self._end_words()
        self._soon.stop()
        self._later.stop()

    # ---- what happens --------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        situation = self._context.situation
        situation.replaced.connect(self._ask)
        situation.changed.connect(self._on_changed)
        self._end_words = self._context.words.on_change(self._ask)
        self.panel.left.connect(self.turn)
        found = self.panel.list
        found.chosen.connect(self._on_chosen)
        found.opened.connect(lambda line: self.opened.emit(line.key))
        found.turned.connect(self._on_turned)
        if situation.picture is not None:
            self._ask()

    def _on_changed(self, picture: Picture, touched: Touched) -> None:
        if not len(touched.incidents):
            return
        if touched.new and self._context.memory.get("sound", False):
            new = picture.incidents.rows(np.sort(touched.incidents)[-touched.new :])
            if (new["severity"] == Severity.RED).any():
                QApplication.beep()
        if not self._soon.isActive():
            self._soon.start()

    def _on_chosen(self, line: LineLook) -> None:
        picture = self._context.situation.picture
        if line.kind is not LineKind.GROUP:
            self.chosen.emit(line.key)
            return
        group = next((one for one in self.flood.groups if one.key == line.key), None) if self.flood else None
        if group is not None and picture is not None:
            records = picture.incidents.rows(group.rows)
            self.several.emit([int(ident) for ident in records["id"][records["alive"]]])

    def _on_turned(self, line: LineLook, wanted: bool) -> None:
        key = line.key if line.kind is LineKind.GROUP else self._group_of(line.key)
        if key is None:
            return
        if line.kind is LineKind.MEMBER:
            self.panel.list.choose(LineKind.GROUP, key)
        self._opened = self._opened | {key} if wanted else self._opened - {key}
        self._ask()

    def _group_of(self, incident: int) -> int | None:
        picture = self._context.situation.picture
        row = picture.incident_at(incident) if picture is not None else -1
        groups = self.flood.groups if self.flood is not None else ()
        return next((group.key for group in groups if row in group.rows), None)

    # ---- reckoning -----------------------------------------------------------------------------------------------

    def _ask(self, *_: object) -> None:
        picture = self._context.situation.picture
        if picture is None:
            return
        now, since, rules, opened = local(self._context), self._since, self.rules, frozenset(self._opened)
        by_hand, words, rows = self._by_hand, self._context.words, self._queue.words
        order = [group.key for group in self.flood.groups] if self.flood and self.panel.list.at_work() else []

        def reckon() -> _Answer:
            began = flood_began(picture, now, rules)
            start = since or began or (now - BY_HAND if by_hand else None)
            if start is None:
                return _Answer(began)
            found = _in_order(flood(picture, start, now, rules), order)
            told = AlarmWords(words, picture, rows, now)
            return _Answer(began, found, told.bar(found), told.lines(found, opened))

        self._context.workers.ask(f"flood {id(self)}", reckon, self._take)

    def _take(self, answer: _Answer) -> None:
        if answer.began is None:
            self._dismissed = False
        wanted = self._by_hand or (answer.flood is not None and not self._dismissed)
        if answer.flood is None or answer.bar is None or not wanted:
            return
        self._since = self._since or answer.flood.since
        self.flood = answer.flood
        self.panel.show_flood(answer.bar, answer.lines)
        self._show(True)

    def _show(self, shown: bool) -> None:
        if shown == self.is_shown():
            return
        had_focus = self.stack.isAncestorOf(QApplication.focusWidget()) if QApplication.focusWidget() else False
        self.stack.setCurrentWidget(self.panel if shown else self._queue.panel)
        if had_focus:
            self.stack.currentWidget().setFocus()
        if not shown:
            self.flood = None
            self._opened.clear()
        self.shown.emit(shown)


def _in_order(found: Flood, order: list[int]) -> Flood:
    """The groups in the order of before, new ones last: nothing moves under a hand."""
    if not order:
        return found
    place = {key: at for at, key in enumerate(order)}
    return replace(found, groups=tuple(sorted(found.groups, key=lambda group: place.get(group.key, len(order)))))
