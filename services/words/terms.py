"""The field's terms as sources of words: states, classes, levels, roles, places, figures."""

from __future__ import annotations

from collections.abc import Mapping

from services.domain.areas import AreaKind, Level
from services.domain.evaluation import Apart, Exclusion, Group, Measure, Part, Stage
from services.domain.incidents import IncidentClass, IncidentState, Outcome, PlaceStatus, Severity
from services.domain.people import Duty, OfficerRole, Role
from services.words.marker import N_

STATES: Mapping[IncidentState, str] = {
    IncidentState.DRAFT: N_("Draft", ctx="state"),
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
    IncidentState.MERGED: N_("Merged", ctx="state"),
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
    Role.UNIT: N_("Unit", ctx="role"),
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
    "decline": N_("Not filed", ctx="step"),
    "answer": N_("Answered at once", ctx="step"),
    "settle": N_("Solved on the spot", ctx="step"),
    "assign": N_("Assigned", ctx="step"),
    "recall": N_("Recalled", ctx="step"),
    "transfer": N_("Transferred", ctx="step"),
    "accept": N_("Accepted", ctx="step"),
    "return": N_("Returned", ctx="step"),
    "start": N_("Work began", ctx="step"),
    "finish": N_("Finished", ctx="step"),
    "feed_back": N_("Fed back", ctx="step"),
    "verify": N_("Verified on site", ctx="step"),
    "send_back": N_("Sent back", ctx="step"),
    "close": N_("Closed", ctx="step"),
    "reopen": N_("Reopened", ctx="step"),
    "void": N_("Voided", ctx="step"),
    "ask_extension": N_("Extension asked for", ctx="step"),
    "grant_extension": N_("Extension granted", ctx="step"),
    "refuse_extension": N_("Extension refused", ctx="step"),
    "ask_suspension": N_("Suspension asked for", ctx="step"),
    "grant_suspension": N_("Suspended", ctx="step"),
    "refuse_suspension": N_("Suspension refused", ctx="step"),
    "ask_resumption": N_("Resumption asked for", ctx="step"),
    "grant_resumption": N_("Resumed", ctx="step"),
    "refuse_resumption": N_("Resumption refused", ctx="step"),
    "withdraw": N_("Request withdrawn", ctx="step"),
    "split": N_("Further department ordered", ctx="step"),
    "merge": N_("Merged", ctx="step"),
    "unmerge": N_("Merge undone", ctx="step"),
    "urge": N_("Urged", ctx="step"),
    "note": N_("Note", ctx="step"),
    "send": N_("Worker sent", ctx="step"),
    "acknowledge": N_("Acknowledged", ctx="step"),
    "shelve": N_("Shelved", ctx="step"),
    "unshelve": N_("No longer shelved", ctx="step"),
    "regrade": N_("Regraded", ctx="step"),
    "correct": N_("Corrected", ctx="step"),
    "rate": N_("Rated", ctx="step"),
    "supervise": N_("Supervision ordered", ctx="step"),
    "call_meeting": N_("Joint meeting called", ctx="step"),
    "answer_supervision": N_("Supervision answered", ctx="step"),
    "lift_supervision": N_("Supervision lifted", ctx="step"),
    "escalate": N_("Escalated", ctx="step"),
    "take_notice": N_("Notice acknowledged", ctx="step"),
    "decide": N_("Joint meeting decided", ctx="step"),
    "open_emergency": N_("Emergency response began", ctx="step"),
}
# what an officer may choose to do, as a button, a key or a menu entry says it
ORDERS: Mapping[str, str] = {
    "report": N_("New incident", ctx="order"),
    "file": N_("File", ctx="order"),
    "decline": N_("Do not file", ctx="order"),
    "answer": N_("Answer at once", ctx="order"),
    "settle": N_("Solved on the spot", ctx="order"),
    "assign": N_("Assign", ctx="order"),
    "recall": N_("Recall", ctx="order"),
    "transfer": N_("Transfer", ctx="order"),
    "accept": N_("Accept", ctx="order"),
    "return": N_("Return", ctx="order"),
    "start": N_("Begin work", ctx="order"),
    "finish": N_("Finish", ctx="order"),
    "feed_back": N_("Feed back", ctx="order"),
    "verify": N_("Verify", ctx="order"),
    "send_back": N_("Send back", ctx="order"),
    "close": N_("Close", ctx="order"),
    "reopen": N_("Reopen", ctx="order"),
    "void": N_("Void", ctx="order"),
    "ask_extension": N_("Ask for extension", ctx="order"),
    "grant_extension": N_("Grant extension", ctx="order"),
    "refuse_extension": N_("Refuse extension", ctx="order"),
    "ask_suspension": N_("Ask for suspension", ctx="order"),
    "grant_suspension": N_("Grant suspension", ctx="order"),
    "refuse_suspension": N_("Refuse suspension", ctx="order"),
    "ask_resumption": N_("Ask to resume", ctx="order"),
    "grant_resumption": N_("Resume", ctx="order"),
    "refuse_resumption": N_("Refuse to resume", ctx="order"),
    "withdraw": N_("Withdraw request", ctx="order"),
    "split": N_("Order a further department", ctx="order"),
    "merge": N_("Merge", ctx="order"),
    "unmerge": N_("Undo merge", ctx="order"),
    "urge": N_("Urge", ctx="order"),
    "note": N_("Note", ctx="order"),
    "send": N_("Send a worker", ctx="order"),
    "acknowledge": N_("Acknowledge", ctx="order"),
    "shelve": N_("Shelve", ctx="order"),
    "unshelve": N_("Take off the shelf", ctx="order"),
    "regrade": N_("Regrade", ctx="order"),
    "correct": N_("Correct", ctx="order"),
    "rate": N_("Rate", ctx="order"),
    "supervise": N_("Order supervision", ctx="order"),
    "call_meeting": N_("Call a joint meeting", ctx="order"),
}
OUTCOMES: Mapping[Outcome, str] = {
    Outcome.NONE: N_("Not ended", ctx="outcome"),
    Outcome.SOLVED: N_("Solved", ctx="outcome"),
    Outcome.ANSWERED: N_("Answered at once", ctx="outcome"),
    Outcome.ON_THE_SPOT: N_("Solved on the spot", ctx="outcome"),
    Outcome.NOT_FILED: N_("Not filed", ctx="outcome"),
    Outcome.VOIDED: N_("Void", ctx="outcome"),
    Outcome.MERGED: N_("Merged", ctx="outcome"),
}
OFFICER_ROLES: Mapping[OfficerRole, str] = {
    OfficerRole.WALL: N_("Wall", ctx="officer"),
    OfficerRole.DISPATCHER: N_("Dispatcher", ctx="officer"),
    OfficerRole.SUPERVISOR: N_("Supervisor", ctx="officer"),
    OfficerRole.DEPARTMENT: N_("Department", ctx="officer"),
    OfficerRole.TOWN: N_("Town", ctx="officer"),
    OfficerRole.LEADER: N_("Leader", ctx="officer"),
    OfficerRole.ADMIN: N_("Administrator", ctx="officer"),
    OfficerRole.SYSTEM: N_("System", ctx="officer"),
}
MEASURES: Mapping[Measure, str] = {
    Measure.CLOSURE: N_("Closure rate", ctx="measure"),
    Measure.ON_TIME: N_("Closed in time", ctx="measure"),
    Measure.REWORK: N_("Rework rate", ctx="measure"),
    Measure.RETURN: N_("Return rate", ctx="measure"),
    Measure.EXACT: N_("Exact dispatch", ctx="measure"),
    Measure.SATISFACTION: N_("Satisfied", ctx="measure"),
}
PARTS: Mapping[Part, str] = {
    Part.DUE: N_("Due", ctx="part"),
    Part.CLOSED: N_("Closed", ctx="part"),
    Part.IN_TIME: N_("Closed in time", ctx="part"),
    Part.LATE: N_("Finished late", ctx="part"),
    Part.WAITING: N_("Finished, to be closed", ctx="part"),
    Part.OVERDUE: N_("Overdue", ctx="part"),
    Part.SUSPENDED: N_("Suspended", ctx="part"),
    Part.REWORKED: N_("Sent back or reopened", ctx="part"),
    Part.DISPATCHED: N_("Dispatched", ctx="part"),
    Part.RETURNED: N_("Returned by departments", ctx="part"),
    Part.REDISPATCHED: N_("Dispatched again", ctx="part"),
    Part.RATED: N_("Rated by those who asked", ctx="part"),
    Part.SATISFIED: N_("Satisfied", ctx="part"),
    Part.EXCLUDED: N_("Left out", ctx="part"),
}
STAGES: Mapping[Stage, str] = {
    Stage.ASSIGN: N_("Whistle to assignment", ctx="stage"),
    Stage.ACCEPT: N_("Assignment to acceptance", ctx="stage"),
    Stage.FINISH: N_("Acceptance to finish", ctx="stage"),
    Stage.CLOSE: N_("Finish to close", ctx="stage"),
}
EXCLUSIONS: Mapping[Exclusion, str] = {
    Exclusion.VOIDED: N_("void", ctx="exclusion"),
    Exclusion.MERGED: N_("merged into another", ctx="exclusion"),
    Exclusion.NOT_FILED: N_("not filed", ctx="exclusion"),
    Exclusion.FLAWED: N_("its times contradict each other", ctx="exclusion"),
}
APART: Mapping[Apart, str] = {
    Apart.UNLOCATED: N_("Without a place", ctx="place"),
    Apart.OUTSIDE: N_("Outside the city", ctx="place"),
}
GROUPS: Mapping[Group, str] = {
    Group.DEPARTMENT: N_("Departments", ctx="group"),
    Group.TOWN: N_("Towns", ctx="group"),
    Group.VILLAGE: N_("Villages", ctx="group"),
    Group.GRID: N_("Grids", ctx="group"),
    Group.WORKER: N_("Workers", ctx="group"),
}
