"""Login: who sits down before a seat, how failures lock a name, and how long a session lasts.

A login is counted as failed before its password is looked at, and that is taken back when it was right: so many guesses
at once are no more guesses than one after another. A name that nobody has is counted, locked and answered alike.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from services.access.passwords import Passwords
from services.access.rights import SEATS, scope_of
from services.domain.city import City
from services.domain.facts import OfficerChanged
from services.domain.people import Officer, OfficerRole
from services.domain.refusals import Refusal
from services.domain.scope import WHOLE, Scope
from services.store.engine import Database
from services.store.queries import access
from services.store.queries.access import Secret, Tries
from services.store.unit import Unit

FORGOTTEN = timedelta(days=1)
LONGEST_LOGIN = 60
LONGEST_LOCK = timedelta(hours=24)
WALL = Officer(0, "wall", "", OfficerRole.WALL)
DEMO_PASSWORD = "demo.password"
USUAL = {"operator": "dispatcher1", "briefing": "leader1"}


class Door(StrEnum):
    """How somebody gets before a seat of this database."""

    OPEN = "open"
    LOGIN = "login"
    DEMO = "demo"
    FIRST = "first"


@dataclass(frozen=True, slots=True)
class LoginRules:
    """The city's rules: failures until a name is locked and for how long at first, idle time, length of passwords."""

    tries: int = 5
    lock: timedelta = timedelta(minutes=15)
    idle: timedelta = timedelta(minutes=30)
    look: timedelta = timedelta(minutes=5)
    least: int = 10

    @classmethod
    def of(cls, settings: Mapping[str, str]) -> LoginRules:
        """From the settings access.tries, lock_minutes, idle_minutes, look_minutes, password_length."""
        return cls(
            int(settings.get("access.tries", "5")),
            timedelta(minutes=float(settings.get("access.lock_minutes", "15"))),
            timedelta(minutes=float(settings.get("access.idle_minutes", "30"))),
            timedelta(minutes=float(settings.get("access.look_minutes", "5"))),
            int(settings.get("access.password_length", "10")),
        )


# the setting of each rule, and the least and the most that makes sense
RULES: Mapping[str, tuple[str, int, int]] = {
    "tries": ("access.tries", 3, 100),
    "lock": ("access.lock_minutes", 1, 1440),
    "idle": ("access.idle_minutes", 0, 1440),
    "look": ("access.look_minutes", 1, 60),
    "length": ("access.password_length", 8, 64),
}


@dataclass(frozen=True, slots=True)
class Entered:
    """An officer before a seat, with the session that it began; "" for a wall, whose never ends."""

    officer: Officer
    scope: Scope = WHOLE
    session: str = ""
    must_change: bool = False


