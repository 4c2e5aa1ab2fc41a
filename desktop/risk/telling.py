"""How a model's findings are told in one line."""

from __future__ import annotations

from services.domain.scenarios import ModelKind, Scenario
from services.domain.warnings import LiveWarning, Relief, ScorePart
from services.words import Words
from services.words.warnings import MODELS


def model_of(words: Words, code: str) -> str:
    """The name of a model; its code where this program does not know it."""
    try:
        return words(MODELS[ModelKind(code)], ctx="model")
    except ValueError:
        return code


def fact_of(words: Words, one: LiveWarning, scenario: Scenario | None) -> str:
    """The one sentence that says why."""
    facts = words.plural("{n} fact", "{n} facts", one.members, ctx="warning")
    sources = words.plural("{n} source", "{n} sources", len(one.heard), ctx="warning")
    return f"{facts} · {sources}" if one.heard else facts


def part_of(words: Words, part: ScorePart) -> tuple[str, str]:
    """The name of a part of the score, and what it was made of."""
    values = words.formats.listing(f"{name} {value}" for name, value in part.values.items())
    return part.code, values


def relief_of(words: Words, relief: Relief, scenario: Scenario | None) -> str:
    """What would have to come about."""
    return relief.code
