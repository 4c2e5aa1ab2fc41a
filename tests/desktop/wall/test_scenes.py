"""The play list of the wall, and the figures that each scene chooses."""

from __future__ import annotations

import pytest

from desktop.wall.scenes import SCENES, PlayList
from layers.choropleth import FIGURES as GROUNDS
from services.words.terms import FIGURES


def test_that_each_scene_names_figures_and_grounds_that_there_are() -> None:
    for scene in SCENES:
        assert set(scene.figures) | set(scene.few) <= set(FIGURES)
        assert {scene.ground, scene.second} <= set(GROUNDS)
        assert len(set(scene.figures)) == 5
        assert set(scene.few) <= set(scene.figures)


@pytest.mark.parametrize("room", [0, 1, 3, 4, 5, 9])
def test_that_a_scene_fills_the_room_there_is_with_different_figures(room: int) -> None:
    for scene in SCENES:
        chosen = scene.chosen(room)
        assert len(chosen) == len(set(chosen)) == min(room, 5)
    assert SCENES[0].chosen(3) == SCENES[0].few


def test_that_scenes_follow_each_other_and_begin_anew() -> None:
    play = PlayList(seconds=30, begun=100.0)
    assert not play.is_over(129.9)
    assert play.progress(115.0) == pytest.approx(0.5)
    assert play.is_over(130.0)
    seen = [play.go_on(130.0 + 30 * n).name for n in range(len(SCENES))]
    assert len(set(seen)) == len(SCENES)
    assert play.scene is SCENES[0]
    assert play.progress(130.0 + 30 * (len(SCENES) - 1)) == 0.0


def test_that_a_play_list_without_time_stands_still() -> None:
    assert not PlayList(seconds=0, begun=0.0).is_over(1e9)


@pytest.mark.parametrize(
    ("remembered", "seconds"), [(12, 12.0), (0, 0.0), ("fast", 30.0), (None, 30.0), (-5, 30.0), (True, 30.0)]
)
def test_that_settings_choose_the_time_of_a_scene_and_nonsense_is_the_usual_one(remembered, seconds) -> None:
    assert PlayList.of(remembered, 5.0) == PlayList(seconds, 0, 5.0)
