"""A list of warnings behind a figure, ended ones among them; Enter opens a card."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtWidgets import QApplication, QWidget

from desktop.context import SeatContext
from desktop.risk.known import Known, read_known
from desktop.risk.words import WarningWords
from desktop.table_window import TableWindow
from desktop.window import bring_up
from services.domain.warnings import WarningOutcome, WholeWarning
from services.insight.warning_list import warnings_of
from services.words import N_, UNKNOWN
from services.words.warnings import WARNING_OUTCOMES, WARNING_STATES
from widgets.evaluation.figure_table import FigureCell, FigureRow
from widgets.kit.level_glyph import level_word
from widgets.theme.theme import Theme

SIZE = (1500, 720)
HEADS = (
    N_("Warning", ctx="warnings"), N_("Level", ctx="warnings"), N_("What", ctx="warnings"),
    N_("Where", ctx="warnings"), N_("Raised", ctx="warnings"), N_("State", ctx="warnings"),
    N_("Outcome", ctx="warnings"), N_("Score", ctx="warnings"), N_("Facts", ctx="warnings"),
)  # fmt: skip
RAISED = 4  # the column by which it is sorted at first
OpenCard = Callable[[int], object]


def open_warnings(
    context: SeatContext, theme: Theme, title: Callable[[], str], ids: Sequence[int], at: datetime,
    parent: QWidget | None, open_card: OpenCard,
) -> WarningsWindow:  # fmt: skip
    """Opens the list of these warnings, as of a moment; `open_card(id)` is called for one that is opened."""
    return bring_up(WarningsWindow(context, theme, title, ids, at, parent or QApplication.activeWindow(), open_card))


class WarningsWindow(TableWindow):
    """One row for each warning, the newest first; a head sorts."""

    def __init__(
        self, context: SeatContext, theme: Theme, title: Callable[[], str], ids: Sequence[int], at: datetime,
        parent: QWidget | None, open_card: OpenCard,
    ) -> None:  # fmt: skip
        super().__init__(context, theme, parent, SIZE)
        self._title, self._ids, self._at, self._open_card = title, tuple(ids), at, open_card
        self.found: tuple[WholeWarning, ...] | None = None
        self._known = Known()
        self._lay_out()
        self._figures.sort_by(RAISED)
        self.say()
        self._read()

    def say(self) -> None:
        self.setWindowTitle(self._title())
        self._show()

    def _read(self) -> None:
        services = self.context.services

        def ask() -> tuple[Known, tuple[WholeWarning, ...]]:
            return read_known(services.scenarios), warnings_of(services.database, self._ids)

        self._note.setText(self.context.words("Reading…"))
        self.ask("warnings", ask, self._take)

    def _take(self, answer: tuple[Known, tuple[WholeWarning, ...]]) -> None:
        self._known, self.found = answer
        self._show()
        if self._rows.rowCount():
            self._figures.setCurrentIndex(self._rows.index(0, 0))

    def _show(self) -> None:
        words, picture = self.context.words, self.context.situation.picture
        if picture is None:
            return
        at = self._at.astimezone(picture.city.zone)
        time = words.formats.clock(at, seconds=True)
        self._head.setText(
            words.plural(
                "{title} · {n} warning as of {time}", "{title} · {n} warnings as of {time}", len(self._ids),
                title=self._title(), time=time,
            )
        )  # fmt: skip
        if self.found is None:
            return
        say = WarningWords(words, picture, self._known, at)
        self._rows.show(
            [words(head, ctx="warnings") for head in HEADS], [self._row(one, say, at) for one in self.found], None
        )
        self._figures.say_empty(words("None of these warnings can be seen from here any more."))
        self._note.setText(words("↑ ↓ choose a warning · Enter opens its card · a head sorts · Esc closes"))

    def _row(self, whole: WholeWarning, say: WarningWords, at: datetime) -> FigureRow:
        words, one = self.context.words, whole.live
        formats = words.formats
        ended = whole.outcome is not WarningOutcome.NONE or not one.state.stands
        outcome = words(WARNING_OUTCOMES[whole.outcome], ctx="warning") if ended else UNKNOWN
        return FigureRow(
            (
                FigureCell(one.number, opens=True, sort=one.number),
                FigureCell(level_word(int(one.level), words), sort=float(one.level), level=int(one.level)),
                FigureCell(say.title(one), sort=say.title(one)),
                FigureCell(say.place(one), sort=say.place(one)),
                FigureCell(formats.moment(one.raised_at, at), sort=one.raised_at.timestamp()),
                FigureCell(words(WARNING_STATES[one.state], ctx="warning"), sort=float(one.state)),
                FigureCell(outcome, sort=float(whole.outcome) if ended else None),
                FigureCell(formats.integer(round(one.score)), sort=one.score),
                FigureCell(formats.integer(one.members), sort=float(one.members)),
            )
        )

    def _on_opened(self, at: int, _column: int) -> None:
        if self.found is not None:
            self._open_card(self.found[at].live.id)
