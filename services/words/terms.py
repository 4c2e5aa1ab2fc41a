"""The field's terms as sources of words: states, classes, levels, roles, places, figures."""

from __future__ import annotations

from collections.abc import Mapping

from services.domain.areas import AreaKind, Level
from services.domain.incidents import IncidentClass, IncidentState, PlaceStatus, Severity
from services.domain.people import Duty, Role
from services.words.marker import N_

STATES: Mapping[IncidentState, str] = {
    IncidentState.REPORTED: N_("Reported", ctx="state"),
    IncidentState.FILED: N_("Filed", ctx="state"),
    IncidentState.ASSIGNED: N_("Assigned", ctx="state"),
    IncidentState.ACCEPTED: N_("Accepted", ctx="state"),
    IncidentState.IN_PROGRESS: N_("In progress", ctx="state"),
    IncidentState.FINISHED: N_("Finished", ctx="state"),
    IncidentState.VERIFIED: N_("Verified", ctx="state"),
    IncidentState.CLOSED: N_("Closed", ctx="state"),
    IncidentState.RETURNED: N_("Returned", ctx="state"),
    IncidentState.SUSPENDED: N_("Suspended", ctx="state"),
    IncidentState.VOIDED: N_("Void", ctx="state"),
}
CLASSES: Mapping[IncidentClass, str] = {
    IncidentClass.ORDINARY: N_("Ordinary", ctx="class"),
    IncidentClass.COMPLEX: N_("Complex", ctx="class"),
    IncidentClass.MAJOR: N_("Major", ctx="class"),
}
SEVERITIES: Mapping[Severity, str] = {
    Severity.RED: N_("Critical", ctx="level"),
    Severity.ORANGE: N_("Severe", ctx="level"),
    Severity.YELLOW: N_("Moderate", ctx="level"),
    Severity.BLUE: N_("Minor", ctx="level"),
}
LEVELS: Mapping[Level, str] = {
    Level.CITY: N_("City"),
    Level.TOWN: N_("Towns"),
    Level.VILLAGE: N_("Villages"),
    Level.GRID: N_("Grids"),
}
PLACES: Mapping[PlaceStatus, str] = {
    PlaceStatus.LOCATED: N_("Placed", ctx="place"),
    PlaceStatus.UNLOCATED: N_("Without a place", ctx="place"),
    PlaceStatus.OUTSIDE: N_("Outside the city", ctx="place"),
}
ROLES: Mapping[Role, str] = {
    Role.HEAD: N_("Grid head", ctx="role"),
    Role.FULL_TIME: N_("Full-time grid worker", ctx="role"),
    Role.PART_TIME: N_("Part-time grid worker", ctx="role"),
    Role.MOBILE: N_("Mobile grid worker", ctx="role"),
    Role.VOLUNTEER: N_("Volunteer", ctx="role"),
}
DUTIES: Mapping[Duty, str] = {
    Duty.OFF: N_("Off duty", ctx="duty"),
    Duty.ON: N_("On duty", ctx="duty"),
    Duty.BUSY: N_("Busy", ctx="duty"),
    Duty.LEAVE: N_("On leave", ctx="duty"),
}
AREA_KINDS: Mapping[AreaKind, str] = {
    AreaKind.URBAN: N_("Urban", ctx="area"),
    AreaKind.RURAL: N_("Rural", ctx="area"),
    AreaKind.SPECIAL: N_("Special", ctx="area"),
}
FIGURES: Mapping[str, str] = {
    "reported_today": N_("Reported today"),
    "closed_today": N_("Closed today"),
    "open_now": N_("Open"),
    "overdue": N_("Overdue"),
    "closed_in_time": N_("Closed in time"),
    "on_duty": N_("Grid workers on duty"),
    "closed_of_reported": N_("Closed of reported"),
}
CHOROPLETHS: Mapping[str, str] = {
    "recent_per_thousand": N_("Incidents of 30 days per 1,000 households"),
    "recent": N_("Incidents of 30 days"),
    "open": N_("Open incidents"),
    "overdue": N_("Overdue incidents"),
}
VERBS: Mapping[str, str] = {
    "report": N_("Reported", ctx="step"),
    "fold": N_("One more report", ctx="step"),
    "file": N_("Filed", ctx="step"),
    "assign": N_("Assigned", ctx="step"),
    "accept": N_("Accepted", ctx="step"),
    "start": N_("Work began", ctx="step"),
    "finish": N_("Finished", ctx="step"),
    "verify": N_("Verified on site", ctx="step"),
    "close": N_("Closed", ctx="step"),
}
