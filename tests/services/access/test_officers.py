"""The list of officers is kept by administrators, and there is always one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import text

from services.access.login import Logins
from services.access.officers import Entry, Officers
from services.domain.areas import Level
from services.domain.people import Officer, OfficerRole
from services.domain.refusals import Refusal
from services.domain.scope import Scope
from services.store.engine import Database

PASSWORD = "Regen-7-Wolken"
Add = Callable[..., Officer]
R = OfficerRole


def refused(call: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as refusal:
        call()
    return refusal.value.code


def test_that_only_an_administrator_keeps_the_list(officers: Officers, add: Add) -> None:
    lin = add("lin")
    entry = Entry("wang", "Wang", R.DISPATCHER)
    assert refused(lambda: officers.add(lin, entry, PASSWORD)) == "rights.keep_officers"
    assert refused(lambda: officers.lines(lin)) == "rights.keep_officers"
    assert refused(lambda: officers.reset(lin, lin.id, PASSWORD)) == "rights.keep_officers"
    assert refused(lambda: officers.deactivate(lin, "chief")) == "rights.keep_officers"


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        (Entry("Lin Hua", "Lin", R.DISPATCHER), "officers.login"),
        (Entry("lin", "  ", R.DISPATCHER), "officers.name"),
        (Entry("lin", "L" * 101, R.DISPATCHER), "officers.name"),
        (Entry("lin", "Lin", R.DEPARTMENT), "officers.no_department"),
        (Entry("lin", "Lin", R.DEPARTMENT, department="none"), "officers.department"),
        (Entry("lin", "Lin", R.TOWN), "officers.no_area"),
        (Entry("lin", "Lin", R.DISPATCHER, also=frozenset({R.TOWN})), "officers.no_area"),
        (Entry("lin", "Lin", R.TOWN, area="999999"), "export.no_area"),
        (Entry("lin", "Lin", R.SYSTEM), "officers.system"),
        (Entry("chief", "Lin", R.DISPATCHER), "officers.twice"),
    ],
)
def test_that_an_entry_that_cannot_be_is_refused_in_a_sentence(
    officers: Officers, admin: Officer, entry: Entry, code: str
) -> None:
    assert refused(lambda: officers.add(admin, entry, PASSWORD)) == code


def test_that_an_officer_comes_back_as_entered(city: Database, officers: Officers, logins: Logins, add: Add) -> None:
    made = add("lin", R.TOWN, also=frozenset({R.DEPARTMENT}), department="water", area="410000001")
    assert made.roles == {R.TOWN, R.DEPARTMENT}
    entered = logins.enter("lin", PASSWORD, "operator", "desk")
    assert entered.officer == made
    assert entered.scope == Scope("410000001000", Level.TOWN, "water")


def test_that_the_last_administrator_stays(officers: Officers, admin: Officer, add: Add) -> None:
    assert refused(lambda: officers.deactivate(admin, "chief")) == "officers.last"
    demoted = Entry("chief", "Chief", R.LEADER)
    assert refused(lambda: officers.change(admin, admin.id, 1, demoted)) == "officers.last"
    add("second", R.LEADER, also=frozenset({R.ADMIN}))
    officers.deactivate(admin, "chief")


def test_that_of_two_administrators_who_change_one_officer_one_is_told(
    officers: Officers, admin: Officer, add: Add
) -> None:
    lin = add("lin")
    entry = Entry("lin", "Lin Hua", R.SUPERVISOR)
    assert officers.change(admin, lin.id, 1, entry).role is R.SUPERVISOR
    assert refused(lambda: officers.change(admin, lin.id, 1, entry)) == "store.changed"


def test_that_the_journal_keeps_roles_and_no_name(city: Database, officers: Officers, admin: Officer, add: Add) -> None:
    lin = add("lin")
    officers.change(admin, lin.id, 1, Entry("lin", "Secret Name", R.TOWN, area="410000002"))
    with city.reading() as reader:
        last = reader.all(text("select officer, verb, before, after from journal order by id desc limit 1"))[0]
    assert (last.officer, last.verb, last.before) == ("chief", "officer_changed", "dispatcher")
    assert last.after.startswith("town area_id=")
    assert "Secret" not in str(last)


def test_that_a_redrawn_town_is_still_the_officers(city: Database, logins: Logins, add: Add) -> None:
    made = add("lin", R.TOWN, area="410000001")
    with city.unit() as unit:
        unit.connection.execute(text("update areas set valid_to = '2026-01-01' where id = :id"), {"id": made.area})
        again = text(
            "insert into areas (level, code, name, kind, parent_id, households, valid_from, provisional, derived,"
            " synthetic, origin) select level, code, name, kind, parent_id, households, '2026-01-01', provisional,"
            " derived, synthetic, origin from areas where id = :id"
        )
        unit.connection.execute(again, {"id": made.area})
        unit.commit()
    entered = logins.enter("lin", PASSWORD, "operator", "desk")
    assert entered.officer.area not in (None, made.area)
    assert entered.scope.area == "410000001000"
