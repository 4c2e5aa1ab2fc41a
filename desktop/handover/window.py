"""The window of the handover: the sheet of this shift with its notes, both signatures, and those of before."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.context import SeatContext
from desktop.handover.notes import Notes
from desktop.handover.paper import paper_of
from desktop.handover.printing import Inks, print_sheet
from desktop.handover.signing import Sign, SignDialog
from desktop.handover.words import CHAPTERS, SheetWords, of_this_shift
from desktop.operator.forms.drafts import Drafts
from desktop.operator.officer import at_desk
from desktop.window import SeatWindow, bring_up
from services.domain.handover import Chapter, Handover
from widgets.access.text_rows import TextRows, TextTable
from widgets.handover.sheet_table import SheetRows, SheetTable
from widgets.theme.sheet import restyle
from widgets.theme.theme import Theme

SIZE = (1500, 860)
EARLIER = 330  # px at 1x


def open_handover(
    context: SeatContext, theme: Theme, drafts: Drafts, parent: QWidget | None = None,
    show_incident: Callable[[int], None] = lambda incident: None,
) -> HandoverWindow:  # fmt: skip
    """Opens the window; `show_incident(id)` is called for a line that is opened."""
    window = HandoverWindow(context, theme, drafts, parent or QApplication.activeWindow())
    window.table.opened.connect(show_incident)
    return bring_up(window)


class HandoverWindow(SeatWindow):
    """Shows the sheet to work on, or makes one; a sheet is paper, so that it is light at any seat.

    C writes the note of a line, N makes a new sheet, G gives the shift, T takes it, P prints.
    """

    def __init__(self, context: SeatContext, theme: Theme, drafts: Drafts, parent: QWidget | None = None) -> None:
        super().__init__(context, theme, parent, SIZE)
        self.theme.use(name="light")
        self.setStyleSheet(self.theme.style_sheet())
        self._handover: Handover | None = None
        self._all: list[Handover] = []
        self.dialog: SignDialog | None = None
        self.rows = SheetRows()
        self.notes = Notes(context, drafts, self)
        self.resize(self.size().boundedTo(self.screen().availableGeometry().size()))
        self._build()
        self._bind()
        self.say()
        self.read()

    @property
    def handover(self) -> Handover | None:
        """The sheet that is shown; None while it is on its way."""
        return self._handover

    def read(self, show: int | None = None) -> None:
        """Reads the sheets that are kept, and shows one: that, else this shift's, made if there is none."""
        desk, officer, clock = self.context.services.handovers, at_desk(self.context), self.context.clock

        def ask() -> tuple[list[Handover], Handover]:
            kept = desk.latest()
            wanted = next((one for one in kept if one.id == show), None) if show is not None else None
            if wanted is None and kept and of_this_shift(kept[0], clock()):
                wanted = kept[0]
            if wanted is None:
                wanted = desk.make(officer)
                kept = [wanted, *kept]
            return kept, wanted

        self.ask("handover", ask, self._take)

    def make(self) -> None:
        """A new sheet of now; what was noted on lines that still stand goes with it."""
        desk, officer, before = self.context.services.handovers, at_desk(self.context), self._handover
        notes = self.notes.all() if before is not None and before.given_at is None else {}

        def ask() -> Handover:
            made = desk.make(officer)
            keys = {line.key for lines in made.sheet.lines.values() for line in lines}
            kept = {key: text for key, text in notes.items() if key in keys and text}
            return desk.annotate(made.id, made.version, kept, officer) if kept else made

        self.ask("make handover", ask, lambda made: self.read(made.id))

    # ---- signatures and paper ------------------------------------------------------------------------------------

    def give(self) -> None:
        """Who leaves signs, once every note is saved."""
        handover, words = self._handover, self.context.words
        if handover is None or handover.given_at is not None:
            return
        if not self.notes.saved():
            self.tell(words("The notes are being saved; sign in a moment.", ctx="handover"))
            return
        desk = self.context.services.handovers
        note = words("From then on nothing on this sheet changes.", ctx="handover")
        self._sign(
            words("Give the shift", ctx="handover"), note,
            lambda officer: desk.give(handover.id, handover.version, officer), at_desk(self.context).login,
        )  # fmt: skip

    def take(self) -> None:
        """Who comes signs."""
        handover, words = self._handover, self.context.words
        if handover is None or handover.given_at is None or handover.taken_at is not None:
            return
        desk = self.context.services.handovers
        note = words("Who comes signs with a login of their own.", ctx="handover")
        self._sign(
            words("Take the shift", ctx="handover"), note,
            lambda officer: desk.take(handover.id, handover.version, officer),
        )  # fmt: skip

    def print_to(self, path: Path) -> None:
        """Prints the sheet into a file."""
        handover, picture, words = self._handover, self.context.situation.picture, self.context.words
        if handover is None or picture is None:
            return
        self.tell(words("Printing…", ctx="page"))
        plans = self.context.services.emergencies.plans
        paper = paper_of(words, picture, self.context.tokens, handover, self.notes.all(), plans)
        done = self._alive(lambda to: self.tell(words("Printed to {path}", ctx="page", path=to.name)))
        print_sheet(self.context.workers, paper, Inks.of(self.theme), path, done, self._alive(self._on_trouble))

    def _sign(self, title: str, note: str, sign: Sign, login: str = "") -> None:
        dialog = self.dialog = SignDialog(self.context, self.theme, title, note, sign, self, login)
        dialog.accepted.connect(lambda: self.read(dialog.handover.id if dialog.handover is not None else None))
        dialog.rejected.connect(lambda: self.read(self._handover.id if self._handover is not None else None))
        dialog.open()

    def _on_print(self) -> None:
        handover, words = self._handover, self.context.words
        if handover is None:
            return
        name = Path.home() / f"{words('Handover')} {handover.sheet.at:%Y-%m-%d %H%M}.pdf"
        path, _ = QFileDialog.getSaveFileName(self, words("Print (P)", ctx="handover"), str(name), "PDF (*.pdf)")
        if path:
            self.print_to(Path(path))

    # ---- how it looks --------------------------------------------------------------------------------------------

    def _build(self) -> None:
        theme = self.theme
        self._head, self._sum, self._given, self._taken, self._note = (QLabel() for _ in range(5))
        for label in (self._head, self._sum, self._given, self._taken, self._note):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._sum.setWordWrap(True)
        self._note.setWordWrap(True)
        restyle(self._head, role="title")
        restyle(self._sum, tone="2")
        restyle(self._note, tone="3", role="caption")
        self._new, self._print, self._give, self._take_button = (QPushButton() for _ in range(4))
        self._give.setProperty("primary", True)
        self._take_button.setProperty("primary", True)
        self.table = SheetTable(theme, self.context.words, self.rows, self)
        self._earlier = TextRows(theme)
        self.earlier = TextTable(theme, self._earlier, self)
        self.earlier.setFixedWidth(theme.whole(EARLIER))
        pad, gap = theme.whole(16), theme.whole(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(pad, pad, pad, gap)
        column.setSpacing(gap)
        column.addLayout(_row(gap, self._head, None, self._new, self._print))
        column.addWidget(self._sum)
        body = _row(gap, self.table, self.earlier)
        body.setStretch(0, 1)
        column.addLayout(body, 1)
        column.addLayout(_row(gap, self._given, self._give, None, self._taken, self._take_button))
        column.addWidget(self._note)
        self.table.setFocus()

    def _bind(self) -> None:
        self._new.clicked.connect(self.make)
        self._print.clicked.connect(self._on_print)
        self._give.clicked.connect(self.give)
        self._take_button.clicked.connect(self.take)
        self.rows.typed.connect(self.notes.type)
        self.rows.noted.connect(self.notes.write)
        self.notes.kept.connect(self._on_noted)
        self.notes.failed.connect(self._on_trouble)
        self.earlier.clicked.connect(self._on_earlier)
        self.earlier.activated.connect(self._on_earlier)
        self.context.situation.replaced.connect(self._on_replaced)

    def say(self) -> None:
        words = self.context.words
        self.setWindowTitle(words("Handover"))
        self._new.setText(words("New sheet (N)", ctx="handover"))
        self._print.setText(words("Print (P)", ctx="handover"))
        self._give.setText(words("Give the shift (G)", ctx="handover"))
        self._take_button.setText(words("Take the shift (T)", ctx="handover"))
        self.table.setAccessibleName(words("Handover"))
        self.earlier.setAccessibleName(words("Sheets of before", ctx="handover"))
        self._show()

    def tell(self, sentence: str) -> None:
        self._note.setText(sentence)

    def _show(self) -> None:
        handover, picture, words = self._handover, self.context.situation.picture, self.context.words
        if handover is None or picture is None:
            self._head.setText(words("Handover"))
            self.tell(words("Reading…"))
            return
        say = SheetWords(words, picture, self.context.services.emergencies.plans)
        at = self.table.currentIndex()
        self.rows.show(say.heads(), say.rows(handover.sheet), self.notes.all(), handover.given_at is None)
        if at.isValid():
            self.table.setCurrentIndex(self.rows.index(min(at.row(), self.rows.rowCount() - 1), at.column()))
        else:
            self.table.choose_first()
        self._head.setText(f"{words('Handover')} · {say.when(handover.sheet.at)} · {say.stands(handover)}")
        self._sum.setText(self._counts(handover))
        self._show_signatures(handover, say)
        heads = (words("Sheets of before", ctx="handover"), words("How it stands", ctx="handover"))
        rows = [(say.short(one.sheet.at), say.stands(one)) for one in self._all]
        self._earlier.show(heads, rows, [one.id for one in self._all], [one.id != handover.id for one in self._all])
        self.tell(
            words("C notes · Enter shows the incident · G gives · T takes · P prints · Esc closes", ctx="handover")
        )

    def _counts(self, handover: Handover) -> str:
        words, sheet = self.context.words, handover.sheet
        return " · ".join(
            f"{words(CHAPTERS[chapter], ctx='handover')} {words.formats.integer(sheet.count(chapter))}"
            for chapter in Chapter
        )

    def _show_signatures(self, handover: Handover, say: SheetWords) -> None:
        words = self.context.words
        given, taken = handover.given_at, handover.taken_at
        nobody = words("not signed yet", ctx="handover")
        left = f"{handover.given_by} · {say.when(given)}" if given is not None else nobody
        right = f"{handover.taken_by} · {say.when(taken)}" if taken is not None else nobody
        self._given.setText(f"{words('Given by', ctx='handover')}  {left}")
        self._taken.setText(f"{words('Taken by', ctx='handover')}  {right}")
        self._give.setVisible(given is None)
        self._take_button.setVisible(given is not None and taken is None and handover.is_whole)

    # ---- what happens --------------------------------------------------------------------------------------------

    def _take(self, found: tuple[list[Handover], Handover]) -> None:
        self._all, self._handover = found
        self.notes.show(self._handover)
        self._show()

    def _on_noted(self, handover: Handover) -> None:
        if self._handover is not None and self._handover.id == handover.id:
            self._handover = handover
            self.tell(self.context.words("The note is saved.", ctx="handover"))

    def _on_earlier(self, index: Any) -> None:
        self.read(self._earlier.keys[index.row()])

    def _on_replaced(self, picture: object) -> None:
        if self.alive and self._handover is None:
            self.read()
        elif self.alive:
            self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys: dict[int, Callable[[], None]] = {
            int(Qt.Key.Key_C): self.table.write_note,
            int(Qt.Key.Key_N): self.make,
            int(Qt.Key.Key_G): self.give,
            int(Qt.Key.Key_T): self.take,
            int(Qt.Key.Key_P): self._on_print,
        }
        act = keys.get(event.key()) if not event.modifiers() else None
        if act is not None:
            act()
        else:
            super().keyPressEvent(event)


def _row(gap: int, *parts: QWidget | None) -> QHBoxLayout:
    """Widgets beside each other; None is the space that stretches."""
    row = QHBoxLayout()
    row.setSpacing(gap)
    for part in parts:
        row.addStretch(1) if part is None else row.addWidget(part)
    return row
