"""How severe made-up incidents are: by their category, sometimes more; among the open ones few red and some orange."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from services.demo.history.lives import Lives
from services.domain.catalogue import Category
from services.domain.incidents import IncidentClass, IncidentState, Severity

WORSE = {Severity.BLUE: 0.07, Severity.YELLOW: 0.05, Severity.ORANGE: 0.06}
OPEN_RED, OPEN_ORANGE = 2 / 640, 20 / 640
RED_REPORTS = 8


def severities_of(
    category: NDArray[np.intp],
    leaves: Sequence[Category],
    lives: Lives,
    reports: NDArray[np.int64],
    rng: np.random.Generator,
) -> NDArray[np.int64]:
    """A severity for each; the red among the open become what red ones are about: changes `category`, `reports`."""
    usual = np.array([int(leaf.severity) for leaf in leaves])
    severity = usual[category]
    chance = rng.uniform(size=len(category))
    for level, share in WORSE.items():
        severity[(usual[category] == level) & (chance < share)] -= 1
    still = np.flatnonzero((lives.closed < 0) & (lives.state != IncidentState.SUSPENDED))
    every = np.flatnonzero(lives.closed < 0)
    severity[every[severity[every] <= Severity.ORANGE]] = int(Severity.YELLOW)
    red, orange = (max(1, round(share * len(every))) if len(every) > 30 else 0 for share in (OPEN_RED, OPEN_ORANGE))
    major = np.flatnonzero([leaf.kind is IncidentClass.MAJOR and leaf.severity <= Severity.ORANGE for leaf in leaves])
    worst = still[-(2 * red) :: 2][-red:] if red and len(major) else still[:0]
    category[worst] = np.resize(major, len(worst))
    severity[worst] = int(Severity.RED)
    reports[worst] = RED_REPORTS - np.arange(len(worst)) % 4
    rest = np.setdiff1d(still, worst)
    rest = rest[severity[rest] == Severity.YELLOW]
    severity[rng.choice(rest, min(orange, len(rest)), replace=False)] = int(Severity.ORANGE)
    return severity
