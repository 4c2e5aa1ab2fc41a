from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.cases.window import CasesWindow
from desktop.evaluation.rows import part_at
from desktop.evaluation.window import EvaluationWindow, open_evaluation
from services.domain.evaluation import Group, Measure, Part
from services.insight.evaluation.keeping import catch_up
from services.live.advance import NOTHING


@pytest.fixture
def window(make_context, theme_of, qtbot, fill) -> Callable[..., EvaluationWindow]:
    def make(lang: str = "zh_CN") -> EvaluationWindow:
        fill(400)
        context = make_context(lang=lang)
        catch_up(context.services.database)
        made = open_evaluation(context, theme_of(context))
        qtbot.addWidget(made)
        qtbot.waitUntil(lambda: made.table is not None)
        return made

    return make


def texts(window: EvaluationWindow, column: int) -> list[str]:
    rows = window._rows
    return [rows.cell(row, column).text for row in range(rows.rowCount())]


def test_that_the_city_stands_first_and_what_is_nobodys_last(window) -> None:
    made = window()
    made._figures.sort_by(1)
    assert texts(made, 0)[0] == "全市"
    assert texts(made, 0)[-1] == "无主办"
    counts = [int(text) for text in texts(made, 1)]
    assert counts[0] == sum(counts[1:])
    assert counts[1:-1] == sorted(counts[1:-1], reverse=True)


def test_that_enter_on_a_figure_opens_exactly_its_cases(window, qtbot) -> None:
    made = window()
    made._figures.setCurrentIndex(made._rows.index(0, 1))
    QTest.keyClick(made._figures, Qt.Key.Key_Return)
    cases = made.findChild(CasesWindow)
    qtbot.waitUntil(lambda: cases.total is not None)
    assert cases.total == made.table.total.sums.of(Part.DUE) > 0


def test_that_towns_are_another_table_of_the_same_city(window, qtbot) -> None:
    made = window()
    before = made.table
    made.choose(Group.TOWN)
    qtbot.waitUntil(lambda: made.table is not before)
    assert made.table.total.sums == before.total.sums
    assert "无位置" in texts(made, 0)


def test_that_an_empty_period_says_what_to_do(window, qtbot) -> None:
    made = window("en")
    made._shown = None
    made._days = 1
    made.context.services.database.clock = lambda: made.context.clock().replace(year=2030)
    made.read()
    qtbot.waitUntil(lambda: made.table is not None)
    assert made._note.text() == "Nothing was due in this period. Choose a longer one."


def test_that_the_table_is_saved_as_it_is_shown(window, qtbot, tmp_path: Path) -> None:
    made = window()
    path = tmp_path / "e.csv"
    made.save_to(path)
    qtbot.waitUntil(path.exists)
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith(",应结,超期办结,办结待结案,超期未结,挂账,按期结案率")
    assert len(lines) == made._rows.rowCount() + 1


def test_that_a_rate_of_the_good_ones_opens_all_that_were_due(window) -> None:
    made = window()
    assert part_at(made.table.total, 6) is Part.DUE
    assert made.table.total.rate(Measure.REWORK).of is Part.REWORKED
    assert part_at(made.table.total, 0) is None


def test_that_a_step_at_any_seat_is_seen_by_itself_and_the_chosen_figure_stays_chosen(window, qtbot) -> None:
    made = window()
    situation, database = made.context.situation, made.context.services.database
    made._figures.sort_by(1)
    made._figures.setCurrentIndex(made._rows.index(2, 3))
    name, before = texts(made, 0)[2], made.table.total.sums.of(Part.OVERDUE)
    with database.unit() as unit:
        late = {"due_at": database.clock() - timedelta(hours=1), "closed_at": None, "department": None}
        last = fill_one(unit, **late)
        unit.commit()
    catch_up(database)
    made._heard.setInterval(0)
    situation.changed.emit(situation.picture, replace(NOTHING, incidents=np.array([0])))
    qtbot.waitUntil(lambda: made.table.total.sums.of(Part.OVERDUE) == before + 1)
    assert last > 0
    at = made._figures.currentIndex()
    assert (texts(made, 0)[at.row()], at.column()) == (name, 3)


def fill_one(unit, **values: object) -> int:
    return unit.add(
        "incidents", number="T-late", source="hotline", category="leak", severity=3, kind=1, state=4, place=3,
        reported_at=unit.now - timedelta(hours=30), **values,
    )  # fmt: skip


def test_that_facts_that_touch_nothing_shown_read_nothing(window) -> None:
    made = window()
    situation = made.context.situation
    situation.changed.emit(situation.picture, replace(NOTHING, people=np.array([0])))
    assert not made._heard.isActive()
