"""A handover sheet in the reader's language: chapters, lines, signatures; no personal data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from desktop.names import Names
from services.domain.emergencies import Plan
from services.domain.handover import Chapter, Handover, HandoverLine, Sheet
from services.domain.incidents import IncidentState
from services.live.picture import Picture
from services.words import N_, UNKNOWN, Words
from services.words.terms import ROLES, STATES
from widgets.handover.sheet_table import SheetRow

CHAPTERS: Mapping[Chapter, str] = {
    Chapter.REDS: N_("Open reds", ctx="handover"),
    Chapter.EMERGENCIES: N_("Emergency responses that stand", ctx="handover"),
    Chapter.UNACKNOWLEDGED: N_("Nobody has acknowledged", ctx="handover"),
    Chapter.DUE: N_("Due within eight hours", ctx="handover"),
    Chapter.OVERDUE: N_("Overdue", ctx="handover"),
    Chapter.PROMISES: N_("Somebody waits for an answer", ctx="handover"),
    Chapter.WORKERS: N_("On duty, but silent for over two hours", ctx="handover"),
    Chapter.FEEDS: N_("Sources silent for over a day", ctx="handover"),
}
NONE: Mapping[Chapter, str] = {
    Chapter.REDS: N_("no red is open", ctx="handover"),
    Chapter.EMERGENCIES: N_("no response stands", ctx="handover"),
    Chapter.UNACKNOWLEDGED: N_("all are acknowledged", ctx="handover"),
    Chapter.DUE: N_("nothing is due in this time", ctx="handover"),
    Chapter.OVERDUE: N_("nothing is overdue", ctx="handover"),
    Chapter.PROMISES: N_("nobody waits", ctx="handover"),
    Chapter.WORKERS: N_("all were heard", ctx="handover"),
    Chapter.FEEDS: N_("all were heard", ctx="handover"),
}
PROMISES: Mapping[str, str] = {
    "extension": N_("asks for an extension", ctx="handover"),
    "suspension": N_("asks for a suspension", ctx="handover"),
    "resumption": N_("asks to resume", ctx="handover"),
    "request": N_("asks for a decision", ctx="handover"),
    "shelved": N_("its alarm comes back", ctx="handover"),
}
HEADS = (
    N_("Matter", ctx="handover"), N_("Place", ctx="handover"), N_("Owner", ctx="handover"),
    N_("Time left", ctx="handover"), N_("Note", ctx="handover"),
)  # fmt: skip
RECENT = timedelta(hours=12)


class SheetWords:
    """Puts sheets into words by a picture's names; safe on any thread."""

    def __init__(self, words: Words, picture: Picture, plans: Sequence[Plan] = ()) -> None:
        self._words, self._picture = words, picture
        self._plans = {plan.code: plan.name_zh if words.lang.startswith("zh") else plan.name_en for plan in plans}
        self._names = Names(words, picture)

    def heads(self) -> tuple[str, ...]:
        """The columns."""
        return tuple(self._words(text, ctx="handover") for text in HEADS)

    def rows(self, sheet: Sheet) -> tuple[SheetRow, ...]:
        """Every chapter with its head; an empty one says so in its head."""
        found: list[SheetRow] = []
        for chapter in Chapter:
            lines = sheet.lines.get(chapter, ())
            found.append(self._head(chapter, sheet))
            found += [self._line(chapter, line, sheet) for line in lines]
        return tuple(found)

    def _head(self, chapter: Chapter, sheet: Sheet) -> SheetRow:
        words, n = self._words, sheet.count(chapter)
        name = words(CHAPTERS[chapter], ctx="handover")
        if not n:
            return SheetRow((f"{name} 0 · " + words(NONE[chapter], ctx="handover"), "", "", ""))
        more = sheet.more.get(chapter, 0)
        told = words("{n} more are not listed", ctx="handover", n=words.formats.integer(more)) if more else ""
        return SheetRow((" · ".join(filter(None, (f"{name} {words.formats.integer(n)}", told))), "", "", ""))

    def _line(self, chapter: Chapter, line: HandoverLine, sheet: Sheet) -> SheetRow:
        if chapter is Chapter.WORKERS:
            return self._worker(line, sheet)
        if chapter is Chapter.FEEDS:
            number = self._picture.sources.get(line.source, -1)
            return SheetRow((self._names.source(number), "", "", self._age(line.at, sheet.at)), line.key)
        if chapter is Chapter.EMERGENCIES:
            since = self._moment(line.at, sheet.at)
            what = f"{line.number} {self._plans.get(line.what, line.what)}"
            return SheetRow((what, "", "", since), line.key, incident=line.incident)
        return self._case(chapter, line, sheet)

    def _case(self, chapter: Chapter, line: HandoverLine, sheet: Sheet) -> SheetRow:
        category = self._names.category(self._picture.categories.get(line.category, -1))
        owner = self._names.department(line.department) if line.department else UNKNOWN
        late = False
        if chapter is Chapter.PROMISES:
            what = self._words(PROMISES.get(line.what, PROMISES["request"]), ctx="handover")
            time = f"{what} {self._moment(line.at, sheet.at)}"
        elif line.at is None:
            time = self._words(STATES[IncidentState(line.state)], ctx="state") if line.state else UNKNOWN
        else:
            late = line.at < sheet.at
            time = self._words.formats.remaining(line.at - sheet.at)
        place = self._place(line.area)
        return SheetRow((f"{line.number} {category}", place, owner, time), line.key, line.severity, line.incident, late)

    def _worker(self, line: HandoverLine, sheet: Sheet) -> SheetRow:
        at = self._picture.person_at(line.person or 0)
        role = ""
        if at >= 0:
            number = int(self._picture.people.row(at)["role"])
            role = next((self._words(text, ctx="role") for each, text in ROLES.items() if int(each) == number), "")
        name = f"{role} #{line.person}"
        return SheetRow((name, self._place(line.area), "", self._age(line.at, sheet.at)), line.key)

    def _place(self, area: int | None) -> str:
        at = self._picture.areas.index.get(area or -1, -1)
        return self._names.path(at) if at >= 0 else UNKNOWN

    def _age(self, at: datetime | None, now: datetime) -> str:
        words = self._words
        return words("never heard", ctx="handover") if at is None else words.formats.stale(now - at)

    def _moment(self, at: datetime | None, now: datetime) -> str:
        zone = self._picture.city.zone
        return UNKNOWN if at is None else self._words.formats.moment(at.astimezone(zone), now.astimezone(zone))

    # ---- signatures ----------------------------------------------------------------------------------------------

    def when(self, at: datetime) -> str:
        """The day and the minute of a sheet or a signature, as paper needs it."""
        local = at.astimezone(self._picture.city.zone)
        return f"{self._words.formats.heading(local.date(), year=True)} {self._words.formats.clock(local)}"

    def stands(self, handover: Handover) -> str:
        """How far a sheet is signed, and whether it is what was signed."""
        words = self._words
        if not handover.is_whole:
            return words("Changed after it was signed", ctx="handover")
        if handover.given_at is None:
            return words("Not signed", ctx="handover")
        if handover.taken_at is None:
            return words("Given, not taken yet", ctx="handover")
        return words("Signed by both, whole", ctx="handover")

    def short(self, at: datetime) -> str:
        """A sheet's moment in a list."""
        local = at.astimezone(self._picture.city.zone)
        return f"{self._words.formats.heading(local.date(), short=True)} {self._words.formats.clock(local)}"


def of_this_shift(handover: Handover, now: datetime) -> bool:
    """Whether a sheet is still the one to work on: not signed and recent, or given and waiting to be taken."""
    recent = now - handover.sheet.at < RECENT
    return handover.taken_at is None and handover.is_whole and recent
