"""The very first start: the city is made beside a living window, offered, cancelled, or left out."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QProgressBar, QPushButton

from desktop.application import Application
from desktop.opening import first_run
from desktop.opening.first_run import MakingWindow, ensure_city
from layers.style.tokens import load_tokens
from services.bundle import Services, open_services
from services.commandline.bench import load
from services.demo.make import has_city, make_city
from services.demo.profile import Profile, read_profile
from services.demo.progress import Progress
from services.domain.refusals import Refusal
from services.settings import Settings
from services.words import Words
from widgets.first_run.picture import CityPicture
from widgets.theme.theme import Theme

_demo = load(Path(__file__).parents[2] / "services" / "demo" / "conftest.py")
Start = Callable[..., bool]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Profile:
    return read_profile("small", _demo.write_profile(tmp_path_factory.mktemp("profiles")))


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Services]:
    bundle = open_services(Settings(f"sqlite:///{tmp_path}/first.sqlite"))
    yield bundle
    bundle.close()


@pytest.fixture
def start(
    qapp: QApplication, empty: Services, small: Profile, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Callable[..., bool]]:
    """Starts a seat on the empty database, as the default one or a named one, with the small city to be made."""
    monkeypatch.setattr(first_run, "use_fonts", lambda *args, **values: "")

    def small_city(database: Any, **values: Any) -> None:
        make_city(database, incidents=40, profile=small, **values)

    monkeypatch.setattr(first_run, "make_city", small_city)
    monkeypatch.setattr(first_run, "make_city_apart", small_city)

    def run(named: bool = False, still: bool = False, lang: str = "en") -> bool:
        monkeypatch.setattr(first_run, "default_database", lambda: "other" if named else empty.settings.database)
        options = argparse.Namespace(
            database=empty.settings.database, screenshot=Path("x.png") if still else None, theme=None, scale=1.0,
            command="operator", size="1920x1080",
        )  # fmt: skip
        with Application(options, Words(lang)) as application:
            return ensure_city(application, empty)

    return run


def when_shown(do: Callable[[MakingWindow], None]) -> QTimer:
    """Calls `do` with the window once it is there."""
    timer = QTimer()

    def look() -> None:
        for window in QApplication.topLevelWidgets():
            if isinstance(window, MakingWindow) and window.isVisible():
                timer.stop()
                do(window)

    timer.timeout.connect(look)
    timer.start(5)
    return timer


def button(window: MakingWindow, text: str) -> QPushButton:
    return next(b for b in window.findChildren(QPushButton) if b.text() == text and b.isVisible())


def windows() -> list[Any]:
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, MakingWindow) and w.isVisible()]


def test_that_the_default_database_gets_its_city_and_the_window_goes(start: Start, empty: Services) -> None:
    seen: list[str] = []
    timer = when_shown(lambda window: seen.append(button(window, "Cancel").text()))
    assert start()
    timer.stop()
    assert has_city(empty.database)
    assert seen == ["Cancel"]
    assert windows() == []


def test_that_a_database_that_holds_anything_opens_as_it_is(start: Start, empty: Services, small: Profile) -> None:
    make_city(empty.database, incidents=3, profile=small)
    assert start()
    with empty.database.reading() as reader:
        assert reader.count("incidents") == 3


@pytest.mark.parametrize("how", ["button", "close"])
def test_that_cancelling_leaves_nothing_behind(
    start: Start, empty: Services, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    make = first_run.make_city_apart

    def slowly(database: Any, progress: Any, stop: Any) -> None:
        while not stop():
            progress(Progress("Writing everything down", 0.3))
        make(database, progress=progress, stop=stop)

    monkeypatch.setattr(first_run, "make_city_apart", slowly)
    timer = when_shown(lambda window: button(window, "Cancel").click() if how == "button" else window.close())
    assert not start()
    timer.stop()
    assert not has_city(empty.database)
    assert windows() == []


def test_that_a_named_empty_database_is_asked_about(start: Start, empty: Services) -> None:
    timer = when_shown(lambda window: button(window, "Make the demo city").click())
    assert start(named=True)
    timer.stop()
    assert has_city(empty.database)


def test_that_a_named_empty_database_may_be_opened_empty(start: Start, empty: Services) -> None:
    timer = when_shown(lambda window: button(window, "Open it empty").click())
    assert start(named=True)
    timer.stop()
    assert not has_city(empty.database)


def test_that_closing_the_offer_opens_nothing(start: Start, empty: Services) -> None:
    timer = when_shown(lambda window: window.close())
    assert not start(named=True)
    timer.stop()
    assert not has_city(empty.database)


def test_that_a_picture_of_the_default_city_makes_it_with_its_progress_on_standard_error(
    start: Start, empty: Services, capsys: pytest.CaptureFixture[str]
) -> None:
    assert start(still=True)
    assert has_city(empty.database)
    assert "Drawing towns, villages and grids" in capsys.readouterr().err


def test_that_a_picture_of_a_named_empty_database_is_taken_empty(start: Start, empty: Services) -> None:
    assert start(still=True, named=True)
    assert not has_city(empty.database)


def test_that_another_seat_that_was_faster_is_as_good(
    start: Start, empty: Services, small: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    def other(database: Any, **values: Any) -> None:
        make_city(database, incidents=2, profile=small)
        make_city(database, incidents=2, profile=small)

    monkeypatch.setattr(first_run, "make_city_apart", other)
    assert start()
    assert has_city(empty.database)


@pytest.mark.parametrize("error", [Refusal("store.disk_full", "The disk is full."), ZeroDivisionError("bug")])
def test_that_trouble_is_said_in_the_window_and_ends_the_start(
    start: Start, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(database: Any, **values: Any) -> None:
        raise error

    said: list[str] = []

    def close(window: MakingWindow) -> None:
        said.append(window._note.text())
        button(window, "Close").click()

    def look(window: MakingWindow) -> None:
        QTimer.singleShot(100, window, lambda: close(window))

    monkeypatch.setattr(first_run, "make_city_apart", fail)
    timer = when_shown(look)
    with pytest.raises(type(error)):
        start()
    timer.stop()
    expected = "The disk is full." if isinstance(error, Refusal) else "Nothing was left behind."
    assert expected in said[0]


@pytest.mark.parametrize("lang", ["zh_CN", "en"])
def test_that_everything_in_the_window_fits_and_has_a_name(qtbot: Any, empty: Services, lang: str) -> None:
    window = MakingWindow(empty, Theme(load_tokens(), "dark", 1.0), Words(lang), ask=True)
    qtbot.addWidget(window)
    window._offer()
    window.show()
    for widget in (*window.findChildren(QPushButton), window._title):
        assert widget.width() >= widget.sizeHint().width() or not widget.isVisible()
    assert window.findChild(CityPicture).accessibleName()
    assert window.findChild(QProgressBar).accessibleName()


def test_that_the_picture_shows_what_it_is_given_and_again_at_another_size(qtbot: Any) -> None:
    picture = CityPicture(Theme(load_tokens(), "dark", 1.0), still=True)
    qtbot.addWidget(picture)
    picture.resize(400, 300)
    picture.show()
    empty_picture = picture.grab().toImage()
    cells = np.array([shapely.box(x, y, x + 0.1, y + 0.1) for x in (116.0, 116.1) for y in (33.8, 33.9)])
    picture.show_borders(cells)
    picture.show_outlines(np.array([shapely.union_all(cells)]))
    picture.show_points(np.array([[116.05, 33.85]]), loud=True)
    assert picture.is_complete()
    shown = picture.grab().toImage()
    assert shown != empty_picture
    assert shown.pixelColor(200, 150) != empty_picture.pixelColor(200, 150)
    picture.resize(800, 600)
    assert picture.grab().toImage().pixelColor(400, 280) == shown.pixelColor(200, 140)


def test_that_a_living_picture_draws_bit_by_bit(qtbot: Any) -> None:
    picture = CityPicture(Theme(load_tokens(), "dark", 1.0))
    qtbot.addWidget(picture)
    picture.resize(300, 300)
    picture.show()
    cells = np.array([shapely.box(x, y, x + 1, y + 1) for x in range(20) for y in range(20)])
    picture.show_borders(cells)
    assert not picture.is_complete()
    qtbot.waitUntil(picture.is_complete, timeout=5000)
