"""Reads the plans of emergency response, which are data."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from services.domain.emergencies import Plan, PlanStep, ResponseLevel
from services.domain.people import OfficerRole

TABLE = Path(__file__).resolve().parents[2] / "resources" / "plans" / "plans.toml"


def read_plans(path: Path = TABLE) -> tuple[Plan, ...]:
    """All plans of the table; the first without categories is for everything that no other names."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return tuple(_plan(row) for row in table["plan"])


def plan_for(plans: Sequence[Plan], category: str) -> Plan:
    """The plan that names a category, else the general one."""
    named = (plan for plan in plans if category in plan.categories)
    general = (plan for plan in plans if not plan.categories)
    return next(named, None) or next(general, None) or plans[0]


def _plan(row: dict[str, Any]) -> Plan:
    return Plan(
        code=row["code"],
        name_zh=row["zh"],
        name_en=row["en"],
        categories=frozenset(row.get("categories", ())),
        level=ResponseLevel(int(row["level"])),
        departments=tuple(row.get("departments", ())),
        roles={
            ResponseLevel(int(level)): tuple(OfficerRole[role.upper()] for role in roles)
            for level, roles in row.get("roles", {}).items()
        },
        steps=tuple(PlanStep(step["zh"], step["en"]) for step in row.get("steps", ())),
    )
