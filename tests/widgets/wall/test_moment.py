"""The pane of what is red: its facts keep all their words, in as few lines as they need."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from widgets.theme.theme import Theme
from widgets.wall.card import Card
from widgets.wall.moment import MomentPane, MomentShown

STEPS = (
    "Fire service, community and property manager check wiring, gas and corridors door to door",
    "Warn those who live alone one by one",
)
RED = Card(
    key=7, level=1, where="Chenji", what="Repeated smell of gas", state=("Red · Raised",),
    facts=(("Basis", ("6 in 7 days, threshold 4",)), ("Advice", ("; ".join(STEPS), STEPS[0]))),
    begin="raised 14:24", elapsed="8 min gone by", waiting=True,
)  # fmt: skip


@pytest.fixture
def pane(qtbot: QtBot, wall: Theme) -> MomentPane:
    """A pane that stands still, with a red warning."""
    made = MomentPane(wall, lambda: "en", moving=False)
    qtbot.addWidget(made)
    made.show_moment(MomentShown(RED, "", ""))
    return made


@pytest.mark.parametrize("wide", [800, 1100, 2000])
def test_that_advice_is_wrapped_and_never_cut(pane: MomentPane, wide: int) -> None:
    pane.resize(wide, 1500)
    pane.grab()
    below = [piece for piece in pane.written if piece.box.top() > pane.map_box().bottom()]
    assert [piece.whole for piece in below if piece.cut] == []
    assert STEPS[0] in " ".join(piece.text for piece in below)
    assert max(piece.box.bottom() for piece in below) <= pane.height()


def test_that_the_map_gives_the_lines_their_room(pane: MomentPane) -> None:
    pane.resize(800, 1500)
    narrow = pane.map_box().height()
    pane.show_moment(MomentShown(replace(RED, facts=(RED.facts[0], ("Advice", ("Go there",)))), "", ""))
    assert pane.map_box().height() > narrow
