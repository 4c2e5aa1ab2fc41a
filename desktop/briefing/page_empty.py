"""The page of an empty database: what to do next."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from services.words import N_, Words
from widgets.briefing.frame import FrameText, below
from widgets.kit.plain import label
from widgets.theme.theme import Theme

STEPS = (
    (N_("Bring in the borders, from the city down", ctx="page"),
     "main.py import areas FILE --level town --name-field NAME"),
    (N_("Bring in the records", ctx="page"), "main.py import incidents FILE.csv --mapping MAPPING.toml"),
    (N_("Or look round in the demo city, in a database of its own", ctx="page"),
     "main.py demo --database sqlite:///demo.sqlite"),
)  # fmt: skip


def empty_text(text: FrameText, words: Words) -> FrameText:
    """What is written around the page."""
    return replace(
        text,
        finding=words("There is no city in this database yet.", ctx="page"),
        qualifier=words("What to do first; then R reads anew.", ctx="page"),
        pages=(),
    )


def make_empty(theme: Theme, words: Words) -> QWidget:
    """The steps, each with the command that does it."""
    parts: list[tuple[QWidget, int]] = []
    for text, command in STEPS:
        parts.append((label(words(text, ctx="page"), role="lead"), 0))
        shown = label(command, tone="2")
        shown.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        parts.append((shown, 0))
    return below(theme, [*parts, (QWidget(), 1)], gap=12)
