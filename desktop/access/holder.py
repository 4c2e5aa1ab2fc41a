"""The officer who sits before this seat now, for everything at the seat that asks on whose behalf it acts."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from services.access.login import Logins
from services.domain.people import Officer, OfficerRole
from services.domain.scope import WHOLE, Scope

LOCK = "Ctrl+L"
NOBODY = Officer(0, "", "", OfficerRole.WALL)


class Holder(QObject):
    """`now` is the officer (one who may only look, until somebody has logged in), `scope` how far the seat sees.

    `session` is "" where nobody logged in, and `logins` None in a test. `changed(Officer)` is sent when the rights of
    the officer were changed, `lock_asked()` by whoever wants the seat locked; `again` says, when the seat has closed,
    that somebody else wants to sit down.
    """

    changed = Signal(object)
    lock_asked = Signal()

    def __init__(
        self, officer: Officer = NOBODY, scope: Scope = WHOLE, session: str = "", logins: Logins | None = None
    ) -> None:
        super().__init__()
        self.now, self.scope, self.session, self.logins = officer, scope, session, logins
        self.again = False

    def take(self, officer: Officer) -> None:
        """The officer as the list of officers has him now."""
        if officer != self.now:
            self.now = officer
            self.changed.emit(officer)
