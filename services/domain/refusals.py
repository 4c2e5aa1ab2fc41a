"""Refusals: the errors that a person may read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Protocol, runtime_checkable


@runtime_checkable
class Sayable(Protocol):
    """A value of a sentence that is itself said in the reader's language."""

    def say(self, words: Callable[..., str]) -> str: ...


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the catalogue inside a sentence, by its English source and context."""

    source: str
    ctx: str = ""

    def say(self, words: Callable[..., str]) -> str:
        """The word in the reader's language."""
        return words(self.source, ctx=self.ctx) if self.ctx else words(self.source)

    def __str__(self) -> str:
        return self.source


@dataclass(frozen=True, slots=True)
class Several:
    """Words one after the other."""

    parts: tuple[Sayable, ...]

    def say(self, words: Callable[..., str]) -> str:
        """All of them in the reader's language, or a dash."""
        return " · ".join(part.say(words) for part in self.parts) or "—"

    def __str__(self) -> str:
        return " · ".join(map(str, self.parts))


@dataclass(frozen=True, slots=True)
class Instant:
    """A moment as a sentence says it, by the clock of `zone`: 14:31:52 on the day of `now`, 11-23 14:31 before."""

    at: datetime
    zone: tzinfo
    now: datetime

    def say(self, words: Callable[..., str]) -> str:
        """The moment; figures read alike in every language."""
        return str(self)

    def __str__(self) -> str:
        here, now = self.at.astimezone(self.zone), self.now.astimezone(self.zone)
        if here.date() == now.date():
            return f"{here:%H:%M:%S}"
        return f"{here:%m-%d %H:%M}" if here.year == now.year else f"{here:%Y-%m-%d %H:%M}"


class Refusal(Exception):  # noqa: N818 - it is no error: the program is right to say no
    """Says that something was not done, why, and what can be done instead.

    `code` is stable (for tests, logs and the HTTP gateway); `sentence` is the English source of the sentence a person
    reads, with `{placeholders}` for `values`; `say` makes it in the reader's language. A value that is itself a refusal
    is said as its sentence.
    """

    def __init__(self, code: str, sentence: str, /, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.sentence = sentence
        self.values = values

    def say(self, words: Callable[..., str]) -> str:
        """The sentence in the reader's language."""
        values = {
            name: value.say(words) if isinstance(value, Sayable) else value for name, value in self.values.items()
        }
        return words(self.sentence, **values)

    def __str__(self) -> str:
        return f"{self.code}: {self.sentence.format(**self.values)}"
