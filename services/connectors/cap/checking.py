"""Whether an alert is what CAP 1.2 says: which elements, in which order, how often, with which values."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.connectors.cap.codes import (
    CAP_12,
    CATEGORIES,
    CERTAINTIES,
    RESPONSES,
    SCOPES,
    SEVERITIES,
    STATUSES,
    TYPES,
    URGENCIES,
)
from services.connectors.cap.trees import Element
from services.domain.refusals import Refusal

SIGNATURE = "http://www.w3.org/2000/09/xmldsig#"
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[-+]\d\d:\d\d")
_LANGUAGE = re.compile(r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*")
_WHOLE = re.compile(r"[-+]?\d+")
_DECIMAL = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)")
_NO_NAME = re.compile(r"[\s,<&]")
MANY = 1 << 30
SHOWN = 60


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong where: the line of the file, the element, the sentence. `refused`: the alert was not taken."""

    line: int
    element: str
    why: Refusal
    refused: bool = True


Check = Callable[[str], Refusal | None]


@dataclass(frozen=True, slots=True)
class Slot:
    """An element that may stand in another: how often, and what its words or its own children must be."""

    name: str
    least: int = 0
    most: int = 1
    check: Check | None = None
    inside: tuple[Slot, ...] | None = None


def time_of(words: str) -> datetime | None:
    """A moment with its zone; None for what is none."""
    try:
        found = datetime.fromisoformat(words)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None


def _time(words: str) -> Refusal | None:
    if _TIME.fullmatch(words) and time_of(words) is not None:
        return None
    return Refusal("cap.time", "“{value}” is no time like 2026-11-23T14:05:00+08:00.", value=words[:SHOWN])


def _old_time(words: str) -> Refusal | None:
    """Version 1.1 let a Z stand for +00:00."""
    return None if time_of(words) is not None else _time(words)


def _of(allowed: Sequence[str]) -> Check:
    def check(words: str) -> Refusal | None:
        if words in allowed:
            return None
        return Refusal("cap.value", "“{value}” is none of: {allowed}.", value=words[:SHOWN], allowed=", ".join(allowed))

    return check


def _like(pattern: re.Pattern[str]) -> Check:
    def check(words: str) -> Refusal | None:
        if pattern.fullmatch(words):
            return None
        return Refusal("cap.form", "“{value}” can't stand here.", value=words[:SHOWN])

    return check


def _alert(time: Check) -> tuple[Slot, ...]:
    """The elements of an alert in their order."""
    pair = (Slot("valueName", 1), Slot("value", 1))
    resource = (
        Slot("resourceDesc", 1), Slot("mimeType", 1), Slot("size", check=_like(_WHOLE)), Slot("uri"), Slot("derefUri"),
        Slot("digest"),
    )  # fmt: skip
    area = (
        Slot("areaDesc", 1), Slot("polygon", most=MANY), Slot("circle", most=MANY),
        Slot("geocode", most=MANY, inside=pair), Slot("altitude", check=_like(_DECIMAL)),
        Slot("ceiling", check=_like(_DECIMAL)),
    )  # fmt: skip
    info = (
        Slot("language", check=_like(_LANGUAGE)), Slot("category", 1, MANY, _of(CATEGORIES)), Slot("event", 1),
        Slot("responseType", most=MANY, check=_of(RESPONSES)), Slot("urgency", 1, check=_of(URGENCIES)),
        Slot("severity", 1, check=_of(SEVERITIES)), Slot("certainty", 1, check=_of(CERTAINTIES)), Slot("audience"),
        Slot("eventCode", most=MANY, inside=pair), Slot("effective", check=time), Slot("onset", check=time),
        Slot("expires", check=time), Slot("senderName"), Slot("headline"), Slot("description"), Slot("instruction"),
        Slot("web"), Slot("contact"), Slot("parameter", most=MANY, inside=pair),
        Slot("resource", most=MANY, inside=resource), Slot("area", most=MANY, inside=area),
    )  # fmt: skip
    return (
        Slot("identifier", 1), Slot("sender", 1), Slot("sent", 1, check=time), Slot("status", 1, check=_of(STATUSES)),
        Slot("msgType", 1, check=_of(TYPES)), Slot("source"), Slot("scope", 1, check=_of(SCOPES)),
        Slot("restriction"), Slot("addresses"), Slot("code", most=MANY), Slot("note"), Slot("references"),
        Slot("incidents"), Slot("info", most=MANY, inside=info),
    )  # fmt: skip


