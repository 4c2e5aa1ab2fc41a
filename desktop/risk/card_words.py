"""The explanation card in the reader's words, from what services know of a warning."""

from __future__ import annotations

from datetime import datetime, timedelta

from desktop.names import Names
from desktop.risk.course_words import CourseWords, label_of
from desktop.risk.kinds import subject_name
from desktop.risk.known import Known
from desktop.risk.words import WarningWords
from services.domain.scenarios import Scenario
from services.domain.warnings import WarningOutcome
from services.insight.explaining.values import SimilarLine, Tried, WarningCard
from services.insight.warned import is_unseen
from services.live.mercator import to_mercator
from services.live.picture import Picture
from services.risk.telling import model_name, part_words, relief_words
from services.words import UNKNOWN, Words
from services.words.warning_lines import WARNING_LINES
from services.words.warnings import WARNING_OUTCOMES, WARNING_STATES
from widgets.kit.level_glyph import level_word
from widgets.risk.card.looks import (
    AdviceLook,
    CardLook,
    CircleLook,
    PartLook,
    ReliefLook,
    ScoreLook,
    SectionLook,
    SimilarLook,
)

FULL = 100
MOST_CHANGES = 3
MONTHS = 12
MOST_LINES = 8
AUTOMATIC = frozenset({"engine", "system"})


