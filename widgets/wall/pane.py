"""What all panes of a wall have in common: a title with its time, the floor of type, and how they look when old."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from widgets.kit.scribe import Scribe, Written
from widgets.theme.theme import Theme

log = logging.getLogger(__name__)
TITLE, BELOW_TITLE = 1.75, 0.35  # ems of the text: the title's line, and the room under its rule
RIGHT = Qt.AlignmentFlag.AlignRight
WATERMARK = 0.13  # of the text's tone


class WallPane(QWidget):
    """A pane that paints itself whole; `written` is what stood on it when it was last painted.

    Subclasses paint in `draw`. Lengths are in ems of the wall's text (`em`).
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.stale = self.trouble = ""
        self.excuse = ""  # what is said where the pane can't be drawn
        self.written: list[Written] = []
        self._failed = False
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        theme.changed.connect(self.update)

    @property
    def em(self) -> float:
        """The em of the wall's text in px; nothing is written smaller."""
        return self.theme.type_px("text")

    def show_stale(self, text: str) -> None:
        """Says that and for how long there has been no news; an empty text when there is."""
        if text != self.stale:
            self.stale = text
            self.update()

    def show_trouble(self, text: str) -> None:
        """Says that this pane can't be shown now, whatever else can; an empty text when it can."""
        if text != self.trouble:
            self.trouble = text
            self.update()

    def retry(self) -> None:
        """Draws again what could not be drawn."""
        if self._failed:
            self.update()

    def say(self, name: str, lines: Iterable[str]) -> None:
        """What the pane is when it is read aloud."""
        self.setAccessibleName(name)
        self.setAccessibleDescription("\n".join(line for line in lines if line))

    def tone(self, path: str) -> QColor:
        """A colour of text, quieter when the pane is old."""
        return self.theme.colour("text.tertiary" if self.stale and path.startswith("text.") else path)

    def draw(self, scribe: Scribe, box: QRectF) -> None:
        """Paints the pane into a box."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), self.theme.colour("surface.base"))
        scribe = Scribe(painter, self.theme)
        box = QRectF(self.rect())
        try:
            if self.trouble:
                self.sentence(scribe, box, self.trouble)
            else:
                self.draw(scribe, box)
        except Exception as error:  # an error in one tile never stops the rest; it is tried again with the next news
            if not self._failed:  # as text: a painter that a traceback keeps beyond its paintEvent ends the process
                log.error("a pane of the wall can't be drawn: %s\n%s", type(self).__name__, traceback.format_exc())
            traceback.clear_frames(error.__traceback__)
            self._failed = True
            painter.setClipping(False)
            painter.fillRect(self.rect(), self.theme.colour("surface.base"))
            self.sentence(scribe, box, self.excuse)
        else:
            self._failed = False
        if self.stale:
            scribe.hatch(box, 0.25 * self.em)
        self.written = scribe.written

    # ---- parts that panes are made of ----------------------------------------------------------------------------

    def title(self, scribe: Scribe, box: QRectF, title: str, right: str) -> QRectF:
        """The title with what stands at its right and a rule under both; gives what is left of the box."""
        em = self.em
        line = QRectF(box.left(), box.top(), box.width(), TITLE * em)
        shown = self.stale or right
        width = scribe.line(shown, line, em, self.tone("text.tertiary"), RIGHT) if shown else 0.0
        scribe.line(title, line.adjusted(0, 0, -width - 0.6 * em, 0), em, self.tone("text.primary"))
        self.rule(scribe, line.bottom(), box.left(), box.right(), "line.rule")
        return box.adjusted(0, (TITLE + BELOW_TITLE) * em, 0, 0)

    def rule(self, scribe: Scribe, y: float, left: float, right: float, colour: str = "line.hair") -> None:
        """A hairline on whole pixels."""
        pen = QPen(self.theme.colour(colour), max(1.0, round(self.em / 28)))
        scribe.painter.setPen(pen)
        at = round(y) - (0.5 if pen.widthF() % 2 else 0.0)
        scribe.painter.drawLine(round(left), round(at), round(right), round(at))

    def watermark(self, scribe: Scribe, box: QRectF, text: str) -> None:
        """A word across a box, under what is written on it: this is an exercise."""
        em = min(box.height() * 0.8, box.width() / (1.15 * max(2, len(text))))
        tone = self.theme.colour("text.primary", WATERMARK)
        written = len(scribe.written)
        scribe.line(text, box, em, tone, Qt.AlignmentFlag.AlignHCenter)
        del scribe.written[written:]  # a ground, not a line of text

    def sentence(self, scribe: Scribe, box: QRectF, text: str) -> None:
        """A sentence in as many lines as it needs, where there is nothing else to show."""
        y, em = box.top(), self.em
        for line in wrapped(text, box.width(), em, scribe):
            scribe.line(line, QRectF(box.left(), y, box.width(), 1.45 * em), em, self.tone("text.secondary"))
            y += 1.45 * em
            if y + 1.45 * em > box.bottom():
                break


class StripPane(WallPane):
    """A pane across the whole picture; what it says stands on its first and its last screen, never over a seam.

    `screens` are the parts between seams as (left, right) in px; none for a picture on one screen.
    """

    margin = 0.0
    screens: tuple[tuple[float, float], ...] = ()

    def first(self) -> QRectF:
        """The part on the first screen."""
        return self._part(self.screens[0]) if self.screens else self._whole()

    def last(self) -> QRectF:
        """The part on the last screen."""
        return self._part(self.screens[-1]) if self.screens else self._whole()

    def _whole(self) -> QRectF:
        return QRectF(self.rect()).adjusted(self.margin, 0, -self.margin, 0)

    def _part(self, screen: tuple[float, float]) -> QRectF:
        return QRectF(screen[0], 0, screen[1] - screen[0], self.height())


def wrapped(text: str, width: float, px: float, scribe: Scribe) -> list[str]:
    """A sentence cut into lines at its spaces, or anywhere between Han characters."""
    lines, line = [], ""
    for piece in _pieces(text):
        if line and scribe.width(line + piece.rstrip(), px) > width:
            lines.append(line.rstrip())
            line = ""
        line += piece
    return [*lines, line.rstrip()] if line.strip() else lines


def _pieces(text: str) -> list[str]:
    pieces, word = [], ""
    for char in text:
        if ord(char) > 0x2E80:
            pieces += [word, char] if word else [char]
            word = ""
        else:
            word += char
            if char == " ":
                pieces.append(word)
                word = ""
    return [*pieces, word] if word else pieces
