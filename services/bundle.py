"""The one bundle of services that seats and commands receive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from services.cases.desk import Desk
from services.cases.door import Door
from services.cases.duplicates.finder import Duplicates
from services.cases.emergency import Emergencies
from services.cases.evidence.keeping import EvidenceFiles
from services.cases.handover import Handovers
from services.cases.intake import Folding, Rules
from services.cases.meetings.table import Meetings
from services.cases.notice import Inbox
from services.cases.plans import read_plans
from services.cases.routing.advise import Adviser
from services.cases.rulebook import RuleBook
from services.cases.sending.sender import Sender
from services.cases.supervision import Supervision
from services.catalogue.standard import standard_deadlines
from services.domain.deadlines import Deadlines
from services.geo.atlas import Atlas
from services.insight.campaigns import Campaigns
from services.insight.portrait import Portraits
from services.insight.reading import Reading
from services.insight.warning_card import WarningCards
from services.risk.drills.keeping import Drills
from services.risk.handling.desk import WarningDesk
from services.risk.keeping import Scenarios
from services.risk.registry import models
from services.risk.workbench import Workbench
from services.settings import Settings
from services.store.engine import Clock, Database, utc_now


@dataclass(frozen=True, slots=True)
class Services:
    """Everything the centre knows and does, over one database."""

    settings: Settings
    database: Database
    atlas: Atlas
    door: Door
    reading: Reading
    desk: Desk
    inbox: Inbox
    supervision: Supervision
    emergencies: Emergencies
    meetings: Meetings
    handovers: Handovers
    adviser: Adviser
    duplicates: Duplicates
    sender: Sender
    evidence: EvidenceFiles
    warning_desk: WarningDesk
    warning_cards: WarningCards
    drills: Drills
    scenarios: Scenarios
    workbench: Workbench
    portraits: Portraits
    campaigns: Campaigns

    def close(self) -> None:
        """Gives the database back."""
        self.database.close()


def open_services(settings: Settings, clock: Clock = utc_now) -> Services:
    """Opens the database (made or upgraded where needed) and everything over it; raises `Refusal`."""
    database = Database(settings.database, clock)
    database.migrate()
    atlas = Atlas(database)
    with database.reading() as reader:
        folding = Folding(
            float(reader.setting("fold.metres", "50")), timedelta(minutes=float(reader.setting("fold.minutes", "30")))
        )
    deadlines, book = read_deadlines(), RuleBook(placing=atlas)
    rules = Rules(atlas, deadlines, folding, book.deadlines)
    door, desk = Door(database, rules), Desk(database, book)
    return Services(
        settings=settings,
        database=database,
        atlas=atlas,
        door=door,
        reading=Reading(database, book.deadlines),
        desk=desk,
        adviser=Adviser(database),
        duplicates=Duplicates(database),
        sender=Sender(database),
        evidence=EvidenceFiles(database),
        warning_desk=WarningDesk(database, desk, rules),
        warning_cards=WarningCards(database, book.deadlines),
        drills=Drills(database),
        scenarios=Scenarios(database),
        workbench=Workbench(database, models()),
        portraits=Portraits(database),
        campaigns=Campaigns(database),
        inbox=Inbox(database),
        supervision=Supervision(database),
        emergencies=Emergencies(database, read_plans()),
        handovers=Handovers(database),
        meetings=Meetings(database, desk.rules),
    )


def read_deadlines(country: str = "CN") -> Deadlines:
    """The limits and the working calendar of the standard tables, for where a city's own are not known."""
    return standard_deadlines(country)
