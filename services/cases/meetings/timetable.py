"""The timetable of joint meetings: the city's own table, and which comes next."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from services.domain.refusals import Refusal

TABLE = Path(__file__).resolve().parents[3] / "resources" / "catalogue" / "meetings.toml"
WEEK = 7


@dataclass(frozen=True, slots=True)
class Regular:
    """A meeting of every week: ISO weekday, time on the city's clock, place and chair in both languages."""

    weekday: int
    time: time
    place_zh: str = ""
    place_en: str = ""
    chair_zh: str = ""
    chair_en: str = ""

    def place(self, lang: str) -> str:
        """Where it is held."""
        return self.place_zh if lang.startswith("zh") else self.place_en or self.place_zh

    def chair(self, lang: str) -> str:
        """Who chairs it."""
        return self.chair_zh if lang.startswith("zh") else self.chair_en or self.chair_zh

    def after(self, now: datetime) -> datetime:
        """The next one; `now` and the answer are on the city's clock."""
        day = now.date() + timedelta(days=(self.weekday - now.isoweekday()) % WEEK)
        found = datetime.combine(day, self.time, now.tzinfo)
        return found if found > now else datetime.combine(day + timedelta(days=WEEK), self.time, now.tzinfo)


def next_meeting(timetable: Sequence[Regular], now: datetime) -> tuple[datetime, Regular] | None:
    """When the next regular meeting is, and which; None without a timetable."""
    return min(((one.after(now), one) for one in timetable), key=lambda found: found[0], default=None)


def read_timetable(path: Path = TABLE) -> tuple[Regular, ...]:
    """Reads the table; raises `Refusal` (meetings.unreadable) that names the entry where something is wrong with it."""
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8")).get("meeting", [])
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error
    found = []
    for number, entry in enumerate(entries, 1):
        try:
            found.append(_regular(entry))
        except (KeyError, ValueError, TypeError) as error:
            raise _unreadable(path, f"{number}: {error}") from error
    return tuple(found)


def _regular(entry: dict[str, Any]) -> Regular:
    weekday = int(entry["weekday"])
    if not 1 <= weekday <= WEEK:
        raise ValueError(weekday)
    return Regular(
        weekday, time.fromisoformat(str(entry["time"])), str(entry.get("zh_place", "")), str(entry.get("en_place", "")),
        str(entry.get("zh_chair", "")), str(entry.get("en_chair", "")),
    )  # fmt: skip


def _unreadable(path: Path, why: object) -> Refusal:
    return Refusal(
        "meetings.unreadable", "The timetable of meetings in {path} can't be read: {why}", path=path, why=why
    )
