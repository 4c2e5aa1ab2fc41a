"""The catalogue is changed as a whole or not at all, by who may, with who and why, and can be brought back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from services.catalogue.current import Books, read_book
from services.catalogue.keeping import Keeper
from services.catalogue.sheets import Draft
from services.domain.deadlines import Phase
from services.domain.incidents import IncidentClass
from services.domain.people import SYSTEM, Officer, OfficerRole
from services.domain.refusals import Refusal
from services.store.engine import Database
from services.store.queries import access, tickets
from services.store.tables.live import facts
from services.words import Words

Changed = Callable[..., Draft]
EN = Words("en")
TODAY = date(2026, 11, 24)


def refused(call: Callable[[], object]) -> Refusal:
    with pytest.raises(Refusal) as caught:
        call()
    return caught.value


def test_that_a_city_begins_with_the_standard_lists_as_version_one(keeper: Keeper, listed: Database) -> None:
    opened = keeper.open()
    assert opened.version == 1
    assert keeper.look(opened.draft).changes == ()
    with listed.reading() as reader:
        book = read_book(reader)
        assert reader.count("deadline_rules") == len(book.rules) > 10
        assert book.provisional_years == (2027,)
        owner = book.owner_of("garbage", "411481002000", TODAY)
    assert owner is not None
    assert owner.department.code == "urban"
    assert "Chongfasi" in owner.reason.say(EN)
    assert list(book.duties.clashes(TODAY)) == []
    assert list(book.duties.gaps(TODAY, ["411481115000"], {})) == []


def test_that_a_change_is_kept_with_who_when_why_and_what(
    keeper: Keeper, listed: Database, changed: Changed, admin: Officer
) -> None:
    draft = changed("deadlines", "amount", "48", phase="whole", kind="ordinary")
    assert keeper.save(draft, 1, admin, "  market \n week ") == 2
    newest = keeper.versions()[0]
    assert (newest.number, newest.officer, newest.why) == (2, "admin", "market week")
    assert newest.at == listed.clock()
    assert [(c["column"], c["before"], c["after"]) for c in newest.changes] == [("amount", "24", "48")]
    with listed.reading() as reader:
        assert reader.setting("catalogue.version") == "2"
        rule = read_book(reader).deadlines.rule_for(Phase.WHOLE, None, IncidentClass.ORDINARY, None, TODAY)
        said = [(row.kind, row.payload) for row in reader.all(select(facts))]
    assert rule is not None
    assert rule.amount == 48
    assert said == [("CityRedrawn", {"what": "catalogue"})]


def test_that_only_an_administrator_or_the_system_saves(keeper: Keeper, changed: Changed) -> None:
    draft = changed("departments", "leader", "王一", code="urban")
    dispatcher = Officer(2, "d", "值守", OfficerRole.DISPATCHER)
    assert refused(lambda: keeper.save(draft, 1, dispatcher, "why")).code == "rights.keep_catalogue"
    assert keeper.save(draft, 1, SYSTEM, "why") == 2


def test_that_without_a_reason_or_a_change_nothing_is_saved(keeper: Keeper, changed: Changed, admin: Officer) -> None:
    draft = changed("departments", "leader", "王一", code="urban")
    assert refused(lambda: keeper.save(draft, 1, admin, " \n ")).code == "catalogue.no_why"
    assert refused(lambda: keeper.save(draft, 1, admin, "w" * 501)).code == "catalogue.long_why"
    assert refused(lambda: keeper.save(keeper.open().draft, 1, admin, "why")).code == "catalogue.same"
    assert len(keeper.versions()) == 1


def test_that_the_second_of_two_is_told_who_was_faster(keeper: Keeper, changed: Changed, admin: Officer) -> None:
    mine, theirs = (changed("departments", "leader", name, code="urban") for name in ("王一", "王二"))
    keeper.save(theirs, 1, admin, "the new leader")
    refusal = refused(lambda: keeper.save(mine, 1, admin, "mine"))
    assert refusal.code == "catalogue.conflict"
    assert "admin saved version 2" in refusal.say(EN)
    assert "the new leader" in refusal.say(EN)


def test_that_an_older_version_holds_again_and_what_came_since_stays_out_of_use(
    keeper: Keeper, listed: Database, admin: Officer
) -> None:
    draft = keeper.open().draft
    draft["categories"].append(
        dict.fromkeys(draft["categories"][0], "")
        | {"code": "drone_show", "name_zh": "无人机表演", "name_en": "Drone show", "parent": "events.other"}
        | {"kind": "ordinary", "severity": "blue", "active": "yes"}
    )
    draft["duties"].append({"category": "drone_show", "area": "", "department": "police", "valid_from": "", "why": ""})
    keeper.save(draft, 1, admin, "shows")
    assert keeper.roll_back(1, 2, admin, "no shows") == 3
    with listed.reading() as reader:
        late = reader.category("drone_show")
        assert late is not None
        assert not late.active
        assert late.retired_at == listed.clock()
        assert reader.category("garbage").active  # type: ignore[union-attr]
    assert all(row["category"] != "drone_show" for row in keeper.open().draft["duties"])
    assert refused(lambda: keeper.roll_back(9, 3, admin, "x")).code == "catalogue.no_version"


def test_that_a_new_duty_becomes_the_usual_owner_of_its_category(
    keeper: Keeper, listed: Database, changed: Changed, admin: Officer
) -> None:
    keeper.save(changed("duties", "department", "parks", category="garbage", area=""), 1, admin, "order 18")
    with listed.reading() as reader:
        assert reader.category("garbage").department == "parks"  # type: ignore[union-attr]
        assert reader.category("dust").department == "housing"  # type: ignore[union-attr]


def test_that_a_department_merged_while_cases_are_open_is_said_and_resolved(
    keeper: Keeper, listed: Database, admin: Officer
) -> None:
    _open_case(listed, "garbage", "sanitation")
    draft = keeper.open().draft
    row = next(row for row in draft["departments"] if row["code"] == "sanitation")
    row |= {"active": "no", "merged_into": "urban"}
    said = [remark.say(EN) for remark in keeper.look(draft).remarks]
    assert "Open cases of Sanitation: 1. Urban Management answers for them from now on." in said
    keeper.save(draft, 1, admin, "reform")
    with listed.reading() as reader:
        owner = read_book(reader).owner_of("garbage", None, TODAY)
    assert owner is not None
    assert owner.department.code == "urban"
    assert "Sanitation was merged into Urban Management" in owner.reason.say(EN)


def test_that_open_cases_officers_and_further_orders_go_over_to_the_successor(
    keeper: Keeper, listed: Database, admin: Officer
) -> None:
    _open_case(listed, "garbage", "sanitation")
    with listed.unit() as unit:
        ident = unit.add("officers", login="hw", name="环卫", role=4, department="sanitation")
        unit.add(
            "incidents", number="2", source="hotline", category="dust", severity=4, kind=1, state=3, place=2,
            department="housing", assigned_at=unit.now, reported_at=unit.now, children=1,
        )  # fmt: skip
        unit.add(
            "child_tickets", incident_id=2, department="sanitation", state=3, what="sweep", assigned_at=unit.now,
            assigned_by="desk",
        )  # fmt: skip
        unit.commit()
    draft = keeper.open().draft
    row = next(row for row in draft["departments"] if row["code"] == "sanitation")
    row |= {"active": "no", "merged_into": "urban"}
    keeper.save(draft, 1, admin, "reform of 2026")
    with listed.reading() as reader:
        cases = tickets.cases(reader, [1, 2])
        first, second = cases[1], cases[2]
        assert (first.incident.department, first.incident.live.state, first.incident.live.version) == ("urban", 3, 2)
        assert [(held.department, held.verb, held.words) for held in first.holdings] == [
            ("sanitation", "transfer", "reform of 2026")
        ]
        assert (second.incident.department, second.children[0].department) == ("housing", "urban")
        assert access.officer_by_id(reader, ident).department == "urban"  # type: ignore[union-attr]
        story = tickets.last_steps(reader, "incident/1", 1)[0]
    assert (story.verb, story.officer, story.after) == ("transfer", "admin", "urban")


def test_that_a_category_retired_while_cases_are_open_says_who_owns_them_now(
    keeper: Keeper, listed: Database, changed: Changed, admin: Officer
) -> None:
    _open_case(listed, "bikes", "urban")
    draft = changed("categories", "active", "no", code="bikes")
    next(row for row in draft["categories"] if row["code"] == "bikes")["merged_into"] = "parking"
    said = [remark.say(EN) for remark in keeper.look(draft).remarks]
    assert any(
        text.startswith("Open cases of “Bikes parked wrongly”: 1. They go on, with Traffic Police:") for text in said
    )
    keeper.save(draft, 1, admin, "one category")
    with listed.reading() as reader:
        owner = read_book(reader).owner_of("bikes", None, TODAY)
    assert owner is not None
    assert owner.department.code == "traffic_police"


def test_that_everybody_reads_the_new_version_and_the_old_one_only_once(
    keeper: Keeper, listed: Database, changed: Changed, admin: Officer
) -> None:
    books = Books()
    with listed.reading() as reader:
        first = books(reader)
        assert books(reader) is first
    keeper.save(changed("departments", "leader", "王一", code="urban"), 1, admin, "new")
    with listed.reading() as reader:
        assert books(reader).version == 2


def test_that_a_city_without_lists_goes_by_the_standard_limits(city: Database) -> None:
    with city.reading() as reader:
        book = read_book(reader)
        owner = book.owner_of("leak", "410000001001", TODAY)
    assert book.version == 0
    assert owner is not None
    assert owner.department.code == "police"
    assert len(book.rules) >= 10
    assert Keeper(city).look(Keeper(city).open().draft).problems == ()


def _open_case(database: Database, category: str, department: str) -> None:
    with database.unit() as unit:
        unit.add(
            "incidents", number="1", source="hotline", category=category, severity=4, kind=1, state=3, place=2,
            department=department, assigned_at=unit.now, reported_at=unit.now,
        )  # fmt: skip
        unit.commit()
