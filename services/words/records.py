"""The terms of base records as sources of words: kinds, reasons, who mends."""

from __future__ import annotations

from collections.abc import Mapping

from services.domain.records import Mender, PlacedBy, RecordKind, Why
from services.words.marker import N_

KINDS: Mapping[RecordKind, str] = {
    RecordKind.POPULATION: N_("Population", ctx="record"),
    RecordKind.HOUSE: N_("Houses", ctx="record"),
    RecordKind.FACILITY: N_("Facilities", ctx="record"),
    RecordKind.DEPARTMENTAL: N_("Departmental", ctx="record"),
}
WHYS: Mapping[Why, str] = {
    Why.NO_COORDINATES: N_("No coordinates", ctx="record"),
    Why.ZERO_COORDINATES: N_("0, 0", ctx="record"),
    Why.OUTSIDE_CITY: N_("Outside the city", ctx="record"),
    Why.CRS_SUSPECTED: N_("Shifted", ctx="record"),
    Why.PLACE_CONTRADICTS: N_("Contradicts", ctx="record"),
    Why.AREA_UNKNOWN: N_("Area unknown", ctx="record"),
    Why.AREA_AMBIGUOUS: N_("Ambiguous", ctx="record"),
    Why.NO_ADDRESS: N_("No address", ctx="record"),
    Why.NO_GRID: N_("No grid there", ctx="record"),
}
REMEDIES: Mapping[Why, str] = {
    Why.NO_COORDINATES: N_("The area is known, the place is not: take its coordinates on site."),
    Why.ZERO_COORDINATES: N_("The coordinates are 0, 0, an empty form: take them on site."),
    Why.OUTSIDE_CITY: N_("The coordinates lie outside the city: take them anew."),
    Why.CRS_SUSPECTED: N_(
        "The coordinates lie beside the stated area, and in it once the shift of map services (GCJ-02) is undone: "
        "export the register in CGCS2000."
    ),
    Why.PLACE_CONTRADICTS: N_("The coordinates lie in another town than the stated one: find out which is right."),
    Why.AREA_UNKNOWN: N_("No area of today has the stated name or code: write the one that holds now."),
    Why.AREA_AMBIGUOUS: N_("Several areas have the stated name: write the town too, or the code."),
    Why.NO_ADDRESS: N_("There are neither coordinates nor an area: ask where it is."),
    Why.NO_GRID: N_("No grid is drawn at this place: draw it, or correct the coordinates."),
}
MENDERS: Mapping[Mender, str] = {
    Mender.DEPARTMENT: N_("Department", ctx="mender"),
    Mender.TOWN: N_("Town centre", ctx="mender"),
}
PLACED: Mapping[PlacedBy, str] = {
    PlacedBy.NOTHING: N_("not placed", ctx="record"),
    PlacedBy.COORDINATES: N_("by coordinates", ctx="record"),
    PlacedBy.CODE: N_("by code of the area", ctx="record"),
    PlacedBy.NAME: N_("by name of the area", ctx="record"),
}
# of the attributes that registers keep, those that have a word; others are shown as the register calls them
ATTRIBUTES: Mapping[str, str] = {
    "age": N_("Age", ctx="attribute"),
    "built": N_("Built in", ctx="attribute"),
    "storeys": N_("Storeys", ctx="attribute"),
    "square_metres": N_("Square metres", ctx="attribute"),
    "pupils": N_("Pupils", ctx="attribute"),
    "beds": N_("Beds", ctx="attribute"),
}
