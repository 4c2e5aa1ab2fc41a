"""The things of the base records that stand somewhere and have to be looked after, as the models see them."""

from __future__ import annotations

from dataclasses import replace

from services.risk.world import World
from services.store.reader import Reader


def with_standing(reader: Reader, world: World) -> World:
    """The world with its standing things; without any where the city keeps no base records."""
    return replace(world)
