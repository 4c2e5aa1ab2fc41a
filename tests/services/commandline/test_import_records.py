"""`main.py import records`: a department's register comes in, and every refused row stands in the report."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.commandline import check, importing, run

LINES = """编号,类别,名称,经度,纬度,行政区划代码
A1,school,一小,116.31,33.81,
A2,school,二小,,,410000001001
,school,三小,,,
"""


@pytest.fixture
def register(tmp_path: Path) -> Path:
    path = tmp_path / "register.csv"
    path.write_text(LINES, encoding="utf-8")
    return path


def arguments(city, register: Path, *more: str) -> list[str]:
    report = str(register.with_name("report.csv"))
    url = city.url.render_as_string(hide_password=False)
    return ["records", str(register), "--database", url, "--lang", "en", "--report", report, *more]


def test_that_a_register_comes_in_with_a_report_and_checks_out(city, register, capsys) -> None:
    words = arguments(city, register, "--kind", "facility", "--source", "housing")
    assert run.command("import", importing, words) == 3
    said = capsys.readouterr().out
    assert "register.csv: 3 rows, 2 new, 0 changed, 0 as they were, 1 refused. 1 did not find their grid" in said
    report = register.with_name("report.csv").read_text(encoding="utf-8-sig").splitlines()
    assert report[1].startswith("4,")
    assert "It has no number by which its register knows it." in report[1]
    assert run.command("import", importing, words) == 3
    assert "0 new, 0 changed, 2 as they were" in capsys.readouterr().out
    run.command("check", check, ["--database", city.url.render_as_string(hide_password=False), "--lang", "en"])
    told = capsys.readouterr().out
    assert "All base records = grid found + Σ why not" in told
    assert "expected 2, found 2 (1 + 1 + 0" in told


@pytest.mark.parametrize("more", [(), ("--kind", "facility"), ("--source", "housing")])
def test_that_it_asks_whose_register_it_is(city, register, capsys, more) -> None:
    assert run.command("import", importing, arguments(city, register, *more)) == 2
    assert "Say whose register it is" in capsys.readouterr().err
