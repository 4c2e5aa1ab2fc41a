"""Passwords: what makes a good one, how one is kept (argon2id) and checked."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from itertools import pairwise

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from services.domain.refusals import Refusal

LONGEST = 200  # a hash of a megabyte would keep a machine busy
COMMON = (
    "password", "passw0rd", "qwerty", "asdfgh", "zxcvbn", "admin", "123456", "abc123", "woaini", "a1b2c3", "iloveyou",
    "letmein", "wangge", "zhihui",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Passwords:
    """Hashes and checks, which takes as long with a hash as without; `least` characters are asked for."""

    least: int = 10
    hasher: PasswordHasher = field(default_factory=PasswordHasher)

    def hash(self, password: str, salt: bytes | None = None) -> str:
        """The hash that is kept; `salt` is for made cities alone, which are the same each time."""
        return self.hasher.hash(_bytes(password), salt=salt)

    def fits(self, password: str, kept: str | None) -> bool:
        """Whether it is the password of a kept hash; without one a hash is reckoned all the same."""
        try:
            if kept is None or len(password) > LONGEST:
                self.hasher.hash("nobody has this")
                return False
            return self.hasher.verify(kept, _bytes(password))
        except (VerificationError, InvalidHashError):
            return False

    def is_old(self, kept: str) -> bool:
        """Whether a hash was made by weaker rules than today's."""
        return self.hasher.check_needs_rehash(kept)

    def refuse_weak(self, password: str, login: str = "", name: str = "") -> None:
        """Refuses what is short, long, all alike, in a row, much used, or made of the login or the name."""
        plain = _plain(password)
        if len(plain) < self.least:
            raise Refusal("password.short", "The password needs at least {least} characters.", least=self.least)
        if len(plain) > LONGEST:
            raise Refusal("password.long", "The password may have at most {most} characters.", most=LONGEST)
        if any(unicodedata.category(character) in ("Cc", "Cs") for character in plain):
            raise Refusal("password.control", "The password holds a character that no key types.")
        low = plain.lower()
        if len(set(low)) < 5 or _in_a_row(low) > len(low) / 2:
            raise Refusal("password.simple", "The password is too simple: use more different characters, not in a row.")
        if any(own and len(own) > 2 and own.lower() in low for own in (login, name)):
            raise Refusal("password.own_name", "The password may not hold the login or the name.")
        if any(low.replace(word, "", 1).strip("0123456789!@#.-_ ") == "" for word in COMMON if word in low):
            raise Refusal("password.common", "This password is one of the first that anybody would try.")


def _plain(password: str) -> str:
    """The same characters typed by another keyboard are the same password."""
    return unicodedata.normalize("NFKC", password)


def _bytes(password: str) -> bytes:
    return _plain(password).encode("utf-8", "surrogatepass")


def _in_a_row(text: str) -> int:
    """How many characters follow their neighbour, up or down."""
    return sum(abs(ord(a) - ord(b)) <= 1 for a, b in pairwise(text))
