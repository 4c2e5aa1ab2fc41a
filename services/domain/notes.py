"""Notes: what a person should know of something although nothing was refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from services.domain.refusals import Sayable


@dataclass(frozen=True, slots=True)
class Note:
    """A remark with a stable code; `sentence` is English source text with `{placeholders}` for `values`."""

    code: str
    sentence: str
    values: Mapping[str, object] = field(default_factory=dict)

    def say(self, words: Callable[..., str]) -> str:
        """The remark in the reader's language, and those of its values that can be said as well."""
        values = {
            name: value.say(words) if isinstance(value, Sayable) else value for name, value in self.values.items()
        }
        return words(self.sentence, **values)

    def __str__(self) -> str:
        return f"{self.code}: {self.sentence.format(**self.values)}"
