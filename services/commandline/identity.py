"""Who gives a command: asked for by password, from the terminal or from standard input, never by an argument."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable

from services.access.login import Logins
from services.access.rights import Right, refuse_unless
from services.domain.people import Officer
from services.domain.refusals import Refusal
from services.store.engine import Database
from services.store.queries import access
from services.words import Words

Ask = Callable[[str], str]
SEAT = "terminal"


def asked_password(question: str) -> str:
    """A password typed without being shown; where nobody types, the next line of standard input."""
    if sys.stdin.isatty():
        return getpass.getpass(f"{question} ")
    line = sys.stdin.readline()
    if not line:
        raise Refusal("password.none", "A password is needed: type it, or give it on standard input, one a line.")
    return line.rstrip("\r\n")


def new_password(words: Words, login: str, ask: Ask = asked_password) -> str:
    """A new password; who types it types it twice."""
    password = ask(words("New password of {login}:", login=login))
    if sys.stdin.isatty() and ask(words("The same again:")) != password:
        raise Refusal("password.differs", "The two passwords differ. Nothing was changed.")
    return password


def identified(database: Database, login: str, right: Right, words: Words, ask: Ask = asked_password) -> Officer:
    """The officer who gives a command and may."""
    with database.reading() as reader:
        officer = access.officer(reader, login) if login else None
    if officer is None:
        raise Refusal(
            "identity.no_officer", "Say who does this: --officer LOGIN. There is no officer {login}.",
            login=login or "—",
        )  # fmt: skip
    refuse_unless(officer, right)
    confirm(database, officer, words, ask)
    return officer


def confirm(database: Database, officer: Officer, words: Words, ask: Ask = asked_password) -> None:
    """Asks for an officer's password; in a demo city, where all are known, the name is enough."""
    with database.reading() as reader:
        if reader.city().demo:
            return
        known = access.secret(reader, officer.login) is not None
    if not known:
        raise Refusal(
            "identity.no_password", "{login} has no password yet: main.py officers password {login}",
            login=officer.login,
        )  # fmt: skip
    logins, password = Logins(database), ask(words("Password of {login}:", login=officer.login))
    logins.leave(logins.enter(officer.login, password, SEAT, "").session)
