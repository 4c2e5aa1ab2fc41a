"""What a scenario listens to, one after the other, with a weight each; of a sequence a row is a step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QCompleter,
    QDoubleSpinBox,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from widgets.access.fields import Box
from widgets.theme.theme import Theme

ROWS_SHOWN, WEIGHT_WIDE = 5, 84
MOST_WEIGHT = 100.0
ALTERNATIVE = "|"


class KindsField(QWidget):
    """`kinds` and `weights` as a scenario keeps them; `edited()` when a person changed them.

    A kind is added from a list that can be typed into; "or" adds it to the chosen row as an alternative.
    """

    edited = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._names, self._joint = theme, dict[str, str](), ""
        self._kinds: list[str] = []
        self._weights: dict[str, float] = {}
        self.table = QTableWidget(0, 2)
        self.table.verticalHeader().hide()
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setShowGrid(False)
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Fixed)
        self.table.setColumnWidth(1, theme.whole(WEIGHT_WIDE))
        self.table.setFixedHeight(theme.whole(28) * (ROWS_SHOWN + 1))
        self.choice = Box(theme)
        self.choice.setEditable(True)
        self.choice.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        completer = self.choice.completer()
        if completer is not None:
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.add, self.alternative, self.remove, self.up = (QPushButton() for _ in range(4))
        self.add.clicked.connect(lambda: self._add(alternative=False))
        self.alternative.clicked.connect(lambda: self._add(alternative=True))
        self.remove.clicked.connect(self._remove)
        self.up.clicked.connect(self._up)
        row, column = QHBoxLayout(), QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.choice, 1)
        for button in (self.add, self.alternative, self.remove, self.up):
            row.addWidget(button)
        column.addWidget(self.table)
        column.addLayout(row)

    def say(self, heads: Sequence[str], buttons: Sequence[str], joint: str, names: Mapping[str, str]) -> None:
        """Heads of the two columns, the four buttons, the word between alternatives, and names of all kinds."""
        self._names, self._joint = dict(names), joint
        self.table.setHorizontalHeaderLabels(list(heads))
        for button, text in zip((self.add, self.alternative, self.remove, self.up), buttons, strict=True):
            button.setText(text)
        known = self.choice.currentData()
        self.choice.clear()
        for code, name in names.items():
            self.choice.addItem(name, code)
        self.choice.setCurrentIndex(max(0, self.choice.findData(known)))
        typed = self.choice.lineEdit()
        if typed is not None:
            typed.setCursorPosition(0)  # a name begins where the box does
        self._fill()

    def put(self, kinds: Sequence[str], weights: Mapping[str, float]) -> None:
        """Another scenario's."""
        self._kinds, self._weights = list(kinds), dict(weights)
        self._fill()

    @property
    def kinds(self) -> list[str]:
        """Codes in order; alternatives with "|" between them."""
        return list(self._kinds)

    @property
    def weights(self) -> dict[str, float]:
        """Weights other than 1, by code."""
        heard = {code for kind in self._kinds for code in kind.split(ALTERNATIVE)}
        return {code: weight for code, weight in self._weights.items() if code in heard and weight != 1.0}

    def _fill(self) -> None:
        at = self.table.currentRow()
        self.table.setRowCount(len(self._kinds))
        for row, kind in enumerate(self._kinds):
            codes = kind.split(ALTERNATIVE)
            name = f" {self._joint} ".join(self._names.get(code, code) for code in codes)
            item = QTableWidgetItem(name)
            item.setFlags(Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled)
            item.setToolTip(name)
            self.table.setItem(row, 0, item)
            weight = QDoubleSpinBox()
            weight.lineEdit().setTextMargins(self._theme.whole(6), 0, 0, 0)
            weight.setRange(0.0, MOST_WEIGHT)
            weight.setSingleStep(0.5)
            weight.setValue(self._weights.get(codes[0], 1.0))
            weight.setAccessibleName(name)
            weight.valueChanged.connect(lambda value, codes=codes: self._on_weight(codes, value))
            self.table.setCellWidget(row, 1, weight)
        if 0 <= at < len(self._kinds):
            self.table.setCurrentCell(at, 0)

    def _on_weight(self, codes: Sequence[str], value: float) -> None:
        for code in codes:
            self._weights[code] = value
        self.edited.emit()

    def _add(self, alternative: bool) -> None:
        at = self.choice.findText(self.choice.currentText())
        code = self.choice.itemData(at) if at >= 0 else None
        if code is None or any(code in kind.split(ALTERNATIVE) for kind in self._kinds):
            return
        row = self.table.currentRow()
        if alternative and 0 <= row < len(self._kinds):
            self._kinds[row] = f"{self._kinds[row]}{ALTERNATIVE}{code}"
        else:
            self._kinds.append(code)
        self._changed()

    def _remove(self) -> None:
        row = self.table.currentRow()
        if 0 <= row < len(self._kinds):
            del self._kinds[row]
            self._changed()

    def _up(self) -> None:
        row = self.table.currentRow()
        if 0 < row < len(self._kinds):
            self._kinds[row - 1], self._kinds[row] = self._kinds[row], self._kinds[row - 1]
            self.table.setCurrentCell(row - 1, 0)
            self._changed()

    def _changed(self) -> None:
        self._fill()
        self.edited.emit()
