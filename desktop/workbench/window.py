"""The workbench: a scenario in a form, and at once what it would have raised in the last twelve months."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.context import SeatContext
from desktop.operator.forms.drafts import Drafts
from desktop.risk.signals_window import open_signals
from desktop.table_window import plain_label
from desktop.window import SeatWindow, bring_up
from desktop.workbench.choosing import NEW, ScenarioChoice
from desktop.workbench.form_words import form_look
from desktop.workbench.words import BackTestWords
from services.domain.scenarios import Scenario, ScenarioVersion, VersionState
from services.risk.bodies import body_of, scenario_of
from services.risk.keeping import APPROVES
from services.risk.workbench import BackTest
from widgets.evaluation.figure_table import FigureRows, FigureTable
from widgets.map.ground import Ground
from widgets.plots.lines import LinesPlot
from widgets.risk.card.facts_map import FactsMap, markers_of
from widgets.theme.sheet import restyle
from widgets.theme.theme import Theme
from widgets.workbench.form import ScenarioForm

SIZE = (1860, 980)
FORM_WIDE, PLOT_HIGH, MAP_HIGH = 620, 180, 240
SETTLES_MILLIS = 400
ALL_RANKS = 2


@dataclass(frozen=True, slots=True)
class Known:
    """What the city has: its running scenarios, and versions that wait."""

    scenarios: tuple[Scenario, ...]
    drafts: tuple[ScenarioVersion, ...]


@dataclass(frozen=True, slots=True)
class Tried:
    """The back-test of what stands in the form, and of the running version beside it where that is asked for."""

    now: BackTest
    running: BackTest | None


def open_workbench(
    context: SeatContext, theme: Theme, drafts: Drafts, ground: Callable[[], Ground], parent: QWidget | None = None,
    code: str = "",
) -> WorkbenchWindow:  # fmt: skip
    """Opens the window, at a scenario where one is named."""
    return bring_up(WorkbenchWindow(context, theme, drafts, ground, parent or QApplication.activeWindow(), code))


class WorkbenchWindow(SeatWindow):
    """Ctrl+Enter saves a version for approval, F5 tries again; what is typed is kept on disk until it is saved."""

    def __init__(
        self, context: SeatContext, theme: Theme, drafts: Drafts, ground: Callable[[], Ground],
        parent: QWidget | None = None, code: str = "",
    ) -> None:  # fmt: skip
        super().__init__(context, theme, parent, SIZE)
        self._drafts, self._ground, self._wanted = drafts, ground, code
        self.known: Known | None = None
        self.tried: Tried | None = None
        self._version: ScenarioVersion | None = None
        self._code = ""
        self._round, self._looking = 0, ""
        self._rows = FigureRows()
        self.resize(self.size().boundedTo(self.screen().availableGeometry().size()))
        self._build()
        self._settle = QTimer(self, singleShot=True, interval=SETTLES_MILLIS)
        self._settle.timeout.connect(self.try_out)
        self.say()
        self.read()

    # ---- how it looks --------------------------------------------------------------------------------------------

    def _build(self) -> None:
        theme = self.theme
        self._head, self._sum = plain_label(wrap=False, role="title"), plain_label()
        self._other, self._note = plain_label(tone="2"), plain_label(tone="3", role="caption")
        self.choice = ScenarioChoice(theme, self.context.words, self)
        self.choice.picked.connect(self._on_picked)
        self.form = ScenarioForm(theme)
        self.form.edited.connect(self._on_edited)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(self.form)
        scroll.setFixedWidth(theme.whole(FORM_WIDE))
        self._plot = LinesPlot(theme)
        self._plot.setFixedHeight(theme.whole(PLOT_HIGH))
        self._map = FactsMap(theme, self.context.words)
        self._map.setMinimumHeight(theme.whole(MAP_HIGH))
        self._map.picked.connect(lambda key: self._on_opened(key - 1, 0))
        self._figures = FigureTable(theme, self._rows, self, stretch=False)
        self._figures.opened.connect(self._on_opened)
        self._compare, self._try = QPushButton(), QPushButton()
        self._compare.setCheckable(True)
        self._compare.toggled.connect(self.try_out)
        self._try.clicked.connect(self.try_out)
        pad, gap = theme.whole(16), theme.whole(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(pad, pad, pad, gap)
        column.setSpacing(gap)
        head = QHBoxLayout()
        for part in (self._head, None, self._compare, self._try):
            head.addStretch(1) if part is None else head.addWidget(part)
        column.addLayout(head)
        work, left, right = QHBoxLayout(), QVBoxLayout(), QVBoxLayout()
        left.addWidget(self.choice)
        left.addWidget(scroll, 1)
        for part, stretch in ((self._sum, 0), (self._other, 0), (self._plot, 0), (self._map, 2), (self._figures, 3)):
            right.addWidget(part, stretch)
        work.addLayout(left)
        work.addLayout(right, 1)
        column.addLayout(work, 1)
        column.addLayout(self._make_foot())
        column.addWidget(self._note)

    def _make_foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self._why, self._save, self._drop = QLineEdit(), QPushButton(), QPushButton()
        self._approve, self._refuse = QPushButton(), QPushButton()
        restyle(self._save, primary=True)
        self._save.clicked.connect(self.save)
        self._drop.clicked.connect(self._on_drop)
        self._approve.clicked.connect(lambda: self._decide(approve=True))
        self._refuse.clicked.connect(lambda: self._decide(approve=False))
        for part in (self._why, self._save, self._drop, self._approve, self._refuse):
            row.addWidget(part, 1 if part is self._why else 0)
        return row

    def say(self) -> None:
        words, picture = self.context.words, self.context.situation.picture
        self.setWindowTitle(words("Workbench of risk"))
        self._head.setText(words("Workbench of risk"))
        self._compare.setText(words("Beside the running version", ctx="workbench"))
        self._try.setText(words("Try again (F5)", ctx="workbench"))
        self._why.setPlaceholderText(words("Why it is changed", ctx="workbench"))
        self._why.setAccessibleName(words("Why it is changed", ctx="workbench"))
        self._save.setText(words("Save for approval (Ctrl+Enter)", ctx="workbench"))
        self._drop.setText(words("Drop what was typed", ctx="workbench"))
        self._approve.setText(words("Approve", ctx="workbench"))
        self._refuse.setText(words("Refuse", ctx="workbench"))
        if picture is not None:
            self.form.say(form_look(words, picture, self.context.services.workbench.models))
        self._offer()
        self._show()

    def tell(self, sentence: str) -> None:
        self._note.setText(sentence)
        self._save.setEnabled(True)

    def _offer(self) -> None:
        if self.known is not None:
            self.choice.offer(self.known.scenarios, self.known.drafts)
        draft = self._version is not None and self._version.state is VersionState.DRAFT
        may = bool(self.context.officer.now.roles & APPROVES)
        for button in (self._approve, self._refuse):
            button.setVisible(draft and may)

    def _show(self) -> None:
        picture, tried, words = self.context.situation.picture, self.tried, self.context.words
        if picture is None or tried is None:
            return
        models = self.context.services.workbench.models
        say = BackTestWords(words, picture, tried.now, models[tried.now.scenario.model])
        self._sum.setText(say.sentence())
        lines = [say.line(words("this one", ctx="workbench"), "now")]
        self._other.setVisible(tried.running is not None)
        if tried.running is not None:
            beside = BackTestWords(words, picture, tried.running, models[tried.running.scenario.model])
            lines.append(beside.line(words("running", ctx="workbench"), "before"))
            version = words.formats.integer(tried.running.scenario.version)
            told = words("Version {n}, which runs: {what}", n=version, what=beside.sentence())
            self._other.setText(told)
        span, ticks = say.axis()
        self._plot.show_lines(lines, span, ticks, lambda value: f"{value:.0f}")
        facts, ground = say.facts(), self._ground()
        self._map.show_ground(ground)
        self._map.show_facts(facts, markers_of(facts, ALL_RANKS, ground, say.ranks()), ALL_RANKS, None, None)
        self._rows.show(say.heads(), say.rows(), None)

    # ---- what happens --------------------------------------------------------------------------------------------

    def read(self) -> None:
        """Reads the scenarios and drafts of now."""
        scenarios = self.context.services.scenarios
        self.ask("scenarios", lambda: Known(scenarios.running(), scenarios.drafts()), self._take_known)

    def _take_known(self, known: Known) -> None:
        first = self.known is None
        self.known = known
        self._offer()
        if first and known.scenarios:
            codes = [one.code for one in known.scenarios]
            self.choose(self._wanted if self._wanted in codes else codes[0])

    def choose(self, code: str, number: int = 0) -> None:
        """Shows the running version of a scenario (or its draft of a number); what was typed before comes back."""
        if self.known is None:
            return
        self._code = code
        self._version = next(
            (
                one
                for one in self.known.drafts
                if number and (one.scenario.code, one.scenario.version) == (code, number)
            ),
            None,
        )
        running = next((one for one in self.known.scenarios if one.code == code), None)
        found = self._version.scenario if self._version is not None else running or blank(self.known.scenarios[0])
        kept = {} if self._version is not None else self._drafts.get(self._key())
        self.form.put(kept or body_of(found))
        self.choice.show_chosen(code, number)
        self._tell_version(bool(kept))
        self._offer()
        self.try_out()

    def try_out(self) -> None:
        """Asks what the form's scenario would have raised; an older question is given up."""
        self._round += 1
        number, workbench = self._round, self.context.services.workbench
        running = self._running() if self._compare.isChecked() else None
        body = self.form.value
        self._looking = self.context.words("Looking back over twelve months…")
        self._note.setText(self._looking)

        def stop() -> bool:
            return number != self._round or not self.alive

        def ask() -> tuple[int, Tried]:
            now = workbench.try_out(scenario_of(self._named(body)), stop=stop)
            return number, Tried(now, None if running is None else workbench.try_out(running, stop=stop))

        self.ask("workbench", ask, self._take_tried)

    def _take_tried(self, answer: tuple[int, Tried]) -> None:
        number, tried = answer
        if number == self._round:
            self.tried = tried
            if self._note.text() == self._looking:  # what was told meanwhile, a refusal say, is not painted over
                self._note.setText(
                    self.context.words(
                        "Enter on a line opens its signals · F5 tries again · Ctrl+Enter saves · Esc closes"
                    )
                )
            self._show()

    def _running(self) -> Scenario | None:
        return next((one for one in self.known.scenarios if one.code == self._code), None) if self.known else None

    def _named(self, body: dict[str, Any]) -> dict[str, Any]:
        """A new scenario is called by its campaign and English name."""
        if self._code != NEW:
            return {**body, "code": self._code}
        word = "".join(letter if letter.isalnum() else "_" for letter in str(body.get("en", "")).lower()).strip("_")
        return {**body, "code": f"{body.get('campaign')}.{word or 'new'}"[:60]}

    def save(self) -> None:
        """Saves what stands in the form as a version that waits for approval."""
        body, why, officer = self._named(self.form.value), self._why.text(), self.context.officer.now
        scenarios = self.context.services.scenarios
        self._save.setEnabled(False)
        self.ask("propose", lambda: (body["code"], scenarios.propose(scenario_of(body), officer, why)), self._on_saved)

    def _on_saved(self, answer: tuple[str, int]) -> None:
        code, number = answer
        self._drafts.drop(self._key())
        self._why.clear()
        words = self.context.words
        self.tell(
            words("Saved as version {n} of {code}; it runs once another officer approves it.", n=number, code=code)
        )
        self.read()

    def _decide(self, approve: bool) -> None:
        version, officer, why = self._version, self.context.officer.now, self._why.text()
        if version is None:
            return
        scenarios, code, number = self.context.services.scenarios, version.scenario.code, version.scenario.version
        self.ask(
            "decide", lambda: scenarios.decide(code, number, officer, approve, why), lambda _: self._on_decided(approve)
        )

    def _on_decided(self, approve: bool) -> None:
        words = self.context.words
        self.tell(words("Approved: it runs from now on.") if approve else words("Refused; the running version stays."))
        self._version = None
        self._why.clear()
        self.read()

    def _on_picked(self, code: str, number: int) -> None:
        self.choose(code, number)

    def _on_edited(self) -> None:
        self._drafts.put(self._key(), self.form.value)
        self._tell_version(kept=True)
        self._settle.start()

    def _on_drop(self) -> None:
        self._drafts.drop(self._key())
        self.choose(self._code)

    def _on_opened(self, at: int, _column: int) -> None:
        picture, tried = self.context.situation.picture, self.tried
        if picture is None or tried is None or not 0 <= at < len(tried.now.raised):
            return
        one = tried.now.raised[at]
        model = self.context.services.workbench.models[tried.now.scenario.model]
        title = BackTestWords(self.context.words, picture, tried.now, model).title(one)
        open_signals(self.context, self.theme, title, one.signals, self)

    def _tell_version(self, kept: bool) -> None:
        words, version = self.context.words, self._version
        if version is not None:
            told = words("Version {n} by {author} waits for approval: {why}", n=version.scenario.version,
                         author=version.author, why=version.why)  # fmt: skip
        elif kept:
            told = words("Changed and not saved yet; it is kept on this machine.")
        else:
            running = self._running()
            told = words("Version {n} runs.", n=running.version) if running is not None else words("A new scenario.")
        self.choice.tell(told)
        self._drop.setEnabled(kept)

    def _key(self) -> str:
        return f"scenario-{self._code.replace('.', '-')}"

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_F5:
            self.try_out()
        elif enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.save()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._map.close_view()
        super().closeEvent(event)


def blank(like: Scenario) -> Scenario:
    """An empty scenario to begin with, owned as another is."""
    body = body_of(like)
    body |= {"code": NEW, "zh": "新场景", "en": "New scenario", "purpose_zh": "待写", "purpose_en": "To be written",
             "advice_zh": [], "advice_en": [], "rank": 1000}  # fmt: skip
    return scenario_of(body)
