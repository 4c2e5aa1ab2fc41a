"""The terms of warnings as sources of words: states, orders, outcomes, models."""

from __future__ import annotations

from collections.abc import Mapping

from services.domain.scenarios import ModelKind
from services.domain.warnings import WarningOutcome, WarningState, WarningVerb
from services.words.marker import N_

WARNING_STATES: Mapping[WarningState, str] = {
    WarningState.RAISED: N_("Not acknowledged", ctx="warning"),
    WarningState.ACKNOWLEDGED: N_("Acknowledged", ctx="warning"),
    WarningState.SHELVED: N_("Shelved", ctx="warning"),
    WarningState.DISPATCHED: N_("Dispatched", ctx="warning"),
    WarningState.EXPIRED: N_("Expired", ctx="warning"),
    WarningState.CLOSED: N_("Closed", ctx="warning"),
    WarningState.MERGED: N_("Merged", ctx="warning"),
}
# as buttons and forms say them
WARNING_ORDERS: Mapping[WarningVerb, str] = {
    WarningVerb.ACKNOWLEDGE: N_("Acknowledge", ctx="warning"),
    WarningVerb.SHELVE: N_("Shelve", ctx="warning"),
    WarningVerb.UNSHELVE: N_("Take off the shelf", ctx="warning"),
    WarningVerb.REGRADE: N_("Raise or lower", ctx="warning"),
    WarningVerb.MERGE: N_("Merge", ctx="warning"),
    WarningVerb.DISPATCH: N_("Sign the ticket", ctx="warning"),
    WarningVerb.CLOSE: N_("Close with an outcome", ctx="warning"),
}
WARNING_OUTCOMES: Mapping[WarningOutcome, str] = {
    WarningOutcome.NONE: N_("no outcome yet", ctx="warning"),
    WarningOutcome.TRUE: N_("true", ctx="warning"),
    WarningOutcome.FALSE: N_("false alarm", ctx="warning"),
    WarningOutcome.AVERTED: N_("averted", ctx="warning"),
}
MODELS: Mapping[ModelKind, str] = {
    ModelKind.FREQUENCY: N_("Frequency", ctx="model"),
    ModelKind.SURGE: N_("Surge", ctx="model"),
    ModelKind.CLUSTER: N_("Cluster", ctx="model"),
    ModelKind.REPETITION: N_("Repetition", ctx="model"),
    ModelKind.SEQUENCE: N_("Sequence", ctx="model"),
    ModelKind.COINCIDENCE: N_("Coincidence", ctx="model"),
    ModelKind.EXPOSURE: N_("Exposure", ctx="model"),
    ModelKind.SILENCE: N_("Silence", ctx="model"),
}
