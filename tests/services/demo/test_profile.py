"""Profiles of demo cities: read, and refused where they can't come true."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from services.demo.profile import known_profiles, read_profile
from services.domain.areas import Level, level_of_code
from services.domain.refusals import Refusal

DATA = Path(os.environ.get("GRIDCOMMAND_DATA") or Path(__file__).resolve().parents[4] / "shared" / "data") / "yongcheng"
ENDINGS = (("社区居委会", "居委会"), ("村委会", "委会"))


def test_that_yongcheng_has_the_figures_of_the_account() -> None:
    profile = read_profile()
    assert known_profiles() == ["yongcheng"]
    assert {name: profile.figures[name] for name in ("grids", "towns", "villages", "provisional", "sources")} == {
        "grids": 3824, "towns": 31, "villages": 770, "provisional": 248, "sources": 18,
    }  # fmt: skip
    assert (profile.figures["heads"], profile.figures["full_time"], profile.figures["part_time"]) == (1415, 3507, 4607)
    assert profile.figures["incidents"] - profile.figures["closed"] == 640
    assert all(level_of_code(village.code) is Level.VILLAGE for village in profile.villages if village.code)


@pytest.mark.skipif(not DATA.is_dir(), reason=f"the real division lists are not in {DATA}")
def test_that_names_and_codes_are_those_of_the_public_lists() -> None:
    with (DATA / "yongcheng_2016_all_levels.csv").open(encoding="utf-8") as file:
        known = {(row["parent"], row["name"]): row["code"] for row in csv.DictReader(file) if row["level"] == "village"}
    with (DATA / "yongcheng_2023_villages.csv").open(encoding="utf-8") as file:
        expected = [
            (row["town_code"], known.get((row["town_code"], row["village"]), ""), _short(row["village"]))
            for row in csv.DictReader(file)
        ]
    with (DATA / "yongcheng_2023_towns.csv").open(encoding="utf-8") as file:
        towns = [(f"{row['code']}000", row["name"]) for row in csv.DictReader(file)]
    profile = read_profile()
    assert sorted((town.code, town.name) for town in profile.towns) == sorted(towns)
    assert sorted((v.town, v.code, v.name) for v in profile.villages) == sorted(expected)
    assert sum(not code for _, code, _ in expected) == 248


def _short(name: str) -> str:
    return next(name.removesuffix(cut) for ending, cut in ENDINGS if name.endswith(ending))


def test_that_an_unknown_profile_is_refused_with_those_that_are_known(
    tmp_path: Path, write: Callable[..., Path]
) -> None:
    with pytest.raises(Refusal) as refused:
        read_profile("nowhere", write(tmp_path))
    assert refused.value.code == "demo.no_profile"
    assert "small" in str(refused.value)


@pytest.mark.parametrize(
    "figures", [{"villages": 21}, {"towns": 5}, {"provisional": 3}, {"grids": 12}, {"closed": 2401}]
)
def test_that_figures_that_contradict_the_lists_are_refused(
    tmp_path: Path, write: Callable[..., Path], figures: dict[str, int]
) -> None:
    with pytest.raises(Refusal) as refused:
        read_profile("small", write(tmp_path, **figures))
    assert refused.value.code == "demo.bad_profile"


@pytest.mark.parametrize("text", ["not toml [", "[city]\n"])
def test_that_a_profile_that_cannot_be_read_is_refused(tmp_path: Path, write: Callable[..., Path], text: str) -> None:
    (write(tmp_path) / "small" / "profile.toml").write_text(text, encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        read_profile("small", tmp_path)
    assert refused.value.code == "demo.bad_profile"
