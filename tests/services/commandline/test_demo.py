"""`main.py demo`: says what it does while it does it, what it made, and why it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.commandline import demo, run


def test_that_it_makes_a_city_and_refuses_to_make_another_over_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--database", f"sqlite:///{tmp_path}/made.sqlite", "--lang", "en", "--incidents", "500"]
    assert run.command("demo", demo, list(words)) == 0
    said = capsys.readouterr()
    assert "Yongcheng (demo data) is in made: 500 incidents" in said.out
    assert "Drawing towns, villages and grids" in said.err
    assert "Writing everything down" in said.err
    assert run.command("demo", demo, list(words)) == 2
    assert "holds a city already" in capsys.readouterr().err


def test_that_an_unknown_profile_is_refused_in_the_reader_s_language(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--database", f"sqlite:///{tmp_path}/made.sqlite", "--lang", "zh_CN", "--profile", "nowhere"]
    assert run.command("demo", demo, words) == 2
    assert "没有名为“nowhere”的城市档案" in capsys.readouterr().err
