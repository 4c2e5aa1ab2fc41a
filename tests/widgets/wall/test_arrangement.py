"""Where the panes of a wall lie: at three sizes, over seams, upright, and where there is hardly any room."""

from __future__ import annotations

from itertools import combinations

import pytest
from PySide6.QtCore import QRectF

from widgets.wall.arrangement import Measures, Plan, arrange

HARDEST = Measures(em=45, figure=106, figure_height=245)


def boxes(plan: Plan) -> list[QRectF]:
    """All panes of a plan."""
    single = [plan.header, plan.foot, plan.map, plan.levels, plan.moment]
    return [box for box in (*single, *plan.figures, *plan.lists) if box is not None]


@pytest.mark.parametrize("size", [(1920, 1080), (3840, 2160), (7680, 2160), (2160, 3840), (1080, 1920), (2560, 1080)])
def test_that_panes_lie_inside_the_picture_and_never_on_each_other(size: tuple[int, int]) -> None:
    seams = (3840.0,) if size[0] == 7680 else ()
    plan = arrange(*size, HARDEST, seams)
    for box in boxes(plan):
        assert QRectF(0, 0, *size).contains(box), box
    for one, other in combinations(boxes(plan), 2):
        assert not one.adjusted(1, 1, -1, -1).intersects(other.adjusted(1, 1, -1, -1)), (one, other)


def test_that_a_large_picture_holds_five_figures_two_lists_map_and_levels() -> None:
    plan = arrange(3840, 2160, HARDEST)
    assert len(plan.figures) == 5
    assert len(plan.lists) == 2
    assert plan.levels is not None
    assert plan.moment is None
    assert plan.lists[0].right() < plan.map.left() < plan.map.right() < plan.levels.left()


def test_that_a_small_picture_at_the_same_distance_keeps_three_figures_one_list_and_the_map() -> None:
    plan = arrange(1920, 1080, HARDEST)
    assert len(plan.figures) == 3
    assert plan.lists == ()
    assert plan.levels is not None
    assert plan.map.width() > 0.3 * 1920


def test_that_a_smaller_type_lets_the_small_picture_hold_everything() -> None:
    plan = arrange(1920, 1080, Measures(em=22.5, figure=53, figure_height=123))
    assert len(plan.figures) == 5
    assert len(plan.lists) == 2


@pytest.mark.parametrize("seams", [(3840.0,), (2560.0, 5120.0), (3000.0,)])
def test_that_no_pane_crosses_a_seam_and_forty_pixels_stay_clear(seams: tuple[float, ...]) -> None:
    plan = arrange(7680, 2160, HARDEST, seams, clearance=40)
    panes = [box for box in (plan.map, plan.levels, plan.moment, *plan.figures, *plan.lists) if box is not None]
    for seam in seams:
        for box in panes:
            assert box.right() <= seam - 40 + 0.01 or box.left() >= seam + 40 - 0.01, (seam, box)


def test_that_the_pane_of_the_moment_has_the_second_screen_with_the_levels() -> None:
    plan = arrange(7680, 2160, HARDEST, (3840,))
    assert plan.moment is not None
    assert plan.levels is not None
    assert 3840 < plan.moment.left() < plan.moment.right() < plan.levels.left()
    assert len(plan.figures) == 5
    assert max(figure.right() for figure in plan.figures) < plan.map.left()


def test_that_an_upright_picture_stacks_and_drops_its_lists_first() -> None:
    tall = arrange(2160, 3840, HARDEST)
    assert tall.levels is not None
    assert tall.figures[0].bottom() < tall.map.top() < tall.map.bottom() < tall.levels.top()
    assert len(tall.lists) == 2
    short = arrange(1080, 1920, HARDEST)
    assert short.lists == ()
    assert short.levels is not None
    assert short.map.height() > 0


@pytest.mark.parametrize("size", [(320, 240), (640, 480), (800, 600), (200, 3000)])
def test_that_a_tiny_picture_still_has_its_map(size: tuple[int, int]) -> None:
    plan = arrange(*size, HARDEST)
    assert plan.map.width() > 0.4 * size[0]
    assert plan.map.height() > 0
    assert plan.figures == () or size[1] > 800


def test_that_a_picture_of_one_pixel_is_laid_out_without_complaint() -> None:
    assert arrange(1, 1, HARDEST).figures == ()


def test_that_seams_outside_the_picture_are_none() -> None:
    assert arrange(3840, 2160, HARDEST, (0, 3840, 9999)).screens == ()
