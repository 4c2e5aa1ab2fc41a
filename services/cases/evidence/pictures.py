"""Photos by their bytes: how large they are, where they were taken, and a copy that does not tell it."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator

from services.cases.evidence.exif import only_turned, place_of, turned_of
from services.domain.refusals import Refusal

MOST_PIXELS = 120_000_000
MOST_SIDE = 30_000
BROKEN = (struct.error, ValueError, IndexError, KeyError, ZeroDivisionError, OverflowError, StopIteration)
Size = tuple[int, int]

# without pictures' own words, times, places and makers; colours and transparency stay
_PNG_KEPT = frozenset(
    (
        b"IHDR",
        b"PLTE",
        b"IDAT",
        b"IEND",
        b"tRNS",
        b"gAMA",
        b"cHRM",
        b"sRGB",
        b"iCCP",
        b"sBIT",
        b"pHYs",
        b"bKGD",
        b"cICP",
    )
)
_SIZED = frozenset({0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})
_EXIF = b"Exif\x00\x00"


def size_of(data: bytes, media: str) -> Size | None:
    """Width and height in pixels, from the head alone; None where the kind does not tell (HEIC)."""
    read = _SIZES.get(media)
    if read is None:
        return None
    try:
        return read(data)
    except BROKEN:
        raise Refusal("evidence.damaged", "This file is damaged: it can't be read to its end.") from None


def refuse_huge(data: bytes, media: str) -> None:
    """Refuses a picture of more than 120 million pixels: small on disk, it would fill the memory when opened."""
    size = size_of(data, media)
    if size is None:
        return
    wide, high = size
    if not wide or not high:
        raise Refusal("evidence.damaged", "This file is damaged: it can't be read to its end.")
    if wide * high > MOST_PIXELS or max(size) > MOST_SIDE:
        raise Refusal(
            "evidence.pixels",
            "This picture has {wide} × {high} pixels; at most {most} million are opened. Save it smaller.",
            wide=wide,
            high=high,
            most=MOST_PIXELS // 1_000_000,
        )


def position_of(data: bytes, media: str) -> tuple[float, float] | None:
    """Longitude and latitude (WGS 84) that the camera wrote into it; None where there are none, or nonsense."""
    try:
        exif = _exif(data, media)
        return place_of(exif) if exif else None
    except BROKEN:
        return None


def stripped(data: bytes, media: str) -> bytes:
    """The same picture, pixel for pixel, without place, time, maker and words; raises `Refusal` where it can't be."""
    strip = _STRIPS.get(media)
    if strip is None:
        raise Refusal(
            "evidence.cannot_strip",
            "The place can't be taken out of a file of this kind (HEIC). Open it, save it as JPEG, and share that.",
        )
    try:
        return strip(data)
    except BROKEN:
        raise Refusal("evidence.damaged", "This file is damaged: it can't be read to its end.") from None


# ---- JPEG --------------------------------------------------------------------------------------------------------


