"""The words that two texts have in common, as a person would point at them."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict

MOST = 6
COMPARED = 400  # words and Han characters of each text; the pieces of longer ones would not be read
# one Latin word or number, or one character of any other script
TOKEN = re.compile(r"[0-9a-z]+|[^\W_]")
# what is left at the ends of a piece when whole words are cut out of a sentence
LOOSE = frozenset("的了在是有和与及就都也很被把对向请我你他她它们这那个一")


def words_in_common(one: str, other: str, most: int = MOST) -> tuple[str, ...]:
    """The longest pieces of at least two characters that stand in both, in the order of the first; most of them."""
    own, theirs = _tokens(one), _tokens(other)
    spots: dict[str, list[int]] = defaultdict(list)
    for spot, token in enumerate(theirs):
        spots[token].append(spot)
    pieces: dict[str, int] = {}
    at = 0
    while at < len(own):
        size = max((_run(own, theirs, at, spot) for spot in spots.get(own[at], ())), default=0)
        piece = _said(own[at : at + size])
        if len(piece) > 1:
            pieces.setdefault(piece, at)
        at += max(1, size)
    chosen = sorted(pieces, key=lambda piece: (-len(piece), pieces[piece]))[:most]
    return tuple(sorted(chosen, key=pieces.__getitem__))


def _tokens(text: str) -> list[str]:
    return TOKEN.findall(unicodedata.normalize("NFKC", text[: 8 * COMPARED]).lower())[:COMPARED]


def _run(own: list[str], theirs: list[str], at: int, spot: int) -> int:
    """How many tokens from here on are the same in both."""
    size = 0
    while at + size < len(own) and spot + size < len(theirs) and own[at + size] == theirs[spot + size]:
        size += 1
    return size


def _said(tokens: list[str]) -> str:
    """Tokens as they are read, without what hangs loose at the ends; spaces between Latin words alone."""
    while tokens and tokens[0] in LOOSE:
        tokens = tokens[1:]
    while tokens and tokens[-1] in LOOSE:
        tokens = tokens[:-1]
    text = ""
    for token in tokens:
        text += f" {token}" if text and text[-1].isascii() and token.isascii() else token
    return text
