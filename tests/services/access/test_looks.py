"""Personal data are opened for a reason, for a time, by those who may, and never unseen; and erased for good."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from services.access.erasing import ERASED, erase
from services.access.looks import Looks
from services.access.seals import seal, verify
from services.cases.door import Door
from services.commandline.bench import load
from services.domain.incidents import Report
from services.domain.looks import LookReason
from services.domain.people import Officer, OfficerRole
from services.domain.refusals import Refusal
from services.store.engine import Database

_shared = load(Path(__file__).parents[1] / "conftest.py")
door, a_report = _shared.door, _shared.a_report
R = OfficerRole
Add = Callable[..., Officer]
NAME, PHONE = "王小明", "13812342210"


def refused(call: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as refusal:
        call()
    return refusal.value.code


@pytest.fixture
def report(city: Database, door: Door, a_report: Callable[..., Report]) -> int:
    """A report of the first town, whose incident the water board owns."""
    told = a_report(text=f"我是{NAME}，电话{PHONE}，水管漏水", contact=PHONE, contact_name=NAME)
    done = door.take(told)
    with city.unit() as unit:
        unit.connection.execute(text("update incidents set department = 'water', text = :t"), {"t": told.text})
        unit.commit()
        found = unit.connection.execute(text("select id from reports where incident_id = :i"), {"i": done.incident})
        return int(found.scalar_one())


def test_that_a_look_shows_everything_for_five_minutes_and_is_written_down(
    city: Database, report: int, add: Add
) -> None:
    shown = Looks(city).report(add("lin"), report, LookReason.CALL_BACK, seat="operator")
    assert (shown.name, shown.phone) == (NAME, PHONE)
    assert PHONE in shown.text
    assert shown.until == city.clock() + timedelta(minutes=5)
    with city.reading() as reader:
        look = reader.all(text("select * from looks"))[0]
        line = reader.all(text("select * from journal order by id desc limit 1"))[0]
    assert (look.officer, look.subject, look.reason) == ("lin", f"report/{report}", 1)
    assert (line.officer, line.verb, line.subject, line.after) == ("lin", "look", f"report/{report}", f"look/{look.id}")
    assert NAME not in str(line) + str(look)
    assert PHONE not in str(line) + str(look)


@pytest.mark.parametrize("seat", ["wall", "briefing"])
def test_that_wall_and_briefing_never_show_any(city: Database, report: int, add: Add, seat: str) -> None:
    assert refused(lambda: Looks(city).report(add("lin"), report, LookReason.CALL_BACK, seat=seat)) == "look.seat"


@pytest.mark.parametrize(
    ("role", "more"),
    [
        (R.DEPARTMENT, {"department": "police"}),
        (R.TOWN, {"area": "410000002"}),
        (R.LEADER, {}),
        (R.ADMIN, {}),
    ],
)
def test_that_others_cannot_read_them_and_no_look_is_written(
    city: Database, report: int, add: Add, role: OfficerRole, more: dict[str, str]
) -> None:
    stranger = add("lin", role, **more)
    assert refused(lambda: Looks(city).report(stranger, report, LookReason.CALL_BACK)) == "rights.see_personal"
    with city.reading() as reader:
        assert reader.count("looks") == 0


@pytest.mark.parametrize(("role", "more"), [(R.DEPARTMENT, {"department": "water"}), (R.TOWN, {"area": "410000001"})])
def test_that_the_owner_and_the_town_can_read_them(
    city: Database, report: int, add: Add, role: OfficerRole, more: dict[str, str]
) -> None:
    assert Looks(city).report(add("lin", role, **more), report, LookReason.VISIT).phone == PHONE


def test_that_another_reason_is_said_in_words_without_personal_data(city: Database, report: int, add: Add) -> None:
    lin = add("lin")
    assert refused(lambda: Looks(city).report(lin, report, LookReason.OTHER, "  ")) == "look.no_words"
    Looks(city).report(lin, report, LookReason.OTHER, f"call {PHONE} again")
    with city.reading() as reader:
        assert reader.connection.execute(text("select words from looks")).scalar_one() == "call 138****2210 again"


def test_that_administrators_see_who_looked(city: Database, report: int, admin: Officer, add: Add) -> None:
    lin = add("lin")
    for reason in (LookReason.CALL_BACK, LookReason.VISIT):
        Looks(city).report(lin, report, reason)
    lines, total = Looks(city).lines(admin)
    assert total == 2
    assert [line.reason for line in lines] == [2, 1]
    assert refused(lambda: Looks(city).lines(lin)) == "rights.see_looks"


def test_that_a_worker_of_the_own_town_alone_is_shown_to_a_towns_officer(city: Database, add: Add) -> None:
    with city.unit() as unit:
        grid = int(unit.connection.execute(text("select id from areas where code = '410000001001001'")).scalar_one())
        worker = unit.add("people", role=1, name=NAME, phone=PHONE, area_id=grid, duty=1)
        unit.commit()
    mine, other = add("lin", R.TOWN, area="410000001"), add("wang", R.TOWN, area="410000002")
    assert Looks(city).person(mine, worker, LookReason.VISIT).phone == PHONE
    assert refused(lambda: Looks(city).person(other, worker, LookReason.VISIT)) == "rights.see_personal"
    assert refused(lambda: Looks(city).person(mine, 999, LookReason.VISIT)) == "look.gone"


def test_that_erased_data_are_gone_and_the_seals_stay_whole(
    city: Database, report: int, admin: Officer, add: Add
) -> None:
    Looks(city).report(add("lin"), report, LookReason.CALL_BACK)
    with city.unit() as unit:
        incident = int(unit.connection.execute(text("select max(id) from incidents")).scalar_one())
        unit.add(
            "requests", incident_id=incident, kind=1, state=1, why=f"{NAME}要求延期", asked_by="lin", asked_at=unit.now,
            words=f"已电{PHONE}",
        )  # fmt: skip
        unit.commit()
    seal(city)
    done = erase(city, admin, (f"report/{report}",), "asked for by the person")
    assert done.reports == 1
    seal(city)
    with city.reading() as reader:
        everything = "".join(
            str(reader.all(text(f"select * from {table}")))
            for table in ("reports", "incidents", "journal", "looks", "facts", "requests", "holdings", "child_tickets")
        )
        assert verify(reader, city.clock()).is_intact
        assert ERASED in reader.connection.execute(text("select text from incidents")).scalar_one()
    assert NAME not in everything
    assert PHONE not in everything
    assert "2210" not in everything


def test_that_erasing_needs_right_reason_and_a_report(city: Database, report: int, admin: Officer, add: Add) -> None:
    lin = add("lin")
    assert refused(lambda: erase(city, lin, (f"report/{report}",), "x")) == "rights.erase"
    assert refused(lambda: erase(city, admin, (f"report/{report}",), " ")) == "erase.no_reason"
    assert refused(lambda: erase(city, admin, (f"report/{report}", "report/999"), "x")) == "erase.unknown"
    assert Looks(city).report(lin, report, LookReason.CALL_BACK).phone == PHONE
    with city.reading() as reader:
        number = reader.connection.execute(text("select number from incidents")).scalar_one()
    assert erase(city, admin, (number,), "asked for").reports == 1
