"""What the form of a scenario says and offers, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from desktop.risk.kinds import KindNames
from services.domain.catalogue import Named
from services.domain.scenarios import ModelKind, Parameter, Per
from services.live.picture import Picture
from services.records.categories import read_categories
from services.risk.model import RiskModel
from services.risk.standard import read_kinds, read_standard
from services.words import N_, Words
from services.words.warnings import MODELS
from widgets.workbench.form import FormLook, ParameterLook

PERS: Mapping[Per, str] = {
    Per.CITY: N_("The city", ctx="per"), Per.TOWN: N_("Each town", ctx="per"),
    Per.VILLAGE: N_("Each village", ctx="per"), Per.GRID: N_("Each grid", ctx="per"),
    Per.SPOT: N_("Each spot on the ground", ctx="per"),
    Per.SUBJECT: N_("Each person, household or thing", ctx="per"),
}  # fmt: skip
UNITS = (("days", N_("days", ctx="unit")), ("hours", N_("hours", ctx="unit")), ("minutes", N_("minutes", ctx="unit")))
AREA_KINDS = (
    ("urban", N_("urban", ctx="area kind")), ("rural", N_("rural", ctx="area kind")),
    ("special", N_("special", ctx="area kind")),
)  # fmt: skip
LABELS: Mapping[str, str] = {
    "zh": N_("Name in Chinese", ctx="workbench"), "en": N_("Name in English", ctx="workbench"),
    "campaign": N_("Special action", ctx="workbench"), "model": N_("Model", ctx="workbench"),
    "per": N_("Looks at", ctx="workbench"), "kinds": N_("Listens to", ctx="workbench"),
    "window": N_("Within", ctx="workbench"), "parameters": N_("Numbers of the model", ctx="workbench"),
    "levels": N_("Levels from a score of (blue, yellow, orange, red)", ctx="workbench"),
    "harm": N_("How bad it can get, 0–1", ctx="workbench"), "sources": N_("Sources (none: all)", ctx="workbench"),
    "hours": N_("Hours of the day, from and to", ctx="workbench"),
    "area_kinds": N_("Kinds of area (none: all)", ctx="workbench"),
    "lasts": N_("Expires when nothing new for", ctx="workbench"), "owner": N_("Department", ctx="workbench"),
    "category": N_("Category of the ticket", ctx="workbench"),
    "advice_zh": N_("Advice in Chinese, a line each", ctx="workbench"),
    "advice_en": N_("Advice in English, a line each", ctx="workbench"),
    "purpose_zh": N_("What it is for, in Chinese", ctx="workbench"),
    "purpose_en": N_("What it is for, in English", ctx="workbench"), "active": N_("It runs", ctx="workbench"),
}  # fmt: skip
KIND_HEADS = (N_("Listens to", ctx="workbench"), N_("Weight", ctx="workbench"))
KIND_BUTTONS = (
    N_("Add", ctx="workbench"), N_("Add as “or”", ctx="workbench"), N_("Remove", ctx="workbench"),
    N_("Up", ctx="workbench"),
)  # fmt: skip
RECORD = "record:"


def form_look(words: Words, picture: Picture, models: Mapping[ModelKind, RiskModel]) -> FormLook:
    """The look of the form."""
    catalogue, lang = picture.catalogue, words.lang
    names = KindNames(words, picture)
    leaves = [one.code for one in catalogue.categories if one.active and one.department]
    kinds = {code: names.kind(code) for code in (*leaves, *(one.code for one in read_kinds()))}
    kinds |= {
        f"{RECORD}{code}": words("Record: {what}", ctx="workbench", what=one.name(lang))
        for code, one in read_categories().items()
        if one.due_days
    }

    def named(things: Sequence[Named]) -> list[tuple[str, str]]:
        return [(one.code, one.name(lang)) for one in things]

    return FormLook(
        labels={name: words(label, ctx="workbench") for name, label in LABELS.items()},
        models=[(str(kind), words(MODELS[kind], ctx="model")) for kind in ModelKind],
        pers=[(str(per), words(PERS[per], ctx="per")) for per in Per],
        units=[(code, words(name, ctx="unit")) for code, name in UNITS],
        campaigns=[(one.code, one.name(lang)) for one in read_standard().campaigns],
        departments=named(catalogue.departments),
        categories=[(code, names.kind(code)) for code in leaves],
        sources=named(catalogue.sources),
        area_kinds=[(code, words(name, ctx="area kind")) for code, name in AREA_KINDS],
        kinds=dict(sorted(kinds.items(), key=lambda pair: pair[1])),
        kind_words=(
            [words(head, ctx="workbench") for head in KIND_HEADS],
            [words(button, ctx="workbench") for button in KIND_BUTTONS],
            words("or", ctx="workbench"),
        ),
        parameters={str(kind): [_parameter(words, one) for one in model.parameters] for kind, model in models.items()},
    )


def _parameter(words: Words, one: Parameter) -> ParameterLook:
    unit = f"（{words(one.unit, ctx='unit')}）" if one.unit and words.lang.startswith("zh") else ""
    if one.unit and not unit:
        unit = f" ({words(one.unit, ctx='unit')})"
    return ParameterLook(
        one.code, f"{words(one.label, ctx='parameter')}{unit}", one.default, one.low, one.high, one.whole
    )
