"""The officer who sits before this seat now, for everything at the seat that asks on whose behalf it acts."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from services.domain.people import Officer, OfficerRole
from services.domain.scope import WHOLE, Scope

NOBODY = Officer(0, "", "", OfficerRole.WALL)


class Holder(QObject):
    """`now` is the officer (one who may only look, until somebody has logged in), `scope` how far the seat sees.

    `session` is "" where nobody logged in. `changed(Officer)` is sent when somebody else sits down or their rights were
    changed.
    """

    changed = Signal(object)

    def __init__(self, officer: Officer = NOBODY, scope: Scope = WHOLE, session: str = "") -> None:
        super().__init__()
        self.now, self.scope, self.session = officer, scope, session

    def take(self, officer: Officer, scope: Scope = WHOLE, session: str = "") -> None:
        """Somebody sits down."""
        self.now, self.scope, self.session = officer, scope, session
        self.changed.emit(officer)
