"""Answers whom to send, with names as they may be shown; keeps the crew of a picture until another is loaded."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property

from services.access.masking import mask_name
from services.cases.sending.answer import Case, Sending
from services.cases.sending.crew import Crew
from services.cases.sending.ranking import LIMIT, whom_to_send
from services.cases.sending.skills import Skills, read_skills
from services.domain.incidents import Incident, IncidentClass, LiveIncident, Severity
from services.domain.people import Role
from services.live.picture import Picture, Slots
from services.store.engine import Database
from services.store.queries.sending import names
from services.store.reader import Reader


class Sender:
    """Safe to use from several threads, never from one that draws."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._crew: Crew | None = None
        self._line: Slots | None = None

    @cached_property
    def skills(self) -> Skills:
        """The city's table of skills; raises `Refusal` where it can't be read."""
        return read_skills()

    def to_incident(
        self, picture: Picture, incident: int, now: datetime, sent: Sequence[int] = (), limit: int = LIMIT
    ) -> Sending | None:
        """Who may be sent to an incident, the best first; None when there is no such incident."""
        with self._database.reading() as reader:
            found = reader.incident(incident)
            return None if found is None else self._send(reader, picture, case_of(picture, found), now, sent, limit)

    def to_case(
        self, picture: Picture, case: Case, now: datetime, sent: Sequence[int] = (), limit: int = LIMIT
    ) -> Sending:
        """Who may be sent to something that is no incident yet."""
        with self._database.reading() as reader:
            return self._send(reader, picture, case, now, sent, limit)

    def _send(
        self, reader: Reader, picture: Picture, case: Case, now: datetime, sent: Sequence[int], limit: int
    ) -> Sending:
        found = whom_to_send(picture, self._crew_of(reader, picture), self.skills, case, now, sent, limit)
        called = names(reader, [one.person for one in found.people])
        named = tuple(replace(one, name=_shown(called.get(one.person, ""), one.role)) for one in found.people)
        return replace(found, people=named)

    def _crew_of(self, reader: Reader, picture: Picture) -> Crew:
        with self._lock:
            if self._crew is None or self._line is not picture.person_slots:
                self._crew, self._line = Crew.of(reader, picture, self.skills), picture.person_slots
            return self._crew


def case_of(picture: Picture, incident: Incident) -> Case:
    """An incident as somewhere to go; without a place, in the area that its own words name."""
    live = incident.live
    case = _placed(picture, live)
    if max(case.grid, case.village, case.town) >= 0:
        return case
    village, town = named_areas(picture, f"{incident.address} {incident.text}")
    return replace(case, village=village, town=town)


def named_areas(picture: Picture, text: str) -> tuple[int, int]:
    """(village, town) as indexes of which a text writes out the name, -1 for none; of several, none."""
    areas = picture.areas
    found = [at for at, name in enumerate(areas.names) if len(name) > 2 and 1 < areas.level[at] < 4 and name in text]
    towns = [at for at in found if areas.level[at] == 2]
    town = towns[0] if len(towns) == 1 else -1
    villages = [at for at in found if areas.level[at] == 3 and (town < 0 or areas.parent[at] == town)]
    village = villages[0] if len(villages) == 1 else -1
    return village, int(areas.parent[village]) if village >= 0 else town


def _placed(picture: Picture, live: LiveIncident) -> Case:
    place, index = live.place, picture.areas.index
    return Case(
        category=live.category, severity=Severity(live.severity), kind=IncidentClass(live.kind), lon=place.lon,
        lat=place.lat, town=index.get(place.town or -1, -1), village=index.get(place.village or -1, -1),
        grid=index.get(place.grid or -1, -1),
    )  # fmt: skip


def _shown(name: str, role: Role) -> str:
    """A unit's name whole; of a person's the family name."""
    return name if role is Role.UNIT else mask_name(name)
