"""What a seat knows of scenarios and campaigns: read off the GUI thread, anew when a warning comes of one it lacks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from services.domain.scenarios import Campaign, Scenario
from services.risk.keeping import Scenarios
from services.risk.silent_sources import silent_scenario
from services.risk.standard import read_standard


@dataclass(frozen=True, slots=True)
class Known:
    """Scenarios and campaigns by code."""

    scenarios: Mapping[str, Scenario] = field(default_factory=dict)
    campaigns: Mapping[str, Campaign] = field(default_factory=dict)

    def name(self, scenario: str, lang: str) -> str:
        """A scenario's name; its code where it is not known."""
        found = self.scenarios.get(scenario)
        return found.name(lang) if found is not None else scenario

    def campaign_of(self, scenario: str) -> Campaign | None:
        """The special action that a scenario belongs to."""
        found = self.scenarios.get(scenario)
        return self.campaigns.get(found.campaign) if found is not None else None


def read_known(scenarios: Scenarios) -> Known:
    """Reads both from the city's own scenarios and the standard campaigns."""
    found = (*scenarios.running(), silent_scenario())
    return Known(
        {scenario.code: scenario for scenario in found},
        {campaign.code: campaign for campaign in read_standard().campaigns},
    )
