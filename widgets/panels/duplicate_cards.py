"""Cards of incidents that may be the same, painted under each other; one of them is the chosen one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QImage, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from services.words import Words
from widgets.kit.icons import Icons
from widgets.kit.level_glyph import paint_level
from widgets.panels.near_sketch import Sketch, paint_sketch
from widgets.theme.theme import Theme

GLYPH, SKETCH, GAP, PAD = 26.0, 84.0, 10.0, 8.0  # px at 1x
PHOTO_FROM = 400.0  # px at 1x: in narrower cards the photo gives way, and is told of in words
BAR_WIDE, BAR = 44.0, 4.0
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class CandidateLook:
    """One candidate in words.

    `rank` 1 red … 4 blue; `ended`: nobody has to do anything any more; `share` 0–1 how likely it is the same, `likely`
    as that is written; `where`: how far and when; `words`: what both have in common; `sketch` None without two places;
    `photo` None where there is none that can be shown; `refused`: why it can't be merged, "" where it can.
    """

    incident: int
    rank: int
    ended: bool
    title: str
    under: str
    where: str
    said: str
    words: tuple[str, ...]
    share: float
    likely: str
    sketch: Sketch | None = None
    no_sketch: str = ""
    photo: QImage | None = None
    has_photo: bool = False
    refused: str = ""
    tip: str = ""


class DuplicateCards(QWidget):
    """`picked(id)` when another card is the chosen one, `opened(id)` by Enter or a double click, `merged(id)` by M."""

    picked = Signal(object)
    opened = Signal(object)
    merged = Signal(object)

    def __init__(self, theme: Theme, words: Words, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._words, self._icons = theme, words, icons
        self._cards: Sequence[CandidateLook] = ()
        self._at = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_cards(self, cards: Sequence[CandidateLook]) -> None:
        """Other cards; the chosen one stays chosen while it is there, else the first is."""
        kept = self.chosen()
        self._cards = cards
        ids = [card.incident for card in cards]
        self._at = ids.index(kept.incident) if kept is not None and kept.incident in ids else 0 if ids else -1
        lines = (", ".join((one.likely, one.title, one.under, one.where, *one.words)) for one in cards)
        self.setAccessibleDescription("\n".join(lines))
        self.updateGeometry()
        self.update()

    def chosen(self) -> CandidateLook | None:
        """The card that a key would act on."""
        return self._cards[self._at] if 0 <= self._at < len(self._cards) else None

    def cards(self) -> Sequence[CandidateLook]:
        """What stands there now."""
        return self._cards

    def sizeHint(self) -> QSize:
        return QSize(self._theme.whole(240), round(len(self._cards) * self._high()))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    # ---- painting ------------------------------------------------------------------------------------------------

    def paintEvent(self, event: object) -> None:
        painter, high = QPainter(self), self._high()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for at, card in enumerate(self._cards):
            painter.save()
            self._card(painter, QRectF(0, at * high, self.width(), high), card, at == self._at)
            painter.restore()

    def _card(self, painter: QPainter, box: QRectF, card: CandidateLook, chosen: bool) -> None:
        theme = self._theme
        if chosen:
            painter.fillRect(box, theme.colour("accent.quiet" if self.hasFocus() else "surface.hover"))
            painter.fillRect(
                QRectF(box.left(), box.top(), theme.px("selection.bar_width"), box.height()),
                theme.colour("accent.base"),
            )
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), theme.colour("line.hair"))
        inner = box.adjusted(theme.px(PAD + 2), theme.px(PAD), -theme.px(PAD), -theme.px(PAD))
        side = theme.px(GLYPH)
        glyph = QRectF(inner.left(), inner.top(), side, side)
        paint_level(painter, glyph, card.rank, theme, self._words.lang, hollow=card.ended)
        right = self._pictures(painter, inner, card)
        left = glyph.right() + theme.px(GAP)
        self._texts(painter, QRectF(left, inner.top(), max(0.0, right - left), inner.height()), card)

    def _pictures(self, painter: QPainter, inner: QRectF, card: CandidateLook) -> float:
        """The small map and the photo at the right; returns where the words have to end."""
        theme, side = self._theme, self._theme.px(SKETCH)
        box = QRectF(inner.right() - side, inner.top(), side, side)
        if card.sketch is not None:
            unit = self._words.formats.unit("m")
            paint_sketch(painter, box, card.sketch, card.rank, theme, self._words.lang, unit)
        else:
            painter.setPen(theme.pen("line.rule", 1))
            painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
            painter.setFont(theme.font("caption"))
            painter.setPen(theme.colour("text.tertiary"))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(box.adjusted(4, 4, -4, -4), int(flags), card.no_sketch)
        left = box.left() - theme.px(GAP)
        if not card.has_photo or inner.width() < theme.px(PHOTO_FROM):
            return left
        photo = QRectF(left - side * 0.75, inner.top(), side * 0.75, side)
        self._photo(painter, photo, card.photo)
        return photo.left() - theme.px(GAP)

    def _photo(self, painter: QPainter, box: QRectF, image: QImage | None) -> None:
        theme = self._theme
        painter.fillRect(box, theme.colour("surface.control"))
        if image is None or image.isNull():
            size = theme.px(18)
            pixmap = self._icons.pixmap("photo", size, self.devicePixelRatioF(), "text.tertiary")
            painter.drawPixmap(QPointF(box.center().x() - size / 2, box.center().y() - size / 2), pixmap)
            return
        # the middle of the picture, filling the box
        share = min(image.width() / box.width(), image.height() / box.height())
        wide, high = box.width() * share, box.height() * share
        painter.drawImage(box, image, QRectF((image.width() - wide) / 2, (image.height() - high) / 2, wide, high))

    def _texts(self, painter: QPainter, box: QRectF, card: CandidateLook) -> None:
        theme = self._theme
        top = box.top()
        likely = self._likely(painter, box, card)
        for text, role, tone, right in (
            (card.title, "lead", "text.primary", likely),
            (card.where, "body", "text.primary", box.right()),
            (card.under, "caption", "text.secondary", box.right()),
        ):
            high = theme.line_px(role)
            self._line(painter, QRectF(box.left(), top, right - box.left(), high), text, role, tone)
            top += high
        self._chips(painter, QRectF(box.left(), top + theme.px(2), box.width(), theme.line_px("caption")), card)

    def _likely(self, painter: QPainter, box: QRectF, card: CandidateLook) -> float:
        """How likely it is, as a bar on the whole scale and as a figure; returns where the title has to end."""
        theme = self._theme
        painter.setFont(theme.font("body"))
        wide = QFontMetricsF(painter.font()).horizontalAdvance(card.likely) + 1
        line = QRectF(box.right() - wide, box.top(), wide, theme.line_px("lead"))
        painter.setPen(theme.colour("text.primary"))
        painter.drawText(line, RIGHT, card.likely)
        bar = QRectF(line.left() - theme.px(BAR_WIDE + 6), 0, theme.px(BAR_WIDE), theme.px(BAR))
        bar.moveTop(line.center().y() - bar.height() / 2)
        painter.fillRect(bar, theme.colour("surface.control"))
        filled = QRectF(bar.left(), bar.top(), bar.width() * min(1.0, max(0.0, card.share)), bar.height())
        painter.fillRect(filled, theme.colour("accent.base"))
        return bar.left() - theme.px(6)

    def _line(self, painter: QPainter, box: QRectF, text: str, role: str, tone: str) -> None:
        painter.setFont(self._theme.font(role))
        painter.setPen(self._theme.colour(tone))
        shown = QFontMetricsF(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, max(0.0, box.width()))
        painter.drawText(box, LEFT, shown)

    def _chips(self, painter: QPainter, box: QRectF, card: CandidateLook) -> None:
        """The words in common, as many as there is room for; without any, what was said."""
        theme = self._theme
        if not card.words:
            self._line(painter, box, card.said, "caption", "text.tertiary")
            return
        painter.setFont(theme.font("caption"))
        metrics, pad, left = QFontMetricsF(painter.font()), theme.px(5), box.left()
        for word in card.words:
            room = box.right() - left
            shown = metrics.elidedText(word, Qt.TextElideMode.ElideRight, max(0.0, room - 2 * pad))
            wide = metrics.horizontalAdvance(shown) + 2 * pad
            if wide > room or (shown != word and left > box.left()):
                return
            chip = QRectF(left, box.top(), wide, box.height())
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("surface.control"))
            painter.drawRoundedRect(chip, theme.px(3), theme.px(3))
            painter.setPen(theme.colour("text.primary"))
            painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, shown)
            left += wide + theme.px(4)

    # ---- hand ----------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            at = int(event.pos().y() / self._high())
            QToolTip.showText(event.globalPos(), self._cards[at].tip if 0 <= at < len(self._cards) else "", self)
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._go(int(event.position().y() / self._high()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._say(self.opened)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Up:
                self._go(max(0, self._at - 1))
            case Qt.Key.Key_Down:
                self._go(min(len(self._cards) - 1, self._at + 1))
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._say(self.opened)
            case Qt.Key.Key_M if not event.modifiers():
                self.merge()
            case _:
                super().keyPressEvent(event)

    def merge(self) -> None:
        """Asks to merge the chosen one, where it can be."""
        card = self.chosen()
        if card is not None and not card.refused:
            self.merged.emit(card.incident)

    def open(self) -> None:
        """Asks to open the chosen one."""
        self._say(self.opened)

    def _say(self, signal: object) -> None:
        card = self.chosen()
        if card is not None:
            signal.emit(card.incident)  # type: ignore[attr-defined]

    def _go(self, at: int) -> None:
        if 0 <= at < len(self._cards) and at != self._at:
            self._at = at
            self.picked.emit(self._cards[at].incident)
            self.update()

    def _high(self) -> float:
        lines = sum(self._theme.line_px(role) for role in ("lead", "body", "caption", "caption")) + self._theme.px(2)
        return max(lines, self._theme.px(SKETCH)) + 2 * self._theme.px(PAD)
