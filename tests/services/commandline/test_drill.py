"""`main.py drill`: begun and ended by who may, listed with what came of it."""

from __future__ import annotations

import pytest

import main
from services.domain.people import OfficerRole
from services.risk.drills.keeping import Drills
from services.store.engine import Database


@pytest.fixture
def url(city: Database) -> str:
    with city.unit() as unit:
        unit.remember("city.demo", "1")
        for login, role in (("chief", OfficerRole.SUPERVISOR), ("water", OfficerRole.DEPARTMENT)):
            unit.add("officers", login=login, name=login, role=int(role), active=True)
        unit.commit()
    return str(city.url.render_as_string(hide_password=False))


def test_that_a_drill_is_begun_listed_and_ended(url: str, city: Database, capsys: pytest.CaptureFixture[str]) -> None:
    def drill(*words: str) -> int:
        return main.main(["drill", *words, "--database", url, "--lang", "en"])

    assert drill("scripts") == 0
    assert "flood_night  Flood night  6 min, 500 signals a minute" in capsys.readouterr().out
    assert drill("start", "flood_night", "--minutes", "2", "--officer", "chief") == 0
    (live,) = Drills(city).running()
    assert (live.ends_at - live.begun_at).total_seconds() == 120
    assert drill("start", "market_fire", "--officer", "chief") == 2
    assert "A drill runs already" in capsys.readouterr().err
    assert drill("list") == 0
    assert "Flood night  chief  0 signals, 0 warnings" in capsys.readouterr().out
    assert drill("stop", "--officer", "water") == 2
    assert drill("stop", "--officer", "chief") == 0
    assert Drills(city).running() == ()


@pytest.mark.parametrize(
    "words", [("start",), ("start", "dragons", "--officer", "chief"), ("start", "flood_night", "--officer", "water"),
              ("start", "flood_night")],
)  # fmt: skip
def test_that_what_cannot_be_begun_is_refused(url: str, city: Database, words: tuple[str, ...]) -> None:
    assert main.main(["drill", *words, "--database", url]) == 2
    assert Drills(city).running() == ()
