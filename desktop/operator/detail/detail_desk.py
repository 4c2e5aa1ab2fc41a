"""The detail panel of a desk: an incident, an area or several incidents, kept true by facts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

import numpy as np
from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QLabel, QStackedWidget, QWidget

from desktop.cases.window import open_cases
from desktop.context import SeatContext
from desktop.operator.detail.aside_desk import AsideDesk
from desktop.operator.detail.batch_desk import BatchDesk
from desktop.operator.detail.detail_words import DetailWords
from desktop.operator.forms.drafts import Drafts
from desktop.operator.forms.forms_desk import FormsDesk
from desktop.operator.forms.order_desk import OrderDesk
from desktop.operator.queue.row_words import RowWords, local
from services.domain.evaluation import Part
from services.domain.incidents import IncidentState
from services.insight.area_card import AreaCard, area_card
from services.insight.evaluation.of_area import AreaRates
from services.insight.reading import IncidentCard
from services.live.advance import Touched
from services.live.picture import Picture
from services.words.terms import PARTS
from widgets.kit.icons import Icons
from widgets.kit.region import Region
from widgets.panels.area_page import AreaLook, AreaPage
from widgets.panels.incident_page import IncidentLook, IncidentPage
from widgets.panels.several_page import SeveralPage
from widgets.queue.model import QueueModel
from widgets.queue.view import QueueView
from widgets.theme.sheet import restyle
from widgets.theme.theme import Theme

AGAIN_MILLIS = 1_500
TICK_MILLIS = 15_000

AreaFound = tuple[AreaCard, AreaLook, AreaRates]


class DetailDesk(QObject):
    """What the detail panel shows. `incident` is the one shown, None else; `area` the one shown when none is.

    Signals: `go_asked()`, `browser_asked()`, `area_asked(index)`, `cases_asked(AreaCard)`, `level_asked(area, rank)`,
    `incident_asked(id)` for one of several, `turned()` when something else is to be shown.
    """

    go_asked = Signal()
    browser_asked = Signal()
    area_asked = Signal(int)
    cases_asked = Signal(object)
    level_asked = Signal(int, int)
    incident_asked = Signal(object)
    turned = Signal()

    def __init__(
        self,
        context: SeatContext,
        theme: Theme,
        icons: Icons,
        words: RowWords,
        orders: OrderDesk,
        drafts: Drafts,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._context, self._theme = context, theme
        self.forms = FormsDesk(context, theme, icons, orders, drafts, self)
        self.aside = AsideDesk(context, theme, icons, self.forms)
        self.incident: int | None = None
        self.area = 0
        self._several: list[int] = []
        self._rank = 0
        self._asked = self._shown = self._wanted = 0
        self._card: AreaCard | None = None
        self._rates: AreaRates | None = None
        clock = partial(local, context)
        self.panel, self._pages = Region(theme), QStackedWidget()
        self._empty = QLabel()
        form = (self.forms.conflict.card, self.aside.advice.panel, self.forms.form)
        parts = (self.aside.evidence.panel, *form, self.aside.children_panel)
        near = (self.aside.people.panel, self.aside.duplicates.panel)
        self.incident_page = IncidentPage(theme, context.words, icons, parts, near)
        self.area_page = AreaPage(theme, context.words)
        self.model = QueueModel(words, context.words, clock, self)
        self.several_page = SeveralPage(QueueView(self.model, theme, context.words, clock), theme, context.words)
        self.batch = BatchDesk(context, theme, icons, words, orders)
        self.batch.bind(self.several_page)
        self.forms.options_known.connect(self.batch.take_options)
        self._again, self._tick = (
            QTimer(self, singleShot=True, interval=AGAIN_MILLIS),
            QTimer(self, interval=TICK_MILLIS),
        )
        self._build(theme)
        self._connect()

    # ---- what a seat asks ----------------------------------------------------------------------------------------

    def show_incident(self, incident: int) -> None:
        """Shows an incident; what was there stays until it has come."""
        if incident != self.incident:
            self.forms.expect(incident)
            self.aside.forget()
        self.incident, self._several = incident, []
        self.batch.show(())
        self._ask()

    def show_area(self, area: int) -> None:
        """Shows an area by its index."""
        self.incident, self._several, self.area = None, [], area
        self.batch.show(())
        self.forms.expect(None)
        self.aside.forget()
        self._ask()

    def show_several(self, incidents: Sequence[int]) -> None:
        """Shows a list of incidents that were chosen together; one of them alone is shown as itself."""
        if len(incidents) == 1:
            self.show_incident(incidents[0])
            return
        self.incident, self._several, self._rank = None, list(incidents), 0
        self.forms.expect(None)
        self.aside.forget()
        self.turned.emit()
        self.batch.show(self._several)
        self._arrange_several()

    def forget(self) -> None:
        """No incident is selected any more: the area of before."""
        self.show_area(self.area)

    def complete(self) -> bool:
        """Whether what was asked for is shown."""
        return self._shown >= self._wanted

    def set_focus(self) -> None:
        """Brings the keyboard here."""
        self._pages.currentWidget().setFocus()

    def close(self) -> None:
        """Ends timers; nothing is asked any more."""
        self._end_words()
        self.aside.close()
        self._again.stop()
        self._tick.stop()

    # ---- what happens --------------------------------------------------------------------------------------------

    def _build(self, theme: Theme) -> None:
        restyle(self._empty, tone="2")
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._empty.setMargin(theme.whole(16))
        for page in (self._empty, self.incident_page, self.area_page, self.several_page):
            self._pages.addWidget(page)
        self.panel.body.addWidget(self._pages)
        self._say()

    def _connect(self) -> None:
        situation = self._context.situation
        situation.replaced.connect(self._on_replaced)
        situation.changed.connect(self._on_changed)
        self._end_words = self._context.words.on_change(self._on_words)
        self._again.timeout.connect(self._refresh)
        self._tick.timeout.connect(self._refresh)
        self._tick.start()
        self.forms.refresh_asked.connect(self._refresh)
        self.forms.step_begun.connect(self._on_step_begun)
        self.aside.opened.connect(self.incident_asked)
        self.incident_page.go_asked.connect(self.go_asked)
        self.incident_page.browser_asked.connect(self.browser_asked)
        self.area_page.go_asked.connect(self.area_asked)
        self.area_page.level_picked.connect(lambda rank: self.level_asked.emit(self.area, rank))
        self.area_page.cases_asked.connect(lambda: self._card and self.cases_asked.emit(self._card))
        self.area_page.rates.picked.connect(self._on_rate)
        self.several_page.levels.picked.connect(self._on_level)
        self.several_page.view.chosen.connect(self.incident_asked)
        self.several_page.view.opened.connect(self.incident_asked)

    def _on_replaced(self, picture: Picture) -> None:
        self.area = min(self.area, max(0, len(picture.areas) - 1))
        self._several = []
        self._ask()

    def _on_changed(self, picture: Picture, touched: Touched) -> None:
        if not len(touched.incidents):
            return
        if self._several:
            self.model.touch(picture.incidents, touched.incidents)
            return
        of_it = self.incident is None or picture.incident_at(self.incident) in touched.incidents
        if of_it and not self._again.isActive():
            self._again.start()

    def _on_words(self) -> None:
        self._say()
        self.model.retell()
        self._ask()

    def _on_level(self, rank: int) -> None:
        self._rank = rank
        self._arrange_several()

    # ---- reading -------------------------------------------------------------------------------------------------

    def _ask(self) -> None:
        """Something else is to be shown."""
        self.turned.emit()
        self._wanted = self._asked + 1
        self._refresh()

    def _refresh(self) -> None:
        """The same again, as it is now."""
        picture = self._context.situation.picture
        if picture is None or self._several:
            self._wanted = self._shown
            return
        self._asked += 1
        number, wanted, area, now = self._asked, self.incident, self.area, self._context.clock()
        self.panel.wait()
        self._context.workers.ask(
            f"detail {id(self)}",
            lambda: (
                number,
                self._incident(wanted, picture, now)
                if wanted is not None
                else _area(self._context, area, picture, now),
            ),
            self._take,
            self._on_trouble,
        )

    def _incident(self, wanted: int, picture: Picture, now: datetime) -> tuple[IncidentCard, IncidentLook] | None:
        """Reads an incident and puts it into words; runs off the GUI thread."""
        card = self._context.services.reading.incident_card(wanted)
        if card is None:
            return None
        reasons = self.forms.options.reasons if self.forms.options is not None else None
        return card, DetailWords(self._context.words, picture, now, reasons).incident(card)

    def _take(self, answer: tuple[int, tuple[IncidentCard, IncidentLook] | AreaFound | None]) -> None:
        self._shown, found = answer
        self.panel.arrived()
        if self._several:
            return
        if found is None:
            self._pages.setCurrentWidget(self._empty)
        elif len(found) == 2:
            self._show_card(found[0], found[1])
        else:
            self._card, self._rates = found[0], found[2]
            self.area_page.show_look(found[1])
            self._pages.setCurrentWidget(self.area_page)
        self._say()

    def _show_card(self, card: IncidentCard, look: IncidentLook) -> None:
        if card.incident.live.id != self.incident:
            return
        self.incident_page.show_look(look)
        self._pages.setCurrentWidget(self.incident_page)
        self.forms.show_card(card)
        self.aside.show(card)

    def _on_rate(self, part: str) -> None:
        """The cases behind a rate of the area, as they stood when it was read."""
        rates, look = self._rates, self.area_page.look
        if rates is not None and look is not None:
            chosen, title = Part(part), f"{look.title} · {self._context.words(PARTS[Part(part)], ctx='part')}"
            number = rates.sums.of(chosen)
            open_cases(self._context, self._theme, title, rates.cases(chosen), self.area_page, number, rates.at)

    def _on_step_begun(self) -> None:
        self.incident_page.ensureWidgetVisible(self.forms.form)

    def _on_trouble(self, error: Exception) -> None:
        self._shown = self._asked
        self.panel.arrived()
        self._context.workers.troubled.emit(error)

    def _arrange_several(self) -> None:
        """The chosen ones by level, then deadline; there are at most as many as a hand can frame."""
        picture = self._context.situation.picture
        if picture is None:
            return
        rows = np.array([picture.incident_at(ident) for ident in self._several], np.int64)
        rows = rows[rows >= 0]
        records = picture.incidents.rows(rows)
        severity = records["severity"]
        now = self._context.words.formats.clock(local(self._context), True)
        self.several_page.show_counts([int((severity == rank).sum()) for rank in (1, 2, 3, 4)], now)
        self.several_page.levels.choose(self._rank)
        due = np.where(records["state"] == IncidentState.SUSPENDED, np.inf, records["due_at"])
        order = np.lexsort((due, severity))
        if self._rank:
            order = order[severity[order] == self._rank]
        self.several_page.view.arrange(picture.incidents, rows[order])
        self._pages.setCurrentWidget(self.several_page)
        self._say()

    def _say(self) -> None:
        words, page = self._context.words, self._pages.currentWidget()
        self._empty.setText(words("Choose an incident in the queue or on the map, or an area on the map."))
        name = page.accessibleName() if isinstance(page, QWidget) else ""
        self.panel.setAccessibleName(f"{words('Detail')} {name}".strip())


def _area(context: SeatContext, area: int, picture: Picture, now: datetime) -> AreaFound | None:
    """Reckons an area and puts it into words; runs off the GUI thread."""
    card = area_card(picture, area, now)
    if card is None:
        return None
    rates = context.services.reading.area_rates(card.level, int(picture.areas.ids[area]), now)
    return card, DetailWords(context.words, picture, now).area(card, rates), rates
