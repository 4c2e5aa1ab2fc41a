"""Many causes of one kind in one look become one notice for each department, with the list of all of them behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import timedelta

from services.cases.notice import send
from services.domain.facts import NoticeSent
from services.domain.notices import NoticeKind
from services.store.queries import notices
from services.store.unit import Unit

GROWS = timedelta(hours=1)  # so long what nobody has acknowledged takes more of its kind in
SUBJECT = "gathered"


def crowded(departments: Iterable[str | None], least: int) -> frozenset[str | None]:
    """The departments that are named more than `least` times."""
    return frozenset(code for code, n in Counter(departments).items() if n > least)


def gather(
    unit: Unit,
    kind: NoticeKind,
    department: str | None,
    officers: Sequence[int],
    incidents: Collection[int],
    within: timedelta | None = None,
) -> int:
    """Puts these incidents behind the one notice of this kind to a department; returns its id, 0 for nobody to tell.

    A notice that nobody has acknowledged yet grows, and is not sent again. The caller commits.
    """
    mark = f"{SUBJECT}/{kind}/{department or ''}/"
    ident = notices.growing(unit, mark, unit.now - GROWS)
    if not ident:
        once = f"{mark}{round(unit.now.timestamp() * 1000)}"
        ident = send(unit, kind, SUBJECT, officers, values={"department": department or ""}, within=within, once=once)
    if ident:
        notices.add_cases(unit, ident, incidents)
    return ident


def tell_again(unit: Unit, grown: Collection[int]) -> None:
    """Lets the seats read how many stand behind these notices now."""
    unit.say(*(NoticeSent(ident, tuple(notices.receivers(unit, ident))) for ident in sorted(grown) if ident))
