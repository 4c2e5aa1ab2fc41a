from datetime import UTC, date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from services.domain.catalogue import Catalogue, Category, Department
from services.domain.duties import Duties, DutyRule
from services.domain.incidents import IncidentClass, Severity
from services.words import Words

DAY = date(2026, 11, 24)
TOWN, VILLAGE, GRID, OTHER = "411481115000", "411481115201", "411481115201007", "411481102000"


def category(code: str, parent: str | None = None, department: str | None = None, **more: object) -> Category:
    return Category(
        code,
        code,
        code,
        parent,
        IncidentClass.ORDINARY,
        Severity.BLUE,
        department,
        **more,  # type: ignore[arg-type]
    )


def department(code: str, **more: object) -> Department:
    return Department(code, code, code, "all", **more)  # type: ignore[arg-type]


CATEGORIES = (
    category("events"), category("garbage", "events"), category("dust", "events"), category("lamp", None, "light"),
    category("old", None, active=False, merged_into="garbage"), category("gone", "events", active=False),
)  # fmt: skip
DEPARTMENTS = (
    department("urban"), department("clean"), department("light"), department("new"),
    department("merged", active=False, merged_into="between"), department("between", active=False, merged_into="new"),
    department("closed", active=False), department("ring", active=False, merged_into="ring2"),
    department("ring2", active=False, merged_into="ring"),
)  # fmt: skip


def duties(*rows: DutyRule, above: dict[str, str] | None = None) -> Duties:
    return Duties(Catalogue(categories=CATEGORIES, departments=DEPARTMENTS), rows, above or {})


def owner(table: Duties, code: str, area: str | None = None, day: date = DAY) -> str | None:
    found = table.owner_of(code, area, day)
    return found.department.code if found else None


def test_that_the_nearest_category_then_the_deeper_area_then_the_newest_row_holds() -> None:
    table = duties(
        DutyRule("events", "urban"),
        DutyRule("events", "light", GRID),
        DutyRule("garbage", "clean"),
        DutyRule("garbage", "light", TOWN),
        DutyRule("garbage", "new", VILLAGE, date(2026, 7, 1)),
        DutyRule("garbage", "urban", VILLAGE, date(2020, 1, 1), date(2026, 7, 1)),
    )
    assert owner(table, "dust") == "urban"
    assert owner(table, "dust", GRID) == "light"
    assert owner(table, "garbage") == "clean"
    assert owner(table, "garbage", OTHER) == "clean"
    assert owner(table, "garbage", "411481115301") == "light"
    assert owner(table, "garbage", GRID) == "new"
    assert owner(table, "garbage", GRID, date(2026, 6, 30)) == "urban"


def test_that_a_provisional_area_belongs_to_the_one_above_it() -> None:
    table = duties(DutyRule("garbage", "light", TOWN), above={"P4000001": "P3000001", "P3000001": TOWN})
    assert owner(table, "garbage", "P4000001") == "light"
    assert owner(table, "garbage", "P9") is None


def test_that_without_a_row_the_usual_owner_holds_and_says_so() -> None:
    found = duties().owner_of("lamp", None, DAY)
    assert found is not None
    assert (found.department.code, found.duty) == ("light", None)
    assert found.reason.say(Words("en")) == "light usually owns “lamp”."
    assert owner(duties(), "dust") is None
    assert owner(duties(), "unheard_of") is None


def test_that_a_retired_category_goes_to_its_successor_and_the_reason_names_both() -> None:
    found = duties(DutyRule("garbage", "clean", TOWN), DutyRule("old", "urban")).owner_of("old", TOWN, DAY)
    assert found is not None
    assert found.department.code == "clean"
    said = found.reason.say(Words("en"))
    assert "“old” is now part of “garbage”" in said
    assert TOWN in said
    assert owner(duties(DutyRule("events", "urban")), "gone") == "urban"


def test_that_a_merged_departments_work_goes_to_the_last_successor() -> None:
    found = duties(DutyRule("garbage", "merged")).owner_of("garbage", None, DAY)
    assert found is not None
    assert found.department.code == "new"
    assert "merged was merged into between" in found.reason.say(Words("en"))
    assert "已并入" in found.reason.say(Words("zh_CN"))


def test_that_a_row_whose_department_is_gone_is_passed_over() -> None:
    rows = (DutyRule("garbage", "closed", TOWN), DutyRule("garbage", "ring", VILLAGE), DutyRule("events", "urban"))
    assert owner(duties(*rows), "garbage", GRID) == "urban"


def test_that_two_owners_of_one_thing_are_named_as_rivals() -> None:
    table = duties(DutyRule("garbage", "clean"), DutyRule("garbage", "urban"), DutyRule("events", "light"))
    found = table.owner_of("garbage", None, DAY)
    assert found is not None
    assert found.department.code == "clean"
    assert [rival.code for rival in found.rivals] == ["urban"]
    clash = next(table.clashes(DAY))
    assert (clash.category.code, clash.area, len(clash.departments)) == ("garbage", None, 2)


def test_that_gaps_are_found_by_category_town_and_village() -> None:
    table = duties(DutyRule("garbage", "clean", TOWN), DutyRule("garbage", "clean", "411481102201"))
    below = {TOWN: [VILLAGE], OTHER: ["411481102201", "411481102202"]}
    found = {(gap.category.code, gap.area) for gap in table.gaps(DAY, [TOWN, OTHER], below)}
    assert found == {("dust", None), ("garbage", "411481102202")}
    assert list(duties(DutyRule("events", "urban")).gaps(DAY, [TOWN], below)) == []


def test_that_only_what_is_in_use_and_has_nothing_in_use_below_is_a_leaf() -> None:
    assert {leaf.code for leaf in duties().leaves()} == {"garbage", "dust", "lamp"}


@settings(deadline=None)
@given(st.dates(), st.dates(), st.none() | st.dates(), st.dates(), st.none() | st.dates())
def test_that_rows_overlap_exactly_where_both_hold_on_a_day(day, begin, end, other_begin, other_end) -> None:
    one, other = DutyRule("a", "b", None, begin, end), DutyRule("a", "c", None, other_begin, other_end)
    if one.holds(day) and other.holds(day):
        assert one.overlaps(other)
    assert one.overlaps(other) == other.overlaps(one)


def test_that_standards_are_inherited_from_above() -> None:
    catalogue = Catalogue(
        categories=(
            category("a", filing_zh="立", closing_zh="结", closing_en="closed"),
            category("b", "a", closing_zh="自己的"),
            category("c", "b", retired_at=datetime(2026, 1, 1, tzinfo=UTC)),
        )
    )
    assert catalogue.standard_of("c", "zh_CN") == ("立", "自己的")
    assert catalogue.standard_of("c", "en") == ("", "closed")
    assert catalogue.standard_of("none", "en") == ("", "")
