"""The briefing's page of sources and categories: through which channels it comes, and what it is about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from services.domain.case_filter import CaseFilter
from services.insight.briefing.count import Count
from services.insight.briefing.phrases import Amount, CategoryName, Phrase, Share, SourceName, Value
from services.live.picture import Picture
from services.store import queries_trends
from services.store.reader import Reader
from services.words import N_

DAYS = 30
WEEKS = 12
RATED = CaseFilter(rated=True)


@dataclass(frozen=True, slots=True)
class Stream:
    """One source or category by its number in columns: 30 whole days, the 30 before, and 12 weeks oldest first."""

    number: int
    now: Count
    before: Count
    weeks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class InflowPage:
    """Everything on the page; both lists hold every case of the 30 days once, so each adds up to `total`."""

    finding: Phrase
    qualifier: Phrase
    total: Count
    sources: tuple[Stream, ...]
    categories: tuple[Stream, ...]


def read_inflow(reader: Reader, picture: Picture, now: datetime) -> InflowPage:
    """The page from the database of the picture's state; `now` is in the city's zone."""
    today = datetime(now.year, now.month, now.day, tzinfo=picture.city.zone)
    spans = [today - timedelta(days=DAYS * n) for n in (2, 1, 0)]
    weeks = [today - timedelta(days=7 * n) for n in range(WEEKS, -1, -1)]
    sources = _streams(reader, Key("source", picture.sources, SourceName), spans, weeks)
    categories = _streams(reader, Key("category", picture.categories, CategoryName), spans, weeks)
    period = replace(RATED, reported=(spans[1], spans[2]))
    total = Count(sum(s.now.value for s in sources), period, Phrase(N_("Reported in {days} whole days"), DAYS_VALUES))
    return InflowPage(_finding(total, sources), _qualifier(total, categories, picture), total, sources, categories)


DAYS_VALUES: Mapping[str, Value] = {"days": str(DAYS)}


@dataclass(frozen=True, slots=True)
class Key:
    """What a list is by: the column, the numbers of its codes, and how they are named."""

    column: str
    numbers: Mapping[str, int]
    name: Callable[[int], Value]

    def narrowed(self, chosen: CaseFilter, code: str) -> CaseFilter:
        """The cases of one code among those chosen."""
        return replace(chosen, source=code) if self.column == "source" else replace(chosen, category=code)


def _streams(reader: Reader, key: Key, spans: Sequence[datetime], weeks: Sequence[datetime]) -> tuple[Stream, ...]:
    by_span = _counts(reader, key.column, spans)
    by_week = _counts(reader, key.column, weeks)

    def count(code: str, at: int) -> Count:
        cases = key.narrowed(replace(RATED, reported=(spans[at], spans[at + 1])), code)
        values: dict[str, Value] = {"what": key.name(key.numbers[code]), **DAYS_VALUES}
        title = N_("{what}: reported in {days} whole days") if at else N_("{what}: reported in the {days} days before")
        return Count(by_span[code, at], cases, Phrase(title, values))

    found = [
        Stream(number, count(code, 1), count(code, 0), tuple(by_week[code, n] for n in range(len(weeks) - 1)))
        for code, number in key.numbers.items()
    ]
    used = [stream for stream in found if stream.now.value or stream.before.value or key.column == "source"]
    return tuple(sorted(used, key=lambda stream: (-stream.now.value, -stream.before.value, stream.number)))


def _counts(reader: Reader, key: str, begins: Sequence[datetime]) -> dict[tuple[str, int], int]:
    counts: dict[tuple[str, int], int] = defaultdict(int)
    for code, number, n in queries_trends.by_key_and_period(reader, RATED, key, begins):
        counts[code, number] = n
    return counts


def _finding(total: Count, sources: tuple[Stream, ...]) -> Phrase:
    """Through which channel most comes, in one sentence."""
    if not total.value:
        return Phrase(N_("Nothing was reported in the last {days} days."), DAYS_VALUES)
    first = sources[0]
    values: dict[str, Value] = {
        "source": SourceName(first.number),
        "share": Share(first.now.value, total.value),
        **DAYS_VALUES,
    }
    return Phrase(N_("Most comes through {source}: {share} of what was reported in {days} days."), values)


def _qualifier(total: Count, categories: tuple[Stream, ...], picture: Picture) -> Phrase:
    """What it mostly is about, and which channels have been silent."""
    if not total.value:
        return Phrase(N_("Reports will show here as they come in; records can be imported from a file."))
    silent = sum(1 for stream in picture.last_heard if stream != stream)
    first = categories[0]
    values: dict[str, Value] = {
        "total": Amount(total.value),
        "category": CategoryName(first.number),
        "share": Share(first.now.value, total.value),
        "silent": Amount(silent, ""),
    }
    if silent:
        return Phrase(N_("Of {total}, {share} are {category}. Never heard of so far: {silent} channels."), values)
    return Phrase(N_("Of {total}, {share} are {category}, more than of any other category."), values)
