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
    DrillChanged,
    EmergencyChanged,
    Fact,
    IncidentChanged,
    IncidentReported,
    LikenessFound,
    MeetingChanged,
    NoticeSent,
    NoticeTaken,
    OfficerChanged,
    PersonMoved,
    RecordsChanged,
    ReportFolded,
    SceneThrown,
    WarningChanged,
)
from services.domain.incidents import IncidentState, LiveIncident, PlaceStatus
from services.domain.warnings import LiveWarning
from services.live.mercator import to_mercator
from services.live.picture import RECENT, Picture, Slots
from services.live.records import incident_record


@dataclass(frozen=True, slots=True)
class Touched:
    """What a batch of facts changed: rows of incidents and people, how many incidents are new, which areas' counts.

    `officers` are those whose inbox changed (ids), `emergencies` says whether a response did, `warnings` which of them
    did (ids), `drills` whether one began or ended, `meetings` whether a joint one was planned or held,
    `records` whether base records changed, `rights` whose session may have ended (ids), `walls` which of them play
    something else (names). `reload` says that the picture can't be advanced over this batch: load the full one.
    """

    incidents: NDArray[np.int64]
    people: NDArray[np.int64]
    new: int
    areas: NDArray[np.int64]
    reload: bool = False
    officers: frozenset[int] = frozenset()
    emergencies: bool = False
    warnings: frozenset[int] = frozenset()
    drills: bool = False
    meetings: bool = False
    records: bool = False
    rights: frozenset[int] = frozenset()
    walls: frozenset[str] = frozenset()

    @property
    def nothing(self) -> bool:
        """Whether nothing a seat shows has changed."""
        some = len(self.incidents) or len(self.people) or self.officers or self.emergencies or self.warnings
        told = self.drills or self.meetings or self.records or self.rights or self.walls
        return not (self.reload or some or told)


