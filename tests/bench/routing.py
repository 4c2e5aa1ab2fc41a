"""How good routing advice is on labelled complaints: five-fold macro-F1, calibration, rows a second.

Everything is learned and tuned inside the training folds: n-grams, their rarity, the machine's constants, the slope of
the confidence. What comes from outside is the standard catalogue of categories that lies beside the texts, whose names
are words of their class. Texts that are (nearly) the same in training and test are counted and left out of a second
figure, so that nobody gains by them unseen.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold

from services.cases.routing.features import Places, Said, grams, said_of
from services.cases.routing.training import ECE_BINS, Example, calibration_error, train
from services.connectors.files.tables import open_table
from services.domain.refusals import Refusal

SEEDS, FOLDS = range(5), 5
MASKED = r"[A-Z]\d*(?:市|区|县)|西地省"  # how the places of these texts were hidden by those who published them
ALIKE = 0.8  # shared bigrams over all of both: above it two texts are nearly the same


@dataclass(frozen=True, slots=True)
class Round:
    """One test fold: its rows, their shares float64[rows, labels], what was chosen, rows a second."""

    seed: int
    rows: NDArray[np.int64]
    shares: NDArray[np.float64]
    choice: str
    per_second: float


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Measures and gives one object; raises `Refusal` where the texts are missing."""
    folder = Path(os.environ.get("GRIDCOMMAND_DATA", "../shared/data")) / "complaints"
    if not (folder / "labelled.xlsx").is_file():
        raise Refusal("bench.no_data", "There are no labelled texts in {folder} (GRIDCOMMAND_DATA).", folder=folder)
    begin = time.monotonic()
    examples, hints = _texts(folder)
    labels = tuple(sorted({one.label for one in examples}))
    y = np.array([labels.index(one.label) for one in examples])
    seeds = SEEDS[:1] if options.quick else SEEDS
    jobs = [
        (seed, known, other)
        for seed in seeds
        for known, other in StratifiedKFold(FOLDS, shuffle=True, random_state=seed).split(y, y)
    ]
    jobs = jobs[:2] if options.quick else jobs
    rounds = _all(partial(_round, folder), jobs)
    return _found(rounds, y, labels, _twins(examples)) | {
        "rows": len(y),
        "hints": len(hints),
        "seconds": round(time.monotonic() - begin, 1),
    }


def _texts(folder: Path) -> tuple[list[Example], list[Example]]:
    places = Places.of((), MASKED)
    rows = [row for _, row in open_table(folder / "labelled.xlsx").rows if row.get("一级分类")]
    examples = [
        Example(said_of(str(row["留言主题"] or ""), str(row["留言详情"] or ""), places), str(row["一级分类"]))
        for row in rows
    ]
    known = {one.label for one in examples}
    hints = []
    for _, row in open_table(folder / "categories.xlsx").rows:
        words = f"{row['二级分类'] or ''} {row['三级分类'] or ''}"
        if row["一级分类"] in known:
            hints.append(Example(said_of(words, words, places), str(row["一级分类"])))
    return examples, hints


def _all(work: Any, jobs: Sequence[Any]) -> list[Round]:
    """All rounds, two at a time where this system can."""
    if "fork" not in multiprocessing.get_all_start_methods() or (os.cpu_count() or 1) < 2:
        return [work(job) for job in jobs]
    with multiprocessing.get_context("fork").Pool(2) as pool:
        return pool.map(work, jobs, chunksize=1)


def _round(folder: Path, job: tuple[int, NDArray[np.int64], NDArray[np.int64]]) -> Round:
    seed, known, other = job
    examples, hints = _texts(folder)
    made = train([examples[at] for at in known], hints)
    begin = time.perf_counter()
    shares = np.array([made.model.shares(examples[at].said) for at in other])
    return Round(seed, other, shares, str(made.choice), len(other) / (time.perf_counter() - begin))


def _found(
    rounds: Sequence[Round], y: NDArray[np.int64], labels: tuple[str, ...], twins: Sequence[tuple[int, int]]
) -> dict[str, Any]:
    folds = [f1_score(y[one.rows], one.shares.argmax(1), average="macro") for one in rounds]
    apart = [_apart(one, y, twins) for one in rounds]
    rows = np.concatenate([one.rows for one in rounds])
    guessed = np.concatenate([one.shares.argmax(1) for one in rounds])
    per_class = {}
    for at, label in enumerate(labels):
        right = int(((guessed == at) & (y[rows] == at)).sum())
        told, there = int((guessed == at).sum()), int((y[rows] == at).sum())
        precision, recall = right / max(told, 1), right / max(there, 1)
        per_class[label] = {
            "precision": round(precision, 4), "recall": round(recall, 4),
            "f1": round(2 * precision * recall / max(precision + recall, 1e-9), 4), "n": int((y == at).sum()),
        }  # fmt: skip
    seeds = sorted({one.seed for one in rounds})
    by_seed = [float(np.mean([f for f, one in zip(folds, rounds, strict=True) if one.seed == s])) for s in seeds]
    ece = [_calibration([one for one in rounds if one.seed == seed], y) for seed in seeds]
    return {
        "macro_f1": round(float(np.mean(folds)), 4),
        "macro_f1_by_seed": [round(one, 4) for one in by_seed],
        "per_class": per_class,
        "ece": round(float(np.mean(ece)), 4),
        "ece_bins": ECE_BINS,
        "rows_per_s": round(float(np.median([one.per_second for one in rounds]))),
        "near_twins": len(twins),
        "macro_f1_without_twins": round(float(np.mean(apart)), 4),
    }


def _calibration(rounds: Sequence[Round], y: NDArray[np.int64]) -> float:
    """The calibration error over all test folds of one split, each row by a model that had not seen it."""
    rows = np.concatenate([one.rows for one in rounds])
    return calibration_error(np.concatenate([one.shares for one in rounds]), y[rows])


def _apart(one: Round, y: NDArray[np.int64], twins: Sequence[tuple[int, int]]) -> float:
    """The fold's macro-F1 without those rows of it that have a twin among what was learned."""
    here = set(one.rows.tolist())
    seen = {a for a, b in twins if a in here and b not in here} | {b for a, b in twins if b in here and a not in here}
    kept = np.array([row not in seen for row in one.rows.tolist()])
    return float(f1_score(y[one.rows[kept]], one.shares[kept].argmax(1), average="macro"))


def _twins(examples: Sequence[Example]) -> list[tuple[int, int]]:
    """Pairs of rows that say nearly the same, by their bigrams."""
    sets = [_bigrams(one.said) for one in examples]
    return [
        (a, b)
        for a in range(len(sets))
        for b in range(a + 1, len(sets))
        if len(sets[a] & sets[b]) > ALIKE * len(sets[a] | sets[b])
    ]


def _bigrams(said: Said) -> frozenset[str]:
    return frozenset(grams(said.title + said.text, 2))
