"""What a person wrote wrong is told with its place; what another spelling means is understood."""

from __future__ import annotations

import pytest

from services.catalogue.keeping import Keeper, placed
from services.catalogue.sheets import Draft
from services.words import Words

EN, ZH = Words("en"), Words("zh_CN")
NO_SPAN = "catalogue.no_span"


@pytest.fixture
def draft(keeper: Keeper) -> Draft:
    return keeper.open().draft


def duty(**cells: str) -> dict[str, str]:
    return {
        "category": "garbage",
        "area": "",
        "department": "urban",
        "valid_from": "",
        "valid_to": "",
        "why": "",
    } | cells


def rule(**cells: str) -> dict[str, str]:
    empty = dict.fromkeys(("category", "kind", "area", "window", "valid_from"), "")
    return empty | {"phase": "verify", "amount": "3", "unit": "hours"} | cells


def day(day: str, kind: str) -> dict[str, str]:
    return {"day": day, "kind": kind}


@pytest.mark.parametrize(
    ("sheet", "row", "column", "code"),
    [
        ("duties", duty(area="茴村镇", department="nobody"), "department", "catalogue.unknown"),
        ("duties", duty(area="茴村镇", department=""), "department", "catalogue.empty"),
        ("duties", duty(area="无此镇"), "area", "catalogue.unknown"),
        ("duties", duty(category="nothing"), "category", "catalogue.unknown"),
        ("duties", duty(area="茴村镇", valid_from="soon"), "valid_from", "catalogue.day"),
        ("duties", duty(area="茴村镇", why="x" * 1_048_576), "why", "catalogue.long"),
        ("duties", duty(area="茴村镇", why="a\x07b"), "why", "catalogue.control"),
        (
            "duties",
            duty(area="茴村镇", valid_from="2027-02-01", valid_to="2027-01-01"),
            "valid_to",
            "catalogue.no_span",
        ),
        ("duties", duty(valid_from="2027-01-01"), "valid_from", "catalogue.overlap"),
        ("duties", duty(), "category", "catalogue.twice"),
        ("duties", dict.fromkeys(duty(), ""), "", "catalogue.bare"),
        ("deadlines", rule(phase="whole", kind="ordinary"), "phase", "catalogue.twice"),
        ("deadlines", rule(area="茴村镇", amount="0"), "amount", "deadlines.amount"),
        ("deadlines", rule(area="茴村镇", amount="many"), "amount", "catalogue.number"),
        ("deadlines", rule(area="茴村镇", amount="nan"), "amount", "deadlines.amount"),
        ("deadlines", rule(area="茴村镇", window="18:00-08:00"), "window", "deadlines.window"),
        ("deadlines", rule(area="茴村镇", window="morning"), "window", "catalogue.window"),
        ("deadlines", rule(area="茴村镇", unit="weeks"), "unit", "catalogue.choice"),
        ("calendar", day("2028-01-01", "off"), "day", "catalogue.no_year"),
        ("calendar", day("2026-13-01", "off"), "day", "catalogue.day"),
        ("calendar", day("20277", "published"), "day", "catalogue.year"),
        ("calendar", day("2026-01-01", "work"), "day", "catalogue.twice"),
    ],
)
def test_that_a_row_that_is_wrong_is_told_with_its_place(
    keeper: Keeper, draft: Draft, sheet: str, row: dict[str, str], column: str, code: str
) -> None:
    draft[sheet].append(row)
    problems = keeper.look(draft).problems
    assert [(p.sheet, p.row, p.column, p.reason.code) for p in problems] == [
        (sheet, len(draft[sheet]) - 1, column, code)
    ]
    assert f"{len(draft[sheet]) + 1}" in placed(problems[0]).say(EN)
    assert "{" not in placed(problems[0]).say(ZH)
    assert len(placed(problems[0]).say(EN)) < 400


