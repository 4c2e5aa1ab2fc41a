"""The layers of the map: what is seen, how much of it, and what lies over what; the upper rows lie above."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QToolButton, QVBoxLayout, QWidget

from services.words import Words
from widgets.kit.icons import Icons
from widgets.map.plate import Plate
from widgets.theme.speech import follow
from widgets.theme.theme import Theme

WIDE, ICON, LEAST = 190.0, 14.0, 10  # px at 1x; the least opacity in hundredths: less is what the eye is for


class LayerRow(QWidget):
    """Eye, name and count of one layer; the selected one shows its opacity. Keys: Space, ← →, ↑ ↓, Ctrl+↑ ↓."""

    selected = Signal(str)
    turned = Signal(str)
    faded = Signal(str, float)
    moved = Signal(str, int)
    stepped = Signal(str, int)

    def __init__(self, name: str, theme: Theme, words: Words, icons: Icons) -> None:
        super().__init__()
        self.name, self._theme, self._words, self._icons = name, theme, words, icons
        self.visible, self.chosen = True, False
        self.eye, self.title, self.count = QToolButton(), QLabel(), QLabel()
        self.eye.clicked.connect(lambda: self.turned.emit(name))
        self.count.setProperty("tone", "2")
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(LEAST, 100)
        self.slider.setValue(100)
        self.slider.valueChanged.connect(lambda value: self.faded.emit(name, value / 100))
        self.slider.hide()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        top = QHBoxLayout()
        for widget, stretch in ((self.eye, 0), (self.title, 1), (self.count, 0)):
            top.addWidget(widget, stretch)
        box = QVBoxLayout(self)
        box.addLayout(top)
        box.addWidget(self.slider)
        self._boxes = (top, box)
        self.fit()

    def fit(self) -> None:
        """Lengths of the theme's zoom."""
        px = self._theme.whole
        top, box = self._boxes
        top.setSpacing(px(6))
        box.setContentsMargins(px(4), px(1), px(10), px(1))
        box.setSpacing(0)
        self.setMinimumHeight(px(28))
        self.eye.setIconSize(QSize(px(ICON), px(ICON)))

    def show_state(self, title: str, count: str, visible: bool, opacity: float) -> None:
        """What it is called, how many there are, whether and how much it is seen."""
        self.visible = visible
        self.title.setText(title)
        self.title.setProperty("tone", "" if visible else "3")
        self.title.style().polish(self.title)
        self.count.setText(count)
        self.eye.setIcon(self._icons.icon("visible" if visible else "hidden"))
        words = self._words
        self.eye.setToolTip(words("Hide this layer") if visible else words("Show this layer"))
        self.eye.setAccessibleName(f"{self.eye.toolTip()}: {title}")
        self.slider.blockSignals(True)
        self.slider.setValue(round(opacity * 100))
        self.slider.blockSignals(False)
        share = words.formats.percent(round(opacity * 100), 100, 0)
        self.slider.setToolTip(words("Opacity {share}", share=share))
        self.slider.setAccessibleName(f"{title}: {self.slider.toolTip()}")
        state = words("shown", ctx="map") if visible else words("hidden", ctx="map")
        self.setAccessibleName(f"{title}, {state}, {count}, {self.slider.toolTip()}")
        self.setToolTip(words("Space shows or hides, ← → opacity, Ctrl+↑ ↓ order"))

    def choose(self, chosen: bool) -> None:
        """The selected row shows its opacity."""
        self.chosen = chosen
        self.slider.setVisible(chosen)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, held = event.key(), event.modifiers() & Qt.KeyboardModifier.ControlModifier
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if key in steps:
            (self.moved if held else self.stepped).emit(self.name, steps[Qt.Key(key)])
        elif key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.turned.emit(self.name)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.slider.setValue(self.slider.value() + (10 if key == Qt.Key.Key_Right else -10))
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.selected.emit(self.name)
        super().focusInEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.chosen:
            painter.fillRect(self.rect(), self._theme.colour("accent.quiet"))
        if self.hasFocus():
            painter.setPen(self._theme.pen("accent.base", 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))


