from __future__ import annotations

import openpyxl
import pytest

from services.access.exporting import PersonalExport
from services.access.looks import Looks
from services.domain.looks import LookReason
from services.domain.people import OfficerRole
from services.domain.records import Mender, RecordFilter
from services.domain.refusals import Refusal
from services.records.handing_out import HEADS, hand_out
from services.words import Words

TO_MEND = RecordFilter(mender=Mender.DEPARTMENT)


def cells(path):
    return [list(row) for row in openpyxl.load_workbook(path).active.iter_rows(values_only=True)]


def test_that_a_list_tells_what_to_do_and_masks_names(city, bring, an_officer, tmp_path) -> None:
    bring(city, name="=王小明")
    path = tmp_path / "list.xlsx"
    assert hand_out(city, path, TO_MEND, an_officer(), Words("zh_CN")) == 2
    head, *rows = cells(path)
    assert head[:5] == ["底数号", "编号", "大类", "类别", "名称"]
    assert len(head) == len(HEADS)
    assert [row[1] for row in rows] == ["K0003", "K0004"]
    assert rows[0][4] == "'=**"
    assert rows[0][10] == "与所写不符"
    assert "乡镇" in rows[0][12]


def test_that_names_go_out_by_right_alone_and_the_journal_says_why(city, bring, an_officer, tmp_path) -> None:
    bring(city)
    supervisor = an_officer(OfficerRole.SUPERVISOR)
    with pytest.raises(Refusal):
        PersonalExport(an_officer(), "visit")
    hand_out(city, tmp_path / "named.xlsx", TO_MEND, supervisor, Words("en"), PersonalExport(supervisor, "visit"))
    assert cells(tmp_path / "named.xlsx")[1][4] == "王小明"
    with city.reading() as reader:
        line = reader.connection.exec_driver_sql(
            "select verb, subject, why, after from journal order by id desc"
        ).first()
    assert tuple(line) == ("export", "records", "visit", "personal data of 2 records")


@pytest.mark.parametrize(("role", "name"), [(OfficerRole.WALL, "list.xlsx"), (OfficerRole.DISPATCHER, "list.csv")])
def test_that_it_is_refused_without_the_right_and_in_another_form(
    city, bring, an_officer, tmp_path, role, name
) -> None:
    bring(city)
    with pytest.raises(Refusal):
        hand_out(city, tmp_path / name, TO_MEND, an_officer(role), Words("en"))
    assert list(tmp_path.glob("*list*")) == []


def test_that_a_look_at_a_name_is_written_down(city, bring, an_officer) -> None:
    bring(city)
    shown = Looks(city).record(an_officer(), 1, LookReason.VISIT)
    assert shown.name == "王小明"
    with city.reading() as reader:
        assert reader.count("looks") == 1
    for officer in (an_officer(OfficerRole.WALL), an_officer(OfficerRole.DEPARTMENT, "police")):
        with pytest.raises(Refusal):
            Looks(city).record(officer, 1, LookReason.VISIT)
