"""From how far and how finely a screen is seen."""

from __future__ import annotations

from dataclasses import dataclass

from layers.style.tokens import Tokens

TEXT_EM_AT_1X = 14.0


@dataclass(frozen=True, slots=True)
class Viewing:
    """Metres from the viewer to the wall, and millimetres from one pixel to the next."""

    distance_m: float
    pitch_mm: float

    @classmethod
    def of(cls, tokens: Tokens) -> Viewing:
        """The hardest case that the tokens name: a 98-inch 4K panel seen from five metres."""
        return cls(tokens.number("type.wall.distance_m"), tokens.number("type.wall.pixel_pitch_mm"))

    @classmethod
    def of_wall(cls, distance_m: float, width_m: float, pixels: int) -> Viewing:
        """From the settings: metres to the viewer, width of the picture in metres, its pixels across."""
        if not (distance_m > 0 and width_m > 0 and pixels > 0):
            raise ValueError((distance_m, width_m, pixels))
        return cls(distance_m, width_m * 1000 / pixels)

    def em_px(self, tokens: Tokens, role: str) -> float:
        """The em of a wall's role of text; figures and the clock are measured on their digits."""
        digits = role in ("figure", "hero", "clock")
        return tokens.em_px(tokens.number(f"type.wall.{role}"), self.distance_m, self.pitch_mm, digits=digits)

    def scale(self, tokens: Tokens) -> float:
        """What lengths at 1x are multiplied by."""
        return self.em_px(tokens, "text") / TEXT_EM_AT_1X
