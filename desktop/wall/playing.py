"""What a wall plays: the scenes of its list in turn, or one that somebody has thrown to it until its time is over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from services.domain.scenes import Scene, Thrown

AHEAD = 10.0  # seconds before its turn in which a scene is drawn beforehand
PATIENCE = 10.0  # seconds that a scene waits at most for the next one to be drawn

Turns = Sequence[tuple[Scene, float]]


@dataclass(slots=True)
class Play:
    """Which scene is shown, and how much of its time has gone; `steady` is seconds of a clock that only ever goes on.

    `now` is the time of day, by which a thrown scene ends. `seconds` of a turn 0: it stays.
    """

    turns: Turns
    begun: float = 0.0
    current: int = 0
    thrown: Thrown | None = None
    shown: Scene | None = None

    @property
    def scene(self) -> Scene:
        """The scene that is shown."""
        return self.shown or self.turns[self.current][0]

    @property
    def seconds(self) -> float:
        """For how long the scene of the turn is shown."""
        return float(self.turns[self.current][1])

    def is_thrown(self, now: datetime) -> bool:
        """Whether a thrown scene holds the wall."""
        return self.thrown is not None and self.thrown.holds(now)

    def progress(self, steady: float, now: datetime) -> float:
        """The share of its time that has gone, 0–1; of a thrown scene the share of its own time."""
        thrown = self.thrown
        if thrown is not None and thrown.holds(now):
            whole = (thrown.until - thrown.at).total_seconds() if thrown.until is not None else 0.0
            return _share((now - thrown.at).total_seconds(), whole)
        return _share(steady - self.begun, self.seconds)

    def wanted(self, steady: float, now: datetime) -> Scene:
        """The scene that should be shown now."""
        if self.thrown is not None and self.thrown.holds(now):
            return self.thrown.scene
        if self._returns() or not self._is_over(steady):
            return self.turns[self.current][0]
        return self.turns[self._next()][0]

    def upcoming(self, steady: float, now: datetime) -> Scene | None:
        """The scene to draw beforehand: the one that is wanted and not shown, or whose turn comes soon; else None."""
        wanted = self.wanted(steady, now)
        if wanted != self.scene:
            return wanted
        following = self.turns[self._next()][0]
        soon = self.seconds > 0 and steady - self.begun >= self.seconds - AHEAD
        return following if soon and following != self.scene and not self.is_thrown(now) else None

    def is_late(self, steady: float) -> bool:
        """Whether the next scene was waited for long enough."""
        return steady - self.begun >= self.seconds + PATIENCE

    def go_on(self, steady: float, now: datetime) -> Scene:
        """The scene that is wanted takes its turn."""
        if self.thrown is not None and self.thrown.holds(now):
            self.shown = self.thrown.scene
        else:
            if not self._returns() and self._is_over(steady):
                self.current = self._next()
            self.thrown, self.shown = None, self.turns[self.current][0]
        self.begun = steady
        return self.scene

    def begin_with(self, code: str | None) -> None:
        """The scene of that code has the first turn, if there is one."""
        codes = [scene.code for scene, _ in self.turns]
        if code in codes:
            self.current = codes.index(str(code))

    def change(self, turns: Turns, thrown: Thrown | None) -> None:
        """Another play list, or another thrown scene; a scene of both keeps its turn."""
        code = self.turns[self.current][0].code
        codes = [scene.code for scene, _ in turns]
        self.turns = tuple(turns)
        self.current = codes.index(code) if code in codes else 0
        self.thrown = thrown

    def _is_over(self, steady: float) -> bool:
        return self.seconds > 0 and steady - self.begun >= self.seconds

    def _returns(self) -> bool:
        """Whether the scene of the turn is not the one that is shown: one that was thrown has just ended."""
        return self.shown is not None and self.shown != self.turns[self.current][0]

    def _next(self) -> int:
        return (self.current + 1) % len(self.turns)


def _share(gone: float, whole: float) -> float:
    return min(1.0, max(0.0, gone / whole)) if whole > 0 else 0.0
