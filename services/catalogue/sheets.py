"""The catalogue as sheets of words: what the editor edits, a spreadsheet holds, and a version keeps.

A draft has the rows of each sheet, a row has words by column, in a spelling that depends on no language: codes,
lower-case names, days as 2026-11-24, times as 08:00-18:00, "yes" and "no".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from services.catalogue.current import Book
from services.domain.calendar import ALWAYS
from services.domain.deadlines import LimitUnit, Phase
from services.domain.incidents import IncidentClass, Severity
from services.words import N_
from services.words.terms import CLASSES, SEVERITIES

Row = dict[str, str]
Draft = dict[str, list[Row]]


class Kind(Enum):
    """What a column holds: words, a code of its own or of something else, one of a few words, a day, a number."""

    TEXT = "text"
    CODE = "code"
    CATEGORY = "category"
    DEPARTMENT = "department"
    FIELD = "field"
    AREA = "area"
    CHOICE = "choice"
    DAY = "day"
    NUMBER = "number"
    WINDOW = "window"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its key, its title, what it holds, whether it must, and how many characters it may."""

    key: str
    title: str
    kind: Kind = Kind.TEXT
    needed: bool = False
    longest: int = 100
    choices: Mapping[str, tuple[str, str]] | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet; `identity` are the columns by which a row is the same row as before."""

    key: str
    title: str
    columns: tuple[Column, ...]
    identity: tuple[str, ...]

    def column(self, key: str) -> Column:
        """A column by its key."""
        return next(column for column in self.columns if column.key == key)


PHASES: Mapping[Phase, str] = {
    Phase.WHOLE: N_("Whole way", ctx="phase"),
    Phase.ASSIGN: N_("Assign", ctx="phase"),
    Phase.ACCEPT: N_("Accept", ctx="phase"),
    Phase.FINISH: N_("Finish", ctx="phase"),
    Phase.VERIFY: N_("Verify", ctx="phase"),
    Phase.REOPEN: N_("Whole way, reopened", ctx="phase"),
}
UNITS: Mapping[LimitUnit, str] = {
    LimitUnit.HOURS: N_("hours", ctx="unit"),
    LimitUnit.WORKING_HOURS: N_("working hours", ctx="unit"),
    LimitUnit.WORKING_DAYS: N_("working days", ctx="unit"),
}
YES_NO = {"yes": (N_("yes", ctx="catalogue"), "catalogue"), "no": (N_("no", ctx="catalogue"), "catalogue")}
DAY_KINDS = {
    "off": (N_("day off", ctx="calendar"), "calendar"),
    "work": (N_("working day", ctx="calendar"), "calendar"),
    "published": (N_("year published", ctx="calendar"), "calendar"),
    "provisional": (N_("year provisional", ctx="calendar"), "calendar"),
}


def _choices(names: Mapping[Phase, str] | Mapping[LimitUnit, str], ctx: str) -> dict[str, tuple[str, str]]:
    return {key.name.lower(): (name, ctx) for key, name in names.items()}


KINDS = {kind.name.lower(): (CLASSES[kind], "class") for kind in IncidentClass}
LEVELS = {severity.name.lower(): (SEVERITIES[severity], "level") for severity in Severity}

CATEGORIES = Sheet(
    "categories",
    N_("Categories", ctx="catalogue"),
    (
        Column("code", N_("Code", ctx="catalogue"), Kind.CODE, needed=True, longest=40),
        Column("name_zh", N_("Chinese name", ctx="catalogue"), needed=True),
        Column("name_en", N_("English name", ctx="catalogue"), needed=True),
        Column("parent", N_("Stands under", ctx="catalogue"), Kind.CATEGORY, longest=40),
        Column("kind", N_("Class", ctx="catalogue"), Kind.CHOICE, needed=True, choices=KINDS),
        Column("severity", N_("Level", ctx="catalogue"), Kind.CHOICE, needed=True, choices=LEVELS),
        Column("filing_zh", N_("Filed when (Chinese)", ctx="catalogue"), longest=2_000),
        Column("filing_en", N_("Filed when (English)", ctx="catalogue"), longest=2_000),
        Column("closing_zh", N_("Closed when (Chinese)", ctx="catalogue"), longest=2_000),
        Column("closing_en", N_("Closed when (English)", ctx="catalogue"), longest=2_000),
        Column("active", N_("In use", ctx="catalogue"), Kind.CHOICE, needed=True, choices=YES_NO),
        Column("merged_into", N_("Became", ctx="catalogue"), Kind.CATEGORY, longest=40),
    ),
    ("code",),
)
DEADLINES = Sheet(
    "deadlines",
    N_("Deadlines", ctx="catalogue"),
    (
        Column("phase", N_("Step", ctx="catalogue"), Kind.CHOICE, needed=True, choices=_choices(PHASES, "phase")),
        Column("category", N_("Category", ctx="catalogue"), Kind.CATEGORY, longest=40),
        Column("kind", N_("Class", ctx="catalogue"), Kind.CHOICE, choices=KINDS),
        Column("area", N_("Area", ctx="catalogue"), Kind.AREA, longest=40),
        Column("amount", N_("Limit", ctx="catalogue"), Kind.NUMBER, needed=True, longest=12),
        Column("unit", N_("Unit", ctx="catalogue"), Kind.CHOICE, needed=True, choices=_choices(UNITS, "unit")),
        Column("window", N_("Working window", ctx="catalogue"), Kind.WINDOW, longest=20),
        Column("valid_from", N_("Holds from", ctx="catalogue"), Kind.DAY, longest=20),
    ),
    ("phase", "category", "kind", "area", "valid_from"),
)
DUTIES = Sheet(
    "duties",
    N_("Duties", ctx="catalogue"),
    (
        Column("category", N_("Category", ctx="catalogue"), Kind.CATEGORY, needed=True, longest=40),
        Column("area", N_("Area", ctx="catalogue"), Kind.AREA, longest=40),
        Column("department", N_("Owner", ctx="catalogue"), Kind.DEPARTMENT, needed=True, longest=40),
        Column("valid_from", N_("Holds from", ctx="catalogue"), Kind.DAY, longest=20),
        Column("valid_to", N_("Until before", ctx="catalogue"), Kind.DAY, longest=20),
        Column("why", N_("By which paper", ctx="catalogue"), longest=500),
    ),
    ("category", "area", "valid_from"),
)
DEPARTMENTS = Sheet(
    "departments",
    N_("Departments", ctx="catalogue"),
    (
        Column("code", N_("Code", ctx="catalogue"), Kind.CODE, needed=True, longest=40),
        Column("name_zh", N_("Chinese name", ctx="catalogue"), needed=True),
        Column("name_en", N_("English name", ctx="catalogue"), needed=True),
        Column("field", N_("Key field", ctx="catalogue"), Kind.FIELD, needed=True, longest=40),
        Column("leader", N_("Leader in charge", ctx="catalogue")),
        Column("leader_title", N_("Leader's office", ctx="catalogue")),
        Column("active", N_("In use", ctx="catalogue"), Kind.CHOICE, needed=True, choices=YES_NO),
        Column("merged_into", N_("Became", ctx="catalogue"), Kind.DEPARTMENT, longest=40),
    ),
    ("code",),
)
CALENDAR = Sheet(
    "calendar",
    N_("Calendar", ctx="catalogue"),
    (
        Column("day", N_("Day or year", ctx="catalogue"), Kind.TEXT, needed=True, longest=20),
        Column("kind", N_("What it is", ctx="catalogue"), Kind.CHOICE, needed=True, choices=DAY_KINDS),
    ),
    ("day",),
)
SHEETS = (CATEGORIES, DEADLINES, DUTIES, DEPARTMENTS, CALENDAR)
BY_KEY = {sheet.key: sheet for sheet in SHEETS}


def draft_of(book: Book) -> Draft:
    """A book as a draft."""
    return {
        "categories": [
            {
                "code": one.code,
                "name_zh": one.name_zh,
                "name_en": one.name_en,
                "parent": one.parent or "",
                "kind": one.kind.name.lower(),
                "severity": one.severity.name.lower(),
                "filing_zh": one.filing_zh,
                "filing_en": one.filing_en,
                "closing_zh": one.closing_zh,
                "closing_en": one.closing_en,
                "active": _yes(one.active),
                "merged_into": one.merged_into or "",
            }
            for one in book.catalogue.categories
        ],
        "deadlines": _deadlines(book),
        "duties": [
            {
                "category": one.category,
                "area": one.area or "",
                "department": one.department,
                "valid_from": "" if one.valid_from == ALWAYS else one.valid_from.isoformat(),
                "valid_to": one.valid_to.isoformat() if one.valid_to else "",
                "why": one.why,
            }
            for one in book.duties.rows
        ],
        "departments": [
            {
                "code": one.code,
                "name_zh": one.name_zh,
                "name_en": one.name_en,
                "field": one.field,
                "leader": one.leader,
                "leader_title": one.leader_title,
                "active": _yes(one.active),
                "merged_into": one.merged_into or "",
            }
            for one in book.catalogue.departments
        ],
        "calendar": _calendar(book),
    }


def copied(draft: Mapping[str, Sequence[Mapping[str, str]]]) -> Draft:
    """A draft of its own with the same words; sheets and columns that are missing are empty."""
    return {
        sheet.key: [
            {column.key: str(row.get(column.key, "")) for column in sheet.columns} for row in draft.get(sheet.key, ())
        ]
        for sheet in SHEETS
    }


def _deadlines(book: Book) -> list[Row]:
    return [
        {
            "phase": one.phase.name.lower(),
            "category": one.category or "",
            "kind": one.kind.name.lower() if one.kind else "",
            "area": one.area or "",
            "amount": f"{one.amount:g}",
            "unit": one.unit.name.lower(),
            "window": "" if one.unit is LimitUnit.HOURS else _window(one.window),
            "valid_from": "" if one.valid_from == ALWAYS else one.valid_from.isoformat(),
        }
        for one in book.rules
    ]


def _calendar(book: Book) -> list[Row]:
    rows = [
        {"day": f"{year}", "kind": "provisional" if provisional else "published"}
        for year, provisional in book.years.provisional.items()
    ]
    rows += [{"day": day.isoformat(), "kind": "work" if works else "off"} for day, works in book.years.days.items()]
    return sorted(rows, key=lambda row: row["day"])


def _window(window: tuple[object, object]) -> str:
    opens, shuts = (f"{clock:%H:%M}" for clock in window)
    return f"{opens}-{'24:00' if shuts == '00:00' else shuts}"


def _yes(value: bool) -> str:
    return "yes" if value else "no"
