"""A closed window goes: a signal that lives as long as the seat must not hold it, since nobody would ever see why."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.campaigns.window import open_campaigns
from desktop.cases.card_window import open_card
from desktop.cases.window import open_cases
from desktop.catalogue.window import open_catalogue
from desktop.context import SeatContext
from desktop.evaluation.window import open_evaluation
from desktop.handover.window import open_handover
from desktop.meetings.window import open_meetings
from desktop.operator.forms.drafts import Drafts
from desktop.portrait.window import Of, open_portrait
from desktop.records.window import open_ledger
from desktop.registry.feeds_window import open_feeds
from desktop.registry.window import open_registry
from desktop.risk.list_window import open_warnings
from desktop.risk.signals_window import open_signals
from desktop.workbench.window import open_workbench
from services.domain.case_filter import CaseFilter
from widgets.map.ground import ground_of

Opener = Callable[[SeatContext, Any], QWidget]
OPENERS: dict[str, Opener] = {
    "registry": open_registry,
    "feeds": open_feeds,
    "campaigns": lambda context, theme: open_campaigns(context, theme, None, lambda _: None),
    "ledger": open_ledger,
    "evaluation": open_evaluation,
    "cases": lambda context, theme: open_cases(context, theme, "Open", CaseFilter()),
    "case": lambda context, theme: open_card(context, theme, 1),
    "catalogue": open_catalogue,
    "handover": lambda context, theme: open_handover(context, theme, Drafts(None)),
    "meetings": lambda context, theme: open_meetings(context, theme, Drafts(None)),
    "portrait": lambda context, theme: open_portrait(context, theme, Of(area=1)),
    "warnings": lambda context, theme: open_warnings(
        context, theme, lambda: "Warnings", (1,), context.clock(), None, lambda _: None
    ),
    "signals": lambda context, theme: open_signals(context, theme, "Signals", (1,)),
    "workbench": lambda context, theme: open_workbench(context, theme, Drafts(None), lambda: ground_of({})),
}


@pytest.mark.parametrize("name", OPENERS)
def test_that_a_closed_window_is_let_go(name: str, qtbot: QtBot, make_context, theme_of, fill) -> None:
    fill(20)
    context = make_context()
    theme = theme_of(context)
    window = OPENERS[name](context, theme)
    gone = weakref.ref(window)
    qtbot.wait(50)
    context.workers.wait()
    window.close()
    del window
    for _ in range(3):
        QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
    assert gone() is None