@pytest.mark.parametrize(
    ("cells", "column", "code"),
    [
        ({"code": "Garbage!"}, "code", "catalogue.code"),
        ({"parent": "garbage"}, "parent", "catalogue.circle"),
        ({"merged_into": "dust"}, "merged_into", "catalogue.still_used"),
        ({"active": "no", "merged_into": "garbage"}, "merged_into", "catalogue.successor"),
        ({"kind": "huge"}, "kind", "catalogue.choice"),
        ({"name_zh": " "}, "name_zh", "catalogue.empty"),
    ],
)
def test_that_a_category_that_makes_no_sense_is_told(
    keeper: Keeper, draft: Draft, cells: dict[str, str], column: str, code: str
) -> None:
    row = next(row for row in draft["categories"] if row["code"] == "garbage")
    row |= cells
    found = {(p.column, p.reason.code) for p in keeper.look(draft).problems if p.sheet == "categories"}
    assert (column, code) in found


def test_that_a_category_or_department_is_never_lost(keeper: Keeper, draft: Draft) -> None:
    draft["categories"] = [row for row in draft["categories"] if row["code"] not in ("toilet", "components.other")]
    problems = keeper.look(draft).problems
    assert any(p.reason.code == "catalogue.missing" and "Public toilet broken" in p.reason.say(EN) for p in problems)


def test_that_a_department_out_of_use_owns_nothing_unless_it_became_another(keeper: Keeper, draft: Draft) -> None:
    row = next(row for row in draft["departments"] if row["code"] == "parks")
    row["active"] = "no"
    assert {p.reason.code for p in keeper.look(draft).problems} == {"catalogue.owner_gone"}
    row["merged_into"] = "urban"
    assert keeper.look(draft).problems == ()


def test_that_names_and_words_of_both_languages_are_understood(keeper: Keeper, draft: Draft) -> None:
    draft["duties"].append(
        duty(category="Exposed rubbish", area="Huicun", department="城管局", valid_from="2027/01/05")
    )
    draft["deadlines"].append(
        rule(phase="核查", category="垃圾暴露", unit="Working Days", amount="02.50", window="8:00-24:00".zfill(11))
    )
    looked = keeper.look(draft)
    assert looked.problems == ()
    assert looked.draft["duties"][-1] == duty(area="411481115000", valid_from="2027-01-05")
    last = looked.draft["deadlines"][-1]
    assert (last["phase"], last["category"], last["unit"], last["amount"]) == (
        "verify",
        "garbage",
        "working_days",
        "2.5",
    )
    assert last["window"] == "08:00-24:00"
    assert [change.what for change in looked.changes] == ["added", "added"]


def test_that_a_name_that_two_have_asks_for_the_code(keeper: Keeper, draft: Draft) -> None:
    for row in draft["departments"][:2]:
        row["name_zh"] = "同名局"
    draft["duties"].append(duty(area="茴村镇", department="同名局"))
    assert [p.reason.code for p in keeper.look(draft).problems] == ["catalogue.ambiguous"]


def test_that_every_class_keeps_a_limit_for_the_whole_way(keeper: Keeper, draft: Draft) -> None:
    draft["deadlines"] = [row for row in draft["deadlines"] if (row["phase"], row["kind"]) != ("whole", "major")]
    assert [p.reason.code for p in keeper.look(draft).problems] == ["catalogue.no_limit"]


def test_that_a_category_without_an_owner_is_pointed_out_but_not_refused(keeper: Keeper, draft: Draft) -> None:
    draft["duties"] = [row for row in draft["duties"] if row["category"] != "fraud"]
    looked = keeper.look(draft)
    assert looked.problems == ()
    assert any("Nobody owns" in remark.say(EN) for remark in looked.remarks)


def test_that_a_published_year_is_provisional_no_more(keeper: Keeper, draft: Draft) -> None:
    next(row for row in draft["calendar"] if row["day"] == "2027")["kind"] = "published"
    looked = keeper.look(draft)
    assert looked.problems == ()
    assert looked.remarks == ()
