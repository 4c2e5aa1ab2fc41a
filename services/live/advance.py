"""From one picture to the next by the facts that came in: deterministic, no clock, no database, no screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.domain.facts import (
    CityRedrawn,
    EmergencyChanged,
    Fact,
    IncidentChanged,
    IncidentReported,
    NoticeSent,
    NoticeTaken,
    PersonMoved,
    ReportFolded,
)
from services.domain.incidents import IncidentState, LiveIncident, PlaceStatus
from services.live.mercator import to_mercator
from services.live.picture import RECENT, Picture, Slots
from services.live.records import incident_record


@dataclass(frozen=True, slots=True)
class Touched:
    """What a batch of facts changed: rows of incidents and people, how many incidents are new, which areas' counts.

    `officers` are those whose inbox changed (ids), `emergencies` says whether a response did. `reload` says that the
    picture can't be advanced over this batch: load the full one.
    """

    incidents: NDArray[np.int64]
    people: NDArray[np.int64]
    new: int
    areas: NDArray[np.int64]
    reload: bool = False
    officers: frozenset[int] = frozenset()
    emergencies: bool = False

    @property
    def nothing(self) -> bool:
        """Whether nothing a seat shows has changed."""
        return not (self.reload or len(self.incidents) or len(self.people) or self.officers or self.emergencies)


NOTHING = Touched(np.empty(0, np.int64), np.empty(0, np.int64), 0, np.empty(0, np.int64))


def advance(picture: Picture, facts: Sequence[Fact]) -> tuple[Picture, Touched]:
    """The picture after these facts, and what they touched; facts older than what is known change nothing."""
    if any(isinstance(fact, CityRedrawn) for fact in facts):
        return picture, replace(NOTHING, reload=True)
    step = _Step(picture)
    for fact in facts:
        match fact:
            case IncidentReported(incident):
                step.report(incident)
            case ReportFolded(incident, source, at):
                step.hear(source or incident.source, at or incident.reported_at)
                step.change(incident)
            case IncidentChanged(incident):
                step.change(incident)
            case PersonMoved():
                step.move(fact)
            case EmergencyChanged():
                step.respond(fact)
            case NoticeSent(_, officers) | NoticeTaken(_, officers):
                step.officers.update(officers)
    return step.done()


class _Step:
    """One batch in the making: drafts and counts that become the next picture."""

    def __init__(self, picture: Picture) -> None:
        self.picture = picture
        self.incidents = picture.incidents.edit()
        self.people = picture.people.edit()
        self.slots = _owned(picture.incident_slots, len(picture.incidents))
        self.touched: dict[int, None] = {}
        self.moved: dict[int, None] = {}
        self.areas: set[int] = set()
        self.new = 0
        self.officers: set[int] = set()
        self.emergencies = picture.emergencies
        self.reported_total, self.closed_total = picture.reported_total, picture.closed_total
        self.minutes: dict[str, list[datetime]] = {"reported": [], "closed": [], "in_time": []}
        self.recent: NDArray[np.int32] | None = None
        self.apart: dict[PlaceStatus, int] | None = None
        self.heard: NDArray[np.float64] | None = None

    def report(self, incident: LiveIncident) -> None:
        if incident.id in self.slots.of:
            return self.change(incident)
        self._write(self.incidents.length, incident)
        self.new += 1
        self.reported_total += 1
        if not incident.flawed:
            self.minutes["reported"].append(incident.reported_at)
        if incident.reported_at >= self.picture.loaded_at - RECENT:
            self._count_recent(incident)
        self.hear(incident.source, incident.reported_at)
        if not incident.state.is_open:
            self._close(incident)
        return None

    def change(self, incident: LiveIncident) -> None:
        at = self.slots.of.get(incident.id, -1)
        if at < 0:  # it had ended before this picture was loaded
            if incident.state.is_open:
                self._write(self.incidents.length, incident)
                self.closed_total -= 1
            return
        known = self.incidents.row(at)
        if incident.version <= int(known["version"]):
            return
        was_open = bool(known["alive"])
        self._write(at, incident)
        if was_open and not incident.state.is_open:
            self._close(incident)
        elif not was_open and incident.state.is_open:
            self.closed_total -= 1

    def hear(self, source: str, moment: datetime) -> None:
        at = self.picture.sources.get(source, -1)
        if at >= 0:
            if self.heard is None:
                self.heard = self.picture.last_heard.copy()
            self.heard[at] = np.fmax(self.heard[at], moment.timestamp())

    def move(self, fact: PersonMoved) -> None:
        at = self.picture.person_at(fact.person)
        if at < 0 or fact.version <= int(self.people.row(at)["version"]):
            return
        known = self.people.row(at)
        lon = np.nan if fact.lon is None else fact.lon
        lat = np.nan if fact.lat is None else fact.lat
        self.people.put(
            at,
            (
                fact.person, fact.version, int(known["role"]), int(fact.duty), int(known["area"]),
                lon, lat, *to_mercator(lon, lat), fact.at.timestamp(),
            ),
        )  # fmt: skip
        self.moved[at] = None

    def respond(self, fact: EmergencyChanged) -> None:
        known = {standing.id: standing for standing in self.emergencies}
        before = known.get(fact.emergency.id)
        if before is not None and before.version > fact.emergency.version:
            return
        known.pop(fact.emergency.id, None)
        if not fact.ended:
            known[fact.emergency.id] = fact.emergency
        self.emergencies = tuple(sorted(known.values(), key=lambda found: (found.level, found.opened_at)))

    def done(self) -> tuple[Picture, Touched]:
        picture = self.picture
        changes: dict[str, Any] = {
            "incidents": self.incidents.done() if self.touched else picture.incidents,
            "people": self.people.done() if self.moved else picture.people,
            "incident_slots": self.slots,
            "rhythm": self._rhythm(),
            "reported_total": self.reported_total,
            "closed_total": self.closed_total,
            "emergencies": self.emergencies,
        }
        if self.recent is not None:
            self.recent.setflags(write=False)
            changes["recent"] = self.recent
        if self.apart is not None:
            changes["recent_apart"] = self.apart
        if self.heard is not None:
            self.heard.setflags(write=False)
            changes["last_heard"] = self.heard
        return replace(picture, **changes), Touched(
            incidents=np.fromiter(self.touched, np.int64, len(self.touched)),
            people=np.fromiter(self.moved, np.int64, len(self.moved)),
            new=self.new,
            areas=np.fromiter(sorted(self.areas), np.int64, len(self.areas)),
            officers=frozenset(self.officers),
            emergencies=self.emergencies is not picture.emergencies,
        )

    def _write(self, at: int, incident: LiveIncident) -> None:
        picture = self.picture
        row = incident_record(incident, picture.areas, picture.sources, picture.categories, picture.departments)
        self.incidents.put(at, row)
        self.slots.of[incident.id] = at
        self.touched[at] = None
        place = incident.place
        for ident in (place.town, place.village, place.grid):
            index = picture.areas.index.get(ident or -1, -1)
            if index >= 0:
                self.areas.add(index)

    def _close(self, incident: LiveIncident) -> None:
        self.closed_total += 1
        if incident.closed_at is None or incident.state is not IncidentState.CLOSED or incident.flawed:
            return
        self.minutes["closed"].append(incident.closed_at)
        if incident.due_at is not None and incident.closed_at <= incident.due_at:
            self.minutes["in_time"].append(incident.closed_at)

    def _count_recent(self, incident: LiveIncident) -> None:
        areas, place = self.picture.areas, incident.place
        deepest = areas.index.get(place.grid or place.village or place.town or -1, -1)
        if deepest < 0:
            self.apart = dict(self.apart or self.picture.recent_apart)
            self.apart[place.status] = self.apart.get(place.status, 0) + 1
            return
        if self.recent is None:
            self.recent = self.picture.recent.copy()
        self.recent[list(areas.path(deepest))] += 1

    def _rhythm(self) -> Any:
        rhythm = self.picture.rhythm
        changes: dict[str, Any] = {}
        for name, moments in self.minutes.items():
            slots = [slot for slot in map(rhythm.slot, moments) if slot]
            if slots:
                table = getattr(rhythm, name).copy()
                for row, minute in slots:
                    table[row, minute] += 1
                table.setflags(write=False)
                changes[name] = table
        return replace(rhythm, **changes) if changes else rhythm


def _owned(slots: Slots, length: int) -> Slots:
    """The shared slots while this picture is the newest of its line; a copy for a branch from an older one."""
    if len(slots.of) == length:
        return slots
    return Slots({ident: at for ident, at in slots.of.items() if at < length})
