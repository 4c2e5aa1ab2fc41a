from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from typing import Any

import pytest

from services.bundle import read_deadlines
from services.cases.door import Door
from services.cases.intake import Rules
from services.domain.facts import CityRedrawn
from services.domain.incidents import Report
from services.domain.refusals import Refusal
from services.geo.atlas import Atlas
from services.live import tail as tails
from services.live.advance import Touched, advance
from services.live.picture import Picture, load_picture
from services.live.presence import Looking, Presence
from services.live.tail import Pulse, Tail
from services.store.engine import Clock, Database
from services.store.feed import line as feed

PATIENCE = 20.0
Make = Callable[..., Report]


class Seat:
    """What a seat hears from its tail; waits for something to become true instead of for a time."""

    def __init__(self, database: Database) -> None:
        self.pictures: list[Picture] = []
        self.touched: list[Touched] = []
        self.pulses: list[Pulse] = []
        self.loads = 0
        self._news = threading.Condition()
        self.tail = Tail(database, self.load, advance, on_change=self.change, on_pulse=self.beat, clock=database.clock)

    def load(self, reader: Any, now: Any) -> Picture:
        self.loads += 1
        return load_picture(reader, now)

    def change(self, picture: Picture, touched: Touched) -> None:
        with self._news:
            self.pictures.append(picture)
            self.touched.append(touched)
            self._news.notify_all()

    def beat(self, pulse: Pulse) -> None:
        with self._news:
            self.pulses.append(pulse)
            self._news.notify_all()

    def until(self, true: Callable[[], bool]) -> None:
        with self._news:
            assert self._news.wait_for(true, PATIENCE), "it never came true"

    @property
    def numbers(self) -> set[int]:
        """The ids of the incidents of the newest picture."""
        return set(self.pictures[-1].incidents.column("id").tolist()) if self.pictures else set()

    @property
    def connected(self) -> bool:
        return bool(self.pulses) and self.pulses[-1].connected


@contextmanager
def follows(database: Database) -> Iterator[Seat]:
    seat = Seat(database)
    seat.tail.start()
    try:
        yield seat
    finally:
        seat.tail.ask_to_stop()
        seat.tail.join()
        assert not [t for t in threading.enumerate() if t.name in ("tail", "pulse")]


