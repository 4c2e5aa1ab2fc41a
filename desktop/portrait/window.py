"""The portrait of risk in a window: how it stands, how it went, what drives it, against neighbours and the past."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from desktop.context import SeatContext
from desktop.portrait.words import EMPTY, TABS, PortraitWords
from desktop.refreshing import Refreshing
from desktop.risk.kinds import subject_name
from desktop.risk.known import Known, read_known
from desktop.risk.list_window import OpenCard, open_warnings
from desktop.table_window import plain_label, tab_row
from desktop.window import SeatWindow, bring_up
from services.domain.incidents import Severity
from services.domain.portraits import Portrait
from widgets.briefing.count_link import CountLink
from widgets.evaluation.figure_table import FigureRows, FigureTable
from widgets.kit.flow import Flow
from widgets.plots.lines import LinesPlot
from widgets.theme.theme import Theme

SIZE = (1400, 900)
PLOT_HIGH = 220
SETTLES_MILLIS = 3_000
WARNINGS, YEAR = 2, 4  # columns of the tables


@dataclass(frozen=True, slots=True)
class Of:
    """Of what: an area by its id, a circle (longitude, latitude, metres), or a subject of signals."""

    area: int | None = None
    circle: tuple[float, float, float] | None = None
    subject: str | None = None


def open_portrait(
    context: SeatContext, theme: Theme, of: Of, parent: QWidget | None = None, open_card: OpenCard = lambda ident: None
) -> PortraitWindow:
    """Opens the window; `open_card(id)` is called for a warning that is opened."""
    return bring_up(PortraitWindow(context, theme, of, parent or QApplication.activeWindow(), open_card))


class PortraitWindow(SeatWindow):
    """Enter on an area shows its portrait, Backspace goes back, Alt+↑ one level up."""

    def __init__(
        self, context: SeatContext, theme: Theme, of: Of, parent: QWidget | None = None,
        open_card: OpenCard = lambda ident: None,
    ) -> None:  # fmt: skip
        super().__init__(context, theme, parent, SIZE)
        self._of, self._before, self._open_card = of, list[Of](), open_card
        self.portrait: Portrait | None = None
        self._known = Known()
        self._round = 0
        self._rows = {table: FigureRows() for table in TABS}
        self.resize(self.size().boundedTo(self.screen().availableGeometry().size()))
        self._build()
        self.say()
        self._read()
        self._heard = Refreshing(self, context.situation, lambda touched: bool(touched.warnings), self._hear,
                                 SETTLES_MILLIS)  # fmt: skip

    def go(self, of: Of) -> None:
        """Shows another portrait; the one before is kept for Backspace."""
        self._before.append(self._of)
        self._of = of
        self._read()

    # ---- how it looks --------------------------------------------------------------------------------------------

    def _build(self) -> None:
        theme = self.theme
        self._head, self._sum = plain_label(wrap=False, role="title"), plain_label()
        self._formula, self._note = plain_label(tone="3", role="caption"), plain_label(tone="3", role="caption")
        self._links = QWidget()
        self._flow = Flow(self._links)
        self._flow.setContentsMargins(0, 0, 0, 0)
        self._flow.setSpacing(theme.whole(8))
        self._plot = LinesPlot(theme)
        self._plot.setFixedHeight(theme.whole(PLOT_HIGH))
        self._stack = QStackedWidget()
        tabs, self._tabs = tab_row(self, tuple(TABS), self._turn_to)
        self._tables = {name: FigureTable(theme, self._rows[name], self, stretch=False) for name in TABS}
        for name, table in self._tables.items():
            table.opened.connect(lambda at, column, name=name: self._on_opened(name, at, column))
            self._stack.addWidget(table)
        pad, gap = theme.whole(16), theme.whole(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(pad, pad, pad, gap)
        column.setSpacing(gap)
        for part in (self._head, self._sum, self._links, self._plot):
            column.addWidget(part)
        column.addLayout(tabs)
        column.addWidget(self._stack, 1)
        column.addWidget(self._formula)
        column.addWidget(self._note)
        self._tables["drivers"].setFocus()

    def _turn_to(self, name: str) -> None:
        self._stack.setCurrentWidget(self._tables[name])

    def say(self) -> None:
        words = self.context.words
        self.setWindowTitle(words("Portrait of risk"))
        for name, tab in self._tabs.items():
            tab.setText(words(TABS[name], ctx="portrait"))
            self._tables[name].say_empty(words(EMPTY[name]))
        self._note.setText(
            words("Enter opens warnings or an area's portrait · Backspace goes back · Alt+↑ one level up · Esc closes")
        )
        self._show()

    def tell(self, sentence: str) -> None:
        self._note.setText(sentence)

    def _words_of_now(self) -> PortraitWords | None:
        picture = self.context.situation.picture
        if picture is None or self.portrait is None:
            return None
        return PortraitWords(self.context.words, picture, self.portrait, self._known)

    def _show(self) -> None:
        say, portrait = self._words_of_now(), self.portrait
        if say is None or portrait is None:
            return
        self._head.setText(self._title(say))
        self._sum.setText(say.sentence())
        self._formula.setText(say.formula())
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for level, name, count in say.levels():
            link = CountLink(self.theme, name, count, rank=int(level))
            link.clicked.connect(lambda _=False, level=level: self._on_level(level))
            self._flow.addWidget(link)
        lines, span, ticks, steps, notes = say.lines()
        self._plot.show_lines(lines, span, ticks, lambda value: f"{value:.0f}", steps, notes)
        for name, rows in self._rows.items():
            rows.show(say.heads(name), say.rows(name), None)
        self._tabs["neighbours"].setVisible(bool(portrait.neighbours))
        self._tabs["below"].setVisible(bool(portrait.below))

    def _title(self, say: PortraitWords) -> str:
        words, of = self.context.words, self._of
        if of.area is not None:
            return words("Portrait of risk · {what}", what=say.area(of.area, path=True))
        if of.circle is not None:
            lon, lat, metres = of.circle
            what = words("{metres} m around {lon:.5f}, {lat:.5f}", metres=round(metres), lon=lon, lat=lat)
            return words("Portrait of risk · {what}", what=what)
        return words("Portrait of risk · {what}", what=subject_name(words, of.subject or ""))

    # ---- what happens --------------------------------------------------------------------------------------------

    def _read(self) -> None:
        self._round += 1
        number, of, services = self._round, self._of, self.context.services

        def ask() -> tuple[int, Known, Portrait]:
            now = services.database.clock()
            if of.area is not None:
                found = services.portraits.of_area(of.area, now)
            elif of.circle is not None:
                found = services.portraits.of_place(*of.circle, now)
            else:
                found = services.portraits.of_subject(of.subject or "", now)
            return number, read_known(services.scenarios), found

        self.ask("portrait", ask, self._take)

    def _take(self, answer: tuple[int, Known, Portrait]) -> None:
        number, known, portrait = answer
        if number == self._round:
            self._known, self.portrait = known, portrait
            self._show()

    def _hear(self) -> None:
        if self.alive:
            self._read()

    def _on_level(self, level: Severity) -> None:
        if self.portrait is not None:
            self._list(self.portrait.standing.ids[level])

    def _on_opened(self, table: str, at: int, column: int) -> None:
        portrait = self.portrait
        if portrait is None:
            return
        if table == "drivers":
            driver = portrait.drivers[at]
            self._list(driver.year if column == YEAR else driver.standing.all)
        elif table in ("neighbours", "below"):
            share = (portrait.neighbours if table == "neighbours" else portrait.below)[at]
            if column == 0 and share.area is not None:
                self.go(Of(area=share.area))
            elif column == WARNINGS:
                self._list(share.standing.all)

    def _list(self, ids: tuple[int, ...]) -> None:
        say, portrait = self._words_of_now(), self.portrait
        if ids and say is not None and portrait is not None:
            title = self._title(say)
            open_warnings(self.context, self.theme, lambda: title, ids, portrait.at, self, self._open_card)

    def _up(self) -> None:
        picture, area = self.context.situation.picture, self._of.area
        if picture is None or area not in picture.areas.index:
            return
        above = int(picture.areas.parent[picture.areas.index[area]])
        if above >= 0:
            self.go(Of(area=int(picture.areas.ids[above])))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_R, Qt.Key.Key_F5):
            self._read()
        elif event.key() == Qt.Key.Key_Backspace and self._before:
            self._of = self._before.pop()
            self._read()
        elif event.key() == Qt.Key.Key_Up and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._up()
        else:
            super().keyPressEvent(event)
