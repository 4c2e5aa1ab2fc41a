"""The briefing: all pages of one moment, made from one consistent state of the database."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, datetime

from services.domain.areas import Level
from services.insight.briefing.areas import AreaPage, read_areas
from services.insight.briefing.count import Count
from services.insight.briefing.departments import DepartmentsPage, read_departments
from services.insight.briefing.inflow import InflowPage, read_inflow
from services.insight.briefing.today import TodayPage, read_today
from services.insight.briefing.trends import TrendsPage, read_trends
from services.live.picture import Picture, load_picture
from services.store.engine import Database

LEVELS = (Level.TOWN, Level.VILLAGE, Level.GRID)


@dataclass(frozen=True, slots=True)
class Briefing:
    """Every page of the briefing and the picture that its maps show, all true at `at` (in the city's zone)."""

    at: datetime
    picture: Picture
    today: TodayPage
    areas: Mapping[Level, AreaPage]
    trends: TrendsPage
    inflow: InflowPage
    departments: DepartmentsPage

    @property
    def mark(self) -> str:
        """Eight hexadecimal digits by which two readers know that they see the same figures of the same moment."""
        digest = hashlib.sha256(self.at.astimezone(UTC).isoformat().encode())
        for count in self.counts():
            digest.update(f"{count.value} {count.cases};".encode())
        return f"{digest.hexdigest()[:4]}·{digest.hexdigest()[4:8]}"

    def counts(self) -> Iterator[Count]:
        """Every count of every page that opens its cases, days and hours of the plots apart."""
        for page in (self.today, *self.areas.values(), self.trends, self.inflow, self.departments):
            yield from _counts(page)


def read_briefing(database: Database) -> Briefing:
    """Reads all pages in one transaction, so that no number of one page contradicts another; never on the GUI thread.

    Raises `Refusal` where the database can't be reached.
    """
    with database.reading() as reader:
        now = database.clock()
        picture = load_picture(reader, now)
        now = now.astimezone(picture.city.zone)
        return Briefing(
            at=now,
            picture=picture,
            today=read_today(reader, picture, now),
            areas={level: read_areas(reader, picture, level, now) for level in LEVELS},
            trends=read_trends(reader, picture, now),
            inflow=read_inflow(reader, picture, now),
            departments=read_departments(reader, picture, now),
        )


def _counts(value: object) -> Iterator[Count]:
    if isinstance(value, Count):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            yield from _counts(getattr(value, field.name))
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _counts(item)
    elif isinstance(value, tuple):
        for item in value:
            yield from _counts(item)
