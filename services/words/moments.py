"""How times, dates, limits and ages are written."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from services.words.marker import N_
from services.words.numbers import UNKNOWN, Say

MONTHS = (
    N_("Jan", "date"),
    N_("Feb", "date"),
    N_("Mar", "date"),
    N_("Apr", "date"),
    N_("May", "date"),
    N_("Jun", "date"),
    N_("Jul", "date"),
    N_("Aug", "date"),
    N_("Sep", "date"),
    N_("Oct", "date"),
    N_("Nov", "date"),
    N_("Dec", "date"),
)
WEEKDAYS = (
    N_("Mon", "date"),
    N_("Tue", "date"),
    N_("Wed", "date"),
    N_("Thu", "date"),
    N_("Fri", "date"),
    N_("Sat", "date"),
    N_("Sun", "date"),
)
LONG_WEEKDAYS = (
    N_("Monday", "date"),
    N_("Tuesday", "date"),
    N_("Wednesday", "date"),
    N_("Thursday", "date"),
    N_("Friday", "date"),
    N_("Saturday", "date"),
    N_("Sunday", "date"),
)


class Moments:
    """Writes times by the table of the visual language; None is a dash; moments are aware."""

    def __init__(self, words: Say) -> None:
        self._words = words

    def clock(self, at: datetime | None, seconds: bool = False) -> str:
        """14:32 or 14:32:08, in the zone the moment has."""
        return UNKNOWN if at is None else at.strftime("%H:%M:%S" if seconds else "%H:%M")

    def moment(self, at: datetime | None, now: datetime) -> str:
        """14:32 today, 23 Nov 14:32 this year, 23 Nov 2025 else; in the zone of `now`."""
        if at is None:
            return UNKNOWN
        here = at.astimezone(now.tzinfo)
        if here.date() == now.date():
            return self.clock(here)
        return f"{self.day(here, now)} {self.clock(here)}" if here.year == now.year else self.day(here, now)

    def day(self, day: date | None, now: date) -> str:
        """23 Nov this year, 23 Nov 2025 else."""
        if day is None:
            return UNKNOWN
        values = self._parts(day)
        if day.year == now.year:
            return self._words("{day} {month}", ctx="date", **values)
        return self._words("{day} {month} {year}", ctx="date", **values)

    def heading(self, day: date | None, *, short: bool = False, year: bool = False) -> str:
        """Monday 23 Nov as a heading; `short` weekday for bars, with the `year` on pages that are kept."""
        if day is None:
            return UNKNOWN
        values = self._parts(day)
        if short:
            return self._words("{weekday} {day} {month}", ctx="date", **values)
        if year:
            return self._words("{long_weekday} {day} {month} {year}", ctx="date", **values)
        return self._words("{long_weekday} {day} {month}", ctx="date", **values)

    def remaining(self, left: timedelta | None) -> str:
        """What is left of a limit, or how far it is over: 12 min, 7 h 55, +2 d 05 h."""
        if left is None:
            return UNKNOWN
        if left < timedelta(0):
            return self._words("+{span}", ctx="limit", span=self._span(-left))
        return self._words("{span}", ctx="limit", span=self._span(left))

    def age(self, old: timedelta | None) -> str:
        """How long ago something was: 2 min; the Chinese form says "ago"."""
        return UNKNOWN if old is None else self._words("{span}", ctx="age", span=self.rough(old))

    def stale(self, old: timedelta | None) -> str:
        """That there has been no news, and for how long: stale 26 min."""
        return UNKNOWN if old is None else self._words("stale {span}", span=self.rough(old))

    def rough(self, span: timedelta | None) -> str:
        """A length of time in its largest unit: 12 s, 8 min, 3 h, 5 d; below zero is taken as zero."""
        if span is None:
            return UNKNOWN
        seconds = max(0, int(span.total_seconds()))
        if seconds < 60:
            return self._words("{n}\u202fs", n=seconds)
        if seconds < 3600:
            return self._words("{n}\u202fmin", n=seconds // 60)
        if seconds < 86400:
            return self._words("{n}\u202fh", n=seconds // 3600)
        return self._words("{n}\u202fd", n=f"{seconds // 86400:,}")

    def _span(self, span: timedelta) -> str:
        minutes = int(span.total_seconds()) // 60
        if minutes < 1:
            return self._words("<\u202f1\u202fmin", ctx="limit")
        if minutes < 60:
            return self._words("{minutes}\u202fmin", ctx="limit", minutes=minutes)
        hours, minutes = divmod(minutes, 60)
        if hours < 24:
            return self._words("{hours}\u202fh\u202f{minutes}", ctx="limit", hours=hours, minutes=f"{minutes:02}")
        days, hours = divmod(hours, 24)
        return self._words("{days}\u202fd\u202f{hours}\u202fh", ctx="limit", days=f"{days:,}", hours=f"{hours:02}")

    def _parts(self, day: date) -> dict[str, object]:
        return {
            "day": day.day,
            "dd": f"{day.day:02}",
            "mm": f"{day.month:02}",
            "month_number": day.month,
            "month": self._words(MONTHS[day.month - 1], ctx="date"),
            "year": day.year,
            "weekday": self._words(WEEKDAYS[day.weekday()], ctx="date"),
            "long_weekday": self._words(LONG_WEEKDAYS[day.weekday()], ctx="date"),
        }
