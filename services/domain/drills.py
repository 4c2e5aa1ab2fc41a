"""Drills: scripted exercises that run through the live screens and enter no statistics."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class LiveDrill:
    """What every seat knows of a drill that runs: its script by code and name, since when, and until when at most."""

    id: int
    version: int
    script: str
    name_zh: str
    name_en: str
    begun_at: datetime
    ends_at: datetime

    def name(self, lang: str) -> str:
        """The name in a language."""
        return self.name_zh if lang.startswith("zh") else self.name_en


@dataclass(frozen=True, slots=True)
class DrillLine:
    """A drill in the list of drills, with who began and ended it, and what came of it."""

    live: LiveDrill
    begun_by: str
    ended_at: datetime | None
    ended_by: str
    signals: int
    warnings: int
