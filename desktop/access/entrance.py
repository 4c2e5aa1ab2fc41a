"""The way before a seat: by login in a real city, at once in a demo, always for a wall; and the way out again."""

from __future__ import annotations

import logging
import platform
import sys

from desktop.access.holder import NOBODY, Holder
from desktop.access.login_window import LoginWindow
from desktop.application import Application
from services.access.login import Door, Entered, Logins
from services.access.officers import Officers
from services.bundle import Services
from services.demo.logins import ensure_logins
from services.domain.refusals import Refusal
from widgets.theme.fonts import use_fonts
from widgets.theme.theme import Theme

log = logging.getLogger(__name__)


class Entrance:
    """Lets one officer after another before the seat of this application."""

    def __init__(self, application: Application, services: Services) -> None:
        self._application, self._services = application, services
        self._seat: str = application.options.command
        self._login: str = getattr(application.options, "officer", None) or ""
        self._asked = False
        ensure_logins(services.database)
        self._logins = Logins(services.database)

    def ask(self) -> Holder | None:
        """Who sits down now; None when nobody does. Raises `Refusal` where a picture is wanted and nobody may."""
        door = self._logins.door(self._seat)
        again, self._asked = self._asked, True
        if self._application.still:
            entered = self._for_a_picture(door)
        elif door is Door.OPEN or (door is Door.DEMO and not again):
            entered = self._logins.enter_freely(self._seat, platform.node(), self._login)
        else:
            found = self._by_login(door)
            if found is None:
                return None
            entered = found
        return Holder(entered.officer, entered.scope, entered.session, self._logins)

    def leave(self, holder: Holder) -> None:
        """The seat was closed; a line that is cut leaves the session to end by its silence."""
        if holder.session:
            try:
                self._logins.leave(holder.session, "logout" if holder.again else "closed")
            except Refusal as refusal:
                log.info("the end of the session is not written: %s", refusal)

    def _for_a_picture(self, door: Door) -> Entered:
        """Nobody can type into a picture: in a real city the password comes from standard input."""
        if door in (Door.OPEN, Door.FIRST):
            return Entered(NOBODY)
        if door is Door.DEMO:
            return self._logins.look_up(self._seat, self._login)
        if not self._login:
            raise Refusal(
                "login.picture",
                "Say whose seat the picture shows: --officer LOGIN, and give the password on standard input.",
            )
        password = sys.stdin.readline().rstrip("\r\n")
        return self._logins.enter(self._login, password, self._seat, platform.node())

    def _by_login(self, door: Door) -> Entered | None:
        application, database = self._application, self._services.database
        use_fonts(application.qt, bundled=False, tokens=application.tokens)
        theme = Theme(application.tokens, application.options.theme or "dark", application.scale())
        officers = Officers(database, self._logins)
        window = LoginWindow(
            self._logins, officers, theme, application.words, self._seat, database.name, door, self._login
        )
        try:
            return window.ask()
        finally:
            window.close()
            window.deleteLater()
