"""What a special action has in the database: warnings of its scenarios, incidents of its categories."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select

from services.domain.scope import Scope
from services.store.queries_cases import within
from services.store.reader import Reader
from services.store.tables.cases import incidents
from services.store.tables.warnings import warnings

C, W = incidents.c, warnings.c
ROWS = (C.id, C.state, C.due_at, C.closed_at, C.town_id)


def warnings_of(reader: Reader, scenarios: Sequence[str], since: datetime) -> Sequence[Any]:
    """Whole rows of these scenarios' warnings that stand or were raised since, of no drill, the newest first."""
    where = (W.scenario.in_(list(scenarios)), or_(W.ended_at.is_(None), W.raised_at > since), W.drill == 0)
    return reader.all(select(warnings).where(*where).order_by(W.raised_at.desc()))


def incidents_of(
    reader: Reader, categories: Sequence[str], begin: datetime, end: datetime, scope: Scope
) -> Sequence[Any]:
    """Incidents of these categories reported between two moments, within a scope."""
    where = (C.category.in_(list(categories)), C.reported_at >= begin, C.reported_at < end, *within(scope))
    return reader.all(select(*ROWS).where(*where).order_by(C.id))


def incidents_by_id(reader: Reader, idents: Sequence[int], scope: Scope) -> Sequence[Any]:
    """These incidents, within a scope."""
    if not idents:
        return []
    return reader.all(select(*ROWS).where(C.id.in_(list(idents)), *within(scope)).order_by(C.id))
