"""Dispatch advice on the detail panel: likely owners with their confidence and reasons, or that nobody can say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from services.words import Words
from widgets.panels.choice_rows import ChoiceLook, ChoiceRows
from widgets.panels.sections import Section
from widgets.theme.sheet import restyle
from widgets.theme.speech import follow
from widgets.theme.theme import Theme


@dataclass(frozen=True, slots=True)
class AdviceLook:
    """Advice in words. `unsure` is the sentence that nobody can say ("" where somebody can).

    `choices` are the owners with their shares of 100 %; unsure, lines of the duty list instead. `note` names the model
    and when it was trained; `tip` says more of it.
    """

    choices: tuple[ChoiceLook, ...]
    reasons: tuple[str, ...]
    note: str
    unsure: str = ""
    tip: str = ""


class AdvicePanel(Section):
    """Shows advice; `owner_chosen(code)` for a department that was picked. Chooses nothing by itself."""

    owner_chosen = Signal(str)

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        self._rows, self._reasons = ChoiceRows(theme), BulletLines(theme)
        self._unsure, self._sentence = QLabel(), QLabel()
        body = QWidget()
        super().__init__(theme, body, parent)
        self._words = words
        self.look: AdviceLook | None = None
        for label, tone in ((self._unsure, ""), (self._sentence, "2")):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            restyle(label, tone=tone, role="" if tone else "title")
        self._stack = QVBoxLayout(body)
        self._stack.setContentsMargins(0, 0, 0, 0)
        for part in (self._unsure, self._sentence, self._rows, self._reasons):
            self._stack.addWidget(part)
        self._rows.chosen.connect(self.owner_chosen)
        theme.changed.connect(self._space)
        self._space()
        follow(words, self, self._say)
        self.hide()

    def show_look(self, look: AdviceLook | None) -> None:
        """Other advice; None hides the panel."""
        self.look = look
        self.setVisible(look is not None)
        if look is None:
            return
        self.setEnabled(True)
        self._rows.show_choices(look.choices)
        self._reasons.show_lines(look.reasons)
        self._sentence.setText(look.unsure)
        for label in (self._unsure, self._sentence):
            label.setVisible(bool(look.unsure))
        self._say()

    def wait(self) -> None:
        """Advice on something else is asked for: what still stands there can't be chosen any more."""
        self.setEnabled(False)

    def choices(self) -> Sequence[ChoiceLook]:
        """The lines that can be chosen from now."""
        return self._rows.choices()

    def _say(self) -> None:
        words, look = self._words, self.look
        self._unsure.setText(words("Can't say"))
        self.name(words("Dispatch advice"), look.note if look else "")
        self.setToolTip(look.tip if look else "")
        if look is not None:
            told = (look.unsure, *(f"{one.name} {one.value}" for one in look.choices), *look.reasons)
            self.setAccessibleName(words("Dispatch advice"))
            self.setAccessibleDescription("\n".join(line for line in told if line))

    def _space(self) -> None:
        self._stack.setSpacing(self._theme.whole(6))


class BulletLines(QWidget):
    """Sentences under each other, each with a small square before it; they wrap."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._labels: list[QLabel] = []
        self._column = QVBoxLayout(self)
        theme.changed.connect(self._dress)
        self._dress()

    def show_lines(self, lines: Sequence[str]) -> None:
        """Other sentences."""
        while len(self._labels) < len(lines):
            label = QLabel(self)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            self._column.addWidget(label)
            self._labels.append(label)
        for at, label in enumerate(self._labels):
            label.setText(lines[at] if at < len(lines) else "")
            label.setVisible(at < len(lines))
        self.setVisible(bool(lines))
        self.updateGeometry()
        self.update()

    def lines(self) -> list[str]:
        """What stands there now."""
        return [label.text() for label in self._labels if not label.isHidden()]

    def paintEvent(self, event: object) -> None:
        painter = QPainter(self)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("text.tertiary"))
        side = self._theme.px(4)
        for label in self._labels:
            if not label.isHidden():
                middle = QPointF(self._theme.px(3), label.y() + label.fontMetrics().height() / 2)
                painter.drawRect(round(middle.x() - side / 2), round(middle.y() - side / 2), round(side), round(side))

    def _dress(self) -> None:
        self._column.setContentsMargins(self._theme.whole(14), 0, 0, 0)
        self._column.setSpacing(self._theme.whole(3))
