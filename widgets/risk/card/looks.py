"""Everything that the explanation card shows, in the reader's words; numbers only where they are drawn."""

from __future__ import annotations

from dataclasses import dataclass, field

LIFTED = 0  # the rank of a score below every threshold


@dataclass(frozen=True, slots=True)
class PartLook:
    """One part of the score: its name, what it was made of, its points and how they are written."""

    name: str
    detail: str
    points: float
    said: str


@dataclass(frozen=True, slots=True)
class ScoreLook:
    """The score in its parts, on a scale from 0 to 100 with the score from which each level holds, blue first."""

    parts: tuple[PartLook, ...]
    score: float
    said: str
    thresholds: tuple[tuple[int, float, str], ...]
    label: str


@dataclass(frozen=True, slots=True)
class ReliefLook:
    """Something that would bring it down: what, which parts change, the score then, and its level (0: lifted)."""

    what: str
    change: str
    score: str
    rank: int
    lifted: str = ""


@dataclass(frozen=True, slots=True)
class SimilarLook:
    """A warning like this one before: where and when, what was done, counts before and after it."""

    key: int
    where: str
    done: str
    before: float
    after: float
    said: str


@dataclass(frozen=True, slots=True)
class AdviceLook:
    """The advice: labelled lines (owner, helpers, limit) and what is to be done, in order."""

    lines: tuple[tuple[str, str], ...]
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FactLook:
    """One fact. `at` in seconds since the epoch, `lane` the row of its source, x, y in Web Mercator metres or None.

    `incident` is what it can be opened into; None where nothing stands behind it but the signal itself.
    """

    key: int
    time: str
    source: str
    what: str
    at: float
    lane: int
    big: bool = False
    incident: int | None = None
    x: float | None = None
    y: float | None = None
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class LanesLook:
    """The time line: a lane for each source, ticks below, and moments that mattered."""

    sources: tuple[str, ...] = ()
    begin: float = 0.0
    end: float = 1.0
    ticks: tuple[tuple[float, str], ...] = ()
    moments: tuple[tuple[float, str], ...] = ()


@dataclass(frozen=True, slots=True)
class CourseLook:
    """Counted so far over time: the actual steps, the expected line with its band, the threshold (None without one)."""

    x: tuple[float, ...] = ()
    actual: tuple[float, ...] = ()
    expected_x: tuple[float, ...] = ()
    expected: tuple[float, ...] = ()
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()
    threshold: float | None = None
    actual_said: str = ""
    expected_said: str = ""
    threshold_said: str = ""


@dataclass(frozen=True, slots=True)
class CircleLook:
    """What the small map frames: a middle in Web Mercator metres, a radius in the same metres (0: none), its words."""

    x: float
    y: float
    radius: float = 0.0
    label: str = ""


@dataclass(frozen=True, slots=True)
class SectionLook:
    """Head and note of a section."""

    head: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class CardLook:
    """A whole card. `rank` 1 red … 4 blue; `drill` and `demo` are words of their marks, "" for none."""

    key: int
    rank: int
    hollow: bool
    title: str
    under: str
    model: str
    why: SectionLook
    score: ScoreLook
    relief: SectionLook
    reliefs: tuple[ReliefLook, ...]
    before: SectionLook
    similar: tuple[SimilarLook, ...]
    similar_note: str
    advised: SectionLook
    advice: AdviceLook
    story_section: SectionLook
    story: tuple[tuple[str, str], ...]
    facts: SectionLook
    rows: tuple[FactLook, ...]
    course_section: SectionLook
    lanes_section: SectionLook
    lanes: LanesLook
    course: CourseLook
    right: str
    foot: str
    circle: CircleLook | None = None
    area: int = -1
    drill: str = ""
    demo: str = ""
    ended: str = ""
    none_facts: str = ""
    none_before: str = ""
    none_relief: str = ""
    spoken: str = field(default="", repr=False)
