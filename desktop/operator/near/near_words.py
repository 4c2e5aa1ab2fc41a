"""What is near a case in the reader's words: whom to send and why, and what may be the same; safe on any thread."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import shapely
from PySide6.QtGui import QImage

from desktop.names import Names
from desktop.operator.queue.row_words import short_number
from services.cases.duplicates.candidate import Candidate, Side
from services.cases.sending.answer import Freshness, Gap, Note, Reason, Sendable, Sending
from services.cases.sending.skills import Skills
from services.domain.incidents import PlaceStatus
from services.domain.people import Role
from services.live.mercator import to_mercator
from services.live.picture import Picture
from services.live.shapes import Shapes
from services.words import N_, UNKNOWN, Words
from services.words.initials import initials
from services.words.terms import DUTIES, PLACES, ROLES, STATES
from widgets.panels.duplicate_cards import CandidateLook
from widgets.panels.near_sketch import Sketch
from widgets.panels.people_near import Known, NearListLook, NearLook

WINDS = (
    N_("N", "wind"), N_("NE", "wind"), N_("E", "wind"), N_("SE", "wind"),
    N_("S", "wind"), N_("SW", "wind"), N_("W", "wind"), N_("NW", "wind"),
)  # fmt: skip
AT_ONE_SPOT = 3.0  # metres nearer than which no direction is worth telling
NOTES: Mapping[Note, str] = {
    Note.NO_PLACE: N_("The incident has no place: these belong to its area, and no distance is known."),
    Note.NOWHERE: N_("Neither place nor area is known: ask for them first."),
    Note.NOBODY_AT_WORK: N_("Nobody who could be sent is at work."),
    Note.NOBODY_SKILLED: N_("Nobody at work has the skill for it: {skills}."),
}
KNOWN = {
    Freshness.FRESH: Known.FRESH, Freshness.STALE: Known.STALE, Freshness.OLD: Known.OLD, Freshness.UNKNOWN: Known.NONE,
}  # fmt: skip
REASONS: Mapping[str, str] = {
    "near": N_("{distance} away"),
    "far": N_("far: {distance}"),
    "own_grid": N_("its own grid"),
    "own_village": N_("its own village"),
    "own_town": N_("its own town"),
    "skilled": N_("can do it: {skills}"),
    "unskilled": N_("lacks the skill"),
    "free": N_("nothing in hand"),
    "in_hand": N_("{n} in hand"),
    "overloaded": N_("hands full: {n}"),
    "busy": N_("busy"),
    "stale": N_("position {age} old"),
    "no_position": N_("position unknown"),
}
BEFORE: Mapping[str, str] = {
    "before_distance": N_("Before the next: {distance} against {other}"),
    "before_skill": N_("Before the next: has the skill"),
    "before_own": N_("Before the next: nearer to its own area"),
    "before_load": N_("Before the next: {n} in hand against {other}"),
    "before_overloaded": N_("Before the next: its hands are not full"),
    "before_role": N_("Before the next: {role} before {other}"),
    "before_position": N_("Before the next: a fresher position"),
    "before_even": N_("Even with the next"),
}
AROUND = 1.6  # how much further than the candidate borders are kept in its small map


class NearWords:
    """Puts answers into words by a picture's names, as seen at `now`."""

    def __init__(self, words: Words, picture: Picture, now: datetime) -> None:
        self._words, self._picture = words, picture
        self._names = Names(words, picture)
        self._now = now.astimezone(picture.city.zone)

    # ---- whom to send --------------------------------------------------------------------------------------------

    def sending(self, sending: Sending, skills: Skills) -> NearListLook:
        """The whole list."""
        words = self._words
        needed = self._skills(sending.needed, skills)
        return NearListLook(
            people=tuple(self._person(one, skills) for one in sending.people),
            notes=tuple(words(NOTES[note], **({"skills": needed} if note is Note.NOBODY_SKILLED else {}))
                        for note in sending.notes),
            left="\n".join(self._left(sending)),
            head=words("distance · in hand · position"),
        )  # fmt: skip

    def _left(self, sending: Sending) -> list[str]:
        """What is left alone, in a sentence for people and one for the units of each department."""
        words = self._words
        going = [self._who(one) for one in sending.people if one.person in sending.going]
        who = words("{who} sent", who=words.formats.listing(going or [words("those chosen")]))
        kinds = dict.fromkeys(gap.unit for gap in sending.uncovered)
        return [self._gap(who, tuple(gap for gap in sending.uncovered if gap.unit == unit)) for unit in kinds]

    def _gap(self, who: str, gaps: Sequence[Gap]) -> str:
        """Gaps of one kind."""
        words = self._words
        places = words.formats.listing(self._names.path(gap.area) or self._names.area(gap.area) for gap in gaps)
        if not gaps[0].unit:
            return words("{who}: nobody is left at work in {places}", who=who, places=places)
        department = self._names.department(gaps[0].unit)
        return words(
            "{who}: no other unit of {department} near {places}", who=who, department=department, places=places
        )

    def _person(self, one: Sendable, skills: Skills) -> NearLook:
        words = self._words
        return NearLook(
            person=one.person,
            who=self._who(one),
            distance=words.formats.distance(one.metres),
            in_hand=words("{n} in hand", n=words.formats.integer(one.in_hand)),
            age=UNKNOWN if one.at is None else words.formats.age(self._now - one.at),
            known=KNOWN[one.freshness],
            loaded=one.overloaded,
            tip=self._tip(one, skills),
        )

    def _who(self, one: Sendable) -> str:
        """A unit by its name (in English by its department and town), a person by family name and role."""
        words, role = self._words, self._words(ROLES[one.role], ctx="role")
        if one.role is Role.UNIT:
            if words.lang.startswith("zh") and one.name:
                return one.name
            return " · ".join((self._names.department(one.unit) if one.unit else role, self._names.area(one.area)))
        name = one.name
        if name and not words.lang.startswith("zh"):
            name = initials(name[:1]).upper() + name[1:]
        return f"{name} {role}".strip()

    def _tip(self, one: Sendable, skills: Skills) -> str:
        words = self._words
        place = self._names.path(one.area) or self._names.area(one.area)
        head = " · ".join((self._who(one), place, words(DUTIES[one.duty], ctx="duty")))
        score = words("{score} of 100 points", score=words.formats.integer(100 * one.score))
        told = [f"{score} · {words.formats.listing(self._reason(each, skills) for each in one.reasons)}"]
        if one.ahead is not None:
            told.append(self._ahead(one.ahead))
        if one.leaves is not None:
            told.append(self._gap(words("When sent"), (one.leaves,)))
        return "\n".join((head, *told))

    def _reason(self, reason: Reason, skills: Skills) -> str:
        return self._words(REASONS[reason.code], **self._values(reason, skills))

    def _ahead(self, reason: Reason) -> str:
        words, values = self._words, reason.values
        match reason.code:
            case "before_distance":
                told: dict[str, object] = {
                    "distance": words.formats.distance(values["metres"]),  # type: ignore[arg-type]
                    "other": words.formats.distance(values["other"]),  # type: ignore[arg-type]
                }
            case "before_load":
                told = {"n": values["n"], "other": values["other"]}
            case "before_role":
                told = {name: words(ROLES[Role(int(str(int(values[name]))))], ctx="role") for name in ("role", "other")}  # type: ignore[call-overload]
            case _:
                told = {}
        return words(BEFORE[reason.code], **told)

    def _values(self, reason: Reason, skills: Skills) -> dict[str, object]:
        values: Mapping[str, Any] = reason.values
        match reason.code:
            case "near" | "far":
                return {"distance": self._words.formats.distance(values["metres"])}
            case "skilled":
                return {"skills": self._skills(values["skills"], skills)}
            case "in_hand" | "overloaded":
                return {"n": self._words.formats.integer(values["n"])}
            case "stale":
                return {"age": self._words.formats.rough(self._now - values["at"])}
            case _:
                return {}

    def _skills(self, codes: tuple[str, ...], skills: Skills) -> str:
        return self._words.formats.listing(skill.name(self._words.lang) for skill in skills.all if skill.code in codes)

    # ---- what may be the same ------------------------------------------------------------------------------------

    def candidate(
        self, one: Candidate, placed: bool, shapes: Shapes | None = None, photo: QImage | None = None
    ) -> CandidateLook:
        """One candidate; `placed`: the report has a place, so that the score says how likely it is."""
        words, names = self._words, self._names
        share = one.score if placed else (one.sides[Side.TEXT] or 0.0)
        percent = words.formats.percent(share, 1, 0)
        state = words(STATES[one.state], ctx="state")
        doubt = words("GCJ-02 shift?") if one.shifted else ""
        source = names.source(self._picture.sources.get(one.source, -1))
        under = [short_number(one.number), state, self._place(one), source]
        if one.reports > 1:
            under.append(words("{n} reports in one", n=words.formats.integer(one.reports)))
        return CandidateLook(
            incident=one.incident,
            rank=int(one.severity),
            ended=not one.state.is_open,
            title=names.category(self._picture.categories.get(one.category, -1)),
            under=" · ".join(part for part in under if part),
            where=" · ".join(part for part in (self._where(one), self._when(one), doubt) if part),
            said=one.text,
            words=one.words,
            share=share,
            likely=percent if placed else words("words {share}", share=percent),
            sketch=self._sketch(one, shapes),
            no_sketch=words(PLACES[PlaceStatus.UNLOCATED], ctx="place"),
            photo=photo,
            has_photo=one.photo is not None,
            refused="" if one.state.is_open else words("It has ended: reopen it first."),
            tip=self._sides(one),
        )

    def _place(self, one: Candidate) -> str:
        index = self._picture.areas.index
        deepest = next((index[at] for at in (one.village, one.town) if at is not None and at in index), -1)
        if deepest >= 0:
            return self._names.area(deepest)
        return self._words(PLACES[PlaceStatus.UNLOCATED if one.lon is None else PlaceStatus.OUTSIDE], ctx="place")

    def _where(self, one: Candidate) -> str:
        if one.metres is None:
            return self._words("distance unknown")
        distance = self._words.formats.distance(one.metres)
        if one.bearing is None or one.metres < AT_ONE_SPOT:
            return distance
        wind = self._words(WINDS[round(one.bearing / 45) % 8], ctx="wind")
        return self._words("{distance} {wind}", ctx="bearing", distance=distance, wind=wind)

    def _when(self, one: Candidate) -> str:
        span = self._words.formats.rough(timedelta(minutes=abs(one.minutes)))
        if one.minutes == 0:
            return self._words("at the same time")
        return self._words("{span} earlier", span=span) if one.minutes < 0 else self._words("{span} later", span=span)

    def _sides(self, one: Candidate) -> str:
        words = self._words
        heads = ((Side.PLACE, words("Place", ctx="side")), (Side.TIME, words("Time", ctx="side")),
                 (Side.CATEGORY, words("Kind", ctx="side")), (Side.TEXT, words("Words", ctx="side")))  # fmt: skip
        told = " · ".join(f"{head} {words.formats.percent(one.sides[side], 1, 0)}" for side, head in heads)
        lines = [words("Alike: {sides}", sides=told), " ".join(part for part in (one.address, one.text) if part)]
        if one.shifted:
            lines.insert(1, words("The distance is that of GCJ-02 coordinates taken for true ones: perhaps one spot."))
        return "\n".join(lines)

    def _sketch(self, one: Candidate, shapes: Shapes | None) -> Sketch | None:
        """The small map, with the borders of the candidate's grid and village as far as they are seen."""
        if one.metres is None or one.lon is None or one.lat is None:
            return None
        turn = math.radians(one.bearing or 0.0)
        east, north = one.metres * math.sin(turn), one.metres * math.cos(turn)
        lines: list[tuple[tuple[float, float], ...]] = []
        if shapes is not None:
            scale = math.cos(math.radians(one.lat))  # Mercator's metres are longer than those on the ground
            x, y = (float(value) for value in to_mercator(one.lon, one.lat))
            here = np.array([x - east / scale, y - north / scale])
            reach = AROUND * max(80.0, one.metres) / scale
            for area in (one.grid, one.village):
                at = shapes.areas.index.get(area or -1, -1)
                polygon = shapes.polygons[at] if at >= 0 else None
                if polygon is not None:
                    box = (here[0] - reach, here[1] - reach, here[0] + reach, here[1] + reach)
                    lines += _lines(shapely.clip_by_rect(polygon.boundary, *box), here, scale)
        return Sketch(east, north, tuple(lines))


def _lines(found: Any, here: np.ndarray, scale: float) -> list[tuple[tuple[float, float], ...]]:
    return [
        tuple((float(a), float(b)) for a, b in (shapely.get_coordinates(part) - here) * scale)
        for part in shapely.get_parts(found)
        if shapely.get_num_coordinates(part) > 1
    ]
