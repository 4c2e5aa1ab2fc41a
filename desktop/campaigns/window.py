"""The window of special actions: a list at the left, the page of the chosen one at the right; every figure opens."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QListWidget, QStackedWidget, QVBoxLayout, QWidget

from desktop.campaigns.words import Behind, CampaignWords
from desktop.cases.window import open_cases
from desktop.context import SeatContext
from desktop.refreshing import Refreshing
from desktop.risk.list_window import OpenCard, open_warnings
from desktop.table_window import plain_label, tab_row
from desktop.window import SeatWindow, bring_up
from services.domain.case_filter import CaseFilter
from services.insight.campaigns import CampaignPage
from widgets.briefing.count_link import CountLink
from widgets.evaluation.figure_table import FigureRows, FigureTable
from widgets.kit.flow import Flow
from widgets.theme.theme import Theme

SIZE = (1700, 900)
LIST_WIDE = 250
SETTLES_MILLIS = 3_000


def open_campaigns(
    context: SeatContext, theme: Theme, parent: QWidget | None = None, open_card: OpenCard = lambda ident: None
) -> CampaignsWindow:
    """Opens the window; `open_card(id)` is called for a warning that is opened."""
    return bring_up(CampaignsWindow(context, theme, parent or QApplication.activeWindow(), open_card))


class CampaignsWindow(SeatWindow):
    """↑ ↓ in the list turns pages; Tab goes to figures and tables, Enter opens what stands behind."""

    def __init__(
        self,
        context: SeatContext,
        theme: Theme,
        parent: QWidget | None = None,
        open_card: OpenCard = lambda ident: None,
    ) -> None:
        super().__init__(context, theme, parent, SIZE)
        self._open_card = open_card
        self._campaigns = context.services.campaigns.all()
        self.page: CampaignPage | None = None
        self._round = 0
        self._scenarios, self._towns = FigureRows(), FigureRows()
        self.resize(self.size().boundedTo(self.screen().availableGeometry().size()))
        self._build()
        self.say()
        self._list.setCurrentRow(0)
        self._heard = Refreshing(
            self, context.situation, lambda touched: bool(len(touched.incidents) or touched.warnings), self._hear,
            SETTLES_MILLIS,
        )  # fmt: skip
        context.situation.replaced.connect(self._on_replaced)

    def choose(self, code: str) -> None:
        """Turns to the page of a campaign."""
        codes = [one.code for one in self._campaigns]
        if code in codes:
            self._list.setCurrentRow(codes.index(code))

    # ---- how it looks --------------------------------------------------------------------------------------------

    def _build(self) -> None:
        theme = self.theme
        self._list = QListWidget()
        self._list.setFixedWidth(theme.whole(LIST_WIDE))
        self._list.currentRowChanged.connect(lambda _: self._read())
        self._head, self._purpose = plain_label(wrap=False, role="title"), plain_label(tone="2")
        self._sum, self._note = plain_label(), plain_label(tone="3", role="caption")
        self._links = QWidget()
        self._flow = Flow(self._links)
        self._flow.setContentsMargins(0, 0, 0, 0)
        self._flow.setSpacing(theme.whole(8))
        self._tables = QStackedWidget()
        self._of_scenarios = FigureTable(theme, self._scenarios, self, stretch=False)
        self._of_towns = FigureTable(theme, self._towns, self, stretch=False)
        self._of_scenarios.opened.connect(self._on_scenario)
        self._of_towns.opened.connect(self._on_town)
        tables = (self._of_scenarios, self._of_towns)
        tabs, by_table = tab_row(self, tables, self._tables.setCurrentWidget)
        self._tabs = tuple(by_table.values())
        for table in tables:
            self._tables.addWidget(table)
        pad, gap = theme.whole(16), theme.whole(8)
        row = QHBoxLayout(self)
        row.setContentsMargins(pad, pad, pad, gap)
        row.setSpacing(pad)
        row.addWidget(self._list)
        column = QVBoxLayout()
        column.setSpacing(gap)
        for part in (self._head, self._purpose, self._sum, self._links):
            column.addWidget(part)
        column.addLayout(tabs)
        column.addWidget(self._tables, 1)
        column.addWidget(self._note)
        row.addLayout(column, 1)
        self._list.setFocus()

    def say(self) -> None:
        words = self.context.words
        self.setWindowTitle(words("Special actions"))
        self._list.setAccessibleName(words("Special actions"))
        at = self._list.currentRow()
        self._list.blockSignals(True)
        self._list.clear()
        self._list.addItems([one.name(words.lang) for one in self._campaigns])
        self._list.setCurrentRow(at)
        self._list.blockSignals(False)
        self._tabs[0].setText(words("By scenario", ctx="campaign"))
        self._tabs[1].setText(words("By town", ctx="campaign"))
        self._note.setText(words("↑ ↓ another page · Tab to the figures · Enter opens what stands behind · Esc closes"))
        self._show()

    def tell(self, sentence: str) -> None:
        self._note.setText(sentence)

    def _words_of_now(self) -> CampaignWords | None:
        picture = self.context.situation.picture
        if picture is None or self.page is None:
            return None
        return CampaignWords(self.context.words, picture, self.page)

    def _on_replaced(self, _picture: object) -> None:
        if self.alive:
            self._show()

    def _show(self) -> None:
        say = self._words_of_now()
        if say is None or self.page is None:
            return
        lang = self.context.words.lang
        campaign = self.page.campaign
        self._head.setText(say.name())
        self._purpose.setText(campaign.purpose_zh if lang.startswith("zh") else campaign.purpose_en)
        self._sum.setText(say.sentence())
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for key, label, number in say.figures():
            link = CountLink(self.theme, label, number)
            link.clicked.connect(lambda _=False, key=key: self._on_figure(key))
            self._flow.addWidget(link)
        self._scenarios.show(say.scenario_heads(), say.scenario_rows(), None)
        self._towns.show(say.town_heads(), say.town_rows(), None)

    # ---- what happens --------------------------------------------------------------------------------------------

    def _read(self) -> None:
        at = self._list.currentRow()
        if at < 0:
            return
        self._round += 1
        number, code = self._round, self._campaigns[at].code
        services, scope = self.context.services, self.context.officer.scope
        self.ask(
            "campaign", lambda: (number, services.campaigns.page(code, services.database.clock(), scope)), self._take
        )

    def _take(self, answer: tuple[int, CampaignPage]) -> None:
        number, page = answer
        if number == self._round:
            self.page = page
            self._show()

    def _hear(self) -> None:
        if self.alive:
            self._read()

    def _on_figure(self, key: str) -> None:
        say = self._words_of_now()
        if say is not None:
            self._open(say.behind(key))

    def _on_scenario(self, at: int, _column: int) -> None:
        say = self._words_of_now()
        if say is not None:
            self._open(say.behind_scenario(at))

    def _on_town(self, at: int, column: int) -> None:
        say = self._words_of_now()
        if say is not None:
            self._open(say.behind_town(at, column))

    def _open(self, behind: Behind) -> None:
        if self.page is None:
            return
        if behind.incidents:
            count = len(behind.incidents)
            chosen = CaseFilter(ids=behind.incidents)
            open_cases(self.context, self.theme, lambda: behind.title, chosen, self, count, self.page.at)
        elif behind.warnings:
            open_warnings(
                self.context, self.theme, lambda: behind.title, behind.warnings, self.page.at, self, self._open_card
            )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_R, Qt.Key.Key_F5):
            self._read()
        else:
            super().keyPressEvent(event)
