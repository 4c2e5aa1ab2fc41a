"""The facts of a card in the reader's words: their rows, the time line by source, the course against the expected."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np

from desktop.names import Names
from desktop.risk.kinds import KindNames
from services.domain.incidents import Severity
from services.insight.explaining.values import Course, FactLine, WarningCard
from services.live.mercator import to_mercator
from services.live.picture import Picture
from services.words import Words
from services.words.terms import AREA_KINDS, SEVERITIES
from widgets.risk.card.looks import CourseLook, FactLook, LanesLook, SectionLook

TICKS = 4
DAY = 86_400.0


def label_of(words: Words, level: Severity) -> str:
    """The level as a word of severity."""
    return words(SEVERITIES[level], ctx="level")


class CourseWords:
    """Makes what the right side of a card shows, as seen at `now`."""

    def __init__(self, words: Words, picture: Picture, now: datetime) -> None:
        self._words, self._now = words, now
        self._names, self._kinds = Names(words, picture), KindNames(words, picture)

    def facts(self, card: WarningCard) -> tuple[FactLook, ...]:
        """The facts as rows, newest first."""
        order = {line.source: at for at, line in enumerate(card.by_source)}
        hurt = self._counts_hurt(card)
        return tuple(self._fact(one, order[one.source], hurt) for one in card.facts)

    def lanes(self, card: WarningCard) -> LanesLook:
        """The time line: from the begin of the window to now, or over all facts."""
        begin, end = self._span(card)
        live = card.warning.live
        moments = [(live.raised_at.timestamp(), self._words("raised", ctx="card"))]
        if card.warning.dispatched_at is not None:
            moments.append((card.warning.dispatched_at.timestamp(), self._words("ticket", ctx="card")))
        return LanesLook(
            tuple(self._kinds.source(line.source) for line in card.by_source),
            begin, end, self._ticks(begin, end), tuple(moments),
        )  # fmt: skip

    def lanes_section(self, card: WarningCard, lanes: LanesLook) -> SectionLook:
        """Head and note of the time line."""
        words = self._words
        span = words.formats.rough(timedelta(seconds=lanes.end - lanes.begin))
        note = words("source and time", ctx="card")
        if self._counts_hurt(card):
            note = words("source and time; the larger ones hurt somebody", ctx="card")
        return SectionLook(span, note)

    def section(self, card: WarningCard) -> SectionLook:
        """Head and note of the course."""
        return SectionLook(self._words("Counted so far: actual and expected", ctx="card"), self._compared(card.course))

    def course(self, card: WarningCard) -> CourseLook:
        """The course of the window."""
        words, course = self._words, card.course
        if course is None:
            return CourseLook()
        expected = course.expected
        actual = [count for _, count, _ in course.actual]
        said = ""
        if expected:
            last = expected[-1]
            interval = words.formats.interval(last.low, last.high)
            said = words("expected {n} ({interval})", ctx="card", n=words.formats.decimal(last.mean), interval=interval)
        return CourseLook(
            x=(course.begin.timestamp(), *(at.timestamp() for at, _, _ in course.actual)), actual=(0.0, *actual),
            expected_x=tuple(one.at.timestamp() for one in expected), expected=tuple(one.mean for one in expected),
            low=tuple(one.low for one in expected), high=tuple(one.high for one in expected),
            threshold=course.threshold,
            actual_said=words("actual {n}", ctx="card", n=_number(words, actual[-1])) if actual else "",
            expected_said=said,
            threshold_said=self._threshold(course),
        )  # fmt: skip

    # ---- inside --------------------------------------------------------------------------------------------------

    def _fact(self, one: FactLine, lane: int, hurt: bool) -> FactLook:
        words = self._words
        time, source = words.formats.moment(one.at, self._now), self._kinds.source(one.source)
        what = self._what(one)
        x = y = None
        if one.place.lon is not None and one.place.lat is not None:
            x, y = (float(value) for value in to_mercator(one.place.lon, one.place.lat))
        spoken = words.formats.listing(filter(None, (time, source, what, one.number)))
        return FactLook(
            key=one.signal, time=time, source=source, what=what, at=one.at.timestamp(), lane=lane,
            big=hurt and one.value > 0, incident=one.incident, x=x, y=y, spoken=spoken,
        )  # fmt: skip

    def _what(self, one: FactLine) -> str:
        """What it was, with its value where one is measured, and the first words of its report."""
        zh, kind = self._words.lang.startswith("zh"), self._kinds.kind(one.kind)
        unit = one.unit_zh if zh else one.unit_en
        if unit:
            kind = f"{kind} {_number(self._words, one.value)}\u202f{unit}"
        text = " ".join(one.text.split())
        return f"{kind} · {text}" if text else kind

    @staticmethod
    def _counts_hurt(card: WarningCard) -> bool:
        return card.scenario is not None and bool(card.scenario.parameters.get("hurt", 0))

    def _span(self, card: WarningCard) -> tuple[float, float]:
        times = [one.at.timestamp() for one in card.facts]
        begin = card.course.begin.timestamp() if card.course is not None else min(times, default=card.at.timestamp())
        ends = [*times, card.warning.live.raised_at.timestamp()]
        end = max(card.course.end.timestamp() if card.course is not None else begin, *ends)
        return begin, max(end, begin + 60.0)

    def _ticks(self, begin: float, end: float) -> tuple[tuple[float, str], ...]:
        """Few ticks in whole days, or in clock times where the span is short."""
        words, zone = self._words, self._now.tzinfo
        found = []
        for at in np.linspace(begin, end, TICKS):
            moment = datetime.fromtimestamp(float(at), zone)
            if end - begin >= 2 * DAY:
                found.append((float(at), words.formats.day(moment.date(), self._now.date())))
            else:
                found.append((float(at), words.formats.moment(moment, self._now)))
        return tuple(found)

    def _threshold(self, course: Course) -> str:
        if course.threshold is None:
            return ""
        return self._words("threshold {n}", ctx="card", n=_number(self._words, course.threshold))

    def _compared(self, course: Course | None) -> str:
        """What the expected was taken from."""
        words = self._words
        if course is None or not course.basis:
            return words("nothing comparable to expect it from", ctx="card")
        n = course.compared
        kind = ""
        if course.same:
            kind = next(
                (words(AREA_KINDS[one], ctx="area") for one in AREA_KINDS if one.name.lower() == course.same), ""
            )
        told = {
            "model": words("expected by the model itself", ctx="card"),
            "areas": words.plural("expected from {n} area like it", "expected from {n} areas like it", n, ctx="card"),
            "spots": words.plural("expected from {n} place like it", "expected from {n} places like it", n, ctx="card"),
            "subjects": words.plural(
                "expected from {n} other like it", "expected from {n} others like it", n, ctx="card"
            ),
            "before": words.plural("expected from {n} span before", "expected from {n} spans before", n, ctx="card"),
        }
        said = told.get(course.basis, "")
        return f"{said} · {kind}" if kind else said


def _number(words: Words, value: float) -> str:
    """A count; a weighted or measured one with a decimal."""
    return words.formats.integer(value) if abs(value - round(value)) < 0.05 else words.formats.decimal(value)
