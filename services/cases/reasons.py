"""The reasons that steps are given for: the city's own list, by step, with names in both languages."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from services.domain.catalogue import Named
from services.domain.refusals import Refusal
from services.domain.steps import Verb

REASONS = Path(__file__).resolve().parents[2] / "resources" / "catalogue" / "reasons.toml"


@dataclass(frozen=True, slots=True)
class Reason(Named):
    """One reason with the steps that it may be given for."""

    steps: frozenset[Verb] = frozenset()


class Reasons:
    """All reasons of a city in their order."""

    def __init__(self, reasons: tuple[Reason, ...]) -> None:
        self.all = reasons
        self._named: Mapping[str, Reason] = {reason.code: reason for reason in reasons}

    def for_step(self, verb: Verb) -> tuple[Reason, ...]:
        """Those that may be chosen for a step."""
        return tuple(reason for reason in self.all if verb in reason.steps)

    def name(self, code: str, lang: str) -> str:
        """A reason's name in the reader's language; one that is no longer listed is shown by its code."""
        found = self._named.get(code)
        return found.name(lang) if found else code

    def say_why(self, why: str, lang: str) -> str:
        """A journal line's why ("code: words") with the reason's name in the place of its code."""
        code, colon, words = why.partition(": ")
        found = self._named.get(code)
        if found is None:
            return why
        gap = "：" if lang.startswith("zh") else ": "
        return f"{found.name(lang)}{gap if colon else ''}{words}"


def read_reasons(path: Path = REASONS) -> Reasons:
    """Reads the list; raises `Refusal` (reasons.unreadable) that names the entry where something is wrong with it."""
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8")).get("reason", [])
    except (OSError, ValueError) as error:
        raise Refusal(
            "reasons.unreadable", "The list of reasons in {path} can't be read: {why}", path=path, why=error
        ) from error
    found = []
    for number, entry in enumerate(entries, 1):
        try:
            steps = frozenset(Verb(step) for step in entry["steps"])
            found.append(Reason(str(entry["code"]), str(entry["zh"]), str(entry["en"]), steps))
        except (KeyError, ValueError, TypeError) as error:
            why = f"{number}: {error}"
            raise Refusal(
                "reasons.unreadable", "The list of reasons in {path} can't be read: {why}", path=path, why=why
            ) from error
    return Reasons(tuple(found))
