"""What a city's walls play, kept in its database: scenes and play lists in versions, and scenes thrown to a wall."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from services.access.rights import DESK
from services.domain.facts import SceneThrown
from services.domain.people import Officer, OfficerRole
from services.domain.refusals import Refusal
from services.domain.scenes import PlayEntry, Scene, Thrown, Wall, WallVersion, body_of, scene_of
from services.store.engine import Database
from services.store.queries import walls
from services.store.reader import Reader
from services.store.unit import Unit
from services.walls.standard import MAIN, entry_of, standard_wall

MAY = DESK | {OfficerRole.LEADER, OfficerRole.ADMIN}
MOST_SCENES, MOST_MINUTES = 60, 7 * 24 * 60
NAME, WHY = 40, 200


class Walls:
    """Reads, saves and throws; everything refused is refused in a sentence."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def names(self) -> tuple[str, ...]:
        """The walls that are known, the main one first."""
        with self._database.reading() as reader:
            found = [str(row.name) for row in walls.wall_rows(reader)]
        return (MAIN, *(name for name in found if name != MAIN))

    def wall(self, name: str = MAIN) -> Wall:
        """A wall as it plays now; the standard one where nobody has kept anything for it."""
        with self._database.reading() as reader:
            return _wall(reader, name)

    def versions(self, name: str) -> tuple[WallVersion, ...]:
        """All versions of a wall's play list, the newest first."""
        with self._database.reading() as reader:
            row = walls.wall_row(reader, name)
            found = walls.list_rows(reader, row.id) if row is not None else ()
            return tuple(WallVersion(one.version, one.at, one.by, one.why) for one in found)

    def version(self, name: str, number: int) -> Wall:
        """A wall as it played in an older version, to be looked at or brought back; 0: the standard."""
        with self._database.reading() as reader:
            row = walls.wall_row(reader, name)
            if number == 0 or row is None:
                return standard_wall(name)
            return _played(reader, row, number)

    def save(
        self, name: str, entries: Sequence[PlayEntry], scenes: Mapping[str, Scene], officer: Officer, base: int,
        why: str = "",
    ) -> Wall:  # fmt: skip
        """Keeps a play list with its scenes as the next version; `base` is the version that it was made from."""
        _refuse_unless(officer)
        _check(name, entries, scenes)
        with self._database.unit() as unit:
            row = _row(unit, name)
            if row.version != base:
                raise Refusal(
                    "wall.changed",
                    "Somebody else saved version {version} of the wall “{name}” in the meantime. Read it first.",
                    name=name, version=row.version,
                )  # fmt: skip
            version = row.version + 1
            kept = unit.add("play_lists", wall_id=row.id, version=version, at=unit.now, by=officer.login, why=why[:WHY])
            unit.add_many("play_entries", _rows(kept, entries, scenes))
            walls.set_version(unit, row.id, version)
            unit.note(officer, "keep_wall", f"wall/{name}", why=why[:WHY], before=str(base), after=str(version))
            unit.say(SceneThrown(name))
            unit.commit()
        return self.wall(name)

    def throw(self, name: str, scene: Scene, minutes: float | None, officer: Officer) -> Thrown:
        """Puts a scene on a wall for some minutes, or (None) until it is taken back."""
        _refuse_unless(officer)
        if minutes is not None and not 0 < minutes <= MOST_MINUTES:
            raise Refusal("wall.minutes", "Give minutes from 1 to {most}.", most=MOST_MINUTES)
        scene = scene_of(body_of(scene))
        with self._database.unit() as unit:
            row = _row(unit, name)
            until = None if minutes is None else unit.now + timedelta(minutes=minutes)
            walls.set_thrown(unit, row.id, body_of(scene), officer.login, unit.now, until)
            unit.note(officer, "throw_scene", f"wall/{name}", after=scene.code)
            unit.say(SceneThrown(name, scene.code, until))
            unit.commit()
            return Thrown(scene, officer.login, unit.now, until)

    def take_back(self, name: str, officer: Officer) -> bool:
        """Gives a wall its own play list back; whether something had been thrown to it."""
        _refuse_unless(officer)
        with self._database.unit() as unit:
            row = walls.wall_row(unit, name)
            if row is None or row.thrown is None:
                return False
            walls.set_thrown(unit, row.id, None, "", None, None)
            unit.note(officer, "take_back_scene", f"wall/{name}")
            unit.say(SceneThrown(name))
            unit.commit()
            return True


def _refuse_unless(officer: Officer) -> None:
    if not officer.roles & MAY:
        raise Refusal(
            "wall.rights", "{name} has no right to say what the walls play.", name=officer.name or officer.login
        )


def _check(name: str, entries: Sequence[PlayEntry], scenes: Mapping[str, Scene]) -> None:
    if not name.strip() or len(name) > NAME:
        raise Refusal("wall.name", "A wall needs a name of at most {most} characters.", most=NAME)
    if not entries:
        raise Refusal("wall.empty", "A play list needs at least one scene.")
    if len(scenes) > MOST_SCENES or len(entries) > MOST_SCENES:
        raise Refusal("wall.too_long", "A wall plays at most {most} scenes.", most=MOST_SCENES)
    for one in entries:
        if one.scene not in scenes:
            raise Refusal("scene.unknown", "There is no scene “{code}”.", code=one.scene)
        entry_of(one.scene, one.seconds)
    for code, scene in scenes.items():
        if code != scene.code or scene_of(body_of(scene)) != scene:
            raise Refusal("scene.field", "The scene “{code}” can't be: look at “{field}”.", code=code, field="code")


def _rows(kept: int, entries: Sequence[PlayEntry], scenes: Mapping[str, Scene]) -> list[dict[str, Any]]:
    """The scenes that are played in order, and after them those that are only kept."""
    played = [(one.scene, one.seconds, 1) for one in entries]
    named = {one.scene for one in entries}
    rest = [(code, 0.0, 0) for code in scenes if code not in named]
    return [
        {
            "list_id": kept,
            "rank": rank,
            "scene": code,
            "seconds": seconds,
            "played": plays,
            "body": body_of(scenes[code]),
        }
        for rank, (code, seconds, plays) in enumerate((*played, *rest))
    ]


def _row(unit: Unit, name: str) -> Any:
    """The wall's row, made where there is none."""
    unit.hold(f"wall/{name}")
    row = walls.wall_row(unit, name)
    if row is None:
        unit.add("walls", name=name, version=0)
        row = walls.wall_row(unit, name)
    return row


def _wall(reader: Reader, name: str) -> Wall:
    row = walls.wall_row(reader, name)
    if row is None:
        return standard_wall(name)
    return _played(reader, row, row.version)


def _played(reader: Reader, row: Any, version: int) -> Wall:
    usual = standard_wall(row.name)
    kept = walls.list_row(reader, row.id, version) if version else None
    thrown = _thrown(row)
    if kept is None:
        return Wall(row.id, row.name, 0, usual.entries, usual.scenes, thrown)
    found = walls.entries(reader, kept.id)
    scenes = {str(one.scene): scene_of(one.body) for one in found}
    entries = tuple(PlayEntry(str(one.scene), float(one.seconds)) for one in found if one.played)
    return Wall(row.id, row.name, version, entries, scenes, thrown, kept.by, kept.at)


def _thrown(row: Any) -> Thrown | None:
    if row.thrown is None or row.thrown_at is None:
        return None
    return Thrown(scene_of(row.thrown), row.thrown_by, row.thrown_at, row.thrown_until)
