from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.registry.window import RegistryWindow, open_registry
from services.domain.people import OfficerRole
from services.domain.signals import Signal, SourceState
from services.risk.taking import take_signals


@pytest.fixture
def window(qtbot: QtBot, seat_of, theme_of):
    """Opens the registry for an officer of a role."""

    def make(role: OfficerRole = OfficerRole.SUPERVISOR, lang: str = "zh_CN") -> RegistryWindow:
        context = seat_of("chief", role, lang=lang)
        made = open_registry(context, theme_of(context))
        qtbot.addWidget(made)
        qtbot.waitUntil(lambda: bool(made.lines), timeout=10_000)
        return made

    return make


def test_that_each_source_has_a_row_and_the_sentence_adds_up(window) -> None:
    made = window()
    assert made._rows.rowCount() == len(made.lines) > 0
    assert str(len([line for line in made.lines if line.cadence is not None])) in made._sum.text()


def test_that_batches_of_the_chosen_source_tell_what_was_refused(qtbot, window, services) -> None:
    with services.database.unit() as unit:
        source = unit.catalogue().sources[0].code
        kind = next(one.code for one in unit.catalogue().categories if one.department)
        take_signals(unit, source, [Signal("", kind, unit.now), Signal("", "nonsense", unit.now)])
        unit.commit()
    made = window(lang="en")
    made.choose(source)
    qtbot.waitUntil(lambda: "unknown kind" in made._list.toPlainText(), timeout=10_000)


def test_that_what_is_expected_can_be_set_and_is_shown_at_once(qtbot, window, services) -> None:
    made = window()
    source = made.lines[0].source
    made.choose(source)
    made._minutes.setValue(45)
    made._why.setText("每 45 分钟一次")
    qtbot.mouseClick(made._save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(
        lambda: next(line for line in made.lines if line.source == source).cadence == timedelta(minutes=45),
        timeout=10_000,
    )
    assert made._why.text() == ""


def test_that_a_change_without_a_reason_is_refused_and_nothing_typed_is_lost(qtbot, window) -> None:
    made = window()
    made.choose(made.lines[0].source)
    made._minutes.setValue(45)
    qtbot.mouseClick(made._save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(made._save.isEnabled, timeout=10_000)
    qtbot.waitUntil(lambda: "↑" not in made._note.text(), timeout=10_000)
    assert made._minutes.value() == 45


def test_that_states_have_a_word_each(window) -> None:
    made = window(lang="en")
    say = made._words_of_now()
    assert len({say.state(state) for state in SourceState}) == len(SourceState)


def test_that_a_dispatcher_sees_it_and_sets_nothing(window) -> None:
    made = window(OfficerRole.DISPATCHER)
    assert not made._save.isVisibleTo(made)
