"""What a form is made of, in words: fields with their options, the primary button, the further steps."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class FieldKind(StrEnum):
    """How a field is filled."""

    CHOICE = "choice"
    SEVERAL = "several"
    WORDS = "words"
    LINE = "line"
    MOMENT = "moment"
    HOURS = "hours"
    LEVEL = "level"
    STARS = "stars"
    PHOTOS = "photos"
    TICK = "tick"
    TOLD = "told"


@dataclass(frozen=True, slots=True)
class Option:
    """Something that may be chosen: `search` holds what else it is found by (other language, pinyin initials)."""

    code: str
    name: str
    search: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class FieldLook:
    """One field. `value` is what it is filled with first; `needed`: the step can't be taken without it.

    Values: a code (choice), codes (several), text (words, line), seconds since the epoch (moment), hours, a rank
    (level), stars, (kind, path) pairs (photos), a truth (tick); None where nothing was filled in.
    """

    name: str
    kind: FieldKind
    label: str
    options: tuple[Option, ...] = ()
    hint: str = ""
    needed: bool = False
    value: Any = None


@dataclass(frozen=True, slots=True)
class StepLook:
    """A step as a button says it, with the key that takes it."""

    verb: str
    text: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class FormLook:
    """A form for one step of one thing; `subject` tells a form on something else apart."""

    subject: str
    step: StepLook
    fields: tuple[FieldLook, ...] = ()
    others: tuple[StepLook, ...] = ()
