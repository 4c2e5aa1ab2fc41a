"""Widgets that speak the language of the moment."""

from __future__ import annotations

import weakref
from collections.abc import Callable

from PySide6.QtCore import QObject

from services.words import Words


def follow(words: Words, widget: QObject, say: Callable[[], None]) -> None:
    """Calls `say` (a method of the widget) now and after each switch of language, as long as the widget lives."""
    method = weakref.WeakMethod(say)  # type: ignore[arg-type]

    def on_switch() -> None:
        alive = method()
        if alive is not None:
            alive()

    end = words.on_change(on_switch)
    widget.destroyed.connect(end)
    say()
