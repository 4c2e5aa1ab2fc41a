"""Notes: what a person should know of a file although it was not refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from services.domain.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Note:
    """A remark with a stable code; `sentence` is English source text with `{placeholders}` for `values`."""

    code: str
    sentence: str
    values: Mapping[str, object] = field(default_factory=dict)

    def say(self, words: Callable[..., str]) -> str:
        """The remark in the reader's language."""
        return words(self.sentence, **self.values)

    def __str__(self) -> str:
        return f"{self.code}: {self.sentence.format(**self.values)}"


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row of a file that was not taken, and why; rows are counted from 1 as the file has them."""

    row: int
    name: str
    reason: Refusal
