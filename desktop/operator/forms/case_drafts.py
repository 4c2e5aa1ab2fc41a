"""What is being typed for the steps of a case: one draft for each step, and which of them was open last."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop.operator.forms.drafts import Drafts
from services.domain.steps import Verb

Values = Mapping[str, Any]


class CaseDrafts:
    """Drafts by incident and step, over the drafts of the desk."""

    def __init__(self, drafts: Drafts) -> None:
        self._drafts = drafts

    def open_step(self, incident: int | None) -> str:
        """The step whose form was typed into last; "" for none."""
        return str(self._drafts.get(key_of(incident)).get("verb", ""))

    def values(self, incident: int | None, verb: Verb) -> Values:
        """What was typed for a step."""
        found: Values = self._drafts.get(key_of(incident)).get("values", {}).get(verb, {})
        return found

    def keep(self, incident: int | None, verb: Verb, values: Values) -> None:
        """Keeps what is typed for a step, beside what was typed for others."""
        others = self._drafts.get(key_of(incident)).get("values", {})
        self._drafts.put(key_of(incident), {"verb": str(verb), "values": {**others, str(verb): dict(values)}})

    def forget(self, incident: int | None, verb: Verb) -> None:
        """A step was taken or given up; drafts of other steps stay."""
        held = self._drafts.get(key_of(incident)).get("values", {})
        others = {name: values for name, values in held.items() if name != verb and values}
        if others:
            self._drafts.put(key_of(incident), {"verb": next(iter(others)), "values": others})
        else:
            self._drafts.drop(key_of(incident))


def key_of(incident: int | None) -> str:
    """Under which key the drafts of an incident lie."""
    return f"incident-{incident}"
