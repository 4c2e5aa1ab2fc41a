"""How a model's findings are told in one line."""

from __future__ import annotations

from services.domain.scenarios import ModelKind, Scenario
from services.domain.warnings import LiveWarning
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
