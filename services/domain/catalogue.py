"""The catalogue of a city: sources, fields, departments, categories."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from services.domain.incidents import IncidentClass, Severity


@dataclass(frozen=True, slots=True)
class Named:
    """Something of the catalogue with its code and its name in both languages."""

    code: str
    name_zh: str
    name_en: str

    def name(self, lang: str) -> str:
        """The name in the reader's language."""
        return self.name_zh if lang.startswith("zh") else self.name_en

    def say(self, words: Any) -> str:
        """The name in the language of the words."""
        return self.name(words.lang)


@dataclass(frozen=True, slots=True)
class Source(Named):
    """One of the channels that reports come through."""

    kind: str = ""
    active: bool = True


@dataclass(frozen=True, slots=True)
class Field(Named):
    """A key field of governance that departments belong to."""


@dataclass(frozen=True, slots=True)
class Department(Named):
    """An owner of tickets with the leader in charge of it; one that is no longer active may name its successor."""

    field: str = ""
    leader: str = ""
    leader_title: str = ""
    active: bool = True
    merged_into: str | None = None


@dataclass(frozen=True, slots=True)
class Category(Named):
    """What an incident is about, with what it usually takes and who usually owns it.

    The standards say when it is filed and when it is closed, "" where those of the category above hold (`standard_of`);
    one that was retired may name the category that took its place.
    """

    parent: str | None
    kind: IncidentClass
    severity: Severity
    department: str | None
    active: bool = True
    filing_zh: str = ""
    filing_en: str = ""
    closing_zh: str = ""
    closing_en: str = ""
    retired_at: datetime | None = None
    merged_into: str | None = None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything that incidents refer to by code; the order of a list gives each code its number in columns."""

    sources: tuple[Source, ...] = ()
    categories: tuple[Category, ...] = ()
    departments: tuple[Department, ...] = ()
    fields: tuple[Field, ...] = ()

    def line_of(self, category: str) -> tuple[Category, ...]:
        """A category and those above it, nearest first; empty for one that is unknown."""
        known = {one.code: one for one in self.categories}
        line: list[Category] = []
        found = known.get(category)
        while found is not None and found not in line:
            line.append(found)
            found = known.get(found.parent or "")
        return tuple(line)

    def in_use(self) -> dict[str, Category]:
        """The category that a case is filed under today, by each code: itself, or what it became; none for the gone."""
        known = {one.code: one for one in self.categories}
        found = {code: current(code, known.get) for code in known}
        return {code: one for code, one in found.items() if one is not None}

    def with_below(self, category: str) -> frozenset[str]:
        """The codes of a category and of everything that stands under it."""
        found, grown = {category}, True
        while grown:
            more = {one.code for one in self.categories if one.parent in found} - found
            found, grown = found | more, bool(more)
        return frozenset(found)

    def standard_of(self, category: str, lang: str) -> tuple[str, str]:
        """When a category is filed and when it is closed, in words, from itself or the nearest above that says so."""
        line, zh = self.line_of(category), lang.startswith("zh")
        filing = (one.filing_zh if zh else one.filing_en for one in line)
        closing = (one.closing_zh if zh else one.closing_en for one in line)
        return next(filter(None, filing), ""), next(filter(None, closing), "")


Replaced = TypeVar("Replaced", Category, Department)


def current(code: str, known: Callable[[str], Replaced | None]) -> Replaced | None:
    """What is in use by its code, or the one in use that it became; None where it is gone or was never there."""
    found, seen = known(code), set[str]()
    while found is not None and not found.active and found.code not in seen:
        seen.add(found.code)
        found = known(found.merged_into) if found.merged_into else None
    return found if found is not None and found.active else None
