"""The tables of `resources/catalogue`: sources, fields, departments, categories, as a city edits them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from services.domain.catalogue import Catalogue, Category, Department, Field, Source
from services.domain.incidents import IncidentClass, Severity
from services.domain.refusals import Refusal

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "catalogue"
DEPARTMENT = ("field", "leader", "leader_title", "active", "merged_into")
STANDARDS = ("filing_zh", "filing_en", "closing_zh", "closing_en")
CATEGORY = ("parent", "department", "active", *STANDARDS, "retired_at", "merged_into")


@dataclass(frozen=True, slots=True)
class Tables:
    """The catalogue, and how usual each category is against the others in a made-up city (the others never are met)."""

    catalogue: Catalogue
    usual: dict[str, float]


def read_tables(folder: Path = FOLDER) -> Tables:
    """All tables of a folder; raises `Refusal` naming the file and what is wrong in it."""
    sources = _rows(folder, "sources.toml")
    places = _rows(folder, "departments.toml")
    categories = _rows(folder, "categories.toml")
    try:
        catalogue = Catalogue(
            sources=tuple(Source(*_named(row), kind=row["kind"]) for row in sources["source"]),
            fields=tuple(Field(*_named(row)) for row in places["field"]),
            departments=tuple(
                Department(*_named(row), row["field"], row["leader"], row["title"]) for row in places["department"]
            ),
            categories=tuple(_category(row) for row in categories["category"]),
        )
        usual = {row["code"]: float(row["usual"]) for row in categories["category"] if "usual" in row}
    except (KeyError, ValueError, TypeError) as error:
        raise _unreadable(folder, f"{type(error).__name__}: {error}") from error
    _consistent(catalogue, folder)
    return Tables(catalogue, usual)


def catalogue_rows(catalogue: Catalogue) -> dict[str, list[dict[str, Any]]]:
    """The catalogue as rows of the tables, in the order in which they refer to one another."""
    names = {"code": str, "name_zh": str, "name_en": str}

    def row(thing: Any, rank: int, *more: str) -> dict[str, Any]:
        return {key: getattr(thing, key) for key in (*names, *more)} | {"rank": rank}

    found: dict[str, list[dict[str, Any]]] = {
        "fields": [row(x, n) for n, x in enumerate(catalogue.fields)],
        "departments": [row(x, n, *DEPARTMENT) for n, x in enumerate(catalogue.departments)],
        "sources": [row(x, n, "kind", "active") for n, x in enumerate(catalogue.sources)],
    }
    found["categories"] = [
        row(x, n, *CATEGORY) | {"kind": int(x.kind), "severity": int(x.severity)}
        for n, x in enumerate(catalogue.categories)
    ]
    return found


def _rows(folder: Path, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads((folder / name).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _unreadable(folder / name, str(error)) from error


def _named(row: dict[str, Any]) -> tuple[str, str, str]:
    return row["code"], row["zh"], row["en"]


def _category(row: dict[str, Any]) -> Category:
    return Category(
        *_named(row),
        parent=row.get("parent"),
        kind=IncidentClass[row.get("class", "ordinary").upper()],
        severity=Severity[row.get("severity", "blue").upper()],
        department=row.get("department"),
        **{key: row.get(key, "") for key in STANDARDS},
    )


def _consistent(catalogue: Catalogue, folder: Path) -> None:
    fields = {field.code for field in catalogue.fields}
    departments = {department.code for department in catalogue.departments}
    groups = {category.code for category in catalogue.categories}
    for department in catalogue.departments:
        if department.field not in fields:
            raise _unreadable(folder, f"{department.code}: field {department.field}")
    for category in catalogue.categories:
        if category.department is not None and category.department not in departments:
            raise _unreadable(folder, f"{category.code}: department {category.department}")
        if category.parent is not None and category.parent not in groups:
            raise _unreadable(folder, f"{category.code}: parent {category.parent}")
    for things in (catalogue.sources, catalogue.fields, catalogue.departments, catalogue.categories):
        codes = [thing.code for thing in things]
        if len(set(codes)) != len(codes):
            raise _unreadable(folder, f"{next(code for code in codes if codes.count(code) > 1)}: twice")


def _unreadable(path: Path, why: str) -> Refusal:
    return Refusal("catalogue.bad", "The tables in {path} can't be used: {why}.", path=path, why=why)
