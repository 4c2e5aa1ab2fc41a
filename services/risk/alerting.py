"""Whom a warning calls: its department and the centre, at red the leader in charge too; each level of it once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from services.cases.notice import send
from services.domain.incidents import Severity
from services.domain.notices import NoticeKind
from services.domain.scenarios import Scenario
from services.store.queries import notices, rota
from services.store.unit import Unit

ANSWER_WITHIN = timedelta(minutes=5)
MOST = 20  # of so many at once all that follow are seen on the seats alone: nobody answers a hundred calls


def call(unit: Unit, rows: Iterable[tuple[Any, Scenario]]) -> int:
    """Sends the notices of warnings that have just reached red or orange; returns how many. Drills call nobody."""
    wanted = [(row, scenario) for row, scenario in rows if row.level <= int(Severity.ORANGE) and not row.drill]
    if not wanted:
        return 0
    known, sent = notices.active_officers(unit), 0
    for row, scenario in sorted(wanted, key=lambda pair: (pair[0].level, -pair[0].score))[:MOST]:
        red = row.level == int(Severity.RED)
        told = [*notices.of_department(known, row.department), *notices.of_the_centre(known)]
        told += notices.in_charge(known, row.department) if red else []
        values = {"number": row.number, "name_zh": scenario.name_zh, "name_en": scenario.name_en}
        sent += bool(
            send(
                unit,
                NoticeKind.WARNED,
                f"warning/{row.id}",
                rota.on_duty(unit, known, told),
                incident=row.incident_id,
                values=values,
                within=ANSWER_WITHIN if red else None,
                once=f"warning/{row.id}/level/{row.level}",
            )
        )
    return sent
