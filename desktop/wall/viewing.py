"""From how far the wall is seen and where its screens meet: the settings given at the start, else those remembered."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.memory import Memory
from layers.style.tokens import Tokens
from services.domain.refusals import Refusal
from widgets.theme.viewing import Viewing

NEAREST, FARTHEST = 0.3, 200.0
SMALLEST, LARGEST = 0.2, 100.0
SCREEN = 16 / 9
MANY = 2.9  # times as wide as high: more than one screen


@dataclass(frozen=True, slots=True)
class WallSettings:
    """Metres to the viewer and width of the picture in metres, None where the tokens' hardest case holds; seams in px.

    `seams` None: one wherever a picture much wider than a screen must have one.
    """

    metres: float | None
    width: float | None
    seams: tuple[float, ...] | None

    def viewing(self, tokens: Tokens, pixels: int) -> Viewing:
        """How the picture is seen when it is `pixels` across."""
        usual = Viewing.of(tokens)
        metres = self.metres or usual.distance_m
        return (
            Viewing(metres, usual.pitch_mm)
            if self.width is None
            else Viewing.of_wall(metres, self.width, max(1, pixels))
        )

    def seams_of(self, width: float, height: float) -> tuple[float, ...]:
        """Where screens meet in a picture of that size, px from the left."""
        if self.seams is not None:
            return self.seams
        if height <= 0 or width / height < MANY:
            return ()
        screens = max(2, round(width / height / SCREEN))
        return tuple(width * at / screens for at in range(1, screens))


def settings_of(memory: Memory, metres: float | None, width: float | None, seams: str | None) -> WallSettings:
    """The settings of this wall; those given now are remembered. Refuses distances that no wall has."""
    chosen = {
        "metres": _within(metres, NEAREST, FARTHEST, "metres"),
        "width": _within(width, SMALLEST, LARGEST, "width"),
        "seams": _seams(seams),
    }
    for name, value in chosen.items():
        if value is not None:
            memory.put(name, value)
    kept = memory.get("seams")
    return WallSettings(
        _number(memory.get("metres")),
        _number(memory.get("width")),
        tuple(float(at) for at in kept) if isinstance(kept, list) else None,
    )


def _within(value: float | None, least: float, most: float, name: str) -> float | None:
    if value is not None and not least <= value <= most:
        raise Refusal(
            "wall.viewing", "--{name} {value} can't be: give metres from {least} to {most}.",
            name=name, value=value, least=least, most=most,
        )  # fmt: skip
    return value


def _seams(text: str | None) -> list[float] | None:
    if text is None:
        return None
    parts = [part for part in text.replace(" ", "").split(",") if part and part != "none"]
    if not all(part.isdigit() for part in parts):
        raise Refusal(
            "wall.seams", "--seams {text} can't be: give pixels from the left, like 3840, or none.", text=text
        )
    return [float(part) for part in parts]


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) and value > 0 else None
