"""Scenes: what a screen that is looked at from afar shows at one time, as one value that seats share and keep."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from services.domain.areas import Level
from services.domain.incidents import Severity
from services.domain.refusals import Refusal

FIGURES = (
    "reported_today", "closed_today", "open_now", "overdue", "closed_in_time", "on_duty", "closed_of_reported",
)  # fmt: skip
GROUNDS = ("recent_per_thousand", "recent", "open", "overdue")
LAYERS = ("areas", "incidents", "people", "warnings", "labels")
PLACES = 5  # of figures
FEW = 3
LONGEST, MOST_DAYS = 86_400.0, 366
NAME, TITLE = 12, 40  # characters that the foot and the head have room for


class ListKind(StrEnum):
    """What a list of a scene is about."""

    OPEN_TOWNS = "open_towns"
    NEWEST = "newest"
    OVERDUE_TOWNS = "overdue_towns"
    LONGEST_OVER = "longest_over"
    OWNERS = "owners"
    CREWS = "crews"
    CHANNELS = "channels"
    WARNED_TOWNS = "warned_towns"
    CAMPAIGNS = "campaigns"
    DEMANDS = "demands"
    SOURCES = "sources"


class Right(StrEnum):
    """What stands at the right of a scene: the warnings, or the open incidents by level."""

    WARNINGS = "warnings"
    INCIDENTS = "incidents"


Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Extent:
    """What the map shows: an area by its code, or a box (west, south, east, north; degrees); else the whole city."""

    area: str = ""
    box: Box | None = None


WHOLE_CITY = Extent()


@dataclass(frozen=True, slots=True)
class SceneFilter:
    """What is left out: incidents and warnings below a level, warnings of other special actions."""

    least: Severity | None = None
    campaign: str = ""

    def takes(self, level: int) -> bool:
        """Whether something of that level is seen."""
        return self.least is None or level <= self.least


EVERYTHING = SceneFilter()


@dataclass(frozen=True, slots=True)
class Scene:
    """One scene. `figures` in order, `few` those of a screen that has room for three; two lists, and the right side.

    `name` (short) and `title` in both languages. `ground` colours the map, `second` the one beside it on two screens
    (GROUNDS); `level` pins the areas in colours; `layers` are those that are seen. `days` is how far back lists of
    demands reach.
    """

    code: str
    name_zh: str
    name_en: str
    title_zh: str
    title_en: str
    figures: tuple[str, ...]
    few: tuple[str, ...]
    lists: tuple[ListKind, ListKind]
    right: Right = Right.WARNINGS
    ground: str = GROUNDS[0]
    second: str = "open"
    extent: Extent = WHOLE_CITY
    level: Level | None = None
    layers: tuple[str, ...] = LAYERS
    filter: SceneFilter = EVERYTHING
    days: int = 7

    def name(self, lang: str) -> str:
        """The short name in a language."""
        return self.name_zh if lang.startswith("zh") else self.name_en

    def title(self, lang: str) -> str:
        """The title in a language."""
        return self.title_zh if lang.startswith("zh") else self.title_en

    def chosen(self, room: int) -> tuple[str, ...]:
        """The figures for so many places."""
        if room >= len(self.figures):
            return self.figures
        return (*self.few, *(name for name in self.figures if name not in self.few))[:room]


@dataclass(frozen=True, slots=True)
class PlayEntry:
    """A scene's turn in a play list: its code, and for how many seconds; 0: it stays."""

    scene: str
    seconds: float = 30.0


@dataclass(frozen=True, slots=True)
class Thrown:
    """A scene that somebody put on a wall: until a moment, or (None) until it is taken back; by whose login."""

    scene: Scene
    by: str
    at: datetime
    until: datetime | None = None

    def holds(self, now: datetime) -> bool:
        """Whether it is still to be shown."""
        return self.until is None or now < self.until


@dataclass(frozen=True, slots=True)
class Wall:
    """A wall by its name: its play list in the version that holds, the scenes it names, and what was thrown to it.

    `id` 0: nobody has kept anything for it yet, the standard play list holds.
    """

    id: int
    name: str
    version: int
    entries: tuple[PlayEntry, ...]
    scenes: Mapping[str, Scene]
    thrown: Thrown | None = None
    changed_by: str = ""
    changed_at: datetime | None = None

    def played(self) -> tuple[tuple[Scene, float], ...]:
        """Scenes with their seconds, in order; entries whose scene is gone are left out."""
        return tuple((self.scenes[one.scene], one.seconds) for one in self.entries if one.scene in self.scenes)


