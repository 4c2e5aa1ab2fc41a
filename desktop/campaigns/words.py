"""The pages of special actions in the reader's words, and the cases behind each figure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from desktop.names import Names
from desktop.standing_words import points_of, standing_of
from services.domain.incidents import Severity
from services.insight.campaigns import CampaignPage, TownLine
from services.live.picture import Picture
from services.words import N_, UNKNOWN, Words
from services.words.warnings import MODELS
from widgets.evaluation.figure_table import FigureCell, FigureRow
from widgets.kit.level_glyph import level_word


@dataclass(frozen=True, slots=True)
class Behind:
    """What stands behind a figure: warnings or incidents, by their ids; `title` in the reader's words."""

    title: str
    warnings: tuple[int, ...] = ()
    incidents: tuple[int, ...] = ()


# a figure of the page: its label, and what stands behind it
FIGURES: Mapping[str, tuple[str, Callable[[CampaignPage], Behind]]] = {
    "standing": (N_("Warnings now", ctx="campaign"), lambda page: Behind("", warnings=page.standing.all)),
    "raised": (N_("Raised in 30 days", ctx="campaign"), lambda page: Behind("", warnings=page.raised)),
    "right": (N_("True or averted, 12 months", ctx="campaign"),
              lambda page: Behind("", warnings=(*page.outcomes.true, *page.outcomes.averted))),
    "false": (N_("False alarms, 12 months", ctx="campaign"), lambda page: Behind("", warnings=page.outcomes.false)),
    "tickets": (N_("Tickets from warnings", ctx="campaign"), lambda page: Behind("", incidents=page.tickets.all)),
    "tickets_open": (N_("of them open", ctx="campaign"), lambda page: Behind("", incidents=page.tickets.open)),
    "incidents": (N_("Incidents in 30 days", ctx="campaign"), lambda page: Behind("", incidents=page.incidents.all)),
    "open": (N_("of them open", ctx="campaign"), lambda page: Behind("", incidents=page.incidents.open)),
    "in_time": (N_("closed in time", ctx="campaign"), lambda page: Behind("", incidents=page.incidents.in_time)),
    "overdue": (N_("overdue", ctx="campaign"), lambda page: Behind("", incidents=page.incidents.overdue)),
}  # fmt: skip
SCENARIO_HEADS = (
    N_("Scenario", ctx="campaign"), N_("Model", ctx="campaign"), N_("Level now", ctx="campaign"),
    N_("Warnings now", ctx="campaign"), N_("Department", ctx="campaign"),
)  # fmt: skip
TOWN_HEADS = (
    N_("Town", ctx="campaign"), N_("Level now", ctx="campaign"), N_("Warnings now", ctx="campaign"),
    N_("Points", ctx="campaign"), N_("Incidents in 30 days", ctx="campaign"),
)  # fmt: skip


class CampaignWords:
    """Words of one page."""

    def __init__(self, words: Words, picture: Picture, page: CampaignPage) -> None:
        self._words, self._picture, self._page = words, picture, page
        self._names = Names(words, picture)

    @property
    def at(self) -> datetime:
        """The time that the page is true for, on the city's clock."""
        return self._page.at.astimezone(self._picture.city.zone)

    def sentence(self) -> str:
        """What the page says in one sentence."""
        words, page, integer = self._words, self._page, self._words.formats.integer
        before = len(page.before)
        incidents = len(page.incidents.all)
        return words(
            "{time}: {standing}, {points}. {incidents} in 30 days, {before} in the 30 before; closed of them {closed}, "
            "{share} of those in time.",
            time=words.formats.clock(self.at, seconds=True), standing=standing_of(page.standing.count, words),
            points=points_of(page.standing.points, words), before=integer(before),
            incidents=words.plural("{n} incident", "{n} incidents", incidents, ctx="campaign"),
            closed=integer(len(page.incidents.closed)),
            share=words.formats.share(len(page.incidents.in_time), len(page.incidents.closed)),
        )  # fmt: skip

    def figures(self) -> list[tuple[str, str, str]]:
        """(key, label, number) of each figure."""
        return [
            (key, self._words(label, ctx="campaign"), self._words.formats.integer(_count(find(self._page))))
            for key, (label, find) in FIGURES.items()
        ]

    def behind(self, key: str) -> Behind:
        """What stands behind a figure."""
        label, find = FIGURES[key]
        found = find(self._page)
        return Behind(f"{self.name()} · {self._words(label, ctx='campaign')}", found.warnings, found.incidents)

    def name(self) -> str:
        """The campaign's name."""
        return self._page.campaign.name(self._words.lang)

    def scenario_heads(self) -> list[str]:
        """Heads of the scenarios."""
        return [self._words(head, ctx="campaign") for head in SCENARIO_HEADS]

    def scenario_rows(self) -> list[FigureRow]:
        """A row for each scenario."""
        words = self._words
        rows = []
        for one in self._page.scenarios:
            standing, name = self._page.by_scenario[one.code], one.name(words.lang)
            rows.append(
                FigureRow(
                    (
                        FigureCell(
                            name if one.active else f"{name} · {words('off', ctx='campaign')}", sort=float(one.rank)
                        ),
                        FigureCell(words(MODELS[one.model], ctx="model"), sort=str(one.model)),
                        self._level(standing.level),
                        self._count(standing.count),
                        FigureCell(self._names.department(one.owner), sort=one.owner),
                    )
                )
            )
        return rows

    def behind_scenario(self, at: int) -> Behind:
        """The warnings of a scenario that stand."""
        one = self._page.scenarios[at]
        return Behind(one.name(self._words.lang), warnings=self._page.by_scenario[one.code].all)

    def town_heads(self) -> list[str]:
        """Heads of the towns."""
        return [self._words(head, ctx="campaign") for head in TOWN_HEADS]

    def town_rows(self) -> list[FigureRow]:
        """A row for each town that has anything; what is in none stands apart."""
        integer = self._words.formats.integer
        return [
            FigureRow(
                (
                    FigureCell(self.town(line), sort=self.town(line)),
                    self._level(line.standing.level),
                    self._count(line.standing.count),
                    FigureCell(integer(line.standing.points), sort=float(line.standing.points)),
                    self._count(len(line.incidents)),
                ),
                apart=line.town is None,
            )
            for line in self._page.towns
        ]

    def behind_town(self, at: int, column: int) -> Behind:
        """Warnings or incidents of a town."""
        line = self._page.towns[at]
        title = f"{self.name()} · {self.town(line)}"
        if column == len(TOWN_HEADS) - 1:
            return Behind(title, incidents=line.incidents)
        return Behind(title, warnings=line.standing.all)

    def town(self, line: TownLine) -> str:
        """A town's name; where it is in none, that."""
        index = self._picture.areas.index
        if line.town is None or line.town not in index:
            return self._words("In no town", ctx="campaign")
        return self._names.area(index[line.town])

    def _count(self, count: int) -> FigureCell:
        return FigureCell(self._words.formats.integer(count), opens=count > 0, sort=float(count))

    def _level(self, level: Severity | None) -> FigureCell:
        text = UNKNOWN if level is None else level_word(int(level), self._words)
        return FigureCell(
            text, sort=None if level is None else float(level), level=None if level is None else int(level)
        )


def _count(behind: Behind) -> int:
    return len(behind.warnings) + len(behind.incidents)
