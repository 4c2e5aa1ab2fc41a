from __future__ import annotations

import pytest

from layers.style.tokens import load_tokens
from widgets.meetings.ledger import HoldingLook, LedgerLook, LedgerView
from widgets.theme.theme import Theme

HOLDINGS = (
    HoldingLook("Police", 0, 50, "50 s", "Returned"),
    HoldingLook("Housing", 50, 51, "1 s", "Returned"),
    HoldingLook("Water", 60, 100, "40 s", "holds it now", goes_on=True),
)


@pytest.fixture
def view(qtbot) -> LedgerView:
    made = LedgerView(Theme(load_tokens()))
    qtbot.addWidget(made)
    made.resize(632, 200)
    return made


def test_that_bars_stand_on_one_scale_and_the_shortest_is_still_seen(view: LedgerView) -> None:
    view.show_look(LedgerLook(HOLDINGS, 0, 100, "a", "b"))
    first, second, third = view.bars()
    assert first.width() == pytest.approx(250)
    assert second.left() == pytest.approx(first.right())
    assert second.width() >= 3
    assert third.right() == pytest.approx(632)
    assert first.top() < second.top() < third.top()


def test_that_a_reader_that_sees_nothing_is_told_all(view: LedgerView) -> None:
    view.show_look(LedgerLook(HOLDINGS, 0, 100, "a", "b"))
    assert view.accessibleDescription().splitlines()[2] == "Water 40 s holds it now"
    view.show_look(LedgerLook(empty="Nobody held it."))
    assert view.accessibleDescription() == "Nobody held it."
    assert view.bars() == []
    view.grab()
