"""Where a reader of the feed stands."""

from __future__ import annotations

from dataclasses import dataclass

MOST = 20_000  # beyond so many facts a full picture is quicker, and no memory is flooded by a long absence


class Reload(Exception):  # noqa: N818 - no error: the reader has to begin anew
    """The cursor can't be gone on from: too far behind, pruned, another database, or an older one in its place."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """`at`: the highest transaction delivered (PostgreSQL) or the last number (SQLite).

    `gaps`: transactions up to `at` that were not delivered and may still be open; empty on SQLite. `epoch` changes when
    the feed begins anew.
    """

    epoch: str
    at: int
    gaps: tuple[int, ...] = ()
