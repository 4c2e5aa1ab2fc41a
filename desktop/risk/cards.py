"""The explanation cards that are open at a desk, each in a window of its own."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.context import SeatContext
from desktop.operator.forms.drafts import Drafts
from desktop.portrait.window import Of, PortraitWindow, open_portrait
from desktop.risk.card_window import CardWindow
from desktop.risk.known import Known
from desktop.window import bring_up
from desktop.workbench.window import WorkbenchWindow, open_workbench
from widgets.map.ground import Ground
from widgets.theme.theme import Theme


class Cards(QObject):
    """`incident_asked(id)`: a fact is to be shown by the desk; `go_asked(id)`: a warning on its map."""

    incident_asked = Signal(object)
    go_asked = Signal(int)

    def __init__(
        self, context: SeatContext, theme: Theme, window: QWidget, ground: Callable[[], Ground], drafts: Drafts
    ) -> None:
        super().__init__(window)
        self._context, self._theme, self._window, self._ground, self._drafts = context, theme, window, ground, drafts
        self.known = Known()
        self.windows: dict[int, CardWindow] = {}

    def open(self, ident: int, verb: str = "") -> CardWindow:
        """Opens the card of a warning, or brings it to the front; `verb` begins a step on it."""
        window = self.windows.get(ident)
        if window is None:
            window = CardWindow(self._context, self._theme, self._window, ident, self.known, self._ground, self._drafts)
            self.windows[ident] = window
            window.destroyed.connect(lambda: self.windows.pop(ident, None))
            window.incident_asked.connect(self.incident_asked)
            window.similar_asked.connect(self.open)
            window.go_asked.connect(self.go_asked)
            window.portrait_asked.connect(self.portray)
            window.workbench_asked.connect(self.work_on)
        bring_up(window)
        if verb:
            window.begin(verb)
        return window

    def portray(self, of: Of) -> PortraitWindow:
        """Opens the portrait of what a warning is about."""
        return open_portrait(self._context, self._theme, of, self._window, self.open)

    def work_on(self, code: str) -> WorkbenchWindow:
        """Opens the workbench at the scenario of a warning."""
        return open_workbench(self._context, self._theme, self._drafts, self._ground, self._window, code)

    def know(self, known: Known) -> None:
        """Other scenarios run; cards that are open are read again with their names."""
        self.known = known
        for window in self.windows.values():
            window.known = known
            window.read()

    def close(self) -> None:
        """Closes all of them."""
        for window in list(self.windows.values()):
            window.close()
