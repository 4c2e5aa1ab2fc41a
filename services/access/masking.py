"""Masking: personal data as it may be shown without a reason."""

from __future__ import annotations

import re
from collections.abc import Iterable

_GAP = r"[ \-‐-―－.·]?"  # what people write between the groups of a number
# a mobile number, or a landline with its area code, not inside a longer number
_PHONE = re.compile(
    rf"(?<!\d)(?:(?:\+|00)?86{_GAP})?(1[3-9]\d){_GAP}\d{{4}}{_GAP}(\d{{4}})(?!\d)"
    rf"|(?<![\d.])(?:(?:\+|00)86{_GAP})?[(\uff08]?(0\d{{2,3}})[)\uff09]?{_GAP}\d{{4}}{_GAP}(\d{{3,4}})(?!\d)"
)
_IDENTITY = re.compile(rf"(?<!\d)(\d{{6}}){_GAP}\d{{4}}{_GAP}\d{{4}}{_GAP}(\d{{3}}[\dXx\uff38])(?![\dXx\uff38])")


def mask_name(name: str) -> str:
    """The family name, then stars: 王小明 → 王**."""
    name = name.strip()
    return name[:1] + "**" if name else ""


def mask_phone(phone: str) -> str:
    """First three and last four digits: 13812342210 → 138****2210; short numbers show their last two only."""
    digits = phone.strip()
    if len(digits) >= 11:
        return f"{digits[:3]}****{digits[-4:]}"
    return "*" * max(0, len(digits) - 2) + digits[-2:] if digits else ""


def mask_text(text: str, names: Iterable[str] = (), stars: str = "") -> str:
    """Free text with telephone and identity numbers masked, and the names that are known to belong to a person.

    With `stars` nothing of a number is left but these.
    """
    for name in names:
        if len(name) > 1:
            text = text.replace(name, mask_name(name))
    if stars:
        return _PHONE.sub(stars, _IDENTITY.sub(stars, text))
    text = _IDENTITY.sub(lambda m: f"{m[1]}********{m[2]}", text)
    return _PHONE.sub(lambda m: f"{m[1] or m[3]}****{m[2] or m[4]}", text)
