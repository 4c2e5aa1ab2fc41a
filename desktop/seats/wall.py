"""The wall: full screen, unattended, read from afar; the living figures of the city in scenes that play on."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

from desktop.background import UNWRITABLE
from desktop.context import SeatContext
from desktop.drill.mark import DrillMark
from desktop.wall.awake import Awake
from desktop.wall.board import WallBoard
from desktop.wall.news import WallNews
from desktop.wall.playing import Play
from desktop.wall.screens import OwnScreen
from desktop.wall.strips import foot_words, header_words
from desktop.wall.told import Counted, Told, counted
from desktop.wall.viewing import settings_of
from desktop.wall.wear import TIDY_EVERY, Night, shift_of, tidy
from services.domain.refusals import Refusal
from services.domain.scenes import Scene, Wall
from services.insight.standing import Standing
from services.live.advance import Touched
from services.live.picture import Picture
from services.walls.guarding import Heart
from services.walls.keeping import Walls
from services.walls.standard import MAIN, standard_wall
from widgets.theme.theme import SeatKind, Theme

log = logging.getLogger(__name__)
SOON_MILLIS = 250
TOLD_SECONDS = 15.0  # three tries of the seat to renew its row
OWN_LIMIT = timedelta(seconds=5)  # a figure is counted each second; some of them may be late


class WallWindow(QWidget):
    """The window: nothing but the board. Esc or F11 leaves full screen, F11 goes back to it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.board: WallBoard | None = None
        self._theme = theme
        self.setCursor(Qt.CursorShape.BlankCursor)
        self.setAutoFillBackground(True)
        theme.changed.connect(self._dress)
        self._dress()

    def move_frame(self, shift: tuple[int, int]) -> None:
        """Moves everything by some px, so that nothing rests on the same pixels for months."""
        if self.board is not None:
            self.board.move(*shift)

    def _dress(self) -> None:
        look = self._theme.qt_palette()
        look.setColor(QPalette.ColorRole.Window, self._theme.colour("surface.base"))
        self.setPalette(look)
        self.setStyleSheet(self._theme.style_sheet())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.board is not None:
            self.board.resize(self.size())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in (Qt.Key.Key_Escape, Qt.Key.Key_F11):
            super().keyPressEvent(event)
        elif self.isFullScreen():
            self.unsetCursor()
            self.showMaximized()
        elif event.key() == Qt.Key.Key_F11:
            self.setCursor(Qt.CursorShape.BlankCursor)
            self.showFullScreen()


