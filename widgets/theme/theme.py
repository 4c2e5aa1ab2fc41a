"""The theme of a seat: its tokens as Qt colours, pens, fonts and lengths, at its zoom."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFont, QPalette, QPen
from PySide6.QtWidgets import QApplication

from layers.style.tokens import Tokens
from widgets.theme import sheet
from widgets.theme.fonts import font
from widgets.theme.viewing import Viewing

SMALLEST, LARGEST = 0.8, 2.0
ROLES = ("micro", "caption", "body", "lead", "title", "heading", "figure")
BRIEFING = dict(zip(ROLES, ("note", "note", "body", "lead", "title", "statement", "figure"), strict=True))
WALL = dict(zip(ROLES, ("small", "small", "text", "text", "strong", "title", "figure"), strict=True))


class SeatKind(StrEnum):
    """Whose eyes the seat is for."""

    OPERATOR = "operator"
    BRIEFING = "briefing"
    WALL = "wall"


class Theme(QObject):
    """Colours, sizes and fonts of one seat; `changed` is sent after another palette or zoom was chosen.

    Paths are those of the tokens ("surface.panel", "level.red.fill"); lengths go in at 1x and come out at the zoom.
    Roles of text are the operator's (micro … figure) on every seat, besides the seat's own names.
    """

    changed = Signal()

    def __init__(
        self,
        tokens: Tokens,
        name: str = "dark",
        scale: float = 1.0,
        seat: SeatKind | str = SeatKind.OPERATOR,
        viewing: Viewing | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.tokens = tokens
        self.seat = SeatKind(seat)
        self.viewing = viewing or Viewing.of(tokens)
        self.palette = tokens.palette(name)
        self._zoom = scale if self.seat is not SeatKind.OPERATOR else min(LARGEST, max(SMALLEST, scale))
        self.family = ""  # another family than the application's, as print needs one

    # ---- choosing ------------------------------------------------------------------------------------------------

    @property
    def name(self) -> str:
        """ "dark" or "light"."""
        return self.palette.name

    @property
    def zoom(self) -> float:
        """The zoom of the interface that was chosen."""
        return self._zoom

    @property
    def scale(self) -> float:
        """What lengths at 1x are multiplied by: the zoom, on a wall times what its distance asks for."""
        return self._zoom * (self.viewing.scale(self.tokens) if self.seat is SeatKind.WALL else 1.0)

    def dim(self, brightness: float) -> None:
        """Brings the whole palette to a brightness of 0–1 (a wall at night) and says so."""
        self.palette = self.tokens.palette(self.name).dimmed(brightness)
        self.changed.emit()

    def use(self, name: str | None = None, zoom: float | None = None, viewing: Viewing | None = None) -> None:
        """Changes palette, zoom or viewing distance and says so."""
        if name is not None:
            self.palette = self.tokens.palette(name)
        if zoom is not None:
            self._zoom = zoom if self.seat is not SeatKind.OPERATOR else min(LARGEST, max(SMALLEST, zoom))
        if viewing is not None:
            self.viewing = viewing
        self.changed.emit()

    # ---- colours -------------------------------------------------------------------------------------------------

    def colour(self, path: str, alpha: float = 1.0) -> QColor:
        """A colour; `alpha` 0–1 lets the ground through."""
        made = QColor.fromRgba(self.palette.colour(path))
        if alpha < 1.0:
            made.setAlphaF(alpha)
        return made

    def brush(self, path: str) -> QBrush:
        """A solid brush."""
        return QBrush(self.colour(path))

    def pen(self, path: str, width: float = 1.0) -> QPen:
        """A pen of `width` px at 1x, never thinner than one px for whole widths; flat ends, round joins."""
        px = width * self.scale
        made = QPen(self.colour(path), max(1.0, px) if width >= 1 else px)
        made.setCapStyle(Qt.PenCapStyle.FlatCap)
        made.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        return made

    def level(self, rank: int, part: str = "fill") -> QColor:
        """A severity's colour: part fill, ink, on, tint or edge; rank 1 red … 4 blue."""
        return QColor.fromRgba(getattr(self.palette.level(rank), part))

    def ramp(self, name: str) -> tuple[QColor, ...]:
        """The classes of a choropleth, low to high."""
        return tuple(QColor.fromRgba(colour) for colour in self.palette.ramp(name))

    def qt_palette(self) -> QPalette:
        """For what Qt draws by itself: placeholders, links, tool tips."""
        made = QPalette()
        for role, path in QT_ROLES:
            made.setColor(role, self.colour(path))
        for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
            made.setColor(QPalette.ColorGroup.Disabled, role, self.colour("text.disabled"))
        return made

    # ---- sizes ---------------------------------------------------------------------------------------------------

    def px(self, length: float | str) -> float:
        """A length at the zoom, from px at 1x or from a token ("space.row_two_line")."""
        return (self.tokens.number(length) if isinstance(length, str) else length) * self.scale

    def whole(self, length: float | str) -> int:
        """The same in whole px, at least one for any length above zero."""
        px = self.px(length)
        return max(1, round(px)) if px > 0 else round(px)

    def type_px(self, role: str) -> float:
        """The size of a role of text in px."""
        if self.seat is SeatKind.WALL:
            return self.viewing.em_px(self.tokens, WALL.get(role, role)) * self._zoom
        name = BRIEFING.get(role, role) if self.seat is SeatKind.BRIEFING else role
        return self.tokens.type_size(self.seat, name)[0] * self._zoom

    def line_px(self, role: str) -> float:
        """The height of a line of that role in px."""
        if self.seat is SeatKind.WALL:
            return self.type_px(role) * 1.45
        name = BRIEFING.get(role, role) if self.seat is SeatKind.BRIEFING else role
        return self.tokens.type_size(self.seat, name)[1] * self._zoom

    def font(self, role: str = "body") -> QFont:
        """The font of a role of text."""
        return font(self.family or QApplication.font().family(), self.type_px(role))

    def font_px(self, px: float) -> QFont:
        """The font at any size in px, for painters that reckon their own."""
        return font(self.family or QApplication.font().family(), px)

    def style_sheet(self) -> str:
        """The whole sheet, for the seat's window."""
        return sheet.fill(sheet.template(), self.palette, self.type_px, self.whole)


QT_ROLES = (
    (QPalette.ColorRole.Window, "surface.panel"),
    (QPalette.ColorRole.WindowText, "text.primary"),
    (QPalette.ColorRole.Base, "surface.base"),
    (QPalette.ColorRole.AlternateBase, "surface.raised"),
    (QPalette.ColorRole.Text, "text.primary"),
    (QPalette.ColorRole.PlaceholderText, "text.tertiary"),
    (QPalette.ColorRole.Button, "surface.control"),
    (QPalette.ColorRole.ButtonText, "text.primary"),
    (QPalette.ColorRole.ToolTipBase, "surface.overlay"),
    (QPalette.ColorRole.ToolTipText, "text.primary"),
    (QPalette.ColorRole.Highlight, "accent.quiet"),
    (QPalette.ColorRole.HighlightedText, "text.primary"),
    (QPalette.ColorRole.Link, "accent.base"),
    (QPalette.ColorRole.LinkVisited, "accent.base"),
)
