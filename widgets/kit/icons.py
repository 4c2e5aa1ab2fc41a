"""Icons by what they are for, from the Phosphor family in its regular weight."""

from __future__ import annotations

from functools import cache

import qtawesome
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QPixmap
from qtawesome.iconic_font import IconicFont

from widgets.kit.kept import Kept
from widgets.theme.theme import Theme

FAMILY = "ph"
USES = {
    "search": "magnifying-glass",
    "filter": "funnel",
    "layers": "stack",
    "locate": "crosshair-simple",
    "place": "map-pin",
    "area": "buildings",
    "person": "user",
    "people": "users",
    "meeting": "users-three",
    "assign": "paper-plane-tilt",
    "return": "arrow-u-up-left",
    "verify": "checks",
    "merge": "tree-structure",
    "supervise": "flag",
    "home visit": "house",
    "note": "note",
    "handover": "clipboard-text",
    "visible": "eye",
    "hidden": "eye-slash",
    "locked view": "lock-simple",
    "free view": "lock-simple-open",
    "hotline": "phone",
    "qr": "qr-code",
    "photo": "camera",
    "mobile worker": "hand-pointing",
    "sensor": "broadcast",
    "video": "video-camera",
    "acknowledge": "bell",
    "shelve": "bell-slash",
    "feed lost": "wifi-slash",
    "database": "database",
    "print": "printer",
    "help": "question",
    "keys": "keyboard",
    "caret": "caret-down",
    "open": "caret-right",
    "up": "arrow-up",
    "down": "arrow-down",
    "tick": "check",
    "close": "x",
    "enter": "arrow-elbow-down-left",
    "browser": "globe-simple",
    "settings": "sliders-horizontal",
    "language": "translate",
    "theme": "circle-half",
    "refused": "warning-circle",
    "info": "info",
    "zoom in": "plus",
    "zoom out": "minus",
    "fit": "arrows-out-simple",
    "back": "arrow-left",
    "clock": "clock",
    "list": "list-bullets",
    "map": "map-trifold",
    "trend": "chart-line",
    "file": "file",
    "retry": "arrow-clockwise",
}


class Icons:
    """Icons in the colours of a theme; made anew when it changes."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._made = Kept[tuple[str, str], QIcon](theme)

    def icon(self, use: str, tone: str = "text.secondary") -> QIcon:
        """The icon for a use (`USES`), greyed when disabled; raises KeyError for a use that has none."""
        name = f"{FAMILY}.{USES[use]}"
        made = self._made.now()
        found = made.get((name, tone))
        if found is None:
            colours: dict[str, QColor] = {
                "color": self._theme.colour(tone),
                "color_disabled": self._theme.colour("text.disabled"),
            }
            found = made[(name, tone)] = _family().icon(name, **colours)
        return found

    def pixmap(self, use: str, px: float, ratio: float, tone: str = "text.secondary") -> QPixmap:
        """The icon as a picture of `px` logical px at that device pixel ratio."""
        return self.icon(use, tone).pixmap(QSize(round(px), round(px)), ratio)


@cache
def _family() -> IconicFont:
    """The one family that is used: left alone the library loads all of its twelve."""
    return IconicFont(*(font for font in qtawesome._BUNDLED_FONTS if font[0] == FAMILY))
