"""Which decision belongs to which verb."""

from __future__ import annotations

from collections.abc import Mapping

from services.cases.deciding import alarms, assigning, ending, meetings, merging, requests, supervising, working
from services.cases.deciding.children import CHILD_DECIDERS, split
from services.cases.deciding.rules import Decider
from services.domain.orders import Order
from services.domain.refusals import Refusal
from services.domain.steps import Verb

DECIDERS: Mapping[Verb, Decider] = {
    Verb.REPORT: assigning.report,
    Verb.FILE: assigning.file,
    Verb.DECLINE: ending.decline,
    Verb.ANSWER: ending.answer,
    Verb.SETTLE: ending.settle,
    Verb.ASSIGN: assigning.assign,
    Verb.RECALL: assigning.recall,
    Verb.TRANSFER: assigning.transfer,
    Verb.ACCEPT: working.accept,
    Verb.RETURN: working.give_back,
    Verb.START: working.start,
    Verb.FINISH: working.finish,
    Verb.FEED_BACK: working.feed_back,
    Verb.VERIFY: working.verify,
    Verb.SEND_BACK: working.send_back,
    Verb.CLOSE: ending.close,
    Verb.REOPEN: ending.reopen,
    Verb.VOID: ending.void,
    Verb.ASK_EXTENSION: requests.ask,
    Verb.GRANT_EXTENSION: requests.grant_extension,
    Verb.REFUSE_EXTENSION: requests.refuse,
    Verb.ASK_SUSPENSION: requests.ask,
    Verb.GRANT_SUSPENSION: requests.grant_suspension,
    Verb.REFUSE_SUSPENSION: requests.refuse,
    Verb.ASK_RESUMPTION: requests.ask,
    Verb.GRANT_RESUMPTION: requests.grant_resumption,
    Verb.REFUSE_RESUMPTION: requests.refuse,
    Verb.WITHDRAW: requests.withdraw,
    Verb.SPLIT: split,
    Verb.MERGE: merging.merge,
    Verb.UNMERGE: merging.unmerge,
    Verb.URGE: alarms.urge,
    Verb.NOTE: alarms.note,
    Verb.SEND: alarms.send,
    Verb.ACKNOWLEDGE: alarms.acknowledge,
    Verb.SHELVE: alarms.shelve,
    Verb.UNSHELVE: alarms.unshelve,
    Verb.REGRADE: alarms.regrade,
    Verb.CORRECT: alarms.correct,
    Verb.RATE: alarms.rate,
    Verb.SUPERVISE: supervising.supervise,
    Verb.CALL_MEETING: meetings.call,
}


def decider_of(order: Order) -> Decider:
    """The decision that an order asks for; refuses a step of the main ticket for a child."""
    if order.child is None:
        return DECIDERS[order.verb]
    found = CHILD_DECIDERS.get(order.verb)
    if found is None:
        raise Refusal(
            "desk.not_of_child", "This step is for the main ticket, not for the order to a further department."
        )
    return found
