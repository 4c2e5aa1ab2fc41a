"""Keeps the officers who may log in: add, list, password, deactivate, rules; passwords are typed, never arguments."""

from __future__ import annotations

import argparse

from services.access.login import Logins
from services.access.officers import GIVEN, Entry, Officers
from services.access.rights import Right
from services.bundle import open_services
from services.commandline.identity import identified, new_password
from services.domain.people import Officer, OfficerRole
from services.domain.refusals import Refusal
from services.settings import Settings
from services.store.engine import Database
from services.store.queries import access
from services.words import N_, Words
from services.words.terms import OFFICER_ROLES

RULE_WORDS = {
    "tries": N_("rules: failed logins that lock a name"),
    "lock": N_("rules: minutes that it is locked at first"),
    "idle": N_("rules: minutes without a touch that lock a seat, 0 for never"),
    "look": N_("rules: minutes that personal data are shown"),
    "length": N_("rules: least characters of a password"),
}
ROLES = [role.name.lower() for role in GIVEN]


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, with whom, and who does it."""
    parser.add_argument("what", choices=("add", "list", "password", "deactivate", "rules"), help="what to do")
    parser.add_argument("login", nargs="?", default="", metavar="LOGIN", help="the officer's login")
    parser.add_argument("--name", default="", metavar="WORDS", help="add: the officer's name")
    parser.add_argument("--role", choices=ROLES, default="dispatcher", help="add: the officer's role")
    parser.add_argument("--also", nargs="*", choices=ROLES, default=[], metavar="ROLE", help="add: further roles")
    parser.add_argument("--department", default=None, metavar="CODE", help="add: whose tickets the officer owns")
    parser.add_argument("--area", default=None, metavar="CODE", help="add: the area that the officer sees")
    for name, told in RULE_WORDS.items():
        parser.add_argument(f"--{name}", type=int, default=None, metavar="N", help=told)
    parser.add_argument("--officer", default="", metavar="LOGIN", help="the administrator who does this")


def run(options: argparse.Namespace, words: Words) -> int:
    """Does it and says so; an empty database takes its first administrator from nobody."""
    services = open_services(Settings(options.database, options.lang))
    try:
        database = services.database
        if options.what not in ("list", "rules") and not options.login:
            raise Refusal("officers.no_login", "Say which officer: main.py officers {what} LOGIN", what=options.what)
        officers = Officers(database, Logins(database))
        DO[options.what](options, database, officers, words)
        return 0
    finally:
        services.close()


def _add(options: argparse.Namespace, database: Database, officers: Officers, words: Words) -> None:
    also = frozenset(OfficerRole[role.upper()] for role in options.also)
    entry = Entry(
        options.login, options.name, OfficerRole[options.role.upper()], also, options.department, options.area
    )
    by = _administrator(options, database, words)
    made = officers.add(by, entry, new_password(words, options.login))
    print(words("{login} may log in now.", login=made.login))


def _list(options: argparse.Namespace, database: Database, officers: Officers, words: Words) -> None:
    with database.reading() as reader:
        lines, zone = access.officer_lines(reader), reader.city().zone
    role = words.context("officer")
    for line in lines:
        officer = line.officer
        roles = ", ".join(role(OFFICER_ROLES[each]) for each in (officer.role, *sorted(officer.also)))
        seen = "—" if line.last_seen is None else line.last_seen.astimezone(zone).strftime("%Y-%m-%d %H:%M")
        state = words("active") if line.active else words("deactivated")
        if line.active and not line.has_password:
            state = words("no password")
        where = officer.department or ""
        print(f"{officer.login:<24} {officer.name}\t{roles}\t{where}\t{state}\t{seen}")


def _password(options: argparse.Namespace, database: Database, officers: Officers, words: Words) -> None:
    by = identified(database, options.officer, Right.KEEP_OFFICERS, words)
    with database.reading() as reader:
        officer = access.officer(reader, options.login)
    if officer is None:
        raise Refusal("officers.unknown", "There is no officer {login}.", login=options.login)
    officers.reset(by, officer.id, new_password(words, officer.login))
    print(words("{login} has a new password, to be changed at the next login.", login=officer.login))


def _deactivate(options: argparse.Namespace, database: Database, officers: Officers, words: Words) -> None:
    officers.deactivate(identified(database, options.officer, Right.KEEP_OFFICERS, words), options.login)
    print(words("{login} may not log in any more.", login=options.login))


def _rules(options: argparse.Namespace, database: Database, officers: Officers, words: Words) -> None:
    changed = {name: value for name in RULE_WORDS if (value := getattr(options, name)) is not None}
    if changed:
        officers.change_rules(identified(database, options.officer, Right.KEEP_OFFICERS, words), changed)
    rules = Logins(database).rules
    minutes = {"lock": rules.lock, "idle": rules.idle, "look": rules.look}
    now = {"tries": rules.tries, "length": rules.least} | {n: round(t.total_seconds() / 60) for n, t in minutes.items()}
    for name, told in RULE_WORDS.items():
        print(f"--{name:<8} {now[name]:>5}   {words(told)}")


def _administrator(options: argparse.Namespace, database: Database, words: Words) -> Officer | None:
    with database.reading() as reader:
        if not access.has_administrator(reader):
            return None
    return identified(database, options.officer, Right.KEEP_OFFICERS, words)


DO = {"add": _add, "list": _list, "password": _password, "deactivate": _deactivate, "rules": _rules}
