"""Whether what perceives risk is whole: scenarios that can run, sources that are watched, warnings that add up."""

from __future__ import annotations

from collections.abc import Mapping

from services.domain.refusals import Refusal
from services.insight.check_lines import Chapter, Line
from services.risk.keeping import check, running
from services.risk.standard import read_standard
from services.store.queries import risk_check
from services.store.reader import Reader
from services.words import N_

PROFILE = {"scenarios": 65, "models": 8, "campaigns": 16}  # of the account; a city of its own has as many as it likes


def risk_chapter(reader: Reader, settings: Mapping[str, str]) -> Chapter:
    """The chapter of risk. Figures of the profile are asked of a demo city alone, and only while nobody changed them;

    of a real one it is told which scenarios don't fit its departments and categories yet.
    """
    found = running(reader, active_only=False)
    untouched = "demo.figures" in settings and not risk_check.changed_versions(reader)
    expected = PROFILE if untouched else {}
    counts = {
        "scenarios": len(found),
        "models": len({one.model for one in found}),
        "campaigns": len({one.campaign for one in found} & {one.code for one in read_standard().campaigns}),
    }
    broken = []
    for one in found:
        try:
            check(one, reader)
        except Refusal as refusal:
            broken.append(refusal)
    standing, placed, apart = risk_check.standing_by_place(reader)
    return Chapter(
        N_("Risk"),
        (
            Line(N_("Scenarios"), counts["scenarios"], expected.get("scenarios")),
            Line(N_("Models in use"), counts["models"], expected.get("models")),
            Line(N_("Special actions"), counts["campaigns"], expected.get("campaigns")),
            Line(N_("Scenarios that can't run"), len(broken), 0 if untouched else None, each=tuple(broken)),
            Line(N_("Sources that nobody watches"), risk_check.unwatched(reader), 0 if untouched else None),
            Line(N_("Standing warnings = in towns + in no town"), placed + apart, standing, parts=(placed, apart)),
            Line(N_("Members of warnings that are no signals"), risk_check.lost_members(reader), 0),
            Line(N_("Signals kept, drills apart"), risk_check.signals_kept(reader)),
        ),
    )
