"""The scan finds what was published and what was planted, and nothing in what chance alone made."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from services.commandline.bench import load
from services.domain.refusals import Refusal
from services.risk.statistics.scan import Cluster, Search, scan_days, scan_permutation, scan_places

figures = load(Path(__file__).resolve().parents[3] / "bench" / "risk_scan.py")


@pytest.fixture(scope="module")
def folder() -> Path:
    found: Path = figures.data_folder()
    if not found.is_dir():
        pytest.skip(f"no real data in {found} (GRIDCOMMAND_DATA)")
    return found


def _field(side: int = 12) -> np.ndarray:
    """Places in rows and columns, a kilometre apart."""
    return np.array([(x * 1000.0, y * 1000.0) for y in range(side) for x in range(side)])


def _planted(dice: np.random.Generator, *, extra: int, side: int = 12) -> tuple[np.ndarray, np.ndarray]:
    """Cases of eight weeks, evenly strewn, and `extra` more in the last three days around one spot."""
    place, ago = dice.integers(0, side * side, 300), dice.integers(0, 56, 300)
    hot = [4 * side + 4, 4 * side + 5, 5 * side + 4, 5 * side + 5]
    return (
        np.concatenate([place, dice.choice(hot, extra)]),
        np.concatenate([ago, dice.integers(0, 3, extra)]),
    )


def test_that_the_two_published_clusters_of_leukaemia_are_found(folder: Path) -> None:
    first, second = figures.scan_leukaemia(folder)[:2]
    assert (len(first.places), first.observed) == (26, 85)
    assert (round(first.expected, 2), round(first.risk, 2), round(first.ratio, 6)) == (49.71, 1.84, 11.577255)
    assert (len(second.places), second.observed) == (8, 38)
    assert (round(second.expected, 2), round(second.ratio, 6)) == (17.79, 9.019716)
    assert first.chance is not None
    assert second.chance is not None
    # true chances are about .0023 and .016; 999 replicates tell them to about .0015 and .004
    assert 0.001 <= first.chance <= 0.008
    assert 0.005 <= second.chance <= 0.030
    assert not set(first.places) & set(second.places)


def test_that_the_fever_has_three_clusters_and_chance_explains_each(folder: Path) -> None:
    found = figures.scan_fever(folder)
    assert len(found) == 3
    assert all(one.chance is not None and one.chance >= 0.05 for one in found)


def test_that_the_same_seed_gives_the_same_answer(folder: Path) -> None:
    assert figures.scan_fever(folder, replicates=99) == figures.scan_fever(folder, replicates=99)


def test_that_a_planted_cluster_is_found_where_and_since_when_it_is() -> None:
    place, ago = _planted(np.random.default_rng(3), extra=9)
    best = scan_permutation(_field(), place, ago, Search(radius=2_500))[0]
    assert best.chance is not None
    assert best.chance <= 0.01
    assert {4 * 12 + 4, 5 * 12 + 5} <= set(best.places)
    assert best.days == 3


def test_that_chance_alone_raises_no_more_alarms_than_it_may() -> None:
    alarms = 0
    for seed in range(200):
        place, ago = _planted(np.random.default_rng(seed), extra=0)
        found = scan_permutation(_field(), place, ago, Search(radius=2_500, replicates=99, seed=seed))
        alarms += bool(found) and found[0].chance is not None and found[0].chance <= 0.05
    assert alarms <= 18  # 10 are expected, 18 are exceeded once in a hundred times


def test_that_a_place_with_more_cases_all_along_is_no_news_for_the_permutation() -> None:
    dice = np.random.default_rng(1)
    place = np.concatenate([dice.integers(0, 144, 200), np.full(200, 40)])
    found = scan_permutation(_field(), place, dice.integers(0, 56, 400), Search(radius=2_500))
    assert all(one.chance is not None and one.chance > 0.05 for one in found)


def test_that_days_against_people_are_scanned_too() -> None:
    dice = np.random.default_rng(5)
    people = dice.integers(500, 3_000, 144)
    cases = dice.poisson(np.outer(people / people.sum(), np.full(28, 10.0)))
    cases[[40, 41, 52], -2:] += 4
    best = scan_days(_field(), cases, people, Search(radius=2_500, share=0.2))[0]
    assert best.chance is not None
    assert best.chance <= 0.01
    assert best.days == 2
    assert {40, 41, 52} <= set(best.places)


def test_that_a_hopeless_search_stops_early_and_a_good_one_does_not() -> None:
    place, ago = _planted(np.random.default_rng(7), extra=0)
    found = scan_permutation(_field(), place, ago, Search(radius=2_500, enough=5))
    assert found[0].replicates < 200
    place, ago = _planted(np.random.default_rng(3), extra=9)
    best = scan_permutation(_field(), place, ago, Search(radius=2_500, enough=20))[0]
    assert best.replicates == 999


def test_that_neighbours_equally_far_come_in_together() -> None:
    cases = np.zeros(144)
    cases[[40, 39, 41]] = 20
    cases[0] = 5
    best = scan_places(_field(), cases, np.ones(144), Search(radius=1_000, replicates=0))[0]
    assert best.centre == 40
    assert len(best.places) == 5  # the two neighbours without a case stand as near as the two with
    assert best.chance is None


def test_that_a_scan_can_be_stopped() -> None:
    place, ago = _planted(np.random.default_rng(1), extra=0)
    with pytest.raises(Refusal, match="stopped") as refused:
        scan_permutation(_field(), place, ago, Search(radius=2_500, stop=lambda: True))
    assert refused.value.code == "risk.stopped"


@pytest.mark.parametrize("cases", [[], [0] * 144, [1] + [0] * 143])
def test_that_too_few_cases_make_no_cluster(cases: list[int]) -> None:
    places = _field()[: len(cases)] if cases else np.zeros((0, 2))
    assert scan_places(places, cases, np.ones(len(cases)), Search()) == []


def test_that_bad_input_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        scan_places(_field(), np.ones(3), np.ones(144), Search())
    assert refused.value.code == "risk.uneven"
    with pytest.raises(Refusal) as refused:
        scan_places(_field(), np.full(144, 0.5), np.ones(144), Search())
    assert refused.value.code == "risk.counts"
    with pytest.raises(Refusal) as refused:
        scan_permutation(_field(), [0, 200], [1, 1], Search())
    assert refused.value.code == "risk.uneven"


def test_that_clusters_never_share_a_place() -> None:
    place, ago = _planted(np.random.default_rng(11), extra=6)
    found = scan_permutation(_field(), place, ago, Search(radius=3_000, replicates=19))
    seen: set[int] = set()
    for one in found:
        assert not seen & set(one.places)
        seen |= set(one.places)
    assert [one.ratio for one in found] == sorted((one.ratio for one in found), reverse=True)
    assert all(isinstance(one, Cluster) for one in found)
