"""The engine's jobs that run beside the upkeep, with no seat open or in one: of several programs one does each."""

from __future__ import annotations

from services.access.seals import Sealing
from services.bundle import Services
from services.cases.duplicates.likening import Likening
from services.cases.routing.retraining import Retraining
from services.cases.watch.look import Watch
from services.cases.watch.rules import WatchRules
from services.cases.watch.worker import Watching
from services.connectors.cap.polling import Polling
from services.demo.catching_up import let_catch_up
from services.demo.filling import FillingPast
from services.insight.evaluation.keeping import Evaluating
from services.live.worker import Worker
from services.risk.drills.worker import Drilling
from services.risk.engine import RiskEngine


def jobs(services: Services, holder: str) -> list[Worker]:
    """One worker for each job, not started yet; `holder` names this program where a lease decides."""
    database = services.database
    watch = Watch(database, WatchRules.read(), services.desk.rules)
    return [
        Sealing(database),
        Evaluating(database, holder),
        Likening(database, holder),
        Retraining(database, holder),
        Watching(database, watch, holder),
        RiskEngine(database, holder, first=let_catch_up),
        Drilling(database, services.atlas, holder),
        FillingPast(database, holder),
        Polling(database, services.atlas, holder),
    ]
