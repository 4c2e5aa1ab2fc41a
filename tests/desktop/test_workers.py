"""Questions off the GUI thread: the newest answer of a key, trouble told, nothing held once it was answered."""

from __future__ import annotations

import gc
import threading
import weakref

import pytest
from PySide6.QtWidgets import QPushButton, QWidget
from shiboken6 import delete

from desktop.workers import Workers
from services.domain.refusals import Refusal


class Held:
    """Something large that a question holds."""


@pytest.fixture
def workers(qapp):
    """Workers that end with the test."""
    made = Workers()
    yield made
    assert made.wait()


def test_that_nothing_is_held_of_a_question_that_was_answered(qtbot, workers: Workers) -> None:
    held, answers = [], []
    for number in range(300):
        thing = Held()
        held.append(weakref.ref(thing))
        workers.ask(f"key {number}", lambda thing=thing: id(thing), answers.append)
    del thing
    qtbot.waitUntil(lambda: len(answers) == 300, timeout=10_000)
    assert workers.wait()
    gc.collect()
    assert sum(ref() is not None for ref in held) <= 1  # a thread keeps its last one until the next


def test_that_of_one_key_only_the_newest_answer_comes(qtbot, workers: Workers) -> None:
    go, answers = threading.Event(), []
    workers.ask("key", lambda: go.wait(10) and "old", answers.append)
    workers.ask("key", lambda: "new", answers.append)
    qtbot.waitUntil(lambda: answers == ["new"], timeout=10_000)
    go.set()
    assert workers.wait()
    qtbot.wait(20)
    assert answers == ["new"]


def test_that_trouble_is_told_to_who_asked_or_to_the_seat(qtbot, workers: Workers) -> None:
    told: list[Exception] = []
    heard: list[Exception] = []
    workers.troubled.connect(heard.append)

    def refuse() -> None:
        raise Refusal("test.no", "No.")

    workers.ask("one", refuse, lambda _: None, told.append)
    workers.ask("two", lambda: 1 // 0, lambda _: None)
    qtbot.waitUntil(lambda: bool(told and heard), timeout=10_000)
    assert isinstance(told[0], Refusal)
    assert isinstance(heard[0], ZeroDivisionError)


def test_that_no_more_threads_work_than_were_allowed_and_they_end_without_work(qtbot, qapp, monkeypatch) -> None:
    monkeypatch.setattr("desktop.workers.IDLE_SECONDS", 0.05)
    workers, seen, answers = Workers(threads=2), set(), []

    def ask() -> None:
        seen.add(threading.current_thread().ident)

    for number in range(50):
        workers.ask(str(number), ask, answers.append)
    qtbot.waitUntil(lambda: len(answers) == 50, timeout=10_000)
    assert 1 <= len(seen) <= 2
    qtbot.waitUntil(lambda: not any(thread.ident in seen for thread in threading.enumerate()), timeout=5000)


def test_that_nothing_that_sends_is_ever_deleted_while_a_seat_lives(qtbot, workers: Workers) -> None:
    """An object deleted where its signal is delivered may be gone before the sending has returned."""
    before, answers = list(workers.children()), []
    for number in range(50):
        workers.ask(str(number), lambda: None, answers.append)
    assert workers.children() == before
    qtbot.waitUntil(lambda: len(answers) == 50, timeout=10_000)
    assert workers.children() == before
    assert not workers._waiting


def test_that_an_answer_for_a_window_that_is_gone_is_dropped_and_a_bug_is_not(qtbot, workers: Workers) -> None:
    window, button = QWidget(), QPushButton()
    tell = button.clicked  # a signal that was taken before
    workers.ask("gone", lambda: 1, lambda _: window.width())
    workers.ask("mute", lambda: 1, lambda _: tell.emit())
    delete(window)
    delete(button)
    answers: list[int] = []
    workers.ask("there", lambda: 2, answers.append)
    qtbot.waitUntil(lambda: answers == [2], timeout=10_000)
    with qtbot.capture_exceptions() as bugs:
        workers.ask("bug", lambda: 3, lambda _: {}["missing"])
        qtbot.waitUntil(lambda: bool(bugs), timeout=10_000)
    assert bugs[0][0] is KeyError
