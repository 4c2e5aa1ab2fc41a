"""Officers with their passwords, tries, sessions, and who looked at what; the database's side of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, or_, select, text, update

from services.domain.areas import Level
from services.domain.officers import LookLine, OfficerLine
from services.domain.people import Officer, OfficerRole
from services.store.reader import Reader
from services.store.tables.access import login_tries, looks, passwords, sessions
from services.store.tables.cases import incidents, reports
from services.store.tables.city import areas, officers, people
from services.store.tables.tickets import child_tickets
from services.store.unit import Unit

OF, P, T, S = officers.c, passwords.c, login_tries.c, sessions.c


@dataclass(frozen=True, slots=True)
class Secret:
    """An officer with the hash of the password, for the check of a login alone."""

    officer: Officer
    hash: str
    must_change: bool


@dataclass(frozen=True, slots=True)
class Tries:
    """Failed logins of one name since the last that went well."""

    tries: int
    lockouts: int
    locked_until: datetime | None
    last_at: datetime


@dataclass(frozen=True, slots=True)
class SessionLine:
    """A session that was begun, by its id."""

    id: str
    officer: int
    seat: str
    host: str
    begun_at: datetime
    seen_at: datetime
    locked_at: datetime | None
    ended_at: datetime | None


# ---- officers ------------------------------------------------------------------------------------------------------


def officer(reader: Reader, login: str) -> Officer | None:
    """An active officer by login."""
    found = reader.all(select(officers).where(OF.login == login, OF.active.is_(True)))
    return officer_of(reader, found[0]) if found else None


def officer_by_id(reader: Reader, ident: int, active: bool = True) -> Officer | None:
    """An officer by id, an active one unless told otherwise."""
    found = reader.all(select(officers).where(OF.id == ident))
    return officer_of(reader, found[0]) if found and (found[0].active or not active) else None


def officer_lines(reader: Reader) -> list[OfficerLine]:
    """All officers, those that are active first, by login."""
    seen = select(S.officer_id, func.max(S.seen_at).label("at")).group_by(S.officer_id).subquery()
    statement = (
        select(officers, P.set_at, P.must_change, seen.c.at)
        .outerjoin(passwords, P.officer_id == OF.id)
        .outerjoin(seen, seen.c.officer_id == OF.id)
        .order_by(OF.active.desc(), OF.login)
    )
    current = _current_areas(reader)
    codes = {int(row[0]): str(row[1]) for row in reader.all(select(areas.c.id, areas.c.code))}
    return [
        OfficerLine(
            officer_of(reader, row, current), row.version, row.active, row.set_at is not None, bool(row.must_change),
            row.at, codes.get(row.area_id),
        )
        for row in reader.all(statement)
    ]  # fmt: skip


def officer_of(reader: Reader, row: Any, current: Mapping[int, int] | None = None) -> Officer:
    """An officer of a row; a border that was redrawn has another id now, which is the one given."""
    known = _current_areas(reader, row.area_id) if current is None and row.area_id is not None else current or {}
    return Officer(
        row.id,
        row.login,
        row.name,
        OfficerRole(row.role),
        frozenset(OfficerRole(int(number)) for number in row.also.split()),
        row.department,
        known.get(row.area_id, row.area_id),
    )


def _current_areas(reader: Reader, area: int | None = None) -> dict[int, int]:
    """The area that holds now by the id of any that held under its code."""
    now = areas.alias()
    statement = select(areas.c.id, now.c.id).join(now, (now.c.code == areas.c.code) & now.c.valid_to.is_(None))
    if area is not None:
        statement = statement.where(areas.c.id == area)
    return {int(row[0]): int(row[1]) for row in reader.all(statement)}


def areas_above(reader: Reader, ident: int | None) -> set[int]:
    """An area and all it lies in, by id."""
    found: set[int] = set()
    while ident is not None and ident not in found:
        found.add(ident)
        ident = reader.connection.execute(select(areas.c.parent_id).where(areas.c.id == ident)).scalar()
    return found


def area_of(reader: Reader, ident: int) -> tuple[str, Level] | None:
    """Code and level of an area."""
    found = reader.all(select(areas.c.code, areas.c.level).where(areas.c.id == ident))
    return (str(found[0].code), Level(found[0].level)) if found else None


def has_administrator(reader: Reader) -> bool:
    """Whether an active officer who keeps the officers has a password."""
    admin = or_(OF.role == int(OfficerRole.ADMIN), OF.also.like(f"%{int(OfficerRole.ADMIN)}%"))
    statement = select(func.count()).select_from(officers.join(passwords, P.officer_id == OF.id))
    return bool(reader.all(statement.where(OF.active.is_(True), admin))[0][0])


def other_administrators(reader: Reader, ident: int) -> int:
    """How many active administrators there are besides one officer."""
    admin = or_(OF.role == int(OfficerRole.ADMIN), OF.also.like(f"%{int(OfficerRole.ADMIN)}%"))
    return int(reader.all(select(func.count()).where(OF.active.is_(True), admin, OF.id != ident))[0][0])


def login_is_taken(reader: Reader, login: str) -> bool:
    """Whether an officer, active or not, has this login."""
    return bool(reader.all(select(func.count()).where(OF.login == login))[0][0])


# ---- passwords and tries -------------------------------------------------------------------------------------------


def secret(reader: Reader, login: str) -> Secret | None:
    """An active officer with a password, by login."""
    statement = select(officers, P.hash, P.must_change).join(passwords, P.officer_id == OF.id)
    found = reader.all(statement.where(OF.login == login, OF.active.is_(True)))
    return Secret(officer_of(reader, found[0]), found[0].hash, found[0].must_change) if found else None


def put_password(unit: Unit, ident: int, hash_: str, must_change: bool) -> None:
    """Sets an officer's password."""
    unit.connection.execute(delete(passwords).where(P.officer_id == ident))
    unit.add("passwords", officer_id=ident, hash=hash_, set_at=unit.now, must_change=must_change)


