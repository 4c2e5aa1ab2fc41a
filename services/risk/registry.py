"""The eight models by their kind; each is loaded when it is first asked for, since some bring heavy libraries."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping

from services.domain.scenarios import ModelKind
from services.risk.model import RiskModel

# the file of each in `models`, by its kind, and the class in it
CLASSES: Mapping[ModelKind, str] = {
    ModelKind.FREQUENCY: "Frequency",
    ModelKind.SURGE: "Surge",
    ModelKind.CLUSTER: "Cluster",
    ModelKind.REPETITION: "Repetition",
    ModelKind.SEQUENCE: "Escalation",
    ModelKind.COINCIDENCE: "Coincidence",
    ModelKind.EXPOSURE: "Exposure",
    ModelKind.SILENCE: "Silence",
}


class Models(Mapping[ModelKind, RiskModel]):
    """One of each model."""

    def __init__(self) -> None:
        self._made: dict[ModelKind, RiskModel] = {}

    def __getitem__(self, kind: ModelKind) -> RiskModel:
        if kind not in self._made:
            module = importlib.import_module(f"services.risk.models.{kind}")
            self._made[kind] = getattr(module, CLASSES[kind])()
        return self._made[kind]

    def __iter__(self) -> Iterator[ModelKind]:
        return iter(CLASSES)

    def __len__(self) -> int:
        return len(CLASSES)


def models() -> Mapping[ModelKind, RiskModel]:
    """Every model that is there."""
    return Models()