@dataclass(frozen=True, slots=True)
class WallVersion:
    """One version of a wall's play list: when, by whose login, and why."""

    version: int
    at: datetime
    by: str
    why: str


def body_of(scene: Scene) -> dict[str, Any]:
    """A scene as plain values, ready for JSON."""
    return {
        "code": scene.code, "name_zh": scene.name_zh, "name_en": scene.name_en, "title_zh": scene.title_zh,
        "title_en": scene.title_en, "figures": list(scene.figures), "few": list(scene.few),
        "lists": [kind.value for kind in scene.lists], "right": scene.right.value, "ground": scene.ground,
        "second": scene.second, "area": scene.extent.area, "box": list(scene.extent.box) if scene.extent.box else None,
        "level": None if scene.level is None else int(scene.level), "layers": list(scene.layers),
        "least": None if scene.filter.least is None else int(scene.filter.least), "campaign": scene.filter.campaign,
        "days": scene.days,
    }  # fmt: skip


def scene_of(body: Mapping[str, Any]) -> Scene:
    """The scene of such values; what is missing is the usual. Refuses what no scene can be, with the field's name."""
    code = _text(body, "code", 60)
    box = body.get("box")
    level, least = body.get("level"), body.get("least")
    figures = _names(body, "figures", FIGURES)
    lists = _names(body, "lists", tuple(ListKind))
    if len(lists) != 2 or len(figures) != PLACES:
        raise _refused(code, "figures" if len(lists) == 2 else "lists")
    few = _names(body, "few", FIGURES) if body.get("few") else figures[:FEW]
    days = body.get("days", 7)
    if not isinstance(days, int) or not 1 <= days <= MOST_DAYS:
        raise _refused(code, "days")
    return Scene(
        code=code, name_zh=_text(body, "name_zh", NAME), name_en=_text(body, "name_en", 2 * NAME),
        title_zh=_text(body, "title_zh", TITLE), title_en=_text(body, "title_en", 2 * TITLE), figures=figures, few=few,
        lists=(ListKind(lists[0]), ListKind(lists[1])),
        right=Right(_one(body, "right", Right.WARNINGS.value, tuple(Right))),
        ground=_one(body, "ground", GROUNDS[0], GROUNDS), second=_one(body, "second", "open", GROUNDS),
        extent=Extent(str(body.get("area") or ""), _box(code, box)),
        level=None if level is None else Level(int(_one(body, "level", level, tuple(map(int, Level))))),
        layers=_names(body, "layers", LAYERS) if "layers" in body else LAYERS,
        filter=SceneFilter(
            None if least is None else Severity(int(_one(body, "least", least, tuple(map(int, Severity))))),
            str(body.get("campaign") or ""),
        ),
        days=days,
    )  # fmt: skip


def _refused(code: str, field: str) -> Refusal:
    return Refusal("scene.field", "The scene “{code}” can't be: look at “{field}”.", code=code, field=field)


def _text(body: Mapping[str, Any], field: str, most: int) -> str:
    found = body.get(field)
    if not isinstance(found, str) or not found.strip() or len(found) > most:
        raise _refused(str(body.get("code", "")), field)
    return found.strip()


def _names(body: Mapping[str, Any], field: str, known: Sequence[str]) -> tuple[str, ...]:
    found = body.get(field)
    if not isinstance(found, list | tuple) or len(set(found)) < len(found) or not set(found) <= set(known):
        raise _refused(str(body.get("code", "")), field)
    return tuple(found)


def _one(body: Mapping[str, Any], field: str, usual: Any, known: Sequence[Any]) -> Any:
    found = body.get(field, usual)
    if found not in known:
        raise _refused(str(body.get("code", "")), field)
    return found


def _box(code: str, found: object) -> Box | None:
    if found is None:
        return None
    if not isinstance(found, list | tuple) or len(found) != 4:
        raise _refused(code, "box")
    try:
        west, south, east, north = (float(side) for side in found)
    except (TypeError, ValueError) as error:
        raise _refused(code, "box") from error
    if not (-180 <= west < east <= 180 and -85 <= south < north <= 85):
        raise _refused(code, "box")
    return west, south, east, north