def tries(unit: Unit, key: str) -> Tries | None:
    """The tries of a name, held until the transaction ends so that nobody counts beside."""
    statement = select(login_tries).where(T.login_hash == key)
    if unit.connection.dialect.name == "postgresql":
        made = text(
            "insert into login_tries (login_hash, tries, lockouts, last_at) values (:key, 0, 0, :at) "
            "on conflict (login_hash) do nothing"
        )
        unit.connection.execute(made, {"key": key, "at": round(unit.now.timestamp() * 1000)})
        statement = statement.with_for_update()
    found = unit.all(statement)
    return Tries(found[0].tries, found[0].lockouts, found[0].locked_until, found[0].last_at) if found else None


def put_tries(unit: Unit, key: str, counted: Tries) -> None:
    """Writes the tries of a name."""
    values = {"tries": counted.tries, "lockouts": counted.lockouts, "locked_until": counted.locked_until}
    done = unit.connection.execute(
        update(login_tries).where(T.login_hash == key).values(last_at=counted.last_at, **values)
    )
    if done.rowcount == 0:
        unit.connection.execute(insert(login_tries).values(login_hash=key, last_at=counted.last_at, **values))


def forget_tries(unit: Unit, key: str, before: datetime | None = None) -> None:
    """The name logged in, or was let in again; with `before` those of all names that are older go as well."""
    unit.connection.execute(delete(login_tries).where(T.login_hash == key))
    if before is not None:
        unit.connection.execute(delete(login_tries).where(T.last_at < before))


# ---- sessions ------------------------------------------------------------------------------------------------------


def session(reader: Reader, ident: str) -> SessionLine | None:
    """A session, ended or not."""
    found = reader.all(select(sessions).where(S.id == ident))
    if not found:
        return None
    row = found[0]
    return SessionLine(
        row.id, row.officer_id, row.seat, row.host, row.begun_at, row.seen_at, row.locked_at, row.ended_at
    )


def put_session(unit: Unit, ident: str, **values: Any) -> bool:
    """Changes a session that has not ended; whether there was one."""
    done = unit.connection.execute(update(sessions).where(S.id == ident, S.ended_at.is_(None)).values(**values))
    return done.rowcount == 1


def end_sessions(unit: Unit, officer_id: int, why: str, besides: str = "") -> int:
    """Ends the sessions of an officer, one left out; returns how many."""
    mine = (S.officer_id == officer_id) & S.ended_at.is_(None) & (S.id != besides)
    done = unit.connection.execute(update(sessions).where(mine).values(ended_at=unit.now, ended_by=why))
    return int(done.rowcount)


# ---- looks and erasing ---------------------------------------------------------------------------------------------


def look_lines(reader: Reader, offset: int = 0, limit: int = 200) -> tuple[list[LookLine], int]:
    """Who opened personal data, newest first, and how many looks there are in all."""
    page = reader.all(select(looks).order_by(looks.c.id.desc()).offset(offset).limit(limit))
    asked = [int(row.subject[7:]) for row in page if row.subject.startswith("report/")]
    joined = select(reports.c.id, incidents.c.number).join(incidents, incidents.c.id == reports.c.incident_id)
    numbers = {f"report/{row[0]}": str(row[1]) for row in reader.all(joined.where(reports.c.id.in_(asked)))}
    found = [
        LookLine(r.id, r.at, r.officer, r.subject, r.reason, r.words, r.until, numbers.get(r.subject, "")) for r in page
    ]
    return found, reader.count("looks")


def report(reader: Reader, ident: int) -> Any | None:
    """Personal data: one report whole."""
    found = reader.all(select(reports).where(reports.c.id == ident))
    return found[0] if found else None


def report_ids(reader: Reader, incident: int) -> list[int]:
    """The reports of an incident."""
    return [int(row[0]) for row in reader.all(select(reports.c.id).where(reports.c.incident_id == incident))]


def person(reader: Reader, ident: int) -> Any | None:
    """Personal data: one person of the grids whole."""
    found = reader.all(select(people).where(people.c.id == ident))
    return found[0] if found else None


def children_of(reader: Reader, incident: int) -> Sequence[str]:
    """The departments that hold child tickets of an incident."""
    c = child_tickets.c
    return [str(row[0]) for row in reader.all(select(c.department).where(c.incident_id == incident))]


def incident_by_number(reader: Reader, number: str) -> int | None:
    """The id of an incident by its number."""
    return reader.connection.execute(select(incidents.c.id).where(incidents.c.number == number)).scalar()
