"""The style sheet of a seat, filled in from the tokens."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from layers.style.palette import Palette

TEMPLATE = Path(__file__).resolve().parents[2] / "resources" / "style" / "sheet.qss"
PLACE = re.compile(r"\{(?:(?P<px>\d+) px|type\.(?P<role>\w+)|(?P<colour>[a-z_]+(?:\.[a-z_]+)*))\}")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
NAMED = {"focus": "accent.base"}


class SheetError(ValueError):
    """The sheet names something that the tokens don't have."""


def template() -> str:
    """The sheet as written, without its comments."""
    return COMMENT.sub("", TEMPLATE.read_text(encoding="utf-8"))


def fill(text: str, palette: Palette, type_px: Callable[[str], float], whole: Callable[[float], int]) -> str:
    """The sheet with colours, sizes of type and lengths put in; raises `SheetError` for an unknown name."""

    def value(found: re.Match[str]) -> str:
        if found["px"]:
            return f"{whole(int(found['px']))}px"
        if found["role"]:
            return f"{round(type_px(found['role']))}px"
        name = NAMED.get(found["colour"], found["colour"])
        if name not in palette.colours:
            raise SheetError(name)
        return f"#{palette.colours[name] & 0xFFFFFF:06x}"

    return PLACE.sub(value, text)


def restyle(widget: QWidget, **properties: object) -> None:
    """Sets dynamic properties (tone="2", primary=True) and lets the sheet see them."""
    for name, value in properties.items():
        widget.setProperty(name, value)
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
