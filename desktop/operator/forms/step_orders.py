"""From what a form was filled with to the order for the desk; the same for the command line and for batches."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import Any

from services.domain.incidents import Evidence, Severity
from services.domain.orders import Details, Order
from services.domain.steps import Verb

Values = Mapping[str, Any]


def details_of(values: Values, zone: tzinfo | None) -> Details:
    """The details of an order; fields that nothing was put into stay empty."""
    until, severity = values.get("until"), values.get("severity")
    return Details(
        reason=values.get("reason") or "",
        words=values.get("words") or "",
        department=values.get("department"),
        helpers=tuple(values.get("helpers") or ()),
        hours=values.get("hours"),
        until=datetime.fromtimestamp(until, zone) if until is not None else None,
        severity=Severity(severity) if severity else None,
        into=int(values["into"]) if values.get("into") else None,
        worker=int(values["worker"]) if values.get("worker") else None,
        stars=values.get("stars"),
        category=values.get("category"),
        address=values.get("address"),
        evidence=tuple(Evidence(kind, path) for kind, path in values.get("photos") or ()),
        tell_leader=bool(values.get("tell_leader")),
    )


def order_of(
    verb: Verb, incident: int, version: int, values: Values, zone: tzinfo | None, child: int | None = None
) -> Order:
    """The order of a filled form, as its officer saw the incident at `version`."""
    return Order(verb, incident, version, details_of(values, zone), child)
