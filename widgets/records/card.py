"""What is known of one base record, why it did not find its grid, and the form that corrects where it belongs."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from services.words import Words
from widgets.kit.plain import label, rule
from widgets.theme.theme import Theme

WIDTH = 420
LONGEST = 200


@dataclass(frozen=True, slots=True)
class RecordText:
    """A record in words: its lines, why it has no grid ("" where it has one), who mends it, and what the form begins
    with (`point` as "longitude, latitude", `stated` area). `masked`: its name can be asked for.
    """

    id: int
    title: str
    lines: tuple[tuple[str, str], ...]
    why: str = ""
    mender: str = ""
    point: str = ""
    stated: str = ""
    masked: bool = False


class RecordCard(QScrollArea):
    """Shows one record. `corrected(id, coordinates, area)` as typed; `name_asked(id)` asks for the name unmasked."""

    corrected = Signal(int, str, str)
    name_asked = Signal(int)

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._words = theme, words
        self._text: RecordText | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setProperty("panel", True)
        self.point, self.area, self.note = QLineEdit(), QLineEdit(), label("", tone="2", wrap=True)
        self.save = QPushButton()
        self.open_name = QPushButton()
        theme.changed.connect(self._restyle)

    @property
    def text(self) -> RecordText | None:
        """What is shown."""
        return self._text

    def show_record(self, text: RecordText) -> None:
        """Shows a record from its top; what was typed for another one is gone."""
        self._text = text
        self._build()
        self.verticalScrollBar().setValue(0)
        self.setAccessibleName(text.title)

    def tell(self, sentence: str) -> None:
        """What came of a correction; what was typed stays."""
        self.note.setText(sentence)
        self.save.setEnabled(True)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.whole(WIDTH), self._theme.whole(WIDTH))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_save()
        else:
            super().keyPressEvent(event)

    def _restyle(self) -> None:
        """Another zoom or theme: what was typed stays."""
        typed, told = (self.point.text(), self.area.text()), self.note.text()
        self._build()
        if self._text is not None:
            self.point.setText(typed[0])
            self.area.setText(typed[1])
            self.note.setText(told)

    def _build(self) -> None:
        text, theme, words = self._text, self._theme, self._words
        if text is None:
            return
        page, pad, gap = QWidget(), theme.whole(16), theme.whole(8)
        page.setProperty("panel", True)
        column = QVBoxLayout(page)
        column.setContentsMargins(pad, pad, pad, pad)
        column.setSpacing(gap)
        column.addWidget(label(text.title, role="title", wrap=True))
        column.addWidget(rule(theme, "line.hair"))
        column.addLayout(self._lines(text))
        self.open_name = QPushButton(words("Show the name…", ctx="record"))
        self.open_name.clicked.connect(lambda: self.name_asked.emit(text.id))
        self.open_name.setVisible(text.masked)
        row = QHBoxLayout()
        row.addWidget(self.open_name)
        row.addStretch(1)
        column.addLayout(row)
        if text.why:
            column.addWidget(rule(theme, "line.hair"))
            column.addWidget(label(words("Why it did not find its grid", ctx="record"), tone="3", role="caption"))
            column.addWidget(label(text.why, wrap=True))
            column.addWidget(label(words("Mended by {who}", ctx="record", who=text.mender), tone="2", wrap=True))
        column.addWidget(rule(theme, "line.hair"))
        column.addLayout(self._form(text))
        column.addStretch(1)
        self.setWidget(page)

    def _lines(self, text: RecordText) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(self._theme.whole(12))
        grid.setVerticalSpacing(self._theme.whole(4))
        grid.setColumnStretch(1, 1)
        for at, (name, value) in enumerate(text.lines):
            grid.addWidget(label(name, tone="2", role="caption"), at, 0, Qt.AlignmentFlag.AlignTop)
            shown = label(value, role="caption", wrap=True)
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(shown, at, 1)
        return grid

    def _form(self, text: RecordText) -> QVBoxLayout:
        words, form = self._words, QVBoxLayout()
        form.setSpacing(self._theme.whole(6))
        form.addWidget(label(words("Correct it", ctx="record"), tone="3", role="caption"))
        self.point, self.area = QLineEdit(text.point), QLineEdit(text.stated)
        self.note = label("", tone="2", wrap=True)
        self.save = QPushButton(words("Correct (Ctrl Enter)", ctx="record"))
        self.save.setProperty("primary", True)
        self.save.clicked.connect(self._on_save)
        fields = (
            (words("Longitude, latitude (CGCS2000)", ctx="record"), self.point),
            (words("Area: name or code", ctx="record"), self.area),
        )
        for name, field in fields:
            field.setMaxLength(LONGEST)
            field.setAccessibleName(name)
            form.addWidget(label(name, tone="2", role="caption"))
            form.addWidget(field)
        row = QHBoxLayout()
        row.addWidget(self.note, 1)
        row.addWidget(self.save)
        form.addLayout(row)
        return form

    def _on_save(self) -> None:
        if self._text is not None and self.save.isEnabled():
            self.save.setEnabled(False)
            self.corrected.emit(self._text.id, self.point.text(), self.area.text())
