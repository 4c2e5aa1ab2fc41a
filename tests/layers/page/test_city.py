"""A city's map page: what it shows, what it leaves out and says so, and what it never shows."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
import shapely

from layers.page import city as page_city
from layers.page.city import PageRequest, city_page
from layers.page.content import Page, page_html
from layers.style.tokens import load_tokens
from services.bundle import Services, open_services
from services.domain.areas import AreaKind, Level
from services.domain.city import City
from services.domain.incidents import IncidentState, PlaceStatus
from services.settings import Settings
from services.store.engine import Database
from services.words import Words

HAN = re.compile(r"[\u3400-\u9fff]")


@pytest.fixture
def services(database: Database) -> Any:
    """A demo city of two towns, seven open cases, one of each other sort of place."""
    clock = database.clock
    with database.unit() as unit:
        for key, value in (
            City(name_zh="永城市", name_en="Yongcheng", code="411481000000", demo=True).settings().items()
        ):
            unit.remember(key, value)
        unit.add("fields", code="f", name_zh="领域", name_en="Field")
        unit.add("departments", code="d", name_zh="部门", name_en="Department", field="f")
        unit.add("sources", code="hotline", name_zh="12345热线", name_en="Hotline", active=True)
        unit.add(
            "categories", code="manhole", name_zh="井盖缺失", name_en="Manhole", kind=1, severity=4, department="d",
            active=True,
        )  # fmt: skip
        city = area(unit, "411481000000", "永城市", Level.CITY, shapely.box(116, 33, 116.2, 33.2), None)
        for number, west in ((1, 116.0), (2, 116.1)):
            area(unit, f"41148110{number}000", ("芒山镇", "酂城镇")[number - 1], Level.TOWN,
                 shapely.box(west, 33, west + 0.1, 33.2), city)  # fmt: skip
        for number in range(7):
            case(unit, number, clock() - timedelta(hours=number), severity=number % 4 + 1)
        case(unit, 7, clock(), place=int(PlaceStatus.UNLOCATED), lon=None, lat=None, town_id=None)
        case(unit, 8, clock(), place=int(PlaceStatus.OUTSIDE), lon=0.1, lat=51.0, town_id=None)
        case(unit, 9, clock(), state=int(IncidentState.CLOSED), closed_at=clock())
        unit.commit()
    found = open_services(Settings(database.url.render_as_string(hide_password=False)), clock)
    yield found
    found.close()


def area(unit: Any, code: str, name: str, level: Level, shape: Any, parent: int | None) -> int:
    return int(
        unit.add(
            "areas", level=int(level), code=code, name=name, parent_id=parent, geometry=shapely.to_wkb(shape),
            kind=int(AreaKind.RURAL), valid_from=date(2000, 1, 1), households=300,
        )
    )  # fmt: skip


def case(unit: Any, number: int, at: Any, **more: Any) -> None:
    values = {
        "number": f"20261123-{number:06d}", "source": "hotline", "category": "manhole", "severity": 4, "kind": 1,
        "state": int(IncidentState.REPORTED), "place": int(PlaceStatus.LOCATED), "lon": 116.02 + number / 1000,
        "lat": 33.1, "town_id": 2, "reported_at": at, "due_at": at + timedelta(days=1), "version": 1,
        "address": "芒山镇电话13812342210", "text": "身份证411481199001011234，请回电 13812342210",
    } | more  # fmt: skip
    ident = unit.add("incidents", **values)
    unit.add(
        "reports", incident_id=ident, source="hotline", external=f"x{number}", reported_at=at, received_at=at,
        text=values["text"], contact="13900001111", contact_name="王小明",
    )  # fmt: skip


def made(services: Services, lang: str = "zh_CN", **request: Any) -> Page:
    return city_page(services, PageRequest(**request), Words(lang), load_tokens(), services.database.clock())


def test_that_a_page_shows_towns_by_their_open_cases_and_each_case_with_a_place(services: Services) -> None:
    page = made(services)
    assert [(area.title, area.lines) for area in page.areas] == [
        ("芒山镇", (("在办事件", "7"), ("户数", "300"))),
        ("酂城镇", (("在办事件", "0"), ("户数", "300"))),
    ]
    assert len(page.incidents) == 7
    assert (page.title, page.badge) == ("永城市 · 在办事件", "演示数据")
    assert [mark.shape for mark in page.marks] == ["triangle", "diamond", "square", "circle"]
    assert any("无位置 1 件" in note and "市域外 1 件" in note for note in page.notes)


def test_that_nothing_personal_stands_on_a_page(services: Services) -> None:
    text = page_html(made(services))
    for secret in ("13812342210", "13900001111", "王小明", "411481199001011234"):
        assert secret not in text
    assert "138****2210" in text


def test_that_an_english_page_is_english_but_for_what_people_wrote(services: Services) -> None:
    page = made(services, "en")
    written = {line for incident in page.incidents for line in incident.lines if line[0] in ("Address", "Description")}
    assert written
    spoken = [text for text in page.texts() if text not in {part for line in written for part in line}]
    assert [text for text in spoken if HAN.search(text)] == []
    assert page.badge == "Demo data"


def test_that_a_page_never_holds_more_cases_than_a_browser_bears_and_says_which(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_city, "MOST_INCIDENTS", 3)
    page = made(services)
    assert [incident.title[-1] for incident in page.incidents] == ["0", "1", "2"]
    assert any("共 7 件，仅显示最新的 3 件" in note for note in page.notes)


def test_that_an_extent_is_where_a_page_opens_not_what_it_leaves_out(services: Services) -> None:
    page = made(services, extent=(116.15, 33.05, 116.2, 33.1))
    assert len(page.incidents) == len(made(services).incidents)
    assert "[[33.05,116.15],[33.1,116.2]]" in page_html(page)


def test_that_a_level_without_borders_gives_way_to_one_that_has(services: Services) -> None:
    assert [area.title for area in made(services, level=Level.GRID).areas] == ["芒山镇", "酂城镇"]


def test_that_a_city_without_anything_has_a_page_that_says_so(database: Database) -> None:
    services = open_services(Settings(database.url.render_as_string(hide_password=False)))
    try:
        page = made(services, "en")
    finally:
        services.close()
    assert (page.areas, page.incidents, page.badge) == ((), (), "")
    assert page.title.startswith("No city yet")
