"""Makes a demo city in an empty database: borders, people and two years of incidents, all invented and marked so."""

from __future__ import annotations

import argparse
import sys
import time

from services.bundle import open_services
from services.demo import past_warnings
from services.demo.make import make_city
from services.demo.progress import Progress
from services.demo.records.filling import fill, is_demo
from services.settings import Settings
from services.words import N_, Words

PAST = N_("Looking back for warnings of the past year")


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the making can be told."""
    parser.add_argument("--seed", type=int, default=1, help="another seed is another city of the same figures")
    parser.add_argument("--incidents", type=int, default=None, metavar="N", help="how many (default: the profile's)")
    parser.add_argument(
        "--full",
        action="store_true",
        help="all base records too, a minute more; on a demo city that is there it adds what is missing",
    )
    parser.add_argument(
        "--past",
        action="store_true",
        help="only the warnings of the past year, in a demo city that is there; the engine does so by itself",
    )
    parser.add_argument("--profile", default="yongcheng", metavar="NAME", help="a folder of resources/demo")


def run(options: argparse.Namespace, words: Words) -> int:
    """Makes the city and says how long it took."""
    if options.past:
        return _past(options, words)
    begin = time.monotonic()
    services = open_services(Settings(options.database, options.lang))
    records = None
    try:
        if not (options.full and is_demo(services.database)):
            make_city(
                services.database,
                seed=options.seed,
                incidents=options.incidents,
                progress=Printed(words),
                profile=options.profile,
            )
        if options.full:
            records = fill(services.database, Printed(words))
        with services.database.reading() as reader:
            city, count = reader.city(), reader.count("incidents")
    finally:
        services.close()
    print(
        words(
            "{city} (demo data) is in {database}: {count} incidents, made in {seconds} seconds.",
            city=city.name(words.lang),
            database=services.database.name,
            count=words.formats.integer(count),
            seconds=words.formats.decimal(time.monotonic() - begin),
        )
    )
    if records is not None:
        number = words.formats.integer(records)
        print(
            words("{count} base records (demo data) are in it; where each belongs stands in the ledger.", count=number)
        )
    return 0


def _past(options: argparse.Namespace, words: Words) -> int:
    """Fills in the warnings of the past year behind the making; what is there already stays."""
    services = open_services(Settings(options.database, options.lang))
    tell = Printed(words)
    try:
        count = past_warnings.fill(services.database, lambda done, of: tell(Progress(PAST, done / of)))
    finally:
        services.close()
    print(words("{count} warnings of the past year (demo data) are in it.", count=words.formats.integer(count)))
    return 0


class Printed:
    """Prints each step once as it begins, on standard error; in a terminal with its share, in place."""

    def __init__(self, words: Words) -> None:
        self._words, self._step = words, ""
        self._in_place = sys.stderr.isatty()

    def __call__(self, progress: Progress) -> None:
        """One moment of the making."""
        name = self._words(progress.step)
        if self._in_place:
            begin = "\n" if self._step and progress.step != self._step else "\r"
            print(f"{begin}{progress.share:4.0%}  {name}", end="", file=sys.stderr, flush=True)
            if progress.share >= 1:
                print(file=sys.stderr)
        elif progress.step != self._step:
            print(f"{progress.share:4.0%}  {name}", file=sys.stderr, flush=True)
        self._step = progress.step
