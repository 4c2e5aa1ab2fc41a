"""Pinyin initials, as a person types them to find a name: 茴村镇 is found by hcz."""

from __future__ import annotations

from collections.abc import Iterable

SPOKEN_HERE = {"酂": "c", "乐": "l", "重": "c", "侯": "h"}
SPELT_HERE = {"酂": "cuo", "酇": "cuo", "乐": "le", "重": "chong", "侯": "hou"}


def initials(name: str) -> str:
    """The first letters of a name's syllables in lower case; letters and digits stay, everything else goes."""
    if name.isascii():
        return "".join(word[0] for word in name.lower().split() if word)
    letters = [SPOKEN_HERE.get(char) or _letter(char) for char in name if char.isalnum()]
    return "".join(letters)


def all_initials(names: Iterable[str]) -> list[str]:
    """The initials of many names; each character is looked up once."""
    known: dict[str, str] = {}
    found = []
    for name in names:
        if name.isascii():
            found.append(initials(name))
            continue
        for char in name:
            if char not in known:
                known[char] = initials(char) if not char.isascii() else (char.lower() if char.isalnum() else "")
        found.append("".join(known[char] for char in name))
    return found


def all_spellings(names: Iterable[str]) -> list[str]:
    """Many names as they are spelt in pinyin without tones, in one word: 茴村镇 is huicunzhen; "" for Latin names."""
    from pypinyin import lazy_pinyin  # as below

    known: dict[str, str] = {}
    found = []
    for name in names:
        if name.isascii():
            found.append("")
            continue
        for char in name:
            if char not in known:
                latin = char.lower() if char.isascii() and char.isalnum() else ""
                known[char] = SPELT_HERE.get(char) or latin or "".join(lazy_pinyin(char, errors="ignore"))
        found.append("".join(known[char] for char in name))
    return found


def _letter(char: str) -> str:
    if char.isascii():
        return char.lower()
    from pypinyin import Style, lazy_pinyin  # its dictionaries take 0.3 s and 40 MB, which no start should wait for

    first = lazy_pinyin(char, style=Style.FIRST_LETTER, errors="ignore")
    return first[0][:1] if first else ""
