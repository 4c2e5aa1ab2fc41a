"""A scenario as plain data and back: what the files of a city and the database keep of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from services.domain.incidents import Severity
from services.domain.refusals import Refusal
from services.domain.scenarios import LEVELS, Campaign, Filters, ModelKind, Per, Scenario

TIMES = {"days": 86_400, "hours": 3_600, "minutes": 60}
AREA_KINDS = ("urban", "rural", "special")


def scenario_of(body: Mapping[str, Any], campaign: str = "", rank: int = 0, version: int = 1) -> Scenario:
    """A scenario from its data; raises `Refusal` that names what is wrong where."""
    code = str(body.get("code", ""))
    try:
        return Scenario(
            code=code, campaign=str(body.get("campaign", campaign)), rank=int(body.get("rank", rank)), version=version,
            name_zh=_text(body, "zh"), name_en=_text(body, "en"),
            purpose_zh=_text(body, "purpose_zh"), purpose_en=_text(body, "purpose_en"),
            model=ModelKind(_text(body, "model")), per=Per(_text(body, "per")),
            kinds=_texts(body, "kinds"), sources=_texts(body, "sources"),
            window=_time(body, "window"), lasts=_time(body, "lasts"),
            harm=float(body.get("harm", 0.4)), owner=_text(body, "owner"), helpers=_texts(body, "helpers"),
            category=_text(body, "category"),
            parameters={str(k): float(v) for k, v in body.get("parameters", {}).items()},
            weights={str(k): float(v) for k, v in body.get("weights", {}).items()},
            levels=_levels(body), filters=_filters(body.get("filters", {})),
            advice_zh=_texts(body, "advice_zh"), advice_en=_texts(body, "advice_en"),
            active=bool(body.get("active", True)),
        )  # fmt: skip
    except (KeyError, ValueError, TypeError, AttributeError, OverflowError) as error:
        raise Refusal(
            "scenario.body",
            "The scenario “{code}” can't be read: {what}.",
            code=code or "?",
            what=str(error).strip("'"),
        ) from error


def body_of(scenario: Scenario) -> dict[str, Any]:
    """A scenario as data that `scenario_of` reads again."""
    filters = scenario.filters
    return {
        "code": scenario.code, "campaign": scenario.campaign, "rank": scenario.rank,
        "zh": scenario.name_zh, "en": scenario.name_en,
        "purpose_zh": scenario.purpose_zh, "purpose_en": scenario.purpose_en,
        "model": str(scenario.model), "per": str(scenario.per),
        "kinds": list(scenario.kinds), "sources": list(scenario.sources),
        "window_minutes": scenario.window.total_seconds() / 60, "lasts_minutes": scenario.lasts.total_seconds() / 60,
        "harm": scenario.harm, "owner": scenario.owner, "helpers": list(scenario.helpers),
        "category": scenario.category, "parameters": dict(scenario.parameters), "weights": dict(scenario.weights),
        "levels": {level.name.lower(): score for level, score in scenario.levels.items()},
        "filters": {
            "hours": [list(pair) for pair in filters.hours], "months": list(filters.months),
            "area_kinds": list(filters.area_kinds), "areas": list(filters.areas), "least": filters.least,
        },
        "advice_zh": list(scenario.advice_zh), "advice_en": list(scenario.advice_en), "active": scenario.active,
    }  # fmt: skip


def campaign_of(body: Mapping[str, Any], rank: int) -> Campaign:
    """A campaign from its data."""
    return Campaign(
        code=_text(body, "code"), name_zh=_text(body, "zh"), name_en=_text(body, "en"),
        purpose_zh=str(body.get("purpose_zh", "")), purpose_en=str(body.get("purpose_en", "")),
        lead=body.get("lead"), categories=_texts(body, "categories"), rank=rank,
    )  # fmt: skip


def _text(body: Mapping[str, Any], name: str) -> str:
    found = str(body[name]).strip()
    if not found:
        raise ValueError(f"{name} is empty")
    return found


def _texts(body: Mapping[str, Any], name: str) -> tuple[str, ...]:
    found = body.get(name, ())
    if isinstance(found, str) or not isinstance(found, Iterable):
        raise ValueError(f"{name} is no list")
    return tuple(str(item) for item in found)


def _time(body: Mapping[str, Any], name: str) -> timedelta:
    for unit, seconds in TIMES.items():
        if f"{name}_{unit}" in body:
            found = timedelta(seconds=float(body[f"{name}_{unit}"]) * seconds)
            if found <= timedelta(0):
                raise ValueError(f"{name} is no time")
            return found
    raise ValueError(f"{name}_days, {name}_hours or {name}_minutes is missing")


def _levels(body: Mapping[str, Any]) -> Mapping[Severity, float]:
    given = body.get("levels", {})
    unknown = set(given) - {level.name.lower() for level in Severity}
    if unknown:
        raise ValueError(f"{sorted(unknown)[0]} is no level")
    found = {level: float(given.get(level.name.lower(), LEVELS[level])) for level in LEVELS}
    if not found[Severity.BLUE] <= found[Severity.YELLOW] <= found[Severity.ORANGE] <= found[Severity.RED]:
        raise ValueError("levels must rise from blue to red")
    return found


def _filters(body: Mapping[str, Any]) -> Filters:
    hours = tuple((int(begin), int(end)) for begin, end in body.get("hours", ()))
    if any(not (0 <= begin <= 24 and 0 <= end <= 24) for begin, end in hours):
        raise ValueError("hours go from 0 to 24")
    kinds = _texts(body, "area_kinds")
    if set(kinds) - set(AREA_KINDS):
        raise ValueError(f"area_kinds are {', '.join(AREA_KINDS)}")
    least = body.get("least")
    return Filters(
        hours, tuple(int(month) for month in body.get("months", ())), kinds, _texts(body, "areas"),
        None if least is None else float(least),
    )  # fmt: skip
