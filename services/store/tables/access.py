"""Tables of who may and who did: passwords, tries, sessions, looks at personal data, the seals of the journal."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Integer, LargeBinary, SmallInteger, String, Table, Text

from services.store.tables.metadata import METADATA
from services.store.tables.types import Id, Moment

# apart from the officers, so that whoever lists those never holds a hash
passwords = Table(
    "passwords",
    METADATA,
    Column("officer_id", Id, ForeignKey("officers.id"), primary_key=True, autoincrement=False),
    Column("hash", String(200), nullable=False),
    Column("set_at", Moment, nullable=False),
    Column("must_change", Boolean, nullable=False, default=False),
)

# failed logins by what was typed (hashed: it may be a password in the wrong field), known or not: both lock alike
login_tries = Table(
    "login_tries",
    METADATA,
    Column("login_hash", String(64), primary_key=True),
    Column("tries", Integer, nullable=False),
    Column("lockouts", Integer, nullable=False, default=0),
    Column("locked_until", Moment),
    Column("last_at", Moment, nullable=False, index=True),
)

sessions = Table(
    "sessions",
    METADATA,
    Column("id", String(64), primary_key=True),
    Column("officer_id", Id, ForeignKey("officers.id"), nullable=False, index=True),
    Column("seat", String(20), nullable=False),
    Column("host", String(100), nullable=False),
    Column("begun_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("locked_at", Moment),
    Column("ended_at", Moment),
    Column("ended_by", String(20), nullable=False, default=""),
)

looks = Table(
    "looks",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("at", Moment, nullable=False, index=True),
    Column("officer", String(60), nullable=False, index=True),
    Column("subject", String(60), nullable=False, index=True),
    Column("reason", SmallInteger, nullable=False),
    Column("words", Text, nullable=False, default=""),
    Column("until", Moment, nullable=False),
    sqlite_autoincrement=True,
)

# `ids` as ranges ("1-50,52"), `marks` the first 8 bytes of each line's digest in their order; `upto` and `gaps` say
# from where the next block goes on (the feed's cursor), `seal` is the hash over all of it and the block before
seals = Table(
    "seals",
    METADATA,
    Column("number", Id, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("lines", Integer, nullable=False),
    Column("ids", Text, nullable=False),
    Column("marks", LargeBinary, nullable=False),
    Column("upto", Id, nullable=False),
    Column("gaps", Text, nullable=False, default=""),
    Column("before", String(64), nullable=False),
    Column("seal", String(64), nullable=False),
)
