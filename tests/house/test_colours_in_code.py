"""Colours come from the tokens alone."""

from __future__ import annotations

import ast
import re
from typing import Any

WRITTEN = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})\b")


def strings(tree: ast.Module) -> list[ast.Constant]:
    """Every text in the code; what documents a class or function is no code."""
    documents = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documents
    ]


def test_that_no_colour_is_written_in_code(room_sources: list[Any]) -> None:
    found = [
        f"{source.at(node)} {colour}"
        for source in room_sources
        for node in strings(source.tree)
        for colour in WRITTEN.findall(node.value.replace("&#123;", "").replace("&#125;", ""))
    ]
    assert found == []


def test_that_no_colour_is_asked_of_qt_by_name(room_sources: list[Any]) -> None:
    plain = re.compile(r"Qt\.(?:GlobalColor\.)?(?:red|green|blue|cyan|magenta|yellow|black|white|gray|darkGray)\b")
    named = re.compile(r"QColor\(\s*[\"'][a-z]")
    found = [
        f"{source.path}: {match[0]}"
        for source in room_sources
        for match in (*plain.finditer(source.text), *named.finditer(source.text))
    ]
    assert found == []


def test_that_the_style_sheet_writes_no_colour(own_files: list[Any], root: Any) -> None:
    sheets = [path for path in own_files if path.suffix == ".qss"]
    assert sheets
    assert [str(path) for path in sheets if WRITTEN.search((root / path).read_text(encoding="utf-8"))] == []
