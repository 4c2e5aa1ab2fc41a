"""What the window of a response and the strip show."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StepLook:
    """One of the first steps; `under` says who did it when."""

    key: int
    rank: int
    text: str
    done: bool
    under: str = ""


@dataclass(frozen=True, slots=True)
class EmergencyLook:
    """A response in words. `level` 1 to 4; `ended` is the sentence of its end, "" while it stands.

    `roll`: (name, since when, whether there); `log`: (time, words), the newest first. `may_command`: raise, lower,
    stand down and take command; `may_answer`: the roll-call waits for this officer.
    """

    key: int
    level: int
    title: str
    under: str
    command: str
    ended: str = ""
    steps_head: str = ""
    steps: tuple[StepLook, ...] = ()
    roll_head: str = ""
    roll: tuple[tuple[str, str, bool], ...] = ()
    log: tuple[tuple[str, str], ...] = ()
    may_command: bool = False
    may_answer: bool = False
    is_commander: bool = False
