"""What a database complains of, as sentences that a person can act on."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from services.domain.refusals import Refusal
from services.words import N_


@contextmanager
def explained(name: str) -> Iterator[None]:
    """Turns the driver's complaints that a person can act on into refusals; `name` is the database's."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        raise refusal_of(error, name) or error from error
    except Exception as error:
        if type(error).__module__.startswith("psycopg"):
            raise refusal_of(error, name) or error from error
        raise


def refusal_of(error: BaseException, name: str) -> Refusal | None:
    """The sentence for a database that is full, locked, read-only, damaged or gone; None for a bug of ours."""
    original = getattr(error, "orig", None) or error
    text = str(original).lower()
    for signs, code, sentence in _COMPLAINTS:
        if all(sign in text for sign in signs):
            return Refusal(code, sentence, database=name)
    if isinstance(original, sqlite3.Error):  # its other operational errors are statements that are wrong
        return None
    kinds = {kind.__name__ for kind in type(original).__mro__}
    if kinds & {"OperationalError", "InterfaceError"} or getattr(error, "connection_invalidated", False):
        return Refusal(
            "store.unreachable",
            "The database {database} can't be reached. What was accepted before is kept; it is tried again by itself.",
            database=name,
        )
    return None


_FULL = N_("The disk of {database} is full. This was not saved; free some space and repeat.")
_READ_ONLY = N_("{database} can't be written: the file or its folder is read-only.")
_DAMAGED = N_("{database} is no database, or it is damaged. Nothing was changed.")
_TWO_AT_ONCE = N_("{database} was busy with two changes at once. Nothing was lost; try again.")
_CROWDED = N_("{database} has no room for another connection. Close a seat, or raise the server's limit.")
_NOT_LET_IN = N_("The server of {database} does not let this user in. Check the name and the password in the address.")
_COMPLAINTS = (
    (("disk is full",), "store.disk_full", _FULL),
    (("no space left",), "store.disk_full", _FULL),
    (("readonly database",), "store.read_only", _READ_ONLY),
    (("read-only transaction",), "store.read_only", _READ_ONLY),
    (
        ("unable to open",),
        "store.cannot_open",
        N_("{database} can't be opened: its folder is missing or may not be written."),
    ),
    (
        ("disk i/o error",),
        "store.disk_failed",
        N_("The disk of {database} failed to read or write. This was not saved."),
    ),
    (("not a database",), "store.no_database", _DAMAGED),
    (("malformed",), "store.no_database", _DAMAGED),
    (
        ("no such table",),
        "store.no_tables",
        N_("{database} has no tables of a city: the file was emptied or replaced."),
    ),
    (("unique constraint",), "store.twice", N_("{database} already has this row. Nothing was written twice.")),
    (("deadlock detected",), "store.deadlock", _TWO_AT_ONCE),
    (("could not serialize",), "store.deadlock", _TWO_AT_ONCE),
    (
        ("database is locked",),
        "store.busy",
        N_("{database} is busy with another program. Nothing was lost; try again."),
    ),
    (("statement timeout",), "store.busy", N_("{database} is busy with another program. Nothing was lost; try again.")),
    (
        ('database "', '" does not exist'),
        "store.no_such",
        N_("There is no database {database} on its server. Check the address, or have it made there."),
    ),
    (("too many clients",), "store.crowded", _CROWDED),
    (("connection slots",), "store.crowded", _CROWDED),
    (("password authentication failed",), "store.not_let_in", _NOT_LET_IN),
    (("no pg_hba.conf entry",), "store.not_let_in", _NOT_LET_IN),
    (("no password supplied",), "store.not_let_in", _NOT_LET_IN),
)
