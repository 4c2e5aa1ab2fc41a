"""The first look at a demo city where no engine runs: its pictures show what an engine would have found by then."""

from __future__ import annotations

from services.risk.brain import Brain
from services.risk.registry import models
from services.store.engine import Database
from services.store.queries import warnings


def look_once(database: Database) -> bool:
    """Raises what the streaming scenarios find, in a demo city that no engine has looked at; whether it did."""
    with database.reading() as reader:
        if not reader.city().demo or warnings.any_was(reader) or reader.setting("risk.ready"):
            return False
        brain = Brain.load(database, reader, database.clock(), models())
    try:
        brain.pass_time()
    finally:
        brain.close()
    return True
