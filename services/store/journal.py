"""The journal's lines and their digests, by which a changed line is found."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from services.access.masking import mask_text


def digest_of(at_millis: int, officer: str, verb: str, subject: str, why: str, before: str, after: str) -> str:
    """SHA-256 over the line's words, each with its length in front, so that no two lines read alike."""
    parts = (str(at_millis), officer, verb, subject, why, before, after)
    return hashlib.sha256("".join(f"{len(part)}:{part}" for part in parts).encode()).hexdigest()


def line(at: datetime, officer: str, verb: str, subject: str, why: str, before: str, after: str) -> dict[str, Any]:
    """The row of one line; refers to personal data, never quotes it: numbers of people in a reason are masked."""
    why = mask_text(why)
    millis = round(at.timestamp() * 1000)
    digest = digest_of(millis, officer, verb, subject, why, before, after)
    return {
        "at": at,
        "officer": officer,
        "verb": verb,
        "subject": subject,
        "why": why,
        "before": before,
        "after": after,
        "digest": digest,
    }
