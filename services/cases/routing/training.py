"""Trains a routing model: tuned and calibrated inside the texts that it is given, and measured on held-out ones."""

from __future__ import annotations

import itertools
import warnings
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix, diags, vstack
from sklearn.exceptions import ConvergenceWarning
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC

from services.cases.routing.features import Features, Said
from services.cases.routing.model import Model, softmax
from services.domain.refusals import Refusal

LEAST_OF_A_LABEL = 5  # texts; with fewer a label can be neither learned nor measured
MOST_TO_TUNE = 3_000
ECE_BINS = 12
FAMILIAR = 0.1  # the quantile of held-out texts below which a text is unlike what was learned
_SLOPES = (0.1, 30.0)


@dataclass(frozen=True, slots=True)
class Example:
    """A text and who owned it."""

    said: Said
    label: str


@dataclass(frozen=True, slots=True)
class Choice:
    """What is tuned: the machine's `c`, the weight of the words against the title, that of a hint against a text."""

    c: float = 0.5
    words: float = 1.3
    hint: float = 0.2


GRID = tuple(Choice(*chosen) for chosen in itertools.product((0.3, 1.0), (1.0, 1.4), (0.1, 0.3)))


@dataclass(frozen=True, slots=True)
class Figures:
    """How good a model is on texts that it had not seen (cross-validated): macro-F1 and F1 by label, calibration error.

    `examples` texts, `rare` labels that were left out with fewer than five of them.
    """

    macro_f1: float
    per_label: dict[str, float]
    ece: float
    examples: int
    rare: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Trained:
    """A model, its figures, what was chosen for it, and its held-out shares float64[examples, labels] by `order`."""

    model: Model
    figures: Figures
    choice: Choice
    kept: tuple[int, ...]
    held_out: NDArray[np.float64]


def train(
    examples: Sequence[Example], hints: Sequence[Example] = (), grid: Sequence[Choice] = GRID, folds: int = 4
) -> Trained:
    """A model of these texts. `hints` are the words of the catalogue: they teach, but nothing is measured on them.

    Raises `Refusal` ("advice.too_little") with fewer than two labels that have five texts each.
    """
    counts = Counter(one.label for one in examples)
    labels = tuple(sorted(label for label, n in counts.items() if n >= LEAST_OF_A_LABEL))
    if len(labels) < 2:
        raise Refusal(
            "advice.too_little",
            "There is too little to learn from: at least two departments need {least} different closed cases each.",
            least=LEAST_OF_A_LABEL,
        )
    kept = tuple(at for at, one in enumerate(examples) if one.label in labels)
    texts = _Texts([examples[at] for at in kept], [one for one in hints if one.label in labels], labels)
    choice = texts.sample(MOST_TO_TUNE).tuned(grid, folds) if len(grid) > 1 else grid[0]
    scores = texts.held_out([choice], folds)[0]
    slope = _slope(scores, texts.y)
    shares = _cross_fitted(scores, texts.y, folds)
    each = f1_score(texts.y, scores.argmax(1), average=None, labels=range(len(labels)), zero_division=0.0)
    features, weights, bias = texts.fitted(choice)
    usual = np.bincount(texts.y, minlength=len(labels)) / len(texts.y)
    familiar = float(np.quantile(texts.known, FAMILIAR))
    model = Model(labels, features, weights, bias, slope, usual.astype(np.float32), familiar)
    rare = tuple(sorted(set(counts) - set(labels)))
    per_label = dict(zip(labels, (float(one) for one in each), strict=True))
    figures = Figures(float(np.mean(each)), per_label, calibration_error(shares, texts.y), len(kept), rare)
    return Trained(model, figures, choice, kept, shares)


def calibration_error(shares: NDArray[np.float64], y: NDArray[np.int64], bins: int = ECE_BINS) -> float:
    """Expected calibration error: how far the stated confidence lies from how often it is right, 0 to 1."""
    stated, right = shares.max(1), shares.argmax(1) == y
    places = np.minimum((stated * bins).astype(np.int64), bins - 1)
    error = 0.0
    for place in np.unique(places):
        here = places == place
        error += here.mean() * abs(stated[here].mean() - right[here].mean())
    return float(error)


