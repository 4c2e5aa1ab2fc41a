"""The fonts: the desktop's own Chinese font where it has one, else the bundled."""

from __future__ import annotations

import logging
from pathlib import Path

import noto_cjk_sans_otc
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

from layers.style.tokens import Tokens

log = logging.getLogger(__name__)


def use_fonts(app: QApplication, bundled: bool, tokens: Tokens) -> str:
    """Sets the application's font and gives its family: the bundled one if asked for (wall, screenshots, tests)."""
    family = load_bundled(tokens) if bundled else _of_the_desktop(tokens) or load_bundled(tokens)
    app.setFont(font(family, tokens.number("type.operator.body")))
    return family


def load_bundled(tokens: Tokens) -> str:
    """Makes the bundled family known to Qt, once; gives its name, or the system's family where the file is gone."""
    family = tokens.text("type.family_bundled")
    if family in QFontDatabase.families():
        return family
    if QFontDatabase.addApplicationFont(str(Path(str(noto_cjk_sans_otc.FONT_PATH)))) < 0:
        log.error("the bundled font %s cannot be loaded", family)
        return QApplication.font().family()
    return family


def font(family: str, px: float) -> QFont:
    """A font of that size in px: never hinted, always antialiased, regular."""
    made = QFont(family)
    made.setPixelSize(max(1, round(px)))
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    made.setStyleStrategy(QFont.StyleStrategy.PreferAntialias)
    return made


def _of_the_desktop(tokens: Tokens) -> str | None:
    known = set(QFontDatabase.families())
    return next((family for family in tokens.texts("type.family") if family in known), None)
