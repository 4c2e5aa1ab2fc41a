"""Lets the officers of a demo city log in: all by one password that the login screen tells."""

from __future__ import annotations

from services.access.login import DEMO_PASSWORD, USUAL
from services.access.passwords import Passwords
from services.domain.people import OfficerRole
from services.store.engine import Database
from services.store.queries import access
from services.store.unit import Unit

PASSWORD = "yanshi2026"
SALT = b"demo city, known"  # the same city each time, and one hash for all: there is nothing to hide
ROLES = frozenset(OfficerRole) - {OfficerRole.SYSTEM, OfficerRole.WALL}


def give_logins(unit: Unit, passwords: Passwords | None = None) -> None:
    """Gives every officer the known password, and the usual one at the desk both sides: a demo is one person."""
    hash_ = (passwords or Passwords()).hash(PASSWORD, SALT)
    for line in access.officer_lines(unit):
        officer = line.officer
        if not officer.roles & ROLES:
            continue
        if not line.has_password:
            access.put_password(unit, officer.id, hash_, must_change=False)
        if officer.login == USUAL["operator"] and not officer.also:
            unit.put("officers", officer.id, also=str(int(OfficerRole.SUPERVISOR)))
    unit.remember(DEMO_PASSWORD, PASSWORD)


def ensure_logins(database: Database) -> None:
    """The same for a demo city that was made before its officers could log in."""
    with database.reading() as reader:
        if not reader.city().demo or reader.setting(DEMO_PASSWORD):
            return
    with database.unit() as unit:
        give_logins(unit)
        unit.commit()
