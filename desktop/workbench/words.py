"""What a back-test found, in the reader's words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np

from desktop.names import Names
from services.domain.incidents import Severity
from services.domain.warnings import WarningOutcome
from services.live.mercator import to_mercator
from services.live.picture import Picture
from services.risk.model import RiskModel
from services.risk.replay import Raised
from services.risk.telling import sentence
from services.risk.workbench import BackTest
from services.words import N_, UNKNOWN, Words
from services.words.warnings import WARNING_OUTCOMES
from widgets.evaluation.figure_table import FigureCell, FigureRow
from widgets.kit.level_glyph import level_word
from widgets.plots.lines import Line
from widgets.plots.plot import Tick
from widgets.risk.card.looks import FactLook

HEADS = (
    N_("Raised", ctx="workbench"), N_("Level", ctx="workbench"), N_("Where", ctx="workbench"),
    N_("Why", ctx="workbench"), N_("Signals", ctx="workbench"), N_("Score", ctx="workbench"),
    N_("Outcome", ctx="workbench"),
)  # fmt: skip


class BackTestWords:
    """Words of one back-test."""

    def __init__(self, words: Words, picture: Picture, found: BackTest, model: RiskModel) -> None:
        self._words, self._picture, self._found, self._model = words, picture, found, model
        self._names = Names(words, picture)
        self._now = found.end.astimezone(picture.city.zone)
        self._outcome = {
            at: outcome
            for outcome, rows in (
                (WarningOutcome.TRUE, found.outcomes.true), (WarningOutcome.AVERTED, found.outcomes.averted),
                (WarningOutcome.FALSE, found.outcomes.false),
            )
            for at in rows
        }  # fmt: skip

    def sentence(self) -> str:
        """How many of which level, how right they would have been, how long it took."""
        words, found, integer = self._words, self._found, self._words.formats.integer
        counts = " · ".join(
            f"{level_word(int(level), words)} {integer(found.counts.get(level, 0))}" for level in Severity
        )
        said = words(
            "In {days} days it would have raised {all}: {counts}.",
            days=integer((found.end - found.begin) // timedelta(days=1)), all=integer(len(found.raised)),
            counts=counts,
        )  # fmt: skip
        looked = words.plural(
            "{n} signal was looked at in {seconds} s.", "{n} signals were looked at in {seconds} s.", found.signals,
            seconds=words.formats.decimal(found.seconds, 1),
        )  # fmt: skip
        return f"{said} {looked} {self._rightness()}"

    def _rightness(self) -> str:
        words, outcomes, integer = self._words, self._found.outcomes, self._words.formats.integer
        if not outcomes.judged:
            return words("Of none of them an outcome is known.")
        lead = words.formats.rough(outcomes.lead) if outcomes.lead is not None else UNKNOWN
        return words(
            "Of {judged} an outcome is known: {share} right, {false}; {lead} ahead.",
            judged=integer(outcomes.judged), share=words.formats.share(outcomes.right, outcomes.judged),
            false=words.plural("{n} false alarm", "{n} false alarms", len(outcomes.false), ctx="workbench"), lead=lead,
        )  # fmt: skip

    def line(self, name: str, tone: str) -> Line:
        """Warnings raised by week."""
        weeks = self._found.weeks
        x = np.array([_noon(week.begin.isoformat()) for week in weeks])
        return Line(name, x, np.array([sum(week.counts.values()) for week in weeks], float), tone)

    def axis(self) -> tuple[tuple[float, float], list[Tick]]:
        """The span of the weeks and a tick for each month."""
        weeks = self._found.weeks
        x = [_noon(week.begin.isoformat()) for week in weeks]
        ticks = [
            (at, self._words.formats.day(week.begin, week.begin))
            for at, week in zip(x, weeks, strict=True)
            if week.begin.day <= 7
        ]
        return (x[0], x[-1]), ticks

    def heads(self) -> list[str]:
        """Heads of the table."""
        return [self._words(head, ctx="workbench") for head in HEADS]

    def rows(self) -> list[FigureRow]:
        """A row for each that would have been raised, the newest first as it is given."""
        return [self._row(at, one) for at, one in enumerate(self._found.raised)]

    def title(self, one: Raised) -> str:
        """What one is called in a window of its own."""
        return f"{self._found.scenario.name(self._words.lang)} · {self._where(one)}"

    def facts(self) -> list[FactLook]:
        """Those with a point, as marks of a map."""
        found = []
        for at, one in enumerate(self._found.raised):
            if one.place.lon is not None and one.place.lat is not None:
                x, y = to_mercator(one.place.lon, one.place.lat)
                found.append(
                    FactLook(at + 1, "", "", self._where(one), one.raised_at.timestamp(), 0, x=float(x), y=float(y))
                )
        return found

    def ranks(self) -> dict[int, int]:
        """The severity of each mark on the map, by its key."""
        return {at + 1: int(one.level) for at, one in enumerate(self._found.raised)}

    def _row(self, at: int, one: Raised) -> FigureRow:
        words, integer = self._words, self._words.formats.integer
        outcome = self._outcome.get(at)
        said = words(WARNING_OUTCOMES[outcome], ctx="warning") if outcome is not None else UNKNOWN
        basis = one.finding.basis or self._model.basis(self._found.scenario, one.finding.measures)
        return FigureRow(
            (
                FigureCell(words.formats.moment(one.raised_at, self._now), sort=one.raised_at.timestamp(), opens=True),
                FigureCell(level_word(int(one.level), words), sort=float(one.level), level=int(one.level)),
                FigureCell(self._where(one), sort=self._where(one)),
                FigureCell(sentence(words, self._found.scenario, basis), sort=one.score),
                FigureCell(integer(len(one.signals)), sort=float(len(one.signals)), opens=True),
                FigureCell(integer(round(one.score)), sort=one.score),
                FigureCell(said, sort=float(outcome) if outcome is not None else None),
            )
        )

    def _where(self, one: Raised) -> str:
        index, place = self._picture.areas.index, one.place
        deepest = place.grid or place.village or place.town
        return self._names.path(index[deepest]) if deepest in index else self._names.city()


def _noon(day: str) -> float:
    return datetime.fromisoformat(f"{day}T12:00:00+00:00").astimezone(UTC).timestamp()
