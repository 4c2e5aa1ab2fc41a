"""Exercises by a script that run through the live screens with a watermark and enter no statistics."""

from __future__ import annotations

import argparse
from datetime import tzinfo

from services.access.rights import Right
from services.commandline.identity import identified
from services.domain.refusals import Refusal
from services.risk.drills.keeping import Drills
from services.settings import Settings
from services.store.engine import Database
from services.words import Words

STEPS = ("start", "stop", "list", "scripts")


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, and with which script."""
    parser.add_argument("what", choices=STEPS, help="begin a drill, end it, list drills or the scripts")
    parser.add_argument("name", nargs="?", default="", metavar="SCRIPT", help="start: the code of the script")
    parser.add_argument("--minutes", type=int, default=None, help="start: how long, else as the script says")
    parser.add_argument("--officer", default="", metavar="LOGIN", help="who begins or ends it")


def run(options: argparse.Namespace, words: Words) -> int:
    """Exit code 2 where it can't be begun."""
    database = Database(Settings(options.database, options.lang).database)
    try:
        database.migrate()
        drills = Drills(database)
        match options.what:
            case "start":
                _start(options, database, drills, words)
            case "stop":
                ended = drills.stop(identified(database, options.officer, Right.DRILL, words))
                print(words("Drills ended: {n}", n=ended) if ended else words("No drill runs."))
            case "list":
                with database.reading() as reader:
                    _list(drills, words, reader.city().zone)
            case _:
                for script in drills.scripts():
                    size = words(
                        "{minutes} min, {rate} signals a minute", minutes=script.minutes, rate=script.per_minute
                    )
                    print(f"{script.code}  {script.name(words.lang)}  {size}")
                    print(f"    {script.purpose(words.lang)}")
        return 0
    finally:
        database.close()


def _start(options: argparse.Namespace, database: Database, drills: Drills, words: Words) -> None:
    if not options.name:
        known = ", ".join(script.code for script in drills.scripts())
        raise Refusal("drill.no_name", "Say which drill: {known}.", known=known)
    officer = identified(database, options.officer, Right.DRILL, words)
    live = drills.start(options.name, officer, options.minutes)
    print(words("The drill “{name}” runs. An engine, or a seat on an embedded database, sends its signals.",
                name=live.name(words.lang)))  # fmt: skip


def _list(drills: Drills, words: Words, zone: tzinfo) -> None:
    for line in drills.lines():
        begun = f"{line.live.begun_at.astimezone(zone):%Y-%m-%d %H:%M}"
        state = words("runs") if line.ended_at is None else f"– {line.ended_at.astimezone(zone):%H:%M}"
        counts = words("{signals} signals, {warnings} warnings", signals=words.formats.integer(line.signals),
                       warnings=words.formats.integer(line.warnings))  # fmt: skip
        print(f"{begun} {state}  {line.live.name(words.lang)}  {line.begun_by}  {counts}")
