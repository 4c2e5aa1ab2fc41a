"""The duty roster, kept by administrators: line by line, or whole from a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence

from services.access.rights import Right, refuse_unless
from services.domain.people import Officer
from services.domain.refusals import Refusal
from services.domain.rota import DAY, RotaLine, Shift
from services.store.engine import Database
from services.store.queries import access
from services.store.queries import rota as roster
from services.store.unit import Unit

MOST = 20_000


class Rota:
    """Reads and changes who has duty when."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def lines(self) -> list[RotaLine]:
        """The roster by officer, weekday and time."""
        with self._database.reading() as reader:
            return roster.lines(reader)

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
        check(shift, known)
        rows.update({(known[shift.login], *span): None for span in shift.spans()})
    return [{"officer_id": row[0], "weekday": row[1], "begin": row[2], "end": row[3]} for row in rows]


def check(shift: Shift, known: Sequence[str] | dict[str, int]) -> None:
    """Refuses a line that names nobody, or no time that there is."""
    if shift.login not in known:
        raise Refusal("rota.nobody", "No officer who may log in is called {login}.", login=shift.login[:60] or "—")
    if not 0 <= shift.weekday <= 7:
        raise Refusal("rota.weekday", "A weekday is 1 (Monday) to 7 (Sunday), or 0 for every day.")
    if not (0 <= shift.begin < DAY and 0 <= shift.end <= DAY):
        raise Refusal("rota.span", "A duty begins before 24:00 and ends by 24:00, or on the next day.")


def _is_known(unit: Unit, row: dict[str, int]) -> bool:
    wanted = (row["officer_id"], row["weekday"], row["begin"], row["end"])
    return any((line.officer, line.weekday, line.begin, line.end) == wanted for line in roster.lines(unit))


def _written(shift: Shift) -> str:
    return _span(shift.weekday, shift.begin, shift.end)


def _span(weekday: int, begin: int, end: int) -> str:
    return f"{weekday} {begin // 60:02}:{begin % 60:02}-{end // 60:02}:{end % 60:02}"
