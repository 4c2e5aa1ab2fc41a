"""Whether an outline fits the known one better after undoing a shift."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from services.geo.crs import BD09, CGCS2000, GCJ02, System
from services.geo.fit import better, fit_of, fits
from services.geo.metric import zone_at

CITY = shapely.segmentize(shapely.Point(116.4, 33.9).buffer(0.2, quad_segs=64), 0.002)


def written_in(system: System) -> shapely.Polygon:
    return shapely.transform(CITY, lambda p: np.column_stack(system.from_store(p[:, 0], p[:, 1])))


@pytest.mark.parametrize("system", [GCJ02, BD09])
def test_that_a_shifted_file_read_as_it_stands_is_found_out(system: System) -> None:
    found = fits(written_in(system), CITY, CGCS2000)
    advice = better(found)
    assert advice is not None
    assert advice.system == system.name
    assert advice.median_m < 0.01
    assert found[0].median_m > 100
    assert 0.01 < found[0].differing < 0.2


def test_that_a_true_file_read_as_shifted_is_found_out_too() -> None:
    read = shapely.transform(CITY, lambda p: np.column_stack(GCJ02.to_store(p[:, 0], p[:, 1])))
    advice = better(fits(read, CITY, GCJ02))
    assert advice is not None
    assert advice.system == "cgcs2000"


def test_that_a_file_rightly_read_is_left_in_peace() -> None:
    assert better(fits(CITY, CITY, CGCS2000)) is None
    assert better(fits(shapely.affinity.translate(CITY, 0.0003), CITY, CGCS2000)) is None


def test_that_the_measures_are_metres_and_shares() -> None:
    zone = zone_at(116.4, 33.9)
    flat = shapely.box(500_000, 3_750_000, 510_000, 3_760_000)
    known, wider = zone.unproject(flat), zone.unproject(shapely.box(500_000, 3_750_000, 510_300, 3_760_000))
    found = fit_of(wider, known)
    assert found.differing == pytest.approx(0.03, rel=1e-3)
    assert found.longest_m == pytest.approx(300, abs=1)
    assert found.median_m < 1
