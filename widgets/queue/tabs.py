"""The tabs of the queue in one line: parts of it by name, each with its count; what has no room is in a menu."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolButton, QWidget

from services.domain.queue_choice import Tab
from services.words import N_, Words
from widgets.theme.speech import follow
from widgets.theme.theme import Theme

NAMES = {
    Tab.ALL: N_("All", ctx="queue"),
    Tab.TO_ASSIGN: N_("To assign", ctx="queue"),
    Tab.DUE_SOON: N_("Due 2 h", ctx="queue"),
    Tab.OVERDUE: N_("Overdue", ctx="queue"),
    Tab.RETURNED: N_("Returned", ctx="queue"),
    Tab.SUPERVISED: N_("Supervised", ctx="queue"),
    Tab.MINE: N_("Mine", ctx="queue"),
    Tab.PENDING: N_("Requests", ctx="queue"),
    Tab.UNACKED: N_("Unack.", ctx="queue"),
    Tab.SHELVED: N_("Shelved", ctx="queue"),
    Tab.UNLOCATED: N_("No place", ctx="queue"),
    Tab.OUTSIDE: N_("Outside", ctx="queue"),
}


@dataclass(frozen=True, slots=True)
class ViewLook:
    """A view of the officer's own: its name, and how many cases it shows now."""

    name: str
    count: int | None = None


class QueueTabs(QWidget):
    """One button for each tab, and one for all that have no room.

    `picked(Tab)` and `view_picked(name)` when a person chose another; `save_asked()`, `forget_asked(name)`.
    """

    picked = Signal(object)
    view_picked = Signal(str)
    save_asked = Signal()
    forget_asked = Signal(str)

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._words = theme, words
        self._counts: Mapping[Tab, int] = {}
        self._views: Sequence[ViewLook] = ()
        self._view, self._tab = "", Tab.ALL
        self._at = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._buttons = {tab: self._button(tab) for tab in Tab}
        self.more, self.menu = QToolButton(self), QMenu(self)
        self.more.setProperty("tab", True)
        self.more.setCheckable(True)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setMenu(self.menu)
        self.menu.aboutToShow.connect(self.fill)
        theme.changed.connect(self._arrange)
        follow(words, self, self._say)

    def choose(self, tab: Tab, view: str = "") -> None:
        """Marks a tab, or a view of the officer's own, as what is seen."""
        self._tab, self._view = tab, view
        self._mark()
        self._arrange()

    def show_counts(self, counts: Mapping[Tab, int], at: str) -> None:
        """How many each has, at that time."""
        if (counts, at) != (self._counts, self._at):
            self._counts, self._at = counts, at
            self._say()

    def show_views(self, views: Sequence[ViewLook]) -> None:
        """The officer's own views."""
        if list(views) != list(self._views):
            self._views = tuple(views)
            self._say()

    def hidden(self) -> list[Tab]:
        """The tabs that have no room of their own now."""
        return [tab for tab, button in self._buttons.items() if button.isHidden()]

    def fill(self) -> None:
        """The menu's entries: tabs without room, the officer's views, saving and forgetting one."""
        words = self._words
        self.menu.clear()
        for tab in self.hidden():
            self._entry(self._told(tab), tab is self._tab and not self._view, lambda tab=tab: self.picked.emit(tab))
        if self._views:
            self.menu.addSection(words("Own views"))
        for look in self._views:
            text = f"{look.name} {words.formats.integer(look.count)}" if look.count is not None else look.name
            self._entry(text, look.name == self._view, lambda name=look.name: self.view_picked.emit(name))
        self.menu.addSeparator()
        self.menu.addAction(words("Keep this view under a name…"), self.save_asked.emit)
        if self._view:
            self.menu.addAction(
                words("Forget the view {name}", name=self._view), lambda: self.forget_asked.emit(self._view)
            )

    # ---- Qt ------------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Polish, QEvent.Type.StyleChange):
            self._arrange()
        return super().event(event)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.whole(320), self.more.sizeHint().height() + self._theme.whole(2))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    # ---- inside --------------------------------------------------------------------------------------------------

    def _button(self, tab: Tab) -> QToolButton:
        button = QToolButton(self)
        button.setProperty("tab", True)
        button.setCheckable(True)
        button.setChecked(tab is Tab.ALL)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: self._on_clicked(tab))
        return button

    def _on_clicked(self, tab: Tab) -> None:
        self._mark()
        self.picked.emit(tab)

    def _entry(self, text: str, checked: bool, chosen: Callable[[], None]) -> None:
        action = QAction(text, self.menu, checkable=True, checked=checked)  # type: ignore[call-overload]
        action.triggered.connect(lambda _=False: chosen())
        self.menu.addAction(action)

    def _told(self, tab: Tab) -> str:
        name = self._words(NAMES[tab], ctx="queue")
        count = self._words.formats.integer(self._counts.get(tab)) if tab in self._counts else ""
        return f"{name} {count}".rstrip()

    def _mark(self) -> None:
        for tab, button in self._buttons.items():
            button.setChecked(tab is self._tab and not self._view)
        self.more.setChecked(bool(self._view))

    def _say(self) -> None:
        for tab, button in self._buttons.items():
            button.setText(self._told(tab))
            button.setAccessibleName(button.text())
            button.setToolTip(f"{button.text()} · {self._at}" if self._at else button.text())
        self.more.setAccessibleName(self._words("More views of the queue"))
        self.more.setToolTip(self.more.accessibleName())
        self._arrange()

    def _arrange(self) -> None:
        """As many tabs as there is room for, in their order; the chosen one always."""
        gap = self._theme.whole(4)
        self.more.setText(f"{self._view or self._words('More', ctx='queue')} ▾")
        need = self.more.sizeHint()
        if self.height() != self.sizeHint().height():
            self.setFixedHeight(self.sizeHint().height())
        room = self.width() - 2 * gap - need.width()
        kept = {self._tab} if not self._view else set()
        used = sum(self._buttons[tab].sizeHint().width() for tab in kept)
        for tab, button in self._buttons.items():
            wide = button.sizeHint().width()
            if tab not in kept and used + wide <= room:
                kept.add(tab)
                used += wide
            elif tab not in kept:
                break
        x = gap
        for tab, button in self._buttons.items():
            button.setVisible(tab in kept)
            if tab in kept:
                button.setGeometry(x, self._theme.whole(2), button.sizeHint().width(), need.height())
                x += button.sizeHint().width()
        self.more.setGeometry(x, self._theme.whole(2), need.width(), need.height())
