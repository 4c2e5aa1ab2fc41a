"""The map of a seat over a real database: scene, drill-down, furniture, what it remembers and says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.context import SeatContext
from desktop.map import furniture as map_furniture
from desktop.map import paint as map_paint
from desktop.map.furniture import DeskFurniture
from desktop.map.view import Furniture, MapView
from layers.classes import FIXED
from services.domain.areas import Level
from services.domain.incidents import PlaceStatus
from services.live.advance import Touched
from widgets.theme.theme import Theme

MakeView = Callable[..., MapView]


@pytest.fixture
def make_view(
    fill: Callable[..., list[int]],
    make_context: Callable[..., SeatContext],
    theme_of: Callable[[SeatContext], Theme],
    qtbot: Any,
    tmp_path: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[MakeView]:
    """Makes a map of 900 × 700 px over 300 incidents, some without a place, and waits until it is complete."""
    nowhere = {"lon": None, "lat": None, "town_id": None, "village_id": None, "grid_id": None, "state": 1}
    fill(300)
    fill(7, seed=2, place=int(PlaceStatus.UNLOCATED), **nowhere)
    fill(4, seed=3, place=int(PlaceStatus.OUTSIDE), **nowhere | {"lon": 100.0, "lat": 30.0})
    monkeypatch.setattr(map_paint, "cache_folder", lambda: tmp_path)
    made: list[MapView] = []

    def make(context: SeatContext | None = None, furniture: Furniture = Furniture.DESK, **values: Any) -> MapView:
        context = context or make_context(**values)
        view = MapView(context, theme_of(context), furniture)
        view.context = context
        view.resize(900, 700)
        view.show()
        made.append(view)
        qtbot.waitUntil(view.complete, timeout=60_000)
        return view

    yield make
    for view in made:
        view.close_view()
        view.close()
        view.deleteLater()
    QApplication.processEvents()


def plates(view: MapView) -> DeskFurniture:
    """A desk's furniture."""
    assert isinstance(view.plates, DeskFurniture)
    return view.plates


def first_at(view: MapView, level: Level) -> int:
    """The index of the first area of a level."""
    return int(view.context.situation.picture.areas.at_level(level)[0])


def test_that_the_map_comes_with_everything_a_desk_works_with(make_view: MakeView) -> None:
    view = make_view()
    desk = plates(view)
    assert [at for at, _ in desk.words().steps(0)] == [0]
    assert desk.bar.breadcrumb.count.text().strip() == "3 镇街 · 6 村 · 12 网格"
    assert desk.legend.isVisible()
    assert desk.legend.key is not None
    assert len(desk.legend.key.limits) == len(desk.legend.key.colours) - 1
    assert "截至 14:32" in desk.legend.key.note
    assert desk.scale.metres > 0
    assert not desk.bar.lock.isVisible()


