"""The duty roster: who has duty when, and the spans of minutes that it is kept as."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from services.domain.refusals import Refusal

EVERY_DAY = 0
DAY = 24 * 60
WEEKDAY = "A weekday is 1 (Monday) to 7 (Sunday), or 0 for every day."


@dataclass(frozen=True, slots=True)
class Shift:
    """An officer has duty on a weekday (1 Monday … 7 Sunday, 0 every day) from minute to minute of the local day.

    `end` lies at or before `begin` where the duty goes on into the next day; 0 to 0 is the whole day.
    """

    login: str
    weekday: int
    begin: int
    end: int

    def check(self, known: Collection[str]) -> None:
        """Refuses a line that names nobody of the `known` logins, or no time that there is."""
        if self.login not in known:
            raise Refusal("rota.nobody", "No officer who may log in is called {login}.", login=self.login[:60] or "—")
        if not 0 <= self.weekday <= 7:
            raise Refusal("rota.weekday", WEEKDAY)
        if not (0 <= self.begin < DAY and 0 <= self.end <= DAY):
            raise Refusal("rota.span", "A duty begins before 24:00 and ends by 24:00, or on the next day.")

    def spans(self) -> list[tuple[int, int, int]]:
        """(weekday, begin, end) of each day that it lies on, ends after their begins."""
        if self.begin < self.end:
            return [(self.weekday, self.begin, self.end)]
        after = EVERY_DAY if self.weekday == EVERY_DAY else self.weekday % 7 + 1
        spans = [(self.weekday, self.begin, DAY), (after, 0, self.end)]
        return [span for span in spans if span[1] < span[2]]


@dataclass(frozen=True, slots=True)
class RotaLine:
    """One span as it is kept."""

    id: int
    officer: int
    login: str
    name: str
    weekday: int
    begin: int
    end: int


def minute_of(text: str) -> int:
    """The minute of the day that is written as 8:00, 08:30 or 24:00; raises `Refusal`."""
    hour, colon, minute = text.strip().replace("：", ":").partition(":")
    minute = minute.partition(":")[0]  # seconds that a spreadsheet adds
    if hour.isdecimal() and (minute.isdecimal() or not colon):
        at = int(hour) * 60 + int(minute or 0)
        if at <= DAY and int(minute or 0) < 60:
            return at
    raise Refusal("rota.time", "“{text}” is no time of the day. Write it like 08:30.", text=text[:20])


def time_of(minute: int) -> str:
    """The minute of the day as it is written."""
    return f"{minute // 60:02}:{minute % 60:02}"
