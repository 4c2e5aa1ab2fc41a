from __future__ import annotations

import numpy as np

from services.geo.crs import system_of
from services.live.mercator import from_mercator, to_mercator

PLACE = (116.449, 33.931)


def test_that_web_mercator_is_the_librarys_and_has_a_limit() -> None:
    assert np.allclose(to_mercator(*PLACE), system_of("EPSG:3857").from_store(*PLACE), atol=1e-6)
    assert np.allclose(from_mercator(*to_mercator(*PLACE)), PLACE, atol=1e-12)
    assert np.isfinite(to_mercator([0.0, 0.0], [90.0, -90.0])).all()