def test_that_what_has_no_place_is_counted_and_opens(
    make_view: MakeView, make_context: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = make_view()
    column = view.context.situation.picture.incidents.column
    counts = view.scene.counts
    alive, place = column("alive"), column("place")
    assert counts.unlocated == int((alive & (place == PlaceStatus.UNLOCATED)).sum())
    assert counts.outside == int((alive & (place == PlaceStatus.OUTSIDE)).sum())
    assert counts.inside + counts.unlocated + counts.outside == int(alive.sum())
    opened: list[Any] = []
    monkeypatch.setattr(map_furniture, "open_cases", lambda *given: opened.append(given))
    for status, button in plates(view).bar.apart.items():
        button.click()
        _, _, _, chosen, _, expected, _ = opened[-1]
        assert (chosen.place, chosen.open_only) == (status, True)
        assert expected == {PlaceStatus.UNLOCATED: counts.unlocated, PlaceStatus.OUTSIDE: counts.outside}[status]


def test_that_one_drills_down_and_comes_up_again(make_view: MakeView, qtbot: Any) -> None:
    view = make_view()
    desk = plates(view)
    town = first_at(view, Level.TOWN)
    with qtbot.waitSignal(view.scene.subject_changed) as told:
        view.scene.go(town)
    assert told.args == [town]
    assert view.canvas.locked
    assert desk.bar.lock.isVisible()
    assert len(desk.bar.breadcrumb.buttons()) == 1
    assert desk.bar.breadcrumb.count.text().strip() == "2 村 · 4 网格"
    qtbot.waitUntil(view.complete, timeout=20_000)
    inside = int((view.context.situation.picture.incidents.column("town") == town).sum())
    assert 0 < view.scene.counts.inside <= inside
    QTest.keyClick(view.canvas, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert view.scene.subject == 0


def test_that_a_double_click_goes_one_level_down(make_view: MakeView) -> None:
    view = make_view()
    middle = view.canvas.viewport().rect().center()
    for level in (Level.TOWN, Level.VILLAGE, Level.GRID):
        QTest.mouseDClick(view.canvas.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle)
        assert view.context.situation.picture.areas.level[view.scene.subject] == level


def test_that_a_way_back_by_the_breadcrumb_is_a_button(make_view: MakeView) -> None:
    view = make_view()
    view.scene.go(first_at(view, Level.GRID))
    buttons = plates(view).bar.breadcrumb.buttons()
    assert len(buttons) == 3
    assert all(button.accessibleName() and button.focusPolicy() & Qt.FocusPolicy.TabFocus for button in buttons)
    buttons[1].click()
    assert view.scene.subject == first_at(view, Level.TOWN)


def test_that_the_lock_gives_the_view_back(make_view: MakeView) -> None:
    view = make_view()
    view.canvas.gestures.zoom(2.0)
    assert plates(view).bar.lock.isVisible()
    plates(view).bar.lock.click()
    assert not view.canvas.locked
    assert not plates(view).bar.lock.isVisible()


def test_that_the_tip_says_name_number_and_the_numbers_name(make_view: MakeView) -> None:
    view = make_view()
    QTest.keyClick(view.canvas, Qt.Key.Key_Space)
    tip = plates(view).tip
    assert tip.isVisible()
    assert len(tip.lines) >= 2
    assert tip.lines[1].startswith("近 30 日每千户事件 ")
    assert view.canvas.accessibleDescription()
    view.canvas.gestures.look_at(None)
    assert not tip.isVisible()


def test_that_the_tip_of_an_incident_is_not_personal(make_view: MakeView) -> None:
    view = make_view()
    picture = view.context.situation.picture
    row = int(np.flatnonzero(picture.incidents.column("alive"))[0])
    incident = picture.incidents.row(row)
    lines = plates(view).words().incident_lines(int(incident["id"]))
    assert incident["number"].decode() in lines[1]
    assert len(lines) in (2, 3)


def test_that_figure_and_classes_are_chosen_in_the_legend_and_remembered(make_view: MakeView, qtbot: Any) -> None:
    view = make_view()
    desk = plates(view)
    desk.legend.figure_chosen.emit("open")
    desk.legend.classes_chosen.emit(True)
    qtbot.waitUntil(lambda: desk.legend.key is not None and desk.legend.key.fixed, timeout=10_000)
    assert desk.legend.key.limits == tuple(str(int(limit)) for limit in FIXED["open"])
    again = make_view(view.context)
    assert (again.scene.figure, again.scene.limits) == ("open", FIXED["open"])
    actions = [action for action in desk.legend.menu().actions() if action.text()]
    assert [action.isChecked() for action in actions] == [False, False, True, False, False, True]
    with qtbot.waitSignal(desk.legend.figure_chosen) as chosen:
        actions[1].trigger()
    assert chosen.args == ["recent"]


def test_that_layers_are_hidden_faded_ordered_and_remembered(make_view: MakeView, qtbot: Any) -> None:
    view = make_view()
    panel = plates(view).panel
    rows = panel.rows
    rows["incidents"].setFocus()
    QTest.keyClick(rows["incidents"], Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert panel.order == ["areas", "people", "incidents", "labels", "warnings"]
    QTest.keyClick(rows["incidents"], Qt.Key.Key_Left)
    QTest.keyClick(rows["people"], Qt.Key.Key_Space)
    rows["areas"].setFocus()
    QTest.keyClick(rows["areas"], Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert panel.order[0] == "areas"
    scenery = view.canvas.scenery
    assert scenery.order == ("areas", "people", "incidents", "labels", "warnings")
    assert scenery.opacity["incidents"] == pytest.approx(0.9)
    assert scenery.visible["people"] is False
    view.plates.close()
    again = make_view(view.context)
    assert again.canvas.scenery.order == ("areas", "people", "incidents", "labels", "warnings")
    assert again.canvas.scenery.visible["people"] is False
    assert again.canvas.scenery.opacity["incidents"] == pytest.approx(0.9)


def test_that_rubbish_in_the_memory_is_no_trouble(make_context: Any, make_view: MakeView) -> None:
    context = make_context()
    context.memory.put("map.layers", {"order": ["x", "labels"], "visible": {"x": 1}, "opacity": {"labels": 7}})
    context.memory.put("map.figure", ["nonsense", True])
    view = make_view(context)
    assert set(view.canvas.scenery.order) == {"areas", "incidents", "people", "labels", "warnings"}
    assert view.canvas.scenery.opacity["labels"] == 1.0


def test_that_l_shows_and_hides_the_layers(make_view: MakeView) -> None:
    view = make_view()
    panel = plates(view).panel
    assert panel.isVisible()
    QTest.keyClick(view.canvas, Qt.Key.Key_L)
    assert not panel.isVisible()
    view.toggle_layers()
    assert panel.isVisible()


def test_that_every_control_has_a_name_and_nothing_sticks_out(make_view: MakeView) -> None:
    for lang in ("zh_CN", "en"):
        view = make_view(lang=lang)
        view.scene.go(first_at(view, Level.VILLAGE))
        for plate in view.canvas.plates:
            if plate.isVisible():
                assert view.canvas.rect().contains(plate.geometry()), plate
            for child in plate.findChildren(QWidget):
                if child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.isVisible():
                    assert child.accessibleName(), child


def test_that_a_page_has_a_legend_and_a_scale_and_follows_no_hand(make_view: MakeView) -> None:
    view = make_view(furniture=Furniture.PAGE, kind="briefing")
    assert not isinstance(view.plates, DeskFurniture)
    assert view.plates is not None
    assert view.plates.legend.isVisible()
    assert not view.canvas.interactive
    legend = view.plates.legend.geometry()
    v = view.canvas.view()
    assert v.ytop * v.k < legend.top(), "nothing of the city hides behind the legend"


def test_that_languages_are_switched_while_the_map_is_shown(make_view: MakeView, qtbot: Any) -> None:
    view = make_view()
    view.context.words.switch("en")
    desk = plates(view)
    qtbot.waitUntil(lambda: "towns" in desk.bar.breadcrumb.count.text(), timeout=10_000)
    assert desk.legend.key is not None
    assert "as of" in desk.legend.key.note
    assert desk.panel.head.text() == "Layers"
    qtbot.waitUntil(lambda: all(text.isascii() for text in view.canvas.labels.texts), timeout=10_000)


def test_that_a_fact_moves_a_marker_at_once_and_counts_soon(make_view: MakeView, qtbot: Any) -> None:
    view = make_view()
    situation = view.context.situation
    picture = situation.picture
    row = int(np.flatnonzero(picture.incidents.column("alive") & np.isfinite(picture.incidents.column("x")))[0])
    number = int(picture.incidents.row(row)["id"])
    assert view.canvas.scenery.markers.place_of(number) is not None
    draft = picture.incidents.edit()
    values = list(draft.row(row).tolist())
    names = picture.incidents.kind.names
    values[names.index("alive")] = False
    draft.put(row, tuple(values))
    from dataclasses import replace

    before = view.scene.counts.inside
    touched = Touched(np.array([row]), np.empty(0, np.int64), 0, np.empty(0, np.int64))
    situation.take(replace(picture, incidents=draft.done()), touched)
    assert view.canvas.scenery.markers.place_of(number) is None
    qtbot.waitUntil(lambda: view.scene.counts.inside == before - 1, timeout=10_000)


def test_that_the_wheel_over_a_plate_moves_nothing(make_view: MakeView) -> None:
    view = make_view()
    before = view.canvas.box.viewRect()
    legend = plates(view).legend
    QTest.mousePress(legend, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(5, legend.height() - 3))
    QTest.mouseRelease(legend, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(5, 5))
    assert view.canvas.box.viewRect() == before
