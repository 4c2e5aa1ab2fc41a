"""Officers and erasing from the terminal: passwords come from standard input, and never stand among the arguments."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from services.access.login import Logins
from services.commandline import erase, officers, run
from services.commandline.bench import load
from services.domain.refusals import Refusal
from services.store.engine import Database

_shared = load(Path(__file__).parents[1] / "conftest.py")
city, door, a_report = _shared.city, _shared.door, _shared.a_report
CHIEF, LIN = "Regen-7-Wolken", "Schnee-8-Felder"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def command(city: Database, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command with lines on standard input: (exit code, said, complained)."""

    def one(module: object, *arguments: str, typed: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        url = city.url.render_as_string(hide_password=False)
        code = run.command("officers", module, [*arguments, "--database", url, "--lang", "en"])  # type: ignore[arg-type]
        said = capsys.readouterr()
        return code, said.out, said.err

    return one


@pytest.fixture
def chief(command: Run) -> Run:
    assert command(officers, "add", "chief", "--name", "Chief", "--role", "admin", typed=f"{CHIEF}\n")[0] == 0
    return command


def test_that_the_first_administrator_adds_the_others(chief: Run, city: Database) -> None:
    typed = f"{CHIEF}\n{LIN}\n"
    code, said, _ = chief(officers, "add", "lin", "--name", "Lin", "--officer", "chief", typed=typed)
    assert (code, said) == (0, "lin may log in now.\n")
    assert Logins(city).enter("lin", LIN, "operator", "desk").must_change
    listed = chief(officers, "list")[1]
    assert "chief" in listed
    assert "Dispatcher" in listed


def test_that_nobody_adds_without_the_password_of_an_administrator(chief: Run) -> None:
    code, _, complained = chief(officers, "add", "lin", "--name", "Lin", "--officer", "chief", typed=f"wrong\n{LIN}\n")
    assert code == 2
    assert "do not belong together" in complained
    code, _, complained = chief(officers, "add", "lin", "--name", "Lin", typed=f"{LIN}\n")
    assert code == 2
    assert "--officer LOGIN" in complained


def test_that_a_password_is_never_an_argument(chief: Run, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        chief(officers, "password", "chief", "--password", "Secret-1-Secret")
    assert chief(officers, "password", "chief", "--officer", "chief")[0] == 2


def test_that_a_password_is_reset_and_an_officer_deactivated(chief: Run, city: Database) -> None:
    chief(officers, "add", "lin", "--name", "Lin", "--officer", "chief", typed=f"{CHIEF}\n{LIN}\n")
    assert chief(officers, "password", "lin", "--officer", "chief", typed=f"{CHIEF}\nNeuer-9-Anfang\n")[0] == 0
    assert Logins(city).enter("lin", "Neuer-9-Anfang", "operator", "desk").officer.login == "lin"
    assert chief(officers, "deactivate", "lin", "--officer", "chief", typed=f"{CHIEF}\n")[0] == 0
    with pytest.raises(Refusal):
        Logins(city).enter("lin", "Neuer-9-Anfang", "operator", "desk")


def test_that_reports_are_erased_by_who_may(chief: Run, city: Database, door: object, a_report: object) -> None:
    done = door.take(a_report(contact="13812342210", contact_name="王小明"))  # type: ignore[attr-defined, operator]
    with city.reading() as reader:
        incident = reader.incident(done.incident)
    assert incident is not None
    why = ("--officer", "chief", "--why", "asked for")
    code, said, _ = chief(erase, incident.live.number, *why, typed=f"{CHIEF}\n")
    assert (code, said) == (0, "1 report holds no personal data any more.\n")
    assert chief(erase, "report/99", *why, typed=f"{CHIEF}\n")[0] == 2


def test_that_the_rules_of_logging_in_are_shown_and_changed(chief: Run, city: Database) -> None:
    code, said, _ = chief(officers, "rules")
    assert code == 0
    assert [line.split()[1] for line in said.splitlines()] == ["5", "15", "30", "5", "10"]
    assert chief(officers, "rules", "--idle", "10", "--officer", "chief", typed="wrong\n")[0] == 2
    assert chief(officers, "rules", "--idle", "99999", "--officer", "chief", typed=f"{CHIEF}\n")[0] == 2
    assert chief(officers, "rules", "--idle", "10", "--tries", "3", "--officer", "chief", typed=f"{CHIEF}\n")[0] == 0
    rules = Logins(city).rules
    assert (rules.idle.total_seconds(), rules.tries) == (600, 3)
