"""A wall that nobody looks after: guarded, and started with the machine. No Qt here: a guard must be small."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from services.walls import autostart
from services.walls.guarding import Guard, guarded
from services.words import Words

ASKED = ("--install-autostart", "--remove-autostart")


def is_asked(options: argparse.Namespace) -> bool:
    """Whether the command is about guarding or starting a wall, not a wall itself."""
    return bool(options.guard or options.install_autostart or options.remove_autostart)


def run(options: argparse.Namespace, words: Words, argv: Sequence[str], say: Callable[[str], None]) -> int:
    """Guards, or writes or removes the entry that starts the guard with the machine; says what it did."""
    program, told = [sys.executable, str(Path(argv[0]).resolve())], list(argv[1:])
    if options.install_autostart or options.remove_autostart:
        return _autostart(options, words, [*program, *_guarding(told)], Path(argv[0]).resolve().parent, say)
    guard = Guard([*program, *guarded(told)])
    for kind in (signal.SIGINT, signal.SIGTERM):
        signal.signal(kind, lambda *_: guard.ask_to_stop())
    return guard.run()


def _guarding(told: Sequence[str]) -> list[str]:
    kept = [word for word in told if word not in ASKED]
    return kept if "--guard" in kept else [*kept, "--guard"]


def _autostart(
    options: argparse.Namespace, words: Words, command: Sequence[str], folder: Path, say: Callable[[str], None]
) -> int:
    made = autostart.entry(command, folder, options.wall or "")
    if options.remove_autostart:
        there = autostart.remove(made)
        said = words("{path} is removed.", path=made.path) if there else words("There is no {path}.", path=made.path)
        say(said)
        return 0
    autostart.install(made)
    say(words("{path} is written; it starts this when somebody logs in:", path=made.path))
    say(autostart.spoken(command))
    say(words("To take it back: the same command with --remove-autostart."))
    return 0
