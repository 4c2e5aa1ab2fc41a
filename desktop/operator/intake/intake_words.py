"""The form of a new incident in the reader's words, and the place it has so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from desktop.names import Names
from desktop.operator.queue.row_words import short_number
from services.domain.incidents import PlaceStatus
from services.geo.gazetteer import Hit
from services.insight.place_reading import Around
from services.live.picture import Picture
from services.words import N_, Words
from services.words.terms import LEVELS, PLACES, STATES
from widgets.forms.looks import Option
from widgets.intake.place_field import PlaceLook
from widgets.panels.choice_rows import ChoiceLook

SYSTEMS = {
    "cgcs2000": N_("CGCS2000"),
    "wgs84": N_("WGS 84 (GPS)"),
    "gcj02": N_("GCJ-02 (Amap, Tencent)"),
    "bd09": N_("BD-09 (Baidu)"),
}


@dataclass(frozen=True, slots=True)
class Spot:
    """Where it is: degrees in a system by name, and how that is known: typed, pointed at, or by a street alone."""

    lon: float
    lat: float
    system: str
    address: str = ""
    typed: bool = False
    pointed: bool = False
    rough: bool = False
    guessed: bool = False
    turned: bool = False

    def kept(self) -> dict[str, Any]:
        """As a draft keeps it."""
        return asdict(self)

    @classmethod
    def of(cls, kept: object) -> Spot | None:
        """As it was kept; None for what is none."""
        try:
            return cls(**kept) if isinstance(kept, Mapping) else None
        except TypeError:
            return None


class IntakeWords:
    """Words over one picture."""

    def __init__(self, words: Words, picture: Picture, now: datetime) -> None:
        self._words, self._picture, self._now = words, picture, now
        self._names = Names(words, picture)

    def sources(self) -> tuple[Option, ...]:
        """The channels that there are."""
        lang = self._words.lang
        return tuple(
            Option(one.code, one.name(lang), (one.name_zh.lower(), one.name_en.lower()))
            for one in self._picture.catalogue.sources
        )

    def systems(self) -> tuple[Option, ...]:
        """The four coordinate systems."""
        return tuple(Option(code, self._words(name), (code,)) for code, name in SYSTEMS.items())

    def hit(self, hit: Hit) -> PlaceLook:
        """One place of the gazetteer, with what and where it is."""
        place, words = hit.place, self._words
        if hit.rough:
            return PlaceLook(hit.address, words("number not known, at the street"))
        if place.area is not None and place.area in self._picture.areas.index:
            at = self._picture.areas.index[place.area]
            level = next((words(name) for one, name in LEVELS.items() if one.word == place.kind), place.kind)
            return PlaceLook(self._names.area(at), self._names.path(int(self._picture.areas.parent[at])) or level)
        return PlaceLook(place.name, place.kind)

    def spot(self, spot: Spot, around: Around | None) -> str:
        """Which grid a place lies in, its coordinates, and what was guessed of them."""
        words, said = self._words, []
        if around is not None:
            place = around.place
            if place.status is PlaceStatus.LOCATED:
                areas = self._picture.areas.index
                deepest = areas.get(place.grid or place.village or place.town or -1, -1)
                said.append(self._names.path(deepest) if deepest >= 0 else words("In no town"))
            else:
                said.append(words(PLACES[place.status], ctx="place"))
            if place.lon is not None and place.lat is not None:
                said.append(f"{place.lon:.5f}°E {place.lat:.5f}°N")
        if spot.typed and spot.system != "cgcs2000":
            said.append(words("from {system}", system=words(SYSTEMS.get(spot.system, spot.system))))
        if spot.guessed:
            first = words("latitude first") if spot.turned else words("longitude first")
            said.append(words("read as {order}", order=first))
        if spot.rough:
            said.append(words("number not known, at the street"))
        return " · ".join(said)

    def recent_head(self, around: Around) -> str:
        """The head over what was reported near."""
        if not around.recent:
            return self._words("Nothing within 300 m in the last 30 days")
        return self._words("Within 300 m in the last 30 days")

    def recent(self, around: Around) -> tuple[ChoiceLook, ...]:
        """What was reported near, newest first."""
        words, found = self._words, []
        for one in around.recent:
            category = self._names.category(self._picture.categories.get(one.category, -1))
            state = words(STATES[one.state], ctx="state")
            metres = words("{n} m", n=words.formats.integer(one.metres))
            when = words.formats.moment(one.reported_at, self._now)
            found.append(
                ChoiceLook(str(one.incident), f"{short_number(one.number)} {category}", f"{state} · {metres} · {when}")
            )
        return tuple(found)
