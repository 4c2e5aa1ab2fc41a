"""What the catalogue's rules are: limits, duties, calendar, versions; and how they are written."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from services.domain.areas import covers, level_of_code
from services.domain.deadlines import LimitUnit, Phase, Rule
from services.domain.duties import DutyRule
from services.domain.incidents import IncidentClass
from services.store.reader import Reader
from services.store.rows import OPEN_STATES
from services.store.tables.cases import incidents
from services.store.tables.city import areas, categories, departments, fields, officers
from services.store.tables.duties import calendar_days, calendar_years, catalogue_changes, deadline_rules, duties
from services.store.tables.tickets import child_tickets
from services.store.unit import Unit


@dataclass(frozen=True, slots=True)
class Version:
    """One version of the catalogue: who made it, when, why, and what it changed (rows as they are shown)."""

    number: int
    at: datetime
    officer: str
    why: str
    changes: tuple[Mapping[str, Any], ...]


def rules_of(reader: Reader) -> tuple[Rule, ...]:
    """The table of limits, in the order in which it was written."""
    return tuple(
        Rule(
            Phase(row.phase),
            row.amount,
            LimitUnit(row.unit),
            row.category,
            IncidentClass(row.kind) if row.kind is not None else None,
            row.area,
            row.valid_from,
            (time.fromisoformat(row.opens), time.fromisoformat(row.shuts)),
        )
        for row in reader.all(select(deadline_rules).order_by(deadline_rules.c.id))
    )


def duties_of(reader: Reader) -> tuple[DutyRule, ...]:
    """The duty list, in the order in which it was written."""
    return tuple(
        DutyRule(row.category, row.department, row.area, row.valid_from, row.valid_to, row.why)
        for row in reader.all(select(duties).order_by(duties.c.id))
    )


def calendar_of(reader: Reader) -> tuple[dict[date, bool], dict[int, bool]]:
    """(days and whether they are worked, years and whether their table is provisional)."""
    days = {row.day: row.works for row in reader.all(select(calendar_days).order_by(calendar_days.c.day))}
    years = {row.year: row.provisional for row in reader.all(select(calendar_years).order_by(calendar_years.c.year))}
    return days, years


def area_names(reader: Reader) -> dict[str, str]:
    """Names of the areas that hold now, by code."""
    found = select(areas.c.code, areas.c.name).where(areas.c.valid_to.is_(None))
    return {row.code: row.name for row in reader.all(found)}


def parents_of_provisional(reader: Reader) -> dict[str, str]:
    """The parent's code of each area whose own code does not tell it, or that stands elsewhere than its digits say."""
    above = areas.alias()
    found = (
        select(areas.c.code, above.c.code.label("parent"))
        .join(above, above.c.id == areas.c.parent_id)
        .where(areas.c.valid_to.is_(None))
    )
    return {row.code: row.parent for row in reader.all(found) if not _tells(row.code, row.parent)}


def versions_of(reader: Reader, most: int = 200) -> list[Version]:
    """The versions, newest first."""
    c = catalogue_changes.c
    found = select(c.version, c.at, c.officer, c.why, c.changes).order_by(c.version.desc()).limit(most)
    return [Version(row.version, row.at, row.officer, row.why, tuple(row.changes)) for row in reader.all(found)]


def content_of(reader: Reader, version: int) -> Mapping[str, Any] | None:
    """The whole catalogue as it stood at a version; None where there is none of that number."""
    found = select(catalogue_changes.c.content).where(catalogue_changes.c.version == version)
    content: Mapping[str, Any] | None = reader.connection.execute(found).scalar()
    return content


def newest_version(reader: Reader) -> int:
    """The number of the newest version; 0 for none."""
    return int(reader.connection.execute(select(func.coalesce(func.max(catalogue_changes.c.version), 0))).scalar_one())


def open_by_category(reader: Reader) -> dict[str, int]:
    """How many open cases each category has."""
    return _open_by(reader, incidents.c.category)


def open_by_department(reader: Reader) -> dict[str, int]:
    """How many open cases each department owns."""
    return _open_by(reader, incidents.c.department)


