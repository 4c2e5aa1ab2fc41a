"""Small files of every kind, made here byte by byte."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO

import pytest

Make = Callable[..., bytes]


def exif(lat: float = 33.93, lon: float = 116.45, turned: int = 6) -> bytes:
    """An Exif with a place and how the camera was held, little-endian as phones write it."""

    def degrees(value: float) -> bytes:
        whole, rest = divmod(abs(value) * 3600, 3600)
        return struct.pack("<6I", int(whole), 1, 0, 1, round(rest * 1000), 1000)

    first = struct.pack("<H", 2)
    first += struct.pack("<HHIHH", 0x0112, 3, 1, turned, 0)
    first += struct.pack("<HHII", 0x8825, 4, 1, 38)
    first += struct.pack("<I", 0)
    gps = struct.pack("<H", 4)
    gps += struct.pack("<HHI4s", 1, 2, 2, b"N" if lat >= 0 else b"S")
    gps += struct.pack("<HHII", 2, 5, 3, 92)
    gps += struct.pack("<HHI4s", 3, 2, 2, b"E" if lon >= 0 else b"W")
    gps += struct.pack("<HHII", 4, 5, 3, 116)
    gps += struct.pack("<I", 0)
    return b"II*\x00\x08\x00\x00\x00" + first + gps + degrees(lat) + degrees(lon)


@pytest.fixture
def jpeg() -> Make:
    """A JPEG of that size by its head; with an Exif where one is given."""

    def make(wide: int = 640, high: int = 480, about: bytes = b"", after: bytes = b"") -> bytes:
        def segment(marker: int, body: bytes) -> bytes:
            return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body

        parts = [b"\xff\xd8", segment(0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00")]
        if about:
            parts.append(segment(0xE1, b"Exif\x00\x00" + about))
        parts.append(segment(0xFE, "某人的照片".encode()))
        parts.append(segment(0xC0, struct.pack(">BHHB", 8, high, wide, 1) + b"\x01\x11\x00"))
        parts.append(segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"\x12\xff\x00\x34\xff\xd0\x56")
        return b"".join(parts) + b"\xff\xd9" + after

    return make


@pytest.fixture
def png() -> Make:
    """A PNG of that size by its head."""

    def make(wide: int = 64, high: int = 48, about: bytes = b"") -> bytes:
        def chunk(kind: bytes, body: bytes) -> bytes:
            return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

        parts = [b"\x89PNG\r\n\x1a\n", chunk(b"IHDR", struct.pack(">IIBBBBB", wide, high, 8, 0, 0, 0, 0))]
        if about:
            parts += [chunk(b"eXIf", about), chunk(b"tEXt", b"Author\x00somebody")]
        return b"".join([*parts, chunk(b"IDAT", zlib.compress(b"\x00")), chunk(b"IEND", b"")])

    return make


@pytest.fixture
def webp() -> Make:
    """A WebP of the extended kind."""

    def make(wide: int = 64, high: int = 48, about: bytes = b"") -> bytes:
        def chunk(kind: bytes, body: bytes) -> bytes:
            return kind + struct.pack("<I", len(body)) + body + b"\x00" * (len(body) % 2)

        flags = 0x08 if about else 0
        head = bytes([flags, 0, 0, 0]) + (wide - 1).to_bytes(3, "little") + (high - 1).to_bytes(3, "little")
        body = b"WEBP" + chunk(b"VP8X", head) + chunk(b"VP8 ", b"\x00" * 12) + (chunk(b"EXIF", about) if about else b"")
        return b"RIFF" + struct.pack("<I", len(body)) + body

    return make


@pytest.fixture
def archive() -> Make:
    """An archive of these parts; a document by its usual ones."""

    def make(parts: dict[str, bytes] | None = None, main: str = "word/document.xml") -> bytes:
        held = BytesIO()
        with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
            usual = {"[Content_Types].xml": b"<Types/>", main: b"<document/>"}
            for name, data in (usual | (parts or {})).items():
                made.writestr(name, data)
        return held.getvalue()

    return make


@pytest.fixture
def make_exif() -> Make:
    return exif