class Logins:
    """Lets officers in and out; safe to use from any thread, but it takes tenths of a second: never the GUI's.

    `demo_password` is the one that all officers of a demo city have; "" in a real one.
    """

    def __init__(self, database: Database, passwords: Passwords | None = None) -> None:
        self._database = database
        with database.reading() as reader:
            settings = reader.settings()
        self.rules = LoginRules.of(settings)
        self.demo_password = settings.get(DEMO_PASSWORD, "") if City.of(settings).demo else ""
        self.passwords = passwords or Passwords(self.rules.least)

    # ---- coming in -----------------------------------------------------------------------------------------------

    def door(self, seat: str) -> Door:
        """How one gets before this seat; a wall is open, it only shows and knows nothing personal."""
        if seat == "wall":
            return Door.OPEN
        with self._database.reading() as reader:
            if reader.city().demo:
                return Door.DEMO
            return Door.LOGIN if access.has_administrator(reader) else Door.FIRST

    def demo_logins(self) -> tuple[str, ...]:
        """One login of each role of a demo city, for who wants to try them; none of a real one."""
        if not self.demo_password:
            return ()
        with self._database.reading() as reader:
            lines = access.officer_lines(reader)
        first = {line.officer.role: line.officer.login for line in reversed(lines) if line.active and line.has_password}
        return tuple(first[role] for role in sorted(first))

    def enter(self, login: str, password: str, seat: str, host: str) -> Entered:
        """Lets an officer in who knows the password; raises `Refusal`, of one kind whatever was wrong."""
        login = login.strip()
        secret = self._checked(login, password, seat, host)
        _refuse_seat(secret.officer, seat)
        return self._begin(secret.officer, seat, host, secret.must_change)

    def prove(self, login: str, password: str, seat: str, host: str) -> Officer:
        """Who signs beside the officer at the seat: the password is looked at as for a login, no session begins.

        A demo city asks for no password. Raises `Refusal` as `enter` does, also while a new password is still due.
        """
        login = login.strip()
        if self.door(seat) is Door.DEMO:
            with self._database.reading() as reader:
                officer = access.officer(reader, login)
            if officer is None:
                raise _no_officer(login)
        else:
            secret = self._checked(login, password, seat, host)
            officer = secret.officer
            if secret.must_change:
                raise Refusal("login.must_change", "Log in once and choose a password of your own before you sign.")
        _refuse_seat(officer, seat)
        return officer

    def enter_freely(self, seat: str, host: str, login: str = "") -> Entered:
        """The officer who usually sits there in a demo city (or another one), without a password; refused elsewhere."""
        if seat == "wall":
            return Entered(WALL)
        login = login or USUAL.get(seat, "")
        with self._database.reading() as reader:
            officer = access.officer(reader, login) if reader.city().demo else None
        if officer is None:
            raise _no_officer(login)
        _refuse_seat(officer, seat)
        return self._begin(officer, seat, host, False)

    def look_up(self, seat: str, login: str = "") -> Entered:
        """The same for a picture of the seat: no session, nothing is written."""
        login = login or USUAL.get(seat, "")
        with self._database.reading() as reader:
            officer = access.officer(reader, login) if reader.city().demo else None
            if officer is None:
                raise _no_officer(login)
            _refuse_seat(officer, seat)
            return Entered(officer, scope_of(reader, officer))

    def _begin(self, officer: Officer, seat: str, host: str, must_change: bool) -> Entered:
        ident = secrets.token_hex(32)  # made here for each login, never taken from anybody
        with self._database.unit() as unit:
            unit.add(
                "sessions", id=ident, officer_id=officer.id, seat=seat, host=host[:100], begun_at=unit.now,
                seen_at=unit.now,
            )  # fmt: skip
            unit.note(officer, "login", f"officer/{officer.id}", after=f"{seat} {host[:100]}".strip())
            unit.commit()
            return Entered(officer, scope_of(unit, officer), ident, must_change)

    # ---- passwords -----------------------------------------------------------------------------------------------

    def _checked(self, login: str, password: str, seat: str, host: str) -> Secret:
        """The officer of this login and password; counts the try, locks the name, and says so in the journal."""
        key = _key(login)
        free, locked = self._count(key)
        with self._database.reading() as reader:
            known = login.isprintable() and len(login) <= LONGEST_LOGIN
            secret = access.secret(reader, login) if known else None
        right = self.passwords.fits(password, None if secret is None else secret.hash)
        if free and right and secret is not None:
            with self._database.unit() as unit:
                access.forget_tries(unit, key, unit.now - FORGOTTEN)
                if self.passwords.is_old(secret.hash):
                    access.put_password(unit, secret.officer.id, self.passwords.hash(password), secret.must_change)
                unit.commit()
            return secret
        with self._database.unit() as unit:
            # a name that nobody has is not written down: it may be a password in the wrong field
            who = ("", "officer/unknown") if secret is None else (secret.officer.login, f"officer/{secret.officer.id}")
            verb = "login_locked" if not free else "login_failed"
            unit.note(who[0], verb, who[1], after=f"{seat} {host[:100]}".strip())
            if free and locked:
                unit.note(who[0], "lockout", who[1], after=f"until {locked.isoformat(timespec='seconds')}")
            unit.commit()
        if locked:
            minutes = max(1, -(-round((locked - self._database.clock()).total_seconds()) // 60))
            raise Refusal(
                "login.locked",
                "Too many logins failed with this name. It is locked for {minutes} minutes; an administrator can open"
                " it again.",
                minutes=minutes,
            )
        raise Refusal("login.wrong", "This login and this password do not belong together.")

    def _count(self, key: str) -> tuple[bool, datetime | None]:
        """(whether the password may be looked at, until when the name is locked if it turns out wrong)."""
        with self._database.unit() as unit:
            known = access.tries(unit, key)
            if known is None or unit.now - known.last_at > FORGOTTEN:
                known = Tries(0, 0, None, unit.now)
            if known.locked_until is not None and known.locked_until > unit.now:
                return False, known.locked_until
            made = 1 if known.locked_until is not None else known.tries + 1
            until, lockouts = None, known.lockouts
            if made >= self.rules.tries:
                until = unit.now + min(LONGEST_LOCK, self.rules.lock * 2**lockouts)
                lockouts += 1
            access.put_tries(unit, key, Tries(made, lockouts, until, unit.now))
            unit.commit()
            return True, until

    def change(self, officer: Officer, old: str, new: str, session: str = "") -> None:
        """An officer's own new password; the old one is asked for, and other sessions of the officer end."""
        self._checked(officer.login, old, "", "")
        if old == new:
            raise Refusal("password.same", "The new password is the old one.")
        self.passwords.refuse_weak(new, officer.login, officer.name)
        hash_ = self.passwords.hash(new)
        with self._database.unit() as unit:
            access.put_password(unit, officer.id, hash_, must_change=False)
            access.end_sessions(unit, officer.id, "password", besides=session)
            unit.note(officer, "password", f"officer/{officer.id}", why="own")
            unit.say(OfficerChanged(officer.id))
            unit.commit()

    # ---- sessions ------------------------------------------------------------------------------------------------

    def seen(self, session: str, at_work: bool = True) -> Entered | None:
        """The officer of a session that still holds, with the rights of now; None when it was ended for the officer."""
        with self._database.unit() as unit:
            found = access.session(unit, session)
            officer = access.officer_by_id(unit, found.officer) if found is not None and not found.ended_at else None
            if found is None or officer is None:
                return None
            if at_work and found.locked_at is None:
                access.put_session(unit, session, seen_at=unit.now)
                unit.commit()
            return Entered(officer, scope_of(unit, officer), session)

    def lock(self, session: str, why: str) -> None:
        """The seat is locked: by hand ("hand") or since nobody touched it ("idle")."""
        self._tell(session, "lock", why, locked_at=True)

    def unlock(self, session: str, password: str) -> Entered:
        """Lets the same officer go on; raises `Refusal`, also where the session was ended meanwhile."""
        with self._database.reading() as reader:
            found = access.session(reader, session)
            officer = access.officer_by_id(reader, found.officer) if found is not None and not found.ended_at else None
        if found is None or officer is None:
            raise Refusal("login.ended", "This session has ended. Log in again.")
        secret = self._checked(officer.login, password, found.seat, found.host)
        self._tell(session, "unlock", "", locked_at=False)
        with self._database.reading() as reader:
            return Entered(secret.officer, scope_of(reader, secret.officer), session, secret.must_change)

    def leave(self, session: str, why: str = "logout") -> None:
        """Ends a session: by hand or with the program."""
        self._tell(session, why, "", ended_by=why)

    def _tell(self, session: str, verb: str, why: str, locked_at: bool | None = None, ended_by: str = "") -> None:
        with self._database.unit() as unit:
            found = access.session(unit, session)
            officer = access.officer_by_id(unit, found.officer, active=False) if found is not None else None
            values: dict[str, object] = {"ended_at": unit.now, "ended_by": ended_by} if ended_by else {}
            if locked_at is not None:
                values |= {"locked_at": unit.now if locked_at else None, "seen_at": unit.now}
            if officer is None or not access.put_session(unit, session, **values):
                return
            unit.note(officer, verb, f"officer/{officer.id}", why=why)
            unit.commit()


def _no_officer(login: str) -> Refusal:
    return Refusal("login.no_officer", "There is no officer {login} who could sit here.", login=login)


def _refuse_seat(officer: Officer, seat: str) -> None:
    allowed = SEATS.get(seat)
    if allowed is not None and not officer.roles & allowed:
        raise Refusal(
            "login.seat",
            "{name} may not sit at this seat: it shows the whole city.",
            name=officer.name or officer.login,
        )


def set_password(unit: Unit, passwords: Passwords, officer: Officer, password: str, must_change: bool) -> None:
    """Sets a password for somebody (an administrator's reset, a new officer): sessions end, locks open."""
    passwords.refuse_weak(password, officer.login, officer.name)
    access.put_password(unit, officer.id, passwords.hash(password), must_change)
    access.end_sessions(unit, officer.id, "password")
    access.forget_tries(unit, _key(officer.login))


def _key(login: str) -> str:
    return hashlib.sha256(login.casefold().encode("utf-8", "surrogatepass")).hexdigest()