class WallSeat(QObject):
    """Counts off the GUI thread at most four times a second, tells the board, plays the scenes, keeps the screen whole.

    `steady` gives seconds that only ever go on; `pace`: how many times faster than a clock they do. A cut line keeps
    the last standing with its age; a line that is back makes it fresh by itself.
    """

    def __init__(self, context: SeatContext, steady: Callable[[], float] = time.monotonic, pace: float = 1.0) -> None:
        super().__init__()
        self._context, self._steady, self._pace = context, steady, pace
        options, memory = context.options, context.memory
        settings = settings_of(
            memory, getattr(options, "metres", None), getattr(options, "width", None), getattr(options, "seams", None)
        )
        moving = not (context.still or bool(memory.get("reduced_motion", False)))
        viewing = settings.viewing(context.tokens, 1)
        self.theme = Theme(context.tokens, context.theme, context.scale, SeatKind.WALL, viewing, parent=self)
        self.window = WallWindow(self.theme)
        self.board = self.window.board = WallBoard(context, self.theme, settings, moving, self.window, pace)
        self.board.resize(self.window.size())
        self.drill = DrillMark(context, self.theme, self.window)
        self._night = Night.of(memory.get("night"))
        self._brightness = 1.0
        self._tidied = steady()
        self._walls = Walls(context.services.database)
        self.wall: Wall = standard_wall(getattr(options, "wall", None) or MAIN)
        self.play = Play(self.wall.played(), steady())
        self.play.begin_with(getattr(options, "scene", None))
        self.news = WallNews(context, steady, self._tell)
        self.board.show_scene(self.play.scene, fade=False)
        self._found: Counted | None = None
        self._counting = False
        self.awake = Awake()
        self.screen = OwnScreen(self.window, QGuiApplication.instance())
        self._pulse = Heart() if getattr(options, "heart", False) else None
        self._unwritten: Refusal | None = None
        self._unwritten_until = 0.0
        self._connect()

    def _connect(self) -> None:
        self._soon = QTimer(self, singleShot=True, interval=SOON_MILLIS)
        self._soon.timeout.connect(self._count)
        self._heart = QTimer(self, interval=max(1, int(self._context.tokens.number("motion.heart") / self._pace)))
        self._heart.timeout.connect(self._on_beat)
        self._heart.start()
        self._context.situation.replaced.connect(self._on_replaced)
        self._context.situation.changed.connect(self._on_changed)
        self._context.workers.troubled.connect(self._on_told)
        self._end_words = self._context.words.on_change(self._on_language)
        if not self._context.still:
            self._context.workers.ask(f"awake {id(self)}", self.awake.hold, lambda by: None)
        self.screen.settle()
        self._say()
        self._on_beat()

    # ---- the seat ------------------------------------------------------------------------------------------------

    @property
    def standing(self) -> Standing | None:
        """The city's standing that is shown."""
        return self._found.standing if self._found is not None else None

    @property
    def _counted_from(self) -> Picture | None:
        return self._found.picture if self._found is not None else None

    def complete(self) -> bool:
        """Whether everything the wall shows is drawn."""
        counted = self.standing is not None and not self._soon.isActive() and not self._counting
        return counted and self.news.complete() and self.board.complete()

    def close(self) -> None:
        """Ends timers, maps and threads."""
        self._heart.stop()
        self._soon.stop()
        self._end_words()
        self.screen.stop()
        self.awake.let_go()
        self.board.close_board()
        self.window.close()

    # ---- counting ------------------------------------------------------------------------------------------------

    def _on_replaced(self, picture: Picture) -> None:
        self._read_wall()
        self._count()

    def _on_changed(self, picture: Picture, touched: Touched) -> None:
        if self.wall.name in touched.walls:
            self._read_wall()
        if not self._soon.isActive():
            self._soon.start()

    def _alive(self) -> bool:
        pulse = self._context.situation.pulse
        return pulse is None or pulse.connected

    def _count(self) -> None:
        """Counts the newest picture; one that may be old is not counted anew, so that its figures keep their time."""
        picture = self._context.situation.picture
        if picture is None or not self._alive() or self._counting:
            return
        self._counting = True
        now, known = self._context.clock(), self.news.read.known
        filters = frozenset(scene.filter for scene in self._scenes())
        self._context.workers.ask(
            f"standing {id(self)}", lambda: counted(picture, now, filters, known), self._take, self._on_trouble
        )
        self.news.look(picture, self._scenes())

    def _scenes(self) -> list[Scene]:
        """All scenes that may be shown soon."""
        thrown = [self.play.thrown.scene] if self.play.thrown is not None else []
        return [self.play.scene, *thrown, *(scene for scene, _ in self.play.turns)]

    def _take(self, found: Counted) -> None:
        self._counting = False
        self._found = found
        self._tell()

    def _on_trouble(self, error: Exception) -> None:
        self._counting = False
        self._context.workers.troubled.emit(error)

    def _on_told(self, error: Exception) -> None:
        """A disk that can't be written is told of again and again, for as long as it is so."""
        if isinstance(error, Refusal) and error.code in UNWRITABLE:
            self._unwritten, self._unwritten_until = error, self._steady() + TOLD_SECONDS
            self._show_age()

    def unwritten(self) -> Refusal | None:
        """Why nothing can be written, while that is so."""
        return self._unwritten if self._steady() < self._unwritten_until else None

    def _tell(self) -> None:
        if self._found is None:
            return
        self.board.tell(Told(self._context.words, self._found, self.news.read), self._steady())
        self._show_age()

    def _show_age(self) -> None:
        picture, found = self._counted_from, self.standing
        if picture is None or found is None:
            return
        stale = self.stale()
        self.board.show_age(found, stale)
        pulse = self._context.situation.pulse
        self.board.foot.show_foot(
            foot_words(
                self._context.words, picture, found, pulse, self.play, self._context.clock(), stale, self.unwritten()
            )
        )

    def stale(self) -> timedelta | None:
        """How old the figures are when they are older than they may be."""
        if self.standing is None:
            return None
        age = self._context.clock() - self.standing.at
        may = OWN_LIMIT + timedelta(seconds=self._context.tokens.number("stale.after_s"))
        return age if age > may or (not self._alive() and age > timedelta(seconds=1)) else None

    # ---- what is played ------------------------------------------------------------------------------------------

    def _read_wall(self) -> None:
        """Reads what this wall plays; what can't be read now leaves what is played."""
        name = self.wall.name
        self._context.workers.ask(f"wall {id(self)}", lambda: self._walls.wall(name), self._take_wall)

    def _take_wall(self, found: Wall) -> None:
        if found.played():
            self.wall = found
            self.play.change(found.played(), None if self._context.still else found.thrown)
            self._on_beat()

    # ---- time ----------------------------------------------------------------------------------------------------

    def _on_beat(self) -> None:
        """One second: the clock, the heart, ages, the play list, and what the hour asks for."""
        if self._pulse is not None and not self._pulse.beat():
            log.warning("the guard of the wall is gone; the wall ends, for the next guard to start it")
            self._pulse = None
            QApplication.quit()
        steady, now = self._steady(), self._context.clock()
        if not self._context.still:
            self._play_on(steady, now)
            if steady - self._tidied >= TIDY_EVERY:
                self._tidied = steady
                self._context.workers.ask(f"tidy {id(self)}", tidy, lambda _: None)
        picture = self._context.situation.picture
        self.board.header.show_header(header_words(self._context.words, picture, self.play, now))
        self.board.foot.beat(self.play.progress(steady, now))
        self.board.beat()
        self._count()
        self._show_age()
        if not self._context.still and picture is not None:
            self._care(now.astimezone(picture.city.zone))

    def _play_on(self, steady: float, now: datetime) -> None:
        """Draws the next scene beforehand, and shows it when it is due and drawn."""
        coming = self.play.upcoming(steady, now)
        if coming is None:
            return
        ready = self.board.prepare(coming)
        if coming == self.play.wanted(steady, now) and (ready or self.play.is_late(steady)):
            self.board.show_scene(self.play.go_on(steady, now), fade=True)
            self.board.settle()

    def _care(self, now: datetime) -> None:
        """The frame's shift of this hour and the night's brightness."""
        self.window.move_frame(shift_of(now))
        brightness = self._night.brightness_at(now)
        if abs(brightness - self._brightness) > 1e-6:
            self._brightness = brightness
            self.theme.dim(brightness)

    def _say(self) -> None:
        words = self._context.words
        self.window.setWindowTitle(f"{words('GridCommand')} · {words('Wall')}")

    def _on_language(self) -> None:
        self._say()
        self.board.arrange()
        self._on_beat()
        self._tell()


def make(context: SeatContext) -> WallSeat:
    """The wall's seat."""
    return WallSeat(context)
