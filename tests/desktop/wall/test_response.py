"""The wall's line of a response: there while one stands, over the map, in full at the distance of the wall."""

from __future__ import annotations

from dataclasses import replace

from pytestqt.qtbot import QtBot

from desktop.seats import wall
from services.domain.emergencies import ResponseLevel
from services.domain.incidents import Report
from services.domain.people import OfficerRole

REPORT = Report("hotline", "leak", "燃气味很大", None, 116.31, 33.81)  # type: ignore[arg-type]


def test_that_the_map_gives_way_while_a_response_stands(qtbot: QtBot, services, seat_of, make_context, live) -> None:
    li = seat_of("li", OfficerRole.DISPATCHER).officer.now
    incident = services.door.take(replace(REPORT, reported_at=services.database.clock())).incident
    context = make_context("wall")
    seat = wall.make(context)
    board = seat.board
    try:
        seat.window.resize(3840, 2160)
        seat.window.show()
        live(context)
        qtbot.waitUntil(lambda: seat.standing is not None, timeout=10_000)
        assert board.response.isHidden()
        top = board.front.map.y()
        ident = services.emergencies.open(incident, li, ResponseLevel.II)
        qtbot.waitUntil(lambda: not board.response.isHidden(), timeout=10_000)
        assert board.response.y() == top
        assert board.front.map.y() > board.response.geometry().bottom()
        board.response.grab()
        said = " ".join(piece.text for piece in board.response.written)
        assert "II" in said
        assert not any(piece.cut for piece in board.response.written)
        assert all(piece.em >= seat.theme.type_px("text") for piece in board.response.written)
        version = services.emergencies.read(ident).live.version
        services.emergencies.stand_down(ident, version, li, "结束")
        qtbot.waitUntil(board.response.isHidden, timeout=10_000)
        assert board.front.map.y() == top
    finally:
        seat.close()
