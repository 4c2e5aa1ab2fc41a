"""The very first start: offers or makes the demo city where the database is empty, while one can watch it come."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from PySide6.QtCore import QEventLoop, QObject, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from desktop.application import Application
from services.bundle import Services
from services.commandline.demo import Printed
from services.demo.apart import make_city_apart
from services.demo.make import DRAWING, has_city, make_city
from services.demo.progress import Progress
from services.domain.refusals import Refusal
from services.settings import default_database
from services.words import Words
from widgets.first_run.picture import CityPicture
from widgets.theme.fonts import use_fonts
from widgets.theme.sheet import restyle
from widgets.theme.theme import Theme

log = logging.getLogger(__name__)
SIZE = (980, 760)
STOPPED, ANOTHER_MADE_IT = "demo.stopped", "demo.not_empty"


def ensure_city(application: Application, services: Services) -> bool:
    """Whether a seat shall open; a database that holds anything opens as it is.

    The default database gets the demo city; one that was named is asked about, and may be opened empty. Without a
    window (a picture is saved) the default one is made with its progress on standard error, a named one opens empty.
    Raises `Refusal` where the city can't be made.
    """
    database = services.database
    if has_city(database):
        return True
    named = application.options.database != default_database()
    if application.still:
        if not named:
            _made(lambda: make_city(database, progress=Printed(application.words)))
        return True
    use_fonts(application.qt, bundled=False, tokens=application.tokens)
    theme = Theme(application.tokens, application.options.theme or "dark", application.scale())
    window = MakingWindow(services, theme, application.words, ask=named)
    try:
        return window.ask_and_make()
    finally:
        window.close()
        window.deleteLater()


def _made(make: Callable[[], None]) -> None:
    """Makes the city; another seat may have been faster, which is as good."""
    try:
        make()
    except Refusal as refusal:
        if refusal.code != ANOTHER_MADE_IT:
            raise


class _Maker(QObject):
    """Has the city made by another process, on a thread that waits for it; signals arrive on the GUI thread."""

    came = Signal(object)
    ended = Signal(object)  # None, a Refusal, or a bug

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._database = services.database
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="demo city", daemon=True)

    def start(self) -> None:
        """Begins."""
        self._thread.start()

    def ask_to_stop(self) -> None:
        """Ends soon, with nothing left behind; `ended` tells when."""
        self._stop.set()

    def join(self) -> None:
        """Waits until the thread is gone."""
        self._stop.set()
        if self._thread.ident is not None:
            self._thread.join()

    def _run(self) -> None:
        error: BaseException | None = None
        try:
            _made(lambda: make_city_apart(self._database, progress=self.came.emit, stop=self._stop.is_set))
        except Refusal as refusal:
            error = refusal
        except Exception as bug:  # shown in the window and logged whole, never a dead window
            log.exception("the demo city could not be made")
            error = bug
        self.ended.emit(error)


class MakingWindow(QWidget):
    """The city coming into being, how far it is, and the way out."""

    def __init__(
        self, services: Services, theme: Theme, words: Words, ask: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._theme, self._words, self._services = theme, words, services
        self._loop = QEventLoop(self)
        self._maker: _Maker | None = None
        self._ask, self._answer = ask, False
        self._error: BaseException | None = None
        self._build()

    def ask_and_make(self) -> bool:
        """Shows the window until the city is made, left out or cancelled; whether a seat shall open."""
        self.show()
        if self._ask:
            self._offer()
        else:
            self.make()
        self._loop.exec()
        if self._maker is not None:
            self._maker.join()
        if self._error is not None:
            raise self._error
        return self._answer

    def make(self) -> None:
        """Begins to make the city."""
        words = self._words
        self._title.setText(words("Making the demo city"))
        self._note.setText(words("Its borders, people and incidents are invented, and marked as demo data everywhere."))
        self._main.hide()
        self._other.setText(words("Cancel"))
        self._step.setText(words(DRAWING))
        self._other.show()
        self._bar.show()
        self._picture.show()
        self.resize(self._theme.whole(SIZE[0]), self._theme.whole(SIZE[1]))
        self._maker = _Maker(self._services)
        self._maker.came.connect(self._on_came)
        self._maker.ended.connect(self._on_ended)
        self._maker.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing is cancelling: the window goes when the work has ended."""
        if self._maker is not None and self._loop.isRunning():
            event.ignore()
            self._cancel()
            return
        self._loop.quit()
        event.accept()

    def _offer(self) -> None:
        words = self._words
        self._title.setText(words("{database} is empty", database=self._services.database.name))
        self._note.setText(
            words("Make a demo city in it, or open it empty and bring in your own: main.py import areas FILE")
        )
        self._main.setText(words("Make the demo city"))
        self._other.setText(words("Open it empty"))
        self._bar.hide()
        self._picture.hide()
        wide = self._theme.whole(SIZE[0])
        self.resize(wide, self._column.totalHeightForWidth(wide))

    def _cancel(self) -> None:
        if self._maker is not None:
            self._maker.ask_to_stop()
            self._step.setText(self._words("Stopping; nothing will be left behind"))
            self._other.setEnabled(False)

    def _on_main(self) -> None:
        self.make()

    def _on_other(self) -> None:
        if self._maker is None:
            self._answer = self._ask and self._error is None
            self._loop.quit()
        else:
            self._cancel()

    def _on_came(self, progress: Progress) -> None:
        if not self._other.isEnabled():
            return
        self._step.setText(self._words(progress.step))
        self._percent.setText(f"{progress.share:.0%}")
        self._bar.setValue(round(progress.share * 1000))
        if progress.borders is not None:
            self._picture.show_borders(progress.borders)
        if progress.outlines is not None:
            self._picture.show_outlines(progress.outlines)
        if progress.points is not None:
            self._picture.show_points(progress.points, loud=progress.share > 0.3)

    def _on_ended(self, error: BaseException | None) -> None:
        if error is None or (isinstance(error, Refusal) and error.code == STOPPED):
            self._answer = error is None
            self._loop.quit()
            return
        self._error, self._maker = error, None
        sentence = error.say(self._words) if isinstance(error, Refusal) else ""
        self._title.setText(self._words("The demo city could not be made"))
        self._note.setText(
            sentence or self._words("A fault of the program; its log says more. Nothing was left behind.")
        )
        self._other.setText(self._words("Close"))
        self._other.setEnabled(True)

    def _build(self) -> None:
        theme = self._theme
        self.setWindowTitle(self._words("GridCommand"))
        self.setStyleSheet(theme.style_sheet())
        self.setProperty("panel", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.resize(theme.whole(SIZE[0]), theme.whole(SIZE[1]))
        self._title, self._note, self._step, self._percent = QLabel(), QLabel(), QLabel(), QLabel()
        restyle(self._title, role="heading")
        restyle(self._note, tone="2", role="lead")
        restyle(self._step, tone="2")
        restyle(self._percent, tone="2")
        self._note.setWordWrap(True)
        self._picture = CityPicture(theme)
        self._picture.setAccessibleName(self._words("The city as it is being drawn"))
        self._bar = QProgressBar()
        self._bar.setRange(0, 1000)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self._words("How far it is"))
        self._main, self._other = QPushButton(), QPushButton()
        self._main.setProperty("primary", True)
        self._main.clicked.connect(self._on_main)
        self._other.clicked.connect(self._on_other)
        self._column = self._laid_out()
        self.setLayout(self._column)

    def _laid_out(self) -> QVBoxLayout:
        whole = self._theme.whole
        foot = QHBoxLayout()
        foot.setSpacing(whole(12))
        for widget, stretch in ((self._step, 1), (self._percent, 0), (self._main, 0), (self._other, 0)):
            foot.addWidget(widget, stretch)
        column = QVBoxLayout()
        column.setContentsMargins(whole(24), whole(20), whole(24), whole(16))
        column.setSpacing(whole(8))
        column.addWidget(self._title)
        column.addWidget(self._note)
        column.addSpacing(whole(4))
        column.addWidget(self._picture, 100)
        column.addStretch(1)
        column.addWidget(self._bar)
        column.addLayout(foot)
        return column
