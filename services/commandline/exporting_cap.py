"""Writes warnings as CAP 1.2: a folder with a file for each message, one feed, or one message alone."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

from services.connectors.cap.collecting import collect
from services.connectors.cap.writing import CapMessage, feed
from services.connectors.files.writers import whole_file
from services.domain.refusals import Refusal
from services.store.engine import Database
from services.words import Words


def write_warnings(database: Database, target: Path, since: date | None, number: str, words: Words) -> int:
    """Writes the messages of all warnings from a day on, or of one; returns how many.

    FILE.cap or FILE.xml holds the newest message of the one warning that `number` names, since a CAP file is one alert;
    FILE.atom all of them as a feed; anything else is a folder with a file for each message.
    """
    with database.reading() as reader:
        city = reader.city()
    begin = None if since is None else datetime.combine(since, time(), city.zone)
    found = collect(database, begin, number)
    if number and not found:
        raise Refusal("cap.no_warning", "There is no warning of the number {number}.", number=number)
    suffix = target.suffix.lower()
    if suffix in (".cap", ".xml"):
        if not number:
            raise Refusal(
                "cap.one_alert", "A CAP file holds one alert: name the warning with --number, or write to a folder."
            )
        found = found[-1:]
        _write(target, found[0].xml)
    elif suffix == ".atom":
        title = words("Warnings of {city}", city=city.name(words.lang) or city.code)
        _write(target, feed(found, title, f"gridcommand:{city.code or 'city'}", database.clock(), city.zone))
    else:
        _folder(target, found)
    count = words.formats.integer(len(found))
    print(words("{count} CAP messages are in {file}.", count=count, file=target))
    return len(found)


def _folder(target: Path, found: tuple[CapMessage, ...]) -> None:
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refusal("files.unwritable", "{file} can't be written: {why}.", file=target, why=error.strerror) from error
    for message in found:
        _write(target / f"{message.identifier}.cap", message.xml)


def _write(file: Path, data: bytes) -> None:
    with whole_file(file) as part:
        part.write_bytes(data)
