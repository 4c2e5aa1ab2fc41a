"""Alerts of others: single ones, and those inside Atom, RSS and EDXL feeds; what is wrong is told line by line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from services.connectors.cap.checking import Flaw, circle_of, flaws_of, ring_of, time_of
from services.connectors.cap.codes import VERSIONS
from services.connectors.cap.trees import Element, read_tree
from services.domain.refusals import Refusal

ATOM, EDXL = "http://www.w3.org/2005/Atom", "urn:oasis:names:tc:emergency:EDXL:DE:1.0"
ENTRY = {"feed": "entry", "rss": "item", "EDXLDistribution": "contentObject"}
NEEDED = {"feed": ("id", "title", "updated"), "entry": ("id", "title", "updated"), "item": ("title",)}
OLD = "urn:oasis:names:tc:emergency:cap:"


@dataclass(frozen=True, slots=True)
class CapArea:
    """Where an alert holds: rings and circles in WGS 84 (longitude first; radius in kilometres), codes by name."""

    description: str
    polygons: tuple[tuple[tuple[float, float], ...], ...] = ()
    circles: tuple[tuple[float, float, float], ...] = ()
    geocodes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class CapInfo:
    """What an alert says in one language."""

    language: str
    categories: tuple[str, ...]
    event: str
    urgency: str
    severity: str
    certainty: str
    expires: datetime | None
    headline: str
    areas: tuple[CapArea, ...]


@dataclass(frozen=True, slots=True)
class CapAlert:
    """One alert; `line` is where it begins in its file."""

    line: int
    identifier: str
    sender: str
    sent: datetime
    status: str
    type: str
    references: tuple[str, ...]
    infos: tuple[CapInfo, ...]

    def told(self, lang: str) -> tuple[CapInfo, ...]:
        """What it says in one language: that of the reader where it has it, else the first one."""
        wanted = lang.replace("_", "-").split("-")[0].lower()
        languages = [info.language for info in self.infos]
        chosen = next((one for one in languages if one.lower().split("-")[0] == wanted), next(iter(languages), ""))
        return tuple(info for info in self.infos if info.language == chosen)


@dataclass(frozen=True, slots=True)
class CapFile:
    """What a file holds: alerts that are valid, and everything that is wrong, by line."""

    alerts: tuple[CapAlert, ...]
    flaws: tuple[Flaw, ...]

    @property
    def refused(self) -> int:
        """How many flaws kept something from being taken."""
        return sum(flaw.refused for flaw in self.flaws)


def read_cap(data: bytes) -> CapFile:
    """The alerts of a file; nothing is fetched that it only points to.

    Raises `Refusal`: cap.attack, cap.large, cap.xml as `read_tree`, cap.nothing for XML of another kind.
    """
    root = read_tree(data)
    if root.name == "alert":
        return _file(_alerts([root]))
    if root.name not in ENTRY:
        raise Refusal("cap.nothing", "Line {line}: <{element}> is neither an alert nor a feed of alerts.",
                      line=root.line, element=root.name)  # fmt: skip
    return _file([*_feed(root), *_alerts(found for found in root.walk() if found.name == "alert")])


def _file(found: list[CapAlert | Flaw]) -> CapFile:
    alerts = tuple(one for one in found if isinstance(one, CapAlert))
    flaws = sorted((one for one in found if isinstance(one, Flaw)), key=lambda flaw: flaw.line)
    return CapFile(alerts, tuple(flaws))


def _feed(root: Element) -> Iterator[Flaw]:
    """What a feed lacks, and its entries that hold no alert themselves."""
    channel = next(iter(root.all("channel")), root)
    yield from _lacking(root)
    for entry in channel.all(ENTRY[root.name]):
        yield from _lacking(entry)
        if not any(found.name == "alert" for found in entry.walk()):
            why = Refusal(
                "cap.only_link", "It holds no alert, only a link to one; nothing is fetched. Give the file itself."
            )
            yield Flaw(entry.line, entry.name, why, refused=False)


def _lacking(element: Element) -> Iterator[Flaw]:
    for name in NEEDED.get(element.name, ()):
        if not element.all(name):
            why = Refusal("cap.missing", "<{element}> is missing.", element=name)
            yield Flaw(element.line, name, why, refused=False)


def _alerts(elements: list[Element] | Iterator[Element]) -> list[CapAlert | Flaw]:
    found: list[CapAlert | Flaw] = []
    for element in elements:
        if element.space not in VERSIONS:
            version = element.space.removeprefix(OLD) if element.space.startswith(OLD) else element.space or "—"
            why = Refusal("cap.version", "This is CAP “{version}”; 1.2 and 1.1 are read.", version=version)
            found.append(Flaw(element.line, "alert", why))
            continue
        flaws = flaws_of(element)
        found += flaws
        if not any(flaw.refused for flaw in flaws):
            found.append(_alert(element))
    return found


def _alert(element: Element) -> CapAlert:
    sent = time_of(element.one("sent"))
    if sent is None:
        raise ValueError("an alert without its time passed the check")
    return CapAlert(
        line=element.line, identifier=element.one("identifier"), sender=element.one("sender"), sent=sent,
        status=element.one("status"), type=element.one("msgType"),
        references=tuple(element.one("references").split()),
        infos=tuple(_info(info) for info in element.all("info")),
    )  # fmt: skip


def _info(element: Element) -> CapInfo:
    return CapInfo(
        language=element.one("language") or "en-US",
        categories=tuple(child.text for child in element.all("category")),
        event=element.one("event"), urgency=element.one("urgency"), severity=element.one("severity"),
        certainty=element.one("certainty"), expires=time_of(element.one("expires")), headline=element.one("headline"),
        areas=tuple(_area(area) for area in element.all("area")),
    )  # fmt: skip


def _area(element: Element) -> CapArea:
    rings = (ring_of(child.text) for child in element.all("polygon"))
    circles = (circle_of(child.text) for child in element.all("circle"))
    return CapArea(
        description=element.one("areaDesc"),
        polygons=tuple(ring for ring in rings if ring is not None),
        circles=tuple(circle for circle in circles if circle is not None),
        geocodes=tuple((code.one("valueName"), code.one("value")) for code in element.all("geocode")),
    )
