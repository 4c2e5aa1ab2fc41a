from __future__ import annotations

from pathlib import Path

import pytest

from services.commandline import rota, run
from services.domain.people import OfficerRole
from services.store.engine import Database


@pytest.fixture
def people(city: Database) -> Database:
    """A demo city, where an administrator's name is enough, with one dispatcher."""
    with city.unit() as unit:
        unit.remember("city.demo", "1")
        for login, role in (("admin", OfficerRole.ADMIN), ("li", OfficerRole.DISPATCHER)):
            unit.add("officers", login=login, name=login, role=int(role))
        unit.commit()
    return city


@pytest.fixture
def command(people: Database):
    url = people.url.render_as_string(hide_password=False)
    return lambda *arguments: run.command("rota", rota, [*arguments, "--database", url, "--lang", "en"])


def a_file(folder: Path, *rows: str) -> str:
    path = folder / "rota.csv"
    path.write_text("\n".join(("login,weekday,from,to", *rows)), encoding="utf-8")
    return str(path)


def test_that_a_roster_is_taken_whole_and_listed(command, tmp_path: Path, capsys) -> None:
    assert command("list") == 0
    assert "The roster is empty" in capsys.readouterr().out
    assert command("import", a_file(tmp_path, "li,Mon,20:00,08:00"), "--officer", "admin") == 0
    assert "2 lines" in capsys.readouterr().out
    assert command("list") == 0
    told = capsys.readouterr().out
    assert "Monday\t20:00–24:00" in told
    assert "Tuesday\t00:00–08:00" in told


def test_that_wrong_rows_are_told_and_nothing_is_changed(command, tmp_path: Path, capsys) -> None:
    command("import", a_file(tmp_path, "li,1,08:00,12:00"), "--officer", "admin")
    capsys.readouterr()
    assert command("import", a_file(tmp_path, "li,1,08:00,12:00", "ghost,1,08:00,12:00"), "--officer", "admin") == 3
    told = capsys.readouterr().out
    assert "Row 3" in told
    assert "ghost" in told
    assert "Nothing was saved." in told
    command("list")
    assert "08:00–12:00" in capsys.readouterr().out


def test_that_only_an_administrator_may(command, tmp_path: Path, capsys) -> None:
    assert command("import", a_file(tmp_path, "li,1,08:00,12:00"), "--officer", "li") == 2
    assert command("import") == 2
    assert "main.py rota import" in capsys.readouterr().err
