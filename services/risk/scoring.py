"""The score of a situation, 0–100: how strong it is, whether it grows, how bad it can get, who is exposed.

Every model measures strength in its own way; these four scales are shared, so that levels of different scenarios mean
the same. A situation just at its threshold with middling harm is blue; three times over, growing and hurting, is red.
"""

from __future__ import annotations

from collections.abc import Iterable

from services.domain.warnings import ScorePart

STRENGTH, TREND, HARM, EXPOSURE = 45.0, 20.0, 25.0, 10.0
AT_THRESHOLD = 24.0
HURT_MOST = 5.0
HOMES_MOST = 1_500.0


def strength(ratio: float) -> float:
    """Points for how far the threshold is reached (1 = just): 24 there, 45 at three times; below it in proportion."""
    return (
        AT_THRESHOLD * ratio
        if ratio <= 1
        else min(STRENGTH, AT_THRESHOLD + (STRENGTH - AT_THRESHOLD) * (ratio - 1) / 2)
    )


def trend(recent: float, earlier: float) -> float:
    """Points for growth: a rate (per day) against the rate before; all of them from three times on."""
    if recent <= 0 or recent <= earlier:
        return 0.0
    growth = 2.0 if earlier <= 0 else recent / earlier - 1
    return TREND * min(1.0, growth / 2)


def harm(grade: float, hurt: float = 0.0) -> float:
    """Points for how bad it can get (0–1, the scenario's) and how many were hurt already."""
    return 15.0 * min(1.0, max(0.0, grade)) + 10.0 * min(1.0, max(0.0, hurt) / HURT_MOST)


def gravity(grade: float) -> float:
    """Points for how bad it can get, all by the scenario's own 0–1, where nothing tells how many were hurt."""
    return HARM * min(1.0, max(0.0, grade))


def channels(sources: float) -> float:
    """Points for several sources telling of the same: half for a second, all for a third."""
    return EXPOSURE * min(1.0, max(0.0, sources - 1) / 2)


def ratio_for(points: float) -> float:
    """How far a threshold must be reached for these points of strength; infinite where no strength gives them."""
    if points <= AT_THRESHOLD:
        return max(0.0, points) / AT_THRESHOLD
    return 1 + 2 * (points - AT_THRESHOLD) / (STRENGTH - AT_THRESHOLD) if points <= STRENGTH else float("inf")


def ratio_at_next_level(score: float, strength_now: float, levels: Iterable[float]) -> float:
    """How far the threshold must be reached for strength alone to lift a score to the next of these levels."""
    above = [least for least in levels if least > score]
    return ratio_for(strength_now + min(above) - score) if above else float("inf")


def exposure(homes: float) -> float:
    """Points for households (or people who need help, weighted by the model) within reach."""
    return EXPOSURE * min(1.0, max(0.0, homes) / HOMES_MOST)


def total(parts: Iterable[ScorePart]) -> float:
    """The score that parts make."""
    return round(min(100.0, sum(part.points for part in parts)), 6)
