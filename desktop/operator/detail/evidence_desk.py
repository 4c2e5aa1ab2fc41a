"""The attachments of the case that is shown: made small off the GUI thread, opened by the system's own viewer."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QImage
from PySide6.QtWidgets import QFileDialog

from desktop.context import SeatContext
from desktop.operator.near.duplicates_desk import photo_of
from services.cases.evidence.contents import Family
from services.cases.evidence.keeping import EvidenceFiles, Kept
from services.cases.intake import metres_between
from services.connectors.files.writers import whole_file
from services.domain.incidents import Evidence, Place
from services.words import N_
from widgets.kit.icons import Icons
from widgets.panels.evidence_strip import EvidenceLook, EvidenceStrip
from widgets.theme.theme import Theme

KINDS = {
    "photo": N_("Photo", ctx="evidence"),
    "before": N_("Before", ctx="photo"),
    "after": N_("After", ctx="photo"),
    "audio": N_("Recording", ctx="evidence"),
    "video": N_("Video", ctx="evidence"),
    "document": N_("Document", ctx="evidence"),
}
ICONS = {"video": "video", "document": "file", "audio": "file"}
Position = tuple[float, float]  # longitude, latitude (WGS 84, which is CGCS2000 within a metre)
Found = tuple[Mapping[str, Kept], Mapping[int, QImage], Mapping[int, Position]]
NOTHING: Found = ({}, {}, {})


class EvidenceDesk(QObject):
    """What the strip of attachments shows, how one of them is opened, given away, or tells the place of the case.

    `place_chosen(lon, lat)` in CGCS2000 when the place that a camera wrote into a photo is to be the case's;
    `told(sentence)` when a copy was saved.
    """

    place_chosen = Signal(float, float)
    told = Signal(str)

    def __init__(self, context: SeatContext, theme: Theme, icons: Icons, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self.panel = EvidenceStrip(theme, context.words, icons)
        self._evidence: tuple[Evidence, ...] = ()
        self._found = NOTHING
        self._place: Place | None = None
        self._can_place = False
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self.panel.opened.connect(self._on_opened)
        self.panel.share_asked.connect(self._on_share)
        self.panel.place_asked.connect(self._on_place)

    def show(self, evidence: Sequence[Evidence], place: Place | None = None, can_place: bool = False) -> None:
        """Other attachments; the same ones are not read again.

        `place` is the case's, `can_place`: it may be corrected.
        """
        self._place, self._can_place = place, can_place
        if tuple(evidence) == self._evidence:
            self._tell()
            return
        self._evidence, self._found = tuple(evidence), NOTHING
        if not evidence:
            self._tell()
            return
        wanted, files = self._evidence, self._context.services.evidence
        self._context.workers.ask(
            f"evidence {id(self)}", lambda: _read(wanted, files), lambda found: self._take(wanted, found)
        )

    def forget(self) -> None:
        """No case is shown."""
        self.show(())

    def close(self) -> None:
        """Takes away the copies that were opened."""
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def _take(self, wanted: tuple[Evidence, ...], found: Found) -> None:
        if wanted == self._evidence:
            self._found = found
            self._tell()

    def _tell(self) -> None:
        words, (kept, images, positions) = self._context.words, self._found
        looks = []
        for at, one in enumerate(self._evidence):
            ctx = "photo" if one.kind in ("before", "after") else "evidence"
            missing = "" if at in images or one.digest in kept else words("{name} is missing here.", name=one.uri)
            label = words(KINDS.get(one.kind, KINDS["document"]), ctx=ctx)
            share = self._sharing(kept[one.digest]) if one.digest in kept else ""
            place = self._placing(positions[at]) if at in positions and self._can_place else ""
            icon = ICONS.get(one.kind, "photo")
            looks.append(EvidenceLook(label, one.uri, icon, images.get(at), missing, share, place))
        self.panel.show_looks(looks)

    def _sharing(self, kept: Kept) -> str:
        words = self._context.words
        if kept.content.family is Family.PHOTO:
            return words("Save a copy without place and time…", ctx="evidence")
        return words("Save a copy…", ctx="evidence")

    def _placing(self, position: Position) -> str:
        """That a photo knows a place, and how far from the case's that is."""
        words = self._context.words
        if self._place is None or self._place.lon is None:
            return words("Take the place of this photo", ctx="evidence")
        away = metres_between(self._place, replace(self._place, lon=position[0], lat=position[1]))
        return words(
            "Take the place of this photo, {distance} away", ctx="evidence", distance=words.formats.distance(away)
        )

    def _on_place(self, at: int) -> None:
        position = self._found[2].get(at)
        if position is not None:
            self.place_chosen.emit(*position)

    def _on_share(self, at: int) -> None:
        one, words = self._evidence[at], self._context.words
        name = str(Path.home() / one.uri)
        path, _ = QFileDialog.getSaveFileName(self.panel, words("Save a copy…", ctx="evidence"), name)
        if path:
            self.share_to(at, Path(path))

    def share_to(self, at: int, path: Path) -> None:
        """Writes a copy to give away, off the GUI thread; a photo tells neither place nor time nor maker any more."""
        one, files = self._evidence[at], self._context.services.evidence

        def copy() -> Path:
            _, data = files.shared(one.digest)
            with whole_file(path) as part:
                part.write_bytes(data)
            return path

        self._context.workers.ask(f"share {id(self)}", copy, self._on_shared)

    def _on_shared(self, path: Path) -> None:
        self.told.emit(self._context.words("Saved in {path}.", path=path))

    def _on_opened(self, at: int) -> None:
        one, files = self._evidence[at], self._context.services.evidence
        if not one.digest:
            QDesktopServices.openUrl(QUrl.fromLocalFile(one.uri))
            return
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="gridcommand-")  # for this user alone
        folder = Path(self._folder.name)

        def copy() -> Path:
            content, data = files.read(one.digest)
            path = folder / f"{one.digest[:16]}{content.suffix}"
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write(data)
            return path

        self._context.workers.ask(
            f"open {id(self)}", copy, lambda path: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
        )


def _read(evidence: Sequence[Evidence], files: EvidenceFiles) -> Found:
    """What is there of the attachments, and the pictures among them, made small; runs off the GUI thread."""
    pictures = [at for at, one in enumerate(evidence) if one.kind in ("photo", "before", "after")]
    images = {at: photo_of(evidence[at], files) for at in pictures}
    places = {at: files.position(evidence[at].digest) for at in pictures if evidence[at].digest}
    return (
        files.known(evidence),
        {at: image for at, image in images.items() if image is not None},
        {at: place for at, place in places.items() if place is not None},
    )
