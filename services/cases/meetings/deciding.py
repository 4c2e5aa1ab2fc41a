"""What a joint meeting decides: one owner, who can't give it back."""

from __future__ import annotations

from dataclasses import replace

from services.cases.deciding.all import DECIDERS
from services.cases.deciding.rules import DeskRules
from services.cases.notice import send
from services.cases.writing import write
from services.domain.cases import Change, Line
from services.domain.incidents import IncidentState
from services.domain.meetings import Item
from services.domain.notices import NoticeKind
from services.domain.orders import Details, Order
from services.domain.people import Officer, OfficerRole
from services.domain.plain import plain
from services.domain.refusals import Refusal
from services.domain.steps import Verb
from services.store.queries import meetings, notices, tickets
from services.store.unit import Unit

DECIDES = frozenset({OfficerRole.DISPATCHER, OfficerRole.SUPERVISOR, OfficerRole.LEADER})


def decide(unit: Unit, item: int, version: int, owner: str, words: str, officer: Officer, rules: DeskRules) -> Item:
    """Makes a department the owner, for good; the caller commits.

    Raises `Refusal`: meeting.decided where that was done before, store.changed where somebody changed the item.
    """
    if not officer.roles & DECIDES:
        raise Refusal("meeting.not_yours", "Only the centre and the leaders write down what a joint meeting decides.")
    if not plain(words):
        raise Refusal("meeting.words", "Write down what was decided, and why.")
    if not owner:
        raise Refusal("meeting.owner", "Choose the department that is to own it from now on.")
    found = meetings.item(unit, item)
    if found is None or found.decided_at is not None:
        raise Refusal("meeting.decided", "This item was decided before, or is not there any more.")
    unit.put(
        "meeting_items", item, version=version,
        decided_at=unit.now, decided_by=officer.login, owner=owner, decision=plain(words),
    )  # fmt: skip
    _give(unit, found, owner, plain(words), officer, rules)
    unit.note(officer, "decide", f"meeting_item/{item}", why=plain(words), after=owner)
    told = notices.of_department(notices.active_officers(unit), owner)
    send(unit, NoticeKind.MEETING, f"incident/{found.incident}", told, officer.login, found.incident,
         {"number": found.number, "decision": str(item)})  # fmt: skip
    return replace(found, version=version + 1, decided_at=unit.now, decided_by=officer.login, owner=owner)


def _give(unit: Unit, item: Item, owner: str, words: str, officer: Officer, rules: DeskRules) -> None:
    """The ticket goes to the owner on behalf of the meeting, whatever side its clerk is on."""
    case = tickets.cases(unit, [item.incident], lock=True)[item.incident]
    # what an earlier meeting bound, this one unbinds
    case = replace(case, incident=replace(case.incident, bound_by=None))
    clerk = replace(officer, role=OfficerRole.DISPATCHER, also=frozenset())
    live = case.incident.live
    stays = case.incident.department == owner and live.state is not IncidentState.RETURNED
    if stays or not live.state.is_open:
        after = replace(
            case.incident, live=replace(live, version=live.version + 1), in_meeting=False, bound_by=item.id
        )  # fmt: skip
        change = Change(case.incident, after, (Line("decide", f"incident/{live.id}", words, after=owner),))
    else:
        verb = Verb.ASSIGN if live.state in (IncidentState.FILED, IncidentState.RETURNED) else Verb.TRANSFER
        details = Details(department=owner, reason="meeting", words=words)
        made = DECIDERS[verb](case, Order(verb, live.id, live.version, details), clerk, rules, unit.now)
        change = replace(made, after=replace(made.after, in_meeting=False, bound_by=item.id))
    write(change, unit, officer)
