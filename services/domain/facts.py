"""Facts: what happened, as every seat hears it. Ids, codes and places; never personal data.

Each fact carries the whole new row of its subject with the subject's version, so that a reader may ignore an older one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from services.domain.drills import LiveDrill
from services.domain.emergencies import LiveEmergency, ResponseLevel
from services.domain.incidents import IncidentClass, IncidentState, LiveIncident, Place, PlaceStatus, Severity
from services.domain.people import Duty
from services.domain.warnings import LiveWarning, WarningState


@dataclass(frozen=True, slots=True)
class IncidentReported:
    """A new incident is there; `signal` is the id of the signal that its report is."""

    incident: LiveIncident
    signal: int | None = None


@dataclass(frozen=True, slots=True)
class ReportFolded:
    """One more report came in for an incident that is already open: through which source, and when it was made."""

    incident: LiveIncident
    source: str = ""
    at: datetime | None = None
    signal: int | None = None


@dataclass(frozen=True, slots=True)
class IncidentChanged:
    """An incident took a step or was regraded.

    `was_closed_at` and `was_in_time`: when one that is open again had been closed, and whether that was in time.
    """

    incident: LiveIncident
    was_closed_at: datetime | None = None
    was_in_time: bool = False


@dataclass(frozen=True, slots=True)
class LikenessFound:
    """An incident may be a duplicate of an earlier one (ids)."""

    incident: int
    other: int


@dataclass(frozen=True, slots=True)
class PersonMoved:
    """A person's position or duty changed; longitude/latitude in CGCS2000."""

    person: int
    version: int
    duty: Duty
    lon: float | None
    lat: float | None
    at: datetime


@dataclass(frozen=True, slots=True)
class CityRedrawn:
    """Borders, people or the catalogue changed as a whole: load the full picture again."""

    what: str


@dataclass(frozen=True, slots=True)
class NoticeSent:
    """A notice lies in the inbox of these officers (ids)."""

    notice: int
    officers: tuple[int, ...]
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class NoticeTaken:
    """An officer has acknowledged a notice; it leaves the inboxes of those named."""

    notice: int
    officers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class EmergencyChanged:
    """An emergency response was set going, changed, or stood down."""

    emergency: LiveEmergency
    ended: bool = False


@dataclass(frozen=True, slots=True)
class OfficerChanged:
    """The rights or the sessions of an officer (id) are others: seats ask whether theirs still holds."""

    officer: int


@dataclass(frozen=True, slots=True)
class MeetingChanged:
    """A joint meeting was planned or held."""

    meeting: int


@dataclass(frozen=True, slots=True)
class SignalsArrived:
    """A batch of signals was taken from a source; the models read it by its id."""

    batch: int
    source: str
    rows: int
    at: datetime
    drill: int | None = None


@dataclass(frozen=True, slots=True)
class WarningChanged:
    """A warning was raised or changed; one that ended says so by its state."""

    warning: LiveWarning


@dataclass(frozen=True, slots=True)
class DrillChanged:
    """A drill began, or ended."""

    drill: LiveDrill
    ended: bool = False


@dataclass(frozen=True, slots=True)
class ScenariosChanged:
    """Other versions of scenarios run from now on."""

    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RecordsChanged:
    """Base records of these registers (ids) were taken in, placed anew or mended."""

    registers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SceneThrown:
    """A wall plays something else: a scene until a moment (None: it stays); without a code, its own play list."""

    wall: str
    scene: str = ""
    until: datetime | None = None


Fact = (
    IncidentReported
    | ReportFolded
    | IncidentChanged
    | LikenessFound
    | PersonMoved
    | CityRedrawn
    | NoticeSent
    | NoticeTaken
    | EmergencyChanged
    | MeetingChanged
    | OfficerChanged
    | SignalsArrived
    | WarningChanged
    | DrillChanged
    | ScenariosChanged
    | RecordsChanged
    | SceneThrown
)


def _millis(moment: datetime | None) -> int | None:
    return None if moment is None else round(moment.timestamp() * 1000)


def moment_of(millis: int | None) -> datetime | None:
    """An aware UTC datetime from milliseconds since the epoch."""
    return None if millis is None else datetime.fromtimestamp(millis / 1000, UTC)


