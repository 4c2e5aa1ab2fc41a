"""Responses in the reader's words: whole for their window, in one line for strip, wall and briefing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from services.domain.emergencies import Emergency, LiveEmergency, LogLine, Muster, Plan, StepDone
from services.domain.people import Officer
from services.live.picture import Picture
from services.words import UNKNOWN, Words
from services.words.notices import LOGGED
from widgets.emergency.looks import EmergencyLook, StepLook
from widgets.emergency.strip import StripLook

DOT = " · "


class EmergencyWords:
    """As seen at `now`; safe on any thread."""

    def __init__(self, words: Words, picture: Picture | None, now: datetime, plans: Sequence[Plan]) -> None:
        self._words, self._plans = words, {plan.code: plan for plan in plans}
        self._now = now.astimezone(picture.city.zone) if picture is not None else now

    # ---- one line ------------------------------------------------------------------------------------------------

    def parts(self, muster: Muster) -> tuple[str, str, str, str]:
        """Level, plan, how long it stands, who is there."""
        there = self._words("{there}/{called} there", ctx="emergency", there=muster.there, called=muster.called)
        return (*self._live(muster.live), there)

    def sentence(self, standing: Sequence[LiveEmergency]) -> str:
        """The heaviest of those that stand, and how many more do; empty where none does."""
        if not standing:
            return ""
        more = [self._words("{n} more", ctx="emergency", n=len(standing) - 1)] if len(standing) > 1 else []
        return DOT.join((*self._live(standing[0]), *more))

    def _live(self, live: LiveEmergency) -> tuple[str, str, str]:
        words = self._words
        return (
            words("Emergency response, level {level}", ctx="emergency", level=live.level.name),
            self._plan(live.plan),
            words("for {span}", ctx="emergency", span=words.formats.rough(self._now - live.opened_at)),
        )

    def line(self, musters: Sequence[Muster]) -> str:
        """The heaviest that stands, and how many more do."""
        if not musters:
            return ""
        parts = [*self.parts(musters[0])]
        if len(musters) > 1:
            parts.append(self._words("{n} more", ctx="emergency", n=len(musters) - 1))
        return DOT.join(parts)

    def strip(self, musters: Sequence[Muster]) -> StripLook | None:
        """The strip; None while none stands."""
        if not musters:
            return None
        words, first = self._words, musters[0]
        done = words("{done}/{steps} steps done", ctx="emergency", done=first.done, steps=first.steps)
        key = words("Shift E opens", ctx="emergency")
        return StripLook(
            int(first.live.level), self.line(musters), DOT.join((done, key)), f"{self.line(musters)}, {done}"
        )

    # ---- whole ---------------------------------------------------------------------------------------------------

    def look(self, found: Emergency, officer: Officer, number: str, commands: bool) -> EmergencyLook:
        """A response for an officer; `number` is its incident's, `commands` whether the officer may command."""
        words, formats, live = self._words, self._words.formats, found.live
        began = words(
            "since {time}, {span}", ctx="emergency",
            time=formats.moment(live.opened_at, self._now),
            span=formats.rough((found.ended_at or self._now) - live.opened_at),
        )  # fmt: skip
        there = sum(call.answered_at is not None for call in found.roll)
        done = sum(step.done_at is not None for step in found.steps)
        called = next((call for call in found.roll if call.officer == officer.id), None)
        return EmergencyLook(
            key=live.id,
            level=int(live.level),
            title=self._plan(live.plan),
            under=DOT.join((live.number, words("incident {number}", ctx="emergency", number=number or UNKNOWN), began)),
            command=words("Commander: {name}", ctx="emergency", name=_name(found, found.commander) or UNKNOWN),
            ended=self._ended(found),
            steps_head=words("First steps {done}/{all}", ctx="emergency", done=done, all=len(found.steps)),
            steps=tuple(self._step(step, found) for step in found.steps),
            roll_head=words("Roll-call {there}/{called}", ctx="emergency", there=there, called=len(found.roll)),
            roll=tuple(
                (call.name or UNKNOWN, self._since(call.answered_at), call.answered_at is not None)
                for call in found.roll
            ),
            log=tuple(self._logged(line, found) for line in found.log),
            may_command=commands,
            may_answer=called is not None and called.answered_at is None,
            is_commander=bool(officer.login) and found.commander == officer.login,
        )

    def _ended(self, found: Emergency) -> str:
        if found.ended_at is None:
            return ""
        time = self._words.formats.moment(found.ended_at, self._now)
        return self._words(
            "Stood down {time} by {name}: {words}", ctx="emergency",
            time=time, name=_name(found, found.ended_by), words=found.summary,
        )  # fmt: skip

    def _step(self, step: StepDone, found: Emergency) -> StepLook:
        under = ""
        if step.done_at is not None:
            under = DOT.join((self._words.formats.moment(step.done_at, self._now), _name(found, step.done_by)))
        return StepLook(step.id, step.rank, step.say(self._words), step.done_at is not None, under)

    def _since(self, at: datetime | None) -> str:
        if at is None:
            return self._words("called", ctx="emergency")
        return self._words("there {time}", ctx="emergency", time=self._words.formats.moment(at, self._now))

    def _logged(self, line: LogLine, found: Emergency) -> tuple[str, str]:
        words = self._words
        text = words(LOGGED[line.verb], ctx="log", words=line.words) if line.verb in LOGGED else line.words
        if line.verb == "open" and line.words:
            text = DOT.join((text, line.words))
        by = words("System", ctx="officer") if line.by == "system" else _name(found, line.by)
        return words.formats.moment(line.at, self._now), DOT.join((by, text))

    def _plan(self, code: str) -> str:
        plans: Mapping[str, Plan] = self._plans
        return plans[code].say(self._words) if code in plans else code


def _name(found: Emergency, login: str) -> str:
    return found.names.get(login) or login
