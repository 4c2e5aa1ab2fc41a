"""Intake: the one door through which every report comes in, whoever brings it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from typing import Protocol

from services.cases.subjects import subject_key, subject_of
from services.domain.catalogue import Category, current
from services.domain.deadlines import Deadlines, Phase
from services.domain.facts import IncidentReported, ReportFolded
from services.domain.incidents import IncidentState, LiveIncident, Place, PlaceStatus, Report, TimeFlaw
from services.domain.plain import plain
from services.domain.refusals import Refusal
from services.domain.signals import Signal
from services.store.queries import signals
from services.store.queries.tickets import area_code
from services.store.reader import Reader
from services.store.rows import incident_values
from services.store.unit import Unit

TEXT_LIMIT = 20_000
LONGEST_NUMBER, LONGEST_ADDRESS, LONGEST_CONTACT, LONGEST_NAME = 120, 500, 60, 100
FUTURE = timedelta(minutes=10)
METRES_PER_DEGREE = 111_320.0


class Placing(Protocol):
    """Turns a report's coordinates into the map's reference system and finds the areas that hold around them."""

    def place(self, lon: float | None, lat: float | None, crs: str, reader: Reader) -> Place: ...


@dataclass(frozen=True, slots=True)
class Folding:
    """When two reports are one incident: same category, near, and soon after each other."""

    metres: float = 50.0
    within: timedelta = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Rules:
    """What intake goes by: where places come from, the deadlines, when to fold.

    `book` gives the limits that hold at the moment in the place of `deadlines`.
    """

    placing: Placing
    deadlines: Deadlines
    folding: Folding = Folding()
    book: Callable[[Reader], Deadlines] | None = None

    def limits(self, reader: Reader) -> Deadlines:
        """The limits that hold now."""
        return self.deadlines if self.book is None else self.book(reader)


@dataclass(frozen=True, slots=True)
class Accepted:
    """What became of a report: its incident, and whether that is new, got one more report, or knew this one."""

    incident: int
    new: bool = False
    folded: bool = False


def accept(report: Report, unit: Unit, rules: Rules, officer: str = "system") -> Accepted:
    """Checks, places, folds, grades and writes one report; says the fact. The caller commits.

    A category that became another one is taken as that. Raises `Refusal` for an unknown source or category, a time
    without its zone, a number or a text that is too long.
    """
    report, category = checked(report, unit.has_source(report.source), current(report.category, unit.category))
    if report.external:
        known = unit.report_incident(report.source, report.external)
        if known is not None:
            return Accepted(known)
    place = rules.placing.place(report.lon, report.lat, report.crs, unit)
    twin = _twin(report, place, unit, rules.folding)
    if twin is not None:
        return _fold(report, twin, place, unit, officer)
    return _open(report, category, place, unit, rules, officer)


def open_unheard(report: Report, place: Place, unit: Unit, rules: Rules, officer: str) -> int:
    """The incident of what the centre perceived by itself, at a place that it knows; gives its id.

    It is folded into no other, and is no signal: what was found in signals must not be found in itself again. The same
    number of a source is the same one. Raises `Refusal` as `accept` does.
    """
    report, category = checked(report, unit.has_source(report.source), current(report.category, unit.category))
    known = unit.report_incident(report.source, report.external) if report.external else None
    return known if known is not None else _open(report, category, place, unit, rules, officer, heard=False).incident


def checked(report: Report, has_source: bool, category: Category | None) -> tuple[Report, Category]:
    """A report in words that the tables keep, and its category; refuses one that can't be taken.

    Address and contact are cut where they are longer than any real one; the number never is, since it is an identity.
    """
    if not has_source:
        raise Refusal(
            "intake.source", "There is no information source “{source}” in this city's list.", source=report.source
        )
    if category is None or not category.active:
        raise Refusal(
            "intake.category",
            "There is no category “{category}” in this city's catalogue, or it was retired.",
            category=report.category,
        )
    if report.reported_at.tzinfo is None:
        raise Refusal("intake.time", "The report's time has no time zone.")
    report = replace(
        report,
        category=category.code,
        text=plain(report.text),
        address=plain(report.address)[:LONGEST_ADDRESS],
        contact=plain(report.contact)[:LONGEST_CONTACT],
        contact_name=plain(report.contact_name)[:LONGEST_NAME],
        external=plain(report.external),
    )
    if len(report.external) > LONGEST_NUMBER:
        raise Refusal("intake.number", "Its number is longer than {most} characters.", most=LONGEST_NUMBER)
    if len(report.text) > TEXT_LIMIT:
        raise Refusal(
            "intake.text",
            "The description has {length} characters; at most {limit} are kept. Attach the rest as a document.",
            length=len(report.text),
            limit=TEXT_LIMIT,
        )
    return report, category


def _twin(report: Report, place: Place, unit: Unit, folding: Folding) -> LiveIncident | None:
    """The open incident that this report most likely is about: the nearest within reach."""
    if place.lon is None or place.lat is None or place.status is PlaceStatus.UNLOCATED:
        return None
    unit.hold(f"fold/{report.category}")  # two who report the same at once would not see each other's incident
    high = folding.metres / METRES_PER_DEGREE
    wide = high / max(0.01, math.cos(math.radians(place.lat)))
    box = (place.lon - wide, place.lat - high, place.lon + wide, place.lat + high)
    at = report.reported_at
    near = [
        (distance, twin.id, twin)
        for twin in unit.open_like(report.category, at - folding.within, at + folding.within, box)
        if (distance := metres_between(place, twin.place)) <= folding.metres
    ]
    return min(near)[2] if near else None


def metres_between(one: Place, other: Place) -> float:
    """Distance over a few hundred metres, good to a part in a thousand; infinite without a place."""
    if one.lon is None or one.lat is None or other.lon is None or other.lat is None:
        return math.inf
    east = (one.lon - other.lon) * math.cos(math.radians((one.lat + other.lat) / 2))
    return METRES_PER_DEGREE * math.hypot(east, one.lat - other.lat)


def _fold(report: Report, twin: LiveIncident, place: Place, unit: Unit, officer: str) -> Accepted:
    severity = min(twin.severity, report.severity or twin.severity)
    # what got worse is heard again; its limits go by its category and class, which are the same
    shelved = None if severity < twin.severity else twin.shelved_until
    grown = replace(
        twin, version=twin.version + 1, reports=twin.reports + 1, severity=severity, shelved_until=shelved
    )  # fmt: skip
    unit.put(
        "incidents", twin.id, version=twin.version, reports=grown.reports, severity=int(severity), shelved_until=shelved
    )
    number = _write_report(report, twin.id, place, unit)
    unit.note(officer, "fold", f"incident/{twin.id}", why="near in place and time", after=f"report/{number}")
    signal = write_signal(report, twin.id, number, place, unit)
    unit.say(ReportFolded(grown, report.source, report.reported_at, signal))
    return Accepted(twin.id, folded=True)


def _open(
    report: Report, category: Category, place: Place, unit: Unit, rules: Rules, officer: str, heard: bool = True
) -> Accepted:
    ident, city = unit.next_id("incidents"), unit.city()
    flaw = TimeFlaw.REPORTED_IN_FUTURE if report.reported_at > unit.now + FUTURE else TimeFlaw.NONE
    limits, area = rules.limits(unit), area_code(unit, (place.grid, place.village, place.town)) or None
    live = new_incident(report, category, place, ident, limits, city.zone, area)
    step = limits.marks(Phase.ASSIGN, category.code, category.kind, area, report.reported_at, city.zone)
    live = replace(live, flawed=flaw is not TimeFlaw.NONE, step_due_at=step.due_at if step else None)
    unit.add(
        "incidents",
        **incident_values(live),
        address=report.address,
        text=report.text,
        flaw=int(flaw),
        external=report.external,
        synthetic=city.demo,
    )
    number = _write_report(report, ident, place, unit)
    unit.note(officer, "report", f"incident/{ident}", after=f"report/{number}")
    unit.say(IncidentReported(live, write_signal(report, ident, number, place, unit) if heard else None))
    return Accepted(ident, new=True)


def new_incident(
    report: Report,
    category: Category,
    place: Place,
    ident: int,
    deadlines: Deadlines,
    zone: tzinfo,
    area: str | None = None,
) -> LiveIncident:
    """The incident that a report opens: graded by itself or by its category, due by its category, class and area.

    `area` is the code of the deepest area it lies in.
    """
    marks = deadlines.marks(Phase.WHOLE, category.code, category.kind, area, report.reported_at, zone)
    return LiveIncident(
        id=ident,
        version=1,
        number=number_of(report.reported_at, ident, zone),
        source=report.source,
        category=category.code,
        severity=report.severity or category.severity,
        kind=category.kind,
        state=IncidentState.REPORTED,
        place=place,
        reported_at=report.reported_at,
        warn_at=marks.warn_at if marks else None,
        due_at=marks.due_at if marks else None,
        triple_at=marks.triple_at if marks else None,
    )


def number_of(reported_at: datetime, ident: int, zone: tzinfo) -> str:
    """The number people call an incident by: the day and its running number; needs no counter that locks."""
    return f"{reported_at.astimezone(zone):%Y%m%d}-{ident:06d}"


def write_signal(report: Report, incident: int, number: int, place: Place, unit: Unit) -> int:
    """A report is a signal too: what, where and when, and a digest of who called in the place of the caller."""
    subject = subject_of(report.contact, subject_key(unit)) if report.contact else ""
    heard = Signal(report.source, report.category, report.reported_at, place, subject, origin=f"incident:{incident}")
    row = signals.values(replace(heard, incident=incident), unit.now, unit.city().demo)
    return unit.add("signals", report_id=number, **row)


def _write_report(report: Report, incident: int, place: Place, unit: Unit) -> int:
    number = unit.add(
        "reports",
        incident_id=incident,
        source=report.source,
        external=report.external or None,
        reported_at=report.reported_at,
        received_at=unit.now,
        text=report.text,
        lon=place.lon,
        lat=place.lat,
        contact=report.contact,
        contact_name=report.contact_name,
    )
    for proof in report.evidence:
        unit.add(
            "evidence", incident_id=incident, report_id=number, kind=proof.kind, uri=proof.uri, digest=proof.digest
        )
    return number
