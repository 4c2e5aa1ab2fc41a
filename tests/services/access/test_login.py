"""Logins: right and wrong ones, locks, sessions, passwords; and what the journal keeps of them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from sqlalchemy import text

from services.access.login import Door, Entered, Logins
from services.access.officers import Entry, Officers
from services.access.passwords import LONGEST, Passwords
from services.commandline.bench import load
from services.domain.people import Officer, OfficerRole
from services.domain.refusals import Refusal
from services.store.engine import Database
from services.store.queries import access

PASSWORD = "Regen-7-Wolken"
Add = Callable[..., Officer]


@pytest.fixture
def clock(ticking: Any) -> Any:
    return ticking


@pytest.fixture
def ticking() -> Any:
    return load(Path(__file__).parents[1] / "conftest.py").Ticking()


def enter(logins: Logins, login: str = "lin", password: str = PASSWORD) -> Entered:
    return logins.enter(login, password, "operator", "desk05")


def refused(call: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as refusal:
        call()
    return refusal.value.code


def verbs(database: Database) -> list[str]:
    with database.reading() as reader:
        return [row[0] for row in reader.all(text("select verb from journal order by id"))]


def whole_database(database: Database) -> str:
    with database.reading() as reader:
        return " ".join(
            str(reader.all(text(f"select * from {table}")))
            for table in ("journal", "sessions", "login_tries", "officers")
        )


def test_that_a_real_city_asks_and_a_wall_does_not(city: Database, logins: Logins, add: Add) -> None:
    assert logins.door("operator") is Door.LOGIN
    assert logins.door("wall") is Door.OPEN
    add("lin")
    assert refused(lambda: logins.enter_freely("operator", "desk05", "lin")) == "login.no_officer"
    assert logins.enter_freely("wall", "wall1").officer.role is OfficerRole.WALL


def test_that_a_city_without_an_administrator_gets_its_first_one(logins: Logins, officers: Officers) -> None:
    assert logins.door("operator") is Door.FIRST
    entry = Entry("lin", "Lin", OfficerRole.DISPATCHER)
    assert refused(lambda: officers.add(None, entry, PASSWORD)) == "officers.first"
    officers.add(None, Entry("chief", "Chief", OfficerRole.ADMIN), PASSWORD)
    assert logins.door("operator") is Door.LOGIN
    again = Entry("thief", "Thief", OfficerRole.ADMIN)
    assert refused(lambda: officers.add(None, again, PASSWORD)) == "officers.not_first"


def test_that_the_right_password_lets_in_and_the_journal_knows(city: Database, logins: Logins, add: Add) -> None:
    lin = add("lin")
    entered = enter(logins)
    assert (entered.officer, entered.must_change) == (lin, False)
    assert verbs(city)[-1] == "login"
    logins.leave(entered.session)
    assert verbs(city)[-1] == "logout"
    assert logins.seen(entered.session) is None


def test_that_five_failures_lock_a_name_for_fifteen_minutes_and_then_longer(
    city: Database, logins: Logins, add: Add, ticking: Any
) -> None:
    add("lin")
    codes = [refused(lambda: enter(logins, password="wrong")) for _ in range(5)]
    assert codes == ["login.wrong"] * 4 + ["login.locked"]
    assert refused(lambda: enter(logins)) == "login.locked"
    ticking.go_on(minutes=14, seconds=59)
    assert refused(lambda: enter(logins)) == "login.locked"
    ticking.go_on(seconds=2)
    for _ in range(5):
        refused(lambda: enter(logins, password="wrong"))
    ticking.go_on(minutes=16)
    assert refused(lambda: enter(logins)) == "login.locked"
    ticking.go_on(minutes=15)
    assert enter(logins).officer.login == "lin"
    assert [verb for verb in verbs(city) if verb == "lockout"] == ["lockout"] * 2


def test_that_a_login_that_went_well_forgets_the_failures(logins: Logins, add: Add) -> None:
    add("lin")
    for _ in range(3):
        for _ in range(4):
            refused(lambda: enter(logins, password="wrong"))
        enter(logins)


def test_that_a_name_that_nobody_has_is_answered_and_locked_alike(
    city: Database, logins: Logins, add: Add, ticking: Any
) -> None:
    add("lin")
    known = [refused(lambda: enter(logins, "lin", "wrong")) for _ in range(7)]
    unknown = [refused(lambda: enter(logins, "my-Secret-1", "wrong")) for _ in range(7)]
    assert known == unknown
    assert "my-Secret-1" not in whole_database(city)


def test_that_many_guesses_at_once_are_no_more_than_five(city: Database, logins: Logins, add: Add) -> None:
    add("lin")
    looked: list[bool] = []

    class Counting(Passwords):
        def fits(self, password: str, kept: str | None) -> bool:
            looked.append(True)
            return super().fits(password, kept)

    logins.passwords = Counting(10, logins.passwords.hasher)
    codes: list[str] = []
    threads = [
        threading.Thread(target=lambda n=n: codes.append(refused(lambda: enter(logins, password=f"guess {n}"))))
        for n in range(16)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert codes.count("login.wrong") == 4
    assert codes.count("login.locked") == 12
    assert refused(lambda: enter(logins)) == "login.locked"


def test_that_known_and_unknown_names_take_the_same_time(city: Database, add: Add) -> None:
    add("lin")
    logins = Logins(city)  # with hashes that cost what they cost in earnest
    with city.unit() as unit:
        secret = access.secret(unit, "lin")
        assert secret is not None
        access.put_password(unit, secret.officer.id, logins.passwords.hash(PASSWORD), must_change=False)
        unit.commit()

    def took(login: str) -> float:
        begin = time.thread_time()
        refused(lambda: enter(logins, login, "wrong"))
        return time.thread_time() - begin

    known = median(took("lin") for _ in range(4))
    unknown = median(took("nobody") for _ in range(4))
    assert 0.5 < known / unknown < 2


@pytest.mark.parametrize(
    "typed",
    [
        "' or 1=1 --",
        "lin'; drop table officers; --",
        'lin" or ""="',
        "lin\x00",
        "%",
        "_in",
        "LIN",
        "\ud800",
        "",
        "x" * 100_000,
    ],
)
def test_that_nothing_typed_into_the_login_is_more_than_a_login(
    city: Database, logins: Logins, add: Add, typed: str
) -> None:
    add("lin")
    assert refused(lambda: enter(logins, typed)) == "login.wrong"
    assert refused(lambda: enter(logins, "lin", typed)) == "login.wrong"
    assert enter(logins).officer.login == "lin"


def test_that_each_session_is_new_and_an_ended_one_stays_ended(logins: Logins, add: Add) -> None:
    add("lin")
    first, second = enter(logins), enter(logins)
    assert first.session != second.session
    assert len(first.session) == 64
    logins.leave(first.session)
    assert logins.seen(first.session) is None
    assert refused(lambda: logins.unlock(first.session, PASSWORD)) == "login.ended"
    assert logins.seen("0" * 64) is None
    assert logins.seen(second.session) is not None


def test_that_a_locked_seat_is_opened_by_the_same_officer_alone(
    city: Database, logins: Logins, add: Add, ticking: Any
) -> None:
    add("lin")
    add("wang")
    mine = enter(logins)
    logins.lock(mine.session, "idle")
    assert refused(lambda: logins.unlock(mine.session, "wrong")) == "login.wrong"
    assert logins.unlock(mine.session, PASSWORD).session == mine.session
    assert verbs(city)[-3:] == ["lock", "login_failed", "unlock"]


def test_that_a_deactivated_officer_is_out_at_once(
    logins: Logins, officers: Officers, admin: Officer, add: Add
) -> None:
    add("lin")
    mine = enter(logins)
    officers.deactivate(admin, "lin")
    assert logins.seen(mine.session) is None
    assert refused(lambda: enter(logins)) == "login.wrong"


def test_that_a_new_password_ends_the_other_sessions_and_opens_a_lock(
    city: Database, logins: Logins, officers: Officers, admin: Officer, add: Add
) -> None:
    lin = add("lin")
    mine, other = enter(logins), enter(logins)
    logins.change(lin, PASSWORD, "Schnee-8-Felder", mine.session)
    assert logins.seen(mine.session) is not None
    assert logins.seen(other.session) is None
    assert refused(lambda: enter(logins)) == "login.wrong"
    for _ in range(5):
        refused(lambda: enter(logins, password="wrong"))
    officers.reset(admin, lin.id, "Neuer-9-Anfang")
    assert enter(logins, password="Neuer-9-Anfang").must_change
    assert refused(lambda: logins.change(lin, "wrong", "Schnee-8-Felder")) == "login.wrong"
    assert refused(lambda: logins.change(lin, "Neuer-9-Anfang", "Neuer-9-Anfang")) == "password.same"


def test_that_no_password_stands_anywhere_in_the_database_or_the_log(
    city: Database, logins: Logins, add: Add, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(0)
    lin = add("lin")
    refused(lambda: enter(logins, password="wrong-Secret-3"))
    entered = enter(logins)
    logins.change(lin, PASSWORD, "Schnee-8-Felder", entered.session)
    everything = whole_database(city) + caplog.text
    for secret in (PASSWORD, "wrong-Secret-3", "Schnee-8-Felder"):
        assert secret not in everything
    with city.reading() as reader:
        assert all(row[0].startswith("$argon2id$") for row in reader.all(text("select hash from passwords")))


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("short-7", "password.short"),
        ("x" * (LONGEST + 1), "password.long"),
        ("aaaaaaaaaaaaa", "password.simple"),
        ("abcdefghijkl", "password.simple"),
        ("1234567890", "password.simple"),
        ("lin-is-here-9", "password.own_name"),
        ("Password2026!", "password.common"),
        ("Regen\x007Wolken", "password.control"),
    ],
)
def test_that_weak_passwords_are_refused_in_a_sentence(password: str, code: str) -> None:
    assert refused(lambda: Passwords().refuse_weak(password, "lin", "Lin Hua")) == code


def test_that_good_passwords_are_taken() -> None:
    for good in ("Regen-7-Wolken", "雨过天晴见彩虹也好看", "correct horse battery staple"):
        Passwords().refuse_weak(good, "lin", "林华")


def test_that_full_width_letters_are_the_same_password(logins: Logins, add: Add) -> None:
    add("lin")
    assert enter(logins, password="Ｒｅｇｅｎ-7-Wolken").officer.login == "lin"


def test_that_who_signs_proves_it_without_a_session_and_guesses_are_counted(
    city: Database, logins: Logins, add: Add
) -> None:
    lin = add("lin")
    assert logins.prove("lin", PASSWORD, "operator", "desk05") == lin
    assert "login" not in verbs(city)
    codes = [refused(lambda: logins.prove("lin", "wrong", "operator", "desk05")) for _ in range(5)]
    assert codes == ["login.wrong"] * 4 + ["login.locked"]
