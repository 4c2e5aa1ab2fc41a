from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.inbox.rota_window import RotaWindow
from services.cases.rota import Rota
from services.domain.people import OfficerRole

ADMIN, D = OfficerRole.ADMIN, OfficerRole.DISPATCHER


@pytest.fixture
def window(qtbot: QtBot, seat_of, theme_of):
    def make(login: str, role: OfficerRole) -> RotaWindow:
        context = seat_of(login, role)
        made = RotaWindow(context, theme_of(context))
        qtbot.addWidget(made)
        made.show()
        qtbot.waitUntil(lambda: made.view.who.count() > 0)
        return made

    return make


def test_that_an_administrator_adds_and_removes_a_duty_over_night(qtbot: QtBot, window, services) -> None:
    made = window("chief", ADMIN)
    made.view.begin.put("20:00")
    made.view.end.put("08:00")
    made.view.add.click()
    qtbot.waitUntil(lambda: made.view.rows.rowCount() == 2)
    made.view.table.selectRow(0)
    made.view.remove.click()
    qtbot.waitUntil(lambda: made.view.rows.rowCount() == 1)
    assert len(Rota(services.database).lines()) == 1


def test_that_a_time_that_is_none_is_told_and_stays_typed(qtbot: QtBot, window) -> None:
    made = window("chief", ADMIN)
    made.view.begin.put("25:00")
    made.view.add.click()
    qtbot.waitUntil(lambda: "25:00" in made.view.note.text())
    assert made.view.begin.value == "25:00"


def test_that_others_see_it_and_cannot_change_it(qtbot: QtBot, window) -> None:
    made = window("li", D)
    assert made.view.add.isHidden()
    assert made.view.load.isHidden()


def test_that_a_spreadsheet_with_a_wrong_row_changes_nothing(qtbot: QtBot, window, tmp_path: Path, services) -> None:
    made = window("chief", ADMIN)
    path = tmp_path / "rota.csv"
    path.write_text("login,weekday,from,to\nchief,1,08:00,12:00\nnobody,1,08:00,12:00\n", encoding="utf-8")
    made.load(path)
    qtbot.waitUntil(lambda: "nobody" in made.view.note.text())
    assert Rota(services.database).lines() == []
    path.write_text("login,weekday,from,to\nchief,1,08:00,12:00\n", encoding="utf-8")
    made.load(path)
    qtbot.waitUntil(lambda: made.view.rows.rowCount() == 1)
