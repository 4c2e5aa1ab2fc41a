"""A place inside a sentence, said in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from services.words.places import english_place


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A Chinese name of a place, which another reader sees in Latin letters."""

    name: str

    def say(self, words: Any) -> str:
        """The name in the language of the words."""
        return self.name if words.lang.startswith("zh") else english_place(self.name)

    def __str__(self) -> str:
        return self.name