class _Texts:
    """Texts with their labels' numbers, vectorised anew for each fold so that nothing leaks."""

    def __init__(self, examples: Sequence[Example], hints: Sequence[Example], labels: tuple[str, ...]) -> None:
        number = {label: at for at, label in enumerate(labels)}
        self._labels = labels
        self._examples, self._hints = examples, hints
        self.y = np.array([number[one.label] for one in examples], np.int64)
        self.known = np.zeros(len(self.y))  # how much of each held-out text was known
        self._hint_y = np.array([number[one.label] for one in hints], np.int64)

    def sample(self, most: int) -> _Texts:
        """As many of them at most, each label with its share but none with fewer than it needs."""
        if len(self._examples) <= most:
            return self
        order = np.random.default_rng(0).permutation(len(self.y))
        rank = np.empty(len(self.y), np.int64)
        for label in range(len(self._labels)):
            mine = order[self.y[order] == label]
            rank[mine] = np.arange(len(mine))
        share = np.ceil(np.bincount(self.y) * most / len(self.y)).clip(LEAST_OF_A_LABEL)
        chosen = np.flatnonzero(rank < share[self.y])
        return _Texts([self._examples[int(at)] for at in chosen], self._hints, self._labels)

    def tuned(self, grid: Sequence[Choice], folds: int) -> Choice:
        """The choice with the best macro-F1 on held-out folds; of equals the first."""
        found = [f1_score(self.y, s.argmax(1), average="macro") for s in self.held_out(grid, folds)]
        return grid[int(np.argmax(found))]

    def held_out(self, grid: Sequence[Choice], folds: int) -> list[NDArray[np.float64]]:
        """For each choice the scores of every text by a model that had not seen it, float64[texts, labels]."""
        found = [np.zeros((len(self.y), len(self._labels))) for _ in grid]
        parts = min(folds, int(np.bincount(self.y).min()))
        for known, other in StratifiedKFold(parts, shuffle=True, random_state=0).split(self.y, self.y):
            features = Features.fit([self._examples[int(at)].said for at in known])
            x, hints = self._matrix(features, known), _matrix(features, [one.said for one in self._hints])
            asked = self._matrix(features, other)
            self.known[other] = [features.known_share(self._examples[int(at)].said) for at in other]
            for scores, choice in zip(found, grid, strict=True):
                weights, bias = self._fit(features, x, hints, known, choice)
                scores[other] = asked @ _scaled(features, choice) @ weights + bias
        return found

    def fitted(self, choice: Choice) -> tuple[Features, NDArray[np.float32], NDArray[np.float32]]:
        """The final features with float32 weights[features, labels] and bias[labels], from all texts."""
        features = Features.fit([one.said for one in self._examples])
        everything = np.arange(len(self._examples))
        x, hints = self._matrix(features, everything), _matrix(features, [one.said for one in self._hints])
        weights, bias = self._fit(features, x, hints, everything, choice)
        made = Features(features.title, features.text, choice.words)
        return made, weights.astype(np.float32), bias.astype(np.float32)

    def _matrix(self, features: Features, rows: NDArray[np.int64]) -> csr_matrix:
        return _matrix(features, [self._examples[int(at)].said for at in rows])

    def _fit(
        self, features: Features, x: csr_matrix, hints: csr_matrix, rows: NDArray[np.int64], choice: Choice
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Weights float64[features, labels] and bias[labels] of a linear machine, each label against all others."""
        y = np.concatenate((self.y[rows], self._hint_y))
        weight = np.concatenate((np.ones(len(rows)), np.full(len(self._hint_y), choice.hint)))
        size = np.bincount(y, weights=weight, minlength=len(self._labels))
        weight = weight * (weight.sum() / (len(self._labels) * size))[y]
        machine = LinearSVC(C=choice.c, random_state=0)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            machine.fit(vstack((x, hints)).tocsr() @ _scaled(features, choice), y, sample_weight=weight)
        if len(self._labels) == 2:  # the library gives one plane for two labels
            return np.vstack((-machine.coef_[0], machine.coef_[0])).T, np.array([-1.0, 1.0]) * machine.intercept_[0]
        return machine.coef_.T, machine.intercept_


def _matrix(features: Features, said: Sequence[Said]) -> csr_matrix:
    vectors = [features.vector(one) for one in said]
    starts = np.concatenate(([0], np.cumsum([len(ids) for ids, _ in vectors]))).astype(np.int64)
    if not vectors:
        return csr_matrix((0, len(features)))
    ids, values = (np.concatenate(parts) for parts in zip(*vectors, strict=True))
    return csr_matrix((values.astype(np.float64), ids, starts), shape=(len(vectors), len(features)))


def _scaled(features: Features, choice: Choice) -> csr_matrix:
    """The weight of the words against the title, as a matrix that features are multiplied by."""
    weights = np.ones(len(features))
    weights[len(features.title) :] = choice.words
    return diags(weights).tocsr()


def _slope(scores: NDArray[np.float64], y: NDArray[np.int64]) -> float:
    """What scores are multiplied by so that their soft maximum is the confidence that they deserve."""
    rows = np.arange(len(y))

    def surprise(log_slope: float) -> float:
        shares = softmax(np.exp(log_slope) * scores)
        return float(-np.log(np.maximum(shares[rows, y], 1e-12)).mean())

    low, high = np.log(_SLOPES)
    return float(np.exp(minimize_scalar(surprise, bounds=(low, high), method="bounded").x))


def _cross_fitted(scores: NDArray[np.float64], y: NDArray[np.int64], folds: int) -> NDArray[np.float64]:
    """Shares of each text with a slope that was fitted on others."""
    shares = np.empty_like(scores)
    part = np.arange(len(y)) % folds
    for one in range(folds):
        here = part == one
        shares[here] = softmax(_slope(scores[~here], y[~here]) * scores[here])
    return shares