AREAS = ("town", "village", "grid")
# what is taken back from which table of the rhythm
UNDONE = {"reopened": ("closed", -1), "late": ("in_time", -1)}
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
                if step.change(incident):
                    step.open_again(fact)
            case LikenessFound(ident):
                step.touch(ident)
            case PersonMoved():
                step.move(fact)
            case OfficerChanged(officer):
                step.rights.add(officer)
            case MeetingChanged():
                step.meetings = True
            case RecordsChanged():
                step.records = True
            case EmergencyChanged():
                step.respond(fact)
            case WarningChanged(warning):
                step.warn(warning)
            case DrillChanged():
                step.exercise(fact)
            case SceneThrown(wall):
                step.walls.add(wall)
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
        self.walls: set[str] = set()
        self.meetings = self.records = False
        self.meetings = False
        self.rights: set[int] = set()
        self.emergencies = picture.emergencies
        self.warnings: dict[int, LiveWarning] | None = None
        self.warned: set[int] = set()
        self.drills = picture.drills
        self.reported_total, self.closed_total = picture.reported_total, picture.closed_total
        self.minutes: dict[str, list[datetime]] = {
            name: [] for name in ("reported", "closed", "in_time", "reopened", "late")
        }
        self.recent: NDArray[np.int32] | None = None
        self.apart: dict[PlaceStatus, int] | None = None
        self.heard: NDArray[np.float64] | None = None

    def report(self, incident: LiveIncident) -> None:
        if incident.id in self.slots.of:
            self.change(incident)
            return
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

    def change(self, incident: LiveIncident) -> bool:
        """Takes an incident's new row; whether it is newer than what is known."""
        at = self.slots.of.get(incident.id, -1)
        if at < 0:  # it had ended before this picture was loaded
            if incident.state.is_open:
                self._write(self.incidents.length, incident)
                self.closed_total -= 1
            return incident.state.is_open
        known = self.incidents.row(at)
        if incident.version <= int(known["version"]):
            return False
        was_open, before = bool(known["alive"]), (int(known["place"]), *(int(known[name]) for name in AREAS))
        self._write(at, incident)
        self._move(before, incident)
        if was_open and not incident.state.is_open:
            self._close(incident)
        elif not was_open and incident.state.is_open:
            self.closed_total -= 1
        return True

    def touch(self, ident: int) -> None:
        """Something that a row does not hold is new about an incident: whoever shows it reads it."""
        at = self.slots.of.get(ident, -1)
        if at >= 0:
            self.touched[at] = None

    def open_again(self, fact: IncidentChanged) -> None:
        """What had been closed no longer counts as closed."""
        if fact.was_closed_at is not None:
            self.minutes["reopened"].append(fact.was_closed_at)
            if fact.was_in_time:
                self.minutes["late"].append(fact.was_closed_at)

    def _move(self, before: tuple[int, ...], incident: LiveIncident) -> None:
        """Counts one whose place was corrected in its new areas in the place of the old."""
        place, index = incident.place, self.picture.areas.index
        after = (int(place.status), *(index.get(i or -1, -1) for i in (place.town, place.village, place.grid)))
        if after == before:
            return
        self.areas.update(at for at in before[1:] if at >= 0)
        if incident.reported_at < self.picture.loaded_at - RECENT:
            return
        deepest = next((at for at in reversed(before[1:]) if at >= 0), -1)
        self._count(deepest, PlaceStatus(before[0]), -1)
        self._count_recent(incident)

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

    def warn(self, warning: LiveWarning) -> None:
        """Takes a warning's new row; one that ended leaves."""
        if self.warnings is None:
            self.warnings = dict(self.picture.warnings)
        before = self.warnings.get(warning.id)
        if before is not None and before.version >= warning.version:
            return
        self.warned.add(warning.id)
        if warning.state.stands:
            self.warnings[warning.id] = warning
        else:
            self.warnings.pop(warning.id, None)

    def exercise(self, fact: DrillChanged) -> None:
        """A drill begins or ends."""
        others = tuple(drill for drill in self.drills if drill.id != fact.drill.id)
        self.drills = others if fact.ended else (*others, fact.drill)

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
            "drills": self.drills,
        }
        if self.warned and self.warnings is not None:
            changes["warnings"] = self.warnings
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
            meetings=self.meetings,
            records=self.records,
            rights=frozenset(self.rights),
            emergencies=self.emergencies is not picture.emergencies,
            warnings=frozenset(self.warned),
            drills=self.drills != picture.drills,
            walls=frozenset(self.walls),
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
        place = incident.place
        deepest = self.picture.areas.index.get(place.grid or place.village or place.town or -1, -1)
        self._count(deepest, place.status, 1)

    def _count(self, deepest: int, status: PlaceStatus, by: int) -> None:
        if deepest < 0:
            self.apart = dict(self.apart or self.picture.recent_apart)
            self.apart[status] = self.apart.get(status, 0) + by
            return
        if self.recent is None:
            self.recent = self.picture.recent.copy()
        self.recent[list(self.picture.areas.path(deepest))] += by

    def _rhythm(self) -> Any:
        rhythm = self.picture.rhythm
        changes: dict[str, Any] = {}
        for kind, moments in self.minutes.items():
            name, by = UNDONE.get(kind, (kind, 1))
            slots = [slot for slot in map(rhythm.slot, moments) if slot]
            if slots:
                table = changes.get(name)
                table = getattr(rhythm, name).copy() if table is None else table
                for row, minute in slots:
                    table[row, minute] += by
                changes[name] = table
        for table in changes.values():
            table.setflags(write=False)
        return replace(rhythm, **changes) if changes else rhythm


def _owned(slots: Slots, length: int) -> Slots:
    """The shared slots while this picture is the newest of its line; a copy for a branch from an older one."""
    if len(slots.of) == length:
        return slots
    return Slots({ident: at for ident, at in slots.of.items() if at < length})
