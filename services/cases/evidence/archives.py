"""Office documents are archives: looked at without unpacking, so that a bomb never goes off."""

from __future__ import annotations

import zipfile
from io import BytesIO

from services.domain.refusals import Refusal

MOST_ENTRIES = 2_000
MOST_UNPACKED = 200 * 1024 * 1024
MOST_RATIO = 100
SMALL = 1024 * 1024  # what unpacks to less does no harm however well it is packed
PACKED = (".zip", ".jar", ".7z", ".rar", ".gz", ".bz2", ".xz", ".tar", ".docx", ".xlsx", ".pptx", ".docm", ".xlsm")
PROGRAMS = (".bin", ".exe", ".dll", ".js", ".vbs", ".bat", ".cmd", ".ps1", ".scr")
LOCKED = 0x1


def office_kind(data: bytes) -> str:
    """"word" or "xl" of a document or a spreadsheet.

    Raises `Refusal` for any other archive, and for one that would unpack to far more than it is, that is locked, that
    holds another archive, or a program (macros).
    """  # fmt: skip
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise Refusal("evidence.damaged", "This file is damaged: it can't be read to its end.") from error
    _refuse_bomb(entries, len(data))
    names = {entry.filename.replace("\\", "/") for entry in entries}
    found = next((kind for kind, main in _MAIN.items() if main in names and "[Content_Types].xml" in names), None)
    if found is None:
        raise Refusal("evidence.archive", "Archives are not kept. Attach the files in it one by one.")
    lower = [name.lower() for name in names]
    if any(name.endswith(PACKED) for name in lower):
        raise Refusal(
            "evidence.nested", "There is another archive or document inside of this one. Attach it by itself."
        )
    # a printer's settings are a .bin that every spreadsheet may have
    if any(name.endswith(PROGRAMS) and "printersettings" not in name for name in lower):
        raise Refusal("evidence.program", "There is a program (macro) inside of this document. Save it without macros.")
    return found


_MAIN = {"word": "word/document.xml", "xl": "xl/workbook.xml"}


def _refuse_bomb(entries: list[zipfile.ZipInfo], size: int) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    if (
        len(entries) > MOST_ENTRIES
        or unpacked > MOST_UNPACKED
        or unpacked > max(SMALL, MOST_RATIO * size)
        or any(entry.file_size > max(SMALL, MOST_RATIO * entry.compress_size) for entry in entries)
    ):
        raise Refusal(
            "evidence.bomb",
            "This file would unpack to far more than it is ({parts} parts, {size} MB). It is not kept.",
            parts=len(entries),
            size=round(unpacked / 1024 / 1024),
        )
    if any(entry.flag_bits & LOCKED for entry in entries):
        raise Refusal("evidence.locked", "This file is locked by a password. Save it without one.")
