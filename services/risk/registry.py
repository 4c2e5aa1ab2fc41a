"""The eight models by their kind."""

from __future__ import annotations

from collections.abc import Mapping

from services.domain.scenarios import ModelKind
from services.risk.model import RiskModel
from services.risk.models.cluster import Cluster
from services.risk.models.coincidence import Coincidence
from services.risk.models.exposure import Exposure
from services.risk.models.frequency import Frequency
from services.risk.models.repetition import Repetition
from services.risk.models.sequence import Escalation
from services.risk.models.silence import Silence
from services.risk.models.surge import Surge


def models() -> Mapping[ModelKind, RiskModel]:
    """Every model that is there, one of each."""
    found = (
        Frequency(),
        Surge(),
        Cluster(),
        Repetition(),
        Escalation(),
        Coincidence(),
        Exposure(),
        Silence(),
    )
    return {model.kind: model for model in found}
