"""A field for photos before and after: chosen in a dialog or dropped on it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QWidget

from services.words import Words
from widgets.kit.icons import Icons
from widgets.theme.sheet import restyle
from widgets.theme.theme import Theme

PICTURES = "*.jpg *.jpeg *.png *.webp *.heic *.pdf"
Photo = tuple[str, str]


class PhotoBox(QPushButton):
    """One kind of photo: a press opens the dialog, a file may be dropped on it. `paths` are those chosen."""

    changed = Signal()

    def __init__(self, theme: Theme, icons: Icons, words: Words, name: str, parent: QWidget | None = None) -> None:
        super().__init__(icons.icon("photo"), name, parent)
        self._words, self._name = words, name
        self.paths: list[str] = []
        self.setAcceptDrops(True)
        self.setMinimumHeight(theme.whole(40))
        self.setIconSize(QSize(theme.whole(16), theme.whole(16)))
        self.clicked.connect(self._on_clicked)

    def show_paths(self, paths: Sequence[str]) -> None:
        """Other files."""
        self.paths = list(paths)
        count = f"{self._name} · {len(paths)}" if paths else self._name
        self.setText(count)
        names = "\n".join(Path(path).name for path in paths)
        self.setToolTip(names or self._words("Choose photos, or drop them here."))
        self.setAccessibleName(self._name)
        self.setAccessibleDescription(self.toolTip())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            restyle(self, dropping=True)

    def dragLeaveEvent(self, event: object) -> None:
        restyle(self, dropping=False)

    def dropEvent(self, event: QDropEvent) -> None:
        restyle(self, dropping=False)
        self._add([url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()])

    def _on_clicked(self) -> None:
        title = self._words("Photos: {name}", name=self._name)
        chosen, _ = QFileDialog.getOpenFileNames(self, title, "", f"{self._words('Photos')} ({PICTURES})")
        self._add(chosen)

    def _add(self, paths: Sequence[str]) -> None:
        if paths:
            self.show_paths(list(dict.fromkeys((*self.paths, *paths))))
            self.changed.emit()


class PhotosField(QWidget):
    """Photos by kind; `value` are (kind, path) pairs. What the files hold is checked by whoever keeps them."""

    edited = Signal()

    def __init__(self, theme: Theme, icons: Icons, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.whole(6))
        self._boxes: dict[str, PhotoBox] = {}
        for kind, name in (("before", words("Before", ctx="photo")), ("after", words("After", ctx="photo"))):
            box = self._boxes[kind] = PhotoBox(theme, icons, words, name)
            box.changed.connect(self.edited)
            row.addWidget(box, 1)
        self._take_back = QPushButton(icons.icon("close"), "")
        self._take_back.setIconSize(QSize(theme.whole(16), theme.whole(16)))
        self._take_back.setToolTip(words("Take all photos back"))
        self._take_back.setAccessibleName(self._take_back.toolTip())
        self._take_back.clicked.connect(self._on_taken_back)
        row.addWidget(self._take_back)
        self.setFocusProxy(self._boxes["before"])
        self.put(())

    @property
    def value(self) -> list[Photo] | None:
        """The chosen files with what they show; None for none."""
        return [(kind, path) for kind, box in self._boxes.items() for path in box.paths] or None

    def put(self, value: Sequence[Sequence[str]] | None) -> None:
        """Other files, without saying so."""
        for kind, box in self._boxes.items():
            box.show_paths([path for found, path in value or () if found == kind])
        self._take_back.setVisible(bool(value))

    def _on_taken_back(self) -> None:
        self.put(())
        self.edited.emit()
