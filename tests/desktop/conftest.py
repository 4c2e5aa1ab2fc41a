"""A seat's context over the small city of the insight tests: real database, real workers, no tail."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from desktop.access.holder import Holder
from desktop.bridge import LiveBridge
from desktop.context import SeatContext
from desktop.memory import Memory
from desktop.situation import Situation
from desktop.workers import Workers
from layers.style.tokens import load_tokens
from services.bundle import Services, open_services
from services.commandline.bench import load
from services.domain.people import OfficerRole
from services.live.picture import load_picture
from services.live.shapes import load_shapes
from services.settings import Settings
from services.store.engine import Clock, Database
from services.store.queries import access
from services.words import Words
from widgets.theme.fonts import use_fonts
from widgets.theme.theme import SeatKind, Theme

_TESTS = Path(__file__).parents[1] / "services"
_history = load(_TESTS / "insight" / "conftest.py")
_shared = load(_TESTS / "conftest.py")
city, fill, NOW = _shared.city, _history.fill, _history.NOW

MakeContext = Callable[..., SeatContext]


@pytest.fixture
def clock() -> Clock:
    """The time of the history."""
    return lambda: NOW


@pytest.fixture
def ticking() -> Any:
    """A clock that a test moves on; at the time of the history when it begins."""
    return _shared.Ticking(NOW)


@pytest.fixture
def database(fresh_database: Callable[[str], str], clock: Clock) -> Iterator[Database]:
    """Embedded only: what a seat shows does not depend on the kind of its database."""
    made = Database(fresh_database("sqlite"), clock)
    yield made
    made.close()


@pytest.fixture
def services(city) -> Iterator[Services]:
    """The bundle of services over the small city, at 14:32:10 on its clock."""
    bundle = open_services(Settings(str(city.url)), lambda: NOW)
    yield bundle
    bundle.close()


@pytest.fixture
def make_context(qapp: QApplication, services: Services) -> Iterator[MakeContext]:
    """Makes a seat's context whose situation knows the city as it is now."""
    use_fonts(qapp, bundled=True, tokens=load_tokens())
    made: list[SeatContext] = []

    def make(kind: str = "operator", lang: str = "zh_CN", **values: object) -> SeatContext:
        situation, workers = Situation(), Workers()
        with services.database.reading() as reader:
            situation.picture = load_picture(reader, NOW)
        situation.shapes = load_shapes(services.database)
        context = SeatContext(
            kind=kind, services=services, situation=situation, workers=workers, words=Words(lang),
            tokens=load_tokens(), memory=Memory(None), clock=lambda: NOW, still=True, **values,
        )  # fmt: skip
        made.append(context)
        return context

    yield make
    for context in made:
        context.workers.wait()
        qapp.processEvents()


@pytest.fixture
def seat_of(services: Services, make_context: MakeContext) -> Callable[..., SeatContext]:
    """A context of a seat at which an officer of that login and role sits; the officer is made where there is none."""

    def make(
        login: str, role: OfficerRole, kind: str = "operator", lang: str = "zh_CN", department: str | None = None
    ) -> SeatContext:
        with services.database.unit() as unit:
            officer = access.officer(unit, login)
            if officer is None:
                unit.add("officers", login=login, name=login.title(), role=int(role), department=department)
                officer = access.officer(unit, login)
                unit.commit()
        return make_context(kind, lang, officer=Holder(officer))

    return make


@pytest.fixture
def live(services: Services) -> Iterator[Callable[[SeatContext], LiveBridge]]:
    """Starts the real tail for a context; all of them end with the test."""
    bridges: list[LiveBridge] = []

    def start(context: SeatContext) -> LiveBridge:
        bridge = LiveBridge(services, context.situation, context.workers)
        bridges.append(bridge)
        bridge.start()
        return bridge

    yield start
    for bridge in bridges:
        bridge.stop()


@pytest.fixture
def theme_of() -> Callable[[SeatContext], Theme]:
    """The theme of a context's seat."""
    return lambda context: Theme(context.tokens, context.theme, context.scale, SeatKind(context.kind))
