"""A seat's view in the browser: a page in the user's cache, opened by the desktop, off the GUI thread."""

from __future__ import annotations

import stat
import sys
import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QUrl

from desktop import browser
from desktop.browser import open_view
from desktop.workers import Workers
from layers.page.city import PageRequest
from layers.style.tokens import load_tokens
from services.bundle import open_services
from services.domain.refusals import Refusal
from services.settings import Settings
from services.words import Words


@pytest.fixture
def context(tmp_path: Path, qapp: Any) -> Any:
    services = open_services(Settings(f"sqlite:///{tmp_path / 'city.sqlite'}"))
    workers = Workers()
    yield SimpleNamespace(
        kind="operator", services=services, workers=workers, words=Words("en"), tokens=load_tokens(),
        clock=services.database.clock,
    )  # fmt: skip
    workers.wait()
    services.close()


class Heard:
    """What the seat hears, and on which thread the page was made."""

    def __init__(self) -> None:
        self.outcomes: list[Any] = []
        self.opened: list[QUrl] = []

    def open(self, url: QUrl) -> bool:
        assert threading.current_thread() is threading.main_thread()
        self.opened.append(url)
        return True


def test_that_a_view_is_written_off_the_gui_thread_and_opened(
    context: Any, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads = []
    made = browser.city_page
    monkeypatch.setattr(browser, "city_page", lambda *a: threads.append(threading.current_thread()) or made(*a))
    heard = Heard()
    open_view(context, PageRequest(), heard.outcomes.append, heard.open, tmp_path / "pages")
    qtbot.waitUntil(lambda: bool(heard.outcomes), timeout=20_000)
    (path,) = heard.outcomes
    assert heard.opened == [QUrl.fromLocalFile(str(path))]
    assert threads[0] is not threading.main_thread()
    assert "No city yet" in path.read_text(encoding="utf-8")
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_that_old_pages_are_forgotten(context: Any, tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    paths = [browser.write_view(context, PageRequest(), folder) for _ in range(browser.KEPT + 2)]
    assert sorted(folder.iterdir()) == sorted(paths)[-browser.KEPT :]


@pytest.mark.parametrize("why", ["browser.none", "files.unwritable"])
def test_that_a_seat_hears_why_there_is_no_page(context: Any, qtbot: Any, tmp_path: Path, why: str) -> None:
    folder = tmp_path / "pages"
    if why == "files.unwritable":
        folder.write_text("a file, where a folder should be", encoding="utf-8")
    outcomes: list[Any] = []
    open_view(context, PageRequest(), outcomes.append, lambda url: False, folder)
    qtbot.waitUntil(lambda: bool(outcomes), timeout=20_000)
    assert isinstance(outcomes[0], Refusal)
    assert outcomes[0].code == why
