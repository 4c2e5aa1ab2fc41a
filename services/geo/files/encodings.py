"""How a text file is written: UTF-8, UTF-16 or one of the Chinese encodings that GB 18030 contains."""

from __future__ import annotations

import codecs
from collections.abc import Sequence
from pathlib import Path

from services.domain.refusals import Refusal

CHUNK = 1 << 20
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def encoding_of(path: Path) -> str:
    """The encoding that the whole file can be read in: its mark, else UTF-8, else GB 18030; refuses anything else."""
    with path.open("rb") as file:
        head = file.read(4)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return _checked(path, (name,))
    return _checked(path, ("utf-8", "gb18030"))


def decoded_fields(raws: Sequence[bytes], said: str, file: str) -> tuple[list[str], str]:
    """The texts of a table's fields and the one encoding that explains them all: the one said, UTF-8 or GB 18030.

    A field of fixed width may end in the middle of its last character, which is dropped.
    """
    for name in (said, "utf-8", "gb18030"):
        if not name:
            continue
        try:
            return [codecs.getincrementaldecoder(name)().decode(raw) for raw in raws], name
        except (LookupError, UnicodeDecodeError):
            continue
    raise Refusal("files.wrong_encoding", _WRONG, file=file)


def _checked(path: Path, names: tuple[str, ...]) -> str:
    for name in names:
        if _reads_as(path, name):
            return name
    raise Refusal("files.wrong_encoding", _WRONG, file=path.name)


def _reads_as(path: Path, name: str) -> bool:
    decoder = codecs.getincrementaldecoder(name)()
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                if "\x00" in decoder.decode(chunk):
                    return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


_WRONG = "The text of {file} can't be read: it is neither UTF-8 nor GB 18030 (GBK). Save it as UTF-8 and try again."
