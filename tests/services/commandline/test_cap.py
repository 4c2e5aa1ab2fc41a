"""`main.py import cap` and `main.py export warnings`: what is wrong is told by line, what goes out is read again."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

import main
from services.connectors.cap.reading import read_cap
from services.domain.incidents import PlaceStatus
from services.store.engine import Database

GOOD = """<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>a1</identifier><sender>s</sender>
<sent>2026-11-23T14:05:00+08:00</sent><status>Actual</status><msgType>Alert</msgType><scope>Public</scope>
<info><category>Met</category><event>Rain</event><urgency>Expected</urgency><severity>Severe</severity>
<certainty>Likely</certainty></info></alert>"""


@pytest.fixture
def url(city: Database) -> str:
    with city.unit() as unit:
        unit.add(
            "warnings", number="W-1", scenario="x", scenario_version=1, model="frequency", situation="y", level=2,
            top_level=2, state=1, score=70.0, place=int(PlaceStatus.LOCATED), lon=116.31, lat=33.81, radius_m=200.0,
            department="police", raised_at=unit.now, first_at=unit.now, last_at=unit.now, members=3, parts=[],
            measures={}, basis={}, heard={"hotline": 3}, expires_at=unit.now + timedelta(days=1),
        )  # fmt: skip
        unit.commit()
    return str(city.url.render_as_string(hide_password=False))


def test_that_files_are_taken_one_after_another_and_flaws_are_told_by_line(
    url: str, city: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = ("good.cap", "bad.cap", "attack.cap", "again.cap")
    texts = (GOOD, GOOD.replace("<scope>Public</scope>", ""), '<!DOCTYPE a [<!ENTITY x "y">]><a/>', GOOD)
    files = [tmp_path / name for name in names]
    for file, text in zip(files, texts, strict=True):
        file.write_text(text, "utf-8")
    report = tmp_path / "report.csv"
    told = ["import", "cap", *map(str, files), "--channel", "hotline", "--report", str(report), "--lang", "en"]
    assert main.main([*told, "--database", url]) == 3
    said = capsys.readouterr().out
    assert "good.cap: 1 alerts, 1 signals" in said
    assert "line 3, <scope>: <scope> is missing." in said
    assert "attack.cap: refused." in said
    assert "again.cap: 1 alerts, 0 signals, 1 known already" in said
    assert "bad.cap <scope>" in report.read_text("utf-8-sig")
    with city.reading() as reader:
        assert reader.count("signals") == 1


def test_that_several_files_of_another_kind_and_a_missing_file_are_refused(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.main(["import", "areas", "a.geojson", "b.geojson", "--level", "town", "--database", url]) == 2
    assert "一次一个文件" in capsys.readouterr().err
    report = str(tmp_path / "r.csv")
    assert main.main(["import", "cap", str(tmp_path / "no.cap"), "--database", url, "--report", report]) == 3


def test_that_warnings_go_out_as_files_as_a_feed_or_one_alone(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def export(target: Path, *more: str) -> int:
        return main.main(["export", "warnings", str(target), *more, "--database", url])

    assert export(tmp_path / "out") == 0
    (file,) = (tmp_path / "out").iterdir()
    assert file.name == "W-1.1.cap"
    assert read_cap(file.read_bytes()).alerts[0].identifier == "W-1.1"
    assert export(tmp_path / "all.atom") == 0
    assert len(read_cap((tmp_path / "all.atom").read_bytes()).alerts) == 1
    assert export(tmp_path / "one.cap", "--number", "W-1") == 0
    assert (tmp_path / "one.cap").read_bytes() == file.read_bytes()
    assert export(tmp_path / "none.cap") == 2
    assert export(tmp_path / "none.cap", "--number", "W-9") == 2
    assert export(tmp_path / "later", "--since", "2099-01-01") == 0
    assert list((tmp_path / "later").iterdir()) == []
    assert not (tmp_path / "none.cap").exists()
    assert "--number" in capsys.readouterr().err
