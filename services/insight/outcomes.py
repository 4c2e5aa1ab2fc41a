"""How warnings came out, from what officers stated when they closed them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from services.domain.outcomes import Outcomes
from services.domain.warnings import WarningOutcome
from services.store.queries import warnings
from services.store.reader import Reader

PROOF = re.compile(r"incident/(\d+)")


def outcomes_of(reader: Reader, rows: Sequence[Any]) -> Outcomes:
    """The outcomes of whole rows of warnings; an incident that is named as proof says when it happened."""
    kinds: dict[WarningOutcome, list[int]] = {outcome: [] for outcome in WarningOutcome}
    proofs: dict[int, tuple[int, datetime]] = {}
    for row in rows:
        kinds[WarningOutcome(row.outcome)].append(row.id)
        named = PROOF.search(row.proof)
        if named and row.outcome == int(WarningOutcome.TRUE):
            proofs[row.id] = (int(named[1]), row.raised_at)
    return Outcomes(
        tuple(kinds[WarningOutcome.TRUE]), tuple(kinds[WarningOutcome.AVERTED]), tuple(kinds[WarningOutcome.FALSE]),
        tuple(kinds[WarningOutcome.NONE]), tuple(_leads(reader, proofs.values())),
    )  # fmt: skip


def _leads(reader: Reader, proofs: Iterable[tuple[int, datetime]]) -> list[timedelta]:
    """Times ahead: what had happened before it was warned of counts as none."""
    wanted = list(proofs)
    reported = warnings.reported_at(reader, [incident for incident, _ in wanted])
    return [max(timedelta(), reported[incident] - raised) for incident, raised in wanted if incident in reported]
