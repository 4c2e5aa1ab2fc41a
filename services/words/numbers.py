"""How counts, shares, changes and distances are written."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Protocol

from services.words.marker import N_

UNKNOWN = "—"  # what is not known is never 0 and never blank
THIN = "\u202f"  # a thin space that does not break
UNITS = (N_("pp", "unit"), N_("m", "unit"), N_("km", "unit"))
MEASURES = (
    N_("incident", "unit"),
    N_("message", "unit"),
    N_("record", "unit"),
    N_("person", "unit"),
    N_("household", "unit"),
    N_("grid", "unit"),
)
MILLIONS = ((1e9, 2, N_("{n} billion", "big")), (1e6, 2, N_("{n} million", "big")))
MYRIADS = ((1e8, 2, N_("{n} hundred million", "big")), (1e4, 1, N_("{n} ten thousand", "big")))


class Say(Protocol):
    """What the formats need of the words."""

    @property
    def lang(self) -> str: ...

    def __call__(self, text: str, /, *, ctx: str = "", **values: object) -> str: ...


class Numbers:
    """Writes figures by the table of the visual language; None and NaN are a dash everywhere."""

    def __init__(self, words: Say) -> None:
        self._words = words

    def integer(self, n: float | None) -> str:
        """104,869"""
        return UNKNOWN if _unknown(n) else _signed(f"{round(n or 0):,}")

    def decimal(self, x: float | None, digits: int = 1) -> str:
        """1,234.5 with a true minus."""
        return UNKNOWN if _unknown(x) else _signed(f"{x:,.{digits}f}")

    def percent(self, numerator: float | None, denominator: float | None, digits: int = 1) -> str:
        """98.7 %; never rounded to 100 or to 0 when it is neither; a dash for a share of nothing."""
        if _unknown(numerator) or _unknown(denominator) or not denominator:
            return UNKNOWN
        value = 100.0 * (numerator or 0) / denominator
        shown, step = round(value, digits), 10.0**-digits
        if value < 100 <= shown:
            return f">{THIN}{100 - step:.{digits}f}{THIN}%"
        if shown <= 0 < value:
            return f"<{THIN}{step:.{digits}f}{THIN}%"
        return f"{_signed(f'{value:.{digits}f}')}{THIN}%"

    def share(self, numerator: float | None, denominator: float | None, digits: int = 1) -> str:
        """98.7 % (1,042 / 1,056): a share never stands without its counts."""
        return self._words(
            "{share} ({numerator} / {denominator})",
            share=self.percent(numerator, denominator, digits),
            numerator=self.integer(numerator),
            denominator=self.integer(denominator),
        )

    def change(self, n: float | None, unit: str = "", digits: int = 0) -> str:
        """+12, −0.4 pp, 0; `unit` is one of `UNITS` or `MEASURES`."""
        if _unknown(n):
            return UNKNOWN
        text = f"{n:+,.{digits}f}"
        return self._with_unit(_signed(text.lstrip("+-") if _is_zero(text) else text), unit)

    def amount(self, n: float | None, unit: str) -> str:
        """A count with its measure word: 163 件; just 163 in a language that counts without."""
        return UNKNOWN if _unknown(n) else self._with_unit(self.integer(n), unit)

    def unit(self, name: str) -> str:
        """The word that stands behind a figure; English has none for things that are counted."""
        if not name or (name in MEASURES and self._words.lang.startswith("en")):
            return ""
        return self._words(name, ctx="unit")

    def interval(self, low: float | None, high: float | None, confidence: int = 95, digits: int = 1) -> str:
        """95 % CI 89.9–96.9; with "to" where a minus would run into the dash."""
        if low is None or high is None or _unknown(low) or _unknown(high):
            return UNKNOWN
        values = {
            "confidence": f"{confidence}{THIN}%",
            "low": self.decimal(low, digits),
            "high": self.decimal(high, digits),
        }
        if min(low, high) < 0:
            return self._words("{confidence} CI {low} to {high}", **values)
        return self._words("{confidence} CI {low}–{high}", **values)

    def big(self, n: float | None, unit: str = "") -> str:
        """2.43 million, 242.9 万条: for numbers too long to read at a glance."""
        if _unknown(n):
            return UNKNOWN
        value = float(n or 0)
        for scale, digits, text in MYRIADS if self._words.lang.startswith("zh") else MILLIONS:
            if abs(value) >= scale:
                return self._words(text, ctx="big", n=self.decimal(value / scale, digits)) + self.unit(unit)
        return self.amount(value, unit)

    def distance(self, metres: float | None) -> str:
        """340 m, 1.1 km, 24 km"""
        if _unknown(metres):
            return UNKNOWN
        m = float(metres or 0)
        if round(m) < 1000:
            return self._with_unit(f"{m:.0f}", "m")
        return self._with_unit(f"{m / 1000:,.{0 if m >= 19_950 else 1}f}", "km")

    def coordinate(self, lon: float | None, lat: float | None) -> str:
        """116.54128°E 33.98742°N from degrees."""
        if lon is None or lat is None or _unknown(lon) or _unknown(lat):
            return UNKNOWN
        return f"{abs(lon):.5f}°{'E' if lon >= 0 else 'W'} {abs(lat):.5f}°{'N' if lat >= 0 else 'S'}"

    def listing(self, items: Iterable[str]) -> str:
        """Items with the comma that the language uses in lists."""
        return self._words(", ", ctx="list").join(items)

    def _with_unit(self, figure: str, unit: str) -> str:
        word = self.unit(unit)
        return f"{figure}{THIN}{word}" if word else figure


def _unknown(n: float | None) -> bool:
    return n is None or math.isnan(n)


def _is_zero(text: str) -> bool:
    return not any(digit in text for digit in "123456789")


def _signed(text: str) -> str:
    """A true minus, and none before zero."""
    return text.lstrip("-") if _is_zero(text) else text.replace("-", "−")
