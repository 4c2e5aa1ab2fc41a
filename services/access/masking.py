"""Masking: personal data as it may be shown without a reason."""

from __future__ import annotations

import re

# a mobile number, or a landline with its area code, not inside a longer number
_PHONE = re.compile(
    r"(?<!\d)(?:\+?86[- ]?)?(1[3-9]\d)[- ]?\d{4}[- ]?(\d{4})(?!\d)|(?<!\d)(0\d{2,3})[- ]?\d{4}(\d{3,4})(?!\d)"
)
_IDENTITY = re.compile(r"(?<!\d)(\d{6})\d{8}(\d{3}[\dXx])(?![\dXx])")


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


def mask_text(text: str) -> str:
    """Free text with telephone and identity numbers masked."""
    text = _IDENTITY.sub(lambda m: f"{m[1]}********{m[2]}", text)
    return _PHONE.sub(lambda m: f"{m[1] or m[3]}****{m[2] or m[4]}", text)