ALERT, OLD_ALERT = _alert(_time), _alert(_old_time)


def flaws_of(alert: Element) -> list[Flaw]:
    """Everything by which an alert is not valid, in the order of the file, and remarks on what is valid but odd."""
    found = list(_children(alert, ALERT if alert.space == CAP_12 else OLD_ALERT, top=True))
    return [*found, *_remarks(alert)]


def _children(of: Element, slots: Sequence[Slot], top: bool = False) -> Iterator[Flaw]:
    at, seen = 0, 0
    for child in of.children:
        if top and child.space == SIGNATURE:
            continue
        place = next((n for n in range(at, len(slots)) if slots[n].name == child.name), None)
        if place is None or child.space != of.space:
            why = Refusal(
                "cap.unexpected", "<{element}> does not belong here, or not at this place.", element=child.name
            )
            yield Flaw(child.line, child.name, why)
            continue
        if place > at:
            yield from _missing(slots[at:place], seen, child.line)
            at, seen = place, 0
        seen += 1
        if seen > slots[at].most:
            yield Flaw(
                child.line,
                child.name,
                Refusal("cap.twice", "<{element}> may stand here only once.", element=child.name),
            )
        yield from _content(child, slots[at])
    yield from _missing(slots[at:], seen, of.line)


def _missing(slots: Sequence[Slot], seen: int, line: int) -> Iterator[Flaw]:
    """Those that had to stand before the next one; of the first so many were seen."""
    for number, slot in enumerate(slots):
        if (seen if number == 0 else 0) < slot.least:
            yield Flaw(line, slot.name, Refusal("cap.missing", "<{element}> is missing.", element=slot.name))


def _content(child: Element, slot: Slot) -> Iterator[Flaw]:
    if slot.inside is not None:
        yield from _children(child, slot.inside)
        return
    for below in child.children:
        why = Refusal("cap.unexpected", "<{element}> does not belong here, or not at this place.", element=below.name)
        yield Flaw(below.line, below.name, why)
    why_not = slot.check(child.text) if slot.check is not None else None
    if why_not is not None:
        yield Flaw(child.line, child.name, why_not)


def _remarks(alert: Element) -> Iterator[Flaw]:
    """What the schema lets pass and the standard's text does not."""
    for name in ("identifier", "sender"):
        for child in alert.all(name):
            if not child.text or _NO_NAME.search(child.text):
                why = Refusal("cap.name", "It is empty, or holds spaces, commas, < or &.")
                yield Flaw(child.line, name, why, refused=False)
    if alert.one("msgType") in ("Update", "Cancel", "Ack", "Error") and not alert.one("references"):
        why = Refusal("cap.references", "It says that it updates or ends another alert, and names none.")
        yield Flaw(alert.line, "references", why, refused=False)
    for info in alert.all("info"):
        for area in info.all("area"):
            for polygon in area.all("polygon"):
                if ring_of(polygon.text) is None:
                    why = Refusal("cap.polygon", "It is no closed ring of at least four points “lat,lon”.")
                    yield Flaw(polygon.line, "polygon", why, refused=False)
            for circle in area.all("circle"):
                if circle_of(circle.text) is None:
                    why = Refusal("cap.circle", "It is no circle “lat,lon radius”.")
                    yield Flaw(circle.line, "circle", why, refused=False)


def ring_of(words: str) -> tuple[tuple[float, float], ...] | None:
    """A polygon as longitude/latitude (WGS 84); None where it is none."""
    points = [point_of(pair) for pair in words.split()]
    ring = tuple(point for point in points if point is not None)
    return ring if len(ring) == len(points) >= 4 and ring[0] == ring[-1] else None


def circle_of(words: str) -> tuple[float, float, float] | None:
    """A circle as longitude, latitude (WGS 84) and radius in kilometres; None where it is none."""
    parts = words.split()
    middle = point_of(parts[0]) if len(parts) == 2 else None
    if middle is None or not _DECIMAL.fullmatch(parts[1]) or float(parts[1]) < 0:
        return None
    return (*middle, float(parts[1]))


def point_of(words: str) -> tuple[float, float] | None:
    """“lat,lon” as longitude, latitude; None where it is none."""
    parts = words.split(",")
    if len(parts) != 2 or not all(_DECIMAL.fullmatch(part) for part in parts):
        return None
    lat, lon = float(parts[0]), float(parts[1])
    return (lon, lat) if -90 <= lat <= 90 and -180 <= lon <= 180 else None
