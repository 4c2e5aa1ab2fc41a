"""Which red thing takes the pane: the first that waits, for a time; one taken up rests until the scene changes."""

from __future__ import annotations

import math

from desktop.wall.attention import STAYS, Alert, Attention
from widgets.wall.card import Card


def an_alert(ident: int, waiting: bool = True, kind: str = "warning") -> Alert:
    """A red thing without a place."""
    card = Card(ident, 1, "", "", ("",), (), "", "", waiting)
    return Alert(kind, ident, waiting, card, math.nan, math.nan)


def test_that_the_first_that_waits_has_the_pane_and_a_newer_one_takes_it() -> None:
    attention = Attention()
    first, newer = an_alert(1), an_alert(2)
    assert attention.look([first], 0.0) == first
    assert attention.look([newer, first], 5.0) == newer


def test_that_one_that_was_taken_up_rests_until_the_scene_changes() -> None:
    attention = Attention()
    attention.look([an_alert(1)], 0.0)
    rests = an_alert(1, waiting=False)
    assert attention.look([rests], 1.0) == rests
    attention.give_back()
    assert attention.look([rests], 2.0) is None


def test_that_a_red_thing_that_nobody_saw_coming_takes_no_pane_once_it_was_taken_up() -> None:
    assert Attention().look([an_alert(1, waiting=False)], 0.0) is None


def test_that_one_leaves_after_its_time_and_the_next_that_waits_follows() -> None:
    attention, first, other = Attention(), an_alert(1), an_alert(2, kind="incident")
    assert attention.look([first, other], 0.0) == first
    assert attention.look([first, other], STAYS - 1) == first
    assert attention.look([first, other], STAYS) == other
    assert attention.look([first, other], 2 * STAYS) is None


def test_that_one_that_woke_again_has_a_time_of_its_own() -> None:
    attention, alert = Attention(), an_alert(1)
    attention.look([alert], 0.0)
    assert attention.look([alert], STAYS) is None
    attention.look([an_alert(1, waiting=False)], STAYS + 1)
    assert attention.look([alert], STAYS + 2) == alert


def test_that_nothing_red_holds_nothing() -> None:
    attention = Attention()
    attention.look([an_alert(1)], 0.0)
    assert attention.look([], 1.0) is None
