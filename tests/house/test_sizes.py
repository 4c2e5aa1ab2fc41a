"""What rots first is guarded: long files, large classes, long functions, drawers without a name."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest

MOST_LINES = {"file": 400, "class": 300, "function": 60}
NAMELESS = {"utils", "util", "helpers", "helper", "common", "misc", "shared", "stuff"}


def too_long(sources: list[Any]) -> list[str]:
    found = []
    for source in sources:
        lines = source.text.count("\n") + 1
        if lines > MOST_LINES["file"] + 1:
            found.append(f"{source.path}: a file of {lines} lines")
        for node in ast.walk(source.tree):
            kind = "class" if isinstance(node, ast.ClassDef) else "function"
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > MOST_LINES[kind]:
                    found.append(f"{source.at(node)}: {node.name}, a {kind} of {lines} lines")
    return found


def test_that_files_classes_and_functions_stay_small(sources: list[Any]) -> None:
    # what an upgrade of the database did once is never rewritten
    living = [source for source in sources if not source.path.is_relative_to("services/store/upgrades/versions")]
    assert too_long(living) == []


def test_that_every_file_has_a_subject(own_files: list[Path]) -> None:
    nameless = [
        str(path)
        for path in own_files
        if path.suffix == ".py" and (NAMELESS & {part.removesuffix(".py").strip("_") for part in path.parts})
    ]
    assert nameless == []


def test_that_modules_say_what_they_are_for(room_sources: list[Any]) -> None:
    silent = [
        str(source.path)
        for source in room_sources
        if source.text.strip() and not ast.get_docstring(source.tree) and "upgrades" not in source.path.parts
    ]
    assert silent == []


@pytest.mark.parametrize("kind", ["class", "function"])
def test_that_the_rule_itself_finds_what_is_too_long(kind: str) -> None:
    body = "\n".join(["    x = 1"] * (MOST_LINES[kind] + 1))
    head = "class Long:" if kind == "class" else "def long():"

    class Given:
        path = Path("services/given.py")
        text = f"{head}\n{body}\n"
        tree = ast.parse(text)

        def at(self, node: ast.AST) -> str:
            return f"{self.path}:{getattr(node, 'lineno', 0)}"

    assert any(f"a {kind} of" in line for line in too_long([Given()]))
