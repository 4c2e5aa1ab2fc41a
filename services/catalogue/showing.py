"""Cells of a draft as a person reads them: names for codes, the reader's words for a choice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from services.catalogue.comparing import ADDED, REMOVED, Change
from services.catalogue.sheets import BY_KEY, Column, Draft, Kind
from services.domain.catalogue import Catalogue
from services.words import Words
from services.words.places import english_place


class Shown:
    """Gives words that can be read back: a name only where no other thing is called so, else the code."""

    def __init__(self, words: Words, draft: Draft, catalogue: Catalogue, areas: Mapping[str, str]) -> None:
        self._words = words
        name = "name_zh" if words.lang.startswith("zh") else "name_en"
        fields = {one.code: one.name(words.lang) for one in catalogue.fields}
        self._names = {
            Kind.CATEGORY: _only({row["code"]: row[name] for row in draft["categories"]}),
            Kind.DEPARTMENT: _only({row["code"]: row[name] for row in draft["departments"]}),
            Kind.FIELD: _only(fields),
            Kind.AREA: _only(areas),
        }
        self._places = None if words.lang.startswith("zh") else areas

    def text(self, column: Column, value: str) -> str:
        """A cell's words in the reader's language."""
        if column.choices is not None:
            name, ctx = column.choices.get(value, (value, ""))
            return self._words(name, ctx=ctx) if ctx else name
        found = self._names.get(column.kind, {}).get(value, value)
        if column.kind is Kind.AREA and self._places is not None and found != value:
            return english_place(found)
        return found

    def names(self, kind: Kind) -> list[tuple[str, str]]:
        """What can be chosen for a reference: (code, name), by name."""
        return sorted(self._names[kind].items(), key=lambda item: item[1])

    def change(self, change: Change) -> tuple[str, str, str]:
        """A difference as (where, before, after): the sheet with the row's own words, and the cell or the whole row."""
        sheet = BY_KEY[change.sheet]
        own = {"categories": Kind.CATEGORY, "departments": Kind.DEPARTMENT}.get(sheet.key)
        codes = self._names[own] if own is not None else {}
        named = [codes.get(value, self.text(sheet.column(key), value)) for key, value in change.row.items() if value]
        where = " · ".join([self._words(sheet.title, ctx="catalogue"), *named])
        if change.what in (ADDED, REMOVED):
            cells = (
                self.text(sheet.column(key), value) for key, value in change.cells.items() if key not in change.row
            )
            told = " · ".join(cells) or " · ".join(named)
            return where, told if change.what == REMOVED else "", told if change.what == ADDED else ""
        column = sheet.column(change.column)
        title = self._words(column.title, ctx="catalogue")
        return f"{where} · {title}", self.text(column, change.before), self.text(column, change.after)


def _only(names: Mapping[str, str]) -> dict[str, str]:
    """Names by code; of those that several have, the codes. A name that is another's code would be read as that."""
    counts = Counter(names.values())
    return {code: name if _is_clear(name, code, counts, names) else code for code, name in names.items()}


def _is_clear(name: str, code: str, counts: Mapping[str, int], codes: Iterable[str]) -> bool:
    return bool(name.strip()) and counts[name] == 1 and (name == code or name not in codes)
