"""The warnings in the reader's words, as the panes of a wall take them: counts, rows, the red card, lists."""

from __future__ import annotations

import math
from datetime import datetime

from desktop.names import Names
from desktop.risk.known import Known
from desktop.risk.words import WarningWords
from desktop.wall.attention import Alert
from desktop.wall.rests import DOT, MORE_ACTIONS, Rests
from layers.warnings import area_of
from services.domain.scenes import ListKind
from services.domain.warnings import LiveWarning, WarningState
from services.insight.standing import MOST
from services.insight.warned import Warned, is_unseen
from services.live.mercator import to_mercator
from services.live.picture import Picture
from services.words import Words
from services.words.terms import SEVERITIES
from widgets.kit.level_glyph import level_word
from widgets.wall.card import Card
from widgets.wall.levels import Case, LevelsShown
from widgets.wall.ranks import Rank, RanksShown


class RiskWords:
    """Puts the warnings of one picture into words; `known` are the scenarios and special actions."""

    def __init__(self, words: Words, picture: Picture, found: Warned, known: Known) -> None:
        self._words, self._picture, self._found, self._known = words, picture, found, known
        self.now: datetime = found.at.astimezone(picture.city.zone)
        self._names = Names(words, picture)
        self._told = WarningWords(words, picture, known, self.now)
        self._drill = words("Drill", ctx="warning")

    @property
    def found(self) -> Warned:
        """What is told."""
        return self._found

    # ---- the list at the right -----------------------------------------------------------------------------------

    def levels(self, card: Card | None) -> LevelsShown:
        """The four counts, the card that has the pane, and the warnings in order; the card's own row is left out."""
        words, found = self._words, self._found
        clock = words.formats.clock(self.now)
        counts = tuple(map(self._n, found.counts))
        spoken = words.formats.listing(
            f"{level_word(at + 1, words)} {count}" for at, count in enumerate(counts)
        )  # fmt: skip
        total = words("{n} now", ctx="warnings", n=self._n(found.total))
        unseen = words("{n} not acknowledged", ctx="warnings", n=self._n(found.unseen))
        aside = [unseen] if found.total else []
        if found.drilled:
            drills = words("{n} in drills", ctx="warnings", n=self._n(found.drilled))
            aside = [f"{unseen}{DOT}{drills}", drills, *aside]
        return LevelsShown(
            title=words("Warnings", ctx="pane"),
            total=(f"{total}{DOT}{clock}", clock),
            counts=counts,
            card=card,
            rows=tuple(self._row(one) for one in found.rows[:MOST]),
            spoken=spoken,
            empty=words("No warning stands.", ctx="pane"),
            aside=tuple(aside),
        )

    def alerts(self) -> list[Alert]:
        """The red ones that nobody has put on the shelf, those not taken up first, then the newest."""
        return [
            self._alert(one) for one in self._found.rows if one.level == 1 and one.state is not WarningState.SHELVED
        ]  # fmt: skip

    # ---- lists ---------------------------------------------------------------------------------------------------

    def ranks(self, kind: ListKind) -> RanksShown | None:
        """A list of bars; None for lists of another sort."""
        if kind is ListKind.WARNED_TOWNS:
            return self._towns()
        return self._campaigns() if kind is ListKind.CAMPAIGNS else None

    def _towns(self) -> RanksShown:
        words, tally, grave = self._words, self._found.by_town, self._found.grave_by_town
        rows = [
            Rank(self._names.area(area), float(n), self._n(n), float(grave.of(area))) for area, n in tally.worst(MOST)
        ]
        rests = Rests(words)
        return RanksShown(
            title=words("Towns with most warnings"),
            time=words.formats.clock(self.now),
            rows=tuple(rows),
            whole=words("warnings", ctx="legend"),
            part=words("red and orange", ctx="legend"),
            rests=rests.of_towns(tally),
            apart=rests.apart(tally),
            empty=words("No warning stands in any town."),
        )

    def _campaigns(self) -> RanksShown:
        words, lang = self._words, self._words.lang
        sums: dict[str, list[int]] = {}
        for code, n, unseen in self._found.by_scenario:
            campaign = self._known.campaign_of(code)
            name = campaign.name(lang) if campaign is not None else words("Of no special action", ctx="wall")
            counted = sums.setdefault(name, [0, 0])
            counted[0] += n
            counted[1] += unseen
        order = sorted(sums.items(), key=lambda item: -item[1][0])
        rows = [Rank(name, float(n), self._n(n), float(unseen)) for name, (n, unseen) in order[:MOST]]
        counts = [n for _, (n, _) in order]
        return RanksShown(
            title=words("Warnings by special action"),
            time=words.formats.clock(self.now),
            rows=tuple(rows),
            whole=words("warnings", ctx="legend"),
            part=words("not acknowledged", ctx="legend"),
            rests=Rests(words).of(counts, MORE_ACTIONS),
            empty=words("No warning stands.", ctx="pane"),
            alarming=False,
        )

    # ---- parts ---------------------------------------------------------------------------------------------------

    def _row(self, one: LiveWarning) -> Case:
        return Case(
            key=one.id,
            level=int(one.level),
            where=self._told.town(one),
            what=self._told.title(one),
            time=self._moment(one.raised_at),
            under=self._fact(one),
            state=self._doing(one),
            hollow=not is_unseen(one),
            drill=self._drill if one.drill else "",
        )

    def _doing(self, one: LiveWarning) -> tuple[str, ...]:
        whole = self._told.doing(one)
        return (whole, self._names.department(one.department)) if one.state is WarningState.DISPATCHED else (whole,)

    def _alert(self, one: LiveWarning) -> Alert:
        place, area = one.place, area_of(one, self._picture.areas)
        nowhere = place.lon is None or place.lat is None
        x, y = (math.nan, math.nan) if nowhere else map(float, to_mercator(place.lon, place.lat))  # type: ignore[arg-type]
        stretch = math.cos(math.radians(place.lat or 0.0))
        radius = math.nan if one.radius_m is None else one.radius_m / stretch
        return Alert("warning", one.id, is_unseen(one), self._card(one), x, y, radius, area)

    def _card(self, one: LiveWarning) -> Card:
        words = self._words
        colour, level = level_word(int(one.level), words), words(SEVERITIES[one.level], ctx="level")
        doing = self._told.doing(one)
        facts = [(words("Basis", ctx="card"), self._fact(one)), (words("Source", ctx="card"), self._heard(one))]
        advice = self._advice(one)
        if advice:
            facts.append((words("Advice", ctx="card"), advice))
        return Card(
            key=one.id,
            level=int(one.level),
            where=self._told.town(one),
            what=self._told.title(one),
            state=(DOT.join((colour, level, doing)), DOT.join((colour, doing)), colour),
            facts=tuple(fact for fact in facts if any(fact[1])),
            begin=words("raised {time}", ctx="warning", time=self._moment(one.raised_at)),
            elapsed=words("{span} gone by", span=words.formats.rough(self.now - one.raised_at)),
            waiting=is_unseen(one),
            drill=self._drill if one.drill else "",
        )

    def _fact(self, one: LiveWarning) -> tuple[str, ...]:
        """Why it stands: by which model and its sentence, and the model alone."""
        whole = self._told.fact(one)
        return whole, whole.rsplit(DOT, 1)[0]

    def _heard(self, one: LiveWarning) -> tuple[str, ...]:
        """By which sources, the busiest first: whole, and with fewer of them."""
        names = {source.code: source.name(self._words.lang) for source in self._picture.catalogue.sources}
        order = sorted(one.heard.items(), key=lambda item: (-item[1], item[0]))
        said = [f"{names.get(code, code)} {self._n(n)}" for code, n in order]
        return tuple(DOT.join(said[:count]) for count in range(len(said), 0, -1))

    def _advice(self, one: LiveWarning) -> tuple[str, ...]:
        scenario = self._known.scenarios.get(one.scenario)
        steps = [step.rstrip("。.；;") for step in scenario.advice(self._words.lang)] if scenario is not None else []
        return tuple(self._words("; ", ctx="between").join(steps[:count]) for count in range(len(steps), 0, -1))

    def _moment(self, at: datetime) -> str:
        here = at.astimezone(self.now.tzinfo)
        formats = self._words.formats
        return formats.clock(here) if here.date() == self.now.date() else formats.day(here, self.now)

    def _n(self, n: int) -> str:
        return self._words.formats.integer(n)
