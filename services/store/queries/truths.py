"""What really happened in a made-up city: the generator's own record, which no model reads."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from services.store.reader import Reader
from services.store.tables.warnings import truths


def of_scenario(reader: Reader, scenario: str) -> Sequence[Any]:
    """The true stories of a scenario, the oldest first."""
    return reader.all(select(truths).where(truths.c.scenario == scenario).order_by(truths.c.begin_at))


def scenarios(reader: Reader) -> list[str]:
    """The scenarios that have stories."""
    return sorted(row[0] for row in reader.all(select(truths.c.scenario).distinct()))


def subjects_since(reader: Reader, moment: datetime) -> frozenset[str]:
    """Those whom stories are about that went on at a moment or began later; for the simulated day."""
    statement = select(truths.c.subject).where(truths.c.end_at >= moment, truths.c.subject != "")
    return frozenset(row[0] for row in reader.all(statement))
