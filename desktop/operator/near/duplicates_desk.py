"""What may be the same as a case, or as what is being typed: asked off the GUI thread, put into words."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlparse

from PySide6.QtCore import QBuffer, QByteArray, QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader

from desktop.context import SeatContext
from desktop.operator.near.asking import Asking, Question
from desktop.operator.near.near_words import NearWords
from services.cases.duplicates.candidate import Candidate, Draft
from services.cases.evidence.keeping import EvidenceFiles
from services.domain.incidents import Evidence
from services.domain.refusals import Refusal
from services.live.advance import Touched
from services.live.picture import Picture
from widgets.kit.icons import Icons
from widgets.panels.duplicates_panel import DuplicatesLook, DuplicatesPanel
from widgets.theme.theme import Theme

AGAIN_MILLIS = 2_000
TYPED_MILLIS = 250
PHOTO = 240  # px that a photo is brought to
LARGEST = 30_000_000  # bytes of a photo that is read for a card
Found = tuple[tuple[Candidate, ...], dict[int, QImage]]


class DuplicatesDesk(Asking):
    """What the panel of duplicates shows. `candidates` are those that stand there, likeliest first.

    Signals: `merge_asked(id)`: the case that is shown is to go into that one; `opened(id)`; `picked(id)`;
    `found(candidates)` when other ones have come.
    """

    merge_asked = Signal(object)
    opened = Signal(object)
    picked = Signal(object)
    found = Signal(object)

    def __init__(
        self, context: SeatContext, theme: Theme, icons: Icons, parent: QObject, can_merge: bool = True
    ) -> None:
        self.panel = DuplicatesPanel(theme, context.words, icons, can_merge)
        self.candidates: tuple[Candidate, ...] = ()
        self._photos: dict[int, QImage] = {}
        self._answered: int | Draft | None = None
        super().__init__(context, "duplicates", parent, AGAIN_MILLIS, TYPED_MILLIS)
        self.panel.merge_asked.connect(self.merge_asked)
        self.panel.opened.connect(self.opened)
        self.panel.picked.connect(self.picked)

    def show(self, incident: int) -> None:
        """Looks for what may be the same as an incident."""
        self.ask(incident)

    def show_draft(self, draft: Draft) -> None:
        """Looks for what may be the same as what is being typed."""
        self.ask_soon(draft)

    def question(self, asked: int | Draft, picture: Picture) -> Question:
        """The finder's, as far as this reader sees, with the photos made small."""
        finder, files = self._context.services.duplicates, self._context.services.evidence
        reading = self._context.services.reading

        def ask() -> Found:
            found = (
                finder.while_typed(picture, asked) if isinstance(asked, Draft) else finder.of_incident(picture, asked)
            )
            seen = reading.seen([one.incident for one in found])
            found = tuple(one for one in found if one.incident in seen)
            photos = {one.incident: photo_of(one.photo, files) for one in found if one.photo is not None}
            return found, {incident: image for incident, image in photos.items() if image is not None}

        return ask

    def touched_by(self, picture: Picture, touched: Touched) -> bool:
        """Something new has come, or one of those that are shown took a step."""
        shown = {picture.incident_at(one.incident) for one in self.candidates}
        return bool(touched.new or shown & set(touched.incidents.tolist()))

    def answer(self, asked: int | Draft | None, found: Found | None) -> None:
        """Other candidates."""
        self._answered = asked
        self.candidates, self._photos = found or ((), {})

    def pass_on(self) -> None:
        """For the form."""
        self.found.emit(self.candidates)

    def wait(self) -> None:
        """Another case."""
        self.panel.wait()

    def tell(self) -> None:
        """In the words of now."""
        picture, words = self._context.situation.picture, self._context.words
        if picture is None or self._answered is None:
            self.panel.show_look(None)
            return
        now = self._context.clock()
        near = NearWords(words, picture, now)
        placed = not isinstance(self._answered, Draft) or self._answered.is_placed
        cards = tuple(
            near.candidate(one, placed, self._context.situation.shapes, self._photos.get(one.incident))
            for one in self.candidates
        )
        at = words.formats.clock(now.astimezone(picture.city.zone))
        self.panel.show_look(DuplicatesLook(cards, words("as of {time}", time=at)))


def photo_of(photo: Evidence, files: EvidenceFiles) -> QImage | None:
    """A photo made small, from what is kept or from this machine; None where it is gone, no picture, or elsewhere."""
    if not photo.digest:
        path = _path_of(photo.uri)
        return None if path is None else _small(QImageReader(str(path)))
    try:
        _, data = files.read(photo.digest)
    except Refusal:
        return None
    content = QBuffer()
    content.setData(QByteArray(data))
    content.open(QBuffer.OpenModeFlag.ReadOnly)
    return _small(QImageReader(content))


def _path_of(uri: str) -> Path | None:
    """The file of a photo that lies on this machine."""
    parsed = urlparse(uri)
    if parsed.scheme not in ("", "file") or (parsed.scheme == "file" and parsed.netloc not in ("", "localhost")):
        return None
    path = Path(unquote(parsed.path) if parsed.scheme else uri)
    try:
        return path if path.is_file() and path.stat().st_size <= LARGEST else None
    except (OSError, ValueError):
        return None


def _small(reader: QImageReader) -> QImage | None:
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid():
        reader.setScaledSize(size.scaled(QSize(PHOTO, PHOTO), Qt.AspectRatioMode.KeepAspectRatioByExpanding))
    image = reader.read()
    return None if image.isNull() else image
