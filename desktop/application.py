"""The Qt application around a seat: fonts, theme, tail, simulator, and how everything ends."""

from __future__ import annotations

import argparse
import gc
import logging
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import replace
from types import ModuleType, TracebackType
from typing import Any, Self

from PySide6.QtCore import QLibraryInfo, QLocale, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from desktop.access.holder import Holder
from desktop.access.lock import SeatLock
from desktop.background import Background
from desktop.bridge import LiveBridge
from desktop.context import Seat, SeatContext
from desktop.memory import Memory
from desktop.opening import screenshot
from desktop.situation import Situation
from desktop.workers import Workers
from layers.raster import kernels
from layers.raster.engine import share_the_lock
from layers.style.tokens import load_tokens
from services.bundle import Services
from services.settings import data_folder
from services.words import Words
from widgets.theme.fonts import use_fonts
from widgets.theme.theme import Theme

log = logging.getLogger(__name__)
ENDS = (signal.SIGINT, signal.SIGTERM)
TICK_MILLIS = 500
COLLECT_AFTER = 20_000  # new containers that no one has let go
MIDDLE_EACH, ALL_EACH = 20, 50  # of so many looks at the new ones, and of so many of those
TALL = 2160  # from this many lines on, operator and briefing are drawn at twice the size


class Application:
    """One QApplication for one seat; a context manager that leaves no thread, timer or window behind."""

    def __init__(self, options: argparse.Namespace, words: Words) -> None:
        share_the_lock()
        self.options, self.words = options, words
        self.qt = QApplication.instance() or QApplication(sys.argv[:1])
        self.qt.setApplicationName("gridcommand")
        self.tokens = load_tokens()
        self.still = options.screenshot is not None
        self._troubled: Callable[[Exception], None] | None = None  # how a seat is told of a bug
        self._before: dict[signal.Signals, Any] = {}
        self._tick = QTimer()
        self._tick.timeout.connect(Tidying())  # lets Python see Ctrl+C while Qt waits, too
        self._translator = QTranslator()
        self._speak()
        words.on_change(self._speak)

    def __enter__(self) -> Self:
        sys.excepthook = self._on_bug
        # Ctrl+C and the end of a session end the seat in order; as an exception it could come amid any painting
        for kind in () if self.still else ENDS:
            self._before[kind] = signal.getsignal(kind)
            if self._before[kind] is not signal.SIG_IGN:
                signal.signal(kind, lambda *_: self._end())
        self._tick.start(TICK_MILLIS)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._tick.stop()
        for kind, before in self._before.items():
            signal.signal(kind, before)
        sys.excepthook = sys.__excepthook__

    def show_seat(self, module: ModuleType, services: Services, officer: Holder | None = None) -> int:
        """Makes the seat of an officer, shows it (or saves its picture), and ends everything in order."""
        officer = officer or Holder()
        scope = officer.scope
        services = replace(
            services, reading=services.reading.within(scope), warning_cards=services.warning_cards.within(scope)
        )
        use_fonts(self.qt, bundled=self.still or self.options.command == "wall", tokens=self.tokens)
        situation, workers = Situation(), Workers()
        self._troubled = workers.troubled.emit
        context = self._context(services, situation, workers, officer)
        seat: Seat = module.make(context)
        rest_the_collector()
        gc.disable()  # from here on cycles are looked for by the tick: a window must not end on another thread
        lock = self._lock(context, seat)
        bridge = LiveBridge(services, situation, workers, officer.scope)
        background = Background(services, self.options, workers.troubled.emit, context.looking)
        bridge.start()
        background.start()
        try:
            return self._show(seat, situation)
        finally:
            background.ask_to_stop()
            bridge.stop()
            background.join()
            if lock is not None:
                lock.close()
            seat.close()
            workers.wait()
            self._troubled = None
            self.qt.processEvents()
            gc.enable()

    def scale(self) -> float:
        """The zoom of the interface: as told, else 2 on tall screens for the seats that are read from near."""
        if self.options.scale is not None:
            return float(min(2.0, max(0.8, self.options.scale)))
        tall = screenshot.size_of(self.options.size).height() if self.still else self.qt.primaryScreen().size().height()
        return 2.0 if tall >= TALL and self.options.command != "wall" else 1.0

    def _lock(self, context: SeatContext, seat: Seat) -> SeatLock | None:
        """What locks a seat that somebody logged in at; a wall never."""
        officer = context.officer
        if officer.logins is None or not officer.session or self.still:
            return None
        theme = getattr(seat, "theme", None) or Theme(context.tokens, context.theme, context.scale)
        return SeatLock(context, officer.logins, theme, seat.window)

    def _context(self, services: Services, situation: Situation, workers: Workers, officer: Holder) -> SeatContext:
        kind = self.options.command
        memory = Memory(None if self.still else data_folder() / f"{kind}.json")
        theme = self.options.theme or memory.get("theme") or ("light" if kind == "briefing" else "dark")
        return SeatContext(
            kind=kind,
            services=services,
            situation=situation,
            workers=workers,
            words=self.words,
            tokens=self.tokens,
            memory=memory,
            clock=services.database.clock,
            scale=self.scale(),
            theme=theme,
            still=self.still,
            options=self.options,
            officer=officer,
        )

    def _show(self, seat: Seat, situation: Situation) -> int:
        if self.still:
            seat.window.resize(screenshot.size_of(self.options.size))
            seat.window.show()
            screenshot.take(self.qt, seat, self.options.screenshot, self.options.after, situation)
            if self.options.report is not None:
                screenshot.report(self.options.report, situation, seat.window)
            return 0
        wall = self.options.command == "wall"
        screen = self.qt.primaryScreen()
        # a bare X server has no window manager that would make the window as large as the screen
        seat.window.setGeometry(screen.geometry() if wall else screen.availableGeometry())
        if wall:
            seat.window.showFullScreen()
        else:
            seat.window.showMaximized()
        return self.qt.exec()

    def _speak(self) -> None:
        """Qt's own dialogs in the reader's language."""
        self.qt.removeTranslator(self._translator)
        locale = QLocale(self.words.lang)
        QLocale.setDefault(locale)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if self._translator.load(locale, "qtbase", "_", folder):
            self.qt.installTranslator(self._translator)

    def _end(self) -> None:
        """Ends whatever runs; the city's making has a loop of its own, which Qt's quit alone would not reach."""
        self.qt.closeAllWindows()
        self.qt.quit()

    def _on_bug(self, kind: type[BaseException], error: BaseException, at: TracebackType | None) -> None:
        log.error("a bug in the seat", exc_info=(kind, error, at))
        traceback.clear_frames(at)  # a painter that outlived its paintEvent would end the process
        if self._troubled is not None and isinstance(error, Exception):
            self._troubled(error)


class Tidying:
    """Looks for cycles on the GUI thread alone, as often as Python itself would on whatever thread is running.

    A window's objects may lie in a cycle; collected by a thread that asks the database they would be destroyed there.
    """

    def __init__(self) -> None:
        self._rounds = 0

    def __call__(self) -> None:
        """One look, if enough is new and nobody else looks."""
        if gc.isenabled() or gc.get_count()[0] < COLLECT_AFTER:
            return
        self._rounds += 1
        middle, all_of_it = self._rounds % MIDDLE_EACH == 0, self._rounds % (MIDDLE_EACH * ALL_EACH) == 0
        gc.collect(2 if all_of_it else 1 if middle else 0)


def rest_the_collector() -> None:
    """Spares the collector of cycles everything that stays for good: each full search stopped all threads for 130 ms.

    What is there now is never searched again, and so are the compilers, once they are loaded.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER, MIDDLE_EACH, ALL_EACH)
    kernels.on_ready(gc.freeze)
