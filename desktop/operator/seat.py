"""The operator's seat: makes its parts, binds them to each other, and carries out keys and orders."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from desktop.access.desk import AccessDesk
from desktop.cases.window import open_cases
from desktop.context import SeatContext
from desktop.language import switch_language
from desktop.map.view import MapView
from desktop.operator.detail.detail_desk import DetailDesk
from desktop.operator.detail.further import Further
from desktop.operator.forms.drafts import drafts_of
from desktop.operator.forms.order_desk import OrderDesk
from desktop.operator.frame.figures_desk import SHOWN, FiguresDesk
from desktop.operator.frame.files import Files
from desktop.operator.frame.layout import Work
from desktop.operator.frame.status_desk import StatusDesk
from desktop.operator.hands.hand import Hand
from desktop.operator.hands.keys import bind, bind_steps, hints
from desktop.operator.hands.menu import DeskMenu
from desktop.operator.queue.queue_desk import QueueDesk
from desktop.operator.typed.command_desk import CommandDesk
from desktop.operator.typed.orders import Orders
from services.domain.areas import full_code
from services.insight.area_card import AreaCard
from services.live.picture import Picture
from widgets.kit.icons import Icons
from widgets.kit.quiet_bar import QuietBar
from widgets.kit.region import Region
from widgets.panels.command_line import CommandLine
from widgets.panels.status_bar import StatusBar
from widgets.panels.top_bar import TopBar
from widgets.theme.theme import SeatKind, Theme

LAID_OUT = 3
ZOOMS = (0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0)


class OperatorWindow(QWidget):
    """The window of the desk; tells the seat when it is closed."""

    def __init__(self, on_close: Callable[[], None]) -> None:
        super().__init__()
        self._on_close = on_close
        self.setProperty("root", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._on_close()
        super().closeEvent(event)


class OperatorSeat(QObject):
    """Everything an operator sees; `window`, `complete` and `close` are what an application asks of a seat."""

    def __init__(self, context: SeatContext) -> None:
        super().__init__()
        self.context = context
        told = getattr(context.options, "scale", None) is not None or context.still
        self._first_zoom = context.scale
        zoom = context.scale if told else float(context.memory.get("zoom") or context.scale)
        self.theme = Theme(context.tokens, context.theme, zoom, SeatKind.OPERATOR, parent=self)
        self.icons = Icons(self.theme)
        self.window = OperatorWindow(self.close)
        self._closed = False
        self._complete = 0
        self._waiting_for = full_code(getattr(context.options, "at", None) or context.officer.scope.area or "")
        self._build()
        self._bind()
        self.theme.changed.connect(self._dress)
        self._end_words = context.words.on_change(self._say)
        self._dress()
        self._say()
        self.queue.view.setFocus()

    def complete(self) -> bool:
        """Whether everything that is shown is of what is known; asked twice, so that Qt has laid it out between."""
        picture = self.context.situation.picture
        drawn = picture is not None and (self.map.complete() or not len(picture.areas))
        desks = (self.queue, self.detail, self.figures, self.further.warnings)
        now = drawn and not self._waiting_for and all(desk.complete() for desk in desks)
        self._complete = self._complete + 1 if now else 0
        return self._complete >= LAID_OUT

    def close(self) -> None:
        """Ends what runs."""
        if not self._closed:
            self._closed = True
            self._end_words()
            for desk in (self.queue, self.detail, self.figures, self.line, self.further, self.orders, self.drafts):
                desk.close()
            self.map.close_view()
            self.window.close()

    # ---- making --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        context, theme, words = self.context, self.theme, self.context.words
        self.queue = QueueDesk(context, theme, self.icons, self)
        self.map = MapView(context, theme)
        self.orders, self.drafts = OrderDesk(context, self), drafts_of(context, self)
        self.detail = DetailDesk(context, theme, self.icons, self.queue.words, self.orders, self.drafts, self)
        self.map_region = Region(theme)
        self.map_region.body.addWidget(self.map)
        self.map_region.setFocusProxy(self.map)
        self.typed = Orders(words, lambda: context.situation.picture, lambda: self.queue.index)
        self.commands = CommandDesk(self, self.typed.complete)
        self.command = CommandLine(theme, words, self.commands.complete)
        self.commands.bind()
        self.command.show_keys(partial(hints, words))
        self.further = Further(self)
        self.work = Work(self.further.first, self.map_region, self.detail.panel, theme, words, context.memory)
        self.hand = Hand(self)
        self.menu = DeskMenu(
            words, self.hand.orders, self._figure_texts, self._open_figure, self._choose_language, self._choose_theme,
            lambda: theme.name, self.hand.steps, self.window,
        )  # fmt: skip
        self.top, self.status = TopBar(theme, words, self.icons, self.menu), StatusBar(theme, words)
        self.access = AccessDesk(context, theme, self.icons, self.window)
        self.top.take(self.access.chip)
        self.quiet = QuietBar(theme, words, self.icons)
        self.figures = FiguresDesk(context, theme, self.top, self)
        self.line = StatusDesk(context, self.top, self.status, self.quiet, self)
        self.files = Files(context, self.line.tell)
        column = QVBoxLayout(self.window)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        for part in (self.top, self.quiet, self.work, self.command, self.status):
            column.addWidget(part, 1 if part is self.work else 0)
        for before, after in zip(self._regions(), self._regions()[1:], strict=False):
            QWidget.setTabOrder(before, after)
        self.further.bind()
        self.shortcuts = [*bind(self.window, self.hand.orders), *bind_steps(self.window, self.hand.step)]

    def _bind(self) -> None:
        scene, queue, detail = self.map.scene, self.queue, self.detail
        queue.chosen.connect(self.choose)
        queue.opened.connect(self._on_opened)
        queue.choice_changed.connect(lambda choice: self.top.levels.choose(choice.severity))
        scene.incident_picked.connect(self._on_picked)
        scene.incident_opened.connect(self._on_picked)
        scene.area_picked.connect(self._on_area_picked)
        scene.subject_changed.connect(self._on_subject)
        scene.incidents_banded.connect(self._on_banded)
        self.access.watch(detail.incident_page)
        detail.go_asked.connect(self.go)
        detail.browser_asked.connect(self.hand.browser)
        detail.area_asked.connect(self.go_to_area)
        detail.level_asked.connect(lambda area, rank: self.queue.change(area=area, severity=rank))
        detail.cases_asked.connect(self._on_cases)
        detail.incident_asked.connect(self._on_picked)
        self.top.level_picked.connect(lambda rank: self.queue.change(severity=rank))
        self.command.entered.connect(self.hand.carry_out)
        detail.forms.left.connect(self.hand.back)
        self.command.left.connect(self.queue.view.setFocus)
        self.status.zoom_asked.connect(self.hand.first_size)
        self.status.language_asked.connect(self._turn_language)
        self.line.staled.connect(self._on_staled)
        self.line.staled.connect(self.further.warnings.show_stale)
        self.context.situation.replaced.connect(self._on_replaced)
        scene.legend_changed.connect(self._on_drawn)

    def _regions(self) -> list[QWidget]:
        return [self.queue.panel, *self.further.regions(), self.map_region, self.detail.panel, self.command]

    # ---- what a hand asks ----------------------------------------------------------------------------------------

    def choose(self, incident: int | None) -> None:
        """Makes an incident the chosen one: reticle on the map, which does not move, row in the queue, detail."""
        self.map.canvas.select_marker(incident)
        self.queue.select(incident)
        if incident is None:
            self.detail.forget()
        else:
            self.detail.show_incident(incident)

    def go(self) -> None:
        """Shows on the map what is chosen: the incident, else the area."""
        if self.detail.incident is not None:
            self.work.show_map()
            self.map.scene.go_to_incident(self.detail.incident)
        else:
            self.go_to_area(self.detail.area)

    def go_to_area(self, area: int) -> None:
        """Makes an area the subject of the map."""
        self.work.show_map()
        self.choose_none()
        self.map.scene.go(area)

    def choose_none(self) -> None:
        """No incident is the chosen one."""
        if self.detail.incident is not None:
            self.choose(None)

    def out(self) -> None:
        """One level out: the detail off the map, no incident chosen, then up on the map."""
        if self.work.close_detail():
            self.queue.view.setFocus()
        elif self.detail.incident is not None:
            self.choose(None)
        else:
            self.map.scene.up()

    def next_region(self, step: int) -> None:
        """Brings the keyboard to the next region that is seen."""
        regions = [region for region in self._regions() if region.isVisible()]
        now = QApplication.focusWidget()
        at = next(
            (n for n, one in enumerate(regions) if now is not None and (one is now or one.isAncestorOf(now))), -step
        )
        chosen = regions[(at + step) % len(regions)]
        self.detail.set_focus() if chosen is self.detail.panel else chosen.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def zoom(self, step: int) -> None:
        """Makes the interface larger or smaller; 0 gives back the first size."""
        nearest = min(range(len(ZOOMS)), key=lambda at: abs(ZOOMS[at] - self.theme.zoom))
        wanted = self._first_zoom if step == 0 else ZOOMS[min(len(ZOOMS) - 1, max(0, nearest + step))]
        if wanted != self.theme.zoom:
            self.context.memory.put("zoom", wanted)
            self._wear(zoom=wanted)

    # ---- what happens --------------------------------------------------------------------------------------------

    def _on_opened(self, incident: int) -> None:
        self.choose(incident)
        self.work.open_detail()
        self.detail.set_focus()

    def _on_picked(self, incident: int) -> None:
        self.choose(incident)
        self.work.open_detail()

    def _on_area_picked(self, area: int) -> None:
        self.map.canvas.select_marker(None)
        self.queue.select(None)
        self.detail.show_area(area)
        self.work.open_detail()

    def _on_subject(self, area: int) -> None:
        self.queue.narrow_to(area)
        self.queue.select(None)
        self.map.canvas.select_marker(None)
        self.detail.show_area(area)

    def _on_banded(self, incidents: list[int]) -> None:
        if incidents:
            self.detail.show_several(incidents)
            self.work.open_detail()

    def _on_cases(self, card: AreaCard) -> None:
        names, words = self.queue.words, self.context.words

        def title() -> str:
            return f"{names.names().area(card.area)} · {words('Open incidents')}"

        open_cases(self.context, self.theme, title, card.cases, self.window, expected=card.open, at=card.at)

    def _on_staled(self, stale: bool) -> None:
        self.figures.show_stale(stale)
        self.queue.show_stale(stale)
        self.detail.area_page.show_stale(stale)

    def _on_replaced(self, picture: Picture) -> None:
        if not len(picture.areas):
            self._waiting_for = ""

    def _on_drawn(self) -> None:
        """The borders are on the map: the seat may open at the area it was told."""
        picture = self.context.situation.picture
        code, self._waiting_for = self._waiting_for, ""
        if picture is not None and code in picture.areas.codes:
            self.map.scene.go(picture.areas.codes.index(code))

    # ---- menu ----------------------------------------------------------------------------------------------------

    def open_menu(self) -> None:
        """Opens the menu under its button."""
        self.menu.popup(self.top.button.mapToGlobal(QPoint(0, self.top.button.height())))

    def _figure_texts(self) -> list[tuple[str, str]]:
        return [
            (name, f"{self.figures.label(name, whole=True)} {self.figures.value(name)}")
            for name in ("open_now", *SHOWN)
        ]

    def _open_figure(self, name: str) -> None:
        self.figures.open(name)

    def _choose_language(self, lang: str) -> None:
        switch_language(self.context, lang)

    def _turn_language(self) -> None:
        self._choose_language("en" if self.context.words.lang.startswith("zh") else "zh_CN")

    def _choose_theme(self, name: str) -> None:
        self.context.memory.put("theme", name)
        self._wear(name=name)

    def _wear(self, name: str | None = None, zoom: float | None = None) -> None:
        """Another look: panels first, the map's frame in a step of its own."""
        self.map.canvas.hold()
        self.theme.use(name=name, zoom=zoom)
        QTimer.singleShot(0, self.window, self.map.canvas.let_go)

    def _say(self) -> None:
        words = self.context.words
        self.window.setWindowTitle(f"{words('GridCommand')} · {words('Operator')}")
        self.map_region.setAccessibleName(words("Map"))

    def _dress(self) -> None:
        self.window.setStyleSheet(self.theme.style_sheet())
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.setPalette(self.theme.qt_palette())
