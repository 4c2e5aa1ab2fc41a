"""Chinese names of places in Latin letters: pinyin without the kind of place on maps and in lists, with it in tips."""

from __future__ import annotations

import re
from functools import lru_cache

from pypinyin import Style, lazy_pinyin, load_phrases_dict, load_single_dict

# 酂 is cuó in this city, not zàn; the rest are characters that a name reads otherwise than the commonest word
_SINGLES = {
    ord("酂"): "cuó",
    ord("酇"): "cuó",
    ord("茴"): "huí",
    ord("邱"): "qiū",
    ord("芒"): "máng",
    ord("砀"): "dàng",
}
_PHRASES = {
    "侯岭": [["hóu"], ["lǐng"]],
    "重庆": [["chóng"], ["qìng"]],
    "长安": [["cháng"], ["ān"]],
    "长城": [["cháng"], ["chéng"]],
    "单楼": [["shàn"], ["lóu"]],
    "解庄": [["xiè"], ["zhuāng"]],
    "任庄": [["rén"], ["zhuāng"]],
    "任楼": [["rén"], ["lóu"]],
    "曾庄": [["zēng"], ["zhuāng"]],
    "乐庄": [["yuè"], ["zhuāng"]],
    "盛营": [["shèng"], ["yíng"]],
    "盛楼": [["shèng"], ["lóu"]],
    "翟庄": [["zhái"], ["zhuāng"]],
    "翟楼": [["zhái"], ["lóu"]],
    "朴庄": [["piáo"], ["zhuāng"]],
    "洗楼": [["xiǎn"], ["lóu"]],
    "洗庄": [["xiǎn"], ["zhuāng"]],
    "查庄": [["zhā"], ["zhuāng"]],
    "仇庄": [["qiú"], ["zhuāng"]],
    "仇楼": [["qiú"], ["lóu"]],
    "区庄": [["ōu"], ["zhuāng"]],
    "卜庄": [["bǔ"], ["zhuāng"]],
    "祭庄": [["zhài"], ["zhuāng"]],
}
_SURNAMES = {
    "单": "shàn", "解": "xiè", "任": "rén", "曾": "zēng", "盛": "shèng", "翟": "zhái", "仇": "qiú", "查": "zhā",
    "朴": "piáo", "冼": "xiǎn", "种": "chóng", "尹": "yǐn", "缪": "miào", "华": "huà", "卜": "bǔ", "祭": "zhài",
    "葛": "gě", "纪": "jǐ", "燕": "yān", "牟": "mù", "石": "shí", "柏": "bǎi",
}  # fmt: skip
load_single_dict(_SINGLES)
load_phrases_dict(_PHRASES)

_KINDS = (
    ("经济技术开发区", "Development Zone"), ("产业集聚区", "Industrial Park"), ("工业园区", "Industrial Park"),
    ("工业园", "Industrial Park"), ("街道", "Subdistrict"), ("社区", "Community"), ("写字楼", "Office Building"),
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
    return _rendered(name, full=False)


@lru_cache(maxsize=16_384)
def english_place_full(name: str) -> str:
    """A place's whole name in Latin letters, the kind of place with it: 茴村镇 → Huicun Town."""
    return _rendered(name, full=True)


def _rendered(name: str, full: bool) -> str:
    name = name.strip()
    if not _HAN.search(name):
        return name
    grid = _GRID.match(name)
    if grid:
        above, rest = grid["above"], grid["rest"].strip("（）() ·")
        words = [_rendered(above, full) if above and full else "", f"Grid {grid['number']}"]
        words.append(f"({_rendered(rest, full)})" if rest else "")
        return " ".join(word for word in words if word)
    stem, kind = _split(name)
    latin = _pinyin(stem)
    return f"{latin} {kind}" if kind and (full or kind not in _DROPPED) else latin


def _split(name: str) -> tuple[str, str]:
    """Stem and kind; one character alone is no name, so 李村 and 南街 keep their last."""
    for ending, kind in _KINDS:
        if name.endswith(ending) and len(name) - len(ending) >= 2:
            return name.removesuffix(ending), kind
    return name, ""


def _pinyin(text: str) -> str:
    """Syllables as one word with a capital; figures and letters stand apart."""
    parts = re.split(r"([^\u3400-\u9fff]+)", text)
    return "".join(_syllables(part) if _HAN.search(part) else part for part in parts if part).strip()


def _syllables(text: str) -> str:
    surname = _SURNAMES.get(text[0]) if len(text) <= 3 and text not in _PHRASES else None
    syllables = lazy_pinyin(text, style=Style.NORMAL, v_to_u=False)
    if surname:
        syllables[0] = _plain(surname)
    word = syllables[0]
    for syllable in syllables[1:]:
        word += f"'{syllable}" if syllable[0] in "aoe" else syllable
    return word[:1].upper() + word[1:]


def _plain(syllable: str) -> str:
    for marked, plain in zip("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü", "aaaaeeeeiiiioooouuuuvvvvv", strict=True):
        syllable = syllable.replace(marked, plain)
    return syllable
