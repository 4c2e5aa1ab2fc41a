"""The options of a command in the reader's language, the parser's own words included."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

from services.settings import default_database
from services.words import N_, Words

LANGUAGES = ("zh_CN", "en")
TYPES = {
    "int": N_("whole number"),
    "float": N_("number"),
    "fromisoformat": N_("day like 2026-11-23"),
    "Path": N_("path of a file"),
}
# what the standard library's parser says by itself, with its own placeholders
OWN_WORDS = (
    N_("usage: "),
    N_("positional arguments"),
    N_("options"),
    N_("show this help message and exit"),
    N_("%(prog)s: error: %(message)s\n"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("the following arguments are required: %s"),
    N_("unrecognized arguments: %s"),
    N_("one of the arguments %s is required"),
    N_("not allowed with argument %s"),
    N_("ambiguous option: %(option)s could match %(matches)s"),
    N_("ignored explicit argument %r"),
    N_("expected one argument"),
    N_("expected at most one argument"),
    N_("expected at least one argument"),
    N_("expected %s argument"),
    N_("expected %s arguments"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("invalid choice: %(value)r, maybe you meant %(closest)r? (choose from %(choices)s)"),
    N_("invalid %(type)s value: %(value)r"),
)


class Options(Protocol):
    """What describes a command's options."""

    __doc__: str | None

    def arguments(self, parser: argparse.ArgumentParser) -> None: ...


def language_of(arguments: Sequence[str]) -> str:
    """The language asked for by `--lang`, else by GRIDCOMMAND_LANG, else Chinese; known before anything is parsed."""
    asked = [os.environ.get("GRIDCOMMAND_LANG", "")]
    for at, word in enumerate(arguments):
        name, sign, value = word.partition("=")
        if name == "--lang":
            asked.append(value if sign else next(iter(arguments[at + 1 : at + 2]), ""))
    return next((lang for lang in reversed(asked) if lang in LANGUAGES), LANGUAGES[0])


def parse(name: str, module: Options, arguments: Sequence[str], words: Words) -> argparse.Namespace:
    """A command's options; help and mistakes are told in the reader's language and end with `SystemExit`."""
    with _speaking(words):
        parser = argparse.ArgumentParser(
            prog=f"main.py {name}",
            description=words((module.__doc__ or "").split("\n")[0]),
            epilog=words("Exit codes: 0 done, 1 a bug, 2 refused or wrong use, 3 done, but some rows were refused."),
        )
        parser.add_argument(
            "--database",
            default=default_database(),
            metavar="URL",
            help="sqlite:///FILE or postgresql://USER@HOST/NAME",
        )
        parser.add_argument("--lang", default=words.lang, choices=LANGUAGES, help="language of everything that is said")
        parser.set_defaults(command=name)
        module.arguments(parser)
        _translate(parser, words)
        return parser.parse_args(arguments)


def _translate(parser: argparse.ArgumentParser, words: Words) -> None:
    """Command modules write English; here it becomes the reader's."""
    for group in parser._action_groups:
        group.title = words(group.title) if group.title else group.title
    for action in parser._actions:
        if action.help and action.help is not argparse.SUPPRESS:
            action.help = words(action.help)
        if action.type is not None:
            action.type = _named(action.type, words)


def _named(kind: Any, words: Words) -> Callable[[str], Any]:
    """A type under the name that a person would give it."""

    def convert(text: str) -> Any:
        return kind(text)

    name = getattr(kind, "__name__", "")
    convert.__name__ = words(TYPES.get(name, name))
    return convert


@contextmanager
def _speaking(words: Words) -> Iterator[None]:
    """Lends the catalogue to argparse, which asks a module-wide gettext for its words, and takes it back."""
    before: dict[str, Any] = {name: getattr(argparse, name) for name in ("_", "ngettext")}
    lent: dict[str, Any] = {"_": words, "ngettext": lambda one, many, n: words(one if n == 1 else many)}
    try:
        for name, function in lent.items():
            setattr(argparse, name, function)
        yield
    finally:
        for name, function in before.items():
            setattr(argparse, name, function)
