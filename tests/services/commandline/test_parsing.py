"""The terminal speaks the reader's language: help, mistakes, usage, all of it."""

from __future__ import annotations

import argparse
import re

import pytest

import main
from services.commandline.parsing import language_of, parse
from services.words import Words

HAN = re.compile(r"[\u4e00-\u9fff]")
COMMANDS = sorted(set(main.COMMANDS) - {"wall", "briefing"})


@pytest.mark.parametrize(
    ("arguments", "said", "expected"),
    [
        ([], "", "zh_CN"),
        (["--lang", "en"], "", "en"),
        (["areas", "--lang=en"], "", "en"),
        (["--lang", "en", "--lang", "zh_CN"], "", "zh_CN"),
        (["--lang"], "", "zh_CN"),
        (["--lang", "klingon"], "", "zh_CN"),
        ([], "en", "en"),
        (["--lang", "zh_CN"], "en", "zh_CN"),
        ([], "klingon", "zh_CN"),
    ],
)
def test_that_the_language_is_known_before_anything_is_parsed(
    arguments: list[str], said: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRIDCOMMAND_LANG", said)
    assert language_of(arguments) == expected


@pytest.mark.parametrize("command", COMMANDS)
def test_that_the_help_of_every_command_is_chinese_or_english_throughout(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main.main([command, "--help", "--lang", "zh_CN"])
    assert ended.value.code == 0
    chinese = capsys.readouterr().out
    # every line of explanation has Chinese in it; what is left are names of options and their values
    names = re.compile(r"[\s\[\](){},|.…=:/@]|main\.py|--?[\w-]+|[A-Z][A-Za-z.x]*|\b[a-z_0-9]+\b")
    told = [line for line in chinese.splitlines() if not line.startswith(" " * 2) and line.strip()]
    assert [line for line in told if not HAN.search(line)] == []
    assert [line for line in chinese.splitlines() if names.sub("", line) and not HAN.search(line)] == []
    assert re.findall(r"\b[a-z]+ [a-z]+ [a-z]+\b", chinese) == []
    with pytest.raises(SystemExit):
        main.main([command, "--help", "--lang", "en"])
    english = capsys.readouterr().out
    assert not HAN.search(english)
    assert "Exit codes: 0 done" in english


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["import"], "缺少参数：what, FILE"),
        (["import", "roads", "x"], "'roads' 不可选（可选："),
        (["import", "areas", "x", "--since", "soon"], "应为日期（写成 2026-11-23），而不是 'soon'"),
        (["import", "areas", "x", "--level"], "须有一个值"),
        (["import", "areas", "x", "--colour", "red"], "无法识别的参数：--colour red"),
        (["export", "areas", "x", "--lang", "klingon"], "'klingon' 不可选"),
        (["bench", "map", "--seconds", "x"], "应为数字，而不是 'x'"),
    ],
)
def test_that_a_mistake_is_told_in_chinese_and_ends_with_two(
    arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main.main(arguments)
    told = capsys.readouterr().err
    assert (ended.value.code, sentence in told) == (2, True), told
    assert "错误：" in told
    assert "error" not in told


def test_that_the_parser_gets_its_own_words_back() -> None:
    class Options:
        """Does nothing."""

        def arguments(self, parser: argparse.ArgumentParser) -> None:
            parser.add_argument("--x", type=int, default=3, help="number")

    before = argparse._, argparse.ngettext  # type: ignore[attr-defined]
    options = parse("nothing", Options(), ["--x", "5"], Words("zh_CN"))
    assert (options.x, options.lang, options.command) == (5, "zh_CN", "nothing")
    assert (argparse._, argparse.ngettext) == before  # type: ignore[attr-defined]


def test_that_the_commands_are_told_and_an_unknown_one_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["--help"]) == 0
    assert "main.py 命令 --help" in capsys.readouterr().out
    assert main.main(["help", "--lang", "en"]) == 0
    assert "main.py COMMAND --help" in capsys.readouterr().out
    assert main.main(["fly", "--lang", "en"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "there is no command fly" in told.err
