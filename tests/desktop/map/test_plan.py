"""What one round of planning counts."""

from __future__ import annotations

import numpy as np
from shapely import box

from desktop.map.plan import people_within
from layers.plans import PeoplePlan


def test_that_only_the_people_within_the_subject_are_counted() -> None:
    x = np.array([1.0, 5.0, 20.0])
    seen = PeoplePlan(np.arange(3, dtype=np.int64), x, x, np.zeros(3, np.uint8))
    assert people_within(seen, box(0, 0, 10, 10)) == 2
    assert people_within(seen, box(30, 30, 40, 40)) == 0
    assert people_within(seen, None) == 3
