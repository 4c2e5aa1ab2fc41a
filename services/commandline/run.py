"""Runs one command of the terminal: its options, its language, its refusals and exit codes."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from typing import Protocol

from services.domain.refusals import Refusal
from services.settings import default_database
from services.words import Words

LANGUAGES = ("zh_CN", "en")


class Command(Protocol):
    """What a command's module has."""

    def arguments(self, parser: argparse.ArgumentParser) -> None: ...

    def run(self, options: argparse.Namespace, words: Words) -> int: ...


def command(name: str, module: Command, arguments: list[str]) -> int:
    """Parses, runs, and says a refusal as a sentence on standard error with exit code 2."""
    parser = argparse.ArgumentParser(prog=f"main.py {name}", description=(module.__doc__ or "").split("\n")[0])
    parser.add_argument(
        "--database", default=default_database(), metavar="URL", help="sqlite:///FILE or postgresql://…"
    )
    parser.add_argument("--lang", default=os.environ.get("GRIDCOMMAND_LANG", "zh_CN"), choices=LANGUAGES)
    parser.set_defaults(command=name)
    module.arguments(parser)
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    words = Words(options.lang)
    try:
        return module.run(options, words)
    except Refusal as refusal:
        print(refusal.say(words), file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(words("Stopped. What was saved before is kept."), file=sys.stderr)
        return 130
    except BrokenPipeError:
        return 0
