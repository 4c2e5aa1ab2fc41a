"""Subjects of signals: a keyed digest stands for a person, so that two signals meet without anybody being named."""

from __future__ import annotations

import hashlib
import secrets

from services.domain.phones import telephone
from services.store.unit import Unit

KEY = "signals.key"


def subject_key(unit: Unit) -> bytes:
    """The city's own key, made at first use: without it nobody can try telephone numbers against the digests."""
    known = unit.setting(KEY)
    if not known:
        known = secrets.token_hex(16)
        if not unit.swap(KEY, "", known):
            known = unit.setting(KEY)
    return bytes.fromhex(known)


def subject_of(contact: str, key: bytes) -> str:
    """The subject that a contact is; the same number is the same one however it is written."""
    number = telephone(contact) or ""
    return digest_of(number, key) if number else ""


def digest_of(number: str, key: bytes) -> str:
    """The subject that a telephone number in its one form (`telephone`) is."""
    return f"who:{hashlib.blake2b(number.encode(), key=key, digest_size=9).hexdigest()}"
