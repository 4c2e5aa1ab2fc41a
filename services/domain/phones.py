"""Telephone numbers as callers have them: brought to one form, and told apart from what is none."""

from __future__ import annotations

import re
import unicodedata

_MOBILE = re.compile(r"1[3-9]\d{9}")
_LAND = re.compile(r"(0(?:10|2\d|[3-9]\d{2}))(\d{7,8})(?:(?:转|-|x)(\d{1,6}))?")
_SERVICE = re.compile(r"[48]00\d{7}|1\d{2,4}|9\d{4}")
_LOCAL = re.compile(r"[2-8]\d{6,7}")


def telephone(text: str) -> str | None:
    """A number as it is kept (13812342210, 0370-5112345, +44…); "" for nothing, None for what is no number."""
    bare = re.sub(r"[\s().·]+", "", unicodedata.normalize("NFKC", text))
    if not bare:
        return ""
    inland = re.sub(r"^(?:\+|00)86-?", "", bare)
    plain = inland.replace("-", "")
    if _MOBILE.fullmatch(plain) or _SERVICE.fullmatch(plain) or _LOCAL.fullmatch(plain):
        return plain
    land = _LAND.fullmatch(re.sub(r"^(0\d{2,3})-", r"\1", inland))
    if land is not None:
        return f"{land[1]}-{land[2]}" + (f"-{land[3]}" if land[3] else "")
    abroad = re.fullmatch(r"(?:\+|00)([1-9]\d{6,14})", bare.replace("-", ""))
    return f"+{abroad[1]}" if abroad is not None and not abroad[1].startswith("86") else None
