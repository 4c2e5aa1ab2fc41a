"""What a wall plays: scenes in turn, drawn beforehand, a thrown one until its time is over."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from desktop.wall.playing import AHEAD, PATIENCE, Play
from services.domain.scenes import Thrown
from services.walls.standard import standard_wall

NOW = datetime(2026, 11, 23, 6, 32, tzinfo=UTC)
TURNS = standard_wall().played()


def a_play(seconds: float = 30.0, **values: object) -> Play:
    """A play of the standard scenes, each for so many seconds."""
    return Play(tuple((scene, seconds) for scene, _ in TURNS), **values)  # type: ignore[arg-type]


def test_that_scenes_follow_each_other_and_begin_anew() -> None:
    play = a_play(begun=100.0)
    assert play.wanted(129.9, NOW) == play.scene
    assert play.progress(115.0, NOW) == pytest.approx(0.5)
    seen = [play.go_on(130.0 + 30 * n, NOW).code for n in range(len(TURNS))]
    assert len(set(seen)) == len(TURNS)
    assert play.scene == TURNS[0][0]
    assert play.progress(130.0 + 30 * (len(TURNS) - 1), NOW) == 0.0


def test_that_the_next_scene_is_drawn_some_seconds_before_its_turn() -> None:
    play = a_play()
    assert play.upcoming(30.0 - AHEAD - 0.1, NOW) is None
    assert play.upcoming(30.0 - AHEAD, NOW) == TURNS[1][0]
    assert play.wanted(30.0 - AHEAD, NOW) == TURNS[0][0]
    assert not play.is_late(30.0 + PATIENCE - 0.1)
    assert play.is_late(30.0 + PATIENCE)


def test_that_a_scene_without_time_stays() -> None:
    play = a_play(seconds=0)
    assert play.wanted(1e9, NOW) == TURNS[0][0]
    assert play.upcoming(1e9, NOW) is None
    assert play.progress(1e9, NOW) == 0.0


def test_that_a_thrown_scene_holds_the_wall_until_its_time_and_gives_it_back() -> None:
    play = a_play()
    thrown = replace(TURNS[0][0], code="thrown", ground="overdue")
    play.change(play.turns, Thrown(thrown, "zhang", NOW, NOW + timedelta(minutes=5)))
    assert play.upcoming(1.0, NOW) == thrown
    assert play.go_on(1.0, NOW) == thrown
    later = NOW + timedelta(minutes=4, seconds=59)
    assert play.wanted(500.0, later) == thrown
    assert play.progress(500.0, NOW + timedelta(minutes=2.5)) == pytest.approx(0.5)
    over = NOW + timedelta(minutes=5)
    assert play.upcoming(501.0, over) == TURNS[0][0]
    assert play.go_on(501.0, over) == TURNS[0][0]
    assert play.thrown is None
    assert play.wanted(501.0 + 29, over) == TURNS[0][0]


def test_that_a_thrown_scene_without_an_end_stays_until_it_is_taken_back() -> None:
    play = a_play()
    thrown = replace(TURNS[0][0], code="thrown")
    play.change(play.turns, Thrown(thrown, "zhang", NOW))
    play.go_on(1.0, NOW)
    assert play.wanted(1e9, NOW + timedelta(days=300)) == thrown
    play.change(play.turns, None)
    assert play.upcoming(1e9, NOW) == TURNS[0][0]


def test_that_another_play_list_keeps_the_turn_of_the_scene_that_is_shown() -> None:
    play = a_play()
    play.go_on(30.0, NOW)
    play.change(tuple(reversed(play.turns)), None)
    assert play.scene == TURNS[1][0]
    assert play.wanted(31.0, NOW) == TURNS[1][0]
    assert play.go_on(60.0, NOW) == TURNS[0][0]


def test_that_a_changed_scene_is_shown_as_it_is_now() -> None:
    play = a_play()
    play.go_on(30.0, NOW)
    changed = replace(TURNS[1][0], ground="recent")
    play.change(tuple((changed if scene.code == changed.code else scene, 30.0) for scene, _ in TURNS), None)
    assert play.upcoming(31.0, NOW) == changed
