"""What models found, in the reader's words: one sentence, the parts of a score, what would bring it down."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from services.domain.scenarios import ModelKind, Scenario
from services.domain.warnings import LiveWarning, Relief, ScorePart
from services.words import Words
from services.words.warnings import MODELS

Values = Mapping[str, float | str]


class Told:
    """The numbers of a finding, each as the reader writes it; a number that is missing is a `KeyError`."""

    def __init__(self, words: Words, values: Values) -> None:
        self.words, self._values = words, values

    def of(self, name: str) -> float:
        """A number."""
        return float(self._values[name])

    def has(self, name: str) -> bool:
        """Whether there is such a number and it is not nought."""
        return bool(self._values.get(name, 0.0))

    def n(self, name: str) -> str:
        """A count; weighted ones with a decimal."""
        value = self.of(name)
        formats = self.words.formats
        return formats.integer(value) if abs(value - round(value)) < 0.05 else formats.decimal(value)

    def rate(self, name: str) -> str:
        """A number by time; small ones with one more decimal."""
        value = self.of(name)
        return self.words.formats.decimal(value, 1 if value >= 1 else 2)

    def span(self, name: str, hours: float = 24.0) -> str:
        """A length of time: a number of days, or of as many hours as a unit has. Days only where they are whole."""
        length = max(0.0, self.of(name)) * hours
        if length < 1:
            return self.words.formats.rough(timedelta(hours=length))
        if length < 72 and (round(length) % 24 or length < 24):
            return self.words("{n}\u202fh", n=self.words.formats.integer(length))
        return self.words.formats.rough(timedelta(days=round(length / 24)))

    def whole(self, name: str) -> int:
        """A count that decides between one and many."""
        return round(self.of(name))


def model_name(words: Words, kind: str) -> str:
    """The name of a model; its code where this program does not know it."""
    try:
        return words(MODELS[ModelKind(kind)], ctx="model")
    except ValueError:
        return kind


def sentence(words: Words, scenario: Scenario | None, told: LiveWarning | Values) -> str:
    """The one line that says why: "12 in 90 d, threshold 6". Empty where the numbers for it are not there.

    `told`: a warning, whose model and basis speak, or the basis of a finding of this scenario.
    """
    live = told if isinstance(told, LiveWarning) else None
    model = live.model if live is not None else str(scenario.model) if scenario is not None else ""
    basis = live.basis if live is not None else told
    say = SENTENCES.get(model)
    try:
        return say(Told(words, basis)) if say is not None else ""  # type: ignore[arg-type]
    except (KeyError, ValueError):
        return ""


def part_words(words: Words, part: ScorePart) -> tuple[str, str]:
    """The name of a part of a score and what it was made of; the second is empty where nothing is to be said."""
    say = PARTS.get(part.code)
    if say is None:
        return part.code, ""
    label, detail = say
    try:
        return label(words), detail(Told(words, part.values))
    except (KeyError, ValueError):
        return label(words), ""


def relief_words(words: Words, relief: Relief) -> str:
    """What would have to come about; its code where this program does not know it."""
    say = RELIEFS.get(relief.code)
    try:
        return say(Told(words, relief.values)) if say is not None else relief.code
    except (KeyError, ValueError):
        return relief.code


# ---- sentences, which also say of which numbers the first part of a score was made --------------------------------


def _frequency(t: Told) -> str:
    return t.words(
        "{count} in {span}, threshold {threshold}", ctx="risk",
        count=t.n("count"), span=t.span("days"), threshold=t.n("threshold"),
    )  # fmt: skip


def _surge(t: Told) -> str:
    return t.words(
        "{count} in {span}, {expected} expected, a surge from {limit}", ctx="risk", count=t.n("count"),
        span=t.span("days"), expected=t.words.formats.decimal(t.of("expected")), limit=t.n("limit"),
    )  # fmt: skip


def _cluster(t: Told) -> str:
    return t.words(
        "{count} in {span} within {radius}, {expected} expected, chance {p}", ctx="risk",
        count=t.n("count"), span=t.span("days"), radius=t.words.formats.distance(t.of("radius_m")),
        expected=t.words.formats.decimal(t.of("expected")), p=t.words.formats.decimal(t.of("p"), 3),
    )  # fmt: skip


def _repetition(t: Told) -> str:
    if t.has("channels") and t.of("channels") > 1:
        return t.words(
            "{count} times in {span} through {channels} channels, threshold {threshold}", ctx="risk",
            count=t.n("count"), span=t.span("days"), channels=t.n("channels"), threshold=t.n("threshold"),
        )  # fmt: skip
    return t.words(
        "{count} times in {span}, threshold {threshold}", ctx="risk",
        count=t.n("count"), span=t.span("days"), threshold=t.n("threshold"),
    )  # fmt: skip


def _sequence(t: Told) -> str:
    if not t.has("elapsed_days"):
        return t.words("step {reached} of {steps}", ctx="risk", reached=t.n("reached"), steps=t.n("steps"))
    return t.words(
        "step {reached} of {steps} after {span}", ctx="risk",
        reached=t.n("reached"), steps=t.n("steps"), span=t.span("elapsed_days"),
    )  # fmt: skip


def _coincidence(t: Told) -> str:
    return t.words(
        "{sources}, {kinds} within {span}, threshold {threshold}", ctx="risk",
        sources=t.words.plural("{n} source", "{n} sources", t.whole("sources"), ctx="risk"), kinds=_kinds(t),
        span=t.span("hours", 1), threshold=t.n("threshold"),
    )  # fmt: skip


def _kinds(t: Told) -> str:
    return t.words.plural("{n} kind of signal", "{n} kinds of signal", t.whole("kinds"), ctx="risk")


def _exposure(t: Told) -> str:
    due = t.span("due_days")
    if t.has("never"):
        return t.words("never inspected, due every {due}", ctx="risk", due=due)
    return t.words("inspected {span} ago, due every {due}", ctx="risk", span=t.span("since_days"), due=due)


def _silence(t: Told) -> str:
    hours = "silent_hours" if t.has("silent_hours") else "hours"
    if t.has("silent") and t.of("silent") > 1:
        return t.words("{n} silent at once, the longest for {span}", ctx="risk", n=t.n("silent"), span=t.span(hours, 1))
    every = t.span("every_hours", 1)
    if t.has("never"):
        return t.words("never heard, expected every {every}", ctx="risk", every=every)
    return t.words("silent for {span}, expected every {every}", ctx="risk", span=t.span(hours, 1), every=every)


SENTENCES: Mapping[str, Callable[[Told], str]] = {
    "frequency": _frequency, "surge": _surge, "cluster": _cluster, "repetition": _repetition,
    "sequence": _sequence, "coincidence": _coincidence, "exposure": _exposure, "silence": _silence,
}  # fmt: skip


# ---- parts of a score ----------------------------------------------------------------------------------------------


def _trend(t: Told) -> str:
    if t.has("recent_days"):
        return t.words(
            "{recent} in the last {late}, {earlier} in the {early} before", ctx="risk",
            recent=t.n("recent"), late=t.span("recent_days"), earlier=t.n("earlier"), early=t.span("earlier_days"),
        )  # fmt: skip
    return t.words(
        "{recent} a day of late, {earlier} before", ctx="risk", recent=t.rate("recent"), earlier=t.rate("earlier")
    )


def _harm(t: Told) -> str:
    if t.has("hurt"):
        return t.words("{n} hurt", ctx="risk", n=t.n("hurt"))
    if t.has("grade"):
        share = t.words.formats.percent(t.of("grade"), 1.0, 0)
        return t.words("gravity {share}, as the scenario is set", ctx="risk", share=share)
    return t.words("as the scenario is set", ctx="risk")


def _homes(t: Told) -> str:
    return t.words.plural("{n} household", "{n} households", t.whole("homes"), ctx="risk")


def _near(t: Told) -> str:
    if not t.has("vulnerable"):
        return _homes(t)
    return t.words(
        "{homes}, and those to be cared for counted as {vulnerable}", ctx="risk", homes=_homes(t),
        vulnerable=t.n("vulnerable"),
    )  # fmt: skip


def _shortening(t: Told) -> str:
    if not t.has("interval_before"):
        return t.words("too few to tell", ctx="risk")
    return t.words(
        "{interval} apart, {before} before", ctx="risk", interval=t.span("interval"), before=t.span("interval_before")
    )


def _channels(t: Told) -> str:
    return t.words.plural("{n} channel", "{n} channels", t.whole("channels"), ctx="risk")


def _meeting(t: Told) -> str:
    sources = t.words.plural("{n} source", "{n} sources", t.whole("sources"), ctx="risk")
    return t.words(
        "{sources}, {kinds}, threshold {threshold}", ctx="risk",
        sources=sources, kinds=_kinds(t), threshold=t.n("threshold"),
    )  # fmt: skip


def _closeness(t: Told) -> str:
    return t.words(
        "within {span}, {window} allowed", ctx="risk", span=t.span("hours", 1), window=t.span("window_hours", 1)
    )


def _steps(t: Told) -> str:
    return t.words(
        "step {reached} of {steps}, warns from step {first}", ctx="risk",
        reached=t.n("reached"), steps=t.n("steps"), first=t.n("from_step"),
    )  # fmt: skip


def _speed(t: Told) -> str:
    return t.words(
        "after {span}, {gap} allowed for a step", ctx="risk", span=t.span("elapsed_days"), gap=t.span("gap_days")
    )


def _signals(t: Told) -> str:
    return t.words.plural("{n} signal near it", "{n} signals near it", t.whole("signals"), ctx="risk")


def _together(t: Told) -> str:
    return t.words("{silent} of {expected} silent", ctx="risk", silent=t.n("silent"), expected=t.n("expected"))


def _unlikely(t: Told) -> str:
    decimal = t.words.formats.decimal
    return t.words(
        "{count} where {expected} were expected, chance {p}", ctx="risk",
        count=t.n("count"), expected=decimal(t.of("expected")), p=decimal(t.of("p"), 3),
    )  # fmt: skip


PARTS: Mapping[str, tuple[Callable[[Words], str], Callable[[Told], str]]] = {
    "frequency": (lambda words: words("Frequency", ctx="score"), _frequency),
    "surge": (lambda words: words("Surge", ctx="score"), _surge),
    "cluster": (lambda words: words("Cluster", ctx="score"), _unlikely),
    "repetition": (lambda words: words("Repetition", ctx="score"), _repetition),
    "sequence": (lambda words: words("Steps", ctx="score"), _steps),
    "coincidence": (lambda words: words("Meeting", ctx="score"), _meeting),
    "overdue": (lambda words: words("Overdue", ctx="score"), _exposure),
    "silence": (lambda words: words("Silence", ctx="score"), _silence),
    "trend": (lambda words: words("Trend", ctx="score"), _trend),
    "shortening": (lambda words: words("Interval", ctx="score"), _shortening),
    "speed": (lambda words: words("Speed", ctx="score"), _speed),
    "closeness": (lambda words: words("Closeness", ctx="score"), _closeness),
    "signals": (lambda words: words("Around it", ctx="score"), _signals),
    "together": (lambda words: words("Extent", ctx="score"), _together),
    "harm": (lambda words: words("Harm", ctx="score"), _harm),
    "exposure": (lambda words: words("Exposure", ctx="score"), _homes),
    "near": (lambda words: words("Exposure", ctx="score"), _near),
    "channels": (lambda words: words("Channels", ctx="score"), _channels),
}


# ---- what would bring it down --------------------------------------------------------------------------------------


def _steady(t: Told) -> str:
    return t.words("no more than {count} in the next {span}", ctx="relief", count=t.n("count"), span=t.span("days"))


def _below(t: Told) -> str:
    return t.words("no more than {count} in {span}", ctx="relief", count=t.n("count"), span=t.span("days"))


def _usual(t: Told) -> str:
    return t.words("as usual: {count} in {span}", ctx="relief", count=t.n("count"), span=t.span("days"))


def _calmer(t: Told) -> str:
    return t.words("no sooner again than after {interval}", ctx="relief", interval=t.span("interval"))


def _quiet(t: Told) -> str:
    return t.words("no more than {count} times in {span}", ctx="relief", count=t.n("count"), span=t.span("days"))


def _settled(t: Told) -> str:
    return t.words("settled: nothing more for {span}", ctx="relief", span=t.span("days"))


def _slower(t: Told) -> str:
    return t.words("no further step for {span}", ctx="relief", span=t.span("days"))


def _back(t: Told) -> str:
    if not t.has("reached"):
        return t.words("settled before the first step", ctx="relief")
    return t.words("calmed down to step {reached}", ctx="relief", reached=t.n("reached"))


def _heard(t: Told) -> str:
    if t.whole("count") == 1:
        return t.words("heard again", ctx="relief")
    return t.words("all {n} heard again", ctx="relief", n=t.n("count"))


RELIEFS: Mapping[str, Callable[[Told], str]] = {
    "steady": _steady,
    "below": _below,
    "half": _below,
    "usual": _usual,
    "calmer": _calmer,
    "quiet": _quiet,
    "settled": _settled,
    "slower": _slower,
    "step_back": _back,
    "before_it": _back,
    "one_settled": lambda t: t.words("one of them cleared up", ctx="relief"),
    "one_left": lambda t: t.words("all but one cleared up", ctx="relief"),
    "cleared": lambda t: t.words("what was perceived near it cleared up", ctx="relief"),
    "inspected": lambda t: t.words("inspected today", ctx="relief"),
    "inspected_cleared": lambda t: t.words("inspected today, and all near it cleared up", ctx="relief"),
    "heard": _heard,
    "one_silent": lambda t: t.words("all but one heard again", ctx="relief"),
}