def _incident_to(incident: LiveIncident) -> dict[str, Any]:
    place = incident.place
    return {
        "id": incident.id,
        "v": incident.version,
        "no": incident.number,
        "src": incident.source,
        "cat": incident.category,
        "sev": int(incident.severity),
        "cls": int(incident.kind),
        "st": int(incident.state),
        "pl": [int(place.status), place.lon, place.lat, place.town, place.village, place.grid],
        "at": _millis(incident.reported_at),
        "due": _millis(incident.due_at),
        "end": _millis(incident.closed_at),
        "n": incident.reports,
        "bad": incident.flawed,
        "dep": incident.department,
        "warn": _millis(incident.warn_at),
        "tri": _millis(incident.triple_at),
        "step": _millis(incident.step_due_at),
        "ack": incident.acked,
        "shv": _millis(incident.shelved_until),
        "sup": incident.supervised,
        "pen": incident.pending,
        "ret": incident.returns,
        "wrk": incident.worker,
        "again": _millis(incident.reopened_at),
    }


def _incident_from(row: Mapping[str, Any]) -> LiveIncident:
    status, lon, lat, town, village, grid = row["pl"]
    reported = moment_of(row["at"])
    if reported is None:
        raise ValueError("a fact without its time")
    return LiveIncident(
        id=row["id"],
        version=row["v"],
        number=row["no"],
        source=row["src"],
        category=row["cat"],
        severity=Severity(row["sev"]),
        kind=IncidentClass(row["cls"]),
        state=IncidentState(row["st"]),
        place=Place(PlaceStatus(status), lon, lat, town, village, grid),
        reported_at=reported,
        due_at=moment_of(row["due"]),
        closed_at=moment_of(row["end"]),
        reports=row["n"],
        flawed=row.get("bad", False),
        department=row.get("dep"),
        warn_at=moment_of(row.get("warn")),
        triple_at=moment_of(row.get("tri")),
        step_due_at=moment_of(row.get("step")),
        acked=row.get("ack", False),
        shelved_until=moment_of(row.get("shv")),
        supervised=row.get("sup", False),
        pending=row.get("pen", False),
        returns=row.get("ret", 0),
        worker=row.get("wrk"),
        reopened_at=moment_of(row.get("again")),
    )


def _changed_from(row: Mapping[str, Any]) -> IncidentChanged:
    at, in_time = row.get("was") or (None, False)
    return IncidentChanged(_incident_from(row), moment_of(at), in_time)


def _person_from(row: Mapping[str, Any]) -> PersonMoved:
    at = moment_of(row["at"])
    if at is None:
        raise ValueError("a fact without its time")
    return PersonMoved(row["id"], row["v"], Duty(row["duty"]), row["lon"], row["lat"], at)


def _emergency_from(row: Mapping[str, Any]) -> LiveEmergency:
    at = moment_of(row["at"])
    if at is None:
        raise ValueError("a fact without its time")
    return LiveEmergency(row["id"], row["v"], row["no"], row["plan"], ResponseLevel(row["lvl"]), row["inc"], at)


def _signal(ident: int | None) -> dict[str, Any]:
    return {} if ident is None else {"sig": ident}


def _sure(millis: int) -> datetime:
    return datetime.fromtimestamp(millis / 1000, UTC)


def _warning_to(warning: LiveWarning) -> dict[str, Any]:
    place = warning.place
    return {
        "id": warning.id, "v": warning.version, "no": warning.number, "sc": warning.scenario,
        "sv": warning.scenario_version, "m": warning.model, "lvl": int(warning.level), "st": int(warning.state),
        "pl": [int(place.status), place.lon, place.lat, place.town, place.village, place.grid],
        "at": _millis(warning.raised_at), "last": _millis(warning.last_at), "sco": warning.score,
        "n": warning.members, "dep": warning.department, "rad": warning.radius_m, "ack": warning.acked,
        "shv": _millis(warning.shelved_until), "inc": warning.ticket, "drill": warning.drill,
        "bas": dict(warning.basis), "by": dict(warning.heard),
    }  # fmt: skip


def _warning_from(row: Mapping[str, Any]) -> LiveWarning:
    status, lon, lat, town, village, grid = row["pl"]
    return LiveWarning(
        id=row["id"], version=row["v"], number=row["no"], scenario=row["sc"], scenario_version=row["sv"],
        model=row["m"], level=Severity(row["lvl"]), state=WarningState(row["st"]),
        place=Place(PlaceStatus(status), lon, lat, town, village, grid),
        raised_at=_sure(row["at"]), last_at=_sure(row["last"]), score=row["sco"], members=row["n"],
        department=row["dep"], radius_m=row.get("rad"), acked=row.get("ack", False),
        shelved_until=moment_of(row.get("shv")), ticket=row.get("inc"), drill=row.get("drill"),
        basis=row.get("bas", {}), heard=row.get("by", {}),
    )  # fmt: skip


