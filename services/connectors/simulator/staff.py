"""The officers of a simulated day: each step through the desk, by somebody of the right side, for some reason."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from random import Random
from typing import Any

from services.cases.desk import Desk
from services.domain.incidents import Evidence, IncidentState
from services.domain.orders import Details, Done, Order
from services.domain.people import Officer, OfficerRole
from services.domain.steps import Verb
from services.store.engine import Database
from services.store.queries import tickets

WORDS = Path(__file__).resolve().parents[3] / "resources" / "demo" / "desk_words.toml"
SETTING = "simulator.desk"
AT_WORK = timedelta(minutes=10)  # who has taken no step for so long has gone home
NIGHT = Officer(0, "simulator", "", OfficerRole.DISPATCHER, frozenset({OfficerRole.SUPERVISOR, OfficerRole.TOWN}))
BEFORE_AND_AFTER = (Evidence("before", "synthetic:before"), Evidence("after", "synthetic:after"))
S, V = IncidentState, Verb
# what is done next from each state, and how often
USUAL: Mapping[IncidentState, Sequence[tuple[Verb, float]]] = {
    S.REPORTED: ((V.ASSIGN, 0.80), (V.ANSWER, 0.07), (V.SETTLE, 0.11), (V.DECLINE, 0.02)),
    S.FILED: ((V.ASSIGN, 0.94), (V.ANSWER, 0.06)),
    S.RETURNED: ((V.ASSIGN, 1.0),),
    S.ASSIGNED: ((V.ACCEPT, 0.92), (V.RETURN, 0.08)),
    S.ACCEPTED: ((V.START, 0.86), (V.FINISH, 0.06), (V.ASK_EXTENSION, 0.05), (V.ASK_SUSPENSION, 0.03)),
    S.IN_PROGRESS: ((V.FINISH, 0.93), (V.ASK_EXTENSION, 0.05), (V.ASK_SUSPENSION, 0.02)),
    S.FINISHED: ((V.VERIFY, 0.72), (V.FEED_BACK, 0.23), (V.SEND_BACK, 0.05)),
    S.VERIFIED: ((V.CLOSE, 1.0),),
    S.SUSPENDED: ((V.ASK_RESUMPTION, 1.0),),
}
DECISIONS: Mapping[IncidentState, Sequence[tuple[Verb, float]]] = {
    S.SUSPENDED: ((V.GRANT_RESUMPTION, 1.0),),
}
# where it is not known from the row which request waits, these are tried in turn
DECIDE = ((V.GRANT_EXTENSION, V.GRANT_SUSPENSION), (V.REFUSE_EXTENSION, V.REFUSE_SUSPENSION))
OF_OWNER = frozenset(
    {V.ACCEPT, V.RETURN, V.START, V.FINISH, V.ASK_EXTENSION, V.ASK_SUSPENSION, V.ASK_RESUMPTION, V.WITHDRAW}
)
REASON: Mapping[Verb, str] = {
    V.DECLINE: "not_true", V.RETURN: "not_ours", V.ASK_EXTENSION: "material", V.ASK_SUSPENSION: "funds",
    V.SEND_BACK: "not_solved",
}  # fmt: skip


class DeskPart(StrEnum):
    """Who does the centre's part: files, assigns, decides, verifies, closes (the city's setting `simulator.desk`)."""

    AUTO = "auto"  # the simulator, where no person has been at work for a while
    SIMULATOR = "simulator"
    PEOPLE = "people"


@dataclass(slots=True)
class Staff:
    """Takes steps through the desk; the departments' always, the centre's where it is left to it."""

    database: Database
    desk: Desk
    random: Random
    owners: Mapping[str, str | None]  # of each category
    words: Mapping[str, Sequence[str]]

    def minds_desk(self) -> bool:
        """Whether the centre's part is to be simulated now."""
        with self.database.reading() as reader:
            part = reader.setting(SETTING, DeskPart.AUTO)
            if part == DeskPart.AUTO:
                since = self.database.clock() - AT_WORK
                return not tickets.is_at_work(
                    reader, since, {verb for verb in Verb if verb not in OF_OWNER}, NIGHT.login
                )
            return part == DeskPart.SIMULATOR

    def take(self, row: Any, minds_desk: bool) -> Done | None:
        """The next step of an open incident (a row of `open_incidents`); None where it is left to people."""
        verb = self._verb(row)
        if verb not in OF_OWNER and not minds_desk:
            return None
        officer = self._owner(row) if verb in OF_OWNER else NIGHT
        return self.desk.carry_out(Order(verb, row.id, row.version, self._details(verb, row)), officer)

    def _verb(self, row: Any) -> Verb:
        state = IncidentState(row.state)
        if not row.pending:
            return self._drawn(USUAL[state])
        if state in DECISIONS:
            return self._drawn(DECISIONS[state])
        with self.database.reading() as reader:
            waiting = tickets.cases(reader, [row.id])[row.id].pending
        kind = 0 if waiting is None else int(waiting.kind) - 1
        return DECIDE[self.random.random() > 0.8][min(kind, 1)]

    def _drawn(self, choices: Sequence[tuple[Verb, float]]) -> Verb:
        return self.random.choices([verb for verb, _ in choices], [often for _, often in choices])[0]

    def _owner(self, row: Any) -> Officer:
        return Officer(0, f"d_{row.department}", "", OfficerRole.DEPARTMENT, department=row.department)

    def _details(self, verb: Verb, row: Any) -> Details:
        chosen = self.words.get(str(verb), ("",))
        now = self.database.clock()
        return Details(
            reason=REASON.get(verb, ""),
            words=self.random.choice(chosen),
            department=self.owners.get(row.category) if verb is V.ASSIGN else None,
            hours=self.random.choice((4.0, 8.0, 24.0)) if verb is V.ASK_EXTENSION else None,
            until=now + timedelta(days=self.random.choice((3, 7, 14))) if verb is V.ASK_SUSPENSION else None,
            evidence=BEFORE_AND_AFTER if verb in (V.SETTLE, V.FINISH) else (),
        )


def read_words(path: Path = WORDS) -> Mapping[str, Sequence[str]]:
    """What simulated officers write, by step."""
    return tomllib.loads(path.read_text(encoding="utf-8"))
