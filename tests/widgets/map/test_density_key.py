"""The key of the density."""

from __future__ import annotations

import numpy as np

from layers.raster.density import STEP, Density
from services.words import Words
from widgets.map.density_key import DensityKey
from widgets.theme.theme import Theme

COLOURS = np.array([0x304050, 0x8090A0], np.uint32)


def some(per_km2: float, k: float) -> Density:
    """Two steps, the first at so many to the square kilometre."""
    return Density(per_km2 / (k * 1000.0) ** 2, 10, COLOURS, np.array([256, 256]), 2)


def test_that_the_limits_are_to_the_square_kilometre_at_every_scale(theme: Theme) -> None:
    key = DensityKey(theme, Words("en"), ruled=True)
    for k in (0.01, 0.3):
        key.show_density(some(10.0, k), k)
        assert key.accessibleName() == "Incidents per km²: 10, 32"
    assert not key.isHidden()
    key.show_density(some(10.0 / STEP**2, 0.01), 0.01)
    assert key.accessibleName() == "Incidents per km²: 1.0, 3.2"


def test_that_it_hides_when_there_is_no_density_and_tells_when_it_changes(theme: Theme) -> None:
    key = DensityKey(theme, Words("zh_CN"), ruled=True)
    assert not key.show_density(None, 1.0)
    assert key.show_density(some(10.0, 1.0), 1.0)
    assert not key.show_density(some(10.0, 1.0), 1.0)
    assert "每平方公里事件数" in key.accessibleName()
    assert key.show_density(None, 1.0)
    assert key.isHidden()


def test_that_it_shows_the_colours_as_they_are_seen(theme: Theme) -> None:
    key = DensityKey(theme, Words("en"), ruled=False)
    key.show_density(some(10.0, 1.0), 1.0)
    image = key.grab().toImage()
    seen = {image.pixel(x, y) & 0xFFFFFF for x in range(image.width()) for y in range(image.height())}
    assert {0x304050, 0x8090A0} <= seen
