"""The report of an import: a table of the rows that were refused, repaired or remarked on, each with its reason."""

from __future__ import annotations

import csv
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, TextIO

from services.domain.refusals import Refusal
from services.geo.notes import RefusedRow
from services.words import N_, Words

if TYPE_CHECKING:  # it brings pandas, and the writers of a seat need none of it
    from services.cases.importing.areas import AreasIn

# what the geometry library says of a ring that it finds wrong
REASONS = (
    N_("Self-intersection"),
    N_("Ring Self-intersection"),
    N_("Hole lies outside shell"),
    N_("Nested holes"),
    N_("Nested shells"),
    N_("Interior is disconnected"),
    N_("Duplicate Rings"),
    N_("Too few points in geometry component"),
    N_("Ring is not closed"),
)
ARMED = ("=", "+", "-", "@", "\t", "\r")


class ReportFile:
    """Writes the lines of a report as they come; the file is made with the first of them. Use it in a `with`."""

    def __init__(self, path: Path, words: Words) -> None:
        self.path = path
        self.lines = 0
        self._words = words
        self._file: TextIO | None = None
        self._writer: Any = None

    def __enter__(self) -> ReportFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is None:
            return
        try:
            self._file.close()  # what is still to be written may find the disk full
        except OSError as full:
            if error is None:
                raise _unwritable(self.path, full) from None

    def refused(self, row: RefusedRow) -> None:
        """A row that is not in."""
        self.line(str(row.row), row.name, self._words("refused"), row.reason.say(self._words))

    def areas(self, found: AreasIn) -> None:
        """Everything there is to say of a file of areas."""
        words, number = self._words, self._words.formats.integer
        for row in found.refused:
            self.refused(row)
        for repair in found.file.repairs:
            place = words.formats.coordinate(repair.lon, repair.lat)
            self.line(str(repair.row), repair.name, words("repaired"), f"{words(repair.reason)} {place}")
        names = [boundary.name for boundary in found.file.boundaries]
        for overlap in found.coverage.overlaps:
            pair = f"{names[overlap.first]} / {names[overlap.second]}"
            self.line("", pair, words("overlap"), words("{area} m² belong to both.", area=number(overlap.m2)))
        for gap in found.coverage.gaps:
            around = " / ".join(names[at] for at in gap.around)
            place = words.formats.coordinate(gap.lon, gap.lat)
            self.line(
                "", around, words("gap"), words("{area} m² belong to none ({place}).", area=number(gap.m2), place=place)
            )
        for note in found.notes:
            self.line(str(note.values.get("row", "")), str(note.values.get("name", "")), words("note"), note.say(words))

    def line(self, row: str, name: str, what: str, why: str) -> None:
        """One line; a cell that a spreadsheet would compute is kept from it by an apostrophe."""
        if self._writer is None:
            self._open()
        self._write([disarmed(cell) for cell in (row, name, what, why)])
        self.lines += 1

    def _open(self) -> None:
        words = self._words
        try:
            # the mark tells Excel that this is UTF-8
            self._file = self.path.open("w", encoding="utf-8-sig", newline="")
        except OSError as error:
            raise _unwritable(self.path, error) from None
        self._writer = csv.writer(self._file)
        self._write([words("Row"), words("Name"), words("What"), words("Why")])

    def _write(self, cells: list[str]) -> None:
        try:
            self._writer.writerow(cells)
        except OSError as error:
            raise _unwritable(self.path, error) from None


def disarmed(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(ARMED) else cell


def _unwritable(path: Path, error: OSError) -> Refusal:
    return Refusal(
        "files.unwritable",
        "{file} can't be written: {why}.",
        file=str(path),
        why=error.strerror or type(error).__name__,
    )
