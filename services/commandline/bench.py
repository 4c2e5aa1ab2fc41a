"""Runs a benchmark by name and prints its figures; --json prints one object, last on standard output."""

from __future__ import annotations

import argparse
import json
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

from services.domain.refusals import Refusal
from services.words import Words

FOLDER = Path(__file__).resolve().parents[2] / "tests" / "bench"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The benchmark's name, and how to print."""
    parser.add_argument("name", metavar="NAME", help=", ".join(names()))
    parser.add_argument("--json", action="store_true", help="print one JSON object, last on standard output")
    parser.add_argument("--quick", action="store_true", help="a short run that shows that it works, not how fast")
    parser.add_argument("--seconds", type=float, default=None, help="how long each part runs, where that can be chosen")


def names() -> list[str]:
    """The benchmarks there are."""
    return sorted(path.stem for path in FOLDER.glob("*.py") if "_" not in path.stem)


def run(options: argparse.Namespace, words: Words) -> int:
    """Loads the benchmark by its path, since a stray `tests` package in site-packages would win."""
    if options.name not in names():
        raise Refusal(
            "bench.unknown",
            "There is no benchmark {name}. There are: {names}.",
            name=options.name,
            names=", ".join(names()),
        )
    sys.path.append(str(FOLDER))  # last: a benchmark may be called like a module of the standard library
    found = load(FOLDER / f"{options.name}.py").run(options)
    print(json.dumps(found) if options.json else json.dumps(found, indent=2, ensure_ascii=False))
    return 0


def load(path: Path) -> ModuleType:
    """A benchmark's module."""
    spec = spec_from_file_location(f"bench_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise Refusal("bench.unknown", "There is no benchmark {name}. There are: {names}.", name=path.stem, names="")
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module
