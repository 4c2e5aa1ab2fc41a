"""`main.py export`: what a person asks for at the terminal is in the file, and what can't be is said in a sentence."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import shapely

import main
from services.access.passwords import Passwords
from services.domain.areas import AreaKind, Level
from services.domain.city import City
from services.domain.incidents import IncidentState, PlaceStatus
from services.domain.people import OfficerRole
from services.store.engine import Database

PASSWORD = "Regen-7-Wolken"


@pytest.fixture
def url(database: Database) -> str:
    """A city of one town with a case on each side of a midnight in its own zone."""
    with database.unit() as unit:
        for key, value in City(name_zh="永城市", code="411481000000").settings().items():
            unit.remember(key, value)
        unit.add("fields", code="f", name_zh="领域", name_en="Field")
        unit.add("departments", code="d", name_zh="部门", name_en="Department", field="f")
        unit.add("sources", code="hotline", name_zh="热线", name_en="Hotline", active=True)
        unit.add(
            "categories", code="c", name_zh="其他", name_en="Other", kind=1, severity=4, department="d", active=True
        )
        for login, role in (("zhang", OfficerRole.ADMIN), ("li", OfficerRole.DISPATCHER)):
            ident = unit.add("officers", login=login, name=login, role=int(role), active=True)
            unit.add("passwords", officer_id=ident, hash=Passwords().hash(PASSWORD), set_at=unit.now)
        for code, name, level, parent in (
            ("411481000000", "永城市", Level.CITY, None), ("411481115000", "茴村镇", Level.TOWN, 1),
        ):  # fmt: skip
            unit.add(
                "areas", level=int(level), code=code, name=name, kind=int(AreaKind.RURAL), parent_id=parent,
                households=0, valid_from=date(2000, 1, 1), geometry=shapely.to_wkb(shapely.box(116, 33, 116.1, 33.1)),
            )  # fmt: skip
        # 23:59 and 00:01 of the city's 20 and 21 November
        case(unit, 1, datetime(2026, 11, 20, 15, 59, tzinfo=UTC), IncidentState.CLOSED)
        case(unit, 2, datetime(2026, 11, 20, 16, 1, tzinfo=UTC), IncidentState.REPORTED)
        unit.commit()
    return str(database.url.render_as_string(hide_password=False))


def case(unit: Any, number: int, at: datetime, state: IncidentState) -> None:
    ident = unit.add(
        "incidents", number=f"n{number}", source="hotline", category="c", severity=number, kind=1, state=int(state),
        place=int(PlaceStatus.LOCATED), lon=116.05, lat=33.05, town_id=2, reported_at=at, version=1,
        text="13812342210", external=f"x{number}",
    )  # fmt: skip
    unit.add(
        "reports", incident_id=ident, source="hotline", external=f"x{number}", reported_at=at, received_at=at, text="",
        contact="13812342210", contact_name="王小明",
    )  # fmt: skip


def export(url: str, *words: object, lang: str = "en") -> int:
    return main.main(["export", *map(str, words), "--database", url, "--lang", lang])


def numbers(path: Path) -> list[str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [row["number"] for row in csv.DictReader(file)]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([], ["n1", "n2"]),
        (["--from", "2026-11-21"], ["n2"]),
        (["--to", "2026-11-20"], ["n1"]),
        (["--from", "2026-11-20", "--to", "2026-11-21"], ["n1", "n2"]),
        (["--state", "open"], ["n2"]),
        (["--state", "ended"], ["n1"]),
        (["--state", "closed"], ["n1"]),
        (["--severity", "red"], ["n1"]),
        (["--area", "411481115"], ["n1", "n2"]),
        (["--area", "411481", "--source", "hotline", "--category", "c", "--place", "located"], ["n1", "n2"]),
        (["--place", "outside"], []),
    ],
)
def test_that_the_terminal_chooses_by_days_of_the_city_states_and_areas(
    url: str, tmp_path: Path, options: list[str], expected: list[str]
) -> None:
    path = tmp_path / "cases.csv"
    assert export(url, "incidents", path, *options) == 0
    assert numbers(path) == expected


def test_that_areas_and_the_map_leave_too(url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert export(url, "areas", tmp_path / "areas.geojson", "--level", "town") == 0
    features = json.loads((tmp_path / "areas.geojson").read_text(encoding="utf-8"))["features"]
    assert [feature["properties"]["name"] for feature in features] == ["茴村镇"]
    assert export(url, "map", tmp_path / "map.html", lang="zh_CN") == 0
    assert '<html lang="zh-CN">' in (tmp_path / "map.html").read_text(encoding="utf-8")
    said = capsys.readouterr().out
    assert "1 areas are in" in said
    assert "无需联网" in said


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["areas", "areas.shp"], "should end in .gpkg, .geojson, .csv"),
        (["map", "map.pdf"], "should end in .html"),
        (["incidents", "no/such/folder/x.csv"], "can't be written"),
        (["incidents", "x.csv", "--area", "411481999"], "There is no area with the code 411481999"),
        (["incidents", "x.csv", "--from", "2026-02-02", "--to", "2026-02-01"], "before it begins"),
        (["incidents", "x.csv", "--personal"], "--officer LOGIN"),
        (["incidents", "x.csv", "--personal", "--officer", "li", "--why", "x"], "no right"),
        (["incidents", "x.csv", "--personal", "--officer", "zhang"], "Say why"),
    ],
)
def test_that_what_cannot_be_exported_is_said_and_leaves_nothing(
    url: str, tmp_path: Path, words: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = set(tmp_path.iterdir())
    assert export(url, words[0], tmp_path / words[1], *words[2:]) == 2
    told = capsys.readouterr()
    assert sentence in told.err
    assert (told.out, set(tmp_path.iterdir()) - before) == ("", set())


def test_that_personal_data_leave_with_a_reason_alone(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "cases.csv"
    assert export(url, "incidents", path) == 0
    assert "13812342210" not in path.read_text(encoding="utf-8-sig")
    assert "masked" in capsys.readouterr().out
    personal = ("--personal", "--officer", "zhang", "--why", "court order 12")
    for typed, code in (("", 2), ("a wrong one\n", 2), (f"{PASSWORD}\n", 0)):
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        assert export(url, "incidents", path, *personal) == code
    assert path.read_text(encoding="utf-8-sig").count("13812342210") == 4


@pytest.mark.parametrize("wrong", [["incidents", "x.csv", "--from", "yesterday"], ["roads", "x.csv"], ["areas"]])
def test_that_wrong_use_ends_with_two_in_the_readers_language(
    url: str, wrong: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        export(url, *wrong, lang="zh_CN")
    assert ended.value.code == 2
    assert "错误：" in capsys.readouterr().err
