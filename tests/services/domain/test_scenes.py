"""Scenes as one value that is kept and read again, and what none can be."""

from __future__ import annotations

from dataclasses import replace

import pytest

from services.domain.areas import Level
from services.domain.incidents import Severity
from services.domain.refusals import Refusal
from services.domain.scenes import Extent, Scene, SceneFilter, body_of, scene_of
from services.walls.standard import standard_wall

SCENES = tuple(standard_wall().scenes.values())


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.code)
@pytest.mark.parametrize("room", [0, 1, 3, 4, 5, 9])
def test_that_a_scene_fills_the_room_there_is_with_different_figures(scene: Scene, room: int) -> None:
    chosen = scene.chosen(room)
    assert len(chosen) == len(set(chosen)) == min(room, 5)
    assert scene.chosen(3) == scene.few


def test_that_a_scene_comes_out_of_its_values_as_it_went_in() -> None:
    scene = replace(
        SCENES[0], extent=Extent("411481115000", (116.1, 33.7, 116.4, 34.0)), level=Level.VILLAGE,
        layers=("areas", "labels"), filter=SceneFilter(Severity.ORANGE, "roads"), days=30,
    )  # fmt: skip
    assert scene_of(body_of(scene)) == scene
    assert all(scene_of(body_of(one)) == one for one in SCENES)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name_zh", ""), ("title_en", None), ("figures", ["open_now"]), ("figures", ["open_now"] * 5),
        ("lists", ["newest"]),
        ("lists", ["newest", "weather"]), ("right", "left"), ("ground", "red"), ("level", 7), ("least", 0),
        ("layers", ["moon"]), ("days", 0), ("days", "7"), ("box", [1, 2, 3]), ("box", [5, 1, 4, 2]),
        ("box", ["a", 1, 2, 3]), ("code", "x" * 61),
    ],
)  # fmt: skip
def test_that_what_no_scene_can_be_is_refused_with_its_field(field: str, value: object) -> None:
    with pytest.raises(Refusal) as refused:
        scene_of(body_of(SCENES[0]) | {field: value})
    assert refused.value.code == "scene.field"
    assert refused.value.values["field"] == field


def test_that_a_filter_takes_its_level_and_those_above() -> None:
    only = SceneFilter(Severity.ORANGE)
    assert [only.takes(level) for level in (1, 2, 3, 4)] == [True, True, False, False]
    assert all(SceneFilter().takes(level) for level in Severity)
