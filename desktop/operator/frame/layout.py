"""How the desk is laid out: bars, three columns, and what gives way where the window is narrow."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSplitter, QToolButton, QVBoxLayout, QWidget

from desktop.memory import Memory
from desktop.operator.frame.floating import Floating
from services.words import Words
from widgets.kit.region import Region
from widgets.theme.sheet import restyle
from widgets.theme.speech import follow
from widgets.theme.theme import Theme

NARROW, VERY_NARROW, WIDE = 1600, 1280, 2400  # px at 1x
NAMES = ("queue", "map", "detail")
LEAST = {"queue": 420, "map": 480, "detail": 400, "tab": 320}
SHARES = {"normal": (0.30, 0.465, 0.235), "wide": (0.26, 0.46, 0.28), "narrow": (0.36, 0.64, 0.0)}


class Width(StrEnum):
    """How much room the window has."""

    VERY_NARROW = "very_narrow"
    NARROW = "narrow"
    NORMAL = "normal"
    WIDE = "wide"


def width_of(px: float, scale: float) -> Width:
    """Which layout a window of that width gets at that zoom."""
    wide = px / scale
    if wide < VERY_NARROW:
        return Width.VERY_NARROW
    if wide < NARROW:
        return Width.NARROW
    return Width.WIDE if wide > WIDE else Width.NORMAL


class Work(QWidget):
    """Queue, map and detail side by side; the detail lies over the map where the window is narrow.

    What a person's hand has moved is remembered by officer and layout; `restore` gives the first one back. Queue and
    detail may stand in windows of their own, on another screen.
    """

    changed = Signal(object)

    def __init__(
        self,
        queue: QWidget,
        chart: QWidget,
        detail: Region,
        theme: Theme,
        words: Words,
        memory: Memory,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.queue, self.chart, self.detail = queue, chart, detail
        self._theme, self._words, self._memory = theme, words, memory
        self.width_kind = Width.NORMAL
        self._over = False
        self._owner = ""
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setHandleWidth(1)
        self._splitter.setChildrenCollapsible(False)
        for part in (queue, chart, detail):
            self._splitter.addWidget(part)
        self._tabs, self._queue_tab, self._map_tab = QWidget(), QToolButton(), QToolButton()
        self._build()
        chart.installEventFilter(self)
        self._splitter.splitterMoved.connect(self._on_moved)
        parts: dict[str, QWidget] = {"queue": queue, "detail": detail}
        self.floating = Floating(parts, theme.whole, lambda name: memory.get(self._key(name)), self._keep, self)
        self.floating.changed.connect(self._on_floated)
        theme.changed.connect(self.arrange)
        follow(words, self, self._say)

    # ---- what a seat asks ----------------------------------------------------------------------------------------

    @property
    def detail_floats(self) -> bool:
        """Whether the detail lies over the map."""
        return self.width_kind in (Width.NARROW, Width.VERY_NARROW) and not self.floating.is_out("detail")

    def remember_for(self, officer: str) -> None:
        """Whose layout it is: what that officer left behind is taken up."""
        self._owner = officer
        self.floating.restore()
        self.arrange()

    def open_detail(self) -> None:
        """Shows the detail where it lies over the map."""
        if self.detail_floats:
            if self.width_kind is Width.VERY_NARROW:
                self.show_map()
            self._over = True
            self._float()

    def close_detail(self) -> bool:
        """Takes the detail off the map; whether it was there."""
        was = self.detail_floats and self._over
        if was:
            self._over = False
            self.detail.hide()
        return was

    def show_map(self) -> None:
        """Brings the map to the front where queue and map are tabs."""
        self._map_tab.setChecked(True)
        self._show_tab()

    def show_queue(self) -> None:
        """Brings the queue to the front where queue and map are tabs."""
        self._queue_tab.setChecked(True)
        self._show_tab()

    def restore(self) -> None:
        """The layout as it was first."""
        self.floating.restore(fresh=True)
        for kind in Width:
            self._memory.put(self._key(f"desk.{kind}"), None)
        self._over = False
        self.arrange()

    # ---- inside --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        restyle(self._tabs, panel=True)
        self._tabs.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row, group = QHBoxLayout(self._tabs), QButtonGroup(self)
        row.setContentsMargins(0, 0, 0, 0)
        for tab in (self._queue_tab, self._map_tab):
            tab.setProperty("tab", True)
            tab.setCheckable(True)
            tab.clicked.connect(self._show_tab)
            group.addButton(tab)
            row.addWidget(tab)
        row.addStretch(1)
        self._queue_tab.setChecked(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        column.addWidget(self._tabs)
        column.addWidget(self._splitter, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.whole(640), self._theme.whole(360))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        moving = self.floating.is_moving
        if event.type() == QEvent.Type.Resize and watched is self.chart and self.detail_floats and not moving:
            self._float()
        return False

    def _key(self, name: str) -> str:
        return f"{self._owner}.{name}" if self._owner else name

    def _keep(self, name: str, value: object) -> None:
        self._memory.put(self._key(name), value)

    def _on_floated(self) -> None:
        """A region has gone into its window, or come back."""
        if not self.floating.is_out("queue") and self._splitter.indexOf(self.queue) < 0:
            self._splitter.insertWidget(0, self.queue)
        if not self.floating.is_out("detail") and self.detail.parent() not in (self.chart, self._splitter):
            self._over = False
            self._take_out() if self.detail_floats else self._take_in()
        if self.floating.is_out("detail"):
            self.detail.show_edge(False)
        self.arrange()

    def arrange(self) -> None:
        """Places everything for the room there is."""
        if self.floating.is_moving:
            return
        kind = width_of(self.width(), self._theme.scale)
        if kind is not self.width_kind or self.detail_floats != (self.detail.parent() is self.chart):
            self.width_kind = kind
            if not self.floating.is_out("detail"):
                self._take_in() if not self.detail_floats else self._take_out()
            self.changed.emit(kind)
        tabs = kind is Width.VERY_NARROW
        self.queue.setMinimumWidth(self._theme.whole(LEAST["tab" if tabs else "queue"]))
        self.chart.setMinimumWidth(self._theme.whole(LEAST["tab" if tabs else "map"]))
        self.detail.setMinimumWidth(self._theme.whole(LEAST["detail"]))
        self._show_tab()
        self._share()
        self._float()

    def _take_in(self) -> None:
        self._splitter.addWidget(self.detail)
        self.detail.show_edge(False)
        self.detail.show()

    def _take_out(self) -> None:
        self.detail.setParent(self.chart)
        self.detail.show_edge(True)
        self.detail.setVisible(self._over)

    def _float(self) -> None:
        # while it changes its parent the splitter resizes the map: raised then, it would tear the list of children
        if not self.detail_floats or self.detail.parent() is not self.chart:
            return
        wide = min(self.chart.width(), self._theme.whole(LEAST["detail"]))
        self.detail.setGeometry(self.chart.width() - wide, 0, wide, self.chart.height())
        self.detail.setVisible(self._over)
        self.detail.raise_()

    def _share(self) -> None:
        if self.width_kind is Width.VERY_NARROW:
            return
        room, parts = self._splitter.width() - 2, self._parts()
        kept = self._memory.get(self._key(f"desk.{self.width_kind}"))
        first = SHARES[self.width_kind]
        shares = [kept.get(name, 0.0) if isinstance(kept, dict) else first[NAMES.index(name)] for name in parts]
        whole = sum(shares)
        if whole > 0:
            self._splitter.setSizes([round(share / whole * room) for share in shares])

    def _parts(self) -> list[str]:
        """The names of what stands in the splitter, from the left."""
        widgets = {"queue": self.queue, "map": self.chart, "detail": self.detail}
        return [name for name in NAMES if self._splitter.indexOf(widgets[name]) >= 0]

    def _show_tab(self) -> None:
        tabs = self.width_kind is Width.VERY_NARROW
        alone = self.floating.is_out("queue")
        self._tabs.setVisible(tabs and not alone)
        self.queue.setVisible(not tabs or alone or self._queue_tab.isChecked())
        self.chart.setVisible(not tabs or alone or self._map_tab.isChecked())

    def _on_moved(self) -> None:
        # those in windows keep the share that they had
        key, sizes = self._key(f"desk.{self.width_kind}"), self._splitter.sizes()
        kept = self._memory.get(key)
        shares = dict(kept) if isinstance(kept, dict) else dict(zip(NAMES, SHARES[self.width_kind], strict=True))
        room = sum(shares.get(name, 0.0) for name in self._parts()) or 1.0
        for name, size in zip(self._parts(), sizes, strict=True):
            shares[name] = round(room * size / max(1, sum(sizes)), 4)
        self._memory.put(key, shares)

    def _say(self) -> None:
        self._queue_tab.setText(self._words("Queue"))
        self._map_tab.setText(self._words("Map"))
