"""Sentences of notices, supervision orders and emergency responses; values are put in by who shows them."""

from __future__ import annotations

from collections.abc import Mapping

from services.domain.notices import NoticeKind
from services.words.marker import N_

# {number} of the incident or the warning, {thing} the name of what is warned of, {due} its limit, {cause} in words,
# {level} as it is written, {plan} by name
NOTICES: Mapping[NoticeKind, str] = {
    NoticeKind.TIME_RUNS_OUT: N_("{number} has less than 20 % of its time left, due {due}", ctx="notice"),
    NoticeKind.TIME_IS_OUT: N_("{number} is over its limit of {due}", ctx="notice"),
    NoticeKind.TRIPLE_TIME: N_("{number} has taken three times its limit; it was due {due}", ctx="notice"),
    NoticeKind.STEP_LATE: N_("{number}: the next step is late; all of it is due {due}", ctx="notice"),
    NoticeKind.SUPERVISED: N_("{number} is pressed by a supervision order: {cause}", ctx="notice"),
    NoticeKind.ESCALATED: N_("{number}: nobody answered the supervision order; it climbed to {climbed}", ctx="notice"),
    NoticeKind.ANSWERED: N_("{number}: the supervision order was answered", ctx="notice"),
    NoticeKind.LIFTED: N_("{number}: the supervision order was lifted", ctx="notice"),
    NoticeKind.MAJOR: N_("{number} is a major hazard: act at once", ctx="notice"),
    NoticeKind.EMERGENCY: N_("Emergency response at level {level} began: {plan}", ctx="notice"),
    NoticeKind.MEETING: N_("{number} goes before a joint meeting", ctx="notice"),
    NoticeKind.URGED: N_("{number} is urged", ctx="notice"),
    NoticeKind.ASSIGNED: N_("{number} was given to a department you lead", ctx="notice"),
    NoticeKind.OUTCOME: N_("The ticket of warning {number} has ended: say how the warning came out", ctx="notice"),
    NoticeKind.WARNED: N_("Warning {number}: {thing}", ctx="notice"),
    NoticeKind.MESSAGE: N_("{words}", ctx="notice"),
}
# of one that gathers {n} of its kind
GATHERED: Mapping[NoticeKind, str] = {
    NoticeKind.TIME_RUNS_OUT: N_("{n} tickets have less than 20 % of their time left", ctx="notice"),
    NoticeKind.TIME_IS_OUT: N_("{n} tickets are over their limit", ctx="notice"),
    NoticeKind.TRIPLE_TIME: N_("{n} tickets have taken three times their limit", ctx="notice"),
    NoticeKind.STEP_LATE: N_("{n} tickets: the next step is late", ctx="notice"),
    NoticeKind.SUPERVISED: N_("{n} tickets are pressed by supervision orders", ctx="notice"),
    NoticeKind.ESCALATED: N_("{n} tickets: nobody answered the supervision orders; they climbed", ctx="notice"),
}
# what is said in the place of the usual sentence where the notice has such a value
OTHERWISE: Mapping[tuple[NoticeKind, str], str] = {
    (NoticeKind.EMERGENCY, "ended"): N_("Emergency response {number} was stood down", ctx="notice"),
    (NoticeKind.MEETING, "decision"): N_("{number}: the joint meeting made you the owner", ctx="notice"),
}
KINDS: Mapping[NoticeKind, str] = {
    NoticeKind.TIME_RUNS_OUT: N_("Time limit", ctx="notice"),
    NoticeKind.TIME_IS_OUT: N_("Time limit", ctx="notice"),
    NoticeKind.TRIPLE_TIME: N_("Time limit", ctx="notice"),
    NoticeKind.STEP_LATE: N_("Time limit", ctx="notice"),
    NoticeKind.SUPERVISED: N_("Supervision", ctx="notice"),
    NoticeKind.ESCALATED: N_("Supervision", ctx="notice"),
    NoticeKind.ANSWERED: N_("Supervision", ctx="notice"),
    NoticeKind.LIFTED: N_("Supervision", ctx="notice"),
    NoticeKind.MAJOR: N_("Major hazard", ctx="notice"),
    NoticeKind.EMERGENCY: N_("Emergency", ctx="notice"),
    NoticeKind.MEETING: N_("Joint meeting", ctx="notice"),
    NoticeKind.URGED: N_("Urged", ctx="notice"),
    NoticeKind.ASSIGNED: N_("Assigned", ctx="notice"),
    NoticeKind.OUTCOME: N_("Warning", ctx="notice"),
    NoticeKind.WARNED: N_("Warning", ctx="notice"),
    NoticeKind.MESSAGE: N_("Message", ctx="notice"),
}
CLIMBED: Mapping[int, str] = {
    1: N_("the department", ctx="climb"),
    2: N_("the leader in charge", ctx="climb"),
    3: N_("the leaders of the city", ctx="climb"),
}
# a line of a response's running log, by what was done; {words} as they were written
LOGGED: Mapping[str, str] = {
    "open": N_("Response set going", ctx="log"),
    "grade": N_("Level {words}", ctx="log"),
    "command": N_("Took command", ctx="log"),
    "present": N_("There", ctx="log"),
    "step": N_("Step {words} done", ctx="log"),
    "log": N_("{words}", ctx="log"),
    "stand_down": N_("Stood down: {words}", ctx="log"),
}
