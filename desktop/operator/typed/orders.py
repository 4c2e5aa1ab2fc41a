"""What can be typed on the command line: going to numbers and places, narrowing the queue, and how it is completed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto

import numpy as np

from services.domain.queue_choice import Tab
from services.insight.search import SearchIndex
from services.live.picture import Picture
from services.words import Words
from services.words.initials import initials
from widgets.kit.level_glyph import level_word
from widgets.queue.tabs import NAMES

MOST_HITS = 8


class Verb(Enum):
    """The orders that there are."""

    GO = auto()
    FILTER = auto()
    LEVEL = auto()
    ALL = auto()
    UP = auto()
    FIT = auto()
    BROWSER = auto()
    KEYS = auto()
    VIEW = auto()


# each order in both languages, so that a hand that learnt one never has to learn the other
VERBS: dict[str, Verb] = {
    "go": Verb.GO, "到": Verb.GO,
    "filter": Verb.FILTER, "筛": Verb.FILTER,
    "level": Verb.LEVEL, "级": Verb.LEVEL,
    "all": Verb.ALL, "全部": Verb.ALL,
    "up": Verb.UP, "上级": Verb.UP,
    "fit": Verb.FIT, "复位": Verb.FIT,
    "browser": Verb.BROWSER, "浏览器": Verb.BROWSER,
    "keys": Verb.KEYS, "键表": Verb.KEYS,
    "view": Verb.VIEW, "视图": Verb.VIEW,
}  # fmt: skip
TAKES_WORDS = frozenset({Verb.GO, Verb.FILTER, Verb.LEVEL, Verb.VIEW})


@dataclass(frozen=True, slots=True)
class Order:
    """One order: its verb and what it is about: words, an incident's id, an area's index, a level, or a view."""

    verb: Verb
    text: str = ""
    incident: int | None = None
    area: int | None = None
    level: int = 0
    tab: Tab | None = None


class Orders:
    """Reads what was typed by what is known now; `picture` and `index` are asked for each time."""

    def __init__(
        self, words: Words, picture: Callable[[], Picture | None], index: Callable[[], SearchIndex | None]
    ) -> None:
        self._words, self._picture, self._index = words, picture, index

    def read(self, text: str) -> Order | None:
        """The order, None when nothing is found: a verb with words, else a number or place to go to, else a filter."""
        verb, rest = self._verb(text)
        match verb:
            case Verb.GO:
                return self._place(rest)
            case Verb.FILTER:
                return Order(Verb.FILTER, rest)
            case Verb.LEVEL:
                level = self._level(rest)
                return Order(Verb.LEVEL, level=level) if level else None
            case Verb.VIEW:
                tab = next(iter(self._tabs(rest)), None)
                return Order(Verb.VIEW, tab=tab[0]) if tab is not None else None
            case None:
                return self._place(text) or Order(Verb.FILTER, text)
            case _:
                return Order(verb)

    def complete(self, text: str) -> Sequence[str]:
        """What the text may become, best first."""
        verb, rest = self._verb(text)
        head = text[: len(text) - len(rest)] if verb else ""
        if verb is Verb.LEVEL:
            names = [level_word(rank, self._words) for rank in (1, 2, 3, 4)]
            return [head + name for name in names if name.lower().startswith(rest.lower())]
        if verb is Verb.VIEW:
            return [head + name for _, name in self._tabs(rest)][:MOST_HITS]
        if verb is not None and verb not in TAKES_WORDS:
            return []
        verbs = [] if verb else [word for word in self._own_verbs() if word.startswith(text.lower())]
        return [*verbs, *(head + name for name in self._place_names(rest if verb else text))][:MOST_HITS]

    def _verb(self, text: str) -> tuple[Verb | None, str]:
        """The verb at the beginning, and what follows it."""
        first, _, rest = text.strip().partition(" ")
        verb = VERBS.get(first.lower())
        if verb is None or (verb in TAKES_WORDS) != bool(rest.strip()):
            return None, text
        return verb, rest.strip()

    def _own_verbs(self) -> list[str]:
        zh = self._words.lang.startswith("zh")
        return [word + (" " if VERBS[word] in TAKES_WORDS else "") for word in VERBS if word.isascii() != zh]

    def _place(self, text: str) -> Order | None:
        picture, index = self._picture(), self._index()
        if picture is None:
            return None
        incident = number_like(picture, text.strip())
        if incident is not None:
            return Order(Verb.GO, text, incident=incident)
        found = index.places(text, 1) if index else []
        return Order(Verb.GO, text, area=found[0]) if found else None

    def _place_names(self, text: str) -> list[str]:
        picture, index = self._picture(), self._index()
        if picture is None or index is None or not text.strip():
            return []
        return list(dict.fromkeys(picture.areas.names[at] for at in index.places(text, MOST_HITS)))

    def _tabs(self, text: str) -> list[tuple[Tab, str]]:
        """The views of the queue whose name, or its pinyin initials, begin like the text."""
        named = [(tab, self._words(name, ctx="queue")) for tab, name in NAMES.items()]
        begun = text.strip().lower()
        return [
            (tab, name) for tab, name in named if name.lower().startswith(begun) or initials(name).startswith(begun)
        ]

    def _level(self, text: str) -> int:
        """The level that the text begins the name of, or the number of; 0 for none."""
        names = {rank: level_word(rank, self._words).lower() for rank in (1, 2, 3, 4)}
        text = text.lower()
        return next((rank for rank, name in names.items() if text and (name.startswith(text) or text == str(rank))), 0)


def number_like(picture: Picture, text: str) -> int | None:
    """The open incident whose number is, or ends with, these digits; the newest when there are several."""
    if not text or not any(char.isdigit() for char in text) or not text.isascii():
        return None
    numbers = picture.incidents.column("number")
    ends = np.char.endswith(numbers, text.upper().encode())
    rows = np.flatnonzero(ends & picture.incidents.column("alive"))
    return int(picture.incidents.row(int(rows[-1]))["id"]) if len(rows) else None
