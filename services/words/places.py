"""Chinese names of places in Latin letters: pinyin without the kind of place on maps and in lists, with it in tips."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

# 酂 is cuó in this city, not zàn; the others read otherwise in names of places than in the commonest words
_SINGLES = {"酂": "cuó", "酇": "cuó", "茴": "huí", "邱": "qiū", "佛": "fó", "圩": "wéi", "堌": "gù", "砀": "dàng"}
# as a surname before what people settle at, these are read otherwise: 解庄 is Xiezhuang, 解放 stays Jiefang
_SURNAMES = {
    "单": "shan", "解": "xie", "任": "ren", "曾": "zeng", "盛": "sheng", "翟": "zhai", "仇": "qiu", "查": "zha",
    "朴": "piao", "洗": "xian", "种": "chong", "缪": "miao", "祭": "zhai", "区": "ou", "覃": "qin", "尉": "yu",
    "乐": "yue", "折": "she", "盖": "ge", "万": "wan", "重": "chong", "长": "chang",
}  # fmt: skip
_SETTLED = frozenset("庄楼寨营店集桥湾湖河沟洼阁庙井园岗家厂窑圩堂各村屯堡岭坡口林坑路")
_KINDS = (
    ("经济技术开发区", "Development Zone"), ("产业集聚区", "Industrial Park"), ("工业园区", "Industrial Park"),
    ("工业园", "Industrial Park"), ("街道", "Subdistrict"), ("社区", "Community"), ("写字楼", "Office Building"),
    ("物流园", "Logistics Park"), ("产业园", "Industrial Park"), ("建材市场", "Building Market"),
    ("商务楼", "Office Building"), ("自治区", "Autonomous Region"), ("自治州", "Autonomous Prefecture"),
    ("省", "Province"), ("市", "City"), ("区", "District"), ("县", "County"), ("镇", "Town"), ("乡", "Township"),
    ("村", "Village"),
)  # fmt: skip
_DROPPED = frozenset({"Subdistrict", "Town", "Township", "Village", "Community", "City", "District", "County"})
_GRID = re.compile(r"^(?P<above>.*?)(?P<number>\d+)(?:号)?网格(?P<rest>.*)$")
_HAN = re.compile(r"[\u3400-\u9fff]")


@lru_cache(maxsize=16_384)
def english_place(name: str) -> str:
    """A place's short name in Latin letters (茴村镇 → Huicun, 07网格 → Grid 07); without Chinese it stays as it is."""
    return _rendered(name)


def _rendered(name: str) -> str:
    name = name.strip()
    if not _HAN.search(name):
        return name
    grid = _GRID.match(name)
    if grid:
        rest = grid["rest"].strip("（）() ·")
        return f"Grid {grid['number']} ({_rendered(rest)})" if rest else f"Grid {grid['number']}"
    stem, kind = _split(name)
    latin = _pinyin(stem)
    return f"{latin} {kind}".strip() if kind not in _DROPPED else latin


def _split(name: str) -> tuple[str, str]:
    """Stem and kind; one character alone is no name, so 李村 and 南街 keep their last."""
    for ending, kind in _KINDS:
        if name == ending and kind not in _DROPPED:
            return "", kind
        if name.endswith(ending) and len(name) - len(ending) >= 2:
            return name.removesuffix(ending), kind
    return name, ""


def _pinyin(text: str) -> str:
    """Syllables as one word with a capital; figures and letters stand apart."""
    parts = re.split(r"([^\u3400-\u9fff]+)", text)
    return "".join(_syllables(part) if _HAN.search(part) else part for part in parts if part).strip()


@lru_cache(maxsize=1)
def _reader() -> Callable[[str], list[str]]:
    """Reads characters as syllables; loaded when first asked for, since the dictionary takes a third of a second."""
    from pypinyin import Style, lazy_pinyin, load_single_dict

    load_single_dict({ord(character): reading for character, reading in _SINGLES.items()})
    return lambda text: list(lazy_pinyin(text, style=Style.NORMAL, v_to_u=True))


def _syllables(text: str) -> str:
    """One word; an apostrophe before a vowel inside it, as in Yong'an."""
    syllables = _reader()(text)
    if text[0] in _SURNAMES and text[1:2] in _SETTLED and text[1:2]:
        syllables[0] = _SURNAMES[text[0]]
    word = syllables[0]
    for syllable in syllables[1:]:
        word += f"'{syllable}" if syllable[0] in "aoe" else syllable
    return word[:1].upper() + word[1:]
