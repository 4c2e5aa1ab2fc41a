"""The window in which walls are composed: scenes, order, seconds; and the present map thrown to a wall."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QPixmap
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop.context import SeatContext
from desktop.map.scene import MapScene
from desktop.names import Names
from desktop.walls.here import CODE, extent_of, scene_here
from desktop.walls.preview import Preview
from desktop.walls.throwing import ThrowBar, local
from desktop.window import SeatWindow, bring_up
from services.domain.scenes import Extent, PlayEntry, Scene, Wall
from services.walls.keeping import Walls
from services.walls.standard import MAIN
from widgets.kit.icons import Icons
from widgets.theme.sheet import restyle
from widgets.theme.theme import Theme
from widgets.walls.play_table import PlayTable, Turn
from widgets.walls.scene_form import SceneForm

SIZE = (1500, 820)
PICTURE = (560, 315)


def open_walls(context: SeatContext, theme: Theme, scene: MapScene, parent: QWidget | None = None) -> WallsWindow:
    """Opens the window; `scene` is the present map."""
    return bring_up(WallsWindow(context, theme, scene, parent))


class WallsWindow(SeatWindow):
    """One wall at a time: read, changed here, saved as its next version. What was not saved is kept until it is."""

    def __init__(self, context: SeatContext, theme: Theme, scene: MapScene, parent: QWidget | None = None) -> None:
        super().__init__(context, theme, parent, SIZE)
        self._map, self._walls = scene, Walls(context.services.database)
        self._wall: Wall | None = None
        self._scenes: dict[str, Scene] = {}
        self._changed = False
        self.preview = Preview(context, self)
        self.preview.drawn.connect(self._on_drawn)
        self._build()
        self.say()
        self._read_names()
        self.read(MAIN)

    # ---- what a hand asks ----------------------------------------------------------------------------------------

    def read(self, name: str) -> None:
        """Reads a wall as it plays now; a name that is new begins with the standard list."""
        self.ask("wall", lambda: self._walls.wall(name), self._take)

    def save(self) -> None:
        """Keeps what is here as the wall's next version."""
        wall = self._wall
        if wall is None:
            return
        self._keep_form()
        entries = tuple(PlayEntry(turn.code, float(turn.seconds)) for turn in self.table.turns if turn.played)
        scenes = {turn.code: self._scenes[turn.code] for turn in self.table.turns}
        why, officer = self._why.text().strip(), self.context.officer.now
        save = partial(self._walls.save, wall.name, entries, scenes, officer, wall.version, why)
        self.ask("save", save, self._saved)

    def copy(self) -> None:
        """A further scene like the one that is looked at."""
        self._keep_form()
        found = self._scenes.get(self.table.current)
        if found is not None:
            self._add(replace(found, code=self._free(found.code)))

    def remove(self) -> None:
        """Takes the scene that is looked at out of this wall."""
        turns = [turn for turn in self.table.turns if turn.code != self.table.current]
        if turns:
            self._scenes.pop(self.table.current, None)
            self.table.show_turns(turns)
            self._touch()
            self._show(self.table.current)

    def add_here(self) -> None:
        """The present map as a further scene."""
        self._keep_form()
        found = scene_here(self._map, self.context.situation.picture)
        self._add(replace(found, code=self._free(CODE)))

    # ---- what happens --------------------------------------------------------------------------------------------

    def _take(self, wall: Wall) -> None:
        self._wall, self._scenes, self._changed = wall, dict(wall.scenes), False
        played = {entry.scene: entry.seconds for entry in wall.entries}
        order = [*played, *(code for code in wall.scenes if code not in played)]
        lang = self.context.words.lang
        turns = [
            Turn(code, wall.scenes[code].name(lang), round(played.get(code, 0)), code in played)
            for code in order
            if code in wall.scenes
        ]
        self.table.show_turns(turns)
        self._names.setCurrentText(wall.name)
        self._why.clear()
        self.throwing.show_wall(wall)
        self._tell_state()
        self._show(self.table.current)

    def _saved(self, wall: Wall) -> None:
        self._take(wall)
        self._read_names()
        self.tell(self.context.words("Saved as version {n}.", ctx="wall", n=wall.version))

    def _on_chosen(self, code: str) -> None:
        self._show(code)

    def _on_form(self) -> None:
        self._keep_form()
        found = self._scenes.get(self.table.current)
        if found is None:
            return
        lang = self.context.words.lang
        turns = [replace(t, name=found.name(lang)) if t.code == found.code else t for t in self.table.turns]
        self.table.show_turns(turns, found.code)
        self._touch()
        self.preview.show_scene(found)

    def _on_here(self) -> None:
        extent = extent_of(self._map, self.context.situation.picture)
        self.form.show_extent(extent, self._place(extent))
        self._on_form()

    def _on_drawn(self, picture: QPixmap) -> None:
        mode = Qt.TransformationMode.SmoothTransformation
        ratio = self.devicePixelRatioF()
        wide = round(self._picture.width() * ratio)
        shown = picture.scaledToWidth(wide, mode)
        shown.setDevicePixelRatio(ratio)
        self._picture.setPixmap(shown)

    def _keep_form(self) -> None:
        found = self.form.scene()
        if found is not None and found.code in self._scenes:
            self._scenes[found.code] = found

    def _add(self, scene: Scene) -> None:
        self._scenes[scene.code] = scene
        turn = Turn(scene.code, scene.name(self.context.words.lang), 30, True)
        self.table.show_turns([*self.table.turns, turn], scene.code)
        self._touch()
        self._show(scene.code)

    def _free(self, code: str) -> str:
        stem = code.rsplit("-", 1)[0] if code.rsplit("-", 1)[-1].isdigit() else code
        return next(made for n in range(1, 10_000) if (made := f"{stem}-{n}") not in self._scenes)

    def _show(self, code: str) -> None:
        scene = self._scenes.get(code)
        self.form.show_scene(scene, self._place(scene.extent) if scene is not None else "")
        if scene is not None:
            self.preview.show_scene(scene)

    def _touch(self) -> None:
        self._changed = True
        self._tell_state()

    # ---- words ---------------------------------------------------------------------------------------------------

    def _place(self, extent: Extent) -> str:
        words, picture = self.context.words, self.context.situation.picture
        name = words("The whole city", ctx="scene")
        if picture is not None and extent.area in picture.areas.codes:
            name = Names(words, picture).path(picture.areas.codes.index(extent.area))
        return words("a part of: {name}", ctx="scene", name=name) if extent.box is not None else name

    def _tell_state(self) -> None:
        wall, words = self._wall, self.context.words
        if wall is None:
            return
        if wall.changed_at is None:
            state = words("The standard list: nobody has changed it yet.", ctx="wall")
        else:
            time = words.formats.moment(local(self.context, wall.changed_at), local(self.context, self.context.clock()))
            state = words(
                "Version {n} · {who} · {time}", ctx="wall", n=wall.version, who=wall.changed_by, time=time
            )  # fmt: skip
        if self._changed:
            state = f"{state} · {words('not saved', ctx='wall')}"
        self._state.setText(state)

    def tell(self, sentence: str) -> None:
        self._told.setText(sentence)

    def say(self) -> None:
        words = self.context.words
        self.setWindowTitle(words("Walls", ctx="window"))
        self._head.setText(words("Walls", ctx="window"))
        self._names.setAccessibleName(words("Name of the wall", ctx="wall"))
        self._read.setText(words("Read", ctx="wall"))
        self._save.setText(words("Save", ctx="wall"))
        self._why.setPlaceholderText(words("Why (optional)", ctx="wall"))
        self._add_here.setText(words("The present map as a scene", ctx="wall"))
        self._picture.setAccessibleName(words("Preview of the scene", ctx="wall"))
        for part in (self.table, self.form, self.throwing):
            part.say()
        self._tell_state()
        if self._wall is not None:
            self._show(self.table.current)

    # ---- making --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        theme, words = self.theme, self.context.words
        self._head, self._state, self._told, self._picture = (QLabel(self) for _ in range(4))
        for label in (self._head, self._state, self._told):
            label.setTextFormat(Qt.TextFormat.PlainText)
        restyle(self._head, role="title")
        for label in (self._state, self._told):
            restyle(label, tone="2")
        self._told.setWordWrap(True)
        self._names = QComboBox(self)
        self._names.setEditable(True)
        self._names.setMinimumWidth(theme.whole(200))
        self._names.activated.connect(lambda _: self.read(self._names.currentText().strip() or MAIN))
        self._read = self._button(lambda: self.read(self._names.currentText().strip() or MAIN))
        self._save, self._add_here = self._button(self.save), self._button(self.add_here)
        self.throwing = ThrowBar(self.context, theme, self._map, self.ask, self)
        restyle(self._save, primary="true")
        self._save.setShortcut("Ctrl+S")
        self._why = QLineEdit(self)
        self.table = PlayTable(theme, words, self)
        self.table.chosen.connect(self._on_chosen)
        self.table.changed.connect(self._touch)
        self.table.copy_asked.connect(self.copy)
        self.table.remove_asked.connect(self.remove)
        self.form = SceneForm(theme, words, Icons(theme), self)
        self.form.changed.connect(self._on_form)
        self.form.here_asked.connect(self._on_here)
        self._picture.setFixedSize(theme.whole(PICTURE[0]), theme.whole(PICTURE[1]))
        self._lay()

    def _button(self, does: Callable[[], None]) -> QPushButton:
        made = QPushButton(self)
        made.clicked.connect(lambda _=False: does())
        return made

    def _lay(self) -> None:
        theme = self.theme
        pad, gap = theme.whole(16), theme.whole(10)
        column = QVBoxLayout(self)
        column.setContentsMargins(pad, pad, pad, pad)
        column.setSpacing(gap)
        head, body, right, foot = QHBoxLayout(), QHBoxLayout(), QVBoxLayout(), QHBoxLayout()
        for part in (self._head, self._names, self._read, self._state):
            head.addWidget(part, 1 if part is self._state else 0)
        for part in (self._picture, self._add_here):
            right.addWidget(part)
        right.addStretch(1)
        body.addWidget(self.table, 2)
        body.addWidget(self.form, 4)
        body.addLayout(right, 0)
        for part in (self._told, self._why, self._save):
            foot.addWidget(part, {self._told: 2, self._why: 1}.get(part, 0))
        column.addLayout(head)
        column.addLayout(body, 1)
        column.addWidget(self.throwing)
        column.addLayout(foot)

    def _read_names(self) -> None:
        self.ask("names", self._walls.names, self._take_names)

    def _take_names(self, names: tuple[str, ...]) -> None:
        shown = self._names.currentText()
        self._names.clear()
        self._names.addItems(list(names))
        self._names.setCurrentText(shown or MAIN)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.preview.close()
        super().closeEvent(event)
