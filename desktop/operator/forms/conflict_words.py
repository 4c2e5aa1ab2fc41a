"""A conflict between two desks in the reader's words: what was meant beside what holds now."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from desktop.names import Names
from desktop.operator.forms.step_words import ASKS, LABELS, WANTED
from services.cases.reasons import Reasons
from services.domain.orders import Order
from services.domain.refusals import Refusal
from services.domain.steps import Verb
from services.insight.reading import IncidentCard
from services.live.picture import Picture
from services.words import UNKNOWN, Words
from services.words.terms import ORDERS, STATES, VERBS
from widgets.forms.conflict_card import ConflictLook, ConflictRow, WayLook

NOTE, AGAIN, COPY, DISCARD = "note", "again", "copy", "discard"


class ConflictWords:
    """Makes the card of a conflict as seen at `now`."""

    def __init__(self, words: Words, picture: Picture, reasons: Reasons, now: datetime) -> None:
        self._words, self._picture, self._reasons = words, picture, reasons
        self._names, self._now = Names(words, picture), now

    def look(self, order: Order, refusal: Refusal, card: IncidentCard, again: Verb | None) -> ConflictLook:
        """The card; `again` is the step by which the same may still be had, None where there is none."""
        words, values = self._words, refusal.values
        return ConflictLook(
            title=words("“{verb}” was not carried out: somebody was faster", verb=self._order(order.verb)),
            told=self._told(card, values),
            yours=words("Yours (version {n})", n=values.get("yours", order.version)),
            current=words("Now (version {n})", n=card.incident.live.version),
            rows=self._rows(order, card),
            ways=self._ways(order, again),
        )

    def as_note(self, order: Order) -> str:
        """What was meant, as a note that loses nothing of it."""
        words, details = self._words, order.details
        parts = [words("Meant as well: {verb}", verb=self._order(order.verb))]
        if details.department:
            parts.append(self._names.department(details.department))
        if details.reason:
            parts.append(self._reasons.name(details.reason, words.lang))
        if details.words.strip():
            parts.append(details.words.strip())
        return " · ".join(parts)

    def _told(self, card: IncidentCard, values: Mapping[str, Any]) -> str:
        words = self._words
        last = card.story[-1] if card.story else None
        who, what, when = UNKNOWN, UNKNOWN, UNKNOWN
        if last is not None:
            who = last.officer or UNKNOWN
            what = words(VERBS[last.verb], ctx="step") if last.verb in VERBS else last.verb
            at, formats = last.at.astimezone(self._now.tzinfo), words.formats
            when = formats.clock(at, True) if at.date() == self._now.date() else formats.moment(at, self._now)
        return words(
            "{who} at {when}: {what}. You opened version {yours}, it is version {current} now. What you wrote stands"
            " below; nothing is lost.",
            who=who, when=when, what=what, yours=values.get("yours", "—"), current=card.incident.live.version,
        )  # fmt: skip

    def _rows(self, order: Order, card: IncidentCard) -> tuple[ConflictRow, ...]:
        words, details, live = self._words, order.details, card.incident.live
        lang = words.lang
        rows = []
        if details.department is not None:
            owner = self._names.department(details.department)
            rows.append(ConflictRow(self._label("department"), owner, self._names.department(live.department)))
        last = card.story[-1] if card.story else None
        stands = words(STATES[live.state], ctx="state")
        rows.append(ConflictRow(words("Step"), self._order(order.verb), stands))
        if details.reason:
            rows.append(ConflictRow(self._label("reason"), self._reasons.name(details.reason, lang), UNKNOWN))
        if details.hours is not None:
            rows.append(ConflictRow(self._label("hours"), f"{details.hours:g} h", UNKNOWN))
        if details.words.strip():
            said = self._reasons.say_why(last.why, lang) if last is not None and last.why else UNKNOWN
            label = words(WANTED, ctx="form") if order.verb in ASKS else self._label("words")
            rows.append(ConflictRow(label, details.words.strip(), said))
        return tuple(rows)

    def _ways(self, order: Order, again: Verb | None) -> tuple[WayLook, ...]:
        words = self._words
        ways = [WayLook(NOTE, words("Add as a note"))]
        if again is not None:
            ways.append(WayLook(AGAIN, f"{self._order(again)}…"))
        if order.details.words.strip():
            ways.append(WayLook(COPY, words("Copy my words")))
        ways.append(WayLook(DISCARD, words("Discard")))
        return tuple(ways)

    def _label(self, name: str) -> str:
        return self._words(LABELS[name], ctx="form")

    def _order(self, verb: Verb) -> str:
        return self._words(ORDERS[verb], ctx="order")
