"""Why a department should own a case, in sentences with their counts; the last one is what speaks against."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from services.cases.routing.evidence import History, Mistake
from services.cases.routing.model import Explanation, Spoke
from services.domain.calendar import ALWAYS
from services.domain.catalogue import Department
from services.domain.duties import Owner
from services.domain.notes import Note
from services.domain.refusals import Sayable

MOST = 3


@dataclass(frozen=True, slots=True)
class Count:
    """A number as the reader's language writes it."""

    n: int

    def say(self, words: Any) -> str:
        """The number in the language of the words."""
        return str(words.formats.integer(self.n))


@dataclass(frozen=True, slots=True)
class Day:
    """A day as it is written today: with its year only where that is another one."""

    day: date
    now: date

    def say(self, words: Any) -> str:
        """The day in the language of the words."""
        return str(words.formats.day(self.day, self.now))


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words of the text itself, in quotation marks."""

    spoken: tuple[Spoke, ...]

    def say(self, words: Any) -> str:
        """The words as they stand in the text."""
        return "".join(f"“{one.word}”" for one in self.spoken) or "—"


@dataclass(frozen=True, slots=True)
class Known:
    """What the reasons are made of: who is advised (`first`), whom the text alone names, what is known.

    `now` is in the city's zone; `given_back` are mistakes with this very ticket, newest first.
    """

    first: Department
    names: Mapping[str, Department]
    owner: Owner | None
    history: History
    explained: Explanation | None
    text_says: Department | None
    given_back: Sequence[Mistake]
    town: int | None
    now: datetime


def reasons(known: Known) -> tuple[Sayable, ...]:
    """At most three sentences: duty, cases like it, words, as far as they are known; a counter-example comes last."""
    against = _against(known)
    words = _words(known)
    if known.owner is None and not known.history.cases and words is None:
        return (Note("advice.nothing", "Neither its category nor its words say whose it could be."),)
    for_it = [note for note in (_duty(known), _history(known), words) if note is not None]
    return tuple(for_it[: MOST - (against is not None)]) + ((against,) if against is not None else ())


def _duty(known: Known) -> Sayable:
    owner = known.owner
    if owner is None:
        return Note("advice.no_duty", "The duty list names nobody for this.")
    if owner.duty is None or owner.duty.valid_from <= ALWAYS:
        return owner.reason
    since = Day(owner.duty.valid_from, known.now.date())
    return Note("advice.duty_since", "{duty} (since {day})", {"duty": owner.reason, "day": since})


def _history(known: Known) -> Note | None:
    history, code = known.history, known.first.code
    if not history.cases:
        return None
    values = {
        "n": Count(history.cases), "done": Count(history.finished.get(code, 0)), "department": known.first,
        "returned": Count(history.returned(code)),
    }  # fmt: skip
    return Note("advice.history", "Cases like it: {n}, finished by {department}: {done}; sent back: {returned}", values)


def _words(known: Known) -> Note | None:
    found = known.explained
    if found is None or not (found.pro or found.contra):
        return None
    if not found.pro:
        return Note("advice.words_against", "Words that speak against it: {contra}", {"contra": Quoted(found.contra)})
    if not found.contra:
        return Note("advice.words_for", "Words that speak for it: {pro}", {"pro": Quoted(found.pro)})
    values = {"pro": Quoted(found.pro), "contra": Quoted(found.contra)}
    return Note("advice.words", "Words that speak for it: {pro}; against it: {contra}", values)


def _against(known: Known) -> Note | None:
    """This ticket's own way back first, then an earlier mistake (one of the same town first), then the text's doubt."""
    if known.given_back:
        mistake = known.given_back[0]
        values = {"department": known.names[mistake.wrong], "day": _day(known, mistake.at)}
        return Note("advice.gave_back", "{department} gave this ticket back on {day}", values)
    mistakes = [one for one in known.history.mistakes if one.wrong in known.names and one.right]
    mistakes.sort(key=lambda one: (known.first.code in (one.right, one.wrong), one.town == known.town), reverse=True)
    if mistakes:
        return _mistake(known, mistakes[0])
    if known.text_says is not None and known.text_says != known.first:
        return Note("advice.text_doubts", "The words sound more like {department}", {"department": known.text_says})
    return None


def _mistake(known: Known, mistake: Mistake) -> Note:
    wrong, right = known.names[mistake.wrong], known.names.get(mistake.right or "")
    values: dict[str, object] = {"day": _day(known, mistake.at), "wrong": wrong, "right": right or wrong}
    righted = mistake.righted_at
    if right is None or righted is None:
        return Note("advice.mistake", "{day}: sent to {wrong} by mistake", values)
    if _local(known, righted) == _local(known, mistake.at):
        return Note("advice.mistake_same_day", "{day}: sent to {wrong} by mistake, to {right} the same day", values)
    values["later"] = _day(known, righted)
    return Note("advice.mistake_later", "{day}: sent to {wrong} by mistake, to {right} on {later}", values)


def _day(known: Known, at: datetime) -> Day:
    return Day(_local(known, at), known.now.date())


def _local(known: Known, at: datetime) -> date:
    return at.astimezone(known.now.tzinfo).date()
