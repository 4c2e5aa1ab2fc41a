"""Cards of incidents and areas in the reader's words, for the detail panel; safe on any thread."""

from __future__ import annotations

from datetime import datetime

from desktop.cases.words import FLAWS, PROVISIONAL, CaseWords
from desktop.names import Names
from desktop.operator.queue.row_words import short_number
from services.cases.reasons import Reasons
from services.domain.areas import Level
from services.domain.cases import RequestState
from services.domain.evaluation import Measure
from services.domain.incidents import IncidentState, LiveIncident, PlaceStatus
from services.domain.people import SYSTEM
from services.domain.steps import Verb
from services.insight.area_card import AreaCard, Part
from services.insight.evaluation.of_area import DAYS, AreaRates
from services.insight.reading import IncidentCard, StoryLine
from services.live.picture import Picture
from services.words import N_, UNKNOWN, Words
from services.words.terms import AREA_KINDS, CLASSES, LEVELS, MEASURES, ORDERS, ROLES, STATES, VERBS
from widgets.kit.countdown import share_used
from widgets.panels.area_page import AreaLook
from widgets.panels.incident_page import IncidentLook, Lines
from widgets.panels.part_rows import PartLook
from widgets.panels.rate_rows import RateLook

NONE_OF = {
    Level.TOWN: N_("In no town"),
    Level.VILLAGE: N_("In no village"),
    Level.GRID: N_("In no grid"),
}

SOURCES = 3
S, V = IncidentState, Verb
NEXT_STEP = {
    S.REPORTED: V.FILE, S.FILED: V.ASSIGN, S.RETURNED: V.ASSIGN, S.ASSIGNED: V.ACCEPT, S.ACCEPTED: V.FINISH,
    S.IN_PROGRESS: V.FINISH, S.FINISHED: V.VERIFY, S.VERIFIED: V.CLOSE,
}  # fmt: skip


