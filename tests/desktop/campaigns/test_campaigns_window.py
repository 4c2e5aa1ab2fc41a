from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.campaigns.window import CampaignsWindow, open_campaigns
from desktop.cases.window import CasesWindow
from desktop.risk.list_window import WarningsWindow
from services.bundle import Services
from services.domain.incidents import Severity
from widgets.briefing.count_link import CountLink


@pytest.fixture
def opened() -> list[int]:
    """Ids of the cards that were opened."""
    return []


@pytest.fixture
def window(qtbot: QtBot, make_context, theme_of, opened, services: Services):
    """The window over a city with one warning of the first campaign, in its first grid."""

    def make(lang: str = "zh_CN") -> CampaignsWindow:
        scenario = services.scenarios.running()[0]
        with services.database.unit() as unit:
            area = next(area for area in unit.areas() if area.level == 2)
            at = unit.now - timedelta(days=1)
            unit.add(
                "warnings", number="W-1", scenario=scenario.code, scenario_version=1, model=str(scenario.model),
                situation="grid:1", level=int(Severity.ORANGE), top_level=2, state=1, score=70.0, place=1,
                town_id=area.id, department="police", raised_at=at, first_at=at, last_at=at, members=3, parts=[],
                measures={}, basis={}, heard={}, expires_at=at + timedelta(days=9),
            )  # fmt: skip
            unit.commit()
        context = make_context(lang=lang)
        made = open_campaigns(context, theme_of(context), None, opened.append)
        qtbot.addWidget(made)
        qtbot.waitUntil(lambda: made.page is not None, timeout=10_000)
        return made

    return make


def links(made: CampaignsWindow) -> dict[str, CountLink]:
    found = [made._flow.itemAt(at).widget() for at in range(made._flow.count())]
    return {link.accessibleName(): link for link in found}


def test_that_the_page_counts_the_warning_and_opens_it_down_to_its_card(window, qtbot, opened) -> None:
    made = window("en")
    assert made.page.standing.count == 1
    links(made)["Warnings now 1"].click()
    listed = made.findChild(WarningsWindow)
    qtbot.waitUntil(lambda: listed.found is not None, timeout=10_000)
    assert listed._rows.cell(0, 0).text == "W-1"
    qtbot.keyClick(listed._figures, Qt.Key.Key_Return)
    assert opened == [listed.found[0].live.id]


def test_that_towns_and_scenarios_add_up_to_the_page(window) -> None:
    made = window()
    assert sum(line.standing.points for line in made.page.towns) == made.page.standing.points == 4
    assert sum(one.points for one in made.page.by_scenario.values()) == 4
    assert made._towns.rowCount() == 1


def test_that_another_page_is_read_when_the_list_moves(window, qtbot) -> None:
    made = window()
    made.choose(made._campaigns[3].code)
    qtbot.waitUntil(lambda: made.page.campaign.code == made._campaigns[3].code, timeout=10_000)
    assert made.page.standing.count == 0
    assert made._head.text() == made._campaigns[3].name_zh


def test_that_a_figure_of_nothing_opens_nothing(window) -> None:
    made = window("en")
    links(made)["overdue 0"].click()
    assert made.findChild(CasesWindow) is None
