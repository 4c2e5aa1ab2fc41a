"""Notices in the reader's words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from services.cases.reasons import Reasons
from services.domain.emergencies import Plan
from services.domain.notices import Notice, Receipt
from services.live.picture import Picture
from services.words import UNKNOWN, Words
from services.words.notices import CLIMBED, GATHERED, KINDS, NOTICES, OTHERWISE
from widgets.inbox.looks import NoticeLook


class NoticeWords:
    """Puts notices into words, as seen at `now`."""

    def __init__(
        self,
        words: Words,
        picture: Picture | None,
        now: datetime,
        plans: Sequence[Plan] = (),
        reasons: Reasons | None = None,
    ) -> None:
        self._words, self._plans, self._reasons = words, {plan.code: plan for plan in plans}, reasons
        self._now = now.astimezone(picture.city.zone) if picture is not None else now

    def look(self, receipt: Receipt) -> NoticeLook:
        """One row of the inbox."""
        words, notice, moment = self._words, receipt.notice, self._words.formats.moment
        under = [moment(notice.at, self._now), words(KINDS[notice.kind], ctx="notice"), self._from(receipt)]
        if notice.climb:
            under.append(words("passed on to you", ctx="notice"))
        state = ""
        if receipt.taken_at is not None:
            state = words("acknowledged {time}", ctx="notice", time=moment(receipt.taken_at, self._now))
        elif notice.answer_by is not None:
            state = words("acknowledge by {time}", ctx="notice", time=moment(notice.answer_by, self._now))
        elif notice.urgent:
            state = words("urgent", ctx="notice")
        return NoticeLook(
            key=notice.id,
            sentence=self.sentence(notice),
            under=" · ".join(part for part in under if part),
            state=state,
            waits=receipt.taken_at is None,
            urgent=notice.urgent,
        )

    def local(self, at: datetime) -> datetime:
        """A moment on the city's clock."""
        return at.astimezone(self._now.tzinfo)

    def sentence(self, notice: Notice) -> str:
        """What a notice says."""
        words, values = self._words, notice.values
        source = GATHERED.get(notice.kind, NOTICES[notice.kind]) if notice.cases else NOTICES[notice.kind]
        for (kind, key), other in OTHERWISE.items():
            if kind is notice.kind and values.get(key):
                source = other
        plan = self._plans.get(values.get("plan", ""))
        said = {
            "n": words.formats.integer(notice.cases),
            "number": values.get("number", UNKNOWN),
            "due": self._moment(values.get("due", "")),
            "cause": self.cause(values.get("cause", "")),
            "climbed": self.climbed(values.get("level", "")),
            "level": values.get("level", UNKNOWN),
            "plan": plan.say(words) if plan is not None else values.get("plan", UNKNOWN),
            "words": values.get("words", ""),
            "thing": values.get("name_zh" if words.lang.startswith("zh") else "name_en", UNKNOWN),
        }
        return words(source, ctx="notice", **said)

    def cause(self, code: str) -> str:
        """Why a ticket is pressed."""
        return self._reasons.name(code, self._words.lang) if self._reasons is not None and code else code or UNKNOWN

    def climbed(self, level: str) -> str:
        """Up to whom an order has climbed."""
        number = min(3, int(level)) if level.isdecimal() and int(level) else 0
        return self._words(CLIMBED[number], ctx="climb") if number else UNKNOWN

    def _moment(self, seconds: str) -> str:
        if not seconds.lstrip("-").isdecimal():
            return UNKNOWN
        return self._words.formats.moment(datetime.fromtimestamp(int(seconds), UTC), self._now)

    def _from(self, receipt: Receipt) -> str:
        by = receipt.notice.by
        return self._words("System", ctx="officer") if by == "system" else receipt.sender or by