class DetailWords:
    """Puts cards into words by a picture's names, as seen at `now`."""

    def __init__(self, words: Words, picture: Picture, now: datetime, reasons: Reasons | None = None) -> None:
        self._words, self._picture, self._reasons = words, picture, reasons
        self._names = Names(words, picture)
        self._now = now.astimezone(picture.city.zone)
        self._cases = CaseWords(words, picture, now)

    # ---- one incident --------------------------------------------------------------------------------------------

    def incident(self, card: IncidentCard) -> IncidentLook:
        """One incident."""
        words, case, live = self._words, card.incident, card.incident.live
        stopped = live.state is IncidentState.SUSPENDED
        running = live.state.is_open and live.due_at is not None
        left = live.due_at - self._now if live.due_at is not None else None
        share = share_used(live.due_at - live.begun_at, left) if running and left is not None and live.due_at else None
        state = words(STATES[live.state], ctx="state")
        return IncidentLook(
            incident=live.id,
            rank=int(live.severity),
            title=self._category(live),
            under=self._under(live, self._cases.place(case)),
            share=None if stopped else share,
            stopped=stopped,
            limit=words.formats.remaining(left) if running and not stopped else state,
            limits=self._limits(live, card.provisional),
            facts=self._facts(card),
            reports=self._reports(card),
            story=self._story(card),
            requests=self._requests(card),
            further=self._further(card),
            has_place=live.place.status is not PlaceStatus.UNLOCATED and live.place.lon is not None,
            reporters=tuple((line.id, line.contact) for line in card.reports if line.contact),
        )

    def _under(self, live: LiveIncident, place: str) -> str:
        parts = [place, short_number(live.number)]
        if live.reports > 1:
            parts.append(self._words("{n} reports in one", n=self._words.formats.integer(live.reports)))
        return " · ".join(parts)

    def _limits(self, live: LiveIncident, provisional: bool) -> str:
        words = self._words
        kind = words(CLASSES[live.kind], ctx="class")
        if provisional:
            kind = f"{kind} · {words(PROVISIONAL)}"
        parts = [kind]
        if live.due_at is not None:
            parts = [words("until {time} · {kind}", time=words.formats.moment(live.due_at, self._now), kind=kind)]
        if live.step_due_at is not None and live.state in NEXT_STEP:
            step = words(ORDERS[NEXT_STEP[live.state]], ctx="order")
            parts.insert(
                0, words("{step} by {time}", step=step, time=words.formats.moment(live.step_due_at, self._now))
            )
        return " · ".join(parts)

    def _facts(self, card: IncidentCard) -> Lines:
        words, case, live = self._words, card.incident, card.incident.live
        state = words(STATES[live.state], ctx="state")
        owner = self._names.department(case.department)
        reporter = next((line.contact for line in card.reports if line.contact), "")
        facts = [
            (words("State", ctx="column"), " · ".join(part for part in (state, owner) if part and part != UNKNOWN)),
            (words("Source", ctx="column"), self._sources(card)),
            (words("In words", ctx="card"), case.text or UNKNOWN),
            (words("Address", ctx="card"), case.address or UNKNOWN),
        ]
        if reporter:
            facts.append((words("Reporter", ctx="card"), reporter))
        if live.closed_at is not None:
            facts.append((words("Closed", ctx="column"), words.formats.moment(live.closed_at, self._now)))
        return tuple(facts)

    def _sources(self, card: IncidentCard) -> str:
        """Through which channels it came, and when: 12345 hotline 14:12 · grid worker 14:20."""
        live, moment = card.incident.live, self._words.formats.moment
        came = [(line.source, line.at) for line in card.reports] or [(live.source, live.reported_at)]
        return " · ".join(f"{self._source(source)} {moment(at, self._now)}" for source, at in came[:SOURCES])

    def _further(self, card: IncidentCard) -> Lines:
        words, live = self._words, card.incident.live
        facts = [(words("Reported", ctx="column"), words.formats.moment(live.reported_at, self._now))]
        if live.reopened_at is not None:
            facts.append((words("Reopened", ctx="step"), words.formats.moment(live.reopened_at, self._now)))
        if live.place.lon is not None:
            facts.append((words("Coordinates"), words.formats.coordinate(live.place.lon, live.place.lat)))
        if card.incident.flaw in FLAWS:
            facts.append((words("Times"), words(FLAWS[card.incident.flaw])))
        if card.incident.synthetic:
            facts.append((words("Origin", ctx="card"), words("Synthetic, of the demo city")))
        return tuple(facts)

    def _requests(self, card: IncidentCard) -> Lines:
        """Requests that wait for a decision: who asked what, when and why."""
        words = self._words
        lines = []
        for one in card.case.requests if card.case is not None else ():
            if one.state is not RequestState.PENDING:
                continue
            asked = words.formats.moment(one.asked_at, self._now)
            what = [self._verb(f"ask_{one.kind.name.lower()}")]
            if one.hours:
                what.append(words("{n} hours", n=f"{one.hours:g}"))
            if one.until is not None:
                what.append(words("until {time}", time=words.formats.moment(one.until, self._now)))
            why = self._why(": ".join(part for part in (one.reason, one.why) if part))
            lines.append((asked, words("{verb} · {who}: {what}", verb=" ".join(what), who=one.asked_by, what=why)))
        return tuple(lines)

    def _reports(self, card: IncidentCard) -> Lines:
        formats = self._words.formats
        return tuple(
            (
                formats.moment(line.at, self._now),
                " · ".join(part for part in (self._source(line.source), line.text, line.contact) if part),
            )
            for line in reversed(card.reports)
        )

    def _story(self, card: IncidentCard) -> Lines:
        return tuple(
            (self._words.formats.moment(line.at, self._now), self._step(line)) for line in reversed(card.story)
        )

    def _step(self, line: StoryLine) -> str:
        """One line of the journal: verb · who: what."""
        words, verb = self._words, self._verb(line.verb)
        officer = words("System", ctx="officer") if line.officer == SYSTEM.login else line.officer
        who = " → ".join(part for part in (officer, self._owner(line)) if part)
        if not who:
            return f"{verb} · {self._why(line.why)}" if line.why else verb
        if not line.why:
            return f"{verb} · {who}"
        return words("{verb} · {who}: {what}", verb=verb, who=who, what=self._why(line.why))

    def _owner(self, line: StoryLine) -> str:
        """The department that a line gave the ticket to."""
        known = {one.code for one in self._picture.catalogue.departments}
        return self._names.department(line.after) if line.after in known else ""

    def _why(self, why: str) -> str:
        return self._reasons.say_why(why, self._words.lang) if self._reasons is not None else why

    # ---- one area ------------------------------------------------------------------------------------------------

    def area(self, card: AreaCard, rates: AreaRates | None = None) -> AreaLook:
        """One area with what lies below, and what it closed lately."""
        words, integer = self._words, self._words.formats.integer
        below = self._below(card)
        return AreaLook(
            area=card.area,
            title=self._names.area(card.area) if card.level is not Level.CITY else self._names.city(),
            under=self._area_under(card),
            marks=" · ".join(self._marks(card)),
            by_level=card.by_level,
            open=words("{n} open", n=integer(card.open)),
            overdue=words("{n} overdue", n=integer(card.overdue)),
            time=words.formats.clock(self._now, True),
            facts=self._area_facts(card),
            people=tuple(
                (words(ROLES[role], ctx="role"), f"{integer(on)} / {integer(all_)}") for role, on, all_ in card.people
            ),
            below=words(LEVELS[below]) if below else "",
            parts=tuple(self._part(part, below) for part in card.parts) if below else (),
            sum=self._sum(card),
            rates=self._rates(rates) if rates is not None else (),
            rates_note=self._rates_note(rates) if rates is not None else "",
        )

    def _rates(self, rates: AreaRates) -> tuple[RateLook, ...]:
        looks = []
        for measure in (Measure.CLOSURE, Measure.ON_TIME):
            rate = rates.sums.rate(measure)
            text = self._words.formats.share(rate.numerator, rate.denominator) if rate.denominator else UNKNOWN
            looks.append(
                RateLook(str(rate.base), self._words(MEASURES[measure], ctx="measure"), text, rate.denominator > 0)
            )
        return tuple(looks)

    def _rates_note(self, rates: AreaRates) -> str:
        note = self._words("Last {n} days", n=DAYS)
        return f"{note} · {self._words('still being counted', ctx='evaluation')}" if rates.behind else note

    def _area_under(self, card: AreaCard) -> str:
        path = self._picture.areas.path(card.area)[:-1]
        names = [self._names.city() if at == path[0] else self._names.area(at) for at in path]
        return " · ".join((*([" › ".join(names)] if names else ()), card.code))

    def _marks(self, card: AreaCard) -> list[str]:
        words = self._words
        marks = (
            (card.provisional, words("Provisional code: none is public")),
            (card.derived, words("Border derived from the areas below")),
            (card.synthetic, words("Synthetic border")),
        )
        return [text for on, text in marks if on]

    def _area_facts(self, card: AreaCard) -> Lines:
        words, formats = self._words, self._words.formats
        rate = card.recent_per_thousand
        facts = (
            [(words("Kind", ctx="area"), words(AREA_KINDS[card.kind], ctx="area"))] if card.level is Level.GRID else []
        )
        facts.append((words("Households"), formats.integer(card.households) if card.households else UNKNOWN))
        facts.append((words("30 days"), formats.amount(card.recent, "incident")))
        facts.append((words("Per 1,000 households"), formats.decimal(rate, 2)))
        return tuple(facts)

    def _below(self, card: AreaCard) -> Level | None:
        if not card.parts:
            return None
        real = next((part.area for part in card.parts if part.area >= 0), -1)
        return Level(int(self._picture.areas.level[real])) if real >= 0 else None

    def _part(self, part: Part, level: Level) -> PartLook:
        integer = self._words.formats.integer
        name = self._names.area(part.area) if part.area >= 0 else self._words(NONE_OF[level])
        return PartLook(part.area, name, part.open, part.overdue, f"{integer(part.open)} / {integer(part.overdue)}")

    def _sum(self, card: AreaCard) -> str:
        """How the lines add up with the area's own count."""
        integer = self._words.formats.integer
        inside = sum(part.open for part in card.parts)
        if card.level is not Level.CITY:
            return self._words("{n} in all", n=integer(inside))
        return self._words(
            "{inside} inside + {unlocated} without a place + {outside} outside = {all} open",
            inside=integer(inside), unlocated=integer(card.unlocated), outside=integer(card.outside),
            all=integer(card.open),
        )  # fmt: skip

    # ---- parts ---------------------------------------------------------------------------------------------------

    def _category(self, live: LiveIncident) -> str:
        return self._names.category(self._picture.categories.get(live.category, -1))

    def _source(self, code: str) -> str:
        return self._names.source(self._picture.sources.get(code, -1))

    def _verb(self, verb: str) -> str:
        return self._words(VERBS[verb], ctx="step") if verb in VERBS else verb
