"""What every seat is made from, and what every seat is."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from PySide6.QtWidgets import QWidget

from desktop.access.holder import Holder
from desktop.memory import Memory
from desktop.situation import Situation
from desktop.workers import Workers
from layers.style.tokens import Tokens
from services.bundle import Services
from services.live.presence import Looking
from services.words import Words


@dataclass(frozen=True, slots=True)
class SeatContext:
    """The bundle a seat receives: services, the live situation, words, tokens, and its own size and memory.

    `officer.now` is who sits before it; `looking` takes what it has open, for the other seats. `scale` is the zoom of
    the interface (1 = tokens as written); `still` asks for no animation, as screenshots and tests do.
    """

    kind: str
    services: Services
    situation: Situation
    workers: Workers
    words: Words
    tokens: Tokens
    memory: Memory
    clock: Callable[[], datetime]
    scale: float = 1.0
    theme: str = "dark"
    still: bool = False
    options: argparse.Namespace = field(default_factory=argparse.Namespace)
    officer: Holder = field(default_factory=Holder)
    looking: Looking = field(default_factory=Looking)


class Seat(Protocol):
    """A seat: its window, whether everything it shows is drawn, and how it ends."""

    window: QWidget

    def complete(self) -> bool: ...

    def close(self) -> None: ...
