"""The registry of sources in the reader's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from services.domain.signals import SourceLine, SourceState
from services.live.picture import Picture
from services.risk.watching_sources import Batch
from services.words import N_, UNKNOWN, Words
from widgets.evaluation.figure_table import FigureCell, FigureRow

STATES: Mapping[SourceState, str] = {
    SourceState.HEARD: N_("Heard", ctx="source"),
    SourceState.LATE: N_("Late", ctx="source"),
    SourceState.SILENT: N_("Silent", ctx="source"),
    SourceState.NEVER: N_("Never heard", ctx="source"),
    SourceState.OFF: N_("Nothing expected", ctx="source"),
}
# a shape beside the word, never one of the four hues
SHAPES: Mapping[SourceState, str] = {
    SourceState.HEARD: "", SourceState.LATE: "○", SourceState.SILENT: "×", SourceState.NEVER: "×",
    SourceState.OFF: "·",
}  # fmt: skip
WORST: Sequence[SourceState] = (
    SourceState.SILENT, SourceState.NEVER, SourceState.LATE, SourceState.HEARD, SourceState.OFF,
)  # fmt: skip
HEADS = (
    N_("Source", ctx="source"), N_("State", ctx="source"), N_("Department", ctx="source"),
    N_("Expected every", ctx="source"), N_("Last received", ctx="source"), N_("Lag", ctx="source"),
    N_("In 24 hours", ctx="source"), N_("Refused", ctx="source"), N_("In all", ctx="source"),
)  # fmt: skip
REFUSED: Mapping[str, str] = {
    "signal.kind": N_("unknown kind", ctx="source"),
    "signal.time": N_("time without a zone", ctx="source"),
    "signal.future": N_("time in the future", ctx="source"),
    "signal.value": N_("value is no number", ctx="source"),
    "signal.subject": N_("subject too long", ctx="source"),
}


class RegistryWords:
    """Rows of the registry as of `at`."""

    def __init__(self, words: Words, picture: Picture, at: datetime) -> None:
        self._words, self._at = words, at.astimezone(picture.city.zone)
        self._sources = {one.code: one.name(words.lang) for one in picture.catalogue.sources}
        self._departments = {one.code: one.name(words.lang) for one in picture.catalogue.departments}

    def heads(self) -> list[str]:
        """The columns."""
        return [self._words(head, ctx="source") for head in HEADS]

    def source(self, code: str) -> str:
        """A source's name."""
        return self._sources.get(code, code)

    def state(self, state: SourceState) -> str:
        """How it stands: a shape and a word."""
        return f"{SHAPES[state]} {self._words(STATES[state], ctx='source')}".strip()

    def rows(self, lines: Sequence[SourceLine]) -> list[FigureRow]:
        """One row for each source."""
        return [self._row(line) for line in lines]

    def batches(self, found: Sequence[Batch]) -> str:
        """The newest batches in a line each."""
        words, integer = self._words, self._words.formats.integer
        if not found:
            return words("No batches: what it brings comes one by one.")
        return "\n".join(
            words(
                "{time} · {rows} taken · {refused} refused{why}",
                time=words.formats.moment(batch.at, self._at),
                rows=integer(batch.rows),
                refused=integer(batch.refused),
                why="".join(f" · {self._why(code)}" for code in batch.why),
            )
            for batch in found
        )

    def sentence(self, lines: Sequence[SourceLine]) -> str:
        """How all of them stand, with the time it is true for."""
        words, integer = self._words, self._words.formats.integer
        expected = [line for line in lines if line.cadence is not None]
        return words(
            "{time}: {heard} of {expected} sources are heard as they should be, {late} are late, {silent} silent. In "
            "24 hours {rows} signals were taken and {refused} refused.",
            time=words.formats.clock(self._at, seconds=True),
            heard=integer(sum(line.state is SourceState.HEARD for line in expected)),
            expected=integer(len(expected)),
            late=integer(sum(line.state is SourceState.LATE for line in expected)),
            silent=integer(sum(line.state in (SourceState.SILENT, SourceState.NEVER) for line in expected)),
            rows=integer(sum(line.rows for line in lines)),
            refused=integer(sum(line.refused for line in lines)),
        )

    def _row(self, line: SourceLine) -> FigureRow:
        formats = self._words.formats
        last = None if line.last_received is None else line.last_received.timestamp()
        return FigureRow(
            (
                FigureCell(self.source(line.source), sort=self.source(line.source), opens=True),
                FigureCell(self.state(line.state), sort=float(WORST.index(line.state))),
                FigureCell(self._departments.get(line.owner or "", UNKNOWN), sort=line.owner or None),
                FigureCell(self._span(line.cadence), sort=_seconds(line.cadence)),
                FigureCell(formats.moment(line.last_received, self._at), sort=last),
                FigureCell(self._span(line.lag), sort=_seconds(line.lag)),
                FigureCell(formats.integer(line.rows), sort=float(line.rows)),
                FigureCell(formats.integer(line.refused), sort=float(line.refused)),
                FigureCell(formats.integer(line.total), sort=float(line.total)),
            )
        )

    def _span(self, span: timedelta | None) -> str:
        return UNKNOWN if span is None else self._words.formats.rough(span)

    def _why(self, code: str) -> str:
        return self._words(REFUSED[code], ctx="source") if code in REFUSED else code


def _seconds(span: timedelta | None) -> float | None:
    return None if span is None else span.total_seconds()
