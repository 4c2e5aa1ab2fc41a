"""The tokens of the visual language keep their promises: `[measured]` is recomputed from the values.

WCAG 2.x relative luminance; CIEDE2000 (Sharma, Wu, Dalal 2005) in CIELAB under D65; dichromacy after Machado, Oliveira,
Fernandes 2009 at severity 1.0; OKLab (Ottosson 2020).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from layers.style.palette import Palette
from layers.style.tokens import Tokens, load_tokens

Colour = NDArray[np.float64]  # linear red, green, blue, 0–1

SEEN = {
    "normal": np.eye(3),
    "protan": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deutan": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritan": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
_WHITE = _XYZ.sum(axis=1)
_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_OK = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def linear(argb: int, seen: str = "normal") -> Colour:
    """A colour as someone with that vision sees it on a screen of eight bits a channel."""
    plain = _decoded(np.array([argb >> 16 & 255, argb >> 8 & 255, argb & 255]) / 255)
    if seen == "normal":
        return plain
    light = np.clip(SEEN[seen] @ plain, 0, 1)
    coded = np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)
    return _decoded(np.round(coded * 255) / 255)


def contrast(one: Colour, two: Colour) -> float:
    """WCAG contrast, 1–21."""
    high, low = sorted((float(c @ (0.2126, 0.7152, 0.0722)) for c in (one, two)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def oklab(colour: Colour) -> Colour:
    return _OK @ np.cbrt(_LMS @ colour)


def ciede2000(one: Colour, two: Colour) -> float:
    (l1, a1, b1), (l2, a2, b2) = _lab(one), _lab(two)
    mean = (math.hypot(a1, b1) + math.hypot(a2, b2)) / 2
    g = 0.5 * (1 - math.sqrt(mean**7 / (mean**7 + 25**7)))
    a1, a2 = a1 * (1 + g), a2 * (1 + g)
    c1, c2 = math.hypot(a1, b1), math.hypot(a2, b2)
    h1, h2 = (math.degrees(math.atan2(b, a)) % 360 if (a or b) else 0.0 for a, b in ((a1, b1), (a2, b2)))
    turn = 0.0 if c1 * c2 == 0 else (h2 - h1 + 180) % 360 - 180
    dl, dc, dh = l2 - l1, c2 - c1, 2 * math.sqrt(c1 * c2) * math.sin(math.radians(turn / 2))
    lm, cm = (l1 + l2) / 2, (c1 + c2) / 2
    hm = h1 + h2 if c1 * c2 == 0 else (h1 + turn / 2) % 360
    t = 1 - 0.17 * _cos(hm - 30) + 0.24 * _cos(2 * hm) + 0.32 * _cos(3 * hm + 6) - 0.20 * _cos(4 * hm - 63)
    sl = 1 + 0.015 * (lm - 50) ** 2 / math.sqrt(20 + (lm - 50) ** 2)
    sc, sh = 1 + 0.045 * cm, 1 + 0.015 * cm * t
    rc = 2 * math.sqrt(cm**7 / (cm**7 + 25**7))
    rt = -math.sin(math.radians(60 * math.exp(-(((hm - 275) / 25) ** 2)))) * rc
    return math.sqrt((dl / sl) ** 2 + (dc / sc) ** 2 + (dh / sh) ** 2 + rt * (dc / sc) * (dh / sh))


def _decoded(coded: Colour) -> Colour:
    return np.where(coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4)


def _cos(degrees: float) -> float:
    return math.cos(math.radians(degrees))


def _lab(colour: Colour) -> tuple[float, float, float]:
    share = (_XYZ @ colour) / _WHITE
    f = np.where(share > 216 / 24389, np.cbrt(share), (24389 / 27 * share + 16) / 116)
    return float(116 * f[1] - 16), float(500 * (f[0] - f[1])), float(200 * (f[1] - f[2]))


LEVELS = dict(zip("royb", ("red", "orange", "yellow", "blue"), strict=True))
PAIRS = ("ro", "ry", "rb", "oy", "ob", "yb")
AT_REST = ("base", "panel", "raised", "control", "overlay")  # what text stands on; a mark may stand on any surface


class Measured:
    """What `[measured]` says of one theme, measured anew from the values."""

    def __init__(self, palette: Palette) -> None:
        self.palette = palette

    def colour(self, path: str, seen: str = "normal") -> Colour:
        return linear(self.palette.colour(path), seen)

    def on(self, ink: str, ground: str, seen: str = "normal") -> float:
        return contrast(self.colour(ink, seen), self.colour(ground, seen))

    def table(self) -> dict[str, Any]:
        return {
            "contrast": self.contrasts(),
            "seen_contrast": {seen: self.seen(seen) for seen in SEEN if seen != "normal"},
            "levels_apart": {seen: self.apart(seen) for seen in SEEN},
            "ramps": {name: self.ramp(self.palette.ramp(name)) for name in ("seq", "demand", "diverging")},
        }

    def contrasts(self) -> dict[str, dict[str, float]]:
        found = {}
        for tone in ("primary", "secondary", "tertiary", "disabled"):
            on = {ground: self.on(f"text.{tone}", f"surface.{ground}") for ground in AT_REST}
            parts = ("panel", "raised", "control")
            found[f"text_{tone}"] = {part: on[part] for part in parts} | {"worst": min(on.values())}
        every = [self.on("accent.base", f"surface.{ground}") for ground in (*AT_REST, "hover", "pressed")]
        found["accent_base"] = {
            "panel": self.on("accent.base", "surface.panel"),
            "worst": min(every),
            "on_accent": self.on("accent.on", "accent.base"),
        }
        found["line_control"] = {part: self.on("line.control", f"surface.{part}") for part in ("panel", "raised")}
        return found | {level: self.level(f"level.{level}") for level in LEVELS.values()} | {"map": self.map()}

    def level(self, level: str) -> dict[str, float]:
        return {
            "fill_on_panel": self.on(f"{level}.fill", "surface.panel"),
            "edge_on_panel": self.on(f"{level}.edge", "surface.panel"),
            "ink_on_panel": self.on(f"{level}.ink", "surface.panel"),
            "ink_on_tint": self.on(f"{level}.ink", f"{level}.tint"),
            "ink_on_raised": self.on(f"{level}.ink", "surface.raised"),
            "character_on_fill": self.on(f"{level}.on", f"{level}.fill"),
            "primary_on_tint": self.on("text.primary", f"{level}.tint"),
            "fill_on_land": self.on(f"{level}.fill", "map.land"),
        }

    def map(self) -> dict[str, float]:
        return {
            "label_town_on_land": self.on("map.label_town", "map.land"),
            "label_town_on_top_class": contrast(self.colour("map.label_town"), linear(self.palette.ramp("seq")[-1])),
            "label_on_halo": self.on("map.label_town", "map.halo"),
            "label_village_on_halo": self.on("map.label_village", "map.halo"),
            "border_town_on_land": self.on("map.border_town", "map.land"),
            "border_city_on_backdrop": self.on("map.border_city", "map.backdrop"),
        }

    def seen(self, seen: str) -> dict[str, float]:
        found = {level: self.on(f"level.{level}.fill", "surface.panel", seen) for level in LEVELS.values()}
        return found | {"red_outline": max(found["red"], self.on("level.red.edge", "surface.panel", seen))}

    def apart(self, seen: str) -> dict[str, float]:
        fills = {letter: self.colour(f"level.{level}.fill", seen) for letter, level in LEVELS.items()}
        found = {pair: ciede2000(fills[pair[0]], fills[pair[1]]) for pair in PAIRS}
        near = {
            name: min(ciede2000(fill, self.colour(path, seen)) for fill in fills.values())
            for name, path in (("min_k", "accent.base"), ("min_n", "text.secondary"))
        }
        return found | {"min": min(found.values())} | near

    def ramp(self, steps: tuple[int, ...]) -> dict[str, float]:
        neighbours = list(itertools.pairwise(steps))
        lengths = [100 * float(np.linalg.norm(oklab(linear(a)) - oklab(linear(b)))) for a, b in neighbours]
        eyes = ("normal", "protan", "deutan")
        return {
            "step_min": min(lengths),
            "step_max": max(lengths),
            "neighbour": min(ciede2000(linear(a, eye), linear(b, eye)) for eye in eyes for a, b in neighbours),
            "to_warning": min(
                ciede2000(linear(step, eye), self.colour(f"level.{level}.fill", eye))
                for eye in eyes
                for step in steps
                for level in LEVELS.values()
            ),
        }


@pytest.fixture(scope="module")
def tokens() -> Tokens:
    return load_tokens()


def flat(table: Mapping[str, Any], path: str = "") -> dict[str, float]:
    found: dict[str, float] = {}
    for key, value in table.items():
        found |= flat(value, f"{path}{key}.") if isinstance(value, Mapping) else {f"{path}{key}": float(value)}
    return found


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_that_what_the_tokens_say_they_measured_is_so(tokens: Tokens, theme: str) -> None:
    written = flat(tokens.table["measured"][theme])
    anew = flat(Measured(tokens.palette(theme)).table())
    assert written.keys() == anew.keys()
    rough = ("levels_apart", "neighbour", "to_warning")  # written with one decimal
    wrong = {
        path: (said, round(anew[path], 3))
        for path, said in written.items()
        if abs(said - anew[path]) > (0.0501 if any(part in path for part in rough) else 0.00501)
    }
    assert wrong == {}


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_that_words_can_be_read_and_levels_told_apart(tokens: Tokens, theme: str) -> None:
    found = Measured(tokens.palette(theme))
    contrasts = found.contrasts()
    for tone in ("text_primary", "text_secondary", "text_tertiary", "accent_base"):
        assert contrasts[tone]["worst"] >= 4.5, tone
    assert min(contrasts["line_control"].values()) >= 3
    for level in LEVELS.values():
        said = contrasts[level]
        assert min(said["ink_on_panel"], said["ink_on_tint"], said["ink_on_raised"], said["character_on_fill"]) >= 4.5
        # the shape is seen by its fill or by its edge
        assert max(said["fill_on_panel"], said["edge_on_panel"]) >= 3
    for seen in SEEN:
        assert found.apart(seen)["min"] >= 11


def test_that_the_measures_are_the_published_ones() -> None:
    black, white, red = (linear(0xFF000000 | colour) for colour in (0x000000, 0xFFFFFF, 0xFF0000))
    assert contrast(black, white) == pytest.approx(21)
    assert ciede2000(black, white) == pytest.approx(100, abs=1e-3)
    assert ciede2000(red, red) == 0
    assert ciede2000(red, linear(0xFF00FF00)) == pytest.approx(86.61, abs=0.01)
    assert oklab(white) == pytest.approx([1, 0, 0], abs=1e-3)
