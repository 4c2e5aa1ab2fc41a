"""Rows of the picture in the reader's words, for the queue's list."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from desktop.context import SeatContext
from desktop.names import Names
from services.cases.reasons import read_reasons
from services.domain.incidents import IncidentState, PlaceStatus
from services.live.picture import Picture
from services.live.records import UNKNOWN
from services.words.terms import PLACES, STATES
from widgets.queue.row import RowLook


class RowWords:
    """Makes a `RowLook` from a record.

    `present` names the officers whose seats have an incident open; `shelves` who put it on the shelf, and why;
    `likenesses` (id, number) of the earlier one that it may be a duplicate of.
    """

    def __init__(self, context: SeatContext) -> None:
        self._context = context
        self.present: Mapping[int, str] = {}
        self.shelves: Mapping[int, tuple[str, str]] = {}
        self.likenesses: Mapping[int, tuple[int, str]] = {}
        self._reasons = read_reasons()
        self._names: tuple[Picture, Names] | None = None

    def __call__(self, record: Any) -> RowLook:
        """One record of the newest picture."""
        words, names = self._context.words, self.names()
        state, ident = IncidentState(int(record["state"])), int(record["id"])
        owner, alive = int(record["department"]), bool(record["alive"])
        who = self.present.get(ident, "")
        return RowLook(
            incident=ident,
            severity=int(record["severity"]),
            title=names.category(int(record["category"])),
            place=self.place(record),
            source=names.source(int(record["source"])),
            number=short_number(record["number"].decode()),
            state=words(STATES[state], ctx="state"),
            owner="" if owner == UNKNOWN else names.owner(owner),
            begun_at=float(record["begun_at"]),
            due_at=float(record["due_at"]),
            stopped=state is IncidentState.SUSPENDED,
            ended=not alive,
            warn_at=float(record["warn_at"]),
            triple_at=float(record["triple_at"]),
            who=words("{officer} has it open", officer=who) if who else "",
            like=self._like(ident) if alive else "",
            unseen=words("Not acknowledged") if alive and not record["acked"] else "",
            shelved=self._shelved(float(record["shelved_until"])) if alive else "",
            shelved_until=float(record["shelved_until"]),
            shelved_by=self._shelved_by(ident),
            marks=self._marks(record),
        )

    def _like(self, incident: int) -> str:
        _, number = self.likenesses.get(incident, (0, ""))
        return self._context.words("May be {number} again", number=short_number(number)) if number else ""

    def _shelved(self, until: float) -> str:
        if math.isnan(until) or until <= self._context.clock().timestamp():
            return ""
        at = local(self._context, datetime.fromtimestamp(until, UTC))
        words = self._context.words
        return words("Until {time}", ctx="shelved", time=words.formats.moment(at, local(self._context)))

    def _shelved_by(self, incident: int) -> str:
        who, why = self.shelves.get(incident, ("", ""))
        said = self._reasons.say_why(why, self._context.words.lang)
        return " · ".join(part for part in (who, said) if part)

    def _marks(self, record: Any) -> tuple[str, ...]:
        words = self._context.words
        said = ((record["supervised"], words("Supervised", ctx="queue")), (record["pending"], words("Request waits")))
        return tuple(text for there, text in said if there)

    def place(self, record: Any) -> str:
        """Town and village of a record, or why it has none."""
        status = PlaceStatus(int(record["place"]))
        if status is not PlaceStatus.LOCATED:
            return self._context.words(PLACES[status], ctx="place")
        village, town = int(record["village"]), int(record["town"])
        if max(village, town) < 0:
            return self._context.words("In no town")
        return self.names().path(village if village >= 0 else town)

    def names(self) -> Names:
        """The names of the newest picture; there must be one."""
        picture = self._context.situation.picture
        if picture is None:
            raise RuntimeError("no picture yet")
        if self._names is None or self._names[0] is not picture:
            self._names = (picture, Names(self._context.words, picture))
        return self._names[1]


def short_number(number: str) -> str:
    """The part of a number that people say: what stands behind the day."""
    return number.rsplit("-", 1)[-1]


def local(context: SeatContext, at: datetime | None = None) -> datetime:
    """A moment (now, unless given) on the city's clock; on this machine's until the city is known."""
    picture = context.situation.picture
    moment = at or context.clock()
    return moment.astimezone(picture.city.zone if picture else None)
