"""The ticket of a warning: an incident that the centre opens and assigns, in the transaction of the warning's step."""

from __future__ import annotations

import shapely

from services.cases.clean_orders import cleaned
from services.cases.desk import Desk
from services.cases.intake import Rules, open_unheard
from services.domain.incidents import UNLOCATED, Place, PlaceStatus, Report, Severity
from services.domain.orders import Details, Order
from services.domain.people import SYSTEM, Officer
from services.domain.refusals import Refusal
from services.domain.steps import Verb
from services.domain.warnings import LiveWarning, WarningOrder
from services.store.queries import warning_steps
from services.store.reader import Reader
from services.store.unit import Unit

CENTRE = "centre"  # the kind of source that the centre itself is


def open_ticket(unit: Unit, desk: Desk, rules: Rules, warning: LiveWarning, order: WarningOrder, by: Officer) -> int:
    """Opens an incident at the warning's place and level, files it and assigns it; gives its id.

    The centre found it itself, so that it is filed by the system; the officer assigns it and by that is the first pair
    of eyes. Raises `Refusal` as intake and desk do; nothing was changed then.
    """
    place, address = where(unit, warning.place)
    report = Report(
        source=centre_source(unit), category=order.category, text=order.text, reported_at=unit.now, lon=place.lon,
        lat=place.lat, address=address, severity=warning.level, external=f"warning/{warning.id}",
    )  # fmt: skip
    ident = open_unheard(report, place, unit, rules, by.login)
    live = unit.live_incident(ident)
    filed = desk.carry_out_within(unit, cleaned(Order(Verb.FILE, ident, live.version)), SYSTEM)
    details = Details(
        words=order.text, department=order.department, helpers=order.helpers,
        tell_leader=warning.level <= Severity.ORANGE,
    )  # fmt: skip
    desk.carry_out_within(unit, cleaned(Order(Verb.ASSIGN, ident, filed.version, details)), by)
    return ident


def centre_source(reader: Reader) -> str:
    """The source that stands for the centre itself; the first one where the city has none of that kind."""
    active = [source for source in reader.catalogue().sources if source.active]
    if not active:
        raise Refusal("warning.no_source", "The city's list has no information source for tickets of the centre.")
    return next((source.code for source in active if source.kind == CENTRE), active[0].code)


def where(reader: Reader, place: Place) -> tuple[Place, str]:
    """A place with a point: that of the warning, or one inside its area, and the name of that area.

    A warning of the whole city has no place.
    """
    deepest = place.grid or place.village or place.town
    if deepest is None:
        return (place, "") if place.lon is not None else (UNLOCATED, "")
    name, geometry = warning_steps.ground_of(reader, deepest)
    if place.lon is not None or geometry is None:
        return place, name
    inside = shapely.from_wkb(geometry).representative_point()
    return Place(PlaceStatus.LOCATED, inside.x, inside.y, place.town, place.village, place.grid), name
