"""The city's standing in the reader's words, as the panes of a wall take it. Places and categories, never a person."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from desktop.names import Names
from desktop.wall.attention import Alert
from desktop.wall.rests import DOT, MORE_OWNERS, Rests
from services.domain.incidents import PlaceStatus, Severity
from services.domain.people import Role
from services.domain.scenes import EVERYTHING, ListKind, SceneFilter
from services.insight.by_area import Tally
from services.insight.standing import MOST, OpenCase, Standing
from services.live.picture import Picture
from services.words import N_, Words
from services.words.terms import PLACES, SEVERITIES, STATES
from widgets.kit.level_glyph import level_word
from widgets.wall.card import Card
from widgets.wall.events import Event, EventsShown
from widgets.wall.levels import Case, LevelsShown
from widgets.wall.ranks import Rank, RanksShown

CREWS = {
    Role.HEAD: N_("Heads", ctx="crew"),
    Role.FULL_TIME: N_("Full-time", ctx="crew"),
    Role.PART_TIME: N_("Part-time", ctx="crew"),
    Role.MOBILE: N_("Mobile", ctx="crew"),
    Role.VOLUNTEER: N_("Volunteers", ctx="crew"),
}


class WallWords:
    """Puts one standing into words by the names of the picture it was counted from."""

    def __init__(self, words: Words, picture: Picture, standing: Standing) -> None:
        self._words, self._picture, self._standing = words, picture, standing
        self._names = Names(words, picture)
        self.zone = picture.city.zone
        self.now: datetime = standing.at.astimezone(self.zone)

    @property
    def standing(self) -> Standing:
        """What is told."""
        return self._standing

    # ---- lists ---------------------------------------------------------------------------------------------------

    def ranks(self, kind: ListKind) -> RanksShown | None:
        """A list of bars; None for lists of another sort."""
        teller: Callable[[], RanksShown] | None = {
            ListKind.OPEN_TOWNS: self._open_towns,
            ListKind.OVERDUE_TOWNS: self._overdue_towns,
            ListKind.OWNERS: self._owners,
            ListKind.CREWS: self._crews,
        }.get(kind)
        return teller() if teller else None

    def events(self, kind: ListKind, only: SceneFilter = EVERYTHING) -> EventsShown | None:
        """A list of rows of the levels that a scene takes; None for lists of another sort."""
        teller: Callable[[], EventsShown] | None = {
            ListKind.NEWEST: self._newest,
            ListKind.LONGEST_OVER: self._longest_over,
            ListKind.CHANNELS: self._channels,
        }.get(kind)
        shown = teller() if teller else None
        if shown is None or only.least is None:
            return shown
        return replace(shown, rows=tuple(row for row in shown.rows if not row.level or only.takes(row.level)))

    def _open_towns(self) -> RanksShown:
        words, tally, late = self._words, self._standing.open_by_town, self._standing.overdue_by_town
        rows = [Rank(self._names.area(area), n, self._n(n), float(late.of(area))) for area, n in tally.worst(MOST)]
        return self._towns(words("Towns with most open"), tally, rows, words("No incident is open in any town."))

    def _overdue_towns(self) -> RanksShown:
        words, tally, every = self._words, self._standing.overdue_by_town, self._standing.open_by_town
        rows = [
            Rank(self._names.area(area), float(every.of(area)), f"{self._n(n)} / {self._n(every.of(area))}", float(n))
            for area, n in tally.worst(MOST)
        ]
        return self._towns(words("Towns with most overdue"), tally, rows, words("Nothing is over its limit."))

    def _owners(self) -> RanksShown:
        words, found = self._words, self._standing.by_owner
        rows = [Rank(self._names.owner(at), float(n), self._n(n), float(late)) for at, n, late in found.rows[:MOST]]
        unowned = words("no department yet {n}", ctx="wall", n=self._n(found.unowned))
        return RanksShown(
            title=words("Departments with most open"),
            time=self._clock(),
            rows=tuple(rows),
            whole=words("open", ctx="legend"),
            part=words("overdue among them", ctx="legend"),
            rests=Rests(words).of([n for _, n, _ in found.rows], MORE_OWNERS),
            apart=(unowned,),
            empty=words("No incident is open."),
        )

    def _towns(self, title: str, tally: Tally, rows: Sequence[Rank], empty: str) -> RanksShown:
        words = self._words
        return RanksShown(
            title=title,
            time=self._clock(),
            rows=tuple(rows),
            whole=words("open", ctx="legend"),
            part=words("overdue among them", ctx="legend"),
            rests=Rests(words).of_towns(tally),
            apart=Rests(words).apart(tally),
            empty=empty,
        )

    def _crews(self) -> RanksShown:
        words, formats = self._words, self._words.formats
        rows = tuple(
            Rank(
                name=words(CREWS[crew.role], ctx="crew"),
                value=float(crew.total),
                figure=f"{formats.integer(crew.at_work)} / {formats.integer(crew.total)}",
                part=float(crew.at_work),
            )
            for crew in self._standing.crews
            if crew.total
        )
        return RanksShown(
            title=words("People by role"),
            time=self._clock(),
            rows=rows,
            whole=words("all", ctx="legend"),
            part=words("at work", ctx="legend"),
            empty=words("No people are known yet."),
            alarming=False,
        )

    def _newest(self) -> EventsShown:
        rows = tuple(self._event(case) for case in self._standing.newest)
        return EventsShown(
            title=self._words("Newest open incidents"),
            time=self._clock(),
            rows=rows,
            empty=self._words("No incident is open."),
        )

    def _longest_over(self) -> EventsShown:
        rows = tuple(self._event(case, limit=True) for case in self._standing.longest_over)
        return EventsShown(
            title=self._words("Longest over the limit"),
            time=self._clock(),
            rows=rows,
            empty=self._words("Nothing is over its limit."),
        )

    def _channels(self) -> EventsShown:
        words, found = self._words, self._standing.channels
        rows = tuple(
            Event(
                key=quiet.source,
                level=0,
                time="",
                what=self._names.source(quiet.source),
                under=(
                    words("never heard")
                    if quiet.age is None
                    else words("last heard {time}", time=words.formats.moment(self.now - quiet.age, self.now)),
                ),
                right="" if quiet.age is None else words.formats.stale(quiet.age),
            )
            for quiet in found.quiet
        )  # fmt: skip
        heard = words("{heard} of {total} heard", heard=self._n(found.heard), total=self._n(found.total))
        return EventsShown(
            title=words("Quiet channels"),
            time=heard,
            rows=rows,
            empty=words("All {n} channels were heard within a day.", n=self._n(found.total)),
        )

    # ---- levels --------------------------------------------------------------------------------------------------

    def levels(self, card: Card | None, only: SceneFilter = EVERYTHING, lead: str = "") -> LevelsShown:
        """The four counts, the card that has the pane, and the highest open incidents; `lead` stands before the sum."""
        words, standing = self._words, self._standing
        counts = tuple(self._n(level.open) for level in standing.levels)
        total = sum(level.open for level in standing.levels)
        whole = f"{words('{n} in all', n=self._n(total))}{DOT}{self._clock()}"
        spoken = words.formats.listing(
            f"{level_word(int(level.severity), words)} {self._n(level.open)}" for level in standing.levels
        )
        return LevelsShown(
            title=words("Open incidents by level"),
            total=(*([f"{lead}{DOT}{whole}"] if lead else []), whole, self._clock()),
            counts=counts,
            card=card,
            rows=tuple(self._row(case) for case in standing.highest if only.takes(int(case.severity))),
            spoken=spoken,
            empty=words("No incident is open."),
        )

    def alerts(self) -> list[Alert]:
        """The open red incidents, those that nobody has taken up first, then the newest."""
        reds = (case for case in self._standing.highest if case.severity is Severity.RED)
        return [Alert("incident", case.id, case.waiting, self._card(case), case.x, case.y) for case in reds]

    def _card(self, case: OpenCase) -> Card:
        words = self._words
        level, colour = words(SEVERITIES[case.severity], ctx="level"), level_word(int(case.severity), words)
        facts = [
            (words("Place", ctx="card"), (self._place(case), self._town(case))),
            (words("Source", ctx="card"), (self._heard(case),)),
        ]
        if case.due_at is not None:
            facts.append((words("Limit", ctx="card"), (words.formats.remaining(case.due_at - self.now),)))
        return Card(
            key=case.id,
            level=int(case.severity),
            where=self._town(case),
            what=self._names.category(case.category),
            state=(DOT.join((colour, level, self._state(case))), DOT.join((colour, self._state(case)))),
            facts=tuple(facts),
            begin=words("reported {time}", time=self._moment(case.reported_at)),
            elapsed=words("{span} gone by", span=words.formats.rough(self.now - case.reported_at)),
            waiting=case.waiting,
            is_incident=True,
        )

    # ---- parts ---------------------------------------------------------------------------------------------------

    def _event(self, case: OpenCase, limit: bool = False) -> Event:
        over = ""
        if limit and case.due_at is not None:
            over = self._words.formats.remaining(case.due_at - self.now)
        place, source = self._town(case), self._names.source(case.source)
        return Event(
            key=case.id,
            level=int(case.severity),
            time=self._moment(case.reported_at) if not limit else "",
            what=self._names.category(case.category),
            under=(f"{place}{DOT}{source}", place),
            right=over,
        )

    def _row(self, case: OpenCase) -> Case:
        return Case(
            key=case.id,
            level=int(case.severity),
            where=self._town(case),
            what=self._names.category(case.category),
            time=self._moment(case.reported_at),
            under=(self._heard(case), self._names.source(case.source)),
            state=(self._state(case),),
        )

    def _heard(self, case: OpenCase) -> str:
        source = self._names.source(case.source)
        if case.reports < 2:
            return source
        return f"{source}{DOT}{self._words('{n} reports', n=self._n(case.reports))}"

    def _state(self, case: OpenCase) -> str:
        return self._words(STATES[case.state], ctx="state")

    def _town(self, case: OpenCase) -> str:
        if case.place != PlaceStatus.LOCATED:
            return self._words(PLACES[PlaceStatus(case.place)], ctx="place")
        return self._names.area(case.town) if case.town >= 0 else self._words("in no town")

    def _place(self, case: OpenCase) -> str:
        deepest = next((at for at in (case.grid, case.village, case.town) if at >= 0), -1)
        return self._names.path(deepest) if deepest >= 0 else self._town(case)

    def _clock(self) -> str:
        return self._words.formats.clock(self.now)

    def _moment(self, at: datetime) -> str:
        """The time today, the day else: a wall has no room for both."""
        here = at.astimezone(self.now.tzinfo)
        formats = self._words.formats
        return formats.clock(here) if here.date() == self.now.date() else formats.day(here, self.now)

    def _n(self, n: int) -> str:
        return self._words.formats.integer(n)
