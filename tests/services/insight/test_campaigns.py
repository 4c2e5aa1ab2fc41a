from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from services.domain.scenarios import Campaign
from services.insight import campaigns
from services.insight.campaigns import Campaigns

ROADS = Campaign("roads", "道路", "Roads", categories=("leak",))


@pytest.fixture
def pages(city, monkeypatch) -> Campaigns:
    standard = replace(campaigns.read_standard(), campaigns=(ROADS,))
    monkeypatch.setattr(campaigns, "read_standard", lambda: standard)
    return Campaigns(city)


def test_that_a_page_adds_up_over_towns_and_opens_its_cases(pages, city, door, a_report, clock) -> None:
    door.take(a_report())
    door.take(a_report(lon=116.35, reported_at=clock() - timedelta(days=3)))
    door.take(a_report(lon=None, lat=None, reported_at=clock() - timedelta(days=4)))
    door.take(a_report(reported_at=clock() - timedelta(days=40)))
    door.take(a_report(category="fight"))
    page = pages.page("roads", clock())
    assert (len(page.incidents.all), len(page.before)) == (3, 1)
    assert sorted(ident for line in page.towns for ident in line.incidents) == sorted(page.incidents.all)
    assert page.towns[-1].town is None
    assert page.incidents.open == page.incidents.all


def test_that_a_campaign_without_anything_says_so_with_zeros(pages, clock) -> None:
    page = pages.page("roads", clock())
    assert (page.standing.count, page.raised, page.incidents.all, page.towns) == (0, (), (), ())
