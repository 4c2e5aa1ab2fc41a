from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.operator.forms.drafts import Drafts
from desktop.risk.signals_window import SignalsWindow
from desktop.workbench.choosing import NEW
from desktop.workbench.window import WorkbenchWindow, open_workbench
from services.bundle import Services
from services.domain.incidents import Place, PlaceStatus
from services.domain.people import OfficerRole
from services.domain.scenarios import ModelKind, Per, Scenario, VersionState
from services.domain.signals import Signal
from services.risk.bodies import body_of, scenario_of
from services.risk.taking import take_signals
from services.store.queries import scenarios
from widgets.map.ground import ground_of

TWICE = Scenario(
    code="roads.twice", campaign="roads", name_zh="两次", name_en="Twice", purpose_zh="试", purpose_en="Try",
    model=ModelKind.FREQUENCY, kinds=("fight",), per=Per.SPOT, window=timedelta(days=30), owner="police",
    category="fight", lasts=timedelta(days=20), harm=0.8, parameters={"threshold": 3, "radius_m": 200},
)  # fmt: skip
THRESHOLD = "threshold"


@pytest.fixture
def scenario(services: Services) -> Scenario:
    """Three fights at a place in a month; six of them ten weeks ago."""
    with services.database.unit() as unit:
        scenarios.add_version(unit, body_of(TWICE), "author", VersionState.APPROVED, "因为", "chief")
        place = Place(PlaceStatus.LOCATED, 116.31, 33.81)
        days = (75, 74, 73, 72, 71, 70)
        source = unit.catalogue().sources[0].code
        found = [Signal("", "fight", unit.now - timedelta(days=day), place) for day in days]
        take_signals(unit, source, found, services.atlas)
        unit.commit()
    return TWICE


@pytest.fixture
def drafts() -> Drafts:
    """Drafts that last as long as the test."""
    return Drafts(None)


@pytest.fixture
def window(qtbot: QtBot, seat_of, theme_of, scenario, drafts) -> Callable[..., WorkbenchWindow]:
    """The workbench of an officer, at the scenario, when its first back-test is there."""

    def make(login: str = "writer", role: OfficerRole = OfficerRole.SUPERVISOR, lang: str = "en") -> WorkbenchWindow:
        context, ground = seat_of(login, role, lang=lang), ground_of({})
        made = open_workbench(context, theme_of(context), drafts, lambda: ground)
        qtbot.addWidget(made)
        qtbot.waitUntil(lambda: made.tried is not None, timeout=20_000)
        return made

    return make


def test_that_the_running_version_is_tried_at_once_and_opens_into_its_signals(window, qtbot) -> None:
    made = window()
    (one,) = made.tried.now.raised
    assert len(one.signals) == 6
    assert "would have raised 1" in made._sum.text()
    made._figures.setCurrentIndex(made._rows.index(0, 0))
    qtbot.keyClick(made._figures, Qt.Key.Key_Return)
    listed = made.findChild(SignalsWindow)
    qtbot.waitUntil(lambda: listed.found is not None, timeout=10_000)
    assert len(listed.found) == 6


def test_that_another_threshold_is_answered_by_itself_beside_the_running_version(window, qtbot, drafts) -> None:
    made = window()
    made._compare.setChecked(True)
    made.form._numbers[THRESHOLD].setValue(7)
    qtbot.waitUntil(lambda: made.tried.now.raised == () and made.tried.running is not None, timeout=20_000)
    assert len(made.tried.running.raised) == 1
    assert "which runs" in made._other.text()
    assert drafts.get("scenario-roads-twice")["parameters"][THRESHOLD] == 7


def test_that_what_was_typed_comes_back_and_can_be_dropped(window, qtbot, drafts) -> None:
    drafts.put("scenario-roads-twice", body_of(replace(TWICE, name_en="Typed before")))
    made = window()
    assert made.form.value["en"] == "Typed before"
    made._drop.click()
    assert made.form.value["en"] == "Twice"
    assert drafts.get("scenario-roads-twice") == {}


def test_that_a_version_is_saved_approved_by_another_and_runs(window, qtbot, services) -> None:
    made = window()
    made.form._numbers[THRESHOLD].setValue(2)
    made._why.setText("too late")
    made.save()
    qtbot.waitUntil(lambda: bool(made.known.drafts), timeout=10_000)
    assert services.scenarios.running()[0].parameters[THRESHOLD] == 3
    other = window("chief", OfficerRole.LEADER)
    other.choose("roads.twice", 2)
    assert other._approve.isVisibleTo(other)
    other._approve.click()
    qtbot.waitUntil(lambda: other.known.drafts == (), timeout=10_000)
    assert services.scenarios.running()[0].parameters[THRESHOLD] == 2


def test_that_nobody_approves_their_own_version_where_four_eyes_are_asked_for(window, qtbot, services) -> None:
    made = window()
    made._why.setText("mine")
    made.save()
    qtbot.waitUntil(lambda: bool(made.known.drafts), timeout=10_000)
    made.choose("roads.twice", 2)
    made._approve.click()
    qtbot.waitUntil(lambda: "own" in made._note.text(), timeout=10_000)
    assert services.scenarios.running()[0].version == 1


def test_that_a_66th_scenario_needs_no_programmer(window, qtbot, services) -> None:
    made = window()
    made.choose(NEW)
    made.form._texts["en"].setText("Noise at night")
    made.form._texts["zh"].setText("夜间噪声")
    made._why.setText("asked for by residents")
    made.save()
    qtbot.waitUntil(lambda: bool(made.known.drafts), timeout=10_000)
    (draft,) = services.scenarios.drafts()
    assert (draft.scenario.code, draft.scenario.name_zh) == ("roads.noise_at_night", "夜间噪声")


def test_that_a_save_without_a_reason_is_refused_and_the_form_stays(window, qtbot) -> None:
    made = window()
    made.form._numbers[THRESHOLD].setValue(5)
    made.save()
    qtbot.waitUntil(made._save.isEnabled, timeout=10_000)
    assert made.form.value["parameters"][THRESHOLD] == 5


def test_that_the_form_gives_back_what_it_was_given(window) -> None:
    made = window(lang="zh_CN")
    body = body_of(TWICE)
    made.form.put(body)
    given = scenario_of(made.form.value)
    assert given.parameters == {**TWICE.parameters, "hurt": 0.0}  # the model's usual number where none was set
    assert replace(given, parameters=TWICE.parameters) == scenario_of(body)
