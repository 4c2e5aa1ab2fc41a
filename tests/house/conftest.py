"""The project's own files, read once for all the rules of the house."""

from __future__ import annotations

import ast
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("desktop", "widgets", "layers", "services")


@dataclass(frozen=True)
class Source:
    """One Python file: where it lies (from the root), its text, its tree."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def room(self) -> str:
        return self.path.parts[0]

    def at(self, node: ast.AST) -> str:
        return f"{self.path}:{getattr(node, 'lineno', 1)}"


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def own_files() -> list[Path]:
    """Every file that is or would be tracked, from the root; without git, everything that is no cache."""
    try:
        command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        said = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode()
        listed = [Path(name) for name in said.split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        listed = [path.relative_to(ROOT) for path in ROOT.rglob("*")]
    hidden = {".venv", ".git", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", "out"}
    return sorted(path for path in listed if not hidden & set(path.parts) and (ROOT / path).is_file())


@pytest.fixture(scope="session")
def sources(own_files: list[Path]) -> list[Source]:
    """Every Python file of ours, tests too."""
    found = []
    for path in own_files:
        if path.suffix == ".py":
            text = (ROOT / path).read_text(encoding="utf-8")
            found.append(Source(path, text, ast.parse(text, str(path))))
    return found


@pytest.fixture(scope="session")
def room_sources(sources: list[Source]) -> list[Source]:
    """The program without its tests."""
    return [source for source in sources if source.room in ROOMS or source.path == Path("main.py")]
