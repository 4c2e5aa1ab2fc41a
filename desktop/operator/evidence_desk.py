"""The attachments of the case that is shown: made small off the GUI thread, opened by the system's own viewer."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices, QImage

from desktop.context import SeatContext
from desktop.operator.duplicates_desk import photo_of
from services.cases.evidence.keeping import EvidenceFiles, Kept
from services.domain.incidents import Evidence
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
Found = tuple[Mapping[str, Kept], Mapping[int, QImage]]


class EvidenceDesk(QObject):
    """What the strip of attachments shows, and how one of them is opened."""

    def __init__(self, context: SeatContext, theme: Theme, icons: Icons, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self.panel = EvidenceStrip(theme, context.words, icons)
        self._evidence: tuple[Evidence, ...] = ()
        self._found: Found = ({}, {})
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self.panel.opened.connect(self._on_opened)

    def show(self, evidence: Sequence[Evidence]) -> None:
        """Other attachments; the same ones are not read again."""
        if tuple(evidence) == self._evidence:
            self._tell()
            return
        self._evidence, self._found = tuple(evidence), ({}, {})
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
        words, (kept, images) = self._context.words, self._found
        looks = []
        for at, one in enumerate(self._evidence):
            ctx = "photo" if one.kind in ("before", "after") else "evidence"
            missing = "" if at in images or one.digest in kept else words("{name} is missing here.", name=one.uri)
            label = words(KINDS.get(one.kind, KINDS["document"]), ctx=ctx)
            looks.append(EvidenceLook(label, one.uri, ICONS.get(one.kind, "photo"), images.get(at), missing))
        self.panel.show_looks(looks)

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
    return files.known(evidence), {at: image for at, image in images.items() if image is not None}
