"""Who may do what: by role, by department and by area; the steps of a case stand in the table of steps."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from enum import StrEnum

from services.domain.incidents import LiveIncident
from services.domain.people import Officer, OfficerRole
from services.domain.refusals import Refusal
from services.domain.scope import WHOLE, Scope
from services.domain.steps import STEPS, Side, Verb, sides_of
from services.store.queries import access
from services.store.reader import Reader

R = OfficerRole


class Right(StrEnum):
    """What needs a right besides the steps of a case."""

    SEE_PERSONAL = "see_personal"
    EXPORT = "export"
    EXPORT_PERSONAL = "export_personal"
    ERASE = "erase"
    SEE_LOOKS = "see_looks"
    KEEP_OFFICERS = "keep_officers"
    KEEP_CATALOGUE = "keep_catalogue"
    DRILL = "drill"


DESK = frozenset({R.DISPATCHER, R.SUPERVISOR})
WHOLE_CITY = frozenset({R.WALL, R.DISPATCHER, R.SUPERVISOR, R.LEADER, R.ADMIN, R.SYSTEM})
MAY: Mapping[Right, frozenset[OfficerRole]] = {
    Right.SEE_PERSONAL: DESK | {R.DEPARTMENT, R.TOWN},
    Right.EXPORT: DESK | {R.DEPARTMENT, R.TOWN, R.LEADER, R.ADMIN},
    Right.EXPORT_PERSONAL: frozenset({R.ADMIN, R.SUPERVISOR}),
    Right.ERASE: frozenset({R.ADMIN, R.SUPERVISOR}),
    Right.SEE_LOOKS: frozenset({R.ADMIN}),
    Right.KEEP_OFFICERS: frozenset({R.ADMIN}),
    Right.KEEP_CATALOGUE: frozenset({R.ADMIN}),
    Right.DRILL: DESK | {R.LEADER, R.ADMIN},
}
SEATS: Mapping[str, frozenset[OfficerRole]] = {
    "briefing": frozenset({R.LEADER, R.SUPERVISOR, R.DISPATCHER, R.ADMIN}),
    "operator": frozenset(R) - {R.WALL, R.SYSTEM},
}
REFUSALS: Mapping[Right, Callable[[str], Refusal]] = {
    Right.SEE_PERSONAL: lambda name: Refusal(
        "rights.see_personal", "{name} has no right to see personal data here.", name=name
    ),
    Right.EXPORT: lambda name: Refusal("rights.export", "{name} has no right to export.", name=name),
    Right.EXPORT_PERSONAL: lambda name: Refusal(
        "rights.export_personal", "{name} has no right to export personal data.", name=name
    ),
    Right.ERASE: lambda name: Refusal("rights.erase", "{name} has no right to erase personal data.", name=name),
    Right.SEE_LOOKS: lambda name: Refusal(
        "rights.see_looks", "{name} has no right to see who looked at personal data.", name=name
    ),
    Right.KEEP_OFFICERS: lambda name: Refusal(
        "rights.keep_officers", "{name} has no right to keep the list of officers.", name=name
    ),
    Right.KEEP_CATALOGUE: lambda name: Refusal(
        "rights.keep_catalogue", "{name} has no right to change the catalogue.", name=name
    ),
    Right.DRILL: lambda name: Refusal("rights.drill", "{name} has no right to begin or end drills.", name=name),
}


def may(officer: Officer, right: Right, case: LiveIncident | None = None, helpers: Collection[str] = ()) -> bool:
    """Whether an officer has a right; of a case only where it is seen (`helpers`: departments with a child ticket)."""
    return bool(officer.roles & MAY[right]) and (case is None or sees(officer, case, helpers))


def refuse_unless(
    officer: Officer, right: Right, case: LiveIncident | None = None, helpers: Collection[str] = ()
) -> None:
    """Refuses in a sentence what an officer may not do."""
    if not may(officer, right, case, helpers):
        raise REFUSALS[right](officer.name or officer.login)


def may_take(officer: Officer, verb: Verb, case: LiveIncident) -> bool:
    """Whether an officer may take this step with a case as it stands."""
    step = STEPS.get((case.state, verb))
    return step is not None and step.allows(sides(officer, case))


def sides(officer: Officer, case: LiveIncident) -> frozenset[Side]:
    """On which sides an officer stands towards a case's main ticket."""
    place = case.place
    return sides_of(officer, case.department, (place.town, place.village, place.grid))


def sees(officer: Officer, case: LiveIncident, helpers: Collection[str] = ()) -> bool:
    """Whether a case is one of those that an officer sees at all."""
    if officer.roles & WHOLE_CITY:
        return True
    own = officer.department
    if R.DEPARTMENT in officer.roles and own is not None and (case.department == own or own in helpers):
        return True
    place = case.place
    return (
        R.TOWN in officer.roles and officer.area is not None and officer.area in (place.town, place.village, place.grid)
    )


def scope_of(reader: Reader, officer: Officer) -> Scope:
    """How far an officer sees; a department's or town's officer without one sees nothing."""
    if officer.roles & WHOLE_CITY:
        return WHOLE
    area = access.area_of(reader, officer.area) if R.TOWN in officer.roles and officer.area is not None else None
    department = officer.department if R.DEPARTMENT in officer.roles else None
    if area is None and department is None:
        return Scope(department="")
    return Scope(area[0] if area else None, area[1] if area else None, department)
