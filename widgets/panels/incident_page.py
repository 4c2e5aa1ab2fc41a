"""One incident on the detail panel: what, where, how long; facts, reports, evidence, people near, the story."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget

from services.words import Words
from widgets.kit.countdown import Haste, haste_of
from widgets.kit.elided import Elided
from widgets.kit.icons import Icons
from widgets.kit.level_glyph import LevelGlyph
from widgets.kit.pie import Pie
from widgets.panels.page import DetailPage
from widgets.panels.sections import PAD, Section, TextLines
from widgets.theme.sheet import restyle
from widgets.theme.speech import follow
from widgets.theme.theme import Theme

Lines = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class IncidentLook:
    """An incident in words. `share` of its limit is used (None: no limit); `has_place`: the map can go to it.

    `reporters`: (report, who, masked) of those who left a name or a number.
    """

    incident: int
    rank: int
    title: str
    under: str
    share: float | None
    stopped: bool
    limit: str
    limits: str
    facts: Lines
    reports: Lines = ()
    story: Lines = ()
    requests: Lines = ()
    further: Lines = ()
    has_place: bool = True
    reporters: tuple[tuple[int, str], ...] = ()


class IncidentPage(DetailPage):
    """Shows one incident; `go_asked()` and `browser_asked()` from its buttons, `personal_asked(report)` from the eye.

    `parts` (what a desk binds: evidence, conflict, advice, form) stand below the facts; `near` (whom to send,
    duplicates) before the story.
    """

    go_asked = Signal()
    browser_asked = Signal()
    personal_asked = Signal(int)

    def __init__(
        self,
        theme: Theme,
        words: Words,
        icons: Icons,
        parts: Sequence[QWidget] = (),
        near: Sequence[QWidget] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, parent)
        self._words, self._icons, self._parts, self._near = words, icons, parts, near
        self.look: IncidentLook | None = None
        self._build()
        theme.changed.connect(self._dress)
        self._dress()
        follow(words, self, self._say)

    def show_look(self, look: IncidentLook) -> None:
        """Shows an incident; the same one stays where it was scrolled to."""
        if self.look is None or self.look.incident != look.incident:
            self.verticalScrollBar().setValue(0)
        self.look = look
        self._glyph.show_level(look.rank)
        self._title.setText(look.title)
        self._under.setText(look.under)
        self._pie.show_share(look.share, look.stopped)
        self._limit.setText(look.limit)
        self._limits.show_text(look.limits)
        self._facts.show_lines(look.facts)
        self._reports.show_lines(look.reports)
        self._story.show_lines(look.story)
        self._requests.show_lines(look.requests)
        self._further.show_lines(look.further)
        parts = (
            (self._of_reports, look.reports),
            (self._of_requests, look.requests),
            (self._of_further, look.further),
            (self._of_story, look.story),
        )
        for section, filled in parts:
            section.setVisible(bool(filled))
        self._eye.setVisible(bool(look.reporters))
        self._go.setEnabled(look.has_place)
        self._say()

    def _build(self) -> None:
        theme, words = self._theme, self._words
        self._glyph, self._pie = LevelGlyph(theme, words, 4), Pie(theme)
        self._title, self._under, self._limit, self._limits = QLabel(), QLabel(), QLabel(), Elided()
        looks = (
            (self._title, "heading", ""),
            (self._under, "body", "2"),
            (self._limit, "title", ""),
            (self._limits, "body", "2"),
        )
        for label, role, tone in looks:
            label.setTextFormat(Qt.TextFormat.PlainText)
            restyle(label, role=role, tone=tone)
        for label in (self._title, self._under):
            label.setWordWrap(True)
        self._go, self._browser = QPushButton(), QPushButton()
        self._go.clicked.connect(self.go_asked)
        self._browser.clicked.connect(self.browser_asked)
        self._eye = QPushButton()
        self._eye.clicked.connect(self._on_eye)
        self._eye.hide()
        self._lay_out_head()
        self._facts, self._reports = TextLines(theme), TextLines(theme)
        self._story = TextLines(theme, dots=True)
        self._of_facts, self._of_reports = Section(theme, self._facts), Section(theme, self._reports)
        self._requests, self._further = TextLines(theme, dots=True), TextLines(theme)
        self._of_requests, self._of_further = Section(theme, self._requests), Section(theme, self._further)
        self._of_story = Section(theme, self._story)
        for part in (self._of_facts, *self._parts, self._of_requests):
            self.add(part)
        for part in (*self._near, self._of_story, self._of_reports):
            self.add(part, second=True)
        self.add(self._of_further, second=True)

    def _lay_out_head(self) -> None:
        self._top, names, self._time, self._buttons = QHBoxLayout(), QVBoxLayout(), QHBoxLayout(), QHBoxLayout()
        names.setSpacing(0)
        names.addWidget(self._title)
        names.addWidget(self._under)
        self._top.addWidget(self._glyph, 0, Qt.AlignmentFlag.AlignTop)
        self._top.addLayout(names, 1)
        self._time.addWidget(self._pie)
        self._time.addWidget(self._limit)
        self._time.addWidget(self._limits, 1)
        self._buttons.addWidget(self._go)
        self._buttons.addWidget(self._browser)
        self._buttons.addWidget(self._eye)
        self._buttons.addStretch(1)
        for row in (self._top, self._time, self._buttons):
            self.head.addLayout(row)

    def _say(self) -> None:
        words, look = self._words, self.look
        self._go.setText(words("Go to (G)"))
        self._browser.setText(words("In the browser (O)"))
        self._eye.setText(words("Reporter", ctx="card"))
        self._eye.setToolTip(words("Opens name and number of who reported it; who does so and why is written down."))
        self._eye.setAccessibleName(self._eye.toolTip())
        self._browser.setToolTip(words("Opens this view of the map in the browser."))
        self._of_facts.name(words("Facts"))
        self._of_reports.name(words("Reports", ctx="card"))
        self._of_requests.name(words("Requests that wait"))
        self._of_further.name(words("Further facts"))
        self._of_story.name(words("Story"))
        self._go.setToolTip(
            words("Shows its surroundings on the map.") if look is None or look.has_place else words("It has no place.")
        )
        if look is not None:
            self.setAccessibleName(words.formats.listing((look.title, look.under, look.limit)))
            haste = haste_of(look.share, self._theme.tokens, look.stopped)
            over = haste in (Haste.OVER, Haste.FAR_OVER)
            restyle(self._limit, level="1" if over else "", tone="" if over or haste is Haste.SOON else "2")

    def _on_eye(self) -> None:
        """Of several who reported it one is chosen first."""
        reporters = self.look.reporters if self.look is not None else ()
        if len(reporters) == 1:
            self.personal_asked.emit(reporters[0][0])
            return
        menu = QMenu(self)
        for report, who in reporters:
            menu.addAction(who, lambda report=report: self.personal_asked.emit(report))
        menu.popup(self._eye.mapToGlobal(self._eye.rect().bottomLeft()))

    def _dress(self) -> None:
        self._eye.setIcon(self._icons.icon("visible"))
        self._eye.setIconSize(QSize(self._theme.whole(16), self._theme.whole(16)))
        pad, gap = self._theme.whole(PAD), self._theme.whole(8)
        self._top.setContentsMargins(pad, self._theme.whole(12), pad, gap)
        self._top.setSpacing(self._theme.whole(12))
        self._time.setContentsMargins(pad, 0, pad, gap)
        self._time.setSpacing(self._theme.whole(10))
        self._buttons.setContentsMargins(pad, 0, pad, self._theme.whole(12))
        self._buttons.setSpacing(gap)
        self._say()
