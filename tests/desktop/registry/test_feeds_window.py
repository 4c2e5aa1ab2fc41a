from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.registry.feeds_window import FeedsWindow, open_feeds
from desktop.registry.window import open_registry
from services.connectors.cap.feeds import Feeds, FeedTerms
from services.connectors.cap.fetching import fetch
from services.connectors.cap.polling import Polling
from services.domain.people import OfficerRole
from services.domain.refusals import Refusal

ADDRESS = "http://127.0.0.1:9/feed"


@pytest.fixture
def window(qtbot: QtBot, seat_of, theme_of):
    """Opens the feeds for an officer of a role."""

    def make(role: OfficerRole = OfficerRole.SUPERVISOR, lang: str = "zh_CN") -> FeedsWindow:
        context = seat_of("chief", role, lang=lang)
        made = open_feeds(context, theme_of(context))
        qtbot.addWidget(made)
        qtbot.waitUntil(lambda: made._at is not None, timeout=10_000)
        return made

    return make


def fill(made: FeedsWindow, address: str = ADDRESS, why: str = "暴雨季") -> None:
    made._address.setText(address)
    made._why.setText(why)


def test_that_an_empty_list_says_what_to_do(window) -> None:
    made = window()
    assert "还没有" in made._figures._empty
    assert "预警源 0 个" in made._sum.text()


def test_that_a_feed_is_added_changed_and_removed(qtbot: QtBot, window) -> None:
    made = window()
    fill(made)
    made._source.choose(0)
    made._minutes.setValue(5)
    qtbot.mouseClick(made._save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(made.feeds) == 1, timeout=10_000)
    (feed,) = made.feeds
    assert (feed.address, feed.source, feed.minutes, feed.on) == (ADDRESS, "hotline", 5, True)
    assert made._address.text() == made._why.text() == ""
    made._figures.setCurrentIndex(made._rows.index(0, 0))
    assert (made._address.text(), made._minutes.value()) == (ADDRESS, 5)
    made._on.setChecked(False)
    made._why.setText("停用")
    qtbot.mouseClick(made._save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not made.feeds[0].on, timeout=10_000)
    assert "停用" in made._rows.cell(0, 1).text
    made.choose(feed.id)
    made._why.setText("不再需要")
    qtbot.mouseClick(made._remove, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: made.feeds == (), timeout=10_000)


def test_that_a_refusal_is_told_and_nothing_typed_is_lost(qtbot: QtBot, window) -> None:
    made = window()
    fill(made, "ftp://somewhere/feed")
    qtbot.mouseClick(made._save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "http://" in made._note.text(), timeout=10_000)
    qtbot.waitUntil(made._save.isEnabled, timeout=10_000)
    assert (made._address.text(), made._why.text()) == ("ftp://somewhere/feed", "暴雨季")
    assert made.feeds == ()


def test_that_who_changes_second_is_told_and_may_save_again(qtbot: QtBot, window, services) -> None:
    made = window()
    officer, kept = made.context.officer.now, Feeds(services.database)
    ident = kept.add(FeedTerms(ADDRESS, None, 10), officer, "x")
    made.read()
    qtbot.waitUntil(lambda: len(made.feeds) == 1, timeout=10_000)
    made.choose(ident)
    kept.change(ident, 1, FeedTerms(ADDRESS, None, 20), officer, "first")
    made._minutes.setValue(30)
    made._why.setText("second")
    qtbot.mouseClick(made._save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: made.feeds[0].minutes == 20 and made._chosen.version == 2, timeout=10_000)
    assert made._minutes.value() == 30
    qtbot.mouseClick(made._save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: made.feeds[0].minutes == 30, timeout=10_000)


def test_that_what_is_typed_stays_when_another_takes_the_feed_out(qtbot: QtBot, window, services) -> None:
    made = window()
    officer, kept = made.context.officer.now, Feeds(services.database)
    ident = kept.add(FeedTerms(ADDRESS, None, 10), officer, "x")
    made.read()
    qtbot.waitUntil(lambda: len(made.feeds) == 1, timeout=10_000)
    made.choose(ident)
    fill(made, ADDRESS + "/new", "half a sen")
    kept.remove(ident, 1, officer, "first")
    made.read()
    qtbot.waitUntil(lambda: made.feeds == (), timeout=10_000)
    assert (made._address.text(), made._why.text()) == (ADDRESS + "/new", "half a sen")
    assert "已移除" in made._note.text()
    qtbot.mouseClick(made._save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: [feed.address for feed in made.feeds] == [ADDRESS + "/new"], timeout=10_000)


def test_that_a_database_that_is_gone_is_asked_once_and_told(qtbot: QtBot, window) -> None:
    made = window()
    asked: list[int] = []

    def gone() -> None:
        asked.append(1)
        raise Refusal("store.unreachable", "The database {database} can't be reached.", database="city")

    made._again.stop()
    made._kept.read = gone
    made.read()
    qtbot.waitUntil(lambda: "city" in made._note.text(), timeout=10_000)
    made.context.workers.wait()
    qtbot.wait(50)
    assert len(asked) == 1
    fill(made, "no address")
    qtbot.mouseClick(made._save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(asked) == 2, timeout=10_000)
    made.context.workers.wait()
    qtbot.wait(50)
    assert len(asked) == 2
    assert made._address.text() == "no address"


@pytest.mark.parametrize(("lang", "words"), [("zh_CN", "无法连接"), ("en", "can't be reached")])
def test_that_trouble_is_told_in_the_readers_words(qtbot: QtBot, window, services, lang: str, words: str) -> None:
    made = window(lang=lang)
    ident = Feeds(services.database).add(FeedTerms(ADDRESS, None, 10), made.context.officer.now, "x")
    Polling(services.database, services.atlas, "here", fetch).look()
    made.read()
    qtbot.waitUntil(lambda: len(made.feeds) == 1, timeout=10_000)
    made.choose(ident)
    assert words in made._about.text()
    assert "×" in made._rows.cell(0, 1).text
    assert words in made._rows.cell(0, 6).text


def test_that_a_dispatcher_sees_it_and_changes_nothing(window) -> None:
    made = window(OfficerRole.DISPATCHER)
    assert not made._save.isVisibleTo(made)
    assert not made._address.isVisibleTo(made)
    assert "管理员" in made._note.text()


def test_that_the_registry_opens_it(qtbot: QtBot, seat_of, theme_of) -> None:
    context = seat_of("chief", OfficerRole.SUPERVISOR)
    registry = open_registry(context, theme_of(context))
    qtbot.addWidget(registry)
    qtbot.mouseClick(registry._cap, Qt.MouseButton.LeftButton)
    (opened,) = registry.findChildren(FeedsWindow)
    assert opened.isVisible()
    context.workers.wait()
