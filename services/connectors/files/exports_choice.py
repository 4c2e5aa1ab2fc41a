"""What a person names when choosing what to export: an area by its code, an officer by login."""

from __future__ import annotations

from services.domain.areas import Level, full_code
from services.domain.people import Officer
from services.domain.refusals import Refusal
from services.store import queries_export
from services.store.engine import Database
from services.store.queries import access


def placed_in(database: Database, code: str) -> tuple[int | None, Level | None]:
    """The id and level of the area of a code (a whole city chooses everything in it); refuses an unknown one."""
    with database.reading() as reader:
        found = queries_export.area_id(reader, full_code(code))
    if found is None:
        raise Refusal("export.no_area", "There is no area with the code {code}.", code=code)
    return found


def officer_named(database: Database, login: str) -> Officer:
    """The active officer of a login; refuses an unknown one."""
    with database.reading() as reader:
        found = access.officer(reader, login) if login else None
    if found is None:
        raise Refusal(
            "export.no_officer", "Say who takes the personal data out: --officer LOGIN. There is no officer “{login}”.",
            login=login,
        )  # fmt: skip
    return found
