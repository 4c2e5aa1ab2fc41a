"""The form of one scene: names, figures, lists, map; a value in, a value out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QSpinBox, QWidget

from services.domain.areas import Level
from services.domain.incidents import Severity
from services.domain.scenes import (
    FEW,
    FIGURES,
    GROUNDS,
    LAYERS,
    MOST_DAYS,
    NAME,
    PLACES,
    TITLE,
    WHOLE_CITY,
    Extent,
    ListKind,
    Right,
    Scene,
    SceneFilter,
)
from services.words import Words
from services.words.scenes import LISTS, RIGHTS, SEEN
from services.words.terms import CHOROPLETHS, LEVELS
from services.words.terms import FIGURES as FIGURE_WORDS
from widgets.access.fields import Tick
from widgets.kit.chooser import Chooser
from widgets.kit.icons import Icons
from widgets.kit.level_glyph import level_word
from widgets.theme.sheet import restyle
from widgets.theme.theme import Theme

ANY = 0
KINDS, SIDES = tuple(ListKind), tuple(Right)


class SceneForm(QWidget):
    """`changed()` when a person changed something; `here_asked()` for the extent of the present map."""

    changed = Signal()
    here_asked = Signal()

    def __init__(self, theme: Theme, words: Words, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._words, self._icons = theme, words, icons
        self._scene: Scene | None = None
        self._extent: Extent = WHOLE_CITY
        self._labels: dict[str, QLabel] = {}
        self._row = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.whole(6))
        self._build()
        self.say()

    def show_scene(self, scene: Scene | None, place: str) -> None:
        """Shows a scene (None: there is none to change); `place` says its extent in words."""
        self._scene = scene
        self.setEnabled(scene is not None)
        if scene is None:
            return
        for box, text in zip(self._texts, (scene.name_zh, scene.name_en, scene.title_zh, scene.title_en), strict=True):
            if box.text() != text:
                box.setText(text)
        for at, chooser in enumerate(self._figures):
            chooser.choose(FIGURES.index(scene.figures[at]))
        for chooser, kind in zip(self._lists, scene.lists, strict=True):
            chooser.choose(KINDS.index(kind))
        self._right.choose(SIDES.index(scene.right))
        for chooser, ground in zip(self._grounds, (scene.ground, scene.second), strict=True):
            chooser.choose(GROUNDS.index(ground))
        self._level.choose(ANY if scene.level is None else int(scene.level))
        self._least.choose(ANY if scene.filter.least is None else int(scene.filter.least))
        self._days.blockSignals(True)
        self._days.setValue(scene.days)
        self._days.blockSignals(False)
        for name, box in self._layers.items():
            box.setChecked(name in scene.layers)
        self.show_extent(scene.extent, place)

    def show_extent(self, extent: Extent, place: str) -> None:
        """Another extent, and how it is called."""
        self._extent = extent
        self._place.setText(place)

    def scene(self) -> Scene | None:
        """The scene as the form has it; what can't be is refused where it is kept."""
        scene = self._scene
        if scene is None:
            return None
        texts = [box.text().strip() for box in self._texts]
        figures = tuple(FIGURES[chooser.value()] for chooser in self._figures)
        level, least = self._level.value(), self._least.value()
        return replace(
            scene,
            name_zh=texts[0],
            name_en=texts[1],
            title_zh=texts[2],
            title_en=texts[3],
            figures=figures,
            few=figures[:FEW],
            lists=(KINDS[self._lists[0].value()], KINDS[self._lists[1].value()]),
            right=SIDES[self._right.value()],
            ground=GROUNDS[self._grounds[0].value()],
            second=GROUNDS[self._grounds[1].value()],
            extent=self._extent,
            level=None if level == ANY else Level(level),
            layers=tuple(name for name in LAYERS if self._layers[name].isChecked()),
            filter=SceneFilter(None if least == ANY else Severity(least), scene.filter.campaign),
            days=self._days.value(),
        )

    # ---- inside --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self._texts = [QLineEdit(self) for _ in range(4)]
        for box, most in zip(self._texts, (NAME, 2 * NAME, TITLE, 2 * TITLE), strict=True):
            box.setMaxLength(most)
            box.editingFinished.connect(self.changed)
        self._line("name", *self._texts[:2])
        self._line("title", *self._texts[2:])
        self._figures = [self._chooser() for _ in range(PLACES)]
        self._line("figures", *self._figures[:3])
        self._line("", *self._figures[3:])
        self._lists, self._right = [self._chooser() for _ in range(2)], self._chooser()
        self._line("lists", *self._lists)
        self._line("right", self._right)
        self._grounds = [self._chooser() for _ in range(2)]
        self._line("ground", self._grounds[0])
        self._line("second", self._grounds[1])
        self._level, self._least = self._chooser(), self._chooser()
        self._days = QSpinBox(self)
        self._days.lineEdit().setTextMargins(self._theme.whole(6), 0, 0, 0)
        self._days.setRange(1, MOST_DAYS)
        self._days.valueChanged.connect(lambda _: self.changed.emit())
        self._line("level", self._level)
        self._line("least", self._least)
        self._line("days", self._days)
        self._layers = {name: Tick(self._theme, self) for name in LAYERS}
        for box in self._layers.values():
            box.clicked.connect(lambda _: self.changed.emit())
        self._line("layers", *self._layers.values())
        self._place, self._here, self._whole = QLabel(self), QPushButton(self), QPushButton(self)
        self._place.setTextFormat(Qt.TextFormat.PlainText)
        restyle(self._place, tone="2")
        self._here.clicked.connect(self.here_asked)
        self._whole.clicked.connect(self._on_whole)
        self._line("extent", self._place, self._here, self._whole)

    def _chooser(self) -> Chooser:
        made = Chooser(self._theme, self._icons, nothing=0, parent=self)
        made.picked.connect(lambda _: self.changed.emit())
        return made

    def _line(self, name: str, *parts: QWidget) -> None:
        if name:
            self._labels[name] = QLabel(self)
            restyle(self._labels[name], tone="3")
            self._grid.addWidget(self._labels[name], self._row, 0)
        line = QHBoxLayout()
        for part in parts:
            line.addWidget(part, 0 if isinstance(part, Tick | QPushButton) else 1)
        self._grid.addLayout(line, self._row, 1)
        self._row += 1

    def _on_whole(self) -> None:
        self.show_extent(WHOLE_CITY, self._words("The whole city", ctx="scene"))
        self.changed.emit()

    def say(self) -> None:
        """The words of now."""
        words = self._words
        texts = {
            "name": words("Name (zh, en)", ctx="scene"), "title": words("Title (zh, en)", ctx="scene"),
            "figures": words("Figures", ctx="scene"), "lists": words("Lists", ctx="scene"),
            "right": words("At the right", ctx="scene"), "ground": words("Ground", ctx="scene"),
            "second": words("Second map", ctx="scene"),
            "level": words("Areas", ctx="scene"), "least": words("From level", ctx="scene"),
            "days": words("Days of demands", ctx="scene"), "layers": words("Layers", ctx="scene"),
            "extent": words("Extent", ctx="scene"),
        }  # fmt: skip
        for name, text in texts.items():
            self._labels[name].setText(text)
        for chooser in self._figures:
            _offer(chooser, [words(FIGURE_WORDS[name]) for name in FIGURES])
        for chooser in self._lists:
            _offer(chooser, [words(LISTS[kind]) for kind in KINDS])
        _offer(self._right, [words(RIGHTS[side], ctx="pane") for side in SIDES])
        for chooser in self._grounds:
            _offer(chooser, [words(CHOROPLETHS[name]) for name in GROUNDS])
        levels = [(int(level), words(LEVELS[level])) for level in Level if level is not Level.CITY]
        self._level.offer(words("What the scale asks for", ctx="scene"), levels)
        least = [(int(level), level_word(int(level), words)) for level in Severity if level is not Severity.BLUE]
        self._least.offer(words("All levels", ctx="scene"), least)
        for name, box in self._layers.items():
            box.setText(words(SEEN[name], ctx="scene layer"))
        self._here.setText(words("From the present map", ctx="scene"))
        self._whole.setText(words("The whole city", ctx="scene"))


def _offer(chooser: Chooser, names: Sequence[str]) -> None:
    chooser.offer(names[0], list(enumerate(names))[1:])
