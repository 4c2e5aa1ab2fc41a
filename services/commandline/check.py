"""Is this database whole: figures against the city profile, totals reconcile, the journal intact; ends with 0 or 1."""

from __future__ import annotations

import argparse
import unicodedata

from services.bundle import open_services
from services.insight.check import check, is_whole
from services.insight.check_lines import Chapter, Line
from services.settings import Settings
from services.words import Words

WIDTH = 52


def arguments(parser: argparse.ArgumentParser) -> None:
    """A seal of the journal that was written down, besides the database."""
    parser.add_argument("--seal", default="", metavar="N:DIGITS", help="is this seal, written down earlier, still here")


def run(options: argparse.Namespace, words: Words) -> int:
    """Prints every line, what was expected and what was found, and says how it ends."""
    services = open_services(Settings(options.database, options.lang))
    try:
        with services.database.reading() as reader:
            city = reader.city()
            chapters = check(reader, services.database.clock(), options.seal)
    finally:
        services.close()
    name = city.name(words.lang)
    print(f"{name} · {services.database.name}" + (f" · {words('Demo data')}" if city.demo else ""))
    for chapter in chapters:
        _print(chapter, words)
    wrong = sum(not line.is_right for chapter in chapters for line in chapter.lines)
    print()
    print(
        words("Everything agrees.")
        if not wrong
        else words.plural("{n} line does not agree.", "{n} lines do not agree.", wrong)
    )
    return 0 if is_whole(chapters) else 1


def _print(chapter: Chapter, words: Words) -> None:
    print(f"\n{words(chapter.title)}")
    for line in chapter.lines:
        which = f"  · {line.which}" if line.which else ""
        print(f"  {_padded(words(line.what, ctx=line.ctx), WIDTH)} {_told(line, words)}{which}")
        for one in line.each:
            print(f"    · {one.say(words)}")


def _told(line: Line, words: Words) -> str:
    number = words.formats.integer
    if line.of is not None:
        rate = line.found / line.of if line.of else 0.0
        return f"{number(line.found)} / {number(line.of)} = {rate:.2%}" if line.of else words("nothing yet")
    if line.expected is None:
        return number(line.found)
    verdict = words("✓ agrees") if line.is_right else words("× differs")
    sum_ = " + ".join(number(part) for part in line.parts)
    found = f"{number(line.found)} ({sum_})" if sum_ else number(line.found)
    return f"{verdict}  " + words("expected {expected}, found {found}", expected=number(line.expected), found=found)


def _padded(text: str, width: int) -> str:
    """Text with blanks up to a width in columns of a terminal, where a Chinese character takes two."""
    taken = sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
    return text + " " * max(0, width - taken)
