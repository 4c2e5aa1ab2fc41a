"""The outbox on disk: one file for each order or report that waits, complete or not there, for its owner alone."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from services.domain.incidents import Evidence, IncidentClass, Report, Severity
from services.domain.orders import Details, Order
from services.domain.refusals import Refusal, Several, Term
from services.domain.steps import Verb

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Waiting:
    """One order or report that waits for the line, in the order of `number`.

    `called` is what a person calls the case by. `city` is the database that it was written for. `refused` says why it
    could not be applied; until somebody decides, it is not sent again.
    """

    number: int
    key: str
    at: datetime
    called: str = ""
    order: Order | None = None
    report: Report | None = None
    city: str = ""
    refused: Refusal | None = None

    @property
    def words(self) -> str:
        """What was written."""
        if self.order is not None:
            return self.order.details.words
        return self.report.text if self.report is not None else ""


def write(folder: Path, waiting: Waiting) -> None:
    """Puts it on the disk, whole, before this returns; raises OSError."""
    store(path_of(folder, waiting), json.dumps(_told(waiting), ensure_ascii=False).encode("utf-8", "replace"))


def store(path: Path, data: bytes) -> None:
    """A file that is there whole or not at all, readable by its owner alone."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = path.with_name(f"{path.name}.part")
    handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)
    _sync(path.parent)


def remove(path: Path) -> None:
    """Takes a file away for good; one that is gone already is no trouble."""
    path.unlink(missing_ok=True)
    if path.parent.is_dir():
        _sync(path.parent)


def path_of(folder: Path, waiting: Waiting) -> Path:
    """Where it lies: the names sort as they are to be sent."""
    return folder / f"{waiting.number:08d}-{waiting.key[:40]}.json"


def read(path: Path) -> Waiting:
    """What a file holds; raises OSError, ValueError, KeyError, TypeError or AttributeError for a damaged one."""
    found = json.loads(path.read_text(encoding="utf-8"))
    order, report, refused = found.get("order"), found.get("report"), found.get("refused")
    return Waiting(
        number=int(found["number"]),
        key=str(found["key"]),
        at=datetime.fromisoformat(found["at"]),
        called=str(found.get("called", "")),
        order=_order(order) if order else None,
        report=_report(report) if report else None,
        city=str(found.get("city", "")),
        refused=Refusal(refused["code"], refused["sentence"], **_values(refused["values"])) if refused else None,
    )


def _told(waiting: Waiting) -> dict[str, Any]:
    refused = waiting.refused
    return {
        "format": FORMAT,
        "number": waiting.number,
        "key": waiting.key,
        "at": waiting.at.isoformat(),
        "called": waiting.called,
        "city": waiting.city,
        "order": None if waiting.order is None else _order_told(waiting.order),
        "report": None if waiting.report is None else _plainly(waiting.report),
        "refused": None
        if refused is None
        else {
            "code": refused.code,
            "sentence": refused.sentence,
            "values": {name: _value_told(value) for name, value in refused.values.items()},
        },
    }


def _order_told(order: Order) -> dict[str, Any]:
    return {
        "verb": str(order.verb),
        "incident": order.incident,
        "version": order.version,
        "child": order.child,
        "key": order.key,
        "details": _plainly(order.details),
    }


def _plainly(value: Details | Report) -> dict[str, Any]:
    told = {field.name: getattr(value, field.name) for field in fields(value)}
    for name, held in told.items():
        if isinstance(held, datetime):
            told[name] = held.isoformat()
    told["evidence"] = [[one.kind, one.uri, one.digest] for one in value.evidence]
    return told


def _order(found: Mapping[str, Any]) -> Order:
    held = dict(found["details"])
    held["helpers"] = tuple(held.get("helpers") or ())
    _typed(held, "until")
    held["kind"] = None if held.get("kind") is None else IncidentClass(held["kind"])
    return Order(
        Verb(found["verb"]),
        int(found["incident"]),
        int(found["version"]),
        Details(**held),
        found["child"],
        found["key"],
    )


def _report(found: Mapping[str, Any]) -> Report:
    held = dict(found)
    _typed(held, "reported_at")
    return Report(**held)


def _typed(held: dict[str, Any], moment: str) -> None:
    held["evidence"] = tuple(Evidence(*one) for one in held.get("evidence") or ())
    held["severity"] = None if held.get("severity") is None else Severity(held["severity"])
    if held.get(moment) is not None:
        held[moment] = datetime.fromisoformat(held[moment])


def _value_told(value: object) -> Any:
    if isinstance(value, Term):
        return {"term": value.source, "ctx": value.ctx}
    if isinstance(value, Several):
        return [_value_told(part) for part in value.parts]
    return value if isinstance(value, (int, float)) else str(value)


def _values(found: Mapping[str, Any]) -> dict[str, object]:
    return {name: _value(value) for name, value in found.items()}


def _value(found: Any) -> Any:
    if isinstance(found, dict):
        return Term(found["term"], found["ctx"])
    if isinstance(found, list):
        return Several(tuple(_value(part) for part in found))
    return found


def with_key(report: Report, key: str) -> Report:
    """A report that has a number of its own, so that a second time it is known."""
    return report if report.external else replace(report, external=f"seat-{key}")


def _sync(folder: Path) -> None:
    if not hasattr(os, "O_DIRECTORY"):  # Windows keeps names by itself
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
