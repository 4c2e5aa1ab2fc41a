"""A new incident from a call: kept, placed, taken in once."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from desktop.operator.intake.intake_words import Spot
from services.geo.crs import system_of


@pytest.fixture
def intake(qtbot, open_seat, fill) -> Any:
    """The form of a seat, open and knowing names and kinds."""
    fill(40)
    seat = open_seat()
    form = seat.further.intake
    qtbot.waitUntil(lambda: form.place.gazetteer is not None and form._options is not None)
    form.open()
    return form


def write(form: Any, text: str = "路灯不亮", category: str = "leak") -> None:
    form.panel.text.setPlainText(text)
    form.panel.category.put(category)
    form._on_edited()


def reports(form: Any, text: str) -> list[Any]:
    with form._context.services.database.reading() as reader:
        found = reader.all(_reports(text))
    return list(found)


def _reports(text: str) -> Any:
    from sqlalchemy import select

    from services.store.tables.cases import reports as table

    return select(table).where(table.c.text == text)


def test_that_the_key_opens_it_and_escape_takes_it_away_with_everything_kept(qtbot, open_seat, fill) -> None:
    fill(5)
    seat = open_seat()
    form = seat.further.intake
    assert form.panel.isHidden()
    seat.hand.orders["new"]()
    assert form.panel.isVisible()
    form.panel.text.setPlainText("楼上漏水")
    seat.hand.orders["out"]()
    assert form.panel.isHidden()
    assert seat.drafts.get("new-incident")["text"] == "楼上漏水"
    seat.hand.orders["new"]()
    assert form.panel.values()["text"] == "楼上漏水"


def test_that_what_is_missing_is_said_and_nothing_is_sent(intake) -> None:
    intake._on_filled()
    assert "描述" in intake.panel._refusal.text()
    assert "类别" in intake.panel._refusal.text()


def test_that_it_is_taken_in_through_the_door_and_opened(qtbot, intake) -> None:
    write(intake, "井盖缺失 唯一")
    intake.panel.phone.setText("138 1234 2210")
    intake.panel.severity.put(2)
    with qtbot.waitSignal(intake.taken) as taken:
        intake.panel.filled.emit()
    [row] = reports(intake, "井盖缺失 唯一")
    assert (row.incident_id, row.contact, row.source) == (taken.args[0].incident, "13812342210", "hotline")
    assert intake._seat.detail.incident == row.incident_id
    assert intake.panel.isHidden()
    assert intake._seat.drafts.get("new-incident") == {}


def test_that_the_same_form_sent_twice_is_one_report(qtbot, intake) -> None:
    write(intake, "两次 唯一")
    report = intake._report(intake.panel.values())
    door = intake._context.services.door
    assert door.take(report, "x").incident == door.take(report, "x").incident
    assert len(reports(intake, "两次 唯一")) == 1


def test_that_a_name_is_found_by_typing_and_gives_its_place(qtbot, intake) -> None:
    town = next(place for place in intake.place.gazetteer.places if place.kind == "town")
    intake.panel.place.setFocus()
    intake.panel.place.setText(town.name)
    intake.place.ask(town.name)
    qtbot.waitUntil(lambda: bool(intake.place.hits))
    intake.place.pick(0)
    qtbot.waitUntil(lambda: intake.place.around is not None)
    assert intake._seat.map.canvas.reticle.pin is not None
    assert intake.panel.place_note.text()


def test_that_coordinates_are_read_in_the_system_that_was_chosen(qtbot, intake) -> None:
    intake.panel.system.put("gcj02")
    intake.panel.place.setText("33.9, 116.4")
    intake.place.give("33.9, 116.4")
    qtbot.waitUntil(lambda: intake.place.around is not None)
    lon, lat = system_of("gcj02").to_store(116.4, 33.9)
    place = intake.place.around.place
    assert (place.lon, place.lat) == (pytest.approx(float(lon)), pytest.approx(float(lat)))
    assert "GCJ-02" in intake.panel.place_note.text()
    assert "纬度在前" in intake.panel.place_note.text()


def test_that_a_click_on_the_map_is_the_place_and_escape_goes_back_from_pointing(qtbot, intake) -> None:
    intake.panel.point.setChecked(True)
    viewport = intake._seat.map.canvas.viewport()
    spot = QPoint(viewport.width() - 60, viewport.height() // 2)
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
    qtbot.waitUntil(lambda: intake.place.spot is not None)
    assert intake.place.spot.pointed
    assert not intake.panel.point.isChecked()
    intake.panel.point.setChecked(True)
    assert intake.leave()
    assert intake.panel.isVisible()


def test_that_an_odd_number_is_said_to_be_odd_and_kept(intake) -> None:
    intake.panel.phone.setText("12a")
    intake._on_edited()
    assert intake.panel.phone_note.isVisible()
    intake.panel.phone.setText("0370-5112345")
    intake._on_edited()
    assert not intake.panel.phone_note.isVisible()


def test_that_a_refusal_leaves_everything_in_the_form(qtbot, intake) -> None:
    write(intake, "字" * 20_001)
    intake.panel.filled.emit()
    qtbot.waitUntil(lambda: bool(intake.panel._refusal.text()))
    assert len(intake.panel.values()["text"]) == 20_001
    assert intake.panel.primary.isEnabled()


def test_that_what_was_reported_near_lately_opens(qtbot, intake) -> None:
    intake.place.set_spot(Spot(116.4, 33.9, "cgcs2000"))
    qtbot.waitUntil(lambda: bool(intake.panel.recent.choices()))
    code = intake.panel.recent.choices()[0].code
    intake.panel.recent.chosen.emit(code)
    assert intake._seat.detail.incident == int(code)


def test_that_a_spot_that_was_kept_comes_back_and_nonsense_is_none() -> None:
    spot = Spot(116.4, 33.9, "bd09", "x", typed=True)
    assert Spot.of(spot.kept()) == spot
    assert Spot.of({"lon": 1}) is None
    assert Spot.of("x") is None
