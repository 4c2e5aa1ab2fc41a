"""The duty roster in the database, and who has duty now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import delete, or_, select

from services.domain.people import Officer, OfficerRole
from services.domain.rota import RotaLine
from services.store.queries.notices import of_department
from services.store.reader import Reader
from services.store.tables.city import officers
from services.store.tables.emergencies import rota
from services.store.unit import Unit

D = rota.c


def on_duty(unit: Unit, known: Iterable[Officer], wanted: Sequence[int]) -> list[int]:
    """Those of these officers who have duty now, of each role and department by themselves.

    Where the roster has nobody of a role and department at this hour, all of them are told: a call that reaches
    nobody helps nobody.
    """
    there = _there(unit, wanted)
    groups: dict[tuple[OfficerRole, str | None, int | None], list[int]] = defaultdict(list)
    for officer in known:
        groups[officer.role, officer.department, officer.area].append(officer.id)
    of = {ident: {*members} & {*wanted} for members in groups.values() for ident in members}
    return [ident for ident in dict.fromkeys(wanted) if ident in there or not of.get(ident, set()) & there]


def department_now(unit: Unit, known: Sequence[Officer], department: str | None) -> list[int]:
    """Those of a department who have duty now; all of them where the roster has none."""
    return on_duty(unit, known, of_department(known, department))


def lines(reader: Reader) -> list[RotaLine]:
    """All spans, by officer, weekday and time."""
    statement = (
        select(D.id, D.officer_id, officers.c.login, officers.c.name, D.weekday, D.begin, D.end)
        .join(officers, officers.c.id == D.officer_id)
        .order_by(officers.c.login, D.weekday, D.begin)
    )
    return [RotaLine(*row) for row in reader.all(statement)]


def remove(unit: Unit, wanted: Sequence[int]) -> int:
    """Takes spans away; returns how many there were."""
    return int(unit.connection.execute(delete(rota).where(D.id.in_(wanted))).rowcount)


def clear(unit: Unit) -> int:
    """Takes the whole roster away; returns how many spans there were."""
    return int(unit.connection.execute(delete(rota)).rowcount)


def _there(unit: Unit, wanted: Sequence[int]) -> set[int]:
    local = unit.now.astimezone(unit.city().zone)
    minute = local.hour * 60 + local.minute
    here = (or_(D.weekday == 0, D.weekday == local.isoweekday())) & (D.begin <= minute) & (D.end > minute)
    return {int(row[0]) for row in unit.all(select(D.officer_id).where(D.officer_id.in_(wanted), here))}
