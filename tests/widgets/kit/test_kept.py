from __future__ import annotations

from PySide6.QtCore import SIGNAL
from PySide6.QtGui import QColor

from layers.style.tokens import load_tokens
from widgets.kit.icons import Icons
from widgets.kit.level_glyph import LevelGlyphs
from widgets.theme.theme import Theme


def middle(glyphs: LevelGlyphs) -> QColor:
    """The colour in the middle of a red glyph."""
    picture = glyphs.pixmap(1, 40, 1.0, "en", hollow=False).toImage()
    return picture.pixelColor(20, 34)


def test_that_pictures_follow_the_colours_of_the_theme(qapp) -> None:
    theme = Theme(load_tokens())
    glyphs, icons = LevelGlyphs(theme), Icons(theme)
    bright, icon = middle(glyphs), icons.icon("search")
    assert glyphs.pixmap(1, 40, 1.0, "en") is glyphs.pixmap(1, 40, 1.0, "en")
    assert icons.icon("search") is icon
    theme.dim(0.3)
    assert middle(glyphs).value() < bright.value()
    assert icons.icon("search") is not icon


def test_that_a_theme_holds_no_picture_of_those_who_are_gone(qapp) -> None:
    theme = Theme(load_tokens())
    made = [(LevelGlyphs(theme), Icons(theme)) for _ in range(3)]
    assert len(made) == 3
    assert theme.receivers(SIGNAL("changed()")) == 0
