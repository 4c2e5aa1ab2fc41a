"""The standard tables of `resources`: what a city begins with, and goes by where it has none of its own."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from services.catalogue.calendars import read_years
from services.catalogue.tables import read_tables
from services.domain.calendar import ALWAYS
from services.domain.catalogue import Catalogue
from services.domain.deadlines import Deadlines, Rule, rule_of
from services.domain.duties import DutyRule
from services.domain.refusals import Refusal

RESOURCES = Path(__file__).resolve().parents[2] / "resources"


def standard_deadlines(country: str = "CN") -> Deadlines:
    """The limits and the working calendar of the standard tables; raises `Refusal`."""
    parents = {category.code: category.parent for category in read_tables().catalogue.categories}
    return Deadlines(standard_rules(), read_years(country).calendar(country), parents)


@cache
def standard_rules() -> tuple[Rule, ...]:
    """The table of limits; raises `Refusal` naming the file and what is wrong in it."""
    path = RESOURCES / "calendars" / "deadlines.toml"
    return tuple(_each(path, "rule", rule_of))


def standard_duties(catalogue: Catalogue, areas: Collection[str]) -> tuple[DutyRule, ...]:
    """The duty list for a city with areas of those codes: each category's usual owner, and rows of its own areas."""
    usual = [DutyRule(one.code, one.department) for one in catalogue.categories if one.department]
    written = _each(RESOURCES / "catalogue" / "duties.toml", "duty", _duty_of)
    known = {one.code for one in catalogue.categories}
    own = [rule for rule in written if rule.category in known and (rule.area is None or rule.area in areas)]
    return (*usual, *own)


def _duty_of(row: Mapping[str, Any]) -> DutyRule:
    since, until = row.get("from", ALWAYS), row.get("until")
    if not isinstance(since, date) or not (until is None or isinstance(until, date)):
        raise ValueError(f"{row['category']}: {since} – {until}")
    return DutyRule(row["category"], row["department"], row.get("area"), since, until, row.get("why", ""))


def _each(path: Path, name: str, read: Any) -> list[Any]:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        return [read(row) for row in table[name]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        why = f"{type(error).__name__}: {error}"
        raise Refusal("catalogue.bad", "The tables in {path} can't be used: {why}.", path=path, why=why) from error
