"""Bad input at the command line: each has its sentence, its exit code, and leaves what was there as it was."""

from __future__ import annotations

import json
import os
import socket
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url

import main
from services.cases.importing import incidents
from services.domain.areas import Level
from services.store.engine import Database

A_TOWN = ({"name": "a", "code": ""}, {"type": "Polygon", "coordinates": [[[116, 33], [117, 33], [117, 34], [116, 33]]]})
SQUARE = [[[116.0, 33.0], [116.2, 33.0], [116.2, 33.2], [116.0, 33.2], [116.0, 33.0]]]
MAPPING = """[fields]
external = "no"
reported_at = "at"
[values.source]
"*" = "hotline"
[values.category]
"*" = "window"
"""
Run = Callable[..., tuple[int, str]]


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, fresh_database: Callable[[str], str]) -> str:
    return fresh_database(request.param)


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Imports areas or incidents into a database; gives the exit code and what was said on standard error."""

    def importing(url: str, what: str, file: Path, *words: str, lang: str = "en") -> tuple[int, str]:
        capsys.readouterr()
        report = ["--report", str(tmp_path / "report.csv")]
        code = main.main(["import", what, str(file), *words, *report, "--database", url, "--lang", lang])
        told = capsys.readouterr()
        return code, told.out + told.err

    return importing


def features(*places: tuple[dict[str, Any], Any], **more: Any) -> dict[str, Any]:
    listed = [{"type": "Feature", "properties": known, "geometry": shape} for known, shape in places]
    return {"type": "FeatureCollection", "features": listed, **more}


def polygon(east: float = 0.0) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [[[x + east, y] for x, y in ring] for ring in SQUARE]}


def written(folder: Path, content: Any, name: str = "areas.geojson") -> Path:
    path = folder / name
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


TOWN = ("--level", "town", "--name-field", "name", "--code-field", "code")
FILES = {
    "missing": (None, (), "There is no file"),
    "empty": (b"", (), "is empty"),
    "no map": (b"\x00\x01\x02\x03 anything", (), "is no map file that can be read here"),
    "broken json": (b'{"type": "FeatureCollection", "features": [{"type"', (), "is no complete JSON file"),
    "unknown system": (features(A_TOWN), ("--crs", "mars2000"), "is no coordinate system that can be used here"),
    "unknown number": (features(A_TOWN), ("--crs", "EPSG:999999"), "EPSG:999999 is no coord"),
    "no geometry": ({"hello": "world"}, (), "holds no geometry"),
    "no areas": (features(), (), "holds no areas"),
    "no such column": (features(({"title": "a"}, polygon())), (), "has no column name. It has: title"),
    "wrong encoding": ("name,code\n".encode("utf-16")[:7], (), "is no map file that can be read here"),
    "no degrees": (features(({"name": "a", "code": ""}, {"type": "Polygon", "coordinates": [[[5e5, 3e6], [6e5, 3e6],
                   [6e5, 4e6], [5e5, 3e6]]]})), (), "has no degrees"),
}  # fmt: skip


@pytest.mark.parametrize("case", FILES)
def test_that_a_file_that_is_none_is_refused_whole(url: str, run: Run, tmp_path: Path, case: str) -> None:
    content, more, sentence = FILES[case]
    path = tmp_path / "no.geojson" if content is None else written(tmp_path, content)
    code, said = run(url, "areas", path, *TOWN, *more)
    assert (code, sentence in said) == (2, True), said
    assert areas(url) == []
    # in Chinese the same: one sentence, no traceback, and no English but for names
    code, chinese = run(url, "areas", path, *TOWN, *more, lang="zh_CN")
    assert code == 2
    assert chinese.count("\n") == 1
    assert any("\u4e00" <= character <= "\u9fff" for character in chinese)


ROWS = {
    "no geometry": ((({"name": "a", "code": ""}, None),), "It has no geometry"),
    "no area": ((({"name": "a", "code": ""}, {"type": "Point", "coordinates": [116, 33]}),), "It is no area but a"),
    "no name": ((({"name": "", "code": ""}, polygon()),), "It has no name"),
    "bad code": ((({"name": "a", "code": "4114"}, polygon()),), "is no division code"),
    "another level": ((({"name": "a", "code": "411481101201"}, polygon()),), "is the code of another level (village)"),
    "twice": (
        (({"name": "a", "code": "411481101"}, polygon()), ({"name": "b", "code": "411481101000"}, polygon(1))),
        "was already used in row 1 (a)",
    ),
}


@pytest.mark.parametrize("case", ROWS)
def test_that_a_row_that_makes_no_sense_is_reported_and_the_rest_goes_on(
    url: str, run: Run, tmp_path: Path, case: str
) -> None:
    rows, sentence = ROWS[case]
    good = ({"name": "good", "code": "411481109"}, polygon(5))
    code, _ = run(url, "areas", written(tmp_path, features(*rows, good)), *TOWN)
    assert code == 3
    assert sentence in (tmp_path / "report.csv").read_text(encoding="utf-8-sig")
    assert "good" in [name for _, name in areas(url)]


def areas(url: str) -> list[tuple[Level, str]]:
    database = Database(url)
    try:
        with database.reading() as reader:
            return [(area.level, area.name) for area in reader.areas()]
    finally:
        database.close()


TABLES = {
    "no header": (b"", "is empty"),
    "open quote": (b'no,at\n1,"2026-11-20\n2,2026-11-20\n', "a quotation mark stays open"),
    "old excel": (b"\xd0\xcf\x11\xe0 and so on", "Save it as .xlsx"),
    "broken excel": (b"PK\x03\x04 and so on", "is no Excel file"),
    "other columns": (b"a,b\n1,2\n", "which table.csv does not have"),
}


@pytest.mark.parametrize("case", TABLES)
def test_that_a_table_that_is_none_is_refused(url: str, run: Run, tmp_path: Path, case: str) -> None:
    content, sentence = TABLES[case]
    mapping = written(tmp_path, MAPPING, "mapping.toml")
    code, said = run(url, "incidents", written(tmp_path, content, "table.csv"), "--mapping", str(mapping))
    assert (code, sentence in said) == (2, True), said


def test_that_a_table_in_an_unknown_encoding_says_so_or_is_read_right(url: str, run: Run, tmp_path: Path) -> None:
    mapping = written(tmp_path, MAPPING.replace('"no"', '"编号"'), "mapping.toml")
    for encoding in ("utf-8", "gb18030", "utf-16", "utf-8-sig"):
        table = written(tmp_path, f"编号,at\n{encoding}一,2026-11-20 10:00\n".encode(encoding), "table.csv")
        assert run(url, "incidents", table, "--mapping", str(mapping))[0] == 0, encoding
    none = written(tmp_path, b"\xb1\xe0\xba\xc5,at\n\xff\xff\x80,2026-11-20\n", "table.csv")
    code, said = run(url, "incidents", none, "--mapping", str(mapping))
    assert code == 2
    assert "it is neither UTF-8 nor GB 18030" in said


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[fields\n", "is no valid TOML"),
        ('[fields]\nreported_at = "at"\n', "does not say where category comes from"),
        ('[fields]\nwhen = "at"\n', "names when, which there is not"),
        (MAPPING + '[options]\ntimezone = "Mars/Olympus"\n', "There is no time zone Mars/Olympus"),
    ],
)
def test_that_a_mapping_that_is_wrong_says_where(url: str, run: Run, tmp_path: Path, text: str, sentence: str) -> None:
    table = written(tmp_path, "no,at\n1,2026-11-20\n", "table.csv")
    code, said = run(url, "incidents", table, "--mapping", str(written(tmp_path, text, "mapping.toml")))
    assert (code, sentence in said) == (2, True), said


def test_that_a_database_of_a_newer_program_is_left_alone(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "newer.sqlite"
    Database(f"sqlite:///{path}").migrate()
    with sqlite3.connect(path) as connection:
        connection.execute("update alembic_version set version_num = '9999'")
    before = path.read_bytes()
    code, said = run(f"sqlite:///{path}", "areas", written(tmp_path, features(A_TOWN)), *TOWN)
    assert code == 2
    assert "newer program" in said
    assert path.read_bytes() == before


@pytest.mark.skipif(os.name == "nt" or not hasattr(os, "geteuid"), reason="folders are not read-only on this system")
def test_that_a_folder_that_cannot_be_written_is_said(run: Run, tmp_path: Path) -> None:
    file = written(tmp_path, features(A_TOWN))
    # a file where a folder should be: refused by every system, and to root too
    code, said = run(f"sqlite:///{file}/city.sqlite", "areas", file, *TOWN)
    assert code == 2
    assert "can't be made" in said
    if os.geteuid() != 0:
        folder = tmp_path / "locked"
        folder.mkdir(mode=0o500)
        code, said = run(f"sqlite:///{folder}/city.sqlite", "areas", file, *TOWN)
        assert code == 2
        assert "folder" in said


def test_that_a_report_that_cannot_be_written_is_said(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(tmp_path, features(({"name": "", "code": ""}, polygon())))
    words = ["import", "areas", str(file), *TOWN, "--report", str(tmp_path / "none" / "r.csv"), "--database", url]
    assert main.main([*words, "--lang", "en"]) == 2
    assert "can't be written" in capsys.readouterr().err


def test_that_a_full_disk_is_said_and_nothing_is_half_there(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "small.sqlite"
    url = f"sqlite:///{path}"
    Database(url).migrate()
    real = sqlite3.connect

    def small(*arguments: Any, **options: Any) -> sqlite3.Connection:
        connection = real(*arguments, **options)
        pages = connection.execute("pragma page_count").fetchone()[0]
        connection.execute(f"pragma max_page_count = {pages + 2}")
        return connection

    monkeypatch.setattr(sqlite3.dbapi2, "connect", small)
    monkeypatch.setattr(sqlite3, "connect", small)
    many = features(*(({"name": f"town {n}", "code": ""}, polygon(n / 4)) for n in range(150)))
    code, said = run(url, "areas", written(tmp_path, many), *TOWN)
    monkeypatch.undo()
    assert code == 2, said
    assert "full" in said
    assert areas(url) == []


def test_that_a_server_that_is_gone_is_said_without_its_password(run: Run, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    file = written(tmp_path, features(A_TOWN))
    code, said = run(f"postgresql://me:secret@127.0.0.1:{port}/city", "areas", file, *TOWN)
    assert code == 2
    assert "can't be reached" in said
    assert "secret" not in said


def test_that_a_server_that_goes_away_in_between_loses_nothing_and_the_import_goes_on(
    run: Run, tmp_path: Path, postgresql: Any, fresh_database: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    url = fresh_database("postgresql")
    name = str(make_url(url).database)
    mapping = written(tmp_path, MAPPING, "mapping.toml")
    table = written(tmp_path, "no,at\n" + "".join(f"{n},2026-11-20 10:00\n" for n in range(9)), "table.csv")
    real, taken = incidents._Batches.take, []

    def take(batches: Any, batch: Any) -> None:
        if taken:
            postgresql.shut_out(name)
        taken.append(len(batch))
        real(batches, batch)

    monkeypatch.setattr(incidents, "BATCH", 4)
    monkeypatch.setattr(incidents._Batches, "take", take)
    code, said = run(url, "incidents", table, "--mapping", str(mapping))
    assert (code, taken) == (2, [4, 4])
    assert "4 rows are in already and stay; import the file again to go on." in said
    postgresql.let_in(name)
    monkeypatch.undo()
    code, said = run(url, "incidents", table, "--mapping", str(mapping))
    assert code == 0
    assert "9 rows, 5 new, 4 known already, 0 refused" in said


@pytest.mark.parametrize("address", ["nonsense://x", "mysql://a/b", "sqlite:///:memory:"])
def test_that_an_address_that_is_none_is_said(run: Run, tmp_path: Path, address: str) -> None:
    file = written(tmp_path, features(A_TOWN))
    code, said = run(address, "areas", file, *TOWN)
    assert code == 2
    assert said.count("\n") == 1


def test_that_a_file_that_is_no_database_is_left_as_it_is(run: Run, tmp_path: Path) -> None:
    path = written(tmp_path, "my diary", "diary.sqlite")
    file = written(tmp_path, features(A_TOWN))
    code, said = run(f"sqlite:///{path}", "areas", file, *TOWN)
    assert code == 2, said
    assert "Traceback" not in said
    assert path.read_text(encoding="utf-8") == "my diary"
