"""The four levels of a response to choose from, each by its Roman number over its bars."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QIcon, QPainter, QPixmap, Qt
from PySide6.QtWidgets import QPushButton

from widgets.emergency.plate import ROMAN, paint_level
from widgets.forms.mark_fields import MarkField
from widgets.theme.theme import Theme

WIDE, HIGH = 30, 24


def level_field(theme: Theme, names: dict[int, str]) -> MarkField:
    """A field of the levels I to IV; `names` says each as it is read aloud."""
    made = MarkField(theme)
    for level in ROMAN:
        button = QPushButton()
        button.setIcon(QIcon(_pixmap(theme, level, made.devicePixelRatioF())))
        button.setIconSize(QSize(theme.whole(WIDE), theme.whole(HIGH)))
        button.setAccessibleName(names[level])
        button.setToolTip(names[level])
        made.add(level, button)
    return made


def _pixmap(theme: Theme, level: int, ratio: float) -> QPixmap:
    wide, high = theme.px(WIDE), theme.px(HIGH)
    picture = QPixmap(round(wide * ratio), round(high * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    paint_level(painter, QRectF(0, 0, wide, high), theme, level)
    painter.end()
    return picture
