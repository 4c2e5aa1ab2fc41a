"""What advice on owners is made of: closed cases, how departments' holdings ended, models and labelled texts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, func, select, update

from services.domain.areas import Level
from services.domain.incidents import IncidentState
from services.domain.steps import Verb
from services.store.queries_cases import CHUNK
from services.store.reader import Reader
from services.store.tables.advice import advice_examples, advice_models
from services.store.tables.cases import incidents
from services.store.tables.city import areas
from services.store.tables.tickets import holdings
from services.store.unit import Unit

# how a holding ends when the ticket had been sent to the wrong one
WRONG = (str(Verb.RETURN), str(Verb.RECALL), str(Verb.TRANSFER))
C, H, M, E = incidents.c, holdings.c, advice_models.c, advice_examples.c
_CLOSED = and_(C.state == int(IncidentState.CLOSED), C.department.is_not(None))


def closed_texts(reader: Reader, limit: int) -> Sequence[Any]:
    """The newest closed cases that had an owner: id, text, category, department."""
    statement = select(C.id, C.text, C.category, C.department).where(_CLOSED, C.text != "")
    return reader.all(statement.order_by(C.id.desc()).limit(limit))


def closed_count(reader: Reader) -> int:
    """How many cases are closed."""
    return int(reader.all(select(func.count()).where(C.state == int(IncidentState.CLOSED)))[0][0])


def wrong_count(reader: Reader) -> int:
    """How many tickets were returned, recalled or handed on."""
    return int(reader.all(select(func.count()).where(H.verb.in_(WRONG)))[0][0])


def finished_by(reader: Reader, category: str, since: datetime) -> dict[str, int]:
    """How many cases of a category, closed and reported since then, each department owned in the end."""
    statement = select(C.department, func.count()).where(_CLOSED, C.category == category, C.reported_at >= since)
    return {row[0]: int(row[1]) for row in reader.all(statement.group_by(C.department))}


def finished_by_category(reader: Reader) -> list[tuple[str, str, int]]:
    """The same of all categories and times: category, department, cases."""
    statement = select(C.category, C.department, func.count()).where(_CLOSED).group_by(C.category, C.department)
    return [(row[0], row[1], int(row[2])) for row in reader.all(statement)]


def wrong_of(reader: Reader, category: str, since: datetime, limit: int) -> Sequence[Any]:
    """Holdings of this category's tickets that ended as wrongly sent, newest first.

    Columns: incident, town_id, department, end, reason, verb; `owner` and `since` of whoever has the ticket now.
    """
    columns = (
        H.incident_id.label("incident"), C.town_id, H.department, H.end, H.reason, H.verb, C.department.label("owner"),
        C.assigned_at.label("since"),
    )  # fmt: skip
    joined = select(*columns).join(incidents, H.incident_id == C.id)
    chosen = joined.where(C.category == category, H.verb.in_(WRONG), H.end >= since)
    return reader.all(chosen.order_by(H.end.desc(), H.id.desc()).limit(limit))


def area_codes(reader: Reader, incident: int) -> tuple[str | None, int | None]:
    """Code of the deepest area that an incident lies in, and the id of its town."""
    deepest = func.coalesce(C.grid_id, C.village_id, C.town_id)
    statement = select(areas.c.code, C.town_id).select_from(incidents).outerjoin(areas, areas.c.id == deepest)
    found: Any = next(iter(reader.all(statement.where(C.id == incident))), (None, None))
    return found[0], found[1]


def town_of(reader: Reader, code: str) -> int | None:
    """The town that the area of a code is or lies in."""
    number = next(iter(reader.all(select(areas.c.id).where(areas.c.code == code, areas.c.valid_to.is_(None)))), None)
    found = None if number is None else number[0]
    for _ in Level:
        row = next(iter(reader.all(select(areas.c.level, areas.c.parent_id).where(areas.c.id == found))), None)
        if row is None or row[0] == Level.TOWN:
            return found if row else None
        found = row[1]
    return None


def place_names(reader: Reader) -> list[str]:
    """Names of the city, its towns and villages, of any time."""
    chosen = areas.c.level.in_([int(Level.CITY), int(Level.TOWN), int(Level.VILLAGE)])
    return [row[0] for row in reader.all(select(areas.c.name).where(chosen).distinct())]


# ---- models --------------------------------------------------------------------------------

_HEAD = [column for column in advice_models.c if column.name != "bytes"]


def models(reader: Reader) -> Sequence[Any]:
    """All models, newest first, without their bytes but with `kept`: whether they are still there."""
    return reader.all(select(*_HEAD, M.bytes.is_not(None).label("kept")).order_by(M.version.desc()))


def newest_version(reader: Reader) -> int:
    """The highest version there is, 0 without any."""
    return int(reader.all(select(func.coalesce(func.max(M.version), 0)))[0][0])


def model(reader: Reader, version: int) -> Any:
    """One model with its bytes; None for a version that there never was."""
    return next(iter(reader.all(select(advice_models).where(M.version == version))), None)


def forget_bytes(unit: Unit, keep: int, besides: int) -> None:
    """Gives up the bytes of all but the newest `keep` models and the one of version `besides`."""
    newest = select(M.version).order_by(M.version.desc()).limit(keep)
    statement = update(advice_models).where(M.version.not_in(newest.scalar_subquery()), M.version != besides)
    unit.connection.execute(statement.values(bytes=None))


# ---- labelled texts --------------------------------------------------------------------------------


def examples(reader: Reader, limit: int) -> Sequence[Any]:
    """The newest labelled texts: title, text, department."""
    return reader.all(select(E.title, E.text, E.department).order_by(E.at.desc(), E.digest).limit(limit))


def put_examples(unit: Unit, rows: Sequence[dict[str, Any]]) -> tuple[int, int]:
    """Writes labelled texts by their digest; how many are new, and how many of the known got another department."""
    known: dict[str, str] = {}
    digests = [row["digest"] for row in rows]
    for at in range(0, len(digests), CHUNK):
        found = unit.all(select(E.digest, E.department).where(E.digest.in_(digests[at : at + CHUNK])))
        known.update((row[0], row[1]) for row in found)
    fresh = [row for row in rows if row["digest"] not in known]
    other = [row for row in rows if known.get(row["digest"], row["department"]) != row["department"]]
    for at in range(0, len(other), CHUNK):
        gone = [row["digest"] for row in other[at : at + CHUNK]]
        unit.connection.execute(delete(advice_examples).where(E.digest.in_(gone)))
    unit.add_many("advice_examples", fresh + other)
    return len(fresh), len(other)
