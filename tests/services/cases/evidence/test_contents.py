from __future__ import annotations

import zipfile
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.cases.evidence.contents import MOST_BYTES, content_of
from services.domain.refusals import Refusal

Make = Callable[..., bytes]


def code_of(data: bytes) -> str:
    with pytest.raises(Refusal) as refusal:
        content_of(data)
    return refusal.value.code


def test_that_a_file_is_known_by_what_it_holds(jpeg: Make, png: Make, webp: Make, archive: Make) -> None:
    made = {
        jpeg(): ".jpg",
        png(): ".png",
        webp(): ".webp",
        b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00": ".heic",
        b"\x00\x00\x00\x18ftypisom\x00\x00\x00\x00": ".mp4",
        b"\x00\x00\x00\x18ftypM4A \x00\x00\x00\x00": ".m4a",
        b"%PDF-1.7\n": ".pdf",
        b"ID3\x04\x00": ".mp3",
        b"#!AMR\n": ".amr",
        b"RIFF\x24\x00\x00\x00WAVEfmt ": ".wav",
        archive(): ".docx",
        archive(main="xl/workbook.xml"): ".xlsx",
    }
    assert {content_of(data).suffix for data in made} == set(made.values())
    assert [content_of(data).suffix for data in made] == list(made.values())


@pytest.mark.parametrize(
    "data", [b"MZ\x90\x00", b"<svg onload='x'/>", b"GIF89a", b"<html>", b"#!/bin/sh\n", b"\x7fELF", b"plain words"]
)
def test_that_a_program_a_page_or_words_are_refused_whatever_their_name(data: bytes) -> None:
    assert code_of(data) == "evidence.kind"


def test_that_what_is_empty_or_too_large_is_refused_in_numbers() -> None:
    assert code_of(b"") == "evidence.empty"
    with pytest.raises(Refusal) as refusal:
        content_of(b"\xff\xd8\xff" + b"\x00" * MOST_BYTES)
    assert (refusal.value.code, refusal.value.values["most"]) == ("evidence.too_large", 20)


def test_that_a_picture_that_would_fill_the_memory_is_refused_by_its_head(jpeg: Make, png: Make, webp: Make) -> None:
    for data in (jpeg(30_000, 30_000), png(60_000, 100), webp(16_000, 16_000)):
        assert code_of(data) == "evidence.pixels"


def test_that_a_damaged_picture_is_refused(jpeg: Make, png: Make) -> None:
    for data in (jpeg()[:30], png()[:20], jpeg(0, 5), b"RIFF\x10\x00\x00\x00WEBPVP8X"):
        assert code_of(data) == "evidence.damaged"


def test_that_a_bomb_is_refused_without_being_unpacked(archive: Make) -> None:
    assert code_of(archive({"word/media/image1.png": b"\x00" * 30_000_000})) == "evidence.bomb"
    assert code_of(archive({f"word/{n}.xml": b"" for n in range(2_100)})) == "evidence.bomb"


def test_that_nested_archives_macros_and_other_archives_are_refused(archive: Make) -> None:
    assert code_of(archive({"word/embeddings/inner.zip": b"PK"})) == "evidence.nested"
    assert code_of(archive({"word/vbaProject.bin": b"x"})) == "evidence.program"
    held = BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        made.writestr("photo.jpg", b"\xff\xd8\xff")
    assert code_of(held.getvalue()) == "evidence.archive"
    assert code_of(b"PK\x03\x04 and then nothing") == "evidence.damaged"


@given(st.sampled_from((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF0000WEBP", b"PK\x03\x04", b"")), st.binary())
def test_that_no_bytes_at_all_break_it(start: bytes, rest: bytes) -> None:
    with suppress(Refusal):
        assert content_of(start + rest).media
