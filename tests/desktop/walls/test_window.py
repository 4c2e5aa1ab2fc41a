"""Composing a wall by hand: read, ordered, changed, saved with who; the present map thrown to it and taken back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from desktop.map.view import MapView
from desktop.walls.here import extent_of
from desktop.walls.window import WallsWindow
from services.domain.people import OfficerRole
from services.domain.scenes import Extent, ListKind
from services.walls.keeping import Walls


@pytest.fixture
def desk(qtbot, fill, seat_of, theme_of):
    """A desk's map, and the window of the walls beside it, for an officer of a role."""
    opened: list[tuple[WallsWindow, MapView]] = []

    def open_it(role: OfficerRole = OfficerRole.DISPATCHER, lang: str = "zh_CN") -> tuple[WallsWindow, MapView]:
        context = seat_of("zhang", role, lang=lang)
        theme = theme_of(context)
        view = MapView(context, theme)
        view.resize(600, 500)
        view.show()
        qtbot.waitUntil(view.complete, timeout=20_000)
        window = WallsWindow(context, theme, view.scene)
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        window.show()
        qtbot.waitUntil(lambda: bool(window.table.turns), timeout=10_000)
        opened.append((window, view))
        return window, view

    fill(60)
    yield open_it
    for window, view in opened:
        window.close()
        view.close_view()


def test_that_a_wall_is_ordered_changed_and_saved_with_who(qtbot, desk, services) -> None:
    window, _ = desk()
    codes = [turn.code for turn in window.table.turns]
    assert codes[:2] == ["city", "towns"]
    window.table.move_by(1)
    window.table._list.item(2).setCheckState(Qt.CheckState.Unchecked)
    window.table.show_turns(window.table.turns, "city")
    window.table._seconds.setValue(12)
    window.form._lists[1].choose(list(ListKind).index(ListKind.OWNERS))
    window.form.changed.emit()
    assert "未保存" in window._state.text()
    window.save()
    qtbot.waitUntil(lambda: window._wall is not None and window._wall.version == 1, timeout=10_000)
    kept = Walls(services.database).wall()
    assert [scene.code for scene, _ in kept.played()][:2] == ["towns", "city"]
    assert "warnings" not in [scene.code for scene, _ in kept.played()]
    assert "warnings" in kept.scenes
    assert (
        dict(zip([one.scene for one in kept.entries], [one.seconds for one in kept.entries], strict=True))["city"] == 12
    )
    assert kept.scenes["city"].lists[1] is ListKind.OWNERS
    assert kept.changed_by == "zhang"
    assert "第 1 版" in window._told.text()
    assert "未保存" not in window._state.text()


def test_that_a_scene_is_copied_and_removed(qtbot, desk) -> None:
    window, _ = desk(lang="en")
    before = len(window.table.turns)
    window.copy()
    assert window.table.current == "city-1"
    assert len(window.table.turns) == before + 1
    window.remove()
    assert "city-1" not in [turn.code for turn in window.table.turns]


def test_that_the_present_map_becomes_a_scene_with_its_extent_and_ground(qtbot, desk) -> None:
    window, view = desk()
    assert extent_of(view.scene, window.context.situation.picture) == Extent()
    view.scene.go(1)
    qtbot.waitUntil(view.complete, timeout=10_000)
    view.scene.set_figure("overdue")
    window.add_here()
    scene = window._scenes[window.table.current]
    assert scene.ground == "overdue"
    picture = window.context.situation.picture
    assert scene.extent.area == picture.areas.codes[1]
    west, south, east, north = scene.extent.box
    assert west < 116.32 < east
    assert south < 33.82 < north
    assert "局部" in window.form._place.text()
    window.form._whole.click()
    assert window._scenes[window.table.current].extent == Extent()


def test_that_the_present_map_is_thrown_and_taken_back(qtbot, desk, services) -> None:
    window, _ = desk()
    window.throwing.minutes.setValue(5)
    window.throwing.button.click()
    qtbot.waitUntil(lambda: window.throwing.thrown is not None, timeout=10_000)
    assert "zhang" in window.throwing._said.text()
    assert Walls(services.database).wall().thrown.until is not None
    window.throwing.back.click()
    qtbot.waitUntil(lambda: window.throwing.thrown is None, timeout=10_000)
    assert not window.throwing.back.isEnabled()


def test_that_who_may_not_is_told_in_a_sentence(qtbot, desk) -> None:
    window, _ = desk(role=OfficerRole.DEPARTMENT)
    window.save()
    qtbot.waitUntil(lambda: "无权" in window._told.text(), timeout=10_000)


def test_that_the_preview_shows_the_scene_that_is_looked_at(qtbot, desk) -> None:
    window, _ = desk()
    qtbot.waitUntil(lambda: not window._picture.pixmap().isNull(), timeout=30_000)
    assert window.preview.board.scene.code == "city"
