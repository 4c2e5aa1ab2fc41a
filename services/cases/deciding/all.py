"""Which decision belongs to which verb."""

from __future__ import annotations

from collections.abc import Mapping

from services.cases.deciding import assigning, meetings, supervising
from services.cases.deciding.rules import Decider
from services.domain.steps import Verb

DECIDERS: Mapping[Verb, Decider] = {
    Verb.FILE: assigning.file,
    Verb.ASSIGN: assigning.assign,
    Verb.RECALL: assigning.recall,
    Verb.ACCEPT: assigning.accept,
    Verb.SUPERVISE: supervising.supervise,
    Verb.CALL_MEETING: meetings.call,
}
