"""The city's tables: complete, consistent, and refused in a sentence where an edit went wrong."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from services.catalogue.tables import FOLDER, catalogue_rows, read_tables
from services.demo.history.telling import read_telling
from services.domain.incidents import IncidentClass, Severity
from services.domain.refusals import Refusal


def test_that_the_tables_have_what_the_account_names() -> None:
    catalogue = read_tables().catalogue
    assert (len(catalogue.sources), len(catalogue.fields), len(catalogue.departments)) == (18, 16, 37)
    assert {department.field for department in catalogue.departments} == {field.code for field in catalogue.fields}
    assert all(department.leader and department.leader_title for department in catalogue.departments)
    assert all(thing.name_zh and thing.name_en for thing in (*catalogue.sources, *catalogue.categories))


def test_that_every_leaf_has_a_class_a_level_an_owner_and_words() -> None:
    tables, telling = read_tables(), read_telling()
    leaves = [category for category in tables.catalogue.categories if category.code in tables.usual]
    assert 60 <= len(leaves) <= 90
    assert all(leaf.department and leaf.parent for leaf in leaves)
    assert {leaf.kind for leaf in leaves} == set(IncidentClass)
    assert {leaf.severity for leaf in leaves} == set(Severity)
    assert {leaf.code for leaf in leaves} == set(telling.texts)


def test_that_no_category_is_its_own_ancestor() -> None:
    parents = {category.code: category.parent for category in read_tables().catalogue.categories}
    for code, parent in parents.items():
        seen = {code}
        while parent is not None:
            assert parent not in seen
            seen.add(parent)
            parent = parents[parent]


def test_that_rows_keep_the_order_of_the_tables() -> None:
    rows = catalogue_rows(read_tables().catalogue)
    assert list(rows) == ["fields", "departments", "sources", "categories"]
    assert [row["rank"] for row in rows["sources"]] == list(range(18))


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("categories.toml", 'department = "urban"', 'department = "nobody"'),
        ("categories.toml", 'class = "ordinary"', 'class = "tiny"'),
        ("categories.toml", 'parent = "components"', 'parent = "nothing"'),
        ("departments.toml", 'field = "safety"', 'field = "none"'),
        ("sources.toml", 'code = "qr"', 'code = "hotline"'),
        ("sources.toml", "[[source]]", "[[source"),
    ],
)
def test_that_an_edit_that_went_wrong_is_named(tmp_path: Path, file: str, old: str, new: str) -> None:
    folder = Path(shutil.copytree(FOLDER, tmp_path / "catalogue"))
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        read_tables(folder)
    assert refused.value.code == "catalogue.bad"
