"""Whether the journal is as it was written: its seals, and which lines were changed, removed or put in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from services.access.seals import Verdict, verify
from services.domain.refusals import Refusal
from services.insight.check_lines import Chapter, Line
from services.store.queries import seals
from services.store.reader import Reader
from services.words import N_

LEAST = 8  # digits of a seal that were written down
NAMED = 12  # so many of them are named; all are counted


def journal_chapter(reader: Reader, now: datetime, noted: str = "") -> Chapter:
    """The journal's chapter of a check; `noted` is an older seal ("number:digits") that somebody has written down."""
    found = verify(reader, now)
    return Chapter(
        N_("Journal"),
        (
            Line(N_("Journal lines"), found.lines),
            _wrong(N_("Journal lines that were changed"), (*found.changed, *found.misfit)),
            _wrong(N_("Journal lines that were removed"), found.removed),
            _wrong(N_("Journal lines put among sealed ones later"), found.inserted),
            _wrong(N_("Seals that do not fit their lines or the seal before"), found.altered),
            _sum(found, reader.count("journal")),
            _tail(found),
            Line(N_("Seals"), found.blocks, which=_newest(found)),
            *_noted(reader, noted),
        ),
    )


def _wrong(what: str, ids: Sequence[int]) -> Line:
    more = ", …" if len(ids) > NAMED else ""
    return Line(what, len(ids), 0, which=", ".join(map(str, sorted(ids)[:NAMED])) + more)


def _sum(found: Verdict, total: int) -> Line:
    sealed = found.sealed - len(found.removed)
    parts = (sealed, found.tail, len(found.inserted))
    return Line(N_("All journal lines = sealed + yet to be sealed + put in later"), sum(parts), total, parts=parts)


def _tail(found: Verdict) -> Line:
    seconds = "" if found.oldest is None else f"{max(0, round(found.oldest.total_seconds()))} s"
    return Line(N_("Lines that are yet to be sealed, and how long the oldest waits"), found.tail, which=seconds)


def _noted(reader: Reader, noted: str) -> tuple[Line, ...]:
    """Whether the seal that was written down is the one that stands there."""
    if not noted:
        return ()
    number, _, digits = noted.partition(":")
    if not number.isdigit() or len(digits) < LEAST:
        raise Refusal("check.seal", "{seal} is no seal: write it like 1234:89abcdef01234567.", seal=noted)
    block = seals.block(reader, int(number))
    same = block is not None and block.seal.startswith(digits.lower())
    return (Line(N_("The seal that was written down is the one here"), int(same), 1, which=noted),)


def _newest(found: Verdict) -> str:
    """Number and first digits of the newest seal: written down elsewhere, they prove everything up to it."""
    number, _, seal = found.seal.partition(":")
    return f"{number}:{seal[:16]}" if seal else ""
