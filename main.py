"""GridCommand's command line: finds the named command and runs it; Qt is loaded only by the seats."""

from __future__ import annotations

import sys

COMMANDS = {
    "operator": "desktop.opening.start",
    "wall": "desktop.opening.start",
    "briefing": "desktop.opening.start",
    "demo": "services.commandline.demo",
    "import": "services.commandline.importing",
    "export": "layers.exporting",
    "check": "services.commandline.check",
    "catalogue": "services.commandline.catalogue",
    "officers": "services.commandline.officers",
    "rota": "services.commandline.rota",
    "erase": "services.commandline.erase",
    "evaluate": "services.commandline.evaluate",
    "routing": "services.commandline.routing",
    "drill": "services.commandline.drill",
    "engine": "services.commandline.engine",
    "bench": "services.commandline.bench",
}


def main(arguments: list[str]) -> int:
    """Runs one command; returns its exit code (0 done, 1 a bug, 2 refused or wrong use, 3 some rows were refused)."""
    from importlib import import_module

    from services.commandline import run

    if arguments and arguments[0] in ("-h", "--help", "help"):
        return run.usage(arguments)
    named = bool(arguments) and not arguments[0].startswith("-")
    name, options = (arguments[0], arguments[1:]) if named else ("operator", arguments)
    if name not in COMMANDS:
        return run.unknown(name, options)
    return run.command(name, import_module(COMMANDS[name]), options)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
