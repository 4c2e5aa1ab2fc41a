"""What is near a case: asked off the GUI thread, kept true by facts, told in both languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from desktop.context import SeatContext
from desktop.operator.near.duplicates_desk import DuplicatesDesk, photo_of
from desktop.operator.near.near_words import BEFORE, REASONS, NearWords
from desktop.operator.near.people_desk import PeopleDesk
from services.cases.duplicates.candidate import Draft
from services.cases.duplicates.likening import liken
from services.cases.evidence.keeping import check_file
from services.cases.sending.answer import Reason
from services.cases.sending.skills import read_skills
from services.domain.incidents import Evidence, Report
from services.domain.people import Duty, Role
from services.live.picture import load_picture
from services.words import Words
from widgets.kit.icons import Icons
from widgets.panels.people_near import Known


def two_alike(context: SeatContext, photo: str = "") -> tuple[int, int]:
    """The same told twice, an hour apart; the picture knows both."""
    now, door = context.clock(), context.services.door
    evidence = (Evidence("photo", photo),) if photo else ()
    first = door.take(
        Report("hotline", "leak", "光明路口水管爆裂", now - timedelta(hours=1), 116.31, 33.81, evidence=evidence)
    ).incident
    second = door.take(Report("grid", "leak", "光明路口一直冒水", now, 116.3101, 33.8101)).incident
    assert first != second
    see(context)
    return first, second


def put_people(context: SeatContext) -> list[int]:
    """A worker who is fresh and one whose position is old, both of the first grid."""
    now = context.clock()
    with context.services.database.unit() as unit:
        home = next(area.id for area in unit.areas() if area.code == "410000001001001")
        ids = [
            unit.add(
                "people", role=int(Role.FULL_TIME), name=name, area_id=home, duty=int(Duty.ON), lon=116.311, lat=33.811,
                position_at=now - timedelta(minutes=minutes),
            )
            for name, minutes in (("王小明", 2), ("李大力", 25))
        ]  # fmt: skip
        unit.commit()
    see(context)
    return ids


def see(context: SeatContext) -> None:
    with context.services.database.reading() as reader:
        context.situation.picture = load_picture(reader, context.clock())


@pytest.fixture
def context(make_context: Callable[..., SeatContext]) -> SeatContext:
    return make_context()


@pytest.fixture
def twins(qtbot: QtBot, context: SeatContext, theme_of) -> Iterator[DuplicatesDesk]:
    owner, theme = QObject(), theme_of(context)
    made = DuplicatesDesk(context, theme, Icons(theme), owner)
    qtbot.addWidget(made.panel)
    yield made
    made.close()


@pytest.fixture
def people(qtbot: QtBot, context: SeatContext, theme_of) -> Iterator[PeopleDesk]:
    owner = QObject()
    made = PeopleDesk(context, theme_of(context), owner)
    qtbot.addWidget(made.panel)
    yield made
    made.close()


def test_that_what_may_be_the_same_arrives_with_its_photo(
    qtbot: QtBot, context: SeatContext, twins: DuplicatesDesk, tmp_path: Path
) -> None:
    photo = tmp_path / "photo 1.png"
    QImage(40, 30, QImage.Format.Format_RGB32).save(str(photo))
    first, second = two_alike(context, photo.as_uri())
    with qtbot.waitSignal(twins.found, timeout=20_000):
        twins.show(second)
    assert [one.incident for one in twins.candidates] == [first]
    (card,) = twins.panel.cards.cards()
    assert card.photo is not None
    assert card.sketch is not None
    assert card.sketch.east < 0
    assert card.sketch.north < 0
    assert "西南" in card.where
    assert "早 1" in card.where
    assert "光明路口" in card.words
    context.words.switch("en")
    (card,) = twins.panel.cards.cards()
    assert "SW" in card.where
    assert "earlier" in card.where


def test_that_what_is_typed_is_asked_a_moment_after_the_last_key(
    qtbot: QtBot, context: SeatContext, twins: DuplicatesDesk
) -> None:
    first, second = two_alike(context)
    with qtbot.waitSignal(twins.found, timeout=20_000):
        for size in range(2, 8):
            twins.show_draft(Draft(context.clock(), "光明路口水管爆裂"[:size]))
    assert {one.incident for one in twins.candidates} >= {first}
    assert second in {one.incident for one in twins.candidates}
    assert all(card.likely.startswith("词") for card in twins.panel.cards.cards())


def test_that_nothing_alike_hides_the_panel_and_forgetting_does_too(
    qtbot: QtBot, context: SeatContext, twins: DuplicatesDesk
) -> None:
    _, second = two_alike(context)
    with qtbot.waitSignal(twins.found, timeout=20_000):
        twins.show(second)
    assert not twins.panel.isHidden()
    with qtbot.waitSignal(twins.found, timeout=20_000):
        twins.show(4711)
    assert twins.panel.isHidden()
    with qtbot.waitSignal(twins.found, timeout=20_000):
        twins.show(second)
    twins.forget()
    assert twins.panel.isHidden()
    assert twins.candidates == ()


@pytest.mark.parametrize("uri", ["", "https://example.com/a.jpg", "file://elsewhere/a.jpg", "missing.jpg", "\x00", "/"])
def test_that_a_photo_that_is_not_here_is_none(context: SeatContext, uri: str) -> None:
    files = context.services.evidence
    assert photo_of(Evidence("photo", uri), files) is None
    assert photo_of(Evidence("photo", uri, "0" * 64), files) is None


def test_that_a_photo_that_the_database_keeps_is_shown(context: SeatContext, tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    QImage(400, 300, QImage.Format.Format_RGB32).save(str(path))
    files = context.services.evidence
    kept = files.keep(check_file(path))
    path.unlink()
    image = photo_of(kept, files)
    assert image is not None
    assert image.height() == 240


def test_that_a_file_that_is_no_picture_is_none(context: SeatContext, tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(b"no picture")
    assert photo_of(Evidence("photo", str(path)), context.services.evidence) is None


def test_that_whom_to_send_arrives_with_reasons(qtbot: QtBot, context: SeatContext, people: PeopleDesk) -> None:
    _, second = two_alike(context)
    fresh, stale = put_people(context)
    with qtbot.waitSignal(people.answered, timeout=20_000):
        people.show(second)
    rows = people.panel.rows.people()
    assert [row.person for row in rows] == [fresh, stale]
    assert [row.known for row in rows] == [Known.FRESH, Known.STALE]
    assert rows[0].who == "王** 专职网格员"
    assert "本网格" in rows[0].tip
    assert "排在下一位之前：位置更新" in rows[0].tip
    context.words.switch("en")
    rows = people.panel.rows.people()
    assert rows[0].who == "W** Full-time grid worker"
    assert not [char for row in rows for char in row.who + row.tip + row.in_hand if "\u4e00" <= char <= "\u9fff"]


def test_that_those_who_go_leave_their_grid_alone(qtbot: QtBot, context: SeatContext, people: PeopleDesk) -> None:
    _, second = two_alike(context)
    ids = put_people(context)
    with qtbot.waitSignal(people.answered, timeout=20_000):
        people.show(second, sent=ids)
    assert people.panel.look is not None
    assert "无人在岗" in people.panel.look.left


def test_that_an_incident_that_is_gone_shows_nobody(qtbot: QtBot, people: PeopleDesk) -> None:
    with qtbot.waitSignal(people.answered, timeout=20_000):
        people.show(4711)
    assert people.sending is None
    assert people.panel.isHidden()


@pytest.mark.parametrize("lang", ["zh_CN", "en"])
def test_that_every_reason_has_its_words(context: SeatContext, lang: str) -> None:
    picture, now = context.situation.picture, context.clock()
    assert picture is not None
    near, skills = NearWords(Words(lang), picture, now), read_skills()
    values = {
        "metres": 340.0, "skills": ("traffic",), "n": 2, "at": now - timedelta(minutes=20), "other": 3,
        "role": Role.HEAD,
    }  # fmt: skip
    for code in REASONS:
        assert "{" not in near._reason(Reason(code, values), skills)
    others = {"before_distance": 900.0, "before_role": Role.VOLUNTEER}
    for code in BEFORE:
        assert "{" not in near._ahead(Reason(code, values | {"other": others.get(code, 3)}))


def test_that_a_desk_that_is_closed_asks_no_more(qtbot: QtBot, context: SeatContext, people: PeopleDesk) -> None:
    _, second = two_alike(context)
    people.show(second)
    people.close()
    with qtbot.assertNotEmitted(people.answered, wait=300):
        context.workers.wait()
        context.situation.replaced.emit(context.situation.picture)


@pytest.mark.parametrize(("lang", "said"), [("zh_CN", "疑似重复 {n}"), ("en", "May be {n} again")])
def test_that_a_row_of_the_queue_says_what_it_may_be_a_duplicate_of_with_nobody_asking(
    open_seat, qtbot: QtBot, lang: str, said: str
) -> None:
    seat = open_seat(lang=lang)
    context = seat.context
    first, second = two_alike(context)
    with context.services.database.reading() as reader:
        catalogue, number = reader.catalogue(), reader.incident(first).live.number
    assert liken(context.services.database, [first, second], catalogue) == 1
    see(context)
    context.situation.replaced.emit(context.situation.picture)
    row = context.situation.picture.incident_at(second)
    qtbot.waitUntil(lambda: bool(seat.queue.words.likenesses))
    look = seat.queue.words(context.situation.picture.incidents.row(row))
    assert look.like == said.format(n=number.rsplit("-", 1)[-1])
    assert look.like in look.spoken(context.clock(), context.words, "")
