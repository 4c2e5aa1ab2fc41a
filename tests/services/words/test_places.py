"""Names of places in Latin letters."""

from __future__ import annotations

import csv
import re
import subprocess
import sys

import pytest

from services.demo.profile import FOLDER
from services.words.places import english_place


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("永城市", "Yongcheng"),
        ("茴村镇", "Huicun"),
        ("雪枫街道", "Xuefeng"),
        ("陈官庄乡", "Chenguanzhuang"),
        ("茴村村", "Huicun"),
        ("李村", "Licun"),
        ("百花社区", "Baihua"),
        ("07网格", "Grid 07"),
        ("茴村村07网格", "Grid 07"),
        ("02网格（物流园）", "Grid 02 (Logistics Park)"),
    ],
)
def test_that_the_kind_of_place_is_dropped_where_it_says_nothing(name: str, short: str) -> None:
    assert english_place(name) == short


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("酂城镇", "Cuocheng"), ("酂阳镇", "Cuoyang"), ("解庄村", "Xiezhuang"), ("解放社区", "Jiefang"),
        ("单河村", "Shanhe"), ("种庄村", "Chongzhuang"), ("翟楼村", "Zhailou"), ("仟佛村", "Qianfo"),
        ("吕店村", "Lüdian"), ("重庆市", "Chongqing"), ("长安街道", "Chang'an"), ("韩二庄村", "Han'erzhuang"),
    ],
)  # fmt: skip
def test_that_characters_with_several_readings_are_read_as_people_there_do(name: str, expected: str) -> None:
    assert english_place(name) == expected


def test_that_a_name_without_chinese_stays_as_it_is() -> None:
    assert english_place("Mission Bay") == "Mission Bay"
    assert english_place("") == ""


def test_that_every_village_of_the_demo_reads_as_one_word_in_latin_letters() -> None:
    with (FOLDER / "yongcheng" / "villages.csv").open(encoding="utf-8") as file:
        names = [row["name"] for row in csv.DictReader(file)]
    strange = [name for name in names if not re.fullmatch(r"[A-Z][a-zü]+('[a-z]+)?", english_place(name))]
    assert strange == []


def test_that_a_chinese_seat_never_loads_the_dictionary() -> None:
    code = "import sys, services.words.places; sys.exit('pypinyin' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