@pytest.fixture(autouse=True)
def quick_beats(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pauses as short as a test may wait."""
    monkeypatch.setattr(tails, "BEAT", 0.05)
    monkeypatch.setattr(tails, "BACK_OFF", (0.05, 0.2))
    monkeypatch.setattr(tails, "COUNT_SEATS", 0.05)
    monkeypatch.setattr(tails, "AGE_LOOK", 0.0)


def other(database: Database, clock: Clock) -> Database:
    """The same database as another program has it."""
    return Database(database.url.render_as_string(hide_password=False), clock)


def test_that_the_first_picture_is_a_whole_one_and_facts_advance_it(city: Database, door: Door, a_report: Make) -> None:
    door.take(a_report())
    with follows(city) as seat:
        seat.until(lambda: bool(seat.pictures))
        assert seat.touched[0].reload
        assert seat.numbers == {1}
        door.take(a_report(lon=116.35))
        seat.until(lambda: seat.numbers == {1, 2})
        assert not seat.touched[-1].reload
        assert seat.loads == 1


def test_that_a_seat_in_another_program_hears_of_it(city: Database, door: Door, a_report: Make, clock: Clock) -> None:
    with closing(other(city, clock)) as elsewhere, follows(elsewhere) as seat:
        seat.until(lambda: bool(seat.pictures))
        for number in range(20):
            door.take(a_report(lon=116.305 + 0.005 * number))
        seat.until(lambda: len(seat.numbers) == 20)
        assert seat.loads == 1


def test_that_a_city_redrawn_is_loaded_anew(city: Database) -> None:
    with follows(city) as seat:
        seat.until(lambda: bool(seat.pictures))
        with city.unit() as unit:
            unit.remember("city.name_zh", "新城")
            unit.say(CityRedrawn("name"))
            unit.commit()
        seat.until(lambda: seat.pictures[-1].city.name_zh == "新城")
        assert seat.touched[-1].reload


def test_that_a_seat_that_was_cut_off_says_so_and_catches_up(
    postgresql: Any, fresh_city: tuple[Database, str, Door], a_report: Make
) -> None:
    city, name, door = fresh_city
    with follows(city) as seat:
        seat.until(lambda: seat.connected and bool(seat.pictures))
        fresh = seat.pulses[-1].fresh_at
        postgresql.shut_out(name)
        seat.until(lambda: not seat.connected and seat.pulses[-1].trouble is not None)
        assert seat.pulses[-1].trouble.code == "store.unreachable"
        assert seat.pulses[-1].fresh_at is not None
        assert seat.pulses[-1].fresh_at >= fresh
        postgresql.let_in(name)
        door.take(a_report())
        seat.until(lambda: seat.connected and seat.numbers == {1})
        assert seat.pulses[-1].trouble is None
        assert seat.loads == 1, "it went on from its cursor"


def test_that_a_server_that_fell_for_a_while_loses_nothing(
    postgresql: Any, fresh_city: tuple[Database, str, Door], a_report: Make
) -> None:
    city, _, door = fresh_city
    with follows(city) as seat:
        door.take(a_report())
        seat.until(lambda: seat.connected and seat.numbers == {1})
        postgresql.stop()
        seat.until(lambda: not seat.connected)
        postgresql.start()
        second = door.take(a_report(lon=116.35)).incident  # a server that fell leaves out some numbers
        seat.until(lambda: seat.connected and seat.numbers == {1, second})


def test_that_a_seat_that_missed_pruned_facts_loads_the_full_picture(
    postgresql: Any,
    fresh_city: tuple[Database, str, Door],
    a_report: Make,
    clock: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    city, name, door = fresh_city
    cut = threading.Event()

    def open_feed(database: Database) -> Any:
        if cut.is_set():
            raise Refusal("store.unreachable", "away")
        return feed.open_feed(database)

    monkeypatch.setattr(tails, "open_feed", open_feed)
    with follows(city) as seat:
        seat.until(lambda: seat.connected)
        cut.set()
        postgresql.shut_out(name)
        postgresql.let_in(name)
        seat.until(lambda: not seat.connected)
        door.take(a_report())
        with closing(Database(postgresql.url(name), lambda: clock() + timedelta(days=9))) as later:
            assert feed.prune(later, timedelta(days=1)) == 1
        cut.clear()
        seat.until(lambda: seat.connected and seat.numbers == {1})
        assert seat.loads == 2


def test_that_another_file_in_the_place_of_the_city_is_loaded(
    fresh_database: Callable[[str], str], clock: Clock
) -> None:
    one, two = (Database(fresh_database("sqlite"), clock) for _ in range(2))
    for database, name in ((one, "旧"), (two, "新")):
        with database.unit() as unit:
            unit.remember("city.name_zh", name)
            unit.commit()
    two.close()
    with sqlite3.connect(str(two.path)) as plain:
        plain.execute("pragma journal_mode=delete")
    plain.close()
    with follows(one) as seat:
        seat.until(lambda: bool(seat.pictures) and seat.pictures[-1].city.name_zh == "旧")
        two.path.replace(one.path)
        for rest in ("-wal", "-shm"):
            one.path.with_name(one.path.name + rest).unlink(missing_ok=True)
        seat.until(lambda: seat.pictures[-1].city.name_zh == "新")
        seat.until(lambda: seat.connected)
    one.close()


def test_that_a_file_that_went_away_is_said_and_found_again(fresh_database: Callable[[str], str], clock: Clock) -> None:
    city = Database(fresh_database("sqlite"), clock)
    with follows(city) as seat:
        seat.until(lambda: seat.connected and bool(seat.pictures))
        away = city.path.with_suffix(".away")
        city.path.rename(away)
        seat.until(lambda: not seat.connected)
        assert seat.pulses[-1].trouble.code == "store.gone"
        away.rename(city.path)
        seat.until(lambda: seat.connected)
    city.close()


def test_that_midnight_and_the_passing_of_an_hour_load_the_picture_anew(city: Database, clock: Any) -> None:
    with follows(city) as seat:
        seat.until(lambda: bool(seat.pictures))
        first = seat.pictures[-1].rhythm.day
        clock.go_on(minutes=61)
        seat.until(lambda: seat.loads == 2)
        clock.go_on(hours=10)
        seat.until(lambda: len(seat.pictures) > 1 and seat.pictures[-1].rhythm.day == first + timedelta(days=1))
        assert seat.touched[-1].reload


def test_that_the_pulse_says_how_fresh_the_picture_is(city: Database, clock: Any) -> None:
    with follows(city) as seat:
        seat.until(lambda: seat.connected)
        clock.go_on(minutes=5)
        seat.until(lambda: seat.pulses[-1].fresh_at == clock.now and seat.pulses[-1].at == clock.now)


def test_that_the_pulse_goes_on_while_the_database_is_silent(city: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    released = threading.Event()
    monkeypatch.setattr(tails, "SILENT_AFTER", 0.2)
    seat = Seat(city)

    def hangs(reader: Any, now: Any) -> Picture:
        if seat.pictures:
            released.wait(PATIENCE)
        return load_picture(reader, now)

    seat.tail._load = hangs
    seat.tail.start()
    try:
        seat.until(lambda: seat.connected)
        with city.unit() as unit:
            unit.say(CityRedrawn("hang"))
            unit.commit()
        seat.until(lambda: not seat.connected)
        assert seat.pulses[-1].trouble.code == "live.silent"
        released.set()
        seat.until(lambda: seat.connected)
    finally:
        released.set()
        seat.tail.join()


def test_that_a_stumble_in_the_picture_is_gone_through(city: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    seat = Seat(city)
    stumbles = iter([True])

    def clumsy(picture: Picture, facts: Any) -> Any:
        if next(stumbles, False):
            raise ValueError("a bug")
        return advance(picture, facts)

    seat.tail._advance = clumsy
    seat.tail.start()
    try:
        seat.until(lambda: seat.connected)
        with city.unit() as unit:
            unit.remember("city.name_zh", "新城")
            unit.say(CityRedrawn("name"))
            unit.commit()
        seat.until(lambda: seat.pictures[-1].city.name_zh == "新城")
        assert any(pulse.trouble and pulse.trouble.code == "live.stumbled" for pulse in seat.pulses)
    finally:
        seat.tail.join()


def test_that_seats_are_counted_while_they_live(city: Database) -> None:
    with follows(city) as seat:
        one, two = Presence(city, "operator", Looking("one")), Presence(city, "wall", Looking("two"))
        one.start()
        two.start()
        seat.until(lambda: seat.pulses[-1:] != [] and seat.pulses[-1].seats == 2)
        two.ask_to_stop()
        two.join()
        seat.until(lambda: seat.pulses[-1].seats == 1)
        one.join()
        seat.until(lambda: seat.pulses[-1].seats == 0)
        assert seat.loads == 1


def test_that_a_line_that_never_was_there_is_said_and_kept_trying(postgresql: Any, clock: Clock) -> None:
    nowhere = Database(postgresql.url("no_such_city"), clock)
    with follows(nowhere) as seat:
        seat.until(lambda: bool(seat.pulses) and seat.pulses[-1].trouble is not None)
        assert seat.pulses[-1].trouble.code == "store.no_such"
        assert seat.pulses[-1].fresh_at is None
    nowhere.close()


@pytest.fixture
def fresh_city(
    postgresql: Any, fresh_database: Callable[[str], str], clock: Clock, make_small_city: Callable[[Database], None]
) -> Iterator[tuple[Database, str, Door]]:
    """A shared city of its own, its name on the server, and its door."""
    database = Database(fresh_database("postgresql"), clock)
    make_small_city(database)
    door = Door(database, Rules(Atlas(database), read_deadlines()))
    yield database, str(database.url.database), door
    database.close()
