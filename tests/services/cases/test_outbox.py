from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from services.bundle import read_deadlines
from services.cases.desk import Desk
from services.cases.door import Door
from services.cases.evidence.keeping import EvidenceFiles
from services.cases.intake import Rules
from services.cases.outbox import Outbox, is_of_the_line
from services.cases.rulebook import RuleBook
from services.domain.incidents import Evidence, IncidentState, Report, Severity
from services.domain.orders import Details, Done, Order
from services.domain.people import Officer, OfficerRole
from services.domain.refusals import Refusal
from services.domain.steps import Verb
from services.geo.atlas import Atlas
from services.store.engine import Clock, Database
from services.words import Words

ROOT = Path(__file__).resolve().parents[3]
DESK = Officer(1, "desk01", "赵", OfficerRole.DISPATCHER, also=frozenset({OfficerRole.SUPERVISOR}))
OTHER = Officer(2, "desk02", "钱", OfficerRole.DISPATCHER, also=frozenset({OfficerRole.SUPERVISOR}))
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x08\x00\x00\x00\x08\x08\x00\x00\x00\x00\x00\x00\x00\x00"
    b"\x00\x00\x00\x00IEND\xaeB`\x82"
)
Open = Callable[..., Outbox]


@pytest.fixture
def desk(city: Database) -> Desk:
    return Desk(city, RuleBook(read_deadlines()))


@pytest.fixture
def open_outbox(city: Database, desk: Desk, door: Door, tmp_path: Path) -> Open:
    """The outbox of a seat, as after a start; `at` another database than the city's."""

    def open_it(folder: Path | None = tmp_path / "outbox", at: Database = city, **parts: Any) -> Outbox:
        if at is not city:
            parts = {"desk": Desk(at, RuleBook(read_deadlines())), "door": Door(at, Rules(Atlas(at), read_deadlines()))}
        return Outbox(folder, at, parts.get("desk", desk), parts.get("door", door), EvidenceFiles(at))

    return open_it


@pytest.fixture
def an_incident(door: Door, a_report: Callable[..., Report]) -> int:
    return door.take(a_report()).incident


def assigned(incident: int, version: int = 1, department: str = "water", words: str = "请尽快处理") -> Order:
    return Order(Verb.ASSIGN, incident, version, Details(department=department, words=words))


def lines_of(database: Database, incident: int) -> list[str]:
    with database.reading() as reader:
        statement = text("select verb from journal where subject = :s order by id")
        return [row.verb for row in reader.connection.execute(statement, {"s": f"incident/{incident}"})]


@contextmanager
def away(database: Database, postgresql: Any) -> Iterator[None]:
    """The database can't be reached: its file is taken away, or its server lets nobody in."""
    if database.path is None:
        postgresql.shut_out(str(database.url.database))
        yield
        postgresql.let_in(str(database.url.database))
        return
    elsewhere = database.path.with_suffix(".away")
    database.reconnect()
    database.path.rename(elsewhere)
    yield
    elsewhere.rename(database.path)


def test_that_what_is_written_while_the_line_is_lost_is_carried_out_when_it_is_back(
    request: pytest.FixtureRequest, city: Database, desk: Desk, an_incident: int, open_outbox: Open, clock: Clock
) -> None:
    outbox, order = open_outbox(), assigned(an_incident)
    server = None if city.is_sqlite else request.getfixturevalue("postgresql")
    with away(city, server):
        with pytest.raises(Refusal) as refusal:
            desk.carry_out(order, DESK)
        assert is_of_the_line(refusal.value)
        outbox.put_order(order, "0001", clock())
        sent = outbox.send(DESK)
        assert (sent.done, sent.refused) == (0, ())
        assert sent.trouble is not None
        assert len(outbox.waiting()) == 1
    sent = outbox.send(DESK)
    assert (sent.done, sent.refused, sent.trouble) == (1, (), None)
    assert outbox.waiting() == ()
    assert outbox.send(DESK).done == 0
    with city.reading() as reader:
        assert reader.live_incident(an_incident).department == "water"
    assert lines_of(city, an_incident).count("assign") == 1


def test_that_it_outlives_the_program_whole_and_for_its_owner_alone(
    an_incident: int, open_outbox: Open, tmp_path: Path, clock: Clock, a_report: Callable[..., Report]
) -> None:
    order = replace(
        assigned(an_incident, words="第一行\n“第二行”\ud83d"),
        details=replace(assigned(an_incident).details, until=clock(), helpers=("police",), hours=2.5),
    )
    outbox = open_outbox()
    first = outbox.put_order(order, "0001", clock())
    second = outbox.put_report(a_report(contact="13800000000"), clock())
    assert open_outbox().waiting() == (first, second)
    for path in (tmp_path / "outbox").iterdir():
        if os.name != "nt":
            assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_that_a_crash_between_sending_and_marking_doubles_nothing(
    city: Database, desk: Desk, door: Door, an_incident: int, open_outbox: Open, clock: Clock, a_report: Any
) -> None:
    outbox = open_outbox()
    order = assigned(an_incident)
    outbox.put_order(order, "0001", clock())
    report = outbox.put_report(a_report(category="fight", lon=116.35), clock()).report
    assert report is not None
    desk.carry_out(order, DESK)
    door.take(report, DESK.login)
    with city.reading() as reader:
        before = [reader.count(name) for name in ("incidents", "reports", "journal", "facts")]
    assert open_outbox().send(DESK).done == 2
    with city.reading() as reader:
        assert [reader.count(name) for name in ("incidents", "reports", "journal", "facts")] == before
    assert open_outbox().waiting() == ()


