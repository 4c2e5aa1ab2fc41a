"""The frame of a page: where it stands and of when, the finding and what qualifies it, the body, the pages below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QToolButton, QVBoxLayout, QWidget

from widgets.kit.plain import label, rule
from widgets.theme.theme import Theme

MARGIN, HEADER, FOOT = 64, 88, 60  # px at 1x
QUALIFIER = 26
STATEMENT_ABOVE, STATEMENT_BELOW = 20, 8
CENTRE = Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class FrameText:
    """A page's frame in words; `news` is empty while nothing is newer, `demo` where the data are real."""

    report: str
    page: str
    date: str
    demo: str
    news: str
    finding: str
    qualifier: str
    pages: tuple[str, ...]
    at: int
    snapshot: str
    other_language: str
    other_language_tip: str


class PageFrame(QWidget):
    """One page. `turned(index)` from the foot, `news_asked` from the chip, `language_asked` from the small switch.

    `aside` stands in the head before the date.
    """

    turned = Signal(int)
    news_asked = Signal()
    language_asked = Signal()

    def __init__(
        self, theme: Theme, text: FrameText, body: QWidget, stacked: bool = False, aside: QWidget | None = None
    ) -> None:
        super().__init__()
        self._theme, self.text = theme, text
        self.setProperty("panel", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.news = QToolButton()
        self.tabs: list[QToolButton] = []
        self.body = body
        side = theme.whole(MARGIN if not stacked else MARGIN / 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(side, 0, side, 0)
        column.setSpacing(0)
        column.addWidget(self._header(aside))
        column.addWidget(rule(theme))
        column.addWidget(self._statement())
        column.addWidget(_scrolling(body) if stacked else body, 1)
        column.addSpacing(theme.whole(6))
        column.addWidget(rule(theme))
        column.addWidget(self._foot(stacked))

    def show_news(self, news: str) -> None:
        """Says that there is something newer, or nothing."""
        self.news.setText(news)
        self.news.setVisible(bool(news))

    def _header(self, aside: QWidget | None) -> QWidget:
        theme, text = self._theme, self.text
        head = QWidget()
        head.setFixedHeight(theme.whole(HEADER))
        row = QHBoxLayout(head)
        row.setContentsMargins(0, theme.whole(20), 0, 0)
        row.setSpacing(theme.whole(24))
        row.addWidget(label(text.report, tone="2"), 0, CENTRE)
        row.addWidget(label(text.page), 0, CENTRE)
        row.addStretch(1)
        self.news.setProperty("tone", "accent")
        self.news.setMinimumHeight(theme.whole("space.touch_height"))
        self.news.clicked.connect(self.news_asked)
        self.show_news(text.news)
        row.addWidget(self.news, 0, CENTRE)
        if aside is not None:
            row.addWidget(aside, 0, CENTRE)
        if text.demo:
            row.addWidget(DemoMark(theme, text.demo), 0, CENTRE)
        row.addWidget(label(text.date, tone="2"), 0, CENTRE)
        switch = QToolButton()
        switch.setText(text.other_language)
        switch.setToolTip(text.other_language_tip)
        switch.setAccessibleName(text.other_language_tip)
        switch.setMinimumSize(theme.whole("space.touch_height"), theme.whole("space.touch_height"))
        switch.clicked.connect(self.language_asked)
        row.addWidget(switch, 0, CENTRE)
        return head

    def _statement(self) -> QWidget:
        theme, text = self._theme, self.text
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, theme.whole(STATEMENT_ABOVE), 0, theme.whole(STATEMENT_BELOW))
        column.setSpacing(theme.whole(8))
        self.finding = label(text.finding, role="heading", wrap=True)
        self.qualifier = label(text.qualifier, tone="2", wrap=True)
        self.qualifier.setStyleSheet(f"font-size: {theme.whole(QUALIFIER)}px;")
        column.addWidget(self.finding)
        column.addWidget(self.qualifier)
        return part

    def _foot(self, stacked: bool) -> QWidget:
        theme, text = self._theme, self.text
        foot = QWidget()
        foot.setFixedHeight(theme.whole(FOOT))
        row = QHBoxLayout(foot)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.whole(20))
        for at, name in enumerate(text.pages):
            tab = PageTab(theme, f"{name}", at == text.at)
            tab.setToolTip(str(at + 1))
            tab.clicked.connect(lambda _=False, to=at: self.turned.emit(to))
            self.tabs.append(tab)
            row.addWidget(tab)
        row.addStretch(0 if stacked else 1)
        row.addWidget(label(text.snapshot, tone="3", role="caption", wrap=stacked), int(stacked))
        return foot


class PageTab(QToolButton):
    """One page in the foot; the one that is open wears the accent on the rule above it."""

    def __init__(self, theme: Theme, name: str, chosen: bool) -> None:
        super().__init__()
        self._theme, self._chosen = theme, chosen
        self.setText(name)
        self.setProperty("role", "caption")
        self.setProperty("tone", "" if chosen else "2")
        self.setMinimumHeight(theme.whole("space.touch_height"))
        self.setCheckable(True)
        self.setChecked(chosen)
        self.setFixedHeight(theme.whole(FOOT))

    def nextCheckState(self) -> None:
        """Which page is open is the seat's to say."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._chosen:
            painter = QPainter(self)
            bar = QRectF(0, 0, self.width(), self._theme.px(3))
            painter.fillRect(bar, self._theme.colour("accent.base"))


class DemoMark(QLabel):
    """Says on every page that the data are synthetic."""

    def __init__(self, theme: Theme, words: str) -> None:
        super().__init__(words)
        line = theme.colour(theme.tokens.text("demo.border")).name()
        self.setProperty("role", "caption")
        self.setStyleSheet(
            f"border: {theme.whole(1)}px solid {line}; padding: {theme.whole(2)}px {theme.whole(8)}px;"
            f" font-size: {theme.whole('type.briefing.note')}px;"
        )


def gap(theme: Theme, height: float) -> QWidget:
    """Room of that height at 1x."""
    made = QWidget()
    made.setFixedHeight(theme.whole(height))
    return made


def head(theme: Theme, text: str, unit: str = "") -> QWidget:
    """The head of a part of a page, its unit at the right."""
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(label(text, role="lead"))
    row.addStretch(1)
    if unit:
        row.addWidget(label(unit, tone="3", role="caption"), 0, Qt.AlignmentFlag.AlignBottom)
    return made


def beside(theme: Theme, parts: Sequence[tuple[QWidget, int]], stacked: bool = False, gap: float = 40) -> QWidget:
    """Parts of a page beside each other with their shares of the width, or one below the other on narrow screens."""
    made = QWidget()
    box = QVBoxLayout(made) if stacked else QHBoxLayout(made)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(theme.whole(gap))
    for part, share in parts:
        box.addWidget(part, share)
    return made


def below(theme: Theme, parts: Sequence[tuple[QWidget, int]], gap: float = 0) -> QWidget:
    """Parts of a page one below the other with their shares of the height (0: as high as they are)."""
    return beside(theme, parts, stacked=True, gap=gap)


def lay_out(page: QWidget) -> None:
    """Gives everything on a page its place at once, not when Qt next finds the time: a picture may be taken now."""
    for part in (page, *page.findChildren(QWidget)):
        layout = part.layout()
        if layout is not None:
            layout.activate()


def _scrolling(body: QWidget) -> QScrollArea:
    area = QScrollArea()
    body.setProperty("panel", True)
    body.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(body)
    return area
