"""The catalogue of a city: sources, fields, departments, categories."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

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

    def standard_of(self, category: str, lang: str) -> tuple[str, str]:
        """When a category is filed and when it is closed, in words, from itself or the nearest above that says so."""
        line, zh = self.line_of(category), lang.startswith("zh")
        filing = (one.filing_zh if zh else one.filing_en for one in line)
        closing = (one.closing_zh if zh else one.closing_en for one in line)
        return next(filter(None, filing), ""), next(filter(None, closing), "")
