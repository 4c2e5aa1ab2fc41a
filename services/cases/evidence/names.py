"""Names of files as they may stand on any machine."""

from __future__ import annotations

import re

from services.domain.plain import plain

LONGEST = 80
_FORBIDDEN = re.compile(r'[<>:"|?*\n\t]+')
_RESERVED = frozenset(
    {"CON", "PRN", "AUX", "NUL", *(f"COM{n}" for n in range(1, 10)), *(f"LPT{n}" for n in range(1, 10))}
)


def clean_name(name: str, suffix: str) -> str:
    """The last part of a path, harmless on every system, ending as its content says (`.jpg`), at most 80 characters."""
    last = re.split(r"[\\/]", plain(name))[-1]
    stem = _FORBIDDEN.sub("_", last).strip(" .")
    lower = stem.lower()
    for ending in (suffix, *_SAME.get(suffix, ())):
        if lower.endswith(ending):
            stem = stem[: -len(ending)].strip(" .")
            break
    if not stem or stem.split(".")[0].upper() in _RESERVED:
        stem = f"_{stem}"
    return f"{stem[: LONGEST - len(suffix)]}{suffix}"


_SAME = {".jpg": (".jpeg", ".jpe"), ".heic": (".heif",), ".mp4": (".m4v", ".mov")}
