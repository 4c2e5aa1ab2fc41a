"""Whether the base records are whole: all of a full demo's, their sums, every record accounted for at every level."""

from __future__ import annotations

import json
from collections.abc import Mapping

from services.domain.areas import Level
from services.domain.records import Mender, Why
from services.domain.scope import WHOLE
from services.insight.check_lines import Chapter, Line
from services.records.ledger import Tally
from services.store.queries import records as queries
from services.store.reader import Reader
from services.words import N_


def records_chapters(reader: Reader, settings: Mapping[str, str]) -> list[Chapter]:
    """The chapter of base records; none where there are none."""
    kept = queries.sums(reader, WHOLE)
    if not kept:
        return []
    there = queries.sums_of(reader, queries.counted())
    tally, total = Tally.of(kept), reader.count("records")
    wrong = len({*kept} ^ {*there})
    grid = tally.found.get(Level.GRID, 0)
    whys = tuple(tally.why.get(why, 0) for why in Why if why is not Why.NONE)
    menders = tuple(tally.mender.get(mender, 0) for mender in (Mender.DEPARTMENT, Mender.TOWN))
    lines = [
        Line(N_("Sums of base records that differ from the records"), wrong, 0),
        Line(N_("All base records = grid found + Σ why not"), grid + sum(whys), total, parts=(grid, *whys)),
        Line(N_("Without a grid = departments mend + towns mend"), sum(menders), total - grid, parts=menders),
        Line(N_("Base records whose areas are not in one another"), queries.astray(reader), 0),
    ]
    if int(settings.get("demo.records.slices", "0")):
        expected = json.loads(settings["demo.figures"]).get("records")
        lines.insert(0, Line(N_("Base records made"), total, expected))
    return [Chapter(N_("Base records"), tuple(lines))]
