"""Notes: what a person should know of a file although it was not refused."""

from __future__ import annotations

from dataclasses import dataclass

from services.domain.notes import Note
from services.domain.refusals import Refusal

__all__ = ["Note", "RefusedRow"]


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row of a file that was not taken, and why; rows are counted from 1 as the file has them."""

    row: int
    name: str
    reason: Refusal
