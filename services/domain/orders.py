"""Orders: what an officer tells the desk to do with a case, and what became of it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime

from services.domain.incidents import Evidence, IncidentClass, Severity
from services.domain.steps import Verb


@dataclass(frozen=True, slots=True)
class Details:
    """What a form was filled with; each step of the table says what it needs.

    `reason`: a code of the city's list; `words`: free text, never personal data where it can be helped; `hours`: by how
    much a limit is to grow, or within how many a new owner is to be done, sooner than the city's limit; `until`: how
    long something stands; `into`: the incident that stays when two are merged; `category`, `lon`, `lat`, `address`: a
    correction (longitude/latitude in CGCS2000); `stars`: satisfaction 1 to 5; `kind`: the new class of one that is
    regraded (None: it keeps its class).
    """

    reason: str = ""
    words: str = ""
    department: str | None = None
    helpers: tuple[str, ...] = ()
    hours: float | None = None
    until: datetime | None = None
    severity: Severity | None = None
    into: int | None = None
    worker: int | None = None
    stars: int | None = None
    category: str | None = None
    lon: float | None = None
    lat: float | None = None
    address: str | None = None
    evidence: tuple[Evidence, ...] = ()
    tell_leader: bool = False
    kind: IncidentClass | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """One step to be taken with one incident (or one of its child tickets), as its officer saw it at `version`.

    The same `key` a second time changes nothing and gives the first answer: a double click, a line that broke off.
    """

    verb: Verb
    incident: int
    version: int
    details: Details = Details()
    child: int | None = None
    key: str = field(default_factory=lambda: uuid.uuid4().hex)


@dataclass(frozen=True, slots=True)
class Done:
    """An order that was carried out: the incident's version since; `again`: it had been carried out before."""

    order: Order
    version: int
    again: bool = False
