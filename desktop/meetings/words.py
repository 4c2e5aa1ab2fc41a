"""Joint meetings in the reader's language: items, ledgers, meetings, decisions, time lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from desktop.names import Names
from services.cases.meetings.table import ItemPage
from services.cases.reasons import Reasons
from services.domain.cases import Holding
from services.domain.meetings import Item, Lost, Meeting
from services.live.picture import Picture
from services.words import N_, UNKNOWN, Words
from services.words.terms import VERBS
from widgets.evaluation.figure_table import FigureCell, FigureRow
from widgets.meetings.ledger import HoldingLook, LedgerLook

CAUSES: Mapping[str, str] = {
    "two_departments": N_("Two departments gave it back", ctx="meeting"),
    "returned_twice": N_("Given back twice", ctx="meeting"),
    "called": N_("Called by the centre", ctx="meeting"),
}
DAY = timedelta(days=1)


class MeetingWords:
    """Puts joint meetings into words by a picture's names, as seen at `now`; safe on any thread."""

    def __init__(self, words: Words, picture: Picture, reasons: Reasons, now: datetime) -> None:
        self._words, self._picture, self._reasons = words, picture, reasons
        self._names, self._now = Names(words, picture), now.astimezone(picture.city.zone)

    # ---- items ---------------------------------------------------------------------------------------------------

    def item_heads(self) -> tuple[str, ...]:
        """The columns of what waits."""
        words = self._words
        return (
            words("Number", ctx="meeting"), words("Matter", ctx="handover"), words("Given back", ctx="meeting"),
            words("Cause", ctx="meeting"), words("Since", ctx="meeting"), words("Meeting", ctx="meeting"),
        )  # fmt: skip

    def item(self, item: Item, meetings: Mapping[int, Meeting]) -> tuple[str, ...]:
        """One row of what waits."""
        words, planned = self._words, meetings.get(item.meeting or 0)
        times = words.formats.integer(item.returns)
        when = self.moment(planned.at) if planned is not None else words("not planned", ctx="meeting")
        return item.number, self.what(item), times, self.cause(item), self.moment(item.opened_at), when

    def what(self, item: Item) -> str:
        """The category of an item's ticket."""
        return self._names.category(self._picture.categories.get(item.category, -1))

    def cause(self, item: Item) -> str:
        """Why it lies before a meeting: what the system found, or the reason that was chosen."""
        told = CAUSES.get(item.cause)
        return self._words(told, ctx="meeting") if told else self._reasons.name(item.cause, self._words.lang)

    def head(self, page: ItemPage) -> str:
        """Which ticket, and where."""
        place = page.incident.live.place
        area = self._picture.areas.index.get(place.grid or place.village or place.town or -1, -1)
        parts = (page.item.number, self.what(page.item), self._names.path(area) if area >= 0 else "")
        return " · ".join(filter(None, parts))

    def ledger(self, page: ItemPage) -> LedgerLook:
        """Who held the ticket, and who holds it now."""
        incident, now = page.incident, self._now
        looks = [self._holding(held) for held in page.ledger]
        if incident.department and incident.assigned_at is not None:
            begin = incident.assigned_at
            told = self._words("holds it now", ctx="meeting")
            owner = self._names.department(incident.department)
            span = self._words.formats.rough(now - begin)
            looks.append(HoldingLook(owner, begin.timestamp(), now.timestamp(), span, told, goes_on=True))
        first = min((look.begin for look in looks), default=now.timestamp())
        begin_text = self.moment(datetime.fromtimestamp(first, now.tzinfo))
        empty = self._words("No department has held this ticket yet.", ctx="meeting")
        return LedgerLook(tuple(looks), first, now.timestamp(), begin_text, self.moment(now), empty)

    def _holding(self, held: Holding) -> HoldingLook:
        words = self._words
        why = " · ".join(filter(None, (self._reasons.name(held.reason, words.lang) if held.reason else "", held.words)))
        told = " · ".join(filter(None, (words(VERBS.get(held.verb, held.verb), ctx="step"), why, held.by)))
        span = words.formats.rough(held.end - held.begin)
        name = self._names.department(held.department)
        return HoldingLook(name, held.begin.timestamp(), held.end.timestamp(), span, told)

    # ---- meetings ------------------------------------------------------------------------------------------------

    def meeting_heads(self) -> tuple[str, ...]:
        """The columns of meetings."""
        words = self._words
        return (
            words("Time", ctx="meeting"), words("Place", ctx="meeting"), words("Chair", ctx="meeting"),
            words("How it stands", ctx="handover"),
        )  # fmt: skip

    def meeting(self, meeting: Meeting) -> tuple[str, ...]:
        """One row of meetings."""
        words = self._words
        if meeting.held_at is not None:
            stands = words("held, with minutes", ctx="meeting")
        elif meeting.at < self._now:
            stands = words("over, minutes missing", ctx="meeting")
        else:
            stands = words("planned", ctx="meeting")
        return self.moment(meeting.at), meeting.place or UNKNOWN, meeting.chair or UNKNOWN, stands

    def agenda(self, items: Sequence[Item]) -> str:
        """What is on the list of a meeting, line by line."""
        words = self._words
        if not items:
            return words("Nothing is on the list of this meeting.", ctx="meeting")
        lines = []
        for item in items:
            told = self._names.department(item.owner) if item.decided_at is not None else words("open", ctx="meeting")
            lines.append(f"{item.number} {self.what(item)} → {told}")
        return "\n".join(lines)

    def decision_heads(self) -> tuple[str, ...]:
        """The columns of decisions."""
        words = self._words
        return (
            words("Decided", ctx="meeting"), words("Number", ctx="meeting"), words("Matter", ctx="handover"),
            words("Owner", ctx="handover"), words("By", ctx="meeting"), words("In words", ctx="meeting"),
        )  # fmt: skip

    def decision(self, item: Item) -> tuple[str, ...]:
        """One row of decisions."""
        when = self.moment(item.decided_at) if item.decided_at is not None else UNKNOWN
        owner = self._names.department(item.owner)
        return when, item.number, self.what(item), owner, item.decided_by, item.decision.replace("\n", " ")

    # ---- time lost -----------------------------------------------------------------------------------------------

    def lost_heads(self) -> tuple[str, ...]:
        """The columns of time lost."""
        words = self._words
        return (
            "", words("Days lost", ctx="meeting"), words("Times held", ctx="meeting"), words("Cases", ctx="meeting"),
            words("Each time", ctx="meeting"),
        )  # fmt: skip

    def lost(self, found: Sequence[Lost]) -> tuple[FigureRow, ...]:
        """The whole city first, then the departments, the most first."""
        rows = [self._lost(self._names.department(one.department), one) for one in found]
        return (self._lost(self._words("The whole city", ctx="page"), whole(found), first=True), *rows)

    def _lost(self, name: str, one: Lost, first: bool = False) -> FigureRow:
        formats, days = self._words.formats, one.time / DAY
        each = one.time / one.holdings if one.holdings else None
        cells = (
            FigureCell(name, sort=name),
            FigureCell(formats.decimal(days), "", bool(one.cases), days),
            FigureCell(formats.integer(one.holdings), "", bool(one.cases), float(one.holdings)),
            FigureCell(formats.integer(len(one.cases)), "", bool(one.cases), float(len(one.cases))),
            FigureCell(formats.rough(each), "", bool(one.cases), each / DAY if each is not None else None),
        )
        return FigureRow(cells, first=first)

    def moment(self, at: datetime) -> str:
        """A moment on the city's clock."""
        return self._words.formats.moment(at.astimezone(self._picture.city.zone), self._now)


def whole(found: Sequence[Lost]) -> Lost:
    """The sum over departments; a case that several gave back is one case."""
    cases = dict.fromkeys(case for one in found for case in one.cases)
    return Lost(
        "", tuple(cases), sum(one.holdings for one in found), sum((one.time for one in found), timedelta())
    )  # fmt: skip
