"""The scenes and play lists that every wall begins with, as a file that a city may change."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

from services.domain.refusals import Refusal
from services.domain.scenes import LONGEST, PlayEntry, Scene, Wall, scene_of

FILE = Path(__file__).resolve().parents[2] / "resources" / "walls" / "standard.toml"
EVERY = "*"
MAIN = "main"  # the wall that is meant where none is named


@lru_cache(maxsize=4)
def read_standard(file: Path = FILE) -> tuple[dict[str, Scene], dict[str, tuple[PlayEntry, ...]]]:
    """Scenes by code, and play lists by the name of the wall; raises `Refusal` for what can't be read."""
    try:
        body = tomllib.loads(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Refusal("scene.file", "{file} can't be read: {what}.", file=file.name, what=str(error)) from error
    scenes = {scene.code: scene for scene in map(scene_of, body.get("scene", ()))}
    return scenes, {str(wall.get("name", EVERY)): _entries(wall, scenes) for wall in body.get("wall", ())}


def standard_wall(name: str = MAIN) -> Wall:
    """A wall as it is before anybody has changed it."""
    scenes, lists = read_standard()
    return Wall(0, name, 0, lists.get(name) or lists.get(EVERY) or tuple(map(PlayEntry, scenes)), scenes)


def entry_of(scene: str, seconds: object) -> PlayEntry:
    """An entry of a play list; refuses seconds that can't be."""
    known = isinstance(seconds, int | float) and not isinstance(seconds, bool) and 0 <= seconds <= LONGEST
    if not known:
        raise Refusal(
            "scene.seconds", "“{scene}” can't be shown for {seconds} seconds: give 0 (it stays) to {most}.",
            scene=scene, seconds=seconds, most=int(LONGEST),
        )  # fmt: skip
    return PlayEntry(scene, float(seconds))  # type: ignore[arg-type]


def _entries(wall: dict[str, Any], scenes: dict[str, Scene]) -> tuple[PlayEntry, ...]:
    entries = tuple(entry_of(str(one[0]), one[1]) for one in wall.get("play", ()))
    unknown = [one.scene for one in entries if one.scene not in scenes]
    if unknown:
        raise Refusal("scene.unknown", "There is no scene “{code}”.", code=unknown[0])
    return entries
