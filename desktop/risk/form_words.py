"""Forms of the steps with a warning, in the reader's words: which fields, what they begin with, what may be chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from desktop.operator.forms.step_options import StepOptions
from desktop.risk.words import WarningWords
from services.domain.warnings import LiveWarning, WarningOutcome, WarningState, WarningVerb
from services.insight.explaining.values import WarningCard
from services.words import N_, Words
from services.words.warnings import WARNING_ORDERS, WARNING_OUTCOMES, WARNING_STATES
from widgets.forms.conflict_card import ConflictLook, ConflictRow, WayLook
from widgets.forms.looks import FieldKind, FieldLook, FormLook, Option, StepLook
from widgets.kit.level_glyph import level_word

V = WarningVerb
KEYS: Mapping[WarningVerb, str] = {
    V.DISPATCH: "D", V.ACKNOWLEDGE: "A", V.SHELVE: "S", V.UNSHELVE: "S", V.REGRADE: "R", V.MERGE: "M", V.CLOSE: "C",
}  # fmt: skip
SHOWN = tuple(KEYS)  # the order of the buttons
AT_ONCE = frozenset({V.ACKNOWLEDGE, V.UNSHELVE})  # nothing has to be said with them
FIELDS: Mapping[WarningVerb, tuple[str, ...]] = {
    V.SHELVE: ("until", "why"),
    V.REGRADE: ("level", "why"),
    V.MERGE: ("into", "why"),
    V.DISPATCH: ("department", "helpers", "category", "limit", "text"),
    V.CLOSE: ("outcome", "into", "why"),
}
KINDS: Mapping[str, FieldKind] = {
    "until": FieldKind.MOMENT, "why": FieldKind.WORDS, "level": FieldKind.LEVEL, "into": FieldKind.CHOICE,
    "department": FieldKind.CHOICE, "helpers": FieldKind.SEVERAL, "category": FieldKind.CHOICE,
    "limit": FieldKind.TOLD, "text": FieldKind.WORDS, "outcome": FieldKind.CHOICE,
}  # fmt: skip
LABELS: Mapping[str, tuple[str, str]] = {
    "until": (N_("Until", ctx="form"), "form"), "why": (N_("Reason", ctx="form"), "form"),
    "level": (N_("Level", ctx="form"), "form"), "into": (N_("Into", ctx="form"), "form"),
    "department": (N_("Owner", ctx="form"), "form"), "helpers": (N_("Helpers", ctx="form"), "form"),
    "category": (N_("Category", ctx="form"), "form"), "limit": (N_("Limit", ctx="form"), "form"),
    "text": (N_("Wanted", ctx="form"), "form"), "outcome": (N_("Outcome", ctx="warning form"), "warning form"),
    "proof": (N_("Proof", ctx="warning form"), "warning form"),
    "case": (N_("Case", ctx="warning form"), "warning form"),
}  # fmt: skip
HINTS: Mapping[str, tuple[str, str]] = {
    "department": (N_("Name or pinyin initials", ctx="form"), "form"),
    "category": (N_("Name or pinyin initials", ctx="form"), "form"),
    "helpers": (N_("Further departments, each with its own ticket", ctx="form"), "form"),
    "into": (N_("Number or place of the warning that stays", ctx="warning form"), "warning form"),
    "case": (N_("The case that proves it, if there is one", ctx="warning form"), "warning form"),
    "text": (N_("What has to be done, by when, what to mind", ctx="form"), "form"),
    "why": (N_("Why, for those who read it later", ctx="warning form"), "warning form"),
    "proof": (N_("What happened, or what kept it from happening", ctx="warning form"), "warning form"),
}
AGAIN, COPY, DISCARD = "again", "copy", "discard"


class WarningFormWords:
    """Makes forms for one moment."""

    def __init__(self, words: Words, told: WarningWords, options: StepOptions | None, now: datetime) -> None:
        self._words, self._told, self._options, self._now = words, told, options, now

    def steps(self, possible: Iterable[WarningVerb], acked: bool) -> tuple[StepLook, ...]:
        """The steps that an officer may take, as buttons say them; what is acknowledged needs it no more."""
        found = set(possible) - ({V.ACKNOWLEDGE} if acked else set())
        return tuple(self.step(verb) for verb in SHOWN if verb in found)

    def step(self, verb: WarningVerb) -> StepLook:
        """A step as a button says it, with its key."""
        text = self._words(WARNING_ORDERS[verb], ctx="warning")
        return StepLook(verb, text if verb in AT_ONCE else f"{text}…", KEYS[verb])

    def form(self, verb: WarningVerb, card: WarningCard, others: Iterable[LiveWarning]) -> FormLook:
        """The form of a step; `others` are the warnings that it may be merged into."""
        text = self._words(WARNING_ORDERS[verb], ctx="warning")
        into = self._cases(card) if verb is V.CLOSE else self._others(card, others)
        return FormLook(
            subject=f"warning/{card.warning.live.id}",
            step=StepLook(verb, text, KEYS[verb]),
            fields=tuple(self._field(name, verb, card, into) for name in FIELDS[verb]),
        )

    def first(self, verb: WarningVerb, card: WarningCard) -> Mapping[str, Any]:
        """What a form begins with: of a dispatch the advice, ready to be signed."""
        scenario = card.scenario
        if verb is not V.DISPATCH or scenario is None:
            return {}
        steps = scenario.advice(self._words.lang)
        text = "\n".join(f"{at}. {step}" for at, step in enumerate(steps, 1))
        return {
            "department": scenario.owner, "helpers": list(scenario.helpers), "category": scenario.category,
            "text": text,
        }  # fmt: skip

    def conflict(self, verb: WarningVerb, why: str, text: str, card: WarningCard, again: bool) -> ConflictLook:
        """An order that lost: yours beside what holds now; `again` where the same step is still possible."""
        words, live = self._words, card.warning.live
        order = words(WARNING_ORDERS[verb], ctx="warning")
        stands = words(WARNING_STATES[live.state], ctx="warning")
        rows = [ConflictRow(words("Step"), order, stands)]
        rows.append(ConflictRow(words("Level", ctx="form"), "", level_word(int(live.level), words)))
        if text:
            rows.append(
                ConflictRow(words("In words", ctx="form"), text, card.warning.proof or card.warning.shelf_reason)
            )
        ways = [WayLook(COPY, words("Copy my words"))] if text else []
        if again:
            ways.insert(0, WayLook(AGAIN, f"{order}…"))
        ways.append(WayLook(DISCARD, words("Discard")))
        return ConflictLook(
            words("“{verb}” was not carried out: somebody was faster", verb=order), why,
            words("Yours", ctx="warning form"), words("Now (version {n})", n=live.version), tuple(rows), tuple(ways),
        )  # fmt: skip

    # ---- inside --------------------------------------------------------------------------------------------------

    def _field(self, name: str, verb: WarningVerb, card: WarningCard, into: tuple[Option, ...]) -> FieldLook:
        said = {"why": "proof", "into": "case"}.get(name, name) if verb is V.CLOSE else name
        label, ctx = LABELS[said]
        hint, hint_ctx = HINTS.get(said, ("", ""))
        return FieldLook(
            name=name, kind=KINDS[name], label=self._words(label, ctx=ctx), options=self._choices(name, into),
            hint=self._words(hint, ctx=hint_ctx) if hint else "", needed=name not in ("helpers", "limit"),
        )  # fmt: skip

    def _choices(self, name: str, into: tuple[Option, ...]) -> tuple[Option, ...]:
        lang, options = self._words.lang, self._options
        if name == "into":
            return into
        if name == "outcome":
            known = (WarningOutcome.TRUE, WarningOutcome.AVERTED, WarningOutcome.FALSE)
            return tuple(Option(str(int(one)), self._words(WARNING_OUTCOMES[one], ctx="warning")) for one in known)
        if options is None:
            return ()
        if name in ("department", "helpers"):
            return options.owners(lang)
        return options.kinds(lang) if name == "category" else ()

    def _others(self, card: WarningCard, others: Iterable[LiveWarning]) -> tuple[Option, ...]:
        mine = card.warning.live
        found = [one for one in others if one.id != mine.id and one.drill == mine.drill]
        near = sorted(found, key=lambda one: (one.place.town != mine.place.town, one.level, -one.id))
        return tuple(
            Option(
                str(one.id), f"{self._told.title(one)} · {self._told.place(one)}",
                (one.number.lower(), self._told.title(one).lower(), self._told.place(one).lower()), one.number,
            )
            for one in near
        )  # fmt: skip

    def _cases(self, card: WarningCard) -> tuple[Option, ...]:
        """The ticket of the warning, then the cases behind its facts."""
        found = {card.ticket.incident: card.ticket.number} if card.ticket is not None else {}
        found |= {one.incident: one.number for one in card.facts if one.incident is not None and one.number}
        return tuple(Option(str(ident), number, (number.lower(),)) for ident, number in found.items())


def is_seen(live: LiveWarning) -> bool:
    """Whether its newest member has been acknowledged."""
    return live.acked or live.state is WarningState.DISPATCHED