class CardWords:
    """Makes the card as seen at `now`; off the GUI thread or on it, nothing here waits."""

    def __init__(self, words: Words, picture: Picture, known: Known, now: datetime) -> None:
        self._words, self._picture, self._now = words, picture, now
        self._names, self._told = Names(words, picture), WarningWords(words, picture, known, now)
        self._course = CourseWords(words, picture, now)

    def look(self, card: WarningCard) -> CardLook:
        """The whole card."""
        words, live = self._words, card.warning.live
        rows = self._course.facts(card)
        lanes = self._course.lanes(card)
        level = level_word(int(live.level), words)
        facts = words.plural("{n} fact", "{n} facts", len(rows), ctx="warning")
        sources = words.plural("{n} source", "{n} sources", len(card.by_source), ctx="warning")
        return CardLook(
            key=live.id, rank=int(live.level), hollow=not is_unseen(live),
            title=self._told.title(live), under=self._under(card), model=self._model(card),
            why=SectionLook(words("Why {level}", ctx="card", level=level.lower()), self._score_note(card)),
            score=self._score(card),
            relief=SectionLook(
                words("What would bring it down", ctx="card"), words("tried by the same model", ctx="card")
            ),
            reliefs=tuple(self._relief(card, tried) for tried in card.tried),
            before=SectionLook(words("Like it before, and what helped", ctx="card"), self._likeness_note(card)),
            similar=tuple(self._similar(line) for line in card.similar),
            similar_note=self._similar_note(card),
            advised=SectionLook(words("Advice", ctx="card"), words("ready to be signed as a ticket", ctx="card")),
            advice=self._advice(card),
            story_section=SectionLook(words("What happened with it", ctx="card"), self._score_course(card)),
            story=self._story(card),
            facts=SectionLook(words("Facts", ctx="card"), f"{facts} · {sources}" if rows else ""), rows=rows,
            lanes_section=self._course.lanes_section(card, lanes), lanes=lanes,
            course_section=self._course.section(card), course=self._course.course(card),
            right=self._record(card), foot=self._foot(card), circle=self._circle(card),
            drill=words("Drill", ctx="warning") if live.drill else "", ended=self._ended(card),
            none_facts=words("No signal stands behind it: the base records and the time that went by do.", ctx="card"),
            none_before=words("No warning of this scenario was acted on before.", ctx="card"),
            none_relief=words("The model has nothing to try here.", ctx="card"),
            spoken=self._told.spoken(live),
        )  # fmt: skip

    # ---- head ----------------------------------------------------------------------------------------------------

    def _under(self, card: WarningCard) -> str:
        words, live = self._words, card.warning.live
        level = f"{level_word(int(live.level), words)} {label_of(words, live.level)}"
        raised = words("raised {time}", ctx="card", time=words.formats.moment(live.raised_at, self._now))
        subject = subject_name(words, card.warning.subject)
        parts = (self._told.place(live), subject, level, raised, live.number, self._told.doing(live))
        return " · ".join(filter(None, parts))

    def _model(self, card: WarningCard) -> str:
        """Model and version, window, radius, since when it runs and who approved it, when it last ran."""
        words, live, scenario = self._words, card.warning.live, card.scenario
        parts = [words("{model} model v{n}", ctx="card", model=model_name(words, live.model), n=live.scenario_version)]
        if scenario is not None:
            parts.append(words("{span} window", ctx="card", span=words.formats.rough(scenario.window)))
        if live.radius_m is not None:
            parts.append(words("within {radius}", ctx="card", radius=words.formats.distance(live.radius_m)))
        if card.version is not None and card.version.approved_at is not None:
            day = words.formats.day(card.version.approved_at.astimezone(self._now.tzinfo).date(), self._now.date())
            by = card.version.approved_by or card.version.author
            if by in AUTOMATIC:
                parts.append(words("standard parameters", ctx="card"))
            else:
                parts.append(words("parameters since {day}, approved by {who}", ctx="card", day=day, who=by))
        if card.warning.ran_at is not None:
            ran = words.formats.moment(card.warning.ran_at, self._now)
            parts.append(words("last run {time}", ctx="card", time=ran))
        return " · ".join(parts)

    def _ended(self, card: WarningCard) -> str:
        words, warning = self._words, card.warning
        if warning.live.state.stands:
            return ""
        state = words(WARNING_STATES[warning.live.state], ctx="warning")
        if warning.outcome is WarningOutcome.NONE:
            return state
        return f"{state} · {words(WARNING_OUTCOMES[warning.outcome], ctx='warning')}"

    # ---- why -----------------------------------------------------------------------------------------------------

    def _score_note(self, card: WarningCard) -> str:
        words, warning = self._words, card.warning
        score = words.formats.integer(warning.live.score)
        note = words("{score} of {full} points", ctx="card", score=score, full=FULL)
        if warning.graded_by:
            note = f"{words('level set by {who}', ctx='card', who=warning.graded_by)} · {note}"
        return note

    def _score(self, card: WarningCard) -> ScoreLook:
        words, score = self._words, card.warning.live.score
        parts = []
        for part in card.warning.parts:
            name, detail = part_words(words, part)
            parts.append(PartLook(name, detail, part.points, f"+{words.formats.integer(part.points)}"))
        thresholds = tuple(
            (int(level), least, words.formats.integer(least))
            for level, least in sorted(card.thresholds.items(), key=lambda pair: pair[1])
        )
        said = f"= {words.formats.integer(score)}"
        return ScoreLook(tuple(parts), score, said, thresholds, words("Thresholds", ctx="card"))

    def _relief(self, card: WarningCard, tried: Tried) -> ReliefLook:
        words = self._words
        names = {part.code: part_words(words, part)[0] for part in tried.parts}
        moved = sorted(tried.moved.items(), key=lambda pair: pair[1])[:MOST_CHANGES]
        changes = [f"{names.get(code, code)} {words.formats.change(points)}" for code, points in moved]
        lifted = words("lifted", ctx="card")
        what = relief_words(words, tried.relief)
        score = f"→ {words.formats.integer(tried.score)}"
        return ReliefLook(what, words.formats.listing(changes), score, int(tried.level or 0), lifted)

    # ---- what helped before --------------------------------------------------------------------------------------

    def _similar(self, line: SimilarLine) -> SimilarLook:
        words = self._words
        index = self._picture.areas.index
        at = next((index[one] for one in (line.place.village, line.place.town) if one in index), -1)
        day = words.formats.day(line.raised_at.astimezone(self._now.tzinfo).date(), self._now.date())
        done = UNKNOWN
        if line.ticket is not None:
            done = " ".join(line.ticket.text.split()) or self._names.department(line.ticket.department)
        before = words.formats.integer(line.before)
        after = words.formats.integer(line.after) if line.after is not None else "…"
        said = f"{before} → {after}"
        if line.outcome is not WarningOutcome.NONE:
            outcome = words(WARNING_OUTCOMES[line.outcome], ctx="warning")
            done = outcome if done == UNKNOWN else f"{outcome} · {done}"
        where = f"{day} {self._names.path(at) if at >= 0 else self._names.city()}"
        return SimilarLook(line.warning, where, done, float(line.before), float(line.after or 0), said)

    def _likeness_note(self, card: WarningCard) -> str:
        return self._words("by kind of place and numbers", ctx="card") if card.similar else ""

    def _similar_note(self, card: WarningCard) -> str:
        if not card.similar:
            return ""
        span = self._words.formats.rough(timedelta(days=card.similar[0].days))
        return self._words("{span} before and after; hollow before, filled after", ctx="card", span=span)

    def _record(self, card: WarningCard) -> str:
        """How often this scenario was right in the last twelve months."""
        words, record, number = self._words, card.record, self._words.formats.integer
        counts = {outcome: record.count(outcome) for outcome in WarningOutcome}
        judged = sum(counts[one] for one in (WarningOutcome.TRUE, WarningOutcome.AVERTED, WarningOutcome.FALSE))
        total = sum(counts.values()) + len(record.standing)
        if not judged:
            return words.plural(
                "In {months} months this scenario warned once; no outcome was noted yet.",
                "In {months} months this scenario warned {n} times; no outcome was noted yet.", total, ctx="card",
                months=MONTHS,
            )  # fmt: skip
        told = words.plural(
            "In {months} months this scenario warned once: {true} true, {averted} averted, {false} false, {open}"
            " without an outcome.",
            "In {months} months this scenario warned {n} times: {true} true, {averted} averted, {false} false, {open}"
            " without an outcome.",
            total, ctx="card", months=MONTHS, true=number(counts[WarningOutcome.TRUE]),
            averted=number(counts[WarningOutcome.AVERTED]), false=number(counts[WarningOutcome.FALSE]),
            open=number(total - judged),
        )  # fmt: skip
        if record.lead is None:
            return told
        lead = words.formats.rough(record.lead)
        return f"{told} {words('On average {lead} ahead ({n}).', ctx='card', lead=lead, n=number(record.lead_of))}"

    def _story(self, card: WarningCard) -> tuple[tuple[str, str], ...]:
        """The journal's lines, the newest first: time, verb · who: why."""
        words = self._words
        lines = []
        for line in reversed(card.history[-MOST_LINES:]):
            verb = words(WARNING_LINES[line.verb], ctx="warning line") if line.verb in WARNING_LINES else line.verb
            who = "" if line.officer in AUTOMATIC else f" · {line.officer}"
            why = f"{words(': ', ctx='list')}{words(line.why)}" if line.why else ""
            lines.append((words.formats.moment(line.at, self._now), f"{verb}{who}{why}"))
        if card.merged:
            numbers = words.formats.listing(number for _, number in card.merged)
            lines.append(("", words("Took in {numbers}", ctx="card", numbers=numbers)))
        return tuple(lines)

    def _score_course(self, card: WarningCard) -> str:
        """How the score went since it was raised."""
        scores = card.scores
        if len(scores) < 2 or round(scores[0].score) == round(scores[-1].score):
            return ""
        number = self._words.formats.integer
        return self._words(
            "score {first} → {last}", ctx="card", first=number(scores[0].score), last=number(scores[-1].score)
        )

    # ---- advice and foot -----------------------------------------------------------------------------------------

    def _advice(self, card: WarningCard) -> AdviceLook:
        words, scenario = self._words, card.scenario
        if scenario is None:
            return AdviceLook((), (words("This scenario is no longer known; the owner decides.", ctx="card"),))
        owner = self._names.department(scenario.owner)
        helpers = words.formats.listing(self._names.department(code) for code in scenario.helpers)
        lines = [(words("Owner", ctx="form"), owner)]
        if helpers:
            lines.append((words("Helpers", ctx="form"), helpers))
        lines.append((words("Limit", ctx="form"), self._limit(card, scenario)))
        return AdviceLook(tuple(lines), scenario.advice(words.lang))

    def _limit(self, card: WarningCard, scenario: Scenario) -> str:
        words = self._words
        if card.ticket is not None:
            due = words.formats.moment(card.ticket.due_at, self._now)
            return words("ticket {number}, due {time}", ctx="card", number=card.ticket.number, time=due)
        if card.due_at is None:
            return words("No limit of hours: straight to the leaders in charge")
        span = words.formats.rough(card.due_at - card.at)
        return f"{span} → {words.formats.moment(card.due_at, self._now)}"

    def _foot(self, card: WarningCard) -> str:
        """Who saw it first, and the time of the data."""
        words, parts = self._words, []
        first = next((line for line in card.history if line.verb == "acknowledge_warning"), None)
        if first is not None:
            time = words.formats.moment(first.at, self._now)
            parts.append(words("first acknowledged {time}, {who}", ctx="card", time=time, who=first.officer))
        at = words.formats.clock(card.at.astimezone(self._now.tzinfo), True)
        parts.append(words("data {time}", ctx="card", time=at))
        return " · ".join(parts)

    def _circle(self, card: WarningCard) -> CircleLook | None:
        live = card.warning.live
        if live.place.lon is None or live.place.lat is None:
            return None
        x, y = (float(value) for value in to_mercator(live.place.lon, live.place.lat))
        if live.radius_m is None:
            return CircleLook(x, y)
        _, edge = to_mercator(live.place.lon, live.place.lat + live.radius_m / 111_320.0)
        radius = self._words.formats.distance(live.radius_m)
        return CircleLook(x, y, float(edge) - y, self._words("radius {radius}", ctx="card", radius=radius))
