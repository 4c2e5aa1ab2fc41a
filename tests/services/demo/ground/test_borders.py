"""Invented borders: nested exactly, shared exactly, of the wanted numbers and size."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from services.demo.ground.borders import Borders, draw
from services.demo.history.clusters import balanced, clusters, connected
from services.demo.profile import Profile
from services.geo.metric import zone_at


@pytest.fixture(scope="module")
def borders(small: Profile) -> Borders:
    return draw(small, np.random.default_rng(5))


def test_that_the_numbers_are_those_of_the_profile(borders: Borders, small: Profile) -> None:
    assert (len(borders.towns), len(borders.villages), len(borders.grids)) == (4, 20, 90)
    assert np.bincount(borders.village_of_grid).min() >= 1
    assert np.bincount(borders.town_of_village).tolist() == [5, 5, 5, 5]


@pytest.mark.parametrize("level", ["towns", "villages", "grids"])
def test_that_neighbours_share_their_borders_vertex_by_vertex(borders: Borders, level: str) -> None:
    areas = getattr(borders, level)
    assert shapely.is_valid(areas).all()
    assert shapely.coverage_is_valid(areas)
    assert set(shapely.get_type_id(areas).tolist()) == {shapely.GeometryType.POLYGON}


def test_that_each_area_is_exactly_the_union_of_those_in_it(borders: Borders) -> None:
    vertices = {tuple(xy) for xy in shapely.get_coordinates(borders.grids).tolist()}
    assert {tuple(xy) for xy in shapely.get_coordinates(borders.villages).tolist()} <= vertices
    assert {tuple(xy) for xy in shapely.get_coordinates(borders.city).tolist()} <= vertices
    for village, polygon in enumerate(borders.villages):
        mine = borders.grids[borders.village_of_grid == village]
        assert shapely.area(mine).sum() == pytest.approx(polygon.area, rel=1e-9)


def test_that_the_city_has_about_its_size_and_natural_borders(borders: Borders, small: Profile) -> None:
    size = zone_at(*small.middle).area(borders.city) / 1e6
    assert size == pytest.approx(small.square_km, rel=0.12)
    assert 60 <= shapely.get_num_coordinates(borders.grids).mean() <= 100


def test_that_another_seed_draws_another_city(small: Profile, borders: Borders) -> None:
    other, again = draw(small, np.random.default_rng(6)), draw(small, np.random.default_rng(5))
    assert not shapely.equals(other.city, borders.city)
    assert (shapely.to_wkb(again.grids) == shapely.to_wkb(borders.grids)).all()


def test_that_town_seats_lie_in_or_near_their_towns(borders: Borders, small: Profile) -> None:
    seats = shapely.points([(town.lon, town.lat) for town in small.towns])
    assert (shapely.distance(borders.towns, seats) < 0.02).all()


def test_that_balanced_groups_get_their_shares() -> None:
    rng = np.random.default_rng(1)
    points = rng.uniform(0, 20_000, (6_000, 2))
    group = balanced(points, np.array([[5_000, 5_000], [15_000, 6_000], [9_000, 15_000.0]]), np.array([1.0, 2.0, 3.0]))
    assert np.bincount(group) / 6_000 == pytest.approx(np.array([1, 2, 3]) / 6, abs=0.02)


def test_that_no_cluster_stays_below_the_least() -> None:
    rng = np.random.default_rng(2)
    points = np.concatenate([rng.normal(0, 1, (97, 2)), [[50, 50], [51, 51], [52, 50.0]]])
    assert np.bincount(clusters(points, 6, rng, least=5), minlength=6).min() >= 5


def test_that_a_group_that_touches_in_a_corner_only_is_not_connected() -> None:
    cells = np.array([shapely.box(x, y, x + 1, y + 1) for x, y in ((0, 0), (1, 1), (0, 1), (1, 0))])
    assert connected(cells, np.array([0, 0, 1, 1])).tolist() == [False, False]
    assert connected(cells, np.array([0, 1, 0, 1])).tolist() == [True, True]
