"""A new incident from a call: kept while it is typed, placed by name, map or coordinates, taken in at the one door."""

from __future__ import annotations

import uuid
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent

from desktop.operator.duplicates_desk import DuplicatesDesk
from desktop.operator.intake_words import IntakeWords, Spot
from desktop.operator.row_words import local
from desktop.operator.step_options import StepOptions
from desktop.workers import said_of
from services.cases.duplicates.candidate import Draft
from services.cases.intake import Accepted
from services.cases.outbox import is_of_the_line
from services.domain.incidents import PlaceStatus, Report, Severity
from services.domain.phones import telephone
from services.geo.gazetteer import Gazetteer, Hit
from services.geo.typed import coordinates
from services.insight.place_reading import Around, PlaceReading
from services.live.mercator import from_mercator, to_mercator
from services.live.picture import Picture
from widgets.intake.panel import IntakePanel

if TYPE_CHECKING:
    from desktop.operator.seat import OperatorSeat

WIDE = 440  # px at 1x
DRAFT = "new-incident"
HOTLINE = "hotline"


class NewIncident(QObject):
    """The form at a seat's map. `taken(Accepted)` when the incident is there."""

    taken = Signal(object)

    def __init__(self, seat: OperatorSeat) -> None:
        super().__init__(seat)
        context = seat.context
        self._seat, self._context = seat, context
        self.same = DuplicatesDesk(context, seat.theme, seat.icons, self, can_merge=False)
        self.panel = IntakePanel(seat.theme, context.words, seat.icons, self.same.panel, seat.map_region)
        self.panel.hide()
        self._reading = PlaceReading(context.services.database, context.services.atlas, context.officer.scope)
        self._gazetteer: Gazetteer | None = None
        self._options: StepOptions | None = None
        self._hits: tuple[Hit, ...] = ()
        self._spot: Spot | None = None
        self._around: Around | None = None
        self._key = ""
        self._compare = QTimer(self, singleShot=True, interval=0)
        self._compare.timeout.connect(self._look_for_same)
        self._connect()
        if context.situation.picture is not None:
            self._on_replaced(context.situation.picture)

    # ---- what a seat asks ----------------------------------------------------------------------------------------

    def open(self) -> None:
        """Shows the form with what was typed before; the keyboard goes to the words."""
        self._seat.work.show_map()
        self._place_panel()
        self.panel.show()
        self.panel.raise_()
        self._restore()
        self.panel.text.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def leave(self) -> bool:
        """Takes the form away; what was typed is kept. Whether it was there."""
        if self.panel.isHidden():
            return False
        if self.panel.point.isChecked():
            self.panel.point.setChecked(False)
            return True
        self.panel.hide()
        self._pin(None)
        self._seat.queue.view.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def close(self) -> None:
        """Nothing is asked any more."""
        self._end_words()
        self._compare.stop()
        self.same.close()

    # ---- binding -------------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        panel, context = self.panel, self._context
        panel.edited.connect(self._on_edited)
        panel.place_asked.connect(self._on_asked)
        panel.place_picked.connect(self._on_picked)
        panel.place_given.connect(self._on_given)
        panel.pointing.connect(self._on_pointing)
        panel.filled.connect(self._on_filled)
        panel.cleared.connect(self._clear)
        panel.left.connect(self.leave)
        panel.incident_asked.connect(self._seat.choose)
        self.same.opened.connect(self._seat.choose)
        self._seat.drafts.saved.connect(self._on_saved)
        self._seat.map_region.installEventFilter(self)
        self._seat.map.canvas.viewport().installEventFilter(self)
        context.situation.replaced.connect(self._on_replaced)
        self._end_words = context.words.on_change(self._say)

    def _on_replaced(self, picture: Picture) -> None:
        workers = self._context.workers
        workers.ask(f"gazetteer {id(self)}", self._reading.gazetteer, self._take_gazetteer)
        workers.ask(f"kinds {id(self)}", lambda: StepOptions.of(picture.catalogue), self._take_options)

    def _take_gazetteer(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    def _take_options(self, options: StepOptions) -> None:
        self._options = options
        self._say()

    def _words(self) -> IntakeWords | None:
        picture = self._context.situation.picture
        return None if picture is None else IntakeWords(self._context.words, picture, local(self._context))

    def _say(self) -> None:
        words, values = self._words(), self.panel.values()
        if words is None or self._options is None:
            return
        self.panel.offer(self._options.kinds(self._context.words.lang), words.sources(), words.systems())
        self.panel.put({"source": HOTLINE, "system": "cgcs2000"} | {k: v for k, v in values.items() if v})
        self._tell_place()

    # ---- typing --------------------------------------------------------------------------------------------------

    def _on_edited(self) -> None:
        self.panel.tell_refusal("")
        self._check_phone()
        spot = self._spot
        if spot is not None and spot.typed and spot.system != self.panel.system.value:
            self._on_given(self.panel.place.text())
        elif spot is not None and self.panel.place.text() != spot.address and not spot.pointed:
            self._set_spot(None)
        self._keep()
        self._compare.start()

    def _check_phone(self) -> None:
        unknown = telephone(self.panel.phone.value) is None
        told = self._context.words("This does not look like a telephone number; it is kept as it is.")
        self.panel.tell_phone(told if unknown else "")

    def _keep(self) -> None:
        self._key = self._key or uuid.uuid4().hex
        spot = self._spot.kept() if self._spot is not None else None
        self._seat.drafts.put(
            DRAFT, self.panel.values() | {"place": self.panel.place.text(), "spot": spot, "key": self._key}
        )

    def _on_saved(self, key: str) -> None:
        if key == DRAFT and self._key:
            time = self._context.words.formats.clock(local(self._context), True)
            self.panel.tell_state(self._context.words("draft {time} kept", time=time))

    def _restore(self) -> None:
        kept = self._seat.drafts.get(DRAFT)
        if not kept or self._key:
            return
        self._key = str(kept.get("key") or "")
        self.panel.put(kept)
        self.panel.place.put(str(kept.get("place") or ""))
        self._set_spot(Spot.of(kept.get("spot")))
        self._check_phone()
        self._compare.start()

    def _clear(self) -> None:
        self._seat.drafts.drop(DRAFT)
        self._key = ""
        self.panel.put({"name": "", "phone": "", "text": "", "category": None, "severity": None,
                        "source": HOTLINE, "system": "cgcs2000"})  # fmt: skip
        self.panel.place.put("")
        self.panel.tell_state("")
        self.panel.tell_refusal("")
        self.panel.tell_phone("")
        self._set_spot(None)
        self.same.forget()
        self.panel.text.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- the place -----------------------------------------------------------------------------------------------

    def _on_asked(self, text: str) -> None:
        if self._typed_spot(text) is not None:
            self._on_given(text)
            return
        gazetteer = self._gazetteer
        if gazetteer is None:
            return
        self._context.workers.ask(f"places {id(self)}", lambda: (text, gazetteer.find(text)), self._take_hits)

    def _take_hits(self, answer: tuple[str, tuple[Hit, ...]]) -> None:
        text, hits = answer
        words = self._words()
        if words is None or text != self.panel.place.text():
            return
        self._hits = hits
        self.panel.place.offer([words.hit(hit) for hit in hits])
        if not hits and text.strip():
            self.panel.tell_place(self._context.words("No such place is known; the words are kept as the address."))

    def _on_picked(self, number: int) -> None:
        if number < len(self._hits):
            hit = self._hits[number]
            self.panel.place.put(hit.address)
            self._set_spot(Spot(hit.place.lon, hit.place.lat, "cgcs2000", hit.address, rough=hit.rough))
            self._keep()

    def _typed_spot(self, text: str) -> Spot | None:
        picture = self._context.situation.picture
        found = coordinates(text, _middle(picture)) if picture is not None else None
        if found is None:
            return None
        system = str(self.panel.system.value or "cgcs2000")
        return Spot(found.lon, found.lat, system, text, typed=True, guessed=found.guessed, turned=found.turned)

    def _on_given(self, text: str) -> None:
        spot = self._typed_spot(text)
        if spot is not None:
            self._set_spot(spot)
            self._keep()
        elif text.strip():
            self._on_asked(text)

    def _on_pointing(self, on: bool) -> None:
        viewport = self._seat.map.canvas.viewport()
        viewport.setCursor(Qt.CursorShape.CrossCursor) if on else viewport.unsetCursor()

    def _point(self, at: QPointF) -> None:
        lon, lat = (float(one[0]) for one in from_mercator(*([value] for value in self._seat.map.canvas.to_metres(at))))
        self.panel.point.setChecked(False)
        self._set_spot(Spot(lon, lat, "cgcs2000", self.panel.place.text(), pointed=True))
        self._keep()

    def _set_spot(self, spot: Spot | None) -> None:
        self._spot, self._around = spot, None
        self._tell_place()
        if spot is None:
            self._pin(None)
            self.panel.show_recent((), "")
            return
        now = self._context.clock()
        self._context.workers.ask(
            f"around {id(self)}",
            lambda: (spot, self._reading.around(spot.lon, spot.lat, spot.system, now)),
            self._take_around,
        )

    def _take_around(self, answer: tuple[Spot, Around]) -> None:
        spot, around = answer
        words = self._words()
        if spot != self._spot or words is None:
            return
        self._around = around
        place = around.place
        self._pin((place.lon, place.lat) if place.lon is not None and place.lat is not None else None)
        self._tell_place()
        self.panel.show_recent(words.recent(around), words.recent_head(around))
        self._compare.start()

    def _tell_place(self) -> None:
        words = self._words()
        self.panel.tell_place(words.spot(self._spot, self._around) if words is not None and self._spot else "")

    def _pin(self, place: tuple[float, float] | None) -> None:
        canvas = self._seat.map.canvas
        if place is None:
            canvas.reticle.pin = None
        else:
            x, y = to_mercator(*place)
            canvas.reticle.pin = (float(x), float(y))
        canvas.viewport().update()

    # ---- duplicates and the door ---------------------------------------------------------------------------------

    def _look_for_same(self) -> None:
        values, place = self.panel.values(), self._around.place if self._around is not None else None
        self.same.show_draft(
            Draft(
                at=self._context.clock(),
                text=values["text"] or "",
                address=self.panel.place.text(),
                category=values["category"],
                lon=place.lon if place else None,
                lat=place.lat if place else None,
                outside=place is not None and place.status is PlaceStatus.OUTSIDE,
            )
        )

    def _report(self, values: dict[str, Any]) -> Report:
        phone, spot = telephone(values["phone"] or ""), self._spot
        report = Report(
            source=str(values["source"] or HOTLINE),
            category=str(values["category"]),
            text=values["text"] or "",
            reported_at=self._context.clock(),
            address="" if spot is not None and spot.typed else self.panel.place.text().strip(),
            contact=values["phone"].strip() if phone is None else phone,
            contact_name=values["name"] or "",
            external=f"desk-{self._key}",
            severity=Severity(values["severity"]) if values["severity"] else None,
        )
        return report if spot is None else replace(report, lon=spot.lon, lat=spot.lat, crs=spot.system)

    def _on_filled(self) -> None:
        self.panel.category.settle()
        values, words = self.panel.values(), self._context.words
        missing = [
            label
            for label, there in (
                (words("What", ctx="intake"), values["text"] or self.panel.place.text().strip()),
                (words("Kind", ctx="intake"), values["category"]),
            )
            if not there
        ]
        if missing:
            self.panel.tell_refusal(words("Still needed: {what}.", what=words.formats.listing(missing)))
            return
        self._keep()  # with its key: sent twice it is one report
        report, door, login = self._report(values), self._context.services.door, self._context.officer.now.login
        self.panel.wait_for(True)
        outbox = self._seat.further.outbox
        if outbox is not None and outbox.is_cut():
            outbox.keep_report(report, self._on_trouble)
            return
        self._context.workers.ask(
            f"new incident {id(self)}",
            lambda: door.take(report, login),
            self._take_accepted,
            lambda error: self._keep_or_tell(report, error),
        )

    def _keep_or_tell(self, report: Report, error: Exception) -> None:
        """A line that broke amid the sending keeps it too: whether it had arrived is known by its number."""
        outbox = self._seat.further.outbox
        if outbox is not None and is_of_the_line(error):
            outbox.keep_report(report, self._on_trouble)
        else:
            self._on_trouble(error)

    def take_kept(self, report: Report) -> None:
        """The line is lost, and the report waits on disk until it is back."""
        if report.external == f"desk-{self._key}":
            self.panel.wait_for(False)
            self._clear()
            self.leave()

    def _take_accepted(self, accepted: Accepted) -> None:
        self.panel.wait_for(False)
        self._clear()
        self.panel.hide()
        self.taken.emit(accepted)

    def _on_trouble(self, error: Exception) -> None:
        self.panel.wait_for(False)
        self.panel.tell_refusal(said_of(error, self._context.words))

    # ---- Qt ------------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._seat.map_region and event.type() == QEvent.Type.Resize:
            self._place_panel()
        elif (
            self.panel.point.isChecked()
            and isinstance(event, QMouseEvent)
            and event.button() == Qt.MouseButton.LeftButton
        ):
            if event.type() == QEvent.Type.MouseButtonRelease:
                QTimer.singleShot(0, self, partial(self._point, event.position()))
            return event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease)
        return False

    def _place_panel(self) -> None:
        region = self._seat.map_region
        wide = min(region.width(), self._seat.theme.whole(WIDE))
        self.panel.setGeometry(QRect(0, 0, wide, region.height()))


def _middle(picture: Picture) -> tuple[float, float] | None:
    """Somewhere in the city, by what was reported there; None while nothing was."""
    rows = picture.incidents
    for at in range(min(len(rows), 50)):
        row = rows.row(at)
        if row["lon"] == row["lon"] and int(row["place"]) == PlaceStatus.LOCATED:
            return float(row["lon"]), float(row["lat"])
    return None
