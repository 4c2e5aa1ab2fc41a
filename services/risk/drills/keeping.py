"""Beginning and ending drills; one runs at a time."""

from __future__ import annotations

from datetime import timedelta

from services.access.rights import Right, refuse_unless
from services.domain.drills import DrillLine, LiveDrill
from services.domain.facts import DrillChanged
from services.domain.people import SYSTEM, Officer
from services.domain.refusals import Refusal
from services.risk.drills.scripts import MOST_MINUTES, Script, read_scripts
from services.risk.handling.by_itself import end_drills
from services.store.engine import Database
from services.store.queries import drills
from services.store.unit import Unit


class Drills:
    """What officers do with drills; safe to use from any thread."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def scripts(self) -> tuple[Script, ...]:
        """All scripts that can be begun."""
        return read_scripts()

    def running(self) -> tuple[LiveDrill, ...]:
        """Those that run now."""
        with self._database.reading() as reader:
            return drills.running(reader)

    def lines(self) -> list[DrillLine]:
        """The newest drills with what came of each."""
        with self._database.reading() as reader:
            return drills.lines(reader)

    def start(self, script: str, officer: Officer, minutes: int | None = None) -> LiveDrill:
        """Begins a drill; the engine sends its signals. Raises `Refusal`: rights.drill, drill.none, drill.minutes,
        drill.runs."""
        refuse_unless(officer, Right.DRILL)
        found = next((one for one in self.scripts() if one.code == script), None)
        if found is None:
            raise Refusal("drill.none", "There is no drill “{script}”.", script=script)
        minutes = found.minutes if minutes is None else minutes
        if not 0 < minutes <= MOST_MINUTES:
            raise Refusal("drill.minutes", "A drill lasts from 1 to {most} minutes.", most=MOST_MINUTES)
        with self._database.unit() as unit:
            unit.hold("drill")
            _end_overdue(unit)
            if drills.running(unit):
                raise Refusal("drill.runs", "A drill runs already. End it before another begins.")
            ends_at = unit.now + timedelta(minutes=minutes)
            ident = unit.add(
                "drills", version=1, script=found.code, name_zh=found.name_zh, name_en=found.name_en,
                begun_at=unit.now, begun_by=officer.login, ends_at=ends_at,
            )  # fmt: skip
            live = LiveDrill(ident, 1, found.code, found.name_zh, found.name_en, unit.now, ends_at)
            unit.note(officer, "begin_drill", f"drill/{ident}", after=found.code)
            unit.say(DrillChanged(live))
            unit.commit()
        return live

    def stop(self, officer: Officer) -> int:
        """Ends every drill that runs, with its warnings; returns how many. Raises `Refusal`: rights.drill."""
        if officer is not SYSTEM:
            refuse_unless(officer, Right.DRILL)
        with self._database.unit() as unit:
            unit.hold("drill")
            found = drills.running(unit)
            for live in found:
                _end(unit, live, officer)
            if found:
                end_drills(unit, unit.now)
                unit.commit()
        return len(found)

    def end_overdue(self) -> int:
        """Ends those whose time is out; returns how many."""
        with self._database.unit() as unit:
            unit.hold("drill")
            ended = _end_overdue(unit)
            if ended:
                unit.commit()
        return ended


def _end_overdue(unit: Unit) -> int:
    """Ends those whose time went by while no engine ran, too."""
    found = [drills.live(row) for row in drills.overdue(unit, unit.now)]
    for live in found:
        _end(unit, live, SYSTEM)
    if found:
        end_drills(unit, unit.now)
    return len(found)


def _end(unit: Unit, live: LiveDrill, officer: Officer) -> None:
    unit.put("drills", live.id, version=live.version, ended_at=unit.now, ended_by=officer.login)
    unit.note(officer, "end_drill", f"drill/{live.id}", after=live.script)
    unit.say(DrillChanged(live, ended=True))
