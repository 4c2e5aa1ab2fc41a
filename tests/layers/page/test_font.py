"""The font inside a page: every Chinese character that is read there, and not one more."""

from __future__ import annotations

import base64
import io

from fontTools.ttLib import TTFont

from layers.page.font import FAMILY, font_style


def test_that_the_font_holds_the_chinese_of_the_texts_and_nothing_else() -> None:
    style = font_style(["酂城镇 A-1", "特别严重，一般"])
    assert FAMILY in style
    data = base64.b64decode(style.split("base64,")[1].split('"')[0])
    font = TTFont(io.BytesIO(data))
    assert {chr(code) for code in font.getBestCmap()} == set("酂城镇特别严重，一般")
    assert len(data) < 8_000


def test_that_texts_without_chinese_bring_no_font() -> None:
    assert font_style(["Open incidents 1–3", "■ ●"]) == ""