class LayerPanel(Plate):
    """`changed(order from below, visible, opacity)` whenever a person changed something."""

    changed = Signal(object, object, object)

    def __init__(
        self, theme: Theme, words: Words, icons: Icons, names: Sequence[str], parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, parent=parent)
        self._words, self._icons = words, icons
        self.order = list(names)
        self.visible, self.opacity = dict.fromkeys(names, True), dict.fromkeys(names, 1.0)
        self._titles: Mapping[str, str] = {}
        self._counts: Mapping[str, str] = {}
        self.head, self.hint = QLabel(), QLabel("L")
        self.head.setProperty("tone", "3")
        self.hint.setProperty("tone", "3")
        self.rows = {name: self._row(name) for name in names}
        top = QHBoxLayout()
        top.addWidget(self.head, 1)
        top.addWidget(self.hint)
        self._box = QVBoxLayout(self)
        self._box.addLayout(top)
        for name in reversed(self.order):
            self._box.addWidget(self.rows[name])
        self._top = top
        self._fit()
        theme.changed.connect(self._fit)
        follow(words, self, self._say)

    def restore(self, order: Sequence[str], visible: Mapping[str, bool], opacity: Mapping[str, float]) -> None:
        """What was remembered, where it still makes sense; says so as if a person had chosen it."""
        known = [name for name in order if name in self.rows and name != "areas"]
        rest = [name for name in self.order if name not in known and name != "areas"]
        self.order = ["areas", *known, *rest]
        self.visible |= {name: bool(seen) for name, seen in visible.items() if name in self.rows}
        self.opacity |= {
            name: min(1.0, max(LEAST / 100, float(much))) for name, much in opacity.items() if name in self.rows
        }
        self._arrange()
        self._tell()

    def show_layers(self, titles: Mapping[str, str], counts: Mapping[str, str]) -> None:
        """The names of the layers and how much each of them shows."""
        if (titles, counts) != (self._titles, self._counts):
            self._titles, self._counts = dict(titles), dict(counts)
            self._say()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.adjustSize()
        return super().event(event)

    def _row(self, name: str) -> LayerRow:
        row = LayerRow(name, self.theme, self._words, self._icons)
        row.selected.connect(self._on_selected)
        row.turned.connect(self._on_turned)
        row.faded.connect(self._on_faded)
        row.moved.connect(self._on_moved)
        row.stepped.connect(self._on_stepped)
        return row

    def _fit(self) -> None:
        px = self.theme.whole
        self.setFixedWidth(px(WIDE))
        self._box.setContentsMargins(0, px(4), 0, px(6))
        self._box.setSpacing(0)
        self._top.setContentsMargins(px(10), 0, px(10), px(2))
        for row in self.rows.values():
            row.fit()
        self.adjustSize()

    def _say(self) -> None:
        self.head.setText(self._words("Layers", ctx="map"))
        self.setAccessibleName(self._words("Layers", ctx="map"))
        for name, row in self.rows.items():
            row.show_state(
                self._titles.get(name, ""), self._counts.get(name, ""), self.visible[name], self.opacity[name]
            )

    def _arrange(self) -> None:
        for row in self.rows.values():
            self._box.removeWidget(row)
        before: QWidget = self.hint
        for name in reversed(self.order):
            self._box.addWidget(self.rows[name])
            QWidget.setTabOrder(before, self.rows[name])
            before = self.rows[name]

    def _tell(self) -> None:
        self._say()
        self.changed.emit(tuple(self.order), dict(self.visible), dict(self.opacity))

    def _on_selected(self, name: str) -> None:
        for other, row in self.rows.items():
            row.choose(other == name)

    def _on_turned(self, name: str) -> None:
        self.visible[name] = not self.visible[name]
        self._tell()

    def _on_faded(self, name: str, opacity: float) -> None:
        self.opacity[name] = opacity
        self._tell()

    def _on_moved(self, name: str, step: int) -> None:
        """One row up is one place further from the ground; the areas stay at the bottom."""
        at = self.order.index(name)
        other = at - step
        if name == "areas" or not 1 <= other < len(self.order):
            return
        self.order[at], self.order[other] = self.order[other], self.order[at]
        self._arrange()
        self.rows[name].setFocus()
        self._tell()

    def _on_stepped(self, name: str, step: int) -> None:
        at = self.order.index(name) - step
        if 0 <= at < len(self.order):
            self.rows[self.order[at]].setFocus()
