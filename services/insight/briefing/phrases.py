"""Sentences made from figures: a source text and typed values, put into words at the edge in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Protocol

from services.words import Words


class Naming(Protocol):
    """Gives things their names in the reader's language."""

    def area(self, index: int) -> str: ...

    def path(self, index: int, begin: int = 1) -> str: ...

    def category(self, number: int) -> str: ...

    def source(self, number: int) -> str: ...

    def department(self, code: str | None) -> str: ...


@dataclass(frozen=True, slots=True)
class Amount:
    """A count with its measure word, one of `numbers.MEASURES` or "" for the bare number."""

    n: int
    unit: str = "incident"


@dataclass(frozen=True, slots=True)
class Share:
    """A share of counts; with the counts behind it where `counted`."""

    k: int
    n: int
    counted: bool = False


@dataclass(frozen=True, slots=True)
class Decimal:
    """A number with one digit behind the point; with its sign and a per cent mark where it is a `change`."""

    x: float
    change: bool = False


@dataclass(frozen=True, slots=True)
class AreaName:
    """An area by its index; with the areas above it where `whole`."""

    index: int
    whole: bool = False


@dataclass(frozen=True, slots=True)
class CategoryName:
    """A category by its number in columns."""

    number: int


@dataclass(frozen=True, slots=True)
class SourceName:
    """A channel by its number in columns."""

    number: int


@dataclass(frozen=True, slots=True)
class DepartmentNames:
    """Departments by their codes, as a list in words."""

    codes: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A source text with `{names}` for values; values may be phrases themselves."""

    text: str
    values: Mapping[str, Value] = field(default_factory=dict)
    ctx: str = ""

    def say(self, words: Words, naming: Naming, now: datetime) -> str:
        """The phrase in the reader's language; `now` (in the city's zone) tells today from other days."""
        shown = {name: _value(value, words, naming, now) for name, value in self.values.items()}
        return words(self.text, ctx=self.ctx, **shown)


Value = (
    str | Amount | Share | Decimal | AreaName | CategoryName | SourceName | DepartmentNames | datetime | date
    | timedelta | Phrase
)  # fmt: skip


def _value(value: Value, words: Words, naming: Naming, now: datetime) -> str:
    formats = words.formats
    match value:
        case Phrase():
            return value.say(words, naming, now)
        case Amount(n, unit):
            return formats.amount(n, unit) if unit else formats.integer(n)
        case Share(k, n, counted):
            return formats.share(k, n) if counted else formats.percent(k, n)
        case Decimal(x, change):
            return formats.decimal(x) if not change else f"{formats.change(x, digits=1)}\u202f%"
        case AreaName(index, whole):
            return naming.path(index) if whole else naming.area(index)
        case CategoryName(number):
            return naming.category(number)
        case SourceName(number):
            return naming.source(number)
        case DepartmentNames(codes):
            return formats.listing(naming.department(code) for code in codes)
        case datetime():
            return formats.moment(value, now)
        case timedelta():
            return formats.rough(value)
        case date():
            return formats.day(value, now)
        case _:
            return value
