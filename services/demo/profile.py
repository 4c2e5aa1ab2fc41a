"""A demo city's profile: its names and codes, the figures it must reach, what its history is like."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from services.domain.areas import full_code
from services.domain.city import City
from services.domain.refusals import Refusal

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "demo"
SETTINGS = ("core", "fringe", "centre", "edge", "village")


@dataclass(frozen=True, slots=True)
class TownName:
    """A town with its 12-digit code and about where its seat lies (longitude/latitude)."""

    code: str
    name: str
    lon: float
    lat: float

    @property
    def is_subdistrict(self) -> bool:
        """Town codes 001–099 are subdistricts."""
        return self.code[6:9] < "100"


@dataclass(frozen=True, slots=True)
class VillageName:
    """A village or community: its town's code, its public code or "", and how it is built (one of `SETTINGS`)."""

    town: str
    code: str
    name: str
    setting: str


@dataclass(frozen=True, slots=True)
class Story:
    """Junctions of one town where accidents repeat until a measure is taken."""

    town: str
    category: str
    hazard: str
    department: str
    spots: tuple[str, ...]
    measure_days_ago: float
    monthly_before: float
    monthly_after: float


@dataclass(frozen=True, slots=True)
class History:
    """How the incidents spread over time, and the shares of those without a place and outside."""

    days: int
    growth: float
    unlocated: float
    outside: float


@dataclass(frozen=True, slots=True)
class Profile:
    """Everything a demo city is made from; `figures` are what it must reach, by name."""

    key: str
    city: City
    square_km: float
    middle: tuple[float, float]
    towns: tuple[TownName, ...]
    villages: tuple[VillageName, ...]
    figures: Mapping[str, int]
    history: History
    stories: tuple[Story, ...]
    origin: str

    def villages_of(self, town: str) -> list[VillageName]:
        """The villages of a town, in the order of the list."""
        return [village for village in self.villages if village.town == town]


def known_profiles(folder: Path = FOLDER) -> list[str]:
    """The names of the cities that can be made."""
    return sorted(path.parent.name for path in folder.glob("*/profile.toml"))


def read_profile(key: str = "yongcheng", folder: Path = FOLDER) -> Profile:
    """The profile of a folder; raises `Refusal` where there is none, or it can't be read."""
    path = folder / key / "profile.toml"
    if not path.is_file():
        known = ", ".join(known_profiles(folder))
        raise Refusal("demo.no_profile", "There is no city profile “{name}”. Known: {known}.", name=key, known=known)
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        with (path.parent / "villages.csv").open(encoding="utf-8", newline="") as file:
            profile = _profile(key, table, list(csv.DictReader(file)))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _unreadable(key, f"{type(error).__name__}: {error}") from error
    _consistent(profile)
    return profile


def _profile(key: str, table: Mapping[str, Any], villages: list[dict[str, str]]) -> Profile:
    city, sources = table["city"], table["sources"]
    return Profile(
        key=key,
        city=City(city["zh"], city["en"], full_code(city["code"]), city["timezone"], demo=True),
        square_km=float(city["square_km"]),
        middle=(float(city["middle"][0]), float(city["middle"][1])),
        towns=tuple(TownName(full_code(c), t["name"], *map(float, t["at"])) for c, t in table["towns"].items()),
        villages=tuple(VillageName(full_code(v["town"]), v["code"], v["name"], v["setting"]) for v in villages),
        figures={name: int(value) for name, value in table["figures"].items()},
        history=History(**table["history"]),
        stories=tuple(
            Story(**{**story, "town": full_code(story["town"]), "spots": tuple(story["spots"])})
            for story in table.get("story", ())
        ),
        origin=f"synthetic; names: {sources['names']}; codes: {sources['codes']}",
    )


def _consistent(profile: Profile) -> None:
    """Refuses a profile that can't come true."""
    figures, towns = profile.figures, {town.code for town in profile.towns}
    subdistricts = sum(town.is_subdistrict for town in profile.towns)
    townships = sum(town.code[6:9] >= "200" for town in profile.towns)
    provisional = sum(not village.code for village in profile.villages)
    for name, found in (
        ("towns", len(towns)),
        ("subdistricts", subdistricts),
        ("townships", townships),
        ("villages", len(profile.villages)),
        ("provisional", provisional),
    ):
        if figures[name] != found:
            raise _unreadable(profile.key, f"{name}: {figures[name]} ≠ {found}")
    strange = sorted({v.town for v in profile.villages} ^ towns)
    if strange:
        raise _unreadable(profile.key, f"town {strange[0]}")
    if any(village.setting not in SETTINGS for village in profile.villages):
        raise _unreadable(profile.key, "setting")
    if figures["grids"] < len(profile.villages) or figures["closed"] > figures["incidents"]:
        raise _unreadable(profile.key, "figures")


def _unreadable(key: str, why: str) -> Refusal:
    return Refusal("demo.bad_profile", "The city profile “{name}” can't be used: {why}.", name=key, why=why)