def open_cases_of(reader: Reader, owners: Collection[str]) -> list[int]:
    """Ids of the open cases that departments own or have a further order for, in order."""
    c, child = incidents.c, child_tickets.c
    owned = select(c.id).where(c.state.in_(OPEN_STATES), c.department.in_(owners))
    helped = select(child.incident_id).join(incidents, c.id == child.incident_id)
    helped = helped.where(c.state.in_(OPEN_STATES), child.department.in_(owners))
    return sorted({row[0] for row in (*reader.all(owned), *reader.all(helped))})


def move_officers(unit: Unit, old: str, new: str) -> int:
    """The officers of a department belong to another one from now on; returns how many."""
    moved = update(officers).where(officers.c.department == old).values(department=new, version=officers.c.version + 1)
    return int(unit.connection.execute(moved).rowcount)


def write_rules(unit: Unit, rules: Sequence[Rule]) -> None:
    """Makes the table of limits be these, in this order."""
    rows = [
        {
            "phase": int(rule.phase),
            "category": rule.category,
            "kind": int(rule.kind) if rule.kind is not None else None,
            "area": rule.area,
            "amount": rule.amount,
            "unit": int(rule.unit),
            "valid_from": rule.valid_from,
            "opens": f"{rule.window[0]:%H:%M}",
            "shuts": f"{rule.window[1]:%H:%M}",
        }
        for rule in rules
    ]
    _make_be(unit, deadline_rules, rows)


def write_duties(unit: Unit, rules: Sequence[DutyRule]) -> None:
    """Makes the duty list be these, in this order."""
    rows = [
        {
            "category": rule.category,
            "area": rule.area,
            "department": rule.department,
            "valid_from": rule.valid_from,
            "valid_to": rule.valid_to,
            "why": rule.why,
        }
        for rule in rules
    ]
    _make_be(unit, duties, rows)


def write_calendar(unit: Unit, days: Mapping[date, bool], years: Mapping[int, bool]) -> None:
    """Makes the calendar be this one."""
    for table in (calendar_days, calendar_years):
        unit.connection.execute(delete(table))
    unit.add_many("calendar_days", [{"day": day, "works": works} for day, works in sorted(days.items())])
    unit.add_many("calendar_years", [{"year": year, "provisional": mark} for year, mark in sorted(years.items())])


def write_lists(unit: Unit, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Adds or changes fields, departments or categories by their codes; what is not named stays as it is."""
    target = {"fields": fields, "departments": departments, "categories": categories}[table]
    known = {row.code for row in unit.all(select(target.c.code))}
    for row in rows:
        if row["code"] in known:
            unit.connection.execute(update(target).where(target.c.code == row["code"]).values(**row))
    unit.add_many(table, [row for row in rows if row["code"] not in known])


def write_version(
    unit: Unit, number: int, officer: str, why: str, changes: Sequence[Mapping[str, Any]], content: Mapping[str, Any]
) -> None:
    """Keeps a version with all it holds."""
    row = {"version": number, "at": unit.now, "officer": officer, "why": why, "changes": list(changes)}
    unit.connection.execute(insert(catalogue_changes).values(**row, content=dict(content)))


def _open_by(reader: Reader, column: Any) -> dict[str, int]:
    is_open = incidents.c.state.in_(OPEN_STATES)  # those are few, and the index on the state finds them
    found = select(column, func.count()).where(is_open, column.is_not(None)).group_by(column)
    return {row[0]: int(row[1]) for row in reader.all(found)}


def _make_be(unit: Unit, table: Any, rows: Sequence[Mapping[str, Any]]) -> None:
    """Writes a table anew in this order, which is the one that people see; as it stands where nothing differs."""
    keys = [column.key for column in table.c if column.key != "id"]
    there = [tuple(getattr(row, key) for key in keys) for row in unit.all(select(table).order_by(table.c.id))]
    if there != [tuple(row[key] for key in keys) for row in rows]:
        unit.connection.execute(delete(table))
        unit.add_many(table.name, rows)


def _tells(code: str, parent: str) -> bool:
    return level_of_code(code) is not None and covers(parent, code)
