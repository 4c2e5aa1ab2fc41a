from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.cases.evidence.contents import HEIC, JPEG, PNG, WEBP, content_of
from services.cases.evidence.pictures import position_of, size_of, stripped
from services.domain.refusals import Refusal

Make = Callable[..., bytes]


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp"])
def test_that_a_photo_tells_where_it_was_taken_and_a_shared_one_does_not(
    kind: str, request: pytest.FixtureRequest, make_exif: Make
) -> None:
    data = request.getfixturevalue(kind)(about=make_exif(33.93, -116.45))
    media = content_of(data).media
    found = position_of(data, media)
    assert found == pytest.approx((-116.45, 33.93), abs=1e-6)
    shared = stripped(data, media)
    assert position_of(shared, media) is None
    assert size_of(shared, media) == size_of(data, media)
    assert b"\xe6\x9f\x90" not in shared
    assert b"somebody" not in shared
    assert content_of(shared).media == media


def test_that_a_shared_photo_stays_the_right_way_up_and_loses_what_hangs_behind_it(jpeg: Make, make_exif: Make) -> None:
    data = jpeg(about=make_exif(turned=6), after=b"a film of the same moment")
    shared = stripped(data, JPEG.media)
    assert b"film" not in shared
    assert shared.endswith(b"\x12\xff\x00\x34\xff\xd0\x56\xff\xd9")
    assert shared.count(b"Exif") == 1
    assert len(shared) < len(data) - 100
    upright = stripped(jpeg(about=make_exif(turned=1)), JPEG.media)
    assert b"Exif" not in upright


def test_that_nonsense_is_no_place(jpeg: Make, make_exif: Make) -> None:
    assert position_of(jpeg(about=make_exif(0, 0)), JPEG.media) is None
    assert position_of(jpeg(about=make_exif(99, 10)), JPEG.media) is None
    assert position_of(jpeg(), JPEG.media) is None
    assert position_of(b"", HEIC.media) is None


def test_that_the_place_of_a_kind_that_cannot_be_stripped_is_not_given_away() -> None:
    with pytest.raises(Refusal) as refusal:
        stripped(b"\x00\x00\x00\x18ftypheic", HEIC.media)
    assert refusal.value.code == "evidence.cannot_strip"


@given(st.binary(max_size=300), st.sampled_from((JPEG.media, PNG.media, WEBP.media)), st.integers(0, 60))
def test_that_a_cut_or_damaged_photo_never_breaks_it(rest: bytes, media: str, cut: int) -> None:
    start = {
        JPEG.media: b"\xff\xd8\xff\xe1\x00\x40Exif\x00\x00II*\x00\x08\x00\x00\x00",
        PNG.media: b"\x89PNG\r\n\x1a\n",
    }
    data = (start.get(media, b"RIFF\x00\x00\x00\x00WEBP") + rest)[: cut + 300]
    position_of(data, media)
    with suppress(Refusal):
        assert position_of(stripped(data, media), media) is None
