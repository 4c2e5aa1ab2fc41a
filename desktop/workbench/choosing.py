"""Which scenario the workbench shows: one that runs, a new one, or a version that waits for approval."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from services.domain.scenarios import Scenario, ScenarioVersion
from services.words import Words
from widgets.theme.sheet import restyle
from widgets.theme.theme import Theme

NEW = "new"


class ScenarioChoice(QWidget):
    """`picked(code, number)`; number 0 is the version that runs."""

    picked = Signal(str, int)

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.box, self.new, self._told = QComboBox(), QPushButton(), QLabel()
        self.box.setEditable(True)
        self.box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.box.setMaxVisibleItems(24)
        completer = self.box.completer()
        if completer is not None:
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self._told.setWordWrap(True)
        self._told.setTextFormat(Qt.TextFormat.PlainText)
        restyle(self._told, tone="3", role="caption")
        self.box.activated.connect(self._on_activated)
        self.new.clicked.connect(lambda: self.picked.emit(NEW, 0))
        column, row = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.box, 1)
        row.addWidget(self.new)
        column.addLayout(row)
        column.addWidget(self._told)

    def offer(self, scenarios: Sequence[Scenario], drafts: Sequence[ScenarioVersion]) -> None:
        """The scenarios that run in their order, after the versions that wait."""
        words, known = self._words, self.box.currentData()
        self.new.setText(words("New scenario", ctx="workbench"))
        self.box.setAccessibleName(words("Scenario", ctx="workbench"))
        self.box.blockSignals(True)
        self.box.clear()
        for one in drafts:
            name = words(
                "Waits for approval: {what} · version {n}", what=one.scenario.name(words.lang), n=one.scenario.version
            )
            self.box.addItem(name, (one.scenario.code, one.scenario.version))
        for scenario in scenarios:
            self.box.addItem(f"{scenario.name(words.lang)} · {scenario.code}", (scenario.code, 0))
        self._choose(known)
        self.box.blockSignals(False)

    def show_chosen(self, code: str, number: int) -> None:
        """What is shown now, without asking for it again."""
        self._choose((code, number))

    def tell(self, sentence: str) -> None:
        """How the version stands."""
        self._told.setText(sentence)

    def _choose(self, key: object) -> None:
        at = next((at for at in range(self.box.count()) if self.box.itemData(at) == key), -1)
        self.box.setCurrentIndex(at)

    def _on_activated(self, at: int) -> None:
        found = self.box.itemData(at)
        if found is not None:
            self.picked.emit(*found)
