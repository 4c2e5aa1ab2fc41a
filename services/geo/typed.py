"""Coordinates as people type and paste them: decimal or degrees, minutes, seconds, in either order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

# of each letter and word: which of the two it names, and its sign
_AXES = {
    "e": ("lon", 1), "东经": ("lon", 1), "经度": ("lon", 1), "lon": ("lon", 1), "lng": ("lon", 1), "x": ("lon", 1),
    "w": ("lon", -1), "西经": ("lon", -1),
    "n": ("lat", 1), "北纬": ("lat", 1), "纬度": ("lat", 1), "lat": ("lat", 1), "y": ("lat", 1),
    "s": ("lat", -1), "南纬": ("lat", -1),
}  # fmt: skip
_NAME = "东经|西经|北纬|南纬|经度|纬度|longitude|latitude|lon|lng|lat|[ewnsxy]"
_GAP = r"[\s,;/|]"


def _number(at: int) -> str:
    """Degrees, or degrees with minutes and seconds."""
    return (
        rf"(?P<sign{at}>-)?(?P<deg{at}>\d{{1,3}}(?:\.\d+)?)(?:\s*[°度](?:\s*(?P<min{at}>\d{{1,2}}(?:\.\d+)?)\s*['′分]"
        rf"(?:\s*(?P<sec{at}>\d{{1,2}}(?:\.\d+)?)\s*(?:\"|″|''|′′|秒))?)?)?"
    )


def _axis(at: int) -> str:
    return rf"(?P<axis{at}>{_NAME})"


# names before both numbers, behind both, or none: a mixture would be read two ways
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{_axis(1)}\s*[:=]?\s*{_number(1)}{_GAP}*{_axis(2)}\s*[:=]?\s*{_number(2)}",
        rf"{_number(1)}\s*{_axis(1)}{_GAP}*{_number(2)}\s*{_axis(2)}",
        rf"{_number(1)}{_GAP}+{_number(2)}",
    )
)


@dataclass(frozen=True, slots=True)
class Typed:
    """Longitude/latitude in degrees of the system that the person chose.

    `guessed`: nothing said which is which, so that the order was guessed; `turned`: latitude stood first.
    """

    lon: float
    lat: float
    guessed: bool = False
    turned: bool = False


def coordinates(text: str, near: tuple[float, float] | None = None) -> Typed | None:
    """What a text says of a place, None where it is no pair of coordinates.

    `near` (longitude, latitude of the city) decides the order where both are possible.
    """
    text = unicodedata.normalize("NFKC", text).strip().strip("()[]").strip()
    for form in _FORMS:
        found = form.fullmatch(text)
        if found is not None:
            values = [_value(found.groupdict(), at) for at in (1, 2)]
            if any(value is None for value in values):
                return None
            return _ordered([value for value in values if value is not None], near)
    return None


def _value(part: Mapping[str, str | None], at: int) -> tuple[str, float] | None:
    """Which of the two it is ("" where it does not say) and its degrees; None for what can't be."""
    minutes, seconds = float(part[f"min{at}"] or 0), float(part[f"sec{at}"] or 0)
    if minutes >= 60 or seconds >= 60:
        return None
    degrees = float(part[f"deg{at}"] or 0) + minutes / 60 + seconds / 3600
    name = (part.get(f"axis{at}") or "").lower()
    axis, sign = _AXES.get({"longitude": "lon", "latitude": "lat"}.get(name, name), ("", 1))
    return axis, -degrees if part[f"sign{at}"] or sign < 0 else degrees


def _ordered(values: list[tuple[str, float]], near: tuple[float, float] | None) -> Typed | None:
    (axis, one), (other_axis, other) = values
    if axis and axis == other_axis:
        return None
    if axis or other_axis:
        turned = axis == "lat" or other_axis == "lon"
        return _possible(other, one, False, True) if turned else _possible(one, other, False, False)
    straight, turned_round = _possible(one, other, True, False), _possible(other, one, True, True)
    if straight is None or turned_round is None:
        return straight or turned_round
    if near is None:
        return straight
    return min(straight, turned_round, key=lambda found: abs(found.lon - near[0]) + abs(found.lat - near[1]))


def _possible(lon: float, lat: float, guessed: bool, turned: bool) -> Typed | None:
    if abs(lon) > 180 or abs(lat) > 90:
        return None
    return Typed(lon, lat, guessed, turned)
