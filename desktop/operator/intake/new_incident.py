"""A new incident from a call: kept while it is typed, placed by name, map or coordinates, taken in at the one door."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Signal

from desktop.operator.forms.step_options import StepOptions
from desktop.operator.intake.intake_place import IntakePlace
from desktop.operator.intake.intake_words import Spot
from desktop.operator.near.duplicates_desk import DuplicatesDesk
from desktop.operator.queue.row_words import local
from desktop.workers import said_of
from services.cases.duplicates.candidate import Draft
from services.cases.intake import Accepted
from services.cases.outbox import is_of_the_line
from services.domain.incidents import PlaceStatus, Report, Severity
from services.domain.phones import telephone
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
        self.place = IntakePlace(seat, self.panel, self)
        self._options: StepOptions | None = None
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
        self.place.pin(None)
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
        self.place.settled.connect(self._keep)
        self.place.known.connect(self._compare.start)
        panel.filled.connect(self._on_filled)
        panel.cleared.connect(self._clear)
        panel.left.connect(self.leave)
        panel.incident_asked.connect(self._seat.choose)
        self.same.opened.connect(self._seat.choose)
        self._seat.drafts.saved.connect(self._on_saved)
        self._seat.map_region.installEventFilter(self)
        context.situation.replaced.connect(self._on_replaced)
        self._end_words = context.words.on_change(self._say)

    def _on_replaced(self, picture: Picture) -> None:
        self.place.begin()
        self._context.workers.ask(f"kinds {id(self)}", lambda: StepOptions.of(picture.catalogue), self._take_options)

    def _take_options(self, options: StepOptions) -> None:
        self._options = options
        self._say()

    def _say(self) -> None:
        words, values = self.place.words(), self.panel.values()
        if words is None or self._options is None:
            return
        self.panel.offer(self._options.kinds(self._context.words.lang), words.sources(), words.systems())
        self.panel.put({"source": HOTLINE, "system": "cgcs2000"} | {k: v for k, v in values.items() if v})
        self.place.tell()

    # ---- typing --------------------------------------------------------------------------------------------------

    def _on_edited(self) -> None:
        self.panel.tell_refusal("")
        self._check_phone()
        self.place.check()
        self._keep()
        self._compare.start()

    def _check_phone(self) -> None:
        unknown = telephone(self.panel.phone.value) is None
        told = self._context.words("This does not look like a telephone number; it is kept as it is.")
        self.panel.tell_phone(told if unknown else "")

    def _keep(self) -> None:
        self._key = self._key or uuid.uuid4().hex
        spot = self.place.spot.kept() if self.place.spot is not None else None
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
        self.place.set_spot(Spot.of(kept.get("spot")))
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
        self.place.set_spot(None)
        self.same.forget()
        self.panel.text.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- duplicates and the door ---------------------------------------------------------------------------------

    def _look_for_same(self) -> None:
        values, around = self.panel.values(), self.place.around
        place = around.place if around is not None else None
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
        phone, spot = telephone(values["phone"] or ""), self.place.spot
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
        return False

    def _place_panel(self) -> None:
        region = self._seat.map_region
        wide = min(region.width(), self._seat.theme.whole(WIDE))
        self.panel.setGeometry(QRect(0, 0, wide, region.height()))
