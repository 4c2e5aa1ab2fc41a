"""Warnings in the reader's words: the rows of the list, the tip on the map, the strip of a new red."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from desktop.names import Names
from desktop.risk.kinds import KindNames
from desktop.risk.known import Known
from layers.warnings import area_of
from services.domain.incidents import PlaceStatus
from services.domain.warnings import LiveWarning, WarningState
from services.insight.warned import is_unseen
from services.live.picture import Picture
from services.risk.telling import model_name, sentence
from services.words import Words
from services.words.terms import PLACES
from services.words.warnings import WARNING_STATES
from widgets.emergency.strip import StripLook
from widgets.kit.level_glyph import level_word
from widgets.risk.looks import WarningRow

TOGETHER = 4  # warnings under one glyph that the tip names


class WarningWords:
    """Words about one picture as seen at `now`; made anew for each, cheap to make."""

    def __init__(self, words: Words, picture: Picture, known: Known, now: datetime, drill: str = "") -> None:
        self._words, self._picture, self._known, self._now = words, picture, known, now
        self._names = Names(words, picture)
        self._drill = drill or words("Drill", ctx="warning")

    def row(self, one: LiveWarning, fresh_at: float = 0.0) -> WarningRow:
        """One row of the list."""
        words = self._words
        return WarningRow(
            key=one.id, level=int(one.level), title=self.title(one), town=self.town(one), fact=self.fact(one),
            time=words.formats.moment(one.raised_at, self._now), doing=self.doing(one),
            hollow=not is_unseen(one), shelved=one.state is WarningState.SHELVED,
            drill=self._drill if one.drill else "", fresh_at=fresh_at, spoken=self.spoken(one),
        )  # fmt: skip

    def title(self, one: LiveWarning) -> str:
        """What it warns of."""
        return self._known.name(one.scenario, self._words.lang)

    def town(self, one: LiveWarning) -> str:
        """The town it lies in; the city, the source it is about, or why it has no place."""
        index = self._picture.areas.index
        if one.place.town in index:
            return self._names.area(index[one.place.town])
        return self.place(one)

    def place(self, one: LiveWarning) -> str:
        """Where it is, from the town down."""
        at = area_of(one, self._picture.areas)
        if at >= 0:
            return self._names.path(at)
        if "source" in one.basis:
            return KindNames(self._words, self._picture).source(str(one.basis["source"]))
        if one.place.status is PlaceStatus.LOCATED:
            return self._names.city()
        return self._words(PLACES[one.place.status], ctx="place")

    def area(self, index: int) -> str:
        """An area's name with those above it."""
        return self._names.path(index)

    def fact(self, one: LiveWarning) -> str:
        """By which model, and its one sentence."""
        words = self._words
        told = sentence(words, self._known.scenarios.get(one.scenario), one)
        if not told:
            told = words.plural("{n} fact", "{n} facts", one.members, ctx="warning")
        return f"{model_name(words, one.model)} · {told}"

    def doing(self, one: LiveWarning) -> str:
        """What is being done with it."""
        words = self._words
        match one.state:
            case WarningState.SHELVED if one.shelved_until is not None:
                time = words.formats.moment(one.shelved_until, self._now)
                return words("Until {time}", ctx="shelved", time=time)
            case WarningState.DISPATCHED:
                owner = self._names.department(one.department)
                return words("Dispatched: {owner}", ctx="warning", owner=owner)
            case WarningState.ACKNOWLEDGED if not one.acked:
                return words(WARNING_STATES[WarningState.RAISED], ctx="warning")
        return words(WARNING_STATES[one.state], ctx="warning")

    def spoken(self, one: LiveWarning) -> str:
        """The whole row, to be read aloud."""
        level = level_word(int(one.level), self._words)
        parts = (level, self.title(one), self.place(one), self.fact(one), self.doing(one), one.number)
        drill = (self._drill,) if one.drill else ()
        return self._words.formats.listing((*drill, *parts))

    def tip(self, found: Sequence[LiveWarning]) -> list[str]:
        """What the map says of a glyph: the first of them in lines, the others by name."""
        if not found:
            return []
        one, words = found[0], self._words
        head = f"{level_word(int(one.level), words)} · {self.title(one)}"
        head = f"{self._drill} · {head}" if one.drill else head
        moment = words.formats.moment(one.raised_at, self._now)
        lines = [head, self.place(one), self.fact(one), f"{one.number} · {moment} · {self.doing(one)}"]
        for other in found[1 : TOGETHER + 1]:
            lines.append(f"{self._words_of_level(other)} {self.title(other)} · {self.town(other)}")
        if len(found) > TOGETHER + 1:
            n = words.formats.integer(len(found) - TOGETHER - 1)
            lines.append(words("and {n} more here", ctx="warning", n=n))
        return lines

    def strip(self, waiting: Sequence[LiveWarning]) -> StripLook | None:
        """The strip of new reds that nobody has acknowledged: the newest, and how many wait besides."""
        if not waiting:
            return None
        one, words = waiting[0], self._words
        what = f"{self.town(one)} {self.title(one)}"
        text = words("Red warning: {what}", ctx="warning", what=what)
        text = f"{self._drill} · {text}" if one.drill else text
        if len(waiting) > 1:
            n = words.formats.integer(len(waiting) - 1)
            text = f"{text} · {words('and {n} more', ctx='warning', n=n)}"
        moment = words.formats.moment(one.raised_at, self._now)
        right = words("{time} · click opens the card", ctx="warning", time=moment)
        return StripLook(int(one.level), text, right, f"{text} · {moment}")

    def _words_of_level(self, one: LiveWarning) -> str:
        return level_word(int(one.level), self._words)


def counted(warnings: Mapping[int, LiveWarning]) -> tuple[list[int], list[int]]:
    """By level, red first: those that nobody has acknowledged, and all that stand; drills are counted with neither."""
    unseen, standing = [0, 0, 0, 0], [0, 0, 0, 0]
    for one in warnings.values():
        if one.drill:
            continue
        standing[one.level - 1] += 1
        unseen[one.level - 1] += int(is_unseen(one))
    return unseen, standing
