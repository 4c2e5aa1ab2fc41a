"""Whether a draft can hold: what is wrong is told with its place, what is right becomes the values that are written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from services.catalogue.calendars import Years
from services.catalogue.settling import Problem, Standing, settled
from services.catalogue.sheets import Draft, Row
from services.domain.calendar import ALWAYS
from services.domain.catalogue import Catalogue, Category, Department
from services.domain.deadlines import Phase, Rule, rule_of
from services.domain.duties import Duties, DutyRule
from services.domain.incidents import IncidentClass, Severity
from services.domain.notes import Note
from services.domain.refusals import Refusal

FIRST_YEAR, LAST_YEAR = 2000, 2100
Tell = Callable[[str, int, str, Refusal], None]


@dataclass(frozen=True, slots=True)
class Content:
    """A whole catalogue as values, ready to be written."""

    catalogue: Catalogue
    rules: tuple[Rule, ...]
    duties: tuple[DutyRule, ...]
    years: Years


@dataclass(frozen=True, slots=True)
class Checked:
    """A draft in its one spelling, its problems, its values where there is none, and what one should know of them."""

    draft: Draft
    problems: tuple[Problem, ...]
    content: Content | None
    remarks: tuple[Note, ...] = ()


def checked(draft: Draft, standing: Standing, now: datetime, today: date) -> Checked:
    """Reads a draft whole; never raises for what a person wrote."""
    problems: list[Problem] = []

    def tell(sheet: str, row: int, column: str, why: Refusal) -> None:
        problems.append(Problem(sheet, row, column, why))

    rows = settled(draft, standing, problems.append)
    bad = {(one.sheet, one.row) for one in problems}
    _complete(rows, standing.catalogue, tell)
    lists_are_clear = not any(sheet in ("categories", "departments") for sheet, _ in bad)
    if lists_are_clear:
        _lists(rows, tell)
    rules = tuple(_rules(_clear(rows, "deadlines", bad), tell))
    years = _years(_clear(rows, "calendar", bad), tell)
    if not lists_are_clear:
        return Checked(rows, tuple(problems), None)
    catalogue = _catalogue(rows, standing.catalogue, now)
    duties = tuple(_duties(_clear(rows, "duties", bad), catalogue, today, tell))
    if not problems and (missing := _without_whole(rules)):
        sentence = (
            "There is no limit for the whole way that holds for every case of a class, from ever: {missing} of {all}."
        )
        why = Refusal("catalogue.no_limit", sentence, missing=len(missing), all=len(IncidentClass))
        tell("deadlines", -1, "", why)
    if problems:
        return Checked(rows, tuple(problems), None)
    catalogue = _with_owners(catalogue, duties, today)
    content = Content(catalogue, rules, duties, years)
    return Checked(rows, (), content, tuple(_remarks(content, today)))


def _complete(rows: Draft, before: Catalogue, tell: Tell) -> None:
    """Codes that cases refer to are never taken away."""
    for sheet, known in (("categories", before.categories), ("departments", before.departments)):
        there = {row["code"] for row in rows[sheet]}
        for one in known:
            if one.code not in there:
                sentence = "“{name}” is missing. Cases refer to it: keep its row and write there that it is not in use."
                tell(sheet, -1, "", Refusal("catalogue.missing", sentence, name=one))


def _lists(rows: Draft, tell: Tell) -> None:
    """Nothing stands under itself, and what is gone says what it became."""
    for sheet in ("categories", "departments"):
        there = {row["code"]: row for row in rows[sheet]}
        for number, row in enumerate(rows[sheet]):
            _became(sheet, number, row, there, tell)
    parents = {row["code"]: row["parent"] for row in rows["categories"]}
    for number, row in enumerate(rows["categories"]):
        above, seen = row["parent"], {row["code"]}
        while above and above not in seen:
            seen.add(above)
            above = parents.get(above, "")
        if above:
            tell("categories", number, "parent", Refusal("catalogue.circle", "It would stand under itself."))


def _became(sheet: str, number: int, row: Row, there: dict[str, Row], tell: Tell) -> None:
    after = row["merged_into"]
    if not after:
        return
    if row["active"] == "yes":
        why = Refusal("catalogue.still_used", "It is in use: only what no longer is became something else.")
    elif there[after]["active"] == "no":
        why = Refusal("catalogue.successor", "Its successor is not in use either: name the one that is.")
    else:
        return
    tell(sheet, number, "merged_into", why)


def _catalogue(rows: Draft, before: Catalogue, now: datetime) -> Catalogue:
    old = {one.code: one for one in before.categories}
    departments = tuple(
        Department(
            row["code"], row["name_zh"], row["name_en"], row["field"], row["leader"], row["leader_title"],
            row["active"] == "yes", row["merged_into"] or None,
        )
        for row in rows["departments"]
    )  # fmt: skip
    return Catalogue(
        before.sources, tuple(_category(row, old, now) for row in rows["categories"]), departments, before.fields
    )


def _category(row: Row, old: dict[str, Category], now: datetime) -> Category:
    known, active = old.get(row["code"]), row["active"] == "yes"
    retired = None if active else (known.retired_at if known and known.retired_at else now)
    return Category(
        code=row["code"],
        name_zh=row["name_zh"],
        name_en=row["name_en"],
        parent=row["parent"] or None,
        kind=IncidentClass[row["kind"].upper()],
        severity=Severity[row["severity"].upper()],
        department=known.department if known else None,
        active=active,
        filing_zh=row["filing_zh"],
        filing_en=row["filing_en"],
        closing_zh=row["closing_zh"],
        closing_en=row["closing_en"],
        retired_at=retired,
        merged_into=row["merged_into"] or None,
    )


def _clear(rows: Draft, sheet: str, bad: set[tuple[str, int]]) -> Iterator[tuple[int, Row]]:
    """The rows of a sheet that nothing was found wrong with, with their numbers."""
    return ((number, row) for number, row in enumerate(rows[sheet]) if (sheet, number) not in bad)


def _rules(rows: Iterable[tuple[int, Row]], tell: Tell) -> Iterator[Rule]:
    for number, row in rows:
        words = {"category": row["category"] or None, "area": row["area"] or None, "class": row["kind"]}
        values = {"phase": row["phase"], "unit": row["unit"], "amount": row["amount"], **words}
        if row["window"]:
            values["window"] = row["window"]
        try:
            yield rule_of({**values, "from": _date(row["valid_from"]) or ALWAYS})
        except Refusal as why:
            tell("deadlines", number, "window" if why.code == "deadlines.window" else "amount", why)


def _without_whole(rules: Sequence[Rule]) -> list[IncidentClass]:
    """Classes for which no limit of the whole way holds everywhere and from ever."""
    general = [rule for rule in rules if rule.phase is Phase.WHOLE and not rule.category and not rule.area]
    kinds = {rule.kind for rule in general if rule.valid_from == ALWAYS}
    return [] if None in kinds else [kind for kind in IncidentClass if kind not in kinds]


def _duties(rows: Iterable[tuple[int, Row]], catalogue: Catalogue, today: date, tell: Tell) -> Iterator[DutyRule]:
    departments = {one.code: one for one in catalogue.departments}
    before: dict[tuple[str, str], list[tuple[int, DutyRule]]] = {}
    for number, row in rows:
        begin, end = _date(row["valid_from"]) or ALWAYS, _date(row["valid_to"])
        rule = DutyRule(row["category"], row["department"], row["area"] or None, begin, end, row["why"])
        if end is not None and end <= begin:
            tell("duties", number, "valid_to", Refusal("catalogue.no_span", "It ends before it begins."))
        owner = departments[row["department"]]
        if not owner.active and not owner.merged_into and (end is None or end > today):
            sentence = "{name} is no longer in use and became nothing else: name another owner, or what it became."
            tell("duties", number, "department", Refusal("catalogue.owner_gone", sentence, name=owner))
        same = before.setdefault((row["category"], row["area"]), [])
        for earlier, other in same:
            if rule.overlaps(other):
                sentence = "It overlaps with row {row}: on some day two would own the same."
                tell("duties", number, "valid_from", Refusal("catalogue.overlap", sentence, row=earlier + 2))
        same.append((number, rule))
        yield rule


def _years(rows: Iterable[tuple[int, Row]], tell: Tell) -> Years:
    rows = list(rows)
    days: dict[date, bool] = {}
    years: dict[int, bool] = {}
    for number, row in rows:
        text, kind = row["day"], row["kind"]
        if kind in ("published", "provisional"):
            if text.isdigit() and FIRST_YEAR <= int(text) <= LAST_YEAR:
                years[int(text)] = kind == "provisional"
            else:
                tell("calendar", number, "day", Refusal("catalogue.year", "“{text}” is no year like 2027.", text=text))
            continue
        try:
            days[date.fromisoformat(text.replace("/", "-").split(" ")[0])] = kind == "work"
        except ValueError:
            tell("calendar", number, "day", Refusal("catalogue.day", "“{text}” is no day like 2026-11-24.", text=text))
    for number, row in rows:
        year = row["day"][:4]
        if row["kind"] in ("off", "work") and year.isdigit() and int(year) not in years:
            sentence = "Write a row for the year {year} as well: is it published or provisional?"
            tell("calendar", number, "day", Refusal("catalogue.no_year", sentence, year=year))
    return Years(days, years)


def _with_owners(catalogue: Catalogue, duties: tuple[DutyRule, ...], today: date) -> Catalogue:
    """Each category's usual owner is the one that the duty list names for it in the whole city."""
    nobody = tuple(replace(one, department=None) for one in catalogue.categories)
    listed = Duties(replace(catalogue, categories=nobody), duties)
    own = {rule.category for rule in duties if rule.area is None} | {leaf.code for leaf in listed.leaves()}
    owners = {code: listed.owner_of(code, None, today) for code in own}
    named = {code: owner.department.code for code, owner in owners.items() if owner is not None}
    return replace(catalogue, categories=tuple(replace(one, department=named.get(one.code)) for one in nobody))


def _remarks(content: Content, today: date) -> Iterator[Note]:
    duties = Duties(content.catalogue, content.duties)
    for gap in duties.gaps(today, (), {}):
        yield Note("catalogue.no_owner", "Nobody owns “{category}”.", {"category": gap.category})
    for year, provisional in sorted(content.years.provisional.items()):
        if provisional:
            sentence = "The calendar of {year} is not published yet: deadlines that reach into it are provisional."
            yield Note("catalogue.provisional", sentence, {"year": year})


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
