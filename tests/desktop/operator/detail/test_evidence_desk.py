"""Attachments of a case: small pictures read off the GUI thread, opened as copies that only this user may read."""

from __future__ import annotations

import os
import struct

import numpy as np
import pytest
from PySide6.QtCore import QBuffer
from PySide6.QtGui import QColor, QDesktopServices, QImage
from PySide6.QtWidgets import QToolButton

from desktop.access.holder import Holder
from desktop.operator.detail.evidence_desk import NOTHING, EvidenceDesk
from services.cases.evidence.keeping import check_bytes, check_file
from services.cases.evidence.pictures import position_of
from services.domain.incidents import Evidence, IncidentState, Place, PlaceStatus
from services.domain.people import Officer, OfficerRole
from widgets.kit.icons import Icons


@pytest.fixture
def desk(make_context, theme_of, qtbot):
    context = make_context()
    theme = theme_of(context)
    made = EvidenceDesk(context, theme, Icons(theme), context.situation)
    qtbot.addWidget(made.panel)
    yield made
    made.close()


@pytest.fixture
def photo(services, tmp_path) -> Evidence:
    """A photo that the database keeps."""
    image = QImage(320, 200, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    path = tmp_path / "现场.jpg"
    image.save(str(path))
    return services.evidence.keep(check_file(path), "before")


def test_that_a_kept_photo_is_shown_small_with_what_it_shows(desk, photo, qtbot) -> None:
    desk.show((photo,))
    qtbot.waitUntil(lambda: len(desk.panel.looks()) == 1)
    look = desk.panel.looks()[0]
    assert look.label == "处置前"
    assert look.image is not None
    assert not look.missing


def test_that_what_is_gone_looks_missing_and_is_not_opened(desk, qtbot) -> None:
    desk.show((Evidence("photo", "gone.jpg", "0" * 64),))
    qtbot.waitUntil(lambda: len(desk.panel.looks()) == 1)
    assert "gone.jpg" in desk.panel.looks()[0].missing
    assert not desk.panel.findChild(QToolButton).isEnabled()


def test_that_opening_gives_the_viewer_a_copy_that_is_this_users_alone(desk, photo, qtbot, monkeypatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()) or True)
    desk.show((photo,))
    qtbot.waitUntil(lambda: len(desk.panel.looks()) == 1)
    desk.panel.opened.emit(0)
    qtbot.waitUntil(lambda: bool(opened))
    assert opened[0].endswith(".jpg")
    if os.name != "nt":
        assert os.stat(opened[0]).st_mode & 0o077 == 0
    desk.close()
    assert not os.path.exists(opened[0])


def test_that_a_case_without_attachments_has_no_strip(desk, photo, qtbot) -> None:
    desk.show((photo,))
    qtbot.waitUntil(lambda: len(desk.panel.looks()) == 1)
    desk.forget()
    assert desk.panel.isHidden()


@pytest.fixture
def placed(services) -> Evidence:
    """A photo that a camera wrote a place into: 33.93° N, 116.45° E."""
    degrees = [struct.pack("<6I", whole, 1, minutes, 1, 0, 1) for whole, minutes in ((33, 56), (116, 27))]
    first = struct.pack("<H", 2) + struct.pack("<HHIHH", 0x0112, 3, 1, 1, 0) + struct.pack("<HHII", 0x8825, 4, 1, 38)
    gps = struct.pack("<H", 4) + struct.pack("<HHI4s", 1, 2, 2, b"N") + struct.pack("<HHII", 2, 5, 3, 92)
    gps += struct.pack("<HHI4s", 3, 2, 2, b"E") + struct.pack("<HHII", 4, 5, 3, 116)
    exif = b"II*\x00\x08\x00\x00\x00" + first + bytes(4) + gps + bytes(4) + degrees[0] + degrees[1]
    image = QImage(32, 20, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPG")
    plain = bytes(buffer.data())
    held = b"Exif\x00\x00" + exif
    data = plain[:2] + b"\xff\xe1" + struct.pack(">H", len(held) + 2) + held + plain[2:]
    return services.evidence.keep(check_bytes(data, "现场.jpg"), "before")


DESK = Officer(1, "dispatch-1", "调度 01", OfficerRole.DISPATCHER, frozenset({OfficerRole.SUPERVISOR}))
HERE = Place(PlaceStatus.LOCATED, 116.45, 33.93, 1, 2, 3)


def test_that_the_place_of_a_photo_is_offered_with_how_far_it_is_and_only_to_who_may_correct(
    desk, placed, photo, qtbot
) -> None:
    desk.show((placed, photo), HERE, can_place=True)
    qtbot.waitUntil(lambda: desk._found != NOTHING)
    looks = desk.panel.looks()
    assert looks[0].place == "采用照片位置（相距 371\u202f米）"
    assert looks[1].place == ""
    chosen: list[tuple[float, float]] = []
    desk.place_chosen.connect(lambda lon, lat: chosen.append((lon, lat)))
    desk.panel.place_asked.emit(0)
    assert chosen == [pytest.approx((116.45, 33.93333), abs=1e-4)]
    desk.show((placed, photo), HERE, can_place=False)
    assert desk.panel.looks()[0].place == ""


def test_that_a_copy_to_give_away_tells_no_place(desk, placed, qtbot, tmp_path) -> None:
    desk.show((placed,))
    qtbot.waitUntil(lambda: desk._found != NOTHING)
    assert "去除位置" in desk.panel.looks()[0].share
    said: list[str] = []
    desk.told.connect(said.append)
    path = tmp_path / "given.jpg"
    desk.share_to(0, path)
    qtbot.waitUntil(lambda: bool(said))
    assert position_of(path.read_bytes(), "image/jpeg") is None
    assert not QImage(str(path)).isNull()
    assert str(path) in said[0]


def test_that_what_else_can_be_done_stands_in_a_menu_at_its_side(desk, placed, qtbot) -> None:
    desk.show((placed,), HERE, can_place=True)
    qtbot.waitUntil(lambda: desk._found != NOTHING)
    menus = [button.menu() for button in desk.panel.findChildren(QToolButton) if button.menu() is not None]
    assert [len(menu.actions()) for menu in menus] == [2]


def test_that_taking_a_photos_place_moves_the_case_with_its_grid(
    open_seat, make_context, filled, services, qtbot
) -> None:
    seat = open_seat(context=make_context("operator", officer=Holder(DESK)))
    rows = seat.context.situation.picture.incidents
    ident = next(int(row["id"]) for row in rows.rows(np.arange(len(rows))) if row["state"] == IncidentState.FILED)
    seat.choose(ident)
    qtbot.waitUntil(lambda: seat.detail.forms.card is not None and seat.detail.forms.card.incident.live.id == ident)
    seat.detail.aside.evidence.place_chosen.emit(116.31, 33.81)

    def place() -> Place:
        with services.database.reading() as reader:
            return reader.incident(ident).live.place

    qtbot.waitUntil(lambda: (place().lon, place().lat) == (116.31, 33.81))
    assert place().status is PlaceStatus.LOCATED
