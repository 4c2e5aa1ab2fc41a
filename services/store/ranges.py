"""Rising whole numbers as short text: "1-50,52"."""

from __future__ import annotations

from collections.abc import Iterable


def to_text(numbers: Iterable[int]) -> str:
    """Numbers that rise (each once) as ranges."""
    parts: list[str] = []
    first = last = None
    for number in numbers:
        if last is not None and number == last + 1:
            last = number
            continue
        if first is not None:
            parts.append(_part(first, last))
        first = last = number
    if first is not None:
        parts.append(_part(first, last))
    return ",".join(parts)


def from_text(text: str) -> list[int]:
    """The numbers of a text of ranges; raises ValueError for anything else."""
    found: list[int] = []
    for part in text.split(",") if text else ():
        first, _, last = part.partition("-")
        found += range(int(first), int(last or first) + 1)
    return found


def _part(first: int, last: int | None) -> str:
    return str(first) if last in (None, first) else f"{first}-{last}"
