"""A JSON file one feature at a time."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.domain.refusals import Refusal
from services.geo.files import jsonstream
from services.geo.files.jsonstream import members

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def read(path: Path, text: str) -> list[tuple[str, Any]]:
    path.write_text(text, encoding="utf-8")
    return list(members(path))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.lists(anything, max_size=4), st.sampled_from([None, 2]))
def test_that_it_agrees_with_the_standard_reader(tmp_path: Path, values: list[Any], indent: int | None) -> None:
    text = json.dumps({"type": "FeatureCollection", "n": 12, "features": values}, indent=indent, ensure_ascii=False)
    text = text.encode("utf-8", "replace").decode()
    whole = json.loads(text)
    assert read(tmp_path / "a.json", text) == [
        ("type", "FeatureCollection"), ("n", 12), *(("features", value) for value in whole["features"]),
    ]  # fmt: skip


def test_that_a_bare_list_is_its_features(tmp_path: Path) -> None:
    assert read(tmp_path / "a.json", ' [ 1, {"a": [2]} ] ') == [("features", 1), ("features", {"a": [2]})]
    assert read(tmp_path / "a.json", "[]") == []
    assert read(tmp_path / "a.json", "{}") == []


def test_that_a_value_longer_than_the_window_is_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonstream, "CHUNK", 7)
    features = [{"n": 123456789.25, "words": "茴村镇" * 50}, {"n": -1}]
    assert read(tmp_path / "a.json", json.dumps({"features": features, "end": 98765})) == [
        ("features", features[0]), ("features", features[1]), ("end", 98765),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["", "  ", "17", '"x"', "{", "[1,", "[1 2]", '{"a" 1}', '{"a": }', '{"features": [1', "[1] x", "{'a': 1}",
     '{"features": [{"a": tru}]}', "[" * 100_000, '{"n": ' + "9" * 5000 + "}"],
)  # fmt: skip
def test_that_what_is_no_json_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(Refusal) as refused:
        read(tmp_path / "a.json", text)
    assert refused.value.code == "files.broken_json"


def test_that_a_value_without_end_is_refused_before_it_fills_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jsonstream, "CHUNK", 100)
    monkeypatch.setattr(jsonstream, "LARGEST_VALUE", 1000)
    with pytest.raises(Refusal) as refused:
        read(tmp_path / "a.json", '["' + "x" * 5000 + '"]')
    assert refused.value.code == "files.value_too_large"
