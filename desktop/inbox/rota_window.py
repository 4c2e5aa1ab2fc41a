"""The window of the duty roster: seen by all, kept by administrators, line by line or from a spreadsheet."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from desktop.context import SeatContext
from desktop.window import SeatWindow
from services.access.rights import Right, may
from services.cases.rota import Rota
from services.connectors.files.rota import read_shifts
from services.domain.refusals import Refusal
from services.domain.rota import RotaLine, Shift, minute_of, time_of
from services.words.moments import LONG_WEEKDAYS
from widgets.inbox.rota_view import RotaView
from widgets.theme.theme import Theme

SIZE = (760, 560)


class RotaWindow(SeatWindow):
    """A duty that ends before it begins goes on into the next day; it stands as two lines."""

    def __init__(self, context: SeatContext, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(context, theme, parent, SIZE)
        self._rota = Rota(context.services.database)
        self._lines: tuple[RotaLine, ...] = ()
        self._known: tuple[tuple[str, str], ...] = ()
        self.view = RotaView(self.theme, context.words, self)
        self.view.added.connect(self._on_added)
        self.view.removed.connect(self._on_removed)
        self.view.import_asked.connect(self._on_import)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self.say()
        self.read()

    def read(self) -> None:
        """Reads the roster, and who could be on it."""
        rota = self._rota
        self.ask("rota", lambda: (tuple(rota.lines()), tuple(rota.officers())), self._take)

    def say(self) -> None:
        self.setWindowTitle(self.context.words("Duty roster"))
        self._show()

    def tell(self, sentence: str) -> None:
        self.view.tell(sentence)

    def load(self, path: Path) -> None:
        """Takes a whole new roster from a file, or says what is wrong with its first row that is."""
        rota, officer, words = self._rota, self.context.officer.now, self.context.words

        def read() -> int:
            good, bad = read_shifts(path, {login for login, _ in rota.officers()})
            if bad:
                raise Refusal("rota.row", "Nothing was saved. Row {number}: {why}", number=bad[0][0], why=bad[0][1])
            if not good:
                raise Refusal("rota.empty", "{file} holds no line of a roster. Nothing was saved.", file=path.name)
            return rota.replace(good, officer)

        def kept(n: int) -> None:
            self.read()
            self.tell(words.plural("The roster has {n} line now.", "The roster has {n} lines now.", n))

        self.ask("load rota", read, kept)

    def _take(self, found: tuple[tuple[RotaLine, ...], tuple[tuple[str, str], ...]]) -> None:
        self._lines, self._known = found
        self._show()

    def _show(self) -> None:
        words = self.context.words
        days = [words("every day"), *(words(day, ctx="date") for day in LONG_WEEKDAYS)]
        named = [(login, f"{name} · {login}" if name and name != login else login) for login, name in self._known]
        self.view.offer(named, list(enumerate(days)), may(self.context.officer.now, Right.KEEP_OFFICERS))
        heads = (
            words("Login"), words("Officer", ctx="rota"), words("Weekday", ctx="rota"), words("From", ctx="rota"),
            words("To", ctx="rota"),
        )  # fmt: skip
        rows = [
            (line.login, line.name, days[line.weekday], time_of(line.begin), time_of(line.end)) for line in self._lines
        ]
        self.view.show_lines(heads, rows, [line.id for line in self._lines])
        if not rows:
            self.tell(words("The roster is empty: everybody is told at any hour."))

    def _on_added(self, login: str, weekday: int, begin: str, end: str) -> None:
        rota, officer = self._rota, self.context.officer.now

        def add() -> int:
            return rota.add(Shift(login, weekday, minute_of(begin), minute_of(end)), officer)

        self.ask("add duty", add, lambda _: self._changed())

    def _on_removed(self, ident: int) -> None:
        rota, officer = self._rota, self.context.officer.now
        self.ask("remove duty", lambda: rota.remove([ident], officer), lambda _: self._changed())

    def _changed(self) -> None:
        self.tell("")
        self.read()

    def _on_import(self) -> None:
        words = self.context.words
        chosen, _ = QFileDialog.getOpenFileName(self, words("Import a roster"), "", "*.xlsx *.csv")
        if chosen:
            self.load(Path(chosen))
