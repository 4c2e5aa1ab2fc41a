"""A JSON file one feature at a time, so that a file of hundreds of megabytes needs no memory to match."""

from __future__ import annotations

import json
from collections.abc import Generator, Iterator
from json import JSONDecodeError
from pathlib import Path
from typing import IO, Any

from services.domain.refusals import Refusal
from services.geo.files.encodings import encoding_of

CHUNK = 1 << 18
LARGEST_VALUE = 1 << 28
FEATURES = "features"
_SPACE = " \t\r\n"


def members(path: Path) -> Generator[tuple[str, Any], None, None]:
    """The members of the outermost object in order, ("features", one of them) for each feature alone.

    The elements of an outermost list come as features too. Raises `Refusal` for what is no JSON.
    """
    with path.open(encoding=encoding_of(path), newline="") as file:
        pieces = _Pieces(file, path.name)
        opening = pieces.next_character()
        if opening == "[":
            yield from ((FEATURES, value) for value in pieces.elements())
        elif opening == "{":
            yield from pieces.object_members()
        else:
            raise pieces.broken()
        if pieces.next_character():
            raise pieces.broken()


class _Pieces:
    """A sliding window over the text of a JSON file."""

    def __init__(self, file: IO[str], name: str) -> None:
        self._file, self._name = file, name
        self._decoder = json.JSONDecoder()
        self._text, self._at, self._ended, self._passed = "", 0, False, 0

    def broken(self) -> Refusal:
        return Refusal(
            "files.broken_json",
            "{file} is no complete JSON file: it breaks off or goes wrong near character {position}.",
            file=self._name,
            position=self._passed + self._at,
        )

    def object_members(self) -> Iterator[tuple[str, Any]]:
        """The members of the object whose brace was just taken."""
        if self._peek() == "}":
            self.next_character()
            return
        while True:
            key = self.value()
            if not isinstance(key, str) or self.next_character() != ":":
                raise self.broken()
            if key == FEATURES and self._peek() == "[":
                self.next_character()
                yield from ((FEATURES, value) for value in self.elements())
            else:
                yield key, self.value()
            if self._closes("}"):
                return

    def elements(self) -> Iterator[Any]:
        """The elements of the list whose bracket was just taken."""
        if self._peek() == "]":
            self.next_character()
            return
        while True:
            yield self.value()
            if self._closes("]"):
                return

    def next_character(self) -> str:
        """Takes the next character that is no space; empty at the end."""
        found = self._peek()
        self._at += len(found)
        return found

    def value(self) -> Any:
        """Takes one whole value."""
        self._peek()
        while True:
            try:
                value, end = self._decoder.raw_decode(self._text, self._at)
            except JSONDecodeError:
                if self._ended:
                    raise self.broken() from None
            except (ValueError, RecursionError):
                raise self.broken() from None
            else:
                # a number at the very end of the window may go on behind it
                if end < len(self._text) or self._ended:
                    self._at = end
                    return value
            self._more()

    def _closes(self, bracket: str) -> bool:
        found = self.next_character()
        if found not in (",", bracket):
            raise self.broken()
        return found == bracket

    def _peek(self) -> str:
        while True:
            while self._at < len(self._text):
                character = self._text[self._at]
                if character not in _SPACE:
                    return character
                self._at += 1
            if self._ended:
                return ""
            self._more()

    def _more(self) -> None:
        kept = self._text[self._at :]
        if len(kept) > LARGEST_VALUE:
            raise Refusal(
                "files.value_too_large", "{file} holds a single feature too large to be real.", file=self._name
            )
        # doubling keeps the repeated attempts at one large value linear
        read = self._file.read(max(CHUNK, len(kept)))
        self._ended = not read
        self._passed += self._at
        self._text, self._at = kept + read, 0
