"""Evaluation in the reader's language: one row for each group, each cell with the part whose cases it opens."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from desktop.names import Names
from services.domain.evaluation import Apart, Group, Measure, Part, Rate, Stage
from services.insight.evaluation.table import EvaluationTable, Row
from services.live.picture import Picture
from services.words import UNKNOWN, Words
from services.words.terms import APART, EXCLUSIONS, MEASURES, PARTS, ROLES, STAGES
from widgets.evaluation.figure_table import FigureCell, FigureRow

RATES = (
    Measure.ON_TIME, Measure.CLOSURE, Measure.REWORK, Measure.RETURN, Measure.EXACT, Measure.SATISFACTION,
)  # fmt: skip
COUNTS = (Part.DUE, Part.LATE, Part.WAITING, Part.OVERDUE, Part.SUSPENDED)


class EvaluationWords:
    """Puts a table into words by a picture's names; cheap to make, safe on any thread."""

    def __init__(self, words: Words, picture: Picture, roles: Mapping[int, int] | None = None) -> None:
        self._words, self._picture = words, picture
        self._names, self._roles = Names(words, picture), roles or {}

    def heads(self) -> tuple[str, ...]:
        """The columns."""
        words = self._words
        return (
            "",
            *(words(PARTS[part], ctx="part") for part in COUNTS),
            *(words(MEASURES[measure], ctx="measure") for measure in RATES),
            *(words(STAGES[stage], ctx="stage") for stage in Stage),
        )

    def rows(self, table: EvaluationTable) -> tuple[FigureRow, ...]:
        """All rows in the order of the table's, then the city's."""
        found = [self._row(table, row) for row in table.rows]
        return (*found, self._row(table, table.total, total=True))

    def name(self, group: Group, row: Row) -> str:
        """Who a row is of."""
        key = row.key
        if isinstance(key, Apart):
            return self._words(APART[key], ctx="place")
        if key is None:
            return self._words("nobody’s", ctx="evaluation")
        if group is Group.DEPARTMENT:
            return self._names.department(str(key))
        if group is Group.WORKER:
            return self._worker(int(key))
        at = self._picture.areas.index.get(int(key), -1)
        return self._names.path(at) if at >= 0 else self._words("an area that holds no more", ctx="evaluation")

    def exclusions(self, table: EvaluationTable) -> str:
        """What is left out, in one line; "" for nothing."""
        words = self._words
        parts = [
            f"{words(EXCLUSIONS[why], ctx='exclusion')} {words.formats.integer(n)}"
            for why, n in table.exclusions.items()
            if n
        ]
        return words("Left out of all rates: {what}", what=" · ".join(parts)) if parts else ""

    def _worker(self, person: int) -> str:
        """A worker by role and number: names are personal, and no evaluation needs them on a screen."""
        row = self._picture.person_at(person)
        if row < 0:
            return f"#{person}"
        record = self._picture.people.row(row)
        role = next((text for role, text in ROLES.items() if int(role) == int(record["role"])), "")
        area = self._names.path(int(record["area"])) if int(record["area"]) >= 0 else UNKNOWN
        return f"{area} {self._words(role, ctx='role')} #{person}"

    def _row(self, table: EvaluationTable, row: Row, total: bool = False) -> FigureRow:
        name = self._words("The whole city", ctx="page") if total else self.name(table.group, row)
        apart = not total and (row.key is None or isinstance(row.key, Apart))
        cells = (
            FigureCell(name, sort=name),
            *(self._count(row, part) for part in COUNTS),
            *(self._rate(row, measure) for measure in RATES),
            *(self._time(row, stage) for stage in Stage),
        )
        return FigureRow(cells, first=total, apart=apart)

    def _count(self, row: Row, part: Part) -> FigureCell:
        n = row.sums.of(part)
        return FigureCell(self._words.formats.integer(n), "", n > 0, float(n))

    def _rate(self, row: Row, measure: Measure) -> FigureCell:
        rate, formats = row.rate(measure), self._words.formats
        if rate.value is None:
            return FigureCell(UNKNOWN)
        span = None
        if measure is Measure.ON_TIME and row.interval is not None:
            span = (row.interval.low, rate.value, row.interval.high)
        text = formats.share(rate.numerator, rate.denominator)
        spoken = f"{self._words(MEASURES[measure], ctx='measure')} {text}"
        if span is not None:
            spoken += f" · {formats.interval(span[0] * 100, span[2] * 100)}"
        return FigureCell(text, spoken, opens_into(rate, measure) is not None, rate.value, span, row.clear)

    def _time(self, row: Row, stage: Stage) -> FigureCell:
        took, words = row.times.get(stage), self._words
        if took is None:
            return FigureCell(UNKNOWN)
        p50, p90, mean = (
            words.formats.rough(timedelta(seconds=seconds)) for seconds in (took.p50, took.p90, took.mean)
        )
        spoken = words.plural(
            "{stage}: half within {p50}, nine of ten within {p90}, mean {mean}, {n} case",
            "{stage}: half within {p50}, nine of ten within {p90}, mean {mean}, {n} cases",
            took.n, stage=words(STAGES[stage], ctx="stage"), p50=p50, p90=p90, mean=mean,
        )  # fmt: skip
        return FigureCell(f"{p50} / {p90}", spoken, sort=took.p50)


def opens_into(rate: Rate, measure: Measure) -> Part | None:
    """The cases behind a rate: all that were due where the rate is of the good ones, else those it counts."""
    if rate.denominator == 0:
        return None
    return rate.base if measure in (Measure.CLOSURE, Measure.ON_TIME, Measure.SATISFACTION) else rate.of


def part_at(row: Row, column: int) -> Part | None:
    """The part that a cell opens; None for names and times."""
    if column in range(1, 1 + len(COUNTS)):
        return COUNTS[column - 1]
    first = 1 + len(COUNTS)
    if column in range(first, first + len(RATES)):
        measure = RATES[column - first]
        return opens_into(row.rate(measure), measure)
    return None
