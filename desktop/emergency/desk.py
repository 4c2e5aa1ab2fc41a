"""The responses that stand, at a seat: followed by facts, shown in a strip, opened in their window, set going."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.context import SeatContext
from desktop.emergency.start import ask_start
from desktop.emergency.window import EmergencyWindow
from desktop.emergency.words import EmergencyWords
from desktop.window import bring_up
from services.domain.emergencies import Muster
from services.live.advance import Touched
from services.live.picture import Picture
from widgets.emergency.start_form import StartForm
from widgets.emergency.strip import ResponseStrip
from widgets.theme.theme import Theme


class Musters(QObject):
    """Keeps who is there and what is done of the responses that stand; `changed()` when they were read anew."""

    changed = Signal()

    def __init__(self, context: SeatContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self.standing: tuple[Muster, ...] = ()
        context.situation.changed.connect(self._on_changed)
        context.situation.replaced.connect(self._on_replaced)
        if context.situation.picture is not None:
            self.read()

    def read(self) -> None:
        """Reads them off the GUI thread; where the picture has none there is nothing to read."""
        picture = self._context.situation.picture
        if picture is not None and not picture.emergencies:
            self._take(())
            return
        service = self._context.services.emergencies
        self._context.workers.ask(f"muster {id(self)}", service.muster, self._take)

    def _take(self, found: tuple[Muster, ...]) -> None:
        self.standing = found
        self.changed.emit()

    def _on_replaced(self, _picture: Picture) -> None:
        self.read()

    def _on_changed(self, _picture: Picture, touched: Touched) -> None:
        if touched.emergencies:
            self.read()


class EmergencyDesk(QObject):
    """`strip` is to be shown; `incident_asked(id)` when a window wants its incident shown."""

    incident_asked = Signal(object)

    def __init__(self, context: SeatContext, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._theme, self._window = context, theme, parent
        self.strip = ResponseStrip(theme)
        self.strip.clicked.connect(self.open)
        self.windows: dict[int, EmergencyWindow] = {}
        self.musters = Musters(context, self)
        self.musters.changed.connect(self._show)
        context.situation.pulsed.connect(self._on_pulsed)
        self._shown_at: datetime | None = None
        self._end_words = context.words.on_change(self._show)
        self._show()

    def open(self) -> EmergencyWindow | None:
        """Opens the heaviest that stands; None where none does."""
        standing = self.musters.standing
        return self.open_one(standing[0].live.id) if standing else None

    def open_one(self, ident: int) -> EmergencyWindow:
        """Opens a response, or brings it to the front."""
        window = self.windows.get(ident)
        if window is None:
            window = self.windows[ident] = EmergencyWindow(self._context, self._theme, self._window, ident)
            window.destroyed.connect(lambda: self.windows.pop(ident, None))
            window.incident_asked.connect(self.incident_asked)
            window.other_asked.connect(self.open_one)
        return bring_up(window)

    def start(self, incident: int) -> StartForm | None:
        """Asks for the level and sets a response going for an incident; opens the one that it has already."""
        picture = self._context.situation.picture
        known = [live for live in picture.emergencies if live.incident == incident] if picture is not None else []
        if known:
            self.open_one(known[0].id)
            return None
        return ask_start(self._context, self._theme, self._window, incident, self.open_one)

    def close(self) -> None:
        """Ends what runs."""
        self._end_words()
        for window in list(self.windows.values()):
            window.close()

    def _on_pulsed(self, _pulse: object) -> None:
        now = self._context.clock()
        if self.musters.standing and (self._shown_at is None or (now - self._shown_at).total_seconds() >= 15):
            self._show()

    def _show(self) -> None:
        self._shown_at = self._context.clock()
        plans = self._context.services.emergencies.plans
        picture = self._context.situation.picture
        teller = EmergencyWords(self._context.words, picture, self._shown_at, plans)
        self.strip.show_look(teller.strip(self.musters.standing))
