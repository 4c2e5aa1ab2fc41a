"""The city's warnings as they go out: from the database to the messages of CAP, in both languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import shapely

from services.connectors.cap.codes import CapCodes, read_codes
from services.connectors.cap.writing import (
    LANGUAGES,
    CapGround,
    CapMessage,
    CapText,
    CapTurn,
    CapWarning,
    messages,
)
from services.domain.areas import Area
from services.domain.catalogue import Catalogue
from services.domain.city import City
from services.domain.incidents import Severity
from services.domain.people import SYSTEM
from services.domain.scenarios import Scenario
from services.domain.warnings import WarningOutcome, WarningState
from services.risk.keeping import running
from services.risk.silent_sources import silent_scenario
from services.risk.telling import sentence
from services.store.engine import Database
from services.store.queries import warnings
from services.store.queries.warning_steps import exported, ground_of
from services.store.reader import Reader
from services.words import Words
from services.words.places import english_place

MOST_POINTS = 120
WITHDRAWN = (WarningState.EXPIRED, WarningState.MERGED)


@dataclass(frozen=True, slots=True)
class _Known:
    """What all warnings of one export share."""

    reader: Reader
    city: City
    catalogue: Catalogue
    scenarios: Mapping[str, Scenario]
    areas: Mapping[int, Area]
    words: Mapping[str, Words]
    codes: CapCodes


def collect(
    database: Database, since: datetime | None = None, number: str = "", codes: CapCodes | None = None
) -> tuple[CapMessage, ...]:
    """All messages sent from a moment on, oldest first; of one warning where its number is given."""
    with database.reading() as reader:
        given = (*running(reader, active_only=False), silent_scenario())
        known = _Known(
            reader=reader, city=reader.city(), catalogue=reader.catalogue(),
            scenarios={scenario.code: scenario for scenario in given},
            areas={area.id: area for area in reader.areas()},
            words={lang: Words(lang) for lang, _ in LANGUAGES}, codes=codes or read_codes(),
        )  # fmt: skip
        found: list[CapMessage] = []
        for row in exported(reader, since, number):
            said = messages(_warning(row, known), known.codes, known.city.zone)
            found += [message for message in said if since is None or message.sent >= since]
    return tuple(sorted(found, key=lambda message: (message.sent, message.identifier)))


def _warning(row: Any, known: _Known) -> CapWarning:
    scenario = known.scenarios.get(row.scenario)
    campaign = scenario.campaign if scenario is not None else ""
    status = "Exercise" if row.drill else "Test" if known.city.demo else "Actual"
    return CapWarning(
        number=row.number, sender=known.codes.sender.format(code=known.city.code or "city"), status=status,
        category=known.codes.categories.get(campaign, known.codes.category), model=row.model,
        expires_at=row.expires_at, turns=_turns(row, scenario, status, known), ground=_ground(row, known),
    )  # fmt: skip


def _turns(row: Any, scenario: Scenario | None, status: str, known: _Known) -> tuple[CapTurn, ...]:
    """Raised, each other level since, and its end."""
    live = warnings.live(row)
    found: list[tuple[datetime, Severity, float, int]] = []
    for at, score, level, members in warnings.scores(known.reader, row.id):
        if not found or level is not found[-1][1]:
            found.append((at, level, score, members))
    found = found or [(row.raised_at, live.level, row.score, row.members)]
    over = row.ended_at is not None
    if over:
        found.append((row.ended_at, live.level, row.score, row.members))
    # what expired was withdrawn by itself, and stays so when its outcome is told later
    by_itself = row.ended_by == SYSTEM.login
    gone = by_itself or live.state in WITHDRAWN or row.outcome == int(WarningOutcome.FALSE)
    turns: list[CapTurn] = []
    for number, (at, level, score, members) in enumerate(found, 1):
        last = number == len(found)
        texts = {
            lang: _text(row, scenario, _Turned(lang, status, at, level, members, last and over, last), known)
            for lang, _ in LANGUAGES
        }
        turns.append(CapTurn(at, level, score, members, texts, last and over, last and over and gone))
    return tuple(turns)


@dataclass(frozen=True, slots=True)
class _Turned:
    """What a text is made for."""

    lang: str
    status: str
    at: datetime
    level: Severity
    members: int
    over: bool
    last: bool


def _text(row: Any, scenario: Scenario | None, turned: _Turned, known: _Known) -> CapText:
    lang = turned.lang
    words = known.words[lang]
    event = scenario.name(lang) if scenario is not None else row.scenario
    told = known.codes.levels[turned.level]
    area, level = _area_name(row, lang, known), told.colour_zh if lang.startswith("zh") else told.colour_en
    named = {source.code: source.name(lang) for source in known.catalogue.sources}
    heard = words(", ", ctx="cap").join(named.get(code, code) for code in row.heard)
    time = f"{turned.at.astimezone(known.city.zone):%Y-%m-%d %H:%M}"
    facts = words("{n} facts by {time}, from: {heard}.", ctx="cap", n=turned.members, time=time, heard=heard)
    # of the newest state alone: what a model said of an older one is not kept
    purpose = scenario.purpose(lang) if scenario is not None else ""
    why = sentence(words, scenario, warnings.live(row)) if turned.last else ""
    said = {
        True: words("{level} warning ended: {area}, {event}", ctx="cap", level=level, area=area, event=event),
        False: words("{level} warning: {area}, {event}", ctx="cap", level=level, area=area, event=event),
    }
    note = {
        "Exercise": words("This is a drill.", ctx="cap"),
        "Test": words("Made of synthetic data of a demonstration; nothing of it is true.", ctx="cap"),
    }.get(turned.status, "")
    return CapText(
        event=event, headline=said[turned.over],
        description="\n".join(part for part in (why, facts if heard else "", purpose) if part),
        instruction="\n".join(scenario.advice(lang)) if scenario is not None else "",
        sender_name=known.city.name(lang), area=area, note=note,
    )  # fmt: skip


def _area_name(row: Any, lang: str, known: _Known) -> str:
    path = [known.areas[ident].name for ident in (row.town_id, row.village_id, row.grid_id) if ident in known.areas]
    if not path:
        return known.city.name(lang) or known.city.code or "—"
    return " ".join(name if lang.startswith("zh") else english_place(name) for name in path)


def _ground(row: Any, known: _Known) -> CapGround:
    """The circle of a spot, else the rings of its area; of the whole city where it is in none."""
    deepest = row.grid_id or row.village_id or row.town_id
    code = known.areas[deepest].code if deepest in known.areas else known.city.code
    if row.lon is not None and row.lat is not None:
        return CapGround(circle=(row.lon, row.lat, (row.radius_m or 0.0) / 1000), code=code)
    ident = deepest or next((area.id for area in known.areas.values() if area.code == known.city.code), None)
    geometry = ground_of(known.reader, ident)[1] if ident is not None else None
    return CapGround(rings=_rings(geometry) if geometry is not None else (), code=code)


def _rings(geometry: bytes) -> tuple[tuple[tuple[float, float], ...], ...]:
    """The outer rings of a ground, each with so few points that a receiver's screen takes them."""
    found: list[tuple[tuple[float, float], ...]] = []
    parts: Sequence[Any] = shapely.get_parts(shapely.from_wkb(geometry))
    for part in parts:
        ring, step = part.exterior, 1e-4
        while shapely.get_num_coordinates(ring) > MOST_POINTS:
            ring, step = shapely.simplify(part.exterior, step), step * 2
        found.append(tuple((float(lon), float(lat)) for lon, lat in shapely.get_coordinates(ring)))
    return tuple(found)
