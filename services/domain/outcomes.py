"""What became of warnings, counted so that a rate always carries what it was made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Warnings by how they came out, by their ids; `unknown` are those whose outcome nobody stated.

    `leads` are the times from the warning to what it warned of, of those where that is known.
    """

    true: tuple[int, ...] = ()
    averted: tuple[int, ...] = ()
    false: tuple[int, ...] = ()
    unknown: tuple[int, ...] = ()
    leads: tuple[timedelta, ...] = ()

    @property
    def right(self) -> int:
        """True ones and those that were averted."""
        return len(self.true) + len(self.averted)

    @property
    def judged(self) -> int:
        """Those with an outcome."""
        return self.right + len(self.false)

    @property
    def hit_rate(self) -> float | None:
        """Right ones among those with an outcome; None without any."""
        return self.right / self.judged if self.judged else None

    @property
    def lead(self) -> timedelta | None:
        """The mean time ahead; None where none is known."""
        return sum(self.leads, timedelta()) / len(self.leads) if self.leads else None
