"""Where a reader of the feed stands."""

from __future__ import annotations

from dataclasses import dataclass


class Reload(Exception):  # noqa: N818 - no error: the reader has to begin anew
    """The cursor can't be gone on from: pruned too far, another database, or an older one put in its place."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """`at`: the highest transaction delivered (PostgreSQL) or the last number (SQLite).

    `gaps`: transactions up to `at` that were not delivered and may still be open; empty on SQLite. `epoch` changes when
    the feed begins anew.
    """

    epoch: str
    at: int
    gaps: tuple[int, ...] = ()
