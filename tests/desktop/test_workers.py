"""Questions off the GUI thread: the newest answer of a key, trouble told, nothing held once it was answered."""

from __future__ import annotations

import gc
import threading
import weakref
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from shiboken6 import isValid

from desktop import workers as asking
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


def test_that_an_answer_lives_until_the_thread_that_sends_it_is_done(qtbot, workers, monkeypatch) -> None:
    """Deleted where it is delivered, it would be gone while its signal is still being sent."""
    send, delivered, alive, asked = asking._send, threading.Event(), [], []

    def slowly(signal: Any, value: object) -> None:
        send(signal, value)
        delivered.wait(5)
        alive.extend(isValid(answer) for answer in asked)

    monkeypatch.setattr(asking, "_send", slowly)
    begin = threading.Event()
    workers.ask("one", lambda: begin.wait(5), lambda found: QTimer.singleShot(50, delivered.set))
    asked += workers._waiting
    begin.set()
    qtbot.waitUntil(lambda: alive == [True])
    qtbot.waitUntil(lambda: not workers.children())
