from __future__ import annotations

from services.risk.first_look import look_once
from services.store.queries import warnings


def make_demo(city) -> None:
    with city.unit() as unit:
        unit.remember("city.demo", "1")
        unit.commit()


def test_that_a_demo_city_is_looked_at_once(city, with_scenarios, junction, a_signal, take) -> None:
    make_demo(city)
    with_scenarios(junction)
    take(*(a_signal(ago) for ago in (4, 3, 2, 1)))
    assert look_once(city)
    assert not look_once(city)
    with city.reading() as reader:
        (found,) = warnings.standing(reader)
    assert found.raised_at == found.last_at


def test_that_a_real_city_is_left_alone(city, with_scenarios, junction, a_signal, take) -> None:
    with_scenarios(junction)
    take(*(a_signal(ago) for ago in (4, 3, 2, 1)))
    assert not look_once(city)
