"""Weighs what speaks for each department: the duty list, cases like it, earlier mistakes, and the words of the text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from services.cases.routing.model import softmax

DUTY_WORTH = 10.0  # the duty list counts as much as so many finished cases
MOST_HISTORY = 50.0  # more finished cases than these tell nothing more
MISTAKE_WORTH = 3.0  # one returned ticket weighs as much as so many finished ones
SELF_RETURNED = 0.001  # what is left of a department that gave back this very ticket: it takes a person to insist
DOUBT = 0.05  # of each department that nothing speaks for
LEAST_DOUBT = 0.01  # shared out evenly: nobody is ever sure beyond it
MOST_RATIO = 4.0  # the text alone never outweighs everything else (natural logarithm)


@dataclass(frozen=True, slots=True)
class Mistake:
    """A ticket that went to the wrong department: how its holding ended, and who had it after."""

    incident: int
    wrong: str
    at: datetime
    right: str | None = None
    righted_at: datetime | None = None
    town: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class History:
    """Cases of the same category: how many each department finished, and the mistakes, newest first."""

    finished: Mapping[str, int] = field(default_factory=dict)
    mistakes: Sequence[Mistake] = ()

    @property
    def cases(self) -> int:
        """How many were finished."""
        return sum(self.finished.values())

    def returned(self, department: str) -> int:
        """How often this department was the wrong one."""
        return sum(one.wrong == department for one in self.mistakes)


@dataclass(frozen=True, slots=True)
class Blend:
    """How much the duties with the history, and how much the words, weigh in the confidence (exponents)."""

    known: float = 1.0
    words: float = 0.5


BLENDS = tuple(Blend(known, words) for known in (0.8, 1.0) for words in (0.15, 0.3, 0.5, 0.75))


@dataclass(frozen=True, slots=True)
class TextSays:
    """What a model reads from the text: its labels, a share and the usual share float64[labels] of each.

    `trust` 0 to 1: how much the text is like those that the model has learned from.
    """

    labels: tuple[str, ...]
    shares: NDArray[np.float64]
    usual: NDArray[np.float64]
    trust: float = 1.0


def known_shares(
    departments: Sequence[str], duty: str | None, history: History, gave_back: Sequence[str] = ()
) -> NDArray[np.float64]:
    """What duties, history and mistakes say without the text: a share of each department, float64 that add up to one.

    `gave_back` are departments that returned this very ticket.
    """
    number = {code: at for at, code in enumerate(departments)}
    weight = np.full(len(departments), DOUBT)
    if duty in number:
        weight[number[duty]] += DUTY_WORTH
    scale = min(1.0, MOST_HISTORY / max(1, history.cases))
    for code, cases in history.finished.items():
        if code in number:
            weight[number[code]] += cases * scale
    for mistake in history.mistakes:
        if mistake.right in number:
            weight[number[mistake.right]] += MISTAKE_WORTH * scale
    for code in {mistake.wrong for mistake in history.mistakes} & set(number):
        finished = history.finished.get(code, 0) + (DUTY_WORTH if code == duty else 0.0)
        weight[number[code]] *= (1 + finished) / (1 + finished + MISTAKE_WORTH * history.returned(code))
    for code in set(gave_back) & set(number):
        weight[number[code]] *= SELF_RETURNED
    return np.asarray(weight / weight.sum())


def blended(
    departments: Sequence[str], known: NDArray[np.float64], text: TextSays | None, blend: Blend
) -> NDArray[np.float64]:
    """The confidence in each department, float64 that add up to one; those that no model knows keep the middle."""
    scores = blend.known * np.log(known)
    if text is not None:
        number = {label: at for at, label in enumerate(text.labels)}
        at = np.array([number.get(code, -1) for code in departments])
        scores = scores + blend.words * text.trust * np.where(at >= 0, ratios(text.shares, text.usual)[at], 0.0)
    return sobered(softmax(scores))


def by_text_alone(departments: Sequence[str], text: TextSays) -> NDArray[np.float64]:
    """The confidence where nothing but a text is known: the model's own, as far as it can be trusted with it."""
    number = {label: at for at, label in enumerate(text.labels)}
    own = np.array([text.shares[number[code]] if code in number else 0.0 for code in departments])
    return sobered(text.trust * own + (1 - text.trust * own.sum()) / len(departments))


def sobered(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """Shares of any shape (…, departments) with the least doubt that always remains."""
    return np.asarray((1 - LEAST_DOUBT) * shares + LEAST_DOUBT / shares.shape[-1])


def ratios(shares: NDArray[np.float64], usual: NDArray[np.float64]) -> NDArray[np.float64]:
    """How much more likely than usual a text makes each label, as bounded logarithms; of any shape (…, labels)."""
    return np.asarray(np.clip(np.log(np.maximum(shares, 1e-9) / usual), -MOST_RATIO, MOST_RATIO))
