"""Starts a seat: the operator desktop, the wall, or the briefing; makes the demo city at the very first start."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from pathlib import Path

from desktop.opening import display, heap, unattended
from services.bundle import open_services
from services.risk.first_look import look_once
from services.settings import Settings
from services.words import Words

SEATS = ("operator", "wall", "briefing")
NOBODY_CAME = 130


def arguments(parser: argparse.ArgumentParser) -> None:
    """What a seat can be told."""
    parser.add_argument("--screenshot", type=Path, metavar="FILE.png", help="save a picture of the seat and end")
    parser.add_argument("--size", default="1920x1080", metavar="WxH", help="of the screenshot, in physical pixels")
    parser.add_argument("--scale", type=float, default=None, help="of the interface, 0.8 to 2 (2 at 2160 lines)")
    parser.add_argument("--after", type=float, default=0.0, metavar="SECONDS", help="wait before the screenshot")
    parser.add_argument("--report", type=Path, metavar="FILE.json", help="with --screenshot: times and memory")
    parser.add_argument("--theme", choices=("dark", "light"), default=None)
    parser.add_argument(
        "--officer", default=None, metavar="LOGIN", help="whose seat it is; a real city asks for the password"
    )
    parser.add_argument("--at", metavar="CODE", help="open at the area of this code")
    parser.add_argument("--rate", type=float, default=6.0, help="simulated incidents an hour of simulated time")
    parser.add_argument("--speed", type=float, default=20.0, help="simulated seconds a second")
    parser.add_argument("--seed", type=int, default=1, help="of the simulated day")
    parser.add_argument("--no-simulator", action="store_true", help="let no simulated day go on in a demo city")
    parser.add_argument("--metres", type=float, default=None, help="wall: from the viewer to the picture")
    parser.add_argument("--width", type=float, default=None, help="wall: width of the picture in metres")
    parser.add_argument("--seams", default=None, metavar="PX,PX", help="wall: where its screens meet, or none")
    parser.add_argument("--wall", default=None, metavar="NAME", help="wall: which of several walls it is")
    parser.add_argument("--scene", default=None, metavar="CODE", help="wall: the scene to begin with")
    parser.add_argument("--guard", action="store_true", help="wall: start it again after a crash, or when it hangs")
    parser.add_argument("--heart", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--install-autostart", action="store_true", help="wall: start it, guarded, with this machine")
    parser.add_argument("--remove-autostart", action="store_true", help="wall: start it with this machine no more")
    parser.add_argument("--page", type=int, default=1, help="briefing: the page to open at")


def run(options: argparse.Namespace, words: Words) -> int:
    """Opens the seat's window, or saves its picture; without a display it says so and saves three pictures."""
    if options.command == "wall" and unattended.is_asked(options):
        return unattended.run(options, words, sys.argv, print)
    if options.screenshot is not None:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    heap.keep_in_few_pieces()
    display.refuse_bare_machine()
    why = display.trouble()
    if why is None:
        return _run(options, words)
    print(words(why[0], packages=why[1]), file=sys.stderr)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    folder = Path.cwd() / "out"
    print(words("Pictures of the three seats are saved in {folder} instead.", folder=folder), file=sys.stderr)
    for kind in SEATS:
        options.command, options.screenshot = kind, folder / f"{kind}.png"
        code = _run(options, words)
        if code:
            return code
        print(options.screenshot)
    return 0


def _run(options: argparse.Namespace, words: Words) -> int:
    from desktop.access.entrance import Entrance
    from desktop.application import Application
    from desktop.opening.first_run import ensure_city
    from desktop.opening.qt_log import qt_in_the_log

    with qt_in_the_log(), Application(options, words) as application:
        services = open_services(Settings(options.database, options.lang))
        try:
            if not ensure_city(application, services):
                return NOBODY_CAME
            if options.screenshot is not None:
                look_once(services.database)
            module, entrance = (
                importlib.import_module(f"desktop.seats.{options.command}"),
                Entrance(application, services),
            )
            while (officer := entrance.ask()) is not None:
                code = application.show_seat(module, services, officer)
                entrance.leave(officer)
                if not officer.again:
                    return code
            return NOBODY_CAME
        finally:
            services.close()
