"""Throwing the present map to a wall: for some minutes or until it is taken back; what is thrown now, and by whom."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSpinBox, QWidget

from desktop.context import SeatContext
from desktop.map.scene import MapScene
from desktop.walls.here import scene_here
from services.domain.scenes import Thrown, Wall
from services.live.advance import Touched
from services.live.picture import Picture
from services.walls.keeping import MOST_MINUTES, Walls
from services.walls.standard import MAIN
from widgets.theme.sheet import restyle
from widgets.theme.theme import Theme

MINUTES = 15
Ask = Callable[[str, Callable[[], Any], Callable[[Any], None]], None]


class ThrowBar(QWidget):
    """One line; `ask` is its window's way to ask off the GUI thread."""

    def __init__(self, context: SeatContext, theme: Theme, scene: MapScene, ask: Ask, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._map, self._ask = context, scene, ask
        self._walls = Walls(context.services.database)
        self._name = MAIN
        self.thrown: Thrown | None = None
        self.button, self.back, self.minutes = QPushButton(self), QPushButton(self), QSpinBox(self)
        self.minutes.lineEdit().setTextMargins(theme.whole(6), 0, 0, 0)
        self._said = QLabel(self)
        self._said.setTextFormat(Qt.TextFormat.PlainText)
        restyle(self._said, tone="2")
        self.button.clicked.connect(self.throw)
        self.back.clicked.connect(self.take_back)
        self.minutes.setRange(0, MOST_MINUTES)
        self.minutes.setValue(MINUTES)
        self.minutes.setMinimumWidth(theme.whole(230))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.whole(10))
        for part in (self.button, self.minutes, self.back, self._said):
            line.addWidget(part, 1 if part is self._said else 0)
        context.situation.changed.connect(self._on_heard)

    def show_wall(self, wall: Wall) -> None:
        """Another wall."""
        self._name, self.thrown = wall.name, wall.thrown
        self.say()

    def throw(self) -> None:
        """Puts the present map on the wall for the minutes that are given, 0: until it is taken back."""
        scene, minutes = scene_here(self._map, self._context.situation.picture), self.minutes.value()
        self._ask(
            "throw",
            partial(self._walls.throw, self._name, scene, minutes or None, self._context.officer.now),
            self._again,
        )

    def take_back(self) -> None:
        """Gives the wall its own list back."""
        self._ask("throw", partial(self._walls.take_back, self._name, self._context.officer.now), self._again)

    def say(self) -> None:
        """The words of now."""
        words = self._context.words
        self.button.setText(words("Throw the present map to the wall", ctx="wall"))
        self.minutes.setSuffix(words(" min (0: until taken back)", ctx="wall"))
        self.back.setText(words("Take back", ctx="wall"))
        self.back.setEnabled(self.thrown is not None)
        self._said.setText(self._thrown_words())

    def _again(self, _: object = None) -> None:
        self._ask("thrown", partial(self._walls.wall, self._name), self.show_wall)

    def _on_heard(self, _picture: Picture, touched: Touched) -> None:
        if self._name in touched.walls:
            self._again()

    def _thrown_words(self) -> str:
        words, thrown, now = self._context.words, self.thrown, self._context.clock()
        if thrown is None or not thrown.holds(now):
            return words("Nothing is thrown to this wall.", ctx="wall")
        name = thrown.scene.name(words.lang)
        if thrown.until is None:
            return words("“{name}” by {who}, until it is taken back.", ctx="wall", name=name, who=thrown.by)
        time = words.formats.moment(local(self._context, thrown.until), local(self._context, now))
        return words("“{name}” by {who}, until {time}.", ctx="wall", name=name, who=thrown.by, time=time)


def local(context: SeatContext, moment: datetime) -> datetime:
    """A moment in the city's own time."""
    picture = context.situation.picture
    return moment.astimezone(picture.city.zone) if picture is not None else moment.astimezone()
