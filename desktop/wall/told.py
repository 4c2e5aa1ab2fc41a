"""All that a wall knows at a moment, counted off the GUI thread, and how it is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo

from desktop.risk.known import Known
from desktop.wall.attention import Alert
from desktop.wall.demand_telling import DemandWords
from desktop.wall.rests import DOT
from desktop.wall.risk_telling import RiskWords
from desktop.wall.telling import WallWords
from services.domain.scenes import EVERYTHING, ListKind, Right, Scene, SceneFilter
from services.insight.standing import Standing, standing
from services.insight.warned import Warned, warned
from services.live.picture import Picture
from services.walls.asking import Demands, Member
from services.words import Words
from widgets.wall.card import Card
from widgets.wall.events import EventsShown
from widgets.wall.levels import LevelsShown
from widgets.wall.ranks import RanksShown


@dataclass(frozen=True, slots=True)
class Counted:
    """One picture counted: the city's standing, and the warnings by the filters of the scenes that are played."""

    picture: Picture
    standing: Standing
    warned: Mapping[SceneFilter, Warned]


def counted(picture: Picture, now: datetime, filters: frozenset[SceneFilter], known: Known) -> Counted:
    """Counts a picture; some milliseconds for 100,000 incidents, never on the GUI thread."""
    found = {only: warned(picture, now, only, _scenarios(only, known)) for only in filters | {EVERYTHING}}
    return Counted(picture, standing(picture, now), found)


def _scenarios(only: SceneFilter, known: Known) -> list[str]:
    return [code for code, scenario in known.scenarios.items() if scenario.campaign == only.campaign]


@dataclass(frozen=True, slots=True)
class Read:
    """What was read from the database besides: scenarios, demands by days, and the facts behind red warnings."""

    known: Known = field(default_factory=Known)
    demands: Mapping[int, Demands] | None = None
    members: Mapping[int, tuple[Member, ...]] | None = None


class Told:
    """Tells what was counted and read."""

    def __init__(self, words: Words, found: Counted, read: Read) -> None:
        self.words, self.counted, self.read = words, found, read
        self.city = WallWords(words, found.picture, found.standing)
        self._risk = {only: RiskWords(words, found.picture, one, read.known) for only, one in found.warned.items()}

    @property
    def standing(self) -> Standing:
        """The city's standing."""
        return self.counted.standing

    @property
    def zone(self) -> tzinfo:
        """The city's zone."""
        return self.city.zone

    def risk(self, only: SceneFilter = EVERYTHING) -> RiskWords:
        """The warnings that a filter takes; all while it has not been counted yet."""
        return self._risk.get(only) or self._risk[EVERYTHING]

    def ranks(self, kind: ListKind, scene: Scene) -> RanksShown | None:
        """A list of bars; None for lists of another sort, and while nothing is known for it."""
        found = self.city.ranks(kind) or self.risk(scene.filter).ranks(kind)
        if found is None and self.read.demands is not None and scene.days in self.read.demands:
            found = DemandWords(self.words, self.counted.picture, self.read.demands[scene.days]).ranks(kind)
        return found

    def events(self, kind: ListKind, scene: Scene) -> EventsShown | None:
        """A list of rows; None for lists of another sort."""
        return self.city.events(kind, scene.filter)

    def levels(self, scene: Scene, card: Card | None) -> LevelsShown:
        """What stands at the right: the warnings, or the incidents; those, too, where no warning stands."""
        risk = self.risk(scene.filter)
        warnings = scene.right is Right.WARNINGS and bool(risk.found.rows)
        if card is not None and warnings == card.is_incident:  # it is none of those that are counted here
            word = self.words("Incident", ctx="card") if card.is_incident else self.words("Warning", ctx="card")
            card = replace(card, state=(*(f"{word}{DOT}{text}" for text in card.state), word))
        if warnings:
            return risk.levels(card)
        none = self.words("no warning", ctx="pane") if scene.right is Right.WARNINGS else ""
        return self.city.levels(card, scene.filter, none)

    def alerts(self) -> list[Alert]:
        """What is red, whatever a scene leaves out: warnings first, then incidents."""
        return [*self.risk().alerts(), *self.city.alerts()]
