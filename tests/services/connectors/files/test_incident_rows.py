"""Rows as incidents, by a mapping."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from services.cases.importing.incoming import Incoming
from services.connectors.files.incident_rows import incident_rows
from services.connectors.files.mapping import IncidentMapping
from services.connectors.files.tables import open_table
from services.domain.incidents import IncidentState, Severity
from services.domain.refusals import Refusal
from services.geo.notes import RefusedRow

FIELDS = {
    "external": "id", "reported_at": "at", "closed_at": "end", "category": "cat", "source": "via", "lon": "x",
    "lat": "y", "text": "words", "severity": "level", "state": "status", "contact": "tel",
}  # fmt: skip
HEAD = "id,at,end,cat,via,x,y,words,level,status,tel"
VALUES = {"source": {"电话": "hotline", "*": "other"}, "state": {"办结": "closed"}}
MAPPING = IncidentMapping(FIELDS, VALUES)


def read(folder: Path, *lines: str, mapping: IncidentMapping = MAPPING) -> list[Incoming | RefusedRow]:
    path = folder / "a.csv"
    path.write_text("\n".join((HEAD, *lines)), encoding="utf-8")
    return list(incident_rows(open_table(path), mapping, ZoneInfo("Asia/Shanghai")))


def test_that_a_row_becomes_an_incident(tmp_path: Path) -> None:
    (row,) = read(tmp_path, "7.0,2024-01-05 09:03,2024-01-06 10:00,drain,电话,116.5,33.9,井盖,橙,办结,13812342210")
    assert isinstance(row, Incoming)
    report = row.report
    assert (row.row, report.external, report.source, report.category) == (2, "7.0", "hotline", "drain")
    assert (report.lon, report.lat, report.crs, report.text) == (116.5, 33.9, "wgs84", "井盖")
    assert (report.severity, row.state, report.contact) == (Severity.ORANGE, IncidentState.CLOSED, "13812342210")
    assert report.reported_at == datetime(2024, 1, 5, 1, 3, tzinfo=UTC)
    assert row.closed_at == datetime(2024, 1, 6, 2, 0, tzinfo=UTC)


def test_that_without_a_state_the_closing_time_tells(tmp_path: Path) -> None:
    found = read(tmp_path, "1,2024-01-05,2024-01-06,a,b,,,,,,", "2,2024-01-05,,a,b,,,,,,")
    assert [row.state for row in found if isinstance(row, Incoming)] == [IncidentState.CLOSED, IncidentState.REPORTED]


@pytest.mark.parametrize("place", [",", "unknown,north", "nan,inf", "116.5,"])
def test_that_what_is_no_coordinate_is_no_place_but_no_reason_to_refuse(tmp_path: Path, place: str) -> None:
    (row,) = read(tmp_path, f"1,2024-01-05,,a,b,{place},,,,")
    assert isinstance(row, Incoming)
    assert row.report.lon is None or row.report.lat is None


def test_that_each_bad_row_says_why_and_the_next_is_read(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "1,,,a,b,,,,,,", "2,sometime,,a,b,,,,,,", "3,2024-01-05,gone,a,b,,,,,,", "4,2024-01-05,,a,b,,,,purple,,",
        "5,2024-01-05,,a,b,,,,,dancing,", "6,2024-01-05,,a,b,,,,,,,surplus", "7,2024-01-05,,a,b,,,,,,",
    )  # fmt: skip
    assert [row.reason.code if isinstance(row, RefusedRow) else "" for row in found] == [
        "rows.no_time", "rows.bad_time", "rows.bad_time", "rows.bad_severity", "rows.bad_state", "rows.too_many_cells",
        "",
    ]  # fmt: skip
    assert [row.row for row in found] == list(range(2, 9))
    assert isinstance(found[1], RefusedRow)
    assert found[1].name == "2"


def test_that_a_row_without_a_number_is_known_again_by_its_words(tmp_path: Path) -> None:
    one, two, other = read(tmp_path, *[",2024-01-05,,a,b,,,x,,,"] * 2, ",2024-01-05,,a,b,,,y,,,")
    assert isinstance(one, Incoming)
    assert isinstance(two, Incoming)
    assert isinstance(other, Incoming)
    assert one.report.external == two.report.external != other.report.external
    assert one.report.external.startswith("row:")


def test_that_a_mapping_that_does_not_fit_the_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        read(tmp_path, mapping=IncidentMapping({"reported_at": "when"}, {}))
    assert refused.value.code == "mapping.no_column"
    assert refused.value.values["column"] == "when"


def test_that_the_mappings_own_zone_and_system_go_first(tmp_path: Path) -> None:
    mapping = IncidentMapping(FIELDS, VALUES, crs="gcj02", timezone="America/New_York")
    (row,) = read(tmp_path, "1,2024-01-05 09:03,,a,b,116.5,33.9,,,,", mapping=mapping)
    assert isinstance(row, Incoming)
    assert row.report.crs == "gcj02"
    assert row.report.reported_at == datetime(2024, 1, 5, 14, 3, tzinfo=UTC)


def test_that_signs_that_no_database_keeps_are_left_out_of_every_word(tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    odd = {"id": "N\x00-1", "at": "2024-01-05", "cat": "a\ud800", "via": "b", "tel": "1\x07"}
    path.write_text(json.dumps([{"type": "Feature", "properties": odd, "geometry": None}]), encoding="utf-8")
    mapping = IncidentMapping(
        {ours: FIELDS[ours] for ours in ("external", "reported_at", "category", "source", "contact")}, {}
    )
    (row,) = incident_rows(open_table(path), mapping, ZoneInfo("Asia/Shanghai"))
    assert isinstance(row, Incoming)
    assert (row.report.external, row.report.category, row.report.contact) == ("N-1", "a", "1")
