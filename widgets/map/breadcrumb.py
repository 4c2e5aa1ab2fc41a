"""The way from the city down to the subject of the map, with what lies below it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from services.words import Words
from widgets.theme.theme import Theme


class Breadcrumb(QWidget):
    """Each area above the subject is a button, the subject plain text; `chosen(index)` names a button's area."""

    chosen = Signal(int)

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._words = theme, words
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self.count = QLabel()
        self.count.setProperty("tone", "2")
        self.count.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._steps: list[QWidget] = []
        self._shown: tuple[object, ...] = ()
        self._row.addWidget(self.count, 1)

    def show_path(self, steps: Sequence[tuple[int, str]], below: str) -> None:
        """Areas from the city down as (index, name), and what lies below the last in words."""
        shown = (tuple(steps), below, self._words.lang)
        if shown == self._shown:
            return
        self._shown = shown
        for widget in self._steps:
            self._row.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._steps = []
        self._row.setSpacing(self._theme.whole(2))
        for at, (index, name) in enumerate(steps):
            if at:
                self._add(self._quiet("›"))
            self._add(self._last(name) if at == len(steps) - 1 else self._button(index, name))
        self.count.setText(f"   {below}" if below else "")
        self.count.setToolTip(below)
        names = " › ".join(name for _, name in steps)
        self.setAccessibleName(self._words("Shown area: {path}. {below}", path=names, below=below))

    def buttons(self) -> list[QToolButton]:
        """The areas above the subject, the city first."""
        return [widget for widget in self._steps if isinstance(widget, QToolButton)]

    def _add(self, widget: QWidget) -> None:
        self._row.insertWidget(len(self._steps), widget)
        self._steps.append(widget)

    def _button(self, index: int, name: str) -> QToolButton:
        button = QToolButton()
        button.setText(name)
        button.setToolTip(self._words("Show {name} (Alt+↑: one level up)", name=name))
        button.setAccessibleName(button.toolTip())
        button.clicked.connect(lambda: self.chosen.emit(index))
        return button

    def _last(self, name: str) -> QLabel:
        label = QLabel(name)
        label.setContentsMargins(self._theme.whole(5), 0, 0, 0)
        return label

    def _quiet(self, text: str) -> QLabel:
        label = QLabel(text)
        label.setProperty("tone", "3")
        return label
