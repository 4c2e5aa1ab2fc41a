"""What was done with a warning, by the verb of the journal's line."""

from __future__ import annotations

from collections.abc import Mapping

from services.words.marker import N_

WARNING_LINES: Mapping[str, str] = {
    "raise_warning": N_("Raised", ctx="warning line"),
    "worsen_warning": N_("Got worse", ctx="warning line"),
    "acknowledge_warning": N_("Acknowledged", ctx="warning line"),
    "shelve_warning": N_("Shelved", ctx="warning line"),
    "unshelve_warning": N_("No longer shelved", ctx="warning line"),
    "regrade_warning": N_("Regraded", ctx="warning line"),
    "merge_warning": N_("Merged into another", ctx="warning line"),
    "take_in_warning": N_("Took another in", ctx="warning line"),
    "dispatch_warning": N_("Ticket signed", ctx="warning line"),
    "close_warning": N_("Outcome said", ctx="warning line"),
    "expire_warning": N_("Expired", ctx="warning line"),
    "ask_outcome": N_("Outcome asked for", ctx="warning line"),
}
