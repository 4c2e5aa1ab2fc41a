"""The command that trains, lists, goes back and brings texts in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import main
from services.store.engine import Database

TEXTS = {
    "water": "水管漏水停水水表水压供水管道",
    "police": "打架偷窃诈骗醉酒闹事持刀威胁",
}


@pytest.fixture
def address(fresh_database: Callable[[str], str], make_small_city: Callable[[Database], None]) -> str:
    url = fresh_database("sqlite")
    made = Database(url)
    make_small_city(made)
    made.close()
    return url


@pytest.fixture
def table(tmp_path: Path) -> Path:
    lines = ["words,owner"]
    for owner, text in TEXTS.items():
        lines += [f"{text[at : at + 4]}第{at}次,{owner}" for at in range(len(text) - 4)]
    lines.append("没有主的,nobody")
    path = tmp_path / "labelled.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture
def run(address: str, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Runs the command; gives exit code and what it said."""

    def call(*words: str) -> tuple[int, str, str]:
        code = main.main(["routing", *words, "--database", address, "--lang", "en"])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def test_that_a_city_teaches_trains_lists_and_goes_back(run, table: Path, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    code, said, _ = run("versions")
    assert (code, "no routing model yet" in said) == (0, True)
    code, said, _ = run("learn", str(table), "--text", "words", "--label", "owner")
    assert code == 3
    assert "1 refused" in said
    assert "nobody" in (tmp_path / "labelled-report.csv").read_text(encoding="utf-8-sig")
    for number in (1, 2):
        code, said, _ = run("train")
        assert (code, f"Routing model {number}" in said, "It is in use." in said) == (0, True, True)
    code, said, _ = run("rollback", "1")
    assert code == 0
    _, said, _ = run("versions")
    lines = said.strip().splitlines()
    assert [line.split()[0] for line in lines] == ["2", "*"]


def test_that_a_training_by_itself_respects_a_roll_back(run, table: Path, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("services.commandline.routing._step_back", lambda: None)
    run("learn", str(table), "--text", "words", "--label", "owner")
    run("train")
    run("rollback", "1")
    code, said, _ = run("train", "--cause", "nightly")
    assert code == 0
    assert "not in use" in said


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("train",), "too little to learn from"),
        (("rollback",), "which version"),
        (("rollback", "latest"), "which version"),
        (("rollback", "9"), "no routing model 9"),
        (("learn",), "what to learn from"),
        (("learn", "missing.csv", "--text", "a", "--label", "b"), "missing.csv"),
    ],
)
def test_that_what_can_not_be_done_is_said_in_a_sentence(run, words: tuple[str, ...], sentence: str) -> None:
    code, _, said = run(*words)
    assert code == 2
    assert sentence in said
    assert "Traceback" not in said


def test_that_the_help_speaks_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main.main(["routing", "--help", "--lang", "zh_CN"])
    said = capsys.readouterr().out
    assert "派单建议" in said
    assert "--cause" not in said
