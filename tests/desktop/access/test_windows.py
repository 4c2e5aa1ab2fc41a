"""The officer's chip, the list of officers, who looked at personal data, and opening them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from desktop.access.desk import AccessDesk
from desktop.access.look import look_at_report
from desktop.access.windows import LooksWindow, OfficersWindow
from desktop.context import SeatContext
from layers.style.tokens import load_tokens
from services.access.login import Logins
from services.access.looks import Looks
from services.access.officers import Officers
from services.bundle import Services
from services.domain.incidents import Report
from services.domain.looks import LookReason
from widgets.kit.icons import Icons
from widgets.theme.theme import Theme

PASSWORD = "Regen-7-Wolken"
Seated = Callable[..., SeatContext]
NAME, PHONE = "王小明", "13812342210"


@pytest.fixture
def theme(qapp: object) -> Theme:
    return Theme(load_tokens())


@pytest.fixture
def report(services: Services) -> int:
    """A report of one of the city's incidents that a person left a name with."""
    told = Report(
        "hotline", "leak", "水管漏水", services.database.clock(), 116.31, 33.81, contact=PHONE, contact_name=NAME
    )
    services.door.take(told)
    with services.database.reading() as reader:
        return int(reader.connection.execute(text("select max(id) from reports")).scalar_one())


@pytest.fixture
def desk(qtbot: QtBot, theme: Theme, seated: Seated) -> Callable[[str], AccessDesk]:
    def make(login: str) -> AccessDesk:
        window = QWidget()
        qtbot.addWidget(window)
        return AccessDesk(seated(login), theme, Icons(theme), window)

    return make


def entries(desk: AccessDesk) -> list[str]:
    return [text.split("\t")[0].rstrip("…") for text, call in desk.entries() if call is not None]


def test_that_the_chip_says_who_sits_here(desk: Callable[[str], AccessDesk]) -> None:
    made = desk("lin")
    assert "Lin Hua" in made.chip.text()
    assert made.chip.toolTip() == "Lin Hua · Dispatcher"


def test_that_only_administrators_are_offered_the_list_and_the_looks(desk: Callable[[str], AccessDesk]) -> None:
    assert entries(desk("lin")) == ["Lock the seat", "Change the password", "Log out"]
    assert entries(desk("chief")) == [
        "Lock the seat", "Change the password", "Officers", "Who looked at personal data", "Log out",
    ]  # fmt: skip


def test_that_a_password_is_changed_from_the_menu(
    qtbot: QtBot, desk: Callable[[str], AccessDesk], logins: Logins
) -> None:
    made = desk("lin")
    dialog = made.change_password()
    form = dialog.layout().itemAt(0).widget()  # type: ignore[union-attr]
    for name, typed in (("old", "wrong"), ("new", "Schnee-8-Felder"), ("again", "Schnee-8-Felder")):
        form.put(name, typed)
    form._on_filled()
    qtbot.waitUntil(lambda: "do not belong" in form.trouble())
    for name, typed in (("old", PASSWORD), ("new", "Schnee-8-Felder"), ("again", "Schnee-8-Felder")):
        form.put(name, typed)
    with qtbot.waitSignal(dialog.accepted):
        form._on_filled()
    assert logins.enter("lin", "Schnee-8-Felder", "operator", "").officer.login == "lin"


def test_that_an_administrator_adds_and_deactivates_in_the_window(
    qtbot: QtBot, theme: Theme, seated: Seated, logins: Logins, officers: Officers
) -> None:
    window = OfficersWindow(seated("chief"), theme)
    qtbot.addWidget(window)
    view = window.view
    qtbot.waitUntil(lambda: view.rows.rowCount() == 2)
    view.login.setText("wang")
    view.name.setText("Wang")
    view.password.setText("short")
    view.save.click()
    qtbot.waitUntil(lambda: "at least 10" in view.told())
    assert view.name.text() == "Wang"
    view.password.setText("Schnee-8-Felder")
    view.save.click()
    qtbot.waitUntil(lambda: view.rows.rowCount() == 3)
    assert logins.enter("wang", "Schnee-8-Felder", "operator", "").must_change
    view.table.selectRow([row[0] for row in view.rows._rows].index("wang"))
    view.active.setChecked(False)
    view.save.click()
    qtbot.waitUntil(lambda: view.rows._rows[-1][-1] == "deactivated")


def test_that_a_look_is_asked_for_shown_and_gone_when_its_time_is_over(
    qtbot: QtBot, theme: Theme, seated: Seated, report: int, services: Services
) -> None:
    seconds = [300.0]
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = look_at_report(seated("lin"), theme, report, parent)
    dialog.reason.setCurrentIndex(dialog.reason.count() - 1)
    dialog.open_button.click()
    qtbot.waitUntil(lambda: "in words" in dialog.note.text())
    dialog.why.setText("asked for by phone")
    dialog.open_button.click()
    qtbot.waitUntil(lambda: PHONE in dialog.data.text())
    assert NAME in dialog.data.text()
    dialog._left = lambda: seconds[0]
    seconds[0] = 0
    gone: list[bool] = []
    dialog.destroyed.connect(lambda: gone.append(True))
    dialog._tick()
    qtbot.waitUntil(lambda: bool(gone))
    with services.database.reading() as reader:
        assert reader.count("looks") == 1


def test_that_an_administrator_who_may_not_look_is_told(
    qtbot: QtBot, theme: Theme, seated: Seated, report: int
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = look_at_report(seated("chief"), theme, report, parent)
    dialog.open_button.click()
    qtbot.waitUntil(lambda: "no right" in dialog.note.text())
    assert dialog.data.isHidden()
    dialog.close()


def test_that_the_looks_are_listed_without_what_was_seen(
    qtbot: QtBot, theme: Theme, seated: Seated, report: int, services: Services
) -> None:
    lin = seated("lin").officer.now
    Looks(services.database).report(lin, report, LookReason.VISIT)
    window = LooksWindow(seated("chief"), theme)
    qtbot.addWidget(window)
    qtbot.waitUntil(lambda: window.rows.rowCount() == 1)
    row = " ".join(window.rows._rows[0])
    assert "lin" in row
    assert "To meet on site" in row
    assert NAME not in row
    assert PHONE not in row
    assert window.note.text() == "1–1 of 1"


def test_that_the_windows_turn_with_the_language(
    qtbot: QtBot, theme: Theme, seated: Seated, officers: Officers
) -> None:
    context = seated("chief")
    windows = (OfficersWindow(context, theme), LooksWindow(context, theme))
    for window in windows:
        qtbot.addWidget(window)
    before = [window.windowTitle() for window in windows]
    context.words.switch("zh_CN")
    assert [window.windowTitle() for window in windows] != before
    assert windows[0].view.save.text() == "添加人员"
