"""The list itself: a table view of one column that knows when a person works in it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import datetime

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from services.live.blocks import Blocks
from services.words import Words
from widgets.queue.delegate import QueueDelegate
from widgets.queue.model import QueueModel
from widgets.theme.speech import follow
from widgets.theme.theme import Theme

AT_WORK_SECONDS = 3.0
MOST_CHOSEN = 1_000
STEP_MILLIS = 1000


class QueueView(QTableView):
    """Rows of the queue. `chosen(incident)` when another row is current, `opened(incident)` on Enter or double click.

    `several(list of incidents)` when a hand has chosen more than one (at most 1,000), or gone back to fewer than two.
    `seen_changed()` when other rows have come into sight.
    """

    chosen = Signal(object)
    several = Signal(object)
    opened = Signal(object)
    seen_changed = Signal()

    def __init__(
        self,
        model: QueueModel,
        theme: Theme,
        words: Words,
        clock: Callable[[], datetime],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._words = theme, words
        self.rows = model
        self.painter = QueueDelegate(model, theme, words, clock, self)
        self._worked = -AT_WORK_SECONDS
        self._quiet = False
        self._had = 0
        self._said: int | None = None
        self._build()
        self.setModel(model)
        self._step = QTimer(self, interval=STEP_MILLIS)
        self._step.timeout.connect(self._on_step)
        self._trim = QTimer(self, singleShot=True, interval=0)
        self._trim.timeout.connect(self._keep_first)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        theme.changed.connect(self._dress)
        self._dress()
        follow(words, self, self._say)

    def _build(self) -> None:
        self.setItemDelegate(self.painter)
        self.horizontalHeader().hide()
        self.horizontalHeader().setStretchLastSection(True)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(1)  # raised later, it would resize 100,000 rows one by one
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.doubleClicked.connect(self._open)

    # ---- what a desk asks ----------------------------------------------------------------------------------------

    def at_work(self) -> bool:
        """Whether a person touched the list within the last three seconds: rows keep their places meanwhile."""
        return time.monotonic() - self._worked < AT_WORK_SECONDS

    def current_incident(self) -> int | None:
        """The incident of the current row."""
        look = self.rows.look(self.currentIndex().row())
        return look.incident if look else None

    def choose(self, position: int) -> None:
        """Makes a row current and shows it, without saying so; -1 for none."""
        self._quiet = True
        if position < 0:
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
        else:
            # not the view's own way, which would toggle while a hand holds Ctrl
            alone = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().setCurrentIndex(self.rows.index(position, 0), alone)
        self._had = self._count()
        self._said = self.current_incident()
        self._quiet = False

    def choose_several(self, positions: Sequence[int]) -> None:
        """Marks some rows together, without saying so; the first of them is shown."""
        chosen = QItemSelection()
        for position in positions[:MOST_CHOSEN]:
            chosen.select(self.rows.index(position, 0), self.rows.index(position, 0))
        self._quiet = True
        self.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if positions:
            first = self.rows.index(min(positions), 0)
            self.selectionModel().setCurrentIndex(first, QItemSelectionModel.SelectionFlag.NoUpdate)
            self.scrollTo(first)
        self._had = self._count()
        self._quiet = False

    def clear_choice(self) -> None:
        """Back from several rows to the current one."""
        current = self.currentIndex()
        if current.isValid():
            self.selectionModel().select(current, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        else:
            self.clearSelection()

    def chosen_incidents(self) -> list[int]:
        """The incidents of all chosen rows, from the top."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        looks = (self.rows.incident_at(row) for row in rows)
        return [incident for incident in looks if incident is not None]

    def arrange(self, incidents: Blocks, rows: NDArray[np.int64]) -> None:
        """Another order; what was current stays so, and nothing takes its place where it is gone."""
        current = self.rows.row_at(self.currentIndex().row())
        self._quiet = True
        self.rows.arrange(incidents, rows)
        self._quiet = False
        if current >= 0 and self.rows.row_at(self.currentIndex().row()) != current:
            self.choose(self.rows.position_of(current))
        had, self._had = self._had, self._count()
        if had != self._had and max(had, self._had) > 1:
            self.several.emit(self.chosen_incidents() if self._had > 1 else [])

    def anchor(self) -> tuple[int, int] | None:
        """The picture's row that has to stay in its place, in px: the current one if in sight, else the first."""
        top = self.rowAt(0)
        if top < 0:
            return None
        current = self.currentIndex().row()
        first, last = self.in_sight()
        at = current if first <= current <= last else top
        return self.rows.row_at(at), self.rowViewportPosition(at)

    def hold(self, anchor: tuple[int, int] | None) -> None:
        """Scrolls so that the anchor is where it was; a list that stood at its top stays there."""
        bar = self.verticalScrollBar()
        if anchor is None or (bar.value() == 0 and not self.at_work() and not self.currentIndex().isValid()):
            return
        position = self.rows.position_of(anchor[0])
        if position >= 0:
            bar.setValue(bar.value() + self.rowViewportPosition(position) - anchor[1])

    def in_sight(self) -> tuple[int, int]:
        """The first and last position on the screen; (0, -1) when there is none."""
        first, last = self.rowAt(0), self.rowAt(self.viewport().height() - 1)
        if first < 0:
            return 0, -1
        return first, last if last >= 0 else self.rows.rowCount() - 1

    def start_fading(self) -> None:
        """New rows are there: their marks fade step by step."""
        if not self._step.isActive():
            self._step.start()

    # ---- Qt ------------------------------------------------------------------------------------------------------

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.seen_changed.emit()
        if event.type() in (QEvent.Type.MouseMove, QEvent.Type.Wheel, QEvent.Type.MouseButtonPress):
            self._worked = time.monotonic()
        return super().viewportEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._worked = time.monotonic()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._open(self.currentIndex())
            return
        super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters are commands here: no search through 100,000 titles."""

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().currentChanged(current, previous)
        # with Shift the current row moves before the choice does
        if not self._quiet and self._count() <= 1 and self.selectionModel().isSelected(self.currentIndex()):
            self._say_chosen()

    def selectAll(self) -> None:
        """Everything that the list shows, as far as a batch may go."""
        last = min(MOST_CHOSEN, self.rows.rowCount()) - 1
        if last >= 0:
            whole = QItemSelection(self.rows.index(0, 0), self.rows.index(last, 0))
            self.selectionModel().select(whole, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        if self._quiet:
            return
        count, had = self._count(), self._had
        if count > MOST_CHOSEN:
            self._trim.start()  # not within the change that is just being told
            return
        self._had = count
        if count > 1:
            self.several.emit(self.chosen_incidents())
        elif had > 1:
            self.several.emit([])
            self._said = None
            self._say_chosen()
        elif count == 1:  # a click makes a row current first, and chooses it after
            self._say_chosen()

    def _count(self) -> int:
        return sum(part.height() for part in self.selectionModel().selection())

    def _keep_first(self) -> None:
        """Takes back what a hand chose beyond what a batch may hold."""
        rows: list[int] = []
        for top, bottom in sorted((part.top(), part.bottom()) for part in self.selectionModel().selection()):
            rows += range(top, bottom + 1)[: MOST_CHOSEN - len(rows)]
        self.choose_several(rows)
        self.several.emit(self.chosen_incidents())

    def _say_chosen(self) -> None:
        look = self.rows.look(self.currentIndex().row())
        if look is not None and look.incident != self._said:
            self._said = look.incident
            self.chosen.emit(look.incident)

    # ---- inside --------------------------------------------------------------------------------------------------

    def _open(self, index: QModelIndex) -> None:
        look = self.rows.look(index.row())
        if look is not None:
            self.opened.emit(look.incident)

    def _on_scrolled(self) -> None:
        self.seen_changed.emit()

    def _on_step(self) -> None:
        self.viewport().update()
        if not self.rows.has_fresh():
            self._step.stop()

    def _dress(self) -> None:
        height = self._theme.whole("space.row_two_line")
        self.verticalHeader().setDefaultSectionSize(height)
        self.verticalScrollBar().setSingleStep(height)

    def _say(self) -> None:
        self.setAccessibleName(self._words("Queue of open incidents"))
