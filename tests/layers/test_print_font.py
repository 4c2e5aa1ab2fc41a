"""The font of a printed page: what it knows, and what it must not know."""

from __future__ import annotations

import io

from fontTools.ttLib import TTFont

from layers.print_font import FAMILY, RADICALS, print_font


def test_that_it_knows_what_is_asked_for_and_latin_but_no_radical() -> None:
    font = TTFont(io.BytesIO(print_font("日比山人民水酂城镇，▲\u2f47\u2ea0")))
    known = set(font.getBestCmap())
    assert {ord(character) for character in "日比山人民水酂城镇，▲Az09–"} <= known
    assert not known.intersection(RADICALS)


def test_that_it_has_a_name_of_its_own() -> None:
    font = TTFont(io.BytesIO(print_font("日")))
    assert font["name"].getDebugName(1) == FAMILY
    assert font["name"].getDebugName(6) == "GridCommandPrint"
