"""Forms in the reader's words: which fields a step has, what they are called, what they begin with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from desktop.operator.forms.step_options import StepOptions
from desktop.operator.hands.step_keys import KEY_OF
from desktop.operator.queue.row_words import short_number
from services.domain.incidents import Incident, IncidentClass, LiveIncident
from services.domain.steps import STEPS, Needs, Step, Verb
from services.live.picture import Picture
from services.words import N_, Words
from services.words.terms import CLASSES, ORDERS
from widgets.forms.looks import FieldKind, FieldLook, FormLook, Option, StepLook

V = Verb
FIELDS: Mapping[Needs, tuple[str, ...]] = {
    Needs.DEPARTMENT: ("department",),
    Needs.INTO: ("into",),
    Needs.WORKER: ("worker",),
    Needs.SEVERITY: ("severity",),
    Needs.CORRECTION: ("category", "address"),
    Needs.HOURS: ("hours",),
    Needs.UNTIL: ("until",),
    Needs.STARS: ("stars",),
    Needs.REASON: ("reason",),
    Needs.BEFORE_AND_AFTER: ("photos",),
    Needs.WORDS: ("words",),
}
# what may be said besides what has to be
MORE: Mapping[Verb, tuple[str, ...]] = {
    V.ASSIGN: ("helpers", "limit", "words", "tell_leader"),
    V.TRANSFER: ("tell_leader",),
    V.FINISH: ("photos",),
    V.URGE: ("words", "tell_leader"),
    V.VERIFY: ("words",),
    V.CLOSE: ("words",),
    V.RECALL: ("words",),
    V.RATE: ("words",),
}
ONE_OF = frozenset({"category", "address"})  # a correction needs one of them
KINDS: Mapping[str, FieldKind] = {
    "department": FieldKind.CHOICE,
    "helpers": FieldKind.SEVERAL,
    "limit": FieldKind.TOLD,
    "into": FieldKind.CHOICE,
    "worker": FieldKind.CHOICE,
    "severity": FieldKind.LEVEL,
    "category": FieldKind.CHOICE,
    "address": FieldKind.LINE,
    "hours": FieldKind.HOURS,
    "until": FieldKind.MOMENT,
    "stars": FieldKind.STARS,
    "reason": FieldKind.CHOICE,
    "photos": FieldKind.PHOTOS,
    "words": FieldKind.WORDS,
    "tell_leader": FieldKind.TICK,
}
LABELS: Mapping[str, str] = {
    "department": N_("Owner", ctx="form"),
    "helpers": N_("Helpers", ctx="form"),
    "limit": N_("Limit", ctx="form"),
    "into": N_("Into", ctx="form"),
    "worker": N_("Whom", ctx="form"),
    "severity": N_("Level", ctx="form"),
    "category": N_("Category", ctx="form"),
    "address": N_("Address", ctx="form"),
    "hours": N_("Hours", ctx="form"),
    "until": N_("Until", ctx="form"),
    "stars": N_("Stars", ctx="form"),
    "reason": N_("Reason", ctx="form"),
    "photos": N_("Photos", ctx="form"),
    "words": N_("In words", ctx="form"),
    "tell_leader": N_("Tell the leader in charge as well", ctx="form"),
}
WANTED = N_("Wanted", ctx="form")
ASKS = frozenset({V.ASSIGN, V.TRANSFER, V.SPLIT, V.URGE, V.SUPERVISE})  # their words say what is to be done
HINTS: Mapping[str, str] = {
    "department": N_("Name or pinyin initials", ctx="form"),
    "helpers": N_("Further departments, each with its own ticket", ctx="form"),
    "into": N_("Number or place of the incident that stays", ctx="form"),
    "worker": N_("Who is near", ctx="form"),
    "category": N_("Name or pinyin initials", ctx="form"),
    "reason": N_("From the list", ctx="form"),
}
WHAT: Mapping[Verb, str] = {
    V.ASSIGN: N_("What has to be done, by when, what to mind", ctx="form"),
    V.FINISH: N_("What was done, and what came of it", ctx="form"),
    V.RETURN: N_("Whose it is instead, and why", ctx="form"),
    V.ANSWER: N_("What was answered", ctx="form"),
    V.FEED_BACK: N_("What those who asked were told", ctx="form"),
    V.SPLIT: N_("What this department has to do", ctx="form"),
    V.URGE: N_("What is wanted, and by when", ctx="form"),
    V.NOTE: N_("A note; never telephone numbers or names", ctx="form"),
}


class StepWords:
    """Makes forms for one moment: picture, language and options as they are now."""

    def __init__(self, words: Words, picture: Picture, options: StepOptions, now: datetime) -> None:
        self._words, self._picture, self._options, self._now = words, picture, options, now

    def form(
        self,
        verb: Verb,
        incident: Incident,
        others: Sequence[Step],
        extra: Mapping[str, tuple[Option, ...]] | None = None,
        child: int | None = None,
    ) -> FormLook:
        """The form of a step for one incident; `extra` has the options that depend on it (into, worker)."""
        return FormLook(
            subject=f"incident/{incident.live.id}" + (f"/{child}" if child is not None else ""),
            step=self.step(verb),
            fields=tuple(self._field(name, verb, incident.live, extra or {}) for name in names_of(verb)),
            others=tuple(self.step(step.verb) for step in others if step.verb is not verb),
        )

    def batch(self, verb: Verb, count: int, others: Sequence[Verb], into: tuple[Option, ...]) -> FormLook:
        """The form of a step for several incidents at once."""
        names = [name for name in names_of(verb) if name not in ("limit", "helpers")]
        return FormLook(
            subject="several",
            step=StepLook(verb, f"{self.step(verb).text} · {self._words.formats.integer(count)}", KEY_OF[verb]),
            fields=tuple(self._field(name, verb, None, {"into": into}) for name in names),
            others=tuple(self.step(other) for other in others if other is not verb),
        )

    def step(self, verb: Verb) -> StepLook:
        """A step as a button says it."""
        return StepLook(verb, self._words(ORDERS[verb], ctx="order"), KEY_OF.get(verb, ""))

    def limit(self, live: LiveIncident) -> str:
        """By when it has to be ended, and how that was counted: 24 h → 24 Nov 14:12 (Ordinary)."""
        words = self._words
        if live.due_at is None:
            return words("No limit of hours: straight to the leaders in charge")
        span = words.formats.rough(live.due_at - live.begun_at)
        kind = words(CLASSES[live.kind], ctx="class")
        return words("{span} → {moment} ({kind})", span=span, moment=self.moment(live.due_at), kind=kind)

    def extended(self, live: LiveIncident, hours: float | None) -> str:
        """What an extension by so many hours would come to."""
        words = self._words
        if live.due_at is None or not hours:
            return ""
        if live.kind is IncidentClass.COMPLEX:
            return words("{moment} and {hours} of working time", moment=self.moment(live.due_at), hours=f"{hours:g} h")
        return words(
            "{before} → {after}",
            before=self.moment(live.due_at),
            after=self.moment(live.due_at + timedelta(hours=hours)),
        )

    def moment(self, at: datetime) -> str:
        """A moment on the city's clock."""
        return self._words.formats.moment(at, self._now)

    def subject(self, live: LiveIncident) -> str:
        """How a person names an incident: the end of its number."""
        return short_number(live.number)

    def _field(
        self, name: str, verb: Verb, live: LiveIncident | None, extra: Mapping[str, tuple[Option, ...]]
    ) -> FieldLook:
        words = self._words
        hint = WHAT.get(verb, "") if name == "words" else HINTS.get(name, "")
        return FieldLook(
            name=name,
            kind=KINDS[name],
            label=words(WANTED if name == "words" and verb in ASKS else LABELS[name], ctx="form"),
            options=extra[name] if name in extra else self._choices(name, verb),
            hint=words(hint, ctx="form") if hint else "",
            needed=name in needed(verb),
        )

    def _choices(self, name: str, verb: Verb) -> tuple[Option, ...]:
        lang = self._words.lang
        if name in ("department", "helpers"):
            return self._options.owners(lang)
        if name == "category":
            return self._options.kinds(lang)
        return self._options.why(verb, lang) if name == "reason" else ()


def needs_of(verb: Verb) -> Needs:
    """What a step needs, wherever it is taken from."""
    return next((step.needs for (_, found), step in STEPS.items() if found is verb), Needs.NOTHING)


def names_of(verb: Verb) -> tuple[str, ...]:
    """The fields of a step's form, from above."""
    needs = needs_of(verb)
    must = [name for need, names in FIELDS.items() if need in needs for name in names]
    wanted = dict.fromkeys((*must, *MORE.get(verb, ())))
    if Needs.REASON in needs:
        wanted["words"] = None
    return tuple(sorted(wanted, key=list(KINDS).index))


def needed(verb: Verb) -> frozenset[str]:
    """The fields without which a step can't be taken."""
    needs = needs_of(verb)
    return frozenset(name for need, names in FIELDS.items() if need in needs for name in names if name not in ONE_OF)
