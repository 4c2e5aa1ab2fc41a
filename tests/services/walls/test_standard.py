"""The scenes and play lists that every wall begins with."""

from __future__ import annotations

from pathlib import Path

import pytest

from layers.choropleth import FIGURES as GROUNDS
from services.domain import scenes
from services.domain.refusals import Refusal
from services.walls.standard import read_standard, standard_wall
from services.words.terms import FIGURES


def test_that_the_standard_wall_plays_six_scenes_each_once() -> None:
    wall = standard_wall("hall")
    assert [scene.code for scene, _ in wall.played()] == [
        "city", "towns", "warnings", "deadlines", "workforce", "demand",
    ]  # fmt: skip
    assert all(seconds > 0 for _, seconds in wall.played())


def test_that_scenes_name_the_figures_and_grounds_that_there_are() -> None:
    assert set(scenes.FIGURES) == set(FIGURES)
    assert set(scenes.GROUNDS) == set(GROUNDS)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[[scene]\n", "scene.file"),
        ("[[scene]]\ncode = 'a'\n", "scene.field"),
        ("[[wall]]\nname = '*'\nplay = [['nowhere', 30]]\n", "scene.unknown"),
        ("[[wall]]\nname = '*'\nplay = [['nowhere', -1]]\n", "scene.seconds"),
        ("[[wall]]\nname = '*'\nplay = [['nowhere', true]]\n", "scene.seconds"),
    ],
)
def test_that_a_file_that_can_not_be_read_is_refused_in_a_sentence(tmp_path: Path, text: str, code: str) -> None:
    file = tmp_path / "standard.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(Refusal) as refused:
        read_standard(file)
    assert refused.value.code == code
