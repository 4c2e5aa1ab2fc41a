"""Copy-on-write columns: a few facts never copy a hundred thousand rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

BLOCK = 4096


@dataclass(frozen=True, slots=True)
class Blocks:
    """Rows of one record type in read-only blocks of 4,096; a change makes new blocks only where it falls."""

    parts: tuple[NDArray[Any], ...]
    length: int
    kind: np.dtype[Any]

    @classmethod
    def of(cls, rows: NDArray[Any]) -> Blocks:
        """Cuts an array of records into blocks, each with room to grow."""
        parts = []
        for at in range(0, len(rows), BLOCK):
            part = np.zeros(BLOCK, rows.dtype)
            piece = rows[at : at + BLOCK]
            part[: len(piece)] = piece
            part.setflags(write=False)
            parts.append(part)
        return cls(tuple(parts), len(rows), rows.dtype)

    def __len__(self) -> int:
        return self.length

    def column(self, name: str) -> NDArray[Any]:
        """One column of all rows, as a new contiguous array."""
        if not self.parts:
            return np.empty(0, self.kind[name])
        return np.concatenate([part[name] for part in self.parts])[: self.length]

    def row(self, at: int) -> np.void:
        """One record."""
        if not 0 <= at < self.length:
            raise IndexError(at)
        found: np.void = self.parts[at // BLOCK][at % BLOCK]
        return found

    def rows(self, at: NDArray[np.integer[Any]]) -> NDArray[Any]:
        """Some records, in the order asked for."""
        out = np.empty(len(at), self.kind)
        block = at // BLOCK
        for number in np.unique(block):
            here = block == number
            out[here] = self.parts[int(number)][at[here] % BLOCK]
        return out

    def edit(self) -> Draft:
        """A draft that copies a block at its first change."""
        return Draft(self)


class Draft:
    """Changes to blocks, made on copies; `done` gives the new blocks."""

    def __init__(self, base: Blocks) -> None:
        self._parts = list(base.parts)
        self._own: set[int] = set()
        self._kind = base.kind
        self.length = base.length

    def put(self, at: int, values: tuple[Any, ...]) -> None:
        """Writes a row; at the end it is a new one."""
        number = at // BLOCK
        if number == len(self._parts):
            self._parts.append(np.zeros(BLOCK, self._kind))
            self._own.add(number)
        elif number not in self._own:
            self._parts[number] = self._parts[number].copy()
            self._own.add(number)
        self._parts[number][at % BLOCK] = values
        self.length = max(self.length, at + 1)

    def row(self, at: int) -> np.void:
        """A row as it stands in this draft."""
        found: np.void = self._parts[at // BLOCK][at % BLOCK]
        return found

    def done(self) -> Blocks:
        """The blocks with all changes; the draft is not to be used after."""
        for number in self._own:
            self._parts[number].setflags(write=False)
        return Blocks(tuple(self._parts), self.length, self._kind)
