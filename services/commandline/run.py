"""Runs one command of the terminal: its options, its language, its refusals and exit codes."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence
from typing import Protocol

from services.commandline.allocating import give_big_blocks_back
from services.commandline.parsing import language_of, parse
from services.domain.refusals import Refusal
from services.words import N_, Words

USAGE = N_("""usage: main.py [COMMAND] [OPTIONS]

seats      operator (default), wall, briefing
data       demo, import, export, check, catalogue
people     officers, rota, erase
work       evaluate, routing, drill
programs   engine, bench

main.py COMMAND --help tells a command's options.""")


class Command(Protocol):
    """What a command's module has."""

    __doc__: str | None

    def arguments(self, parser: argparse.ArgumentParser) -> None: ...

    def run(self, options: argparse.Namespace, words: Words) -> int: ...


def usage(arguments: Sequence[str]) -> int:
    """Tells which commands there are."""
    print(Words(language_of(arguments))(USAGE))
    return 0


def unknown(name: str, arguments: Sequence[str]) -> int:
    """Says that there is no such command, and which there are."""
    words = Words(language_of(arguments))
    print(words("main.py: there is no command {name}", name=name), words(USAGE), sep="\n\n", file=sys.stderr)
    return 2


def command(name: str, module: Command, arguments: list[str]) -> int:
    """Parses, runs, and says a refusal as a sentence on standard error with exit code 2."""
    give_big_blocks_back()
    words = Words(language_of(arguments))
    options = parse(name, module, arguments, words)
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
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
