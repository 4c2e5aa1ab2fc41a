"""Who may import whom: the contracts of pyproject, and what they can't say."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOMS = {"desktop", "widgets", "layers", "services"}
LINTER = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"


def imports_of(source: Any) -> Iterator[tuple[ast.stmt, str]]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node, node.module


def test_that_the_contracts_of_the_house_are_kept(root: Path) -> None:
    done = subprocess.run([sys.executable, "-c", LINTER], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert "0 broken" in done.stdout


def test_that_domain_stands_on_the_standard_library_alone(room_sources: list[Any]) -> None:
    domain = [source for source in room_sources if source.path.is_relative_to("services/domain")]
    assert domain
    strangers = [
        f"{source.at(node)} {name}"
        for source in domain
        for node, name in imports_of(source)
        if name.split(".")[0] not in sys.stdlib_module_names and not name.startswith("services.domain")
    ]
    assert strangers == []


def test_that_nobody_imports_the_command_line_or_the_tests(room_sources: list[Any]) -> None:
    wrong = [
        f"{source.at(node)} {name}"
        for source in room_sources
        for node, name in imports_of(source)
        if name.split(".")[0] in ("main", "tests")
    ]
    assert wrong == []


def test_that_no_import_is_relative(sources: list[Any]) -> None:
    relative = [
        source.at(node)
        for source in sources
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert relative == []


def test_that_own_rooms_are_imported_at_the_head_of_a_file(room_sources: list[Any]) -> None:
    """Late may come Qt, once a command asks for a seat, and folium, once somebody asks for a page."""
    allowed = {Path("main.py"), Path("desktop/opening/start.py"), Path("layers/page/content.py")}
    late = []
    for source in room_sources:
        if source.path in allowed:
            continue
        inside = {
            node
            for function in ast.walk(source.tree)
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
            for node in ast.walk(function)
        }
        late += [
            f"{source.at(node)} {name}"
            for node, name in imports_of(source)
            if node in inside and name.split(".")[0] in ROOMS
        ]
    assert late == []


def test_that_resources_hold_data_alone(own_files: list[Path]) -> None:
    assert [str(path) for path in own_files if path.parts[0] == "resources" and path.suffix in (".py", ".so")] == []
