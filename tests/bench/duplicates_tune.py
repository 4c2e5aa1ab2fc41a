"""Fits the weights of the proposals on one seed of the simulator: `python tests/bench/duplicates_tune.py [SEED]`.

Prints the constants for services/cases/duplicates/scoring.py; the benchmark measures them on other seeds.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.append(str(Path(__file__).resolve().parent))

from duplicates_stream import Day

from services.cases.duplicates.scoring import WEIGHTS

SEED = int(sys.argv[1]) if len(sys.argv) > 1 else 11
STRETCHES = ((6.0, 24 * 14), (60.0, 36))


def main() -> None:
    """Collects pairs that pass the gate, fits, prints."""
    features, truths = [], []
    with tempfile.TemporaryDirectory(prefix="gridcommand-tune-") as name:
        day = Day(Path(name), 103_226)
        for per_hour, hours in STRETCHES:
            database, finder = day.open(f"tune-{per_hour:.0f}")
            for arrival in day.arrivals(database, per_hour, hours, SEED):
                finder.scored(arrival.picture, arrival.draft)
                documents = finder._documents
                compared = documents.compare(
                    arrival.draft, finder._number(arrival.draft.category), finder._parents(arrival.picture)
                )
                rows = np.flatnonzero(compared.gate() & documents.allowed(arrival.draft))
                values = compared.features()
                features.append(np.column_stack([values[name][rows] for name in WEIGHTS]))
                truths.append(np.isin(documents.known()["id"][rows], list(arrival.truly)))
            database.close()
    table, truth = np.concatenate(features), np.concatenate(truths)
    print(len(truth), "pairs,", int(truth.sum()), "true")
    model = LogisticRegression(C=50.0, max_iter=5_000).fit(table, truth)
    print(f"BIAS = {model.intercept_[0]:.2f}")
    print("WEIGHTS =", {name: round(float(weight), 2) for name, weight in zip(WEIGHTS, model.coef_[0], strict=True)})
    sure = model.predict_proba(table)[:, 1]
    for least in (0.3, 0.4, 0.5, 0.6):
        found = sure >= least
        right = int((found & truth).sum())
        print(least, "precision", round(right / max(1, found.sum()), 3), "recall", round(right / truth.sum(), 3))


if __name__ == "__main__":
    main()
