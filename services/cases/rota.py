"""The duty roster, kept by administrators: line by line, or whole from a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence

from services.access.rights import Right, refuse_unless
from services.domain.people import Officer, OfficerRole
from services.domain.refusals import Refusal
from services.domain.rota import RotaLine, Shift, time_of
from services.store.engine import Database
from services.store.queries import access
from services.store.queries import rota as roster
from services.store.unit import Unit

MOST = 20_000
NOBODY = frozenset({OfficerRole.SYSTEM, OfficerRole.WALL})  # who is never called


class Rota:
    """Reads and changes who has duty when."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def lines(self) -> list[RotaLine]:
        """The roster by officer, weekday and time."""
        with self._database.reading() as reader:
            return roster.lines(reader)

    def officers(self) -> list[tuple[str, str]]:
        """(login, name) of everybody who may log in and can be on it."""
        with self._database.reading() as reader:
            lines = [line.officer for line in access.officer_lines(reader) if line.active]
        return [(one.login, one.name) for one in lines if not one.roles & NOBODY]

    def add(self, shift: Shift, officer: Officer) -> int:
        """One more; returns how many spans it is kept as."""
        refuse_unless(officer, Right.KEEP_OFFICERS)
        with self._database.unit() as unit:
            rows = [row for row in _rows(unit, [shift]) if not _is_known(unit, row)]
            unit.add_many("rota", rows)
            unit.note(officer, "add_duty", f"officer/{shift.login}", after=_written(shift))
            unit.commit()
            return len(rows)

    def remove(self, idents: Sequence[int], officer: Officer) -> int:
        """Takes lines away; returns how many were there."""
        refuse_unless(officer, Right.KEEP_OFFICERS)
        with self._database.unit() as unit:
            gone = {line.id: line for line in roster.lines(unit) if line.id in set(idents)}
            for line in gone.values():
                unit.note(
                    officer, "remove_duty", f"officer/{line.login}", before=_span(line.weekday, line.begin, line.end)
                )
            done = roster.remove(unit, list(gone))
            unit.commit()
            return done

    def replace(self, shifts: Sequence[Shift], officer: Officer) -> int:
        """A whole new roster in the old one's place; returns how many spans it has. All of it or nothing."""
        refuse_unless(officer, Right.KEEP_OFFICERS)
        if len(shifts) > MOST:
            raise Refusal("rota.too_long", "A roster has at most {most} lines.", most=MOST)
        with self._database.unit() as unit:
            rows = _rows(unit, shifts)
            before = roster.clear(unit)
            unit.add_many("rota", rows)
            unit.note(officer, "replace_rota", "rota", before=str(before), after=str(len(rows)))
            unit.commit()
            return len(rows)


def _rows(unit: Unit, shifts: Sequence[Shift]) -> list[dict[str, int]]:
    known = {line.officer.login: line.officer.id for line in access.officer_lines(unit) if line.active}
    rows: dict[tuple[int, int, int, int], None] = {}
    for shift in shifts:
        shift.check(known)
        rows.update({(known[shift.login], *span): None for span in shift.spans()})
    return [{"officer_id": row[0], "weekday": row[1], "begin": row[2], "end": row[3]} for row in rows]


def _is_known(unit: Unit, row: dict[str, int]) -> bool:
    wanted = (row["officer_id"], row["weekday"], row["begin"], row["end"])
    return any((line.officer, line.weekday, line.begin, line.end) == wanted for line in roster.lines(unit))


def _written(shift: Shift) -> str:
    return _span(shift.weekday, shift.begin, shift.end)


def _span(weekday: int, begin: int, end: int) -> str:
    return f"{weekday} {time_of(begin)}-{time_of(end)}"