def test_that_what_came_too_late_says_why_and_keeps_its_words(
    city: Database, desk: Desk, an_incident: int, open_outbox: Open, clock: Clock
) -> None:
    outbox = open_outbox()
    outbox.put_order(assigned(an_incident, words="管道井盖破损"), "0001", clock())
    desk.carry_out(assigned(an_incident, department="police"), OTHER)
    sent = outbox.send(DESK)
    assert (sent.done, len(sent.refused)) == (0, 1)
    (left,) = open_outbox().waiting()
    assert left.words == "管道井盖破损"
    assert left.refused is not None
    assert left.refused.code == "desk.conflict"
    assert "desk02" in left.refused.say(Words("zh_CN"))
    assert outbox.send(DESK).refused == ()
    with city.reading() as reader:
        assert reader.live_incident(an_incident).department == "police"


def test_that_one_that_was_refused_is_sent_again_to_the_case_as_it_is_now_or_discarded(
    city: Database, desk: Desk, an_incident: int, open_outbox: Open, clock: Clock
) -> None:
    outbox = open_outbox()
    kept = outbox.put_order(
        Order(Verb.REGRADE, an_incident, 1, Details(severity=Severity.RED, reason="spread")), "1", clock()
    )
    gone = outbox.put_order(assigned(an_incident), "2", clock())
    desk.carry_out(assigned(an_incident, department="police"), OTHER)
    assert len(outbox.send(DESK).refused) == 2
    outbox.send_again(kept.key)
    outbox.discard(gone.key)
    assert outbox.send(DESK).done == 1
    assert open_outbox().waiting() == ()
    with city.reading() as reader:
        assert (reader.live_incident(an_incident).department, reader.live_incident(an_incident).severity) == (
            "police",
            1,
        )


def test_that_two_orders_of_one_officer_on_one_case_follow_each_other(
    city: Database, an_incident: int, open_outbox: Open, clock: Clock
) -> None:
    outbox = open_outbox()
    outbox.put_order(Order(Verb.CORRECT, an_incident, 1, Details(category="fight", reason="wrong")), "1", clock())
    outbox.put_order(assigned(an_incident), "1", clock())
    assert outbox.send(DESK).done == 2
    with city.reading() as reader:
        found = reader.live_incident(an_incident)
    assert (found.category, found.department, found.version) == ("fight", "water", 3)


def test_that_a_new_incident_written_offline_comes_in_once_however_often_it_is_sent(
    city: Database, open_outbox: Open, clock: Clock, a_report: Callable[..., Report]
) -> None:
    outbox = open_outbox()
    outbox.put_report(a_report(text="桥下积水"), clock())
    copied = open_outbox()
    assert outbox.send(DESK).done == copied.send(DESK).done == 1
    with city.reading() as reader:
        assert (reader.count("incidents"), reader.count("reports")) == (1, 1)


def test_that_photos_are_sent_though_the_file_is_gone_meanwhile(
    city: Database, an_incident: int, open_outbox: Open, clock: Clock, tmp_path: Path
) -> None:
    paths = [tmp_path / "前.png", tmp_path / "后.png"]
    for path in paths:
        path.write_bytes(PNG + path.name.encode())
    proof = tuple(Evidence(kind, str(path)) for kind, path in zip(("before", "after"), paths, strict=True))
    outbox = open_outbox()
    outbox.put_order(Order(Verb.SETTLE, an_incident, 1, Details(words="已处理", evidence=proof)), "1", clock())
    for path in paths:
        path.unlink()
    assert open_outbox().send(DESK).done == 1
    with city.reading() as reader:
        found = reader.incident(an_incident)
    assert found is not None
    assert found.live.state is IncidentState.CLOSED
    assert [EvidenceFiles(city).read(one.digest)[1][-7:] for one in found.evidence] == [
        (PNG + name.encode())[-7:] for name in ("前.png", "后.png")
    ]
    assert not list((tmp_path / "outbox" / "files").iterdir())


