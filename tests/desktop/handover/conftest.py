"""A city with open cases and its dispatchers, and the window of the handover over it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from desktop.handover.window import HandoverWindow, open_handover
from desktop.operator.forms.drafts import Drafts
from services.access.login import set_password
from services.access.passwords import Passwords
from services.domain.people import Officer, OfficerRole

OpenHandover = Callable[..., HandoverWindow]
LI, WANG = "li", "wang"
PASSWORD = "Regen-7-Wolken"


@pytest.fixture
def officers(city) -> dict[str, Officer]:
    """Li, who sits at the desk, and Wang, who comes; a clerk of a department besides."""
    made = {}
    with city.unit() as unit:
        for login, role in (
            (LI, OfficerRole.DISPATCHER),
            (WANG, OfficerRole.DISPATCHER),
            ("clerk", OfficerRole.DEPARTMENT),
        ):
            ident = unit.add("officers", login=login, name=login.title(), role=int(role))
            made[login] = Officer(ident, login, login.title(), role)
            if role is OfficerRole.DISPATCHER:
                set_password(unit, Passwords(), made[login], PASSWORD, must_change=False)
        unit.commit()
    return made


@pytest.fixture
def open_window(make_context, theme_of, qtbot, fill, officers) -> OpenHandover:
    """Opens it as one of the officers; the sheet is there when it is given."""
    fill(300)

    def make(login: str = LI, drafts: Drafts | None = None, **values: Any) -> HandoverWindow:
        context = make_context("operator", **values)
        context.officer.now = officers[login]
        window = open_handover(context, theme_of(context), drafts or Drafts(None))
        qtbot.addWidget(window)
        if login != "clerk":
            qtbot.waitUntil(lambda: window.handover is not None)
        return window

    return make
