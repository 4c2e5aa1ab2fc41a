"""The theme of a wall for the tests of its panes."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from layers.style.tokens import load_tokens
from widgets.theme.fonts import load_bundled
from widgets.theme.theme import SeatKind, Theme


@pytest.fixture
def wall(qtbot: QtBot) -> Theme:
    """The wall's theme in the bundled font, seen from five metres on the hardest panel."""
    load_bundled(load_tokens())
    return Theme(load_tokens(), seat=SeatKind.WALL)
