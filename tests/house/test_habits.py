"""The habits of the code that a machine can watch."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FUNCTIONS = ast.FunctionDef | ast.AsyncFunctionDef
OVERRIDES = {"process_bind_param", "process_result_value"}  # a library's own names


def public(body: list[ast.stmt]) -> Iterator[ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef]:
    """What others may use: not private, not a protocol's outline, and not a library's method written anew."""
    for node in body:
        if not isinstance(node, ast.ClassDef | FUNCTIONS) or node.name.startswith("_") or node.name in OVERRIDES:
            continue
        yield node
        if isinstance(node, ast.ClassDef) and not any("Protocol" in ast.unparse(base) for base in node.bases):
            yield from public(node.body)


def test_that_everything_public_in_services_and_layers_says_what_it_is_for(room_sources: list[Any]) -> None:
    silent = [
        f"{source.at(node)} {node.name}"
        for source in room_sources
        if source.room in ("services", "layers") and "versions" not in source.path.parts
        for node in public(source.tree.body)
        if not ast.get_docstring(node)
    ]
    assert silent == []


def test_that_values_of_the_domain_are_frozen(room_sources: list[Any]) -> None:
    decorated = [
        (source.at(node), ast.unparse(decorator))
        for source in room_sources
        if source.path.is_relative_to("services/domain")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ClassDef)
        for decorator in node.decorator_list
        if ast.unparse(decorator).startswith("dataclass")
    ]
    assert len(decorated) > 20
    assert [at for at, how in decorated if "frozen=True" not in how] == []


def test_that_only_the_owner_of_a_case_commits(room_sources: list[Any]) -> None:
    """Whoever commits has opened the unit in the same function; the unit itself ends its transaction."""
    helpers = [
        f"{source.at(node)} {node.name}"
        for source in room_sources
        if source.path != Path("services/store/unit.py")
        for node in ast.walk(source.tree)
        if isinstance(node, FUNCTIONS)
        and any(isinstance(call, ast.Call) and ast.unparse(call.func).endswith(".commit") for call in ast.walk(node))
        and ".unit()" not in ast.unparse(node)
    ]
    assert helpers == []


def test_that_nothing_is_global(room_sources: list[Any]) -> None:
    assert [s.at(node) for s in room_sources for node in ast.walk(s.tree) if isinstance(node, ast.Global)] == []


def test_that_only_commands_print(room_sources: list[Any]) -> None:
    """A seat shows and a service tells; standard output belongs to the command line."""
    speakers = {"main.py", "layers/exporting.py", "desktop/opening/start.py", "services/demo/history/telling.py"}
    loud = [
        source.at(node)
        for source in room_sources
        if str(source.path) not in speakers and not source.path.is_relative_to("services/commandline")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "print"
    ]
    assert loud == []
