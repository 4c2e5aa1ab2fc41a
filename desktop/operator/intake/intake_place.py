"""Where a new incident is: found by name, read from coordinates, or pointed at on the map; marked there."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent

from desktop.operator.intake.intake_words import IntakeWords, Spot
from desktop.operator.queue.row_words import local
from services.domain.incidents import PlaceStatus
from services.geo.gazetteer import Gazetteer, Hit
from services.geo.typed import coordinates
from services.insight.place_reading import Around, PlaceReading
from services.live.mercator import from_mercator, to_mercator
from services.live.picture import Picture
from widgets.intake.panel import IntakePanel

if TYPE_CHECKING:
    from desktop.operator.seat import OperatorSeat

SAMPLED = 50  # incidents that are asked where the city is


class IntakePlace(QObject):
    """The place of a form. `settled()` when a person gave another one, `known()` when what is around it has been read.

    `spot` is what the person gave, `around` what is known of it; None while there is none.
    """

    settled = Signal()
    known = Signal()

    def __init__(self, seat: OperatorSeat, panel: IntakePanel, parent: QObject) -> None:
        super().__init__(parent)
        context = seat.context
        self._context, self._canvas, self._panel = context, seat.map.canvas, panel
        self._reading = PlaceReading(context.services.database, context.services.atlas, context.officer.scope)
        self.gazetteer: Gazetteer | None = None
        self.hits: tuple[Hit, ...] = ()
        self.spot: Spot | None = None
        self.around: Around | None = None
        panel.place_asked.connect(self.ask)
        panel.place_picked.connect(self.pick)
        panel.place_given.connect(self.give)
        panel.pointing.connect(self._on_pointing)
        self._canvas.viewport().installEventFilter(self)

    def begin(self) -> None:
        """The names of another picture."""
        self._context.workers.ask(f"gazetteer {id(self)}", self._reading.gazetteer, self._take_gazetteer)

    def ask(self, text: str) -> None:
        """What may be meant by a text that is being typed."""
        gazetteer = self.gazetteer
        if self._typed(text) is not None:
            self.give(text)
        elif gazetteer is not None:
            self._context.workers.ask(f"places {id(self)}", lambda: (text, gazetteer.find(text)), self._take_hits)

    def pick(self, number: int) -> None:
        """One of those that were offered."""
        if number < len(self.hits):
            hit = self.hits[number]
            self._panel.place.put(hit.address)
            self.set_spot(Spot(hit.place.lon, hit.place.lat, "cgcs2000", hit.address, rough=hit.rough))
            self.settled.emit()

    def give(self, text: str) -> None:
        """A text as it stands: coordinates, else a name to be looked for."""
        spot = self._typed(text)
        if spot is not None:
            self.set_spot(spot)
            self.settled.emit()
        elif text.strip():
            self.ask(text)

    def check(self) -> None:
        """Something of the form was changed: what is no longer what the person gave goes."""
        spot = self.spot
        if spot is None:
            return
        if spot.typed and spot.system != self._panel.system.value:
            self.give(self._panel.place.text())
        elif self._panel.place.text() != spot.address and not spot.pointed:
            self.set_spot(None)

    def set_spot(self, spot: Spot | None) -> None:
        """Another place, or none: marked on the map, with what was reported around it."""
        self.spot, self.around = spot, None
        self.tell()
        if spot is None:
            self.pin(None)
            self._panel.show_recent((), "")
            return
        now = self._context.clock()
        self._context.workers.ask(
            f"around {id(self)}",
            lambda: (spot, self._reading.around(spot.lon, spot.lat, spot.system, now)),
            self._take_around,
        )

    def tell(self) -> None:
        """What is known of it, in the reader's words."""
        words = self.words()
        self._panel.tell_place(words.spot(self.spot, self.around) if words is not None and self.spot else "")

    def pin(self, place: tuple[float, float] | None) -> None:
        """Marks a place (degrees) on the map, or takes the mark away."""
        self._canvas.reticle.pin = None
        if place is not None:
            x, y = to_mercator(*place)
            self._canvas.reticle.pin = (float(x), float(y))
        self._canvas.viewport().update()

    def words(self) -> IntakeWords | None:
        """Words over the newest picture."""
        picture = self._context.situation.picture
        return None if picture is None else IntakeWords(self._context.words, picture, local(self._context))

    # ---- inside --------------------------------------------------------------------------------------------------

    def _take_gazetteer(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer

    def _take_hits(self, answer: tuple[str, tuple[Hit, ...]]) -> None:
        text, hits = answer
        words = self.words()
        if words is None or text != self._panel.place.text():
            return
        self.hits = hits
        self._panel.place.offer([words.hit(hit) for hit in hits])
        if not hits and text.strip():
            self._panel.tell_place(self._context.words("No such place is known; the words are kept as the address."))

    def _typed(self, text: str) -> Spot | None:
        picture = self._context.situation.picture
        found = coordinates(text, _middle(picture)) if picture is not None else None
        if found is None:
            return None
        system = str(self._panel.system.value or "cgcs2000")
        return Spot(found.lon, found.lat, system, text, typed=True, guessed=found.guessed, turned=found.turned)

    def _take_around(self, answer: tuple[Spot, Around]) -> None:
        spot, around = answer
        words, place = self.words(), around.place
        if spot != self.spot or words is None:
            return
        self.around = around
        self.pin((place.lon, place.lat) if place.lon is not None and place.lat is not None else None)
        self.tell()
        self._panel.show_recent(words.recent(around), words.recent_head(around))
        self.known.emit()

    def _on_pointing(self, on: bool) -> None:
        viewport = self._canvas.viewport()
        viewport.setCursor(Qt.CursorShape.CrossCursor) if on else viewport.unsetCursor()

    def _point(self, at: QPointF) -> None:
        x, y = self._canvas.to_metres(at)
        lon, lat = (float(one[0]) for one in from_mercator([x], [y]))
        self._panel.point.setChecked(False)
        self.set_spot(Spot(lon, lat, "cgcs2000", self._panel.place.text(), pointed=True))
        self.settled.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not self._panel.point.isChecked() or not isinstance(event, QMouseEvent):
            return False
        if event.button() != Qt.MouseButton.LeftButton:
            return False
        if event.type() == QEvent.Type.MouseButtonRelease:
            QTimer.singleShot(0, self, partial(self._point, event.position()))
        return event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease)


def _middle(picture: Picture) -> tuple[float, float] | None:
    """Somewhere in the city, by what was reported there; None while nothing was."""
    rows = picture.incidents
    for at in range(min(len(rows), SAMPLED)):
        row = rows.row(at)
        if int(row["place"]) == PlaceStatus.LOCATED:
            return float(row["lon"]), float(row["lat"])
    return None
