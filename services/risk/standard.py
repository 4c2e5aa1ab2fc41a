"""The scenarios, campaigns and kinds of signals that a city begins with, as files that it may change."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from services.domain.refusals import Refusal
from services.domain.scenarios import Campaign, Scenario
from services.domain.signals import SignalKind
from services.risk.bodies import campaign_of, scenario_of

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
SCENARIOS = RESOURCES / "scenarios"
KINDS = RESOURCES / "catalogue" / "signal_kinds.toml"


@dataclass(frozen=True, slots=True)
class Standard:
    """Campaigns in their order and all scenarios, those of one campaign together."""

    campaigns: tuple[Campaign, ...]
    scenarios: tuple[Scenario, ...]


@lru_cache(maxsize=4)
def read_standard(folder: Path = SCENARIOS) -> Standard:
    """Reads one file for each campaign, in the order of their names; raises `Refusal` for what can't be read."""
    campaigns: list[Campaign] = []
    scenarios: list[Scenario] = []
    for file in sorted(folder.glob("*.toml")):
        try:
            body = tomllib.loads(file.read_text("utf-8"))
            campaign = campaign_of(body["campaign"], len(campaigns))
        except (tomllib.TOMLDecodeError, KeyError, ValueError) as error:
            raise Refusal("scenario.file", "{file} can't be read: {what}.", file=file.name, what=str(error)) from error
        campaigns.append(campaign)
        scenarios += [
            scenario_of(one, campaign.code, len(scenarios) + at) for at, one in enumerate(body.get("scenario", ()))
        ]
    codes = [scenario.code for scenario in scenarios]
    twice = {code for code in codes if codes.count(code) > 1}
    if twice:
        raise Refusal("scenario.twice", "The scenario “{code}” is there twice.", code=sorted(twice)[0])
    return Standard(tuple(campaigns), tuple(scenarios))


@lru_cache(maxsize=1)
def read_kinds(file: Path = KINDS) -> tuple[SignalKind, ...]:
    """The kinds of signals that are no categories of incidents."""
    if not file.is_file():
        return ()
    return tuple(
        SignalKind(row["code"], row["zh"], row["en"], row.get("unit", ""), row.get("unit_en", ""))
        for row in tomllib.loads(file.read_text("utf-8"))["kind"]
    )
