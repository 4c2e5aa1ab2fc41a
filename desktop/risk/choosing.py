"""Which warnings a list shows, in their order, and what it may be narrowed to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from desktop.risk.known import Known
from desktop.risk.words import WarningWords
from layers.warnings import area_of
from services.domain.scenarios import Campaign, ModelKind
from services.domain.warnings import LiveWarning, WarningState
from services.insight.warned import is_unseen
from services.live.picture import Picture
from services.words import Words
from services.words.warnings import MODELS, WARNING_STATES
from widgets.risk.looks import ANY, WarningChoice

STATES = (WarningState.RAISED, WarningState.ACKNOWLEDGED, WarningState.SHELVED, WarningState.DISPATCHED)
KINDS = tuple(ModelKind)


@dataclass(frozen=True, slots=True)
class Offers:
    """Campaigns, models and states to choose from: (number, name)."""

    campaigns: tuple[tuple[int, str], ...] = ()
    models: tuple[tuple[int, str], ...] = ()
    states: tuple[tuple[int, str], ...] = ()


def offers(words: Words, known: Known) -> Offers:
    """What a list may be narrowed to."""
    return Offers(
        tuple((campaign.rank, campaign.name(words.lang)) for campaign in known.campaigns.values()),
        tuple((at, words(MODELS[kind], ctx="model")) for at, kind in enumerate(KINDS)),
        tuple((int(state), words(WARNING_STATES[state], ctx="warning")) for state in STATES),
    )


def in_order(warnings: Iterable[LiveWarning]) -> list[LiveWarning]:
    """The highest level first, of one level what nobody has acknowledged, then the newest."""
    return sorted(warnings, key=_rank)


def chosen(picture: Picture, choice: WarningChoice, known: Known, told: WarningWords) -> list[LiveWarning]:
    """The warnings of a picture that a choice leaves, in order; those on the shelf after all others."""
    found = (one for one in picture.warnings.values() if _is_chosen(one, choice, picture, known))
    wanted = choice.text.casefold()
    if wanted:
        found = (one for one in found if wanted in _text(one, told))
    return in_order(found)


def _rank(one: LiveWarning) -> tuple[bool, int, bool, float, int]:
    shelved = one.state is WarningState.SHELVED
    return shelved, int(one.level), not is_unseen(one), -one.raised_at.timestamp(), -one.id


def _is_chosen(one: LiveWarning, choice: WarningChoice, picture: Picture, known: Known) -> bool:
    campaign: Campaign | None = known.campaign_of(one.scenario)
    return (
        (choice.level in (0, one.level))
        and (choice.state == ANY or one.state == choice.state)
        and (choice.model == ANY or one.model == KINDS[choice.model])
        and (choice.campaign == ANY or (campaign is not None and campaign.rank == choice.campaign))
        and (choice.area == 0 or _lies_in(one, choice.area, picture))
    )


def _lies_in(one: LiveWarning, area: int, picture: Picture) -> bool:
    at = area_of(one, picture.areas)
    return at >= 0 and area in picture.areas.path(at)


def _text(one: LiveWarning, told: WarningWords) -> str:
    return f"{told.title(one)} {told.place(one)} {one.number} {one.scenario}".casefold()


def reds(warnings: Mapping[int, LiveWarning], heard: Iterable[int]) -> list[LiveWarning]:
    """Of those that were heard of as new, the red ones that nobody has acknowledged, the newest first."""
    found = (warnings[ident] for ident in heard if ident in warnings)
    return in_order(one for one in found if one.level == 1 and not one.acked and one.state is WarningState.RAISED)
