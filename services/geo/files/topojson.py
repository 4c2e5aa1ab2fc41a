"""TopoJSON: borders stored once as arcs, areas as lists of arc numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def layers_of(topology: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Each object of a topology as GeoJSON features; raises ValueError or the like where it is broken."""
    arcs = _arcs(topology)
    return {
        str(name): [_feature(member, arcs) for member in _members(thing)]
        for name, thing in dict(topology["objects"]).items()
    }


def _arcs(topology: Mapping[str, Any]) -> list[Floats]:
    transform = topology.get("transform")
    found = []
    for raw in topology["arcs"]:
        arc = np.array([[point[0], point[1]] for point in raw], np.float64).reshape(-1, 2)
        if transform:
            # quantized arcs hold differences of whole numbers
            arc = np.cumsum(arc, axis=0) * np.asarray(transform["scale"], np.float64)
            arc = arc + np.asarray(transform["translate"], np.float64)
        found.append(arc)
    return found


def _members(thing: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return list(thing["geometries"]) if thing.get("type") == "GeometryCollection" else [thing]


def _feature(member: Mapping[str, Any], arcs: Sequence[Floats]) -> dict[str, Any]:
    properties = dict(member.get("properties") or {})
    if "id" in member:
        properties.setdefault("id", member["id"])
    return {"type": "Feature", "properties": properties, "geometry": _geometry(member, arcs)}


def _geometry(member: Mapping[str, Any], arcs: Sequence[Floats]) -> dict[str, Any] | None:
    kind = member.get("type")
    if kind == "Polygon":
        return {"type": kind, "coordinates": [_ring(numbers, arcs) for numbers in member["arcs"]]}
    if kind == "MultiPolygon":
        polygons = [[_ring(numbers, arcs) for numbers in rings] for rings in member["arcs"]]
        return {"type": kind, "coordinates": polygons}
    # lines and points are no areas; the row is refused by its kind
    return None if kind is None else {"type": str(kind), "coordinates": []}


def _ring(numbers: Sequence[int], arcs: Sequence[Floats]) -> list[list[float]]:
    pieces: list[Floats] = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        # the next arc begins where the last one ended
        pieces.append(arc[1:] if pieces else arc)
    ring: list[list[float]] = np.concatenate(pieces).tolist()
    return ring
