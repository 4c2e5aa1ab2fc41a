"""The catalogue of a city: sources, fields, departments, categories."""

from __future__ import annotations

from dataclasses import dataclass

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
    """An owner of tickets with the leader in charge of it."""

    field: str = ""
    leader: str = ""
    leader_title: str = ""


@dataclass(frozen=True, slots=True)
class Category(Named):
    """What an incident is about, with what it usually takes and who usually owns it."""

    parent: str | None
    kind: IncidentClass
    severity: Severity
    department: str | None
    active: bool = True


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything that incidents refer to by code; the order of a list gives each code its number in columns."""

    sources: tuple[Source, ...] = ()
    categories: tuple[Category, ...] = ()
    departments: tuple[Department, ...] = ()
    fields: tuple[Field, ...] = ()