def _drill_from(row: Mapping[str, Any]) -> LiveDrill:
    return LiveDrill(row["id"], row["v"], row["scr"], row["zh"], row["en"], _sure(row["at"]), _sure(row["till"]))


_READERS: dict[str, Callable[[Mapping[str, Any]], Fact]] = {
    "IncidentReported": lambda row: IncidentReported(_incident_from(row), row.get("sig")),
    "ReportFolded": lambda row: ReportFolded(
        _incident_from(row), row.get("by", ""), moment_of(row.get("on")), row.get("sig")
    ),
    "IncidentChanged": _changed_from,
    "LikenessFound": lambda row: LikenessFound(row["id"], row["of"]),
    "PersonMoved": _person_from,
    "CityRedrawn": lambda row: CityRedrawn(row["what"]),
    "OfficerChanged": lambda row: OfficerChanged(row["id"]),
    "MeetingChanged": lambda row: MeetingChanged(row["id"]),
    "EmergencyChanged": lambda row: EmergencyChanged(_emergency_from(row), row.get("ended", False)),
    "NoticeSent": lambda row: NoticeSent(row["id"], tuple(row["to"]), row.get("urgent", False)),
    "SignalsArrived": lambda row: SignalsArrived(row["id"], row["src"], row["n"], _sure(row["at"]), row.get("drill")),
    "WarningChanged": lambda row: WarningChanged(_warning_from(row)),
    "DrillChanged": lambda row: DrillChanged(_drill_from(row), row.get("ended", False)),
    "ScenariosChanged": lambda row: ScenariosChanged(tuple(row["codes"])),
    "RecordsChanged": lambda row: RecordsChanged(tuple(row["ids"])),
    "SceneThrown": lambda row: SceneThrown(row["wall"], row["scene"], moment_of(row.get("till"))),
    "NoticeTaken": lambda row: NoticeTaken(row["id"], tuple(row["to"])),
}


def to_payload(fact: Fact) -> tuple[str, dict[str, Any]]:
    """The kind and the JSON-ready payload of a fact, as the facts table keeps it."""
    match fact:
        case IncidentReported(incident, signal):
            payload = _incident_to(incident) | _signal(signal)
        case IncidentChanged(incident, was_closed_at, was_in_time):
            payload = _incident_to(incident)
            if was_closed_at is not None:
                payload["was"] = [_millis(was_closed_at), was_in_time]
        case ReportFolded(incident, source, at, signal):
            payload = _incident_to(incident) | {"by": source, "on": _millis(at)} | _signal(signal)
        case LikenessFound(incident_id, other):
            payload = {"id": incident_id, "of": other}
        case PersonMoved():
            payload = {
                "id": fact.person, "v": fact.version, "duty": int(fact.duty), "lon": fact.lon, "lat": fact.lat,
                "at": _millis(fact.at),
            }  # fmt: skip
        case CityRedrawn(what):
            payload = {"what": what}
        case OfficerChanged(officer):
            payload = {"id": officer}
        case MeetingChanged(meeting):
            payload = {"id": meeting}
        case EmergencyChanged(emergency, ended):
            payload = {
                "id": emergency.id, "v": emergency.version, "no": emergency.number, "plan": emergency.plan,
                "lvl": int(emergency.level), "inc": emergency.incident, "at": _millis(emergency.opened_at),
                "ended": ended,
            }  # fmt: skip
        case SignalsArrived():
            payload = {
                "id": fact.batch, "src": fact.source, "n": fact.rows, "at": _millis(fact.at), "drill": fact.drill
            }  # fmt: skip
        case WarningChanged(warning):
            payload = _warning_to(warning)
        case DrillChanged(drill, ended):
            payload = {
                "id": drill.id, "v": drill.version, "scr": drill.script, "zh": drill.name_zh, "en": drill.name_en,
                "at": _millis(drill.begun_at), "till": _millis(drill.ends_at), "ended": ended,
            }  # fmt: skip
        case ScenariosChanged(codes):
            payload = {"codes": list(codes)}
        case RecordsChanged(registers):
            payload = {"ids": list(registers)}
        case SceneThrown(wall, scene, until):
            payload = {"wall": wall, "scene": scene, "till": _millis(until)}
        case NoticeSent(notice, officers, urgent):
            payload = {"id": notice, "to": list(officers), "urgent": urgent}
        case NoticeTaken(notice, officers):
            payload = {"id": notice, "to": list(officers)}
    return type(fact).__name__, payload


def from_payload(kind: str, payload: Mapping[str, Any]) -> Fact | None:
    """The fact that a row of the facts table says; None for a kind that a newer program wrote."""
    reader = _READERS.get(kind)
    return reader(payload) if reader else None