def _segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Marker, begin and end of each segment, a scan with its pixels, up to the end of the picture."""
    at = 2
    while at < len(data):
        if data[at] != 0xFF:
            raise ValueError(at)
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker == 0xD9:
            yield marker, at, at + 2
            return
        end = at + 2 + struct.unpack_from(">H", data, at + 2)[0]
        if marker == 0xDA:
            end = _scan_end(data, end)
        yield marker, at, end
        at = end


def _scan_end(data: bytes, at: int) -> int:
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            return len(data)
        if data[at + 1] == 0x00 or 0xD0 <= data[at + 1] <= 0xD7:
            at += 2
        elif data[at + 1] == 0xFF:
            at += 1
        else:
            return at


def _jpeg_size(data: bytes) -> Size:
    for marker, begin, _ in _segments(data):
        if marker in _SIZED:
            high, wide = struct.unpack_from(">HH", data, begin + 5)
            return wide, high
        if marker == 0xDA:
            break
    raise ValueError("no frame")


def _jpeg_exif(data: bytes) -> bytes:
    for marker, begin, end in _segments(data):
        if marker == 0xE1 and data[begin + 4 : begin + 10] == _EXIF:
            return data[begin + 10 : end]
        if marker == 0xDA:
            break
    return b""


def _jpeg_stripped(data: bytes) -> bytes:
    turned = turned_of(_jpeg_exif(data))
    parts = [data[:2]]
    if turned > 1:
        held = _EXIF + only_turned(turned)
        parts.append(b"\xff\xe1" + struct.pack(">H", len(held) + 2) + held)
    for marker, begin, end in _segments(data):
        profile = marker == 0xE2 and data[begin + 4 : begin + 15] == b"ICC_PROFILE"
        if not (0xE1 <= marker <= 0xED or marker in (0xEF, 0xFE)) or profile:
            parts.append(data[begin:end])
    return b"".join(parts)


# ---- PNG, WebP ---------------------------------------------------------------------------------------------------


def _png_chunks(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    at = 8
    while at < len(data):
        (length,) = struct.unpack_from(">I", data, at)
        kind, end = data[at + 4 : at + 8], at + 12 + length
        if end > len(data):
            raise ValueError(at)
        yield kind, at, end
        if kind == b"IEND":
            return
        at = end


def _png_size(data: bytes) -> Size:
    if data[12:16] != b"IHDR":
        raise ValueError("no head")
    wide, high = struct.unpack_from(">II", data, 16)
    return wide, high


def _png_exif(data: bytes) -> bytes:
    return next((data[begin + 8 : end - 4] for kind, begin, end in _png_chunks(data) if kind == b"eXIf"), b"")


def _png_stripped(data: bytes) -> bytes:
    return data[:8] + b"".join(data[begin:end] for kind, begin, end in _png_chunks(data) if kind in _PNG_KEPT)


def _webp_chunks(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    at = 12
    while at + 8 <= len(data):
        (length,) = struct.unpack_from("<I", data, at + 4)
        end = at + 8 + length + length % 2
        if at + 8 + length > len(data):
            raise ValueError(at)
        yield data[at : at + 4], at, end
        at = end


def _webp_size(data: bytes) -> Size:
    kind, begin, _ = next(_webp_chunks(data))
    body = begin + 8
    if kind == b"VP8X":
        wide, high = data[body + 4 : body + 7], data[body + 7 : body + 10]
        return int.from_bytes(wide, "little") + 1, int.from_bytes(high, "little") + 1
    if kind == b"VP8L":
        (bits,) = struct.unpack_from("<I", data, body + 1)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    wide16, high16 = struct.unpack_from("<HH", data, body + 6)
    return wide16 & 0x3FFF, high16 & 0x3FFF


def _webp_exif(data: bytes) -> bytes:
    found = next((data[begin + 8 : end] for kind, begin, end in _webp_chunks(data) if kind == b"EXIF"), b"")
    return found.removeprefix(_EXIF)


def _webp_stripped(data: bytes) -> bytes:
    parts = []
    for kind, begin, end in _webp_chunks(data):
        if kind == b"VP8X":
            parts.append(data[begin : begin + 8] + bytes([data[begin + 8] & ~0x0C]) + data[begin + 9 : end])
        elif kind not in (b"EXIF", b"XMP "):
            parts.append(data[begin:end])
    body = b"WEBP" + b"".join(parts)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _exif(data: bytes, media: str) -> bytes:
    read = {"image/jpeg": _jpeg_exif, "image/png": _png_exif, "image/webp": _webp_exif}.get(media)
    return read(data) if read else b""


_SIZES: dict[str, Callable[[bytes], Size]] = {
    "image/jpeg": _jpeg_size,
    "image/png": _png_size,
    "image/webp": _webp_size,
}
_STRIPS: dict[str, Callable[[bytes], bytes]] = {
    "image/jpeg": _jpeg_stripped,
    "image/png": _png_stripped,
    "image/webp": _webp_stripped,
}
