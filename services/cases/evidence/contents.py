"""What a file is, told by what it holds: its name and its ending say nothing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from services.cases.evidence.archives import office_kind
from services.cases.evidence.pictures import refuse_huge
from services.domain.refusals import Refusal

MOST_BYTES = 20 * 1024 * 1024
MEGA = 1024 * 1024


class Family(StrEnum):
    """How a content is shown; the words that evidence without a side (before, after) is kept under."""

    PHOTO = "photo"
    AUDIO = "audio"
    VIDEO = "video"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Content:
    """A kind of content: its media type, family, and the ending of its name."""

    media: str
    family: Family
    suffix: str


JPEG = Content("image/jpeg", Family.PHOTO, ".jpg")
PNG = Content("image/png", Family.PHOTO, ".png")
WEBP = Content("image/webp", Family.PHOTO, ".webp")
HEIC = Content("image/heic", Family.PHOTO, ".heic")
PDF = Content("application/pdf", Family.DOCUMENT, ".pdf")
MP3 = Content("audio/mpeg", Family.AUDIO, ".mp3")
WAV = Content("audio/wav", Family.AUDIO, ".wav")
AMR = Content("audio/amr", Family.AUDIO, ".amr")
M4A = Content("audio/mp4", Family.AUDIO, ".m4a")
MP4 = Content("video/mp4", Family.VIDEO, ".mp4")
_OFFICE = "application/vnd.openxmlformats-officedocument."
DOCX = Content(f"{_OFFICE}wordprocessingml.document", Family.DOCUMENT, ".docx")
XLSX = Content(f"{_OFFICE}spreadsheetml.sheet", Family.DOCUMENT, ".xlsx")
ALL = (JPEG, PNG, WEBP, HEIC, PDF, MP3, WAV, AMR, M4A, MP4, DOCX, XLSX)
BY_MEDIA = {content.media: content for content in ALL}
ACCEPTED = "JPEG, PNG, WebP, HEIC, PDF, MP3, WAV, AMR, MP4, DOCX, XLSX"

_STARTS = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"%PDF-", PDF),
    (b"ID3", MP3),
    (b"#!AMR", AMR),
)  # fmt: skip
_BRANDS = {
    **dict.fromkeys((b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"), HEIC),
    **dict.fromkeys((b"M4A ", b"M4B "), M4A),
    **dict.fromkeys((b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"qt  "), MP4),
    **dict.fromkeys((b"3gp4", b"3gp5", b"3gp6", b"dash", b"mp4v"), MP4),
}


def refuse_size(size: int) -> None:
    """Refuses what is empty or larger than 20 MB, before anybody reads it."""
    if size == 0:
        raise Refusal("evidence.empty", "This file is empty.")
    if size > MOST_BYTES:
        raise Refusal(
            "evidence.too_large",
            "This file has {size} MB; at most {most} MB are kept. Save the picture smaller, or shorten the recording.",
            size=round(size / MEGA, 1),
            most=MOST_BYTES // MEGA,
        )


def content_of(data: bytes) -> Content:
    """The kind of these bytes; raises `Refusal` for what is of no kind that is kept, damaged, a bomb, or huge."""
    refuse_size(len(data))
    found = _sniffed(data)
    if found is None:
        raise Refusal(
            "evidence.kind",
            "What this file holds is none of the kinds that are kept: {kinds}. Its name does not matter.",
            kinds=ACCEPTED,
        )
    if found.family is Family.PHOTO:
        refuse_huge(data, found.media)
    return found


def _sniffed(data: bytes) -> Content | None:
    for start, content in _STARTS:
        if data.startswith(start):
            return content
    if data[:4] == b"RIFF":
        return {b"WEBP": WEBP, b"WAVE": WAV}.get(data[8:12])
    if data[4:8] == b"ftyp":
        return _BRANDS.get(data[8:12])
    if data[:2] in (b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"\xff\xfa"):
        return MP3
    if data[:4] == b"PK\x03\x04":
        return {"word": DOCX, "xl": XLSX}[office_kind(data)]
    return None
