"""From how far a wall is seen, how wide it is, and where its screens meet."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.memory import Memory
from desktop.wall.viewing import settings_of
from layers.style.tokens import load_tokens
from services.domain.refusals import Refusal
from widgets.theme.viewing import Viewing


def test_that_without_settings_the_hardest_case_holds_at_any_size() -> None:
    settings = settings_of(Memory(None), None, None, None)
    assert settings.viewing(load_tokens(), 1920) == settings.viewing(load_tokens(), 7680) == Viewing.of(load_tokens())


def test_that_metres_and_width_give_the_pitch_of_the_picture() -> None:
    viewing = settings_of(Memory(None), 8.0, 4.32, None).viewing(load_tokens(), 3840)
    assert viewing.distance_m == 8.0
    assert viewing.pitch_mm == pytest.approx(1.125)


def test_that_what_was_said_once_is_remembered(tmp_path: Path) -> None:
    settings_of(Memory(tmp_path / "wall.json"), 8.0, 4.32, "1920, 3840")
    again = settings_of(Memory(tmp_path / "wall.json"), None, None, None)
    assert (again.metres, again.width, again.seams) == (8.0, 4.32, (1920.0, 3840.0))
    assert settings_of(Memory(tmp_path / "wall.json"), None, None, "none").seams == ()


def test_that_a_picture_much_wider_than_a_screen_has_a_seam_for_each_of_them() -> None:
    settings = settings_of(Memory(None), None, None, None)
    assert settings.seams_of(7680, 2160) == (3840.0,)
    assert settings.seams_of(5760, 1080) == (1920.0, 3840.0)
    assert settings.seams_of(3840, 2160) == settings.seams_of(2560, 1080) == settings.seams_of(100, 0) == ()


@pytest.mark.parametrize(("metres", "width", "seams"), [(0.0, None, None), (None, -1.0, None), (None, None, "x")])
def test_that_what_no_wall_can_be_is_refused_and_not_remembered(metres, width, seams) -> None:
    memory = Memory(None)
    with pytest.raises(Refusal):
        settings_of(memory, metres, width, seams)
    assert memory.get("metres") is memory.get("width") is memory.get("seams") is None


def test_that_unreadable_settings_are_as_good_as_none() -> None:
    memory = Memory(None)
    memory.put("metres", "far")
    memory.put("seams", 3)
    assert settings_of(memory, None, None, None).metres is None
    assert settings_of(memory, None, None, None).seams is None
