"""A response whole: level, plan, commander; first steps, roll-call, running log; what can be ordered."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from services.words import Words
from widgets.emergency.ask_bar import AskBar
from widgets.emergency.level_field import level_field
from widgets.emergency.lists import Column, RollList, StepList
from widgets.emergency.looks import EmergencyLook
from widgets.emergency.plate import ROMAN, LevelPlate
from widgets.forms.text_fields import LineField
from widgets.kit.plain import rule
from widgets.panels.sections import TextLines
from widgets.theme.sheet import restyle
from widgets.theme.speech import follow
from widgets.theme.theme import Theme


class EmergencyView(QWidget):
    """Shows what it is given; says what a hand orders. A refusal keeps what was typed."""

    ticked = Signal(int)
    answered = Signal()
    commanded = Signal()
    graded = Signal(int, str)
    stood_down = Signal(str)
    logged = Signal(str)
    incident_asked = Signal()

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._words = theme, words
        self.look: EmergencyLook | None = None
        self.plate, self.title, self.under, self.command, self.note = (
            LevelPlate(theme), QLabel(), QLabel(), QLabel(), QLabel(),
        )  # fmt: skip
        self.answer, self.take, self.grade, self.end, self.incident = (QPushButton() for _ in range(5))
        names = {level: words("Level {level}", ctx="emergency", level=roman) for level, roman in ROMAN.items()}
        self.grading = AskBar(theme, words, level_field(theme, names), self)
        self.ending = AskBar(theme, words, None, self)
        self.steps, self.roll, self.log = StepList(theme), RollList(theme), TextLines(theme)
        self.columns = (Column(theme, self.steps), Column(theme, self.roll), Column(theme, self.log))
        self.field, self.write = LineField(), QPushButton()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._build()
        follow(words, self, self._say)

    def show_look(self, look: EmergencyLook) -> None:
        """Another state of the response, or another response."""
        self.look = look
        open_ = not look.ended
        self.plate.show_level(look.level)
        self.title.setText(look.title)
        self.under.setText(look.under)
        self.command.setText(look.ended or look.command)
        self.steps.show_steps(look.steps, open_)
        self.roll.show_roll(look.roll)
        self.log.show_lines(look.log)
        self.answer.setVisible(open_ and look.may_answer)
        self.take.setVisible(open_ and look.may_command and not look.is_commander)
        for widget in (self.grade, self.end):
            widget.setVisible(open_ and look.may_command)
        for field in (self.field, self.write):
            field.setVisible(open_)
        if not open_:
            self.grading.hide()
            self.ending.hide()
        self._say()

    def tell(self, sentence: str) -> None:
        """What came of it, or why not."""
        self.note.setText(sentence)
        self.note.setVisible(bool(sentence))

    def ask_grade(self) -> None:
        """Asks for the other level and why."""
        if self.look is not None and not self.grade.isHidden():
            words = self._words
            self.ending.hide()
            self.grading.ask(
                words("Raise or lower", ctx="emergency"), words("Why, in a few words", ctx="emergency"),
                words("Set the level", ctx="emergency"), self.look.level,
            )  # fmt: skip

    def ask_end(self) -> None:
        """Asks for the summary that ends it."""
        if self.look is not None and not self.end.isHidden():
            words = self._words
            self.grading.hide()
            self.ending.ask(
                words("Stand down", ctx="emergency"), words("What happened, and what is left to do", ctx="emergency"),
                words("Stand down", ctx="emergency"),
            )  # fmt: skip

    def _build(self) -> None:
        whole = self._theme.whole
        restyle(self.title, role="heading")
        restyle(self.under, tone="2")
        restyle(self.note, tone="2")
        for one in (self.title, self.under, self.command, self.note):
            one.setTextFormat(Qt.TextFormat.PlainText)
            one.setWordWrap(True)
        self.note.setContentsMargins(whole(16), 0, whole(16), whole(8))
        self.note.hide()
        names = QVBoxLayout()
        names.setSpacing(whole(2))
        for one in (self.title, self.under, self.command):
            names.addWidget(one)
        head = QHBoxLayout()
        head.setContentsMargins(whole(16), whole(14), whole(16), whole(10))
        head.setSpacing(whole(14))
        head.addWidget(self.plate, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(names, 1)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(whole(16), 0, whole(16), whole(10))
        buttons.setSpacing(whole(8))
        for button in (self.answer, self.take, self.grade, self.incident):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self.end)
        self.answer.setProperty("primary", True)
        body = QHBoxLayout()
        body.setSpacing(0)
        for column, share in zip(self.columns, (5, 3, 5), strict=True):
            body.addWidget(column, share)
        self._add_field()
        whole_ = QVBoxLayout(self)
        whole_.setContentsMargins(0, 0, 0, 0)
        whole_.setSpacing(0)
        whole_.addLayout(head)
        whole_.addLayout(buttons)
        for widget in (self.grading, self.ending, self.note, rule(self._theme)):
            whole_.addWidget(widget)
        whole_.addLayout(body, 1)
        self._connect()

    def _add_field(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(self._theme.whole(8))
        row.addWidget(self.field, 1)
        row.addWidget(self.write)
        self.columns[2].column.insertLayout(1, row)

    def _connect(self) -> None:
        self.steps.ticked.connect(self.ticked)
        self.answer.clicked.connect(self.answered)
        self.take.clicked.connect(self.commanded)
        self.grade.clicked.connect(self.ask_grade)
        self.end.clicked.connect(self.ask_end)
        self.incident.clicked.connect(self.incident_asked)
        self.grading.filled.connect(self.graded)
        self.ending.filled.connect(lambda _, words: self.stood_down.emit(words))
        self.field.returnPressed.connect(self._on_logged)
        self.write.clicked.connect(self._on_logged)

    def _on_logged(self) -> None:
        self.logged.emit(self.field.value)

    def _say(self) -> None:
        words, look = self._words, self.look
        self.answer.setText(words("I am there (P)", ctx="emergency"))
        self.take.setText(words("Take command (C)", ctx="emergency"))
        self.grade.setText(words("Raise or lower… (G)", ctx="emergency"))
        self.end.setText(words("Stand down… (D)", ctx="emergency"))
        self.incident.setText(words("The incident (O)", ctx="emergency"))
        self.write.setText(words("Write", ctx="emergency"))
        self.field.setPlaceholderText(words("A line for the log (L)", ctx="emergency"))
        self.field.setAccessibleName(self.field.placeholderText())
        if look is not None:
            for column, name in zip(
                self.columns, (look.steps_head, look.roll_head, words("Running log", ctx="emergency")), strict=True
            ):
                column.name(name)
            self.setAccessibleName(words.formats.listing((look.title, look.under)))
