"""Keeps the list of officers: who there is, in which roles, for which department and area; by administrators alone."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.access.login import RULES, Logins, set_password
from services.access.rights import Right, refuse_unless
from services.domain.areas import full_code
from services.domain.facts import OfficerChanged
from services.domain.officers import OfficerLine
from services.domain.people import Officer, OfficerRole
from services.domain.refusals import Refusal
from services.store import queries_export
from services.store.engine import Database
from services.store.queries import access
from services.store.unit import Unit

LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")
GIVEN = tuple(role for role in OfficerRole if role is not OfficerRole.SYSTEM)


@dataclass(frozen=True, slots=True)
class Entry:
    """What a form says of an officer; `area` is an area's code, `also` further roles."""

    login: str
    name: str
    role: OfficerRole
    also: frozenset[OfficerRole] = frozenset()
    department: str | None = None
    area: str | None = None


class Officers:
    """Adds and changes officers; `by` is the administrator, None while there is none yet. For worker threads."""

    def __init__(self, database: Database, logins: Logins) -> None:
        self._database, self._logins = database, logins

    def lines(self, by: Officer) -> list[OfficerLine]:
        """All officers."""
        refuse_unless(by, Right.KEEP_OFFICERS)
        with self._database.reading() as reader:
            return access.officer_lines(reader)

    def add(self, by: Officer | None, entry: Entry, password: str, must_change: bool = True) -> Officer:
        """A new officer; the first one is an administrator, and is added by nobody."""
        with self._database.unit() as unit:
            unit.hold("officers")
            first = by is None
            if by is None:
                if access.has_administrator(unit) or unit.city().demo:
                    raise Refusal("officers.not_first", "There is an administrator already, who adds the others.")
                if entry.role is not OfficerRole.ADMIN:
                    raise Refusal("officers.first", "The first officer is an administrator: role admin.")
            else:
                refuse_unless(by, Right.KEEP_OFFICERS)
            values = _values(unit, entry)
            if access.login_is_taken(unit, entry.login):
                raise Refusal("officers.twice", "There is an officer {login} already.", login=entry.login)
            ident = unit.add("officers", login=entry.login, active=True, **values)
            made = _known(unit, ident)
            set_password(unit, self._logins.passwords, made, password, must_change and not first)
            unit.note(by or made, "officer_added", f"officer/{ident}", after=_told(values))
            unit.commit()
            return made

    def change(self, by: Officer, ident: int, version: int, entry: Entry, active: bool = True) -> Officer:
        """Other name, roles, department, area, or whether an officer is active; the login stays."""
        refuse_unless(by, Right.KEEP_OFFICERS)
        with self._database.unit() as unit:
            unit.hold("officers")
            line = next((line for line in access.officer_lines(unit) if line.officer.id == ident), None)
            if line is None:
                raise Refusal("officers.unknown", "There is no officer {login}.", login=entry.login)
            values = _values(unit, entry)
            keeps = active and OfficerRole.ADMIN in {entry.role, *entry.also}
            if OfficerRole.ADMIN in line.officer.roles and not keeps and not access.other_administrators(unit, ident):
                raise Refusal("officers.last", "This is the last administrator, and stays one until there is another.")
            unit.put("officers", ident, version, active=active, **values)
            if not active:
                access.end_sessions(unit, ident, "deactivated")
            before = _told(_values_of(line.officer)) + ("" if line.active else " inactive")
            verb = "officer_changed" if active else "officer_deactivated"
            unit.note(by, verb, f"officer/{ident}", before=before, after=_told(values))
            unit.say(OfficerChanged(ident))
            unit.commit()
            return _known(unit, ident)

    def reset(self, by: Officer, ident: int, password: str) -> None:
        """A new password that is to be changed at the next login; sessions end, a locked name is opened."""
        refuse_unless(by, Right.KEEP_OFFICERS)
        with self._database.unit() as unit:
            officer = _known(unit, ident)
            set_password(unit, self._logins.passwords, officer, password, must_change=True)
            unit.note(by, "password", f"officer/{ident}", why="reset")
            unit.say(OfficerChanged(ident))
            unit.commit()

    def change_rules(self, by: Officer, changed: Mapping[str, int]) -> None:
        """Other rules of logging in, by their names in `RULES`; they hold for programs that start from now on."""
        refuse_unless(by, Right.KEEP_OFFICERS)
        with self._database.unit() as unit:
            for name, value in changed.items():
                setting, least, most = RULES[name]
                if not least <= value <= most:
                    raise Refusal(
                        "officers.rule", "{name} is a number from {least} to {most}.", name=name, least=least, most=most
                    )
                before = unit.setting(setting)
                unit.remember(setting, str(value))
                unit.note(by, "access_rule", f"setting/{setting}", before=before, after=str(value))
            unit.commit()

    def deactivate(self, by: Officer, login: str) -> None:
        """An officer who may not log in any more; what was done stays under the name."""
        with self._database.reading() as reader:
            line = next((line for line in access.officer_lines(reader) if line.officer.login == login), None)
            if line is None:
                raise Refusal("officers.unknown", "There is no officer {login}.", login=login)
            officer = line.officer
            found = access.area_of(reader, officer.area) if officer.area is not None else None
        entry = Entry(officer.login, officer.name, officer.role, officer.also, officer.department, found and found[0])
        self.change(by, officer.id, line.version, entry, active=False)


