"""Cases in the reader's language: rows of a list, and the card of one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from desktop.names import Names
from services.domain.incidents import Incident, IncidentState, PlaceStatus, TimeFlaw
from services.insight.reading import IncidentCard
from services.live.picture import Picture
from services.words import N_, UNKNOWN, Words
from services.words.terms import CLASSES, PLACES, STATES, VERBS
from widgets.kit.level_glyph import level_word
from widgets.panels.case_card import CardSection, CardText
from widgets.tables.paged_model import Head, Row

HEADS = (
    ("severity", N_("Level", ctx="column")),
    ("number", N_("Number", ctx="column")),
    ("category", N_("What", ctx="column")),
    ("place", N_("Where", ctx="column")),
    ("source", N_("Source", ctx="column")),
    ("state", N_("State", ctx="column")),
    ("reported", N_("Reported", ctx="column")),
    ("due", N_("Deadline", ctx="column")),
    ("closed", N_("Closed", ctx="column")),
)
WIDTHS = (80, 150, 160, 200, 116, 84, 104, 172, 104)
DUE = 7
STOPPED = frozenset({IncidentState.SUSPENDED, IncidentState.CLOSED, IncidentState.VOIDED})
PROVISIONAL = N_("by a calendar not published yet")
FLAWS = {
    TimeFlaw.CLOSED_BEFORE_REPORTED: N_("Closed before it was reported: left out of rates"),
    TimeFlaw.CLOSED_WITHOUT_TIME: N_("Closed at a time that nobody wrote down: left out of rates"),
    TimeFlaw.REPORTED_IN_FUTURE: N_("Reported in the future: left out of rates"),
}


class CaseWords:
    """Puts cases into words by a picture's names; `now` tells today from other days. Safe on any thread."""

    def __init__(self, words: Words, picture: Picture, now: datetime) -> None:
        self._words, self._picture = words, picture
        self._names = Names(words, picture)
        self._now = now.astimezone(picture.city.zone)

    def heads(self) -> tuple[Head, ...]:
        """The columns of a list of cases."""
        return tuple(Head(key, self._words(text, ctx="column")) for key, text in HEADS)

    def rows(self, cases: Sequence[Incident]) -> tuple[Row, ...]:
        """Cases as rows of a list."""
        return tuple(self._row(case) for case in cases)

    def card(self, found: IncidentCard) -> CardText:
        """One case with its reports and its story."""
        case, words = found.incident, self._words
        reports = tuple(
            (
                f"{self._moment(line.at)} {self._source(line.source)}",
                " ".join(p for p in (line.text, line.contact) if p),
            )
            for line in found.reports
        )
        story = tuple(
            (self._moment(line.at), " · ".join(p for p in (self._verb(line.verb), line.officer, line.why) if p))
            for line in found.story
        )
        sections = [CardSection(words("The case", ctx="card"), self._facts(case, found.provisional))]
        if reports:
            sections.append(CardSection(words("Reports", ctx="card"), reports))
        if story:
            sections.append(CardSection(words("What was done", ctx="card"), story))
        under = f"{self.place(case, whole=True)} · {case.live.number}"
        return CardText(int(case.live.severity), self._category(case), under, tuple(sections))

    def place(self, case: Incident, whole: bool = False) -> str:
        """Town, village and grid of a case, or why there is none."""
        place = case.live.place
        if place.status is not PlaceStatus.LOCATED:
            return self._words(PLACES[place.status], ctx="place")
        index = self._picture.areas.index
        deepest = next((index[a] for a in (place.grid, place.village, place.town) if a in index), -1)
        if deepest < 0:
            return self._words("In no area that holds now")
        path = self._picture.areas.path(deepest)[1:]
        names = [self._names.area(at) for at in path] or [self._names.area(deepest)]
        return (" › " if whole else " ").join(names)

    # ---- parts ---------------------------------------------------------------------------------------------------

    def _row(self, case: Incident) -> Row:
        live = case.live
        due, late = self._due(case)
        state = self._words(STATES[live.state], ctx="state")
        level, category, place = level_word(int(live.severity), self._words), self._category(case), self.place(case)
        cells = (
            level, live.number, category, place, self._source(live.source), state,
            self._moment(live.reported_at), due, self._moment(live.closed_at),
        )  # fmt: skip
        spoken = self._words(", ", ctx="list").join((level, category, place, state, due))
        return Row(live.id, cells, int(live.severity), frozenset({DUE}) if late else frozenset(), spoken)

    def _due(self, case: Incident) -> tuple[str, bool]:
        """The deadline, what is left of it while the case is open, and whether it is over."""
        live = case.live
        if live.due_at is None:
            return UNKNOWN, False
        shown = self._moment(live.due_at)
        if live.state in STOPPED:
            return shown, False
        left = live.due_at - self._now
        return f"{shown} · {self._words.formats.remaining(left)}", left.total_seconds() < 0

    def _facts(self, case: Incident, provisional: bool) -> tuple[tuple[str, str], ...]:
        words, live = self._words, case.live
        due = self._due(case)[0]
        if provisional:
            due = f"{due} · {words(PROVISIONAL)}"
        facts = [
            (words("State", ctx="column"), words(STATES[live.state], ctx="state")),
            (words("Class", ctx="card"), words(CLASSES[live.kind], ctx="class")),
            (words("Owner", ctx="card"), self._names.department(case.department)),
            (words("Source", ctx="column"), self._source(live.source)),
            (words("Reported", ctx="column"), self._moment(live.reported_at)),
            (words("Deadline", ctx="column"), due),
            (words("Closed", ctx="column"), self._moment(live.closed_at)),
            (words("Address", ctx="card"), case.address or UNKNOWN),
            (words("In words", ctx="card"), case.text or UNKNOWN),
        ]
        if case.flaw in FLAWS:
            facts.append((words("Times"), words(FLAWS[case.flaw])))
        if case.synthetic:
            facts.append((words("Origin", ctx="card"), words("Synthetic, of the demo city")))
        return tuple(facts)

    def _category(self, case: Incident) -> str:
        return self._names.category(self._picture.categories.get(case.live.category, -1))

    def _source(self, code: str) -> str:
        return self._names.source(self._picture.sources.get(code, -1))

    def _moment(self, at: datetime | None) -> str:
        return self._words.formats.moment(at, self._now)

    def _verb(self, verb: str) -> str:
        return self._words(VERBS[verb], ctx="step") if verb in VERBS else verb
