"""The ways on from an explanation card: the portrait of what it is about, and its scenario on the workbench."""

from __future__ import annotations

from desktop.portrait.window import Of
from services.insight.explaining.values import WarningCard
from services.words import Words
from widgets.forms.looks import StepLook

PORTRAIT, WORKBENCH = "portrait", "workbench"
PORTRAIT_KEY, WORKBENCH_KEY = "P", "W"


def portrait_of(card: WarningCard) -> Of | None:
    """Of what a portrait can be shown: the subject, the circle, the area; None where it has no place."""
    whole = card.warning
    place, radius = whole.live.place, whole.live.radius_m
    if whole.subject:
        return Of(subject=whole.subject)
    if place.lon is not None and place.lat is not None and radius is not None:
        return Of(circle=(place.lon, place.lat, radius))
    area = place.grid or place.village or place.town
    return Of(area=area) if area is not None else None


def ways_on(card: WarningCard, words: Words) -> list[StepLook]:
    """Their buttons, those that lead anywhere."""
    found = []
    if portrait_of(card) is not None:
        found.append(StepLook(PORTRAIT, words("Portrait", ctx="card"), PORTRAIT_KEY))
    if card.scenario is not None:
        found.append(StepLook(WORKBENCH, words("Workbench", ctx="card"), WORKBENCH_KEY))
    return found
