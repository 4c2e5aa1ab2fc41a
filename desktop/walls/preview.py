"""A picture of a scene as a wall would show it: the real board, drawn off the screen."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPixmap

from desktop.context import SeatContext
from desktop.wall.board import WallBoard
from desktop.wall.news import WallNews
from desktop.wall.playing import Play
from desktop.wall.strips import foot_words, header_words
from desktop.wall.told import Counted, Told, counted
from desktop.wall.viewing import WallSettings
from services.domain.scenes import Scene
from widgets.theme.theme import SeatKind, Theme

SIZE = QSize(2560, 1440)  # a screen of three quarters of the hardest case: lists, map and warnings have room
LOOK_MILLIS = 100
METRES = 3.4  # from which the board is laid out, so that a picture of that size holds what a 4K screen holds


class Preview(QObject):
    """`drawn(pixmap)` when the scene that was asked for is drawn; asking again drops the one before."""

    drawn = Signal(QPixmap)

    def __init__(self, context: SeatContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._theme = Theme(context.tokens, "dark", 1.0, SeatKind.WALL, parent=self)
        settings = WallSettings(METRES, None, ())
        self._theme.use(viewing=settings.viewing(context.tokens, SIZE.width()))
        self.board = WallBoard(context, self._theme, settings, moving=False)
        self.board.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        self.board.resize(SIZE)
        self.board.show()
        self._found: Counted | None = None
        self._scene: Scene | None = None
        self._news = WallNews(context, lambda: 0.0, self._tell)
        self._timer = QTimer(self, interval=LOOK_MILLIS)
        self._timer.timeout.connect(self._look)

    def show_scene(self, scene: Scene) -> None:
        """Draws a scene, and tells when it is there."""
        self._scene, picture = scene, self._context.situation.picture
        if picture is None:
            return
        self.board.show_scene(scene, fade=False)
        now, known = self._context.clock(), self._news.read.known
        self._context.workers.ask(
            f"preview {id(self)}", lambda: counted(picture, now, frozenset({scene.filter}), known), self._take
        )
        self._news.look(picture, [scene])
        self._timer.start()

    def close(self) -> None:
        """Ends what draws."""
        self._timer.stop()
        self.board.close_board()
        self.board.close()

    def _take(self, found: Counted) -> None:
        self._found = found
        self._tell()

    def _tell(self) -> None:
        found, scene = self._found, self._scene
        if found is None or scene is None:
            return
        words, now = self._context.words, self._context.clock()
        play = Play(((scene, 0.0),))
        self.board.header.show_header(header_words(words, found.picture, play, now))
        self.board.foot.show_foot(foot_words(words, found.picture, found.standing, None, play, now, None))
        self.board.tell(Told(words, found, self._news.read), 0.0)

    def _look(self) -> None:
        if self._found is not None and self._news.complete() and self.board.complete():
            self._timer.stop()
            self.drawn.emit(self.board.grab())
