"""What walls play, kept in versions; scenes thrown to a wall and taken back; who may, and what is refused."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest

from services.domain.facts import SceneThrown
from services.domain.people import Officer, OfficerRole
from services.domain.refusals import Refusal
from services.domain.scenes import PlayEntry
from services.store.engine import Database
from services.store.feed.line import open_feed, snapshot
from services.walls.keeping import Walls
from services.walls.standard import standard_wall

DISPATCHER = Officer(1, "zhang", "张三", OfficerRole.DISPATCHER)
GUEST = Officer(2, "li", "李四", OfficerRole.WALL)


@pytest.fixture
def walls(database: Database) -> Walls:
    """The walls of an empty database."""
    return Walls(database)


def test_that_a_wall_nobody_changed_plays_the_standard_list(walls: Walls) -> None:
    assert walls.wall("hall") == standard_wall("hall")
    assert walls.names() == ("main",)
    assert walls.versions("hall") == ()


def test_that_each_wall_keeps_its_own_list_in_versions_with_who_and_when(walls: Walls, database: Database) -> None:
    scenes = dict(standard_wall().scenes)
    scenes["city"] = replace(scenes["city"], ground="recent", title_zh="全市")
    first = walls.save("hall", (PlayEntry("city", 12.5), PlayEntry("demand", 0)), scenes, DISPATCHER, 0, "为大厅")
    assert [(scene.code, seconds) for scene, seconds in first.played()] == [("city", 12.5), ("demand", 0.0)]
    assert first.scenes == scenes
    assert (first.version, first.changed_by, first.changed_at) == (1, "zhang", database.clock())
    walls.save("hall", (PlayEntry("towns", 5),), scenes, DISPATCHER, 1)
    assert [one.version for one in walls.versions("hall")] == [2, 1]
    assert walls.versions("hall")[1].why == "为大厅"
    assert walls.version("hall", 1).entries == first.entries
    assert walls.version("hall", 0).entries == standard_wall().entries
    assert walls.wall("main") == standard_wall("main")
    assert walls.names() == ("main", "hall")


def test_that_the_slower_of_two_editors_is_refused(walls: Walls) -> None:
    scenes = standard_wall().scenes
    walls.save("hall", (PlayEntry("city", 5),), scenes, DISPATCHER, 0)
    with pytest.raises(Refusal) as refused:
        walls.save("hall", (PlayEntry("towns", 5),), scenes, DISPATCHER, 0)
    assert refused.value.code == "wall.changed"
    assert walls.wall("hall").entries == (PlayEntry("city", 5),)


def test_that_a_scene_thrown_to_a_wall_is_there_with_who_and_until_when_and_is_taken_back(
    walls: Walls, database: Database
) -> None:
    scene = replace(standard_wall().scenes["towns"], code="view")
    walls.throw("hall", scene, 15, DISPATCHER)
    thrown = walls.wall("hall").thrown
    assert thrown is not None
    assert (thrown.scene, thrown.by) == (scene, "zhang")
    assert thrown.until == database.clock() + timedelta(minutes=15)
    assert walls.wall("main").thrown is None
    walls.throw("hall", scene, None, DISPATCHER)
    assert walls.wall("hall").thrown.until is None
    assert walls.take_back("hall", DISPATCHER)
    assert walls.wall("hall").thrown is None
    assert not walls.take_back("hall", DISPATCHER)


def test_that_every_seat_hears_what_was_thrown_and_no_name_of_a_person(walls: Walls, database: Database) -> None:
    _, cursor = snapshot(database, lambda reader: None)
    walls.throw("hall", standard_wall().scenes["city"], 5, DISPATCHER)
    with closing(open_feed(database)) as feed:
        facts, _ = feed.poll(cursor)
    assert [fact for fact in facts if isinstance(fact, SceneThrown)] == [
        SceneThrown("hall", "city", database.clock() + timedelta(minutes=5))
    ]


def test_that_who_has_no_right_is_refused(walls: Walls) -> None:
    wall = standard_wall()
    for attempt in (
        lambda: walls.save("hall", wall.entries, wall.scenes, GUEST, 0),
        lambda: walls.throw("hall", wall.scenes["city"], 5, GUEST),
        lambda: walls.take_back("hall", GUEST),
    ):
        with pytest.raises(Refusal) as refused:
            attempt()
        assert refused.value.code == "wall.rights"


@pytest.mark.parametrize(
    ("name", "entries", "code"),
    [
        ("", (PlayEntry("city"),), "wall.name"),
        ("x" * 41, (PlayEntry("city"),), "wall.name"),
        ("hall", (), "wall.empty"),
        ("hall", (PlayEntry("moon"),), "scene.unknown"),
        ("hall", (PlayEntry("city", -1),), "scene.seconds"),
        ("hall", tuple(PlayEntry("city") for _ in range(61)), "wall.too_long"),
    ],
)
def test_that_a_list_that_can_not_be_is_refused_and_nothing_is_kept(walls: Walls, name, entries, code) -> None:
    with pytest.raises(Refusal) as refused:
        walls.save(name, entries, standard_wall().scenes, DISPATCHER, 0)
    assert refused.value.code == code
    assert walls.versions("hall") == ()


@pytest.mark.parametrize("minutes", [0, -1, 1e9])
def test_that_minutes_that_can_not_be_are_refused(walls: Walls, minutes: float) -> None:
    with pytest.raises(Refusal) as refused:
        walls.throw("hall", standard_wall().scenes["city"], minutes, DISPATCHER)
    assert refused.value.code == "wall.minutes"
