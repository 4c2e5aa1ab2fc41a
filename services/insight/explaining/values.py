"""The explanation card as one frozen value: whatever it shows carries the ids of what it was made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.domain.incidents import IncidentState, Place, Severity
from services.domain.scenarios import Scenario, ScenarioVersion
from services.domain.warnings import Relief, ScorePart, WarningOutcome, WholeWarning


@dataclass(frozen=True, slots=True)
class FactLine:
    """One signal behind a warning; `text` is the first words of its report, masked.

    `unit_zh`, `unit_en` are those of its value, "" where nothing is measured. `incident` and `number` lead to the case
    that it belongs to.
    """

    signal: int
    source: str
    kind: str
    at: datetime
    place: Place
    value: float
    origin: str
    unit_zh: str = ""
    unit_en: str = ""
    text: str = ""
    incident: int | None = None
    number: str = ""


@dataclass(frozen=True, slots=True)
class OfSource:
    """What one source contributed: how many facts, from when to when, and which (ids of signals, oldest first)."""

    source: str
    first_at: datetime
    last_at: datetime
    signals: tuple[int, ...]

    @property
    def count(self) -> int:
        """How many."""
        return len(self.signals)


@dataclass(frozen=True, slots=True)
class Tried:
    """A relief scored again by the same model: the parts, their sum, and the level; None: it would be lifted.

    `moved` says by how many points each part falls (negative), the parts that do not move left out.
    """

    relief: Relief
    parts: tuple[ScorePart, ...]
    score: float
    level: Severity | None
    moved: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Expected:
    """What was to be expected by a moment, with the band in which it mostly lies (19 of 20)."""

    at: datetime
    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Course:
    """The window's course: the actual count cumulated, against what was to be expected.

    `actual` are (moment, count so far, signal). `basis`: "model" (the model's own), "areas", "spots", "subjects" or
    "before" (what was compared with), "" where nothing could be; `compared` says with how many, `same` in words of the
    kind of area ("rural"), "" for any.
    """

    begin: datetime
    end: datetime
    actual: tuple[tuple[datetime, float, int], ...]
    expected: tuple[Expected, ...] = ()
    basis: str = ""
    compared: int = 0
    same: str = ""
    threshold: float | None = None


@dataclass(frozen=True, slots=True)
class TicketLine:
    """The ticket that was made of a warning; words are masked."""

    incident: int
    number: str
    state: IncidentState
    department: str | None
    due_at: datetime | None
    closed_at: datetime | None
    text: str


@dataclass(frozen=True, slots=True)
class SimilarLine:
    """A similar warning before: what was done, and how many signals came in as long a time before and after that.

    `after` None: that time is not over. `likeness` is 1 for the same numbers, less for others.
    """

    warning: int
    number: str
    raised_at: datetime
    place: Place
    level: Severity
    outcome: WarningOutcome
    measure_at: datetime
    days: float
    before: int
    after: int | None
    likeness: float
    ticket: TicketLine | None = None
    before_signals: tuple[int, ...] = ()
    after_signals: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class TrackRecord:
    """How often a scenario was right in a time: ids of warnings by outcome, of those that ended without one, and how
    long before it happened it had been raised, for those of which that is known."""

    since: datetime
    by_outcome: Mapping[WarningOutcome, tuple[int, ...]]
    standing: tuple[int, ...]
    lead: timedelta | None
    lead_of: int

    def count(self, outcome: WarningOutcome) -> int:
        """How many came out so."""
        return len(self.by_outcome.get(outcome, ()))


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One line of the journal on the warning."""

    at: datetime
    officer: str
    verb: str
    why: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ScorePoint:
    """How score, level and members stood from a moment on."""

    at: datetime
    score: float
    level: Severity
    members: int


@dataclass(frozen=True, slots=True)
class WarningCard:
    """All that the explanation card shows of a warning, as it was `at`.

    `scenario` is the version that raised it (None: no longer known), `thresholds` its four scores. `facts` are the
    newest first, and `by_source` adds up to them. `due_at` is when a ticket signed now would have to be done.
    `lanes` is the time line: each source's facts in time.
    """

    at: datetime
    warning: WholeWarning
    scenario: Scenario | None
    version: ScenarioVersion | None
    thresholds: Mapping[Severity, float]
    facts: tuple[FactLine, ...]
    by_source: tuple[OfSource, ...]
    tried: tuple[Tried, ...]
    course: Course | None
    similar: tuple[SimilarLine, ...]
    record: TrackRecord
    history: tuple[HistoryLine, ...]
    scores: tuple[ScorePoint, ...]
    ticket: TicketLine | None = None
    due_at: datetime | None = None
    merged: tuple[tuple[int, str], ...] = ()

    @property
    def lanes(self) -> tuple[tuple[str, tuple[FactLine, ...]], ...]:
        """The time line: of each source its facts, oldest first."""
        by_id = {fact.signal: fact for fact in self.facts}
        return tuple((line.source, tuple(by_id[one] for one in line.signals)) for line in self.by_source)
