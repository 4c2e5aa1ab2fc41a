"""Finding out how a text is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.domain.refusals import Refusal
from services.geo.files.encodings import decoded_fields, encoding_of

TEXT = "名称\n永城市 茴村镇\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gbk", "gb18030"])
def test_that_each_common_encoding_is_found(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(TEXT, encoding=encoding, newline="")
    assert path.read_text(encoding=encoding_of(path)) == TEXT


def test_that_a_character_across_two_blocks_is_no_error(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"a" * ((1 << 20) - 1) + "永城".encode())
    assert encoding_of(path) == "utf-8"


@pytest.mark.parametrize("raw", [b"\xff\xff\xff\xff name", b"a\x00b\x00", bytes(range(128, 256))])
def test_that_what_is_no_text_is_refused(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(raw)
    with pytest.raises(Refusal) as refused:
        encoding_of(path)
    assert refused.value.code == "files.wrong_encoding"


def test_that_a_field_cut_in_its_last_character_loses_only_that() -> None:
    raws = ["永城市".encode("gbk")[:-1], "茴村镇芒山镇".encode("gbk")]
    assert decoded_fields(raws, "", "f") == (["永城", "茴村镇芒山镇"], "gb18030")


def test_that_what_the_file_says_comes_first_and_is_given_up_when_wrong() -> None:
    raw = "永城市演集".encode("gbk")
    assert decoded_fields([raw], "gbk", "f") == (["永城市演集"], "gbk")
    assert decoded_fields([raw], "utf-8", "f") == (["永城市演集"], "gb18030")
    assert decoded_fields([raw], "no-such-encoding", "f") == (["永城市演集"], "gb18030")


def test_that_fields_in_no_encoding_are_refused() -> None:
    with pytest.raises(Refusal):
        decoded_fields([b"\xff\xff\xff"], "", "f")
