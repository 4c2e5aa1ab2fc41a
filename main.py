"""GridCommand's command line: finds the named command and runs it; Qt is loaded only by the seats."""

from __future__ import annotations

import sys

USAGE = """usage: main.py [COMMAND] [OPTIONS]

seats      operator (default), wall, briefing
data       demo, import, export, check
programs   engine, bench

main.py COMMAND --help tells a command's options."""

COMMANDS = {
    "operator": "desktop.start",
    "wall": "desktop.start",
    "briefing": "desktop.start",
    "demo": "services.commandline.demo",
    "import": "services.commandline.importing",
    "export": "layers.exporting",
    "check": "services.commandline.check",
    "engine": "services.commandline.engine",
    "bench": "services.commandline.bench",
}


def main(words: list[str]) -> int:
    """Runs one command; returns its exit code (0 done, 1 a bug, 2 refused or wrong use)."""
    if words and words[0] in ("-h", "--help", "help"):
        print(USAGE)
        return 0
    name = words.pop(0) if words and not words[0].startswith("-") else "operator"
    if name not in COMMANDS:
        print(f"main.py: there is no command {name}\n\n{USAGE}", file=sys.stderr)
        return 2
    from importlib import import_module

    from services.commandline import run

    return run.command(name, import_module(COMMANDS[name]), words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
