"""The mapping of a file's columns and values."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.connectors.files.mapping import read_mapping
from services.domain.refusals import Refusal

WHOLE = """
[fields]
reported_at = "created_date"
category = "complaint_type"
[values.category]
"Odor" = "drain"
"*" = "other"
[values.source]
"*" = "hotline"
[options]
crs = "gcj02"
timezone = "America/Los_Angeles"
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "m.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_that_a_mapping_is_read(tmp_path: Path) -> None:
    found = read_mapping(written(tmp_path, WHOLE))
    assert found.fields == {"reported_at": "created_date", "category": "complaint_type"}
    assert [found.value("category", word) for word in ("Odor", "Noise")] == ["drain", "other"]
    assert found.value("source", "") == "hotline"
    assert found.value("state", "Open") == "Open"
    assert (found.crs, found.timezone, found.sheet) == ("gcj02", "America/Los_Angeles", "")


@pytest.mark.parametrize(
    ("text", "code"),
    [("[fields", "mapping.broken"), ("[fields]\nreported = 'a'", "mapping.unknown"),
     ("[felder]\na = 'b'", "mapping.unknown"),
     ("[values.kind]\na = 'b'", "mapping.unknown"), ("[options]\nzone = 'x'", "mapping.unknown"),
     ("[fields]\nreported_at = 'a'\ncategory = 'b'", "mapping.missing"), ("[fields]\nlon = ['a']", "mapping.shape"),
     ("fields = 3", "mapping.shape"), ("values = 3", "mapping.unknown"),
     (WHOLE.replace("America/Los_Angeles", "Mars/Olympus"), "mapping.timezone")],
)  # fmt: skip
def test_that_a_mapping_that_can_not_serve_is_refused(tmp_path: Path, text: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_mapping(written(tmp_path, text))
    assert refused.value.code == code


def test_that_a_missing_mapping_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        read_mapping(tmp_path / "none.toml")
    assert refused.value.code == "files.missing"
