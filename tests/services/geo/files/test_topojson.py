"""Areas out of shared arcs."""

from __future__ import annotations

import pytest
from shapely.geometry import shape

from services.geo.files.topojson import layers_of

SHARED = {
    "type": "Topology",
    "arcs": [[[1, 0], [1, 1]], [[1, 0], [0, 0], [0, 1], [1, 1]], [[1, 1], [2, 1], [2, 0], [1, 0]]],
    "objects": {
        "halves": {
            "type": "GeometryCollection",
            "geometries": [
                {"type": "Polygon", "id": "w", "properties": {"name": "west"}, "arcs": [[1, -1]]},
                {"type": "MultiPolygon", "properties": {"name": "east"}, "arcs": [[[0, 2]]]},
                {"type": "Point", "coordinates": [0, 0]},
                {"type": None},
            ],
        },
        "one": {"type": "Polygon", "arcs": [[1, -1]]},
    },
}


def test_that_neighbours_share_their_border_exactly() -> None:
    west, east, point, nothing = layers_of(SHARED)["halves"]
    assert west["properties"] == {"name": "west", "id": "w"}
    one, other = shape(west["geometry"]), shape(east["geometry"])
    assert (one.area, other.area) == (1.0, 1.0)
    assert one.intersection(other).length == 1.0
    assert point["geometry"]["type"] == "Point"
    assert nothing["geometry"] is None


def test_that_quantized_arcs_are_unfolded() -> None:
    topology = {
        "type": "Topology",
        "transform": {"scale": [0.001, 0.002], "translate": [116.0, 33.0]},
        "arcs": [[[0, 0], [100, 0], [0, 100], [-100, 0], [0, -100]]],
        "objects": {"a": {"type": "Polygon", "arcs": [[0]]}},
    }
    assert shape(layers_of(topology)["a"][0]["geometry"]).bounds == pytest.approx((116.0, 33.0, 116.1, 33.2))


@pytest.mark.parametrize(
    "broken",
    [{}, {"arcs": [], "objects": {"a": {"type": "Polygon", "arcs": [[0]]}}}, {"arcs": [[[0]]], "objects": {}},
     {"arcs": [], "objects": {"a": {"type": "Polygon", "arcs": [[]]}}}],
)  # fmt: skip
def test_that_arcs_that_do_not_fit_raise_a_plain_error(broken: dict[str, object]) -> None:
    with pytest.raises((ValueError, TypeError, LookupError, AttributeError)):
        layers_of(broken)