def _known(unit: Unit, ident: int) -> Officer:
    found = access.officer_by_id(unit, ident, active=False)
    if found is None:
        raise Refusal("officers.unknown", "There is no officer {login}.", login=ident)
    return found


def _values(unit: Unit, entry: Entry) -> dict[str, object]:
    """The columns of an entry, looked at: login, name, and what each role needs."""
    if not LOGIN.fullmatch(entry.login):
        raise Refusal(
            "officers.login", "A login has 2 to 40 small letters, digits, dots, dashes; {login} has not.",
            login=entry.login,
        )  # fmt: skip
    name = " ".join(entry.name.split())
    if not 0 < len(name) <= 100:
        raise Refusal("officers.name", "An officer has a name of at most 100 characters.")
    roles = {entry.role, *entry.also}
    if OfficerRole.SYSTEM in roles:
        raise Refusal("officers.system", "The role of the programs themselves is given to nobody.")
    if OfficerRole.DEPARTMENT in roles and not entry.department:
        raise Refusal("officers.no_department", "Say whose tickets a department's officer owns.")
    if OfficerRole.TOWN in roles and not entry.area:
        raise Refusal("officers.no_area", "Say which area a town's officer sees.")
    known = {department.code for department in unit.catalogue().departments}
    if entry.department and entry.department not in known:
        raise Refusal("officers.department", "There is no department {code}.", code=entry.department)
    area = queries_export.area_id(unit, full_code(entry.area)) if entry.area else None
    if entry.area and area is None:
        raise Refusal("export.no_area", "There is no area with the code {code}.", code=entry.area)
    return {
        "name": name, "role": int(entry.role), "department": entry.department or None,
        "also": " ".join(str(int(role)) for role in sorted(entry.also - {entry.role})),
        "area_id": area[0] if area else None,
    }  # fmt: skip


def _values_of(officer: Officer) -> dict[str, object]:
    also = " ".join(str(int(role)) for role in sorted(officer.also - {officer.role}))
    return {"role": int(officer.role), "also": also, "department": officer.department, "area_id": officer.area}


def _told(values: dict[str, object]) -> str:
    """What the journal keeps of an officer: roles, department and area, no name."""
    roles: Sequence[str] = [str(values["role"]), *str(values["also"]).split()]
    named = [OfficerRole(int(number)).name.lower() for number in roles]
    where = [f"{key}={values[key]}" for key in ("department", "area_id") if values[key] is not None]
    return " ".join([*named, *where])
