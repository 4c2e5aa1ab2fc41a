"""Takes alerts of others, file by file; what is wrong in one never keeps the next from being read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from services.bundle import Services
from services.connectors.cap.taking import CapTaken, take_cap
from services.connectors.files.report import ReportFile
from services.domain.refusals import Refusal
from services.words import Words


def take_files(services: Services, files: Sequence[Path], channel: str, report: ReportFile, words: Words) -> int:
    """Takes each file and says what became of it; returns how much was refused."""
    refused = 0
    for file in files:
        try:
            taken = take_cap(services.database, services.atlas, _read(file), words.lang, channel)
        except Refusal as refusal:
            print(words("{file}: refused. {why}", file=file.name, why=refusal.say(words)))
            report.line("1", file.name, words("refused"), refusal.say(words))
            refused += 1
            continue
        refused += taken.refused
        _tell(file, taken, report, words)
    return refused


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise Refusal(
            "cap.unreadable", "The file can't be read: {why}.", why=error.strerror or type(error).__name__
        ) from error


def _tell(file: Path, taken: CapTaken, report: ReportFile, words: Words) -> None:
    number = words.formats.integer
    print(
        words(
            "{file}: {alerts} alerts, {signals} signals, {known} known already, {refused} refused.",
            file=file.name, alerts=number(taken.alerts), signals=number(taken.signals), known=number(taken.known),
            refused=number(taken.refused),
        )
    )  # fmt: skip
    for flaw in taken.flaws:
        what = words("refused") if flaw.refused else words("note")
        why = flaw.why.say(words)
        print("  " + words("line {line}, <{element}>: {why}", line=flaw.line, element=flaw.element, why=why))
        report.line(str(flaw.line), f"{file.name} <{flaw.element}>", what, why)
