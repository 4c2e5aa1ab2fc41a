"""The signals behind a finding, oldest first; Enter opens the incident that one of them is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QApplication, QWidget

from desktop.cases.window import open_cases
from desktop.context import SeatContext
from desktop.names import Names
from desktop.risk.kinds import KindNames
from desktop.table_window import TableWindow
from desktop.window import bring_up
from services.domain.case_filter import CaseFilter
from services.domain.signals import Signal
from services.insight.signal_list import signals_of_ids
from services.live.picture import Picture
from services.words import N_, UNKNOWN
from widgets.evaluation.figure_table import FigureCell, FigureRow
from widgets.theme.theme import Theme

SIZE = (1200, 640)
HEADS = (
    N_("Time", ctx="signals"), N_("Source", ctx="signals"), N_("What", ctx="signals"), N_("Where", ctx="signals"),
    N_("Value", ctx="signals"), N_("Incident", ctx="signals"),
)  # fmt: skip


def open_signals(
    context: SeatContext, theme: Theme, title: str, ids: Sequence[int], parent: QWidget | None = None
) -> SignalsWindow:
    """Opens the list of these signals."""
    return bring_up(SignalsWindow(context, theme, title, ids, parent or QApplication.activeWindow()))


class SignalsWindow(TableWindow):
    """One row for each signal."""

    def __init__(
        self, context: SeatContext, theme: Theme, title: str, ids: Sequence[int], parent: QWidget | None
    ) -> None:
        super().__init__(context, theme, parent, SIZE)
        self._title, self._ids = title, tuple(ids)
        self.found: tuple[Signal, ...] | None = None
        self._lay_out()
        self.say()
        services = context.services
        self.ask("signals", lambda: signals_of_ids(services.database, self._ids), self._take)

    def say(self) -> None:
        words = self.context.words
        self.setWindowTitle(self._title)
        self._head.setText(
            words.plural("{title} · {n} signal", "{title} · {n} signals", len(self._ids), title=self._title)
        )
        self._note.setText(words("↑ ↓ choose a signal · Enter opens its incident · Esc closes"))
        self._show()

    def _take(self, found: tuple[Signal, ...]) -> None:
        self.found = found
        self._show()

    def _show(self) -> None:
        picture, words = self.context.situation.picture, self.context.words
        if picture is None or self.found is None:
            return
        heads = [words(head, ctx="signals") for head in HEADS]
        self._rows.show(heads, [self._row(one, picture) for one in self.found], None)

    def _row(self, one: Signal, picture: Picture) -> FigureRow:
        words, names, kinds = (
            self.context.words,
            Names(self.context.words, picture),
            KindNames(self.context.words, picture),
        )
        now = self.context.clock().astimezone(picture.city.zone)
        index = picture.areas.index
        deepest = one.place.grid or one.place.village or one.place.town
        place = names.path(index[deepest]) if deepest in index else UNKNOWN
        return FigureRow(
            (
                FigureCell(words.formats.moment(one.at, now), sort=one.at.timestamp(), opens=one.incident is not None),
                FigureCell(kinds.source(one.source), sort=one.source),
                FigureCell(kinds.kind(one.kind), sort=one.kind),
                FigureCell(place, sort=place),
                FigureCell(f"{one.value:g}", sort=one.value),
                FigureCell(
                    UNKNOWN if one.incident is None else str(one.incident), opens=one.incident is not None,
                    sort=None if one.incident is None else float(one.incident),
                ),
            )
        )  # fmt: skip

    def _on_opened(self, at: int, _column: int) -> None:
        if self.found is not None and (incident := self.found[at].incident) is not None:
            open_cases(self.context, self.theme, lambda: self._title, CaseFilter(ids=(incident,)), self, 1)
