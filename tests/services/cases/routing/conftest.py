"""A small city with cases to learn routing from, and the texts they are made of."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from services.cases.routing.features import NOWHERE, said_of
from services.cases.routing.training import Example
from services.domain.incidents import IncidentState
from services.store.engine import Database
from services.store.unit import Unit

# what people write to each department of the small city, by category; {w} is a word that makes texts differ
TEXTS = {
    ("leak", "water"): (
        "{w}水管漏水，路面积水",
        "{w}自来水停了，水压很低",
        "{w}水表井漏水没人修",
        "{w}供水管道爆裂冒水",
        "{w}下水堵塞，污水外溢",
    ),
    ("fight", "police"): (
        "{w}有人打架斗殴",
        "{w}夜里有人偷电动车",
        "{w}醉酒闹事打人",
        "{w}诈骗电话骗了老人的钱",
        "{w}有人持刀威胁邻居",
    ),
    ("noise", "housing"): (
        "{w}工地夜间施工噪声大",
        "{w}违章建筑加盖楼层",
        "{w}小区物业不修电梯",
        "{w}墙体开裂像要倒塌",
        "{w}装修扰民噪声",
    ),
    ("never", "health"): (
        "{w}诊所无证行医",
        "{w}医院乱收费",
        "{w}卫生院没有疫苗",
        "{w}饭店油烟食物中毒",
        "{w}献血补助没有发",
    ),
}
SPOTS = ("文化路", "东街", "西巷", "南门", "北桥", "小学旁", "市场边", "车站前", "公园里", "河堤上")
OWNERS = dict(TEXTS.keys())


def texts() -> list[tuple[str, str, str]]:
    """(category, department, text), two hundred of them."""
    return [
        (category, department, text.format(w=spot))
        for (category, department), said in TEXTS.items()
        for text in said
        for spot in SPOTS
    ]


@pytest.fixture
def examples() -> list[Example]:
    """The texts as a model reads them."""
    return [Example(said_of("", text, NOWHERE), department) for _, department, text in texts()]


MakeCase = Callable[..., int]


@pytest.fixture
def add_case() -> MakeCase:
    """Writes an incident; gives its id."""

    def add(unit: Unit, category: str, department: str | None, text: str, at: datetime, **values: object) -> int:
        ident = unit.next_id("incidents")
        usual: dict[str, object] = {
            "id": ident, "number": f"N{ident}", "source": "hotline", "category": category, "severity": 4, "kind": 1,
            "state": int(IncidentState.CLOSED), "place": 2, "text": text, "department": department,
            "reported_at": at, "assigned_at": at, "closed_at": at + timedelta(hours=5),
        }  # fmt: skip
        unit.add("incidents", **(usual | values))
        return ident

    return add


@pytest.fixture
def taught(city: Database, add_case: MakeCase) -> Database:
    """The small city after two hundred closed cases; each went to the department of its category."""
    with city.unit() as unit:
        unit.other_areas()
        for number, (category, department, text) in enumerate(texts()):
            add_case(unit, category, department, text, unit.now - timedelta(hours=number + 10))
        for category, department in OWNERS.items():
            unit.add(
                "duties", category=category, department=department, valid_from=unit.now.date().replace(day=1), why=""
            )
        unit.commit()
    return city


@pytest.fixture
def send_back() -> Callable[..., None]:
    """Lets a department send a ticket back, and another one have it after."""

    def send(database: Database, incident: int, wrong: str, right: str | None, hours_ago: float = 30) -> None:
        with database.unit() as unit:
            end = unit.now - timedelta(hours=hours_ago)
            unit.add(
                "holdings", incident_id=incident, department=wrong, begin=end - timedelta(hours=1), end=end,
                verb="return", reason="not_ours", by="officer",
            )  # fmt: skip
            if right is not None:
                unit.put("incidents", incident, department=right, assigned_at=end + timedelta(hours=1))
            unit.commit()

    return send