def test_that_an_order_for_another_database_is_not_carried_out_in_this_one(
    city: Database, an_incident: int, open_outbox: Open, clock: Clock
) -> None:
    outbox = open_outbox()
    outbox.learn_city()
    outbox.put_order(assigned(an_incident), "1", clock())
    with city.unit() as unit:
        unit.connection.execute(text("update feed_meta set epoch = 'another'"))
        unit.commit()
    (refused,) = outbox.send(DESK).refused
    assert refused.refused is not None
    assert refused.refused.code == "outbox.another"
    outbox.send_again(refused.key)
    assert outbox.send(DESK).done == 1


def test_that_one_damaged_file_does_not_keep_the_others_back(
    an_incident: int, open_outbox: Open, clock: Clock, tmp_path: Path
) -> None:
    open_outbox().put_order(assigned(an_incident), "1", clock())
    for name, held in (
        ("00000000-a.json", "{"),
        ("00000009-b.json", "[]"),
        ("00000010-c.json", json.dumps({"key": 1})),
    ):
        (tmp_path / "outbox" / name).write_text(held, encoding="utf-8")
    outbox = open_outbox()
    assert len(outbox.damaged) == 3
    assert outbox.send(DESK).done == 1
    assert (tmp_path / "outbox" / "00000000-a.json").exists()


def test_that_a_bug_in_one_does_not_keep_the_others_back(
    desk: Desk, an_incident: int, open_outbox: Open, clock: Clock, a_report: Callable[..., Report]
) -> None:
    class Stumbling(Desk):
        def carry_out(self, order: Order, officer: Officer) -> Done:
            raise RuntimeError("a bug")

    outbox = open_outbox(desk=Stumbling(desk._database, desk.rules))
    outbox.put_order(assigned(an_incident), "1", clock())
    outbox.put_report(a_report(), clock())
    sent = outbox.send(DESK)
    assert (sent.done, [one.refused.code for one in sent.refused if one.refused]) == (1, ["outbox.bug"])


def test_that_a_full_disk_is_told_and_the_form_keeps_what_was_written(
    an_incident: int, open_outbox: Open, clock: Clock, tmp_path: Path
) -> None:
    (tmp_path / "taken").write_text("no folder", encoding="utf-8")
    outbox = open_outbox(folder=tmp_path / "taken")
    with pytest.raises(Refusal) as refusal:
        outbox.put_order(assigned(an_incident), "1", clock())
    assert refusal.value.code == "outbox.unwritable"
    assert outbox.waiting() == ()


KILLED = """
import os, signal, sys
from pathlib import Path
from services.bundle import open_services
from services.cases import outbox_files
from services.cases.outbox import Outbox
from services.domain.people import Officer, OfficerRole
from services.settings import Settings

folder, address = sys.argv[1:]
services = open_services(Settings(address))
outbox = Outbox(Path(folder), services.database, services.desk, services.door, services.evidence)
outbox_files.remove = lambda path: os.kill(os.getpid(), signal.SIGKILL)
outbox.send(Officer(1, "desk01", "", OfficerRole.DISPATCHER, frozenset({OfficerRole.SUPERVISOR})))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals of another kind")
def test_that_a_seat_killed_right_after_sending_loses_nothing_and_doubles_nothing(
    city: Database, an_incident: int, open_outbox: Open, clock: Clock, tmp_path: Path, a_report: Callable[..., Report]
) -> None:
    outbox = open_outbox()
    outbox.put_order(assigned(an_incident), "1", clock())
    outbox.put_report(a_report(category="fight", lon=116.35), clock())
    address = city.url.render_as_string(hide_password=False)
    for left in (2, 2):  # killed twice at the first one: it was carried out, and not taken off the disk
        words = [sys.executable, "-c", KILLED, str(tmp_path / "outbox"), address]
        assert subprocess.run(words, cwd=ROOT, check=False, timeout=60).returncode == -signal.SIGKILL
        assert len(open_outbox().waiting()) == left
    assert lines_of(city, an_incident).count("assign") == 1
    assert open_outbox().send(DESK).done == 2
    assert lines_of(city, an_incident).count("assign") == 1
    with city.reading() as reader:
        assert reader.count("incidents") == 2


def test_that_a_database_that_is_locked_by_another_program_is_waited_for(
    fresh_database: Callable[[str], str], make_small_city: Callable[[Database], None], clock: Clock, tmp_path: Path,
    open_outbox: Open, a_report: Callable[..., Report], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr("services.store.engine.BUSY_MILLIS", 50)
    with closing(Database(fresh_database("sqlite"), clock)) as locked, closing(locked.connect_raw()) as holder:
        make_small_city(locked)
        outbox = open_outbox(folder=tmp_path / "locked", at=locked)
        outbox.put_report(a_report(), clock())
        holder.execute("begin exclusive")
        sent = outbox.send(DESK)
        assert sent.trouble is not None
        assert sent.trouble.code == "store.busy"
        holder.execute("rollback")
        assert outbox.send(DESK).done == 1
