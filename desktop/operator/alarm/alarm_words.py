"""A flood in the reader's words: its bar and its lines."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from desktop.names import Names
from desktop.operator.queue.row_words import RowWords, short_number
from services.domain.alarms import Alarm, alarm_of
from services.domain.incidents import PlaceStatus
from services.insight.alarm_groups import MINUTES, AlarmGroup, Flood
from services.live.picture import Picture
from services.words import UNKNOWN, Words
from services.words.terms import PLACES
from widgets.alarm.looks import FloodLook, LineKind, LineLook
from widgets.kit.level_glyph import level_word

NAMED = 3  # towns that are named; of more their number


class AlarmWords:
    """Makes the looks of one flood over one picture; safe off the GUI thread."""

    def __init__(self, words: Words, picture: Picture, rows: RowWords, now: datetime) -> None:
        self._words, self._picture, self._rows, self._now = words, picture, rows, now
        self._names = Names(words, picture)

    def bar(self, flood: Flood) -> FloodLook:
        """The bar above the list."""
        words, formats = self._words, self._words.formats
        zone = self._now.tzinfo
        begin = flood.since.astimezone(zone)
        minutes = max(1, math.ceil((self._now - begin) / timedelta(minutes=1)))
        peak = int(flood.bars.max())
        return FloodLook(
            name=words("Flood of alarms"),
            sentence=words(
                "Since {time}, {minutes} min: {arrivals} → {groups}, {reds} red singly, none lost",
                time=formats.clock(begin),
                minutes=formats.integer(minutes),
                arrivals=words.plural("{n} arrival", "{n} arrivals", flood.total),
                groups=words.plural("{n} group", "{n} groups", len(flood.groups)),
                reds=formats.integer(len(flood.reds)),
            ),
            bars=tuple(int(count) for count in flood.bars),
            begin=formats.clock(self._now - timedelta(minutes=MINUTES - 1)),
            end=formats.clock(self._now),
            peak=words("peak {n} per minute", n=formats.integer(peak)) if peak else "",
            note=words("It has ebbed") if flood.ebbed else "",
        )

    def lines(self, flood: Flood, opened: Collection[int]) -> tuple[LineLook, ...]:
        """Heads, reds, groups, and the members of those that are open."""
        words = self._words
        found: list[LineLook] = []
        if len(flood.reds):
            found.append(LineLook(LineKind.HEAD, -1, words("Reds are never grouped")))
            found += [self._red(record) for record in self._picture.incidents.rows(flood.reds)]
        found.append(LineLook(LineKind.HEAD, -2, words("Groups of one cause, place and time")))
        for group in flood.groups:
            found.append(self._group(group, group.key in opened))
            if group.key in opened:
                found += self._members(group)
        return tuple(found)

    # ---- inside --------------------------------------------------------------------------------------------------

    def _red(self, record: Any) -> LineLook:
        words, row = self._words, self._rows(record)
        reports = int(record["reports"])
        told = words("{n} reports", n=words.formats.integer(reports)) if reports > 1 else row.source
        state = self._state(record)
        return LineLook(
            kind=LineKind.RED, key=row.incident, title=row.title, below=f"{row.place} · {row.number}",
            severity=row.severity, hollow=bool(record["acked"]) or row.ended, count=told, state=state,
            state_below=row.state, shelved=bool(row.shelved),
            spoken=words.formats.listing((level_word(row.severity, words), row.title, row.place, state)),
        )  # fmt: skip

    def _state(self, record: Any) -> str:
        words, seconds = self._words, float(record["shelved_until"])
        until = None if math.isnan(seconds) else datetime.fromtimestamp(seconds, UTC)
        match alarm_of(bool(record["alive"]), bool(record["acked"]), until, self._now):
            case Alarm.SHELVED:
                return self._until(seconds)
            case Alarm.ACKNOWLEDGED:
                return words("Acknowledged", ctx="alarm")
            case Alarm.NEW:
                return words("Unack.", ctx="queue")
            case Alarm.GONE_UNSEEN:
                return words("Ended unseen")
        return words("Ended")

    def _until(self, seconds: float) -> str:
        if math.isnan(seconds) or seconds <= self._now.timestamp():
            return ""
        at = datetime.fromtimestamp(seconds, UTC)
        return self._words("Until {time}", ctx="shelved", time=self._words.formats.moment(at, self._now))

    def _group(self, group: AlarmGroup, is_open: bool) -> LineLook:
        words, integer = self._words, self._words.formats.integer
        shelved = self._until(group.shelved_until)
        state = shelved or words("{n} unack.", n=integer(group.unacknowledged))
        title = self._names.category(group.category) if group.category >= 0 else words("Different causes")
        where, count = self.where(group.towns), words.plural("{n} case", "{n} cases", len(group))
        return LineLook(
            kind=LineKind.GROUP, key=group.key, title=title, below=where, severity=int(group.worst),
            hollow=group.unacknowledged == 0, count=count, state=state, counts=group.counts, shelved=bool(shelved),
            open=is_open,
            spoken=words.formats.listing((level_word(int(group.worst), words), title, where, count, state)),
        )  # fmt: skip

    def where(self, towns: tuple[int, ...]) -> str:
        """The towns of a group, by name while they are few."""
        words = self._words
        named = [self._names.area(town) for town in towns if town >= 0]
        apart = words(PLACES[PlaceStatus.UNLOCATED], ctx="place") if -1 in towns else ""
        if len(named) > NAMED:
            said = words("{n} towns, most in {town}", n=words.formats.integer(len(named)), town=named[0])
            return words.formats.listing((said, apart)) if apart else said
        return words.formats.listing([*named, *([apart] if apart else [])]) or UNKNOWN

    def _members(self, group: AlarmGroup) -> Iterator[LineLook]:
        records = self._picture.incidents.rows(group.rows)
        for record in records[::-1]:  # the newest first
            at = datetime.fromtimestamp(float(record["reported_at"]), UTC).astimezone(self._now.tzinfo)
            yield LineLook(
                kind=LineKind.MEMBER, key=int(record["id"]),
                title=f"{self._words.formats.clock(at)}  {self._names.category(int(record['category']))}",
                below=f"{self._rows.place(record)} · {short_number(record['number'].decode())}",
                severity=int(record["severity"]), hollow=bool(record["acked"]) or not record["alive"],
                state=self._state(record),
            )  # fmt: skip
