"""A warning's life as CAP 1.2: an alert, its updates and its end, each naming those before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from xml.etree import ElementTree

from services.connectors.cap.codes import CAP_12, CapCodes
from services.domain.incidents import Severity

ATOM = "http://www.w3.org/2005/Atom"
LANGUAGES = (("zh_CN", "zh-CN"), ("en", "en-US"))
XML = '<?xml version="1.0" encoding="UTF-8"?>\n'


@dataclass(frozen=True, slots=True)
class CapText:
    """What a warning says in one language; never personal data."""

    event: str
    headline: str
    description: str
    instruction: str
    sender_name: str
    area: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class CapGround:
    """Where it holds: a circle (longitude, latitude, kilometres) or rings (longitude, latitude), and an area's code."""

    circle: tuple[float, float, float] | None = None
    rings: tuple[tuple[tuple[float, float], ...], ...] = ()
    code: str = ""


@dataclass(frozen=True, slots=True)
class CapTurn:
    """One turn of a warning's life: when, at which level and score, with how many facts, and what is said of it.

    `over`: it ended. `withdrawn`: as a false alarm, by itself or in another one, so that what was said no longer holds.
    """

    at: datetime
    level: Severity
    score: float
    members: int
    texts: Mapping[str, CapText]
    over: bool = False
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class CapWarning:
    """A warning with everything that its messages need; `status` Actual, Exercise (a drill) or Test (made-up data)."""

    number: str
    sender: str
    status: str
    category: str
    model: str
    expires_at: datetime
    turns: tuple[CapTurn, ...]
    ground: CapGround


@dataclass(frozen=True, slots=True)
class CapMessage:
    """One message: what names it, when it was sent, its type, and the whole of it as XML."""

    identifier: str
    sent: datetime
    type: str
    element: ElementTree.Element

    @property
    def xml(self) -> bytes:
        """The file."""
        return _bytes(self.element)


def messages(warning: CapWarning, codes: CapCodes, zone: tzinfo) -> tuple[CapMessage, ...]:
    """All messages of a warning's life, oldest first; the same whenever they are made, so that references hold."""
    ElementTree.register_namespace("", CAP_12)
    found: list[CapMessage] = []
    for number, turn in enumerate(warning.turns, 1):
        kind = "Alert" if number == 1 else "Cancel" if turn.withdrawn else "Update"
        identifier = f"{warning.number}.{number}"
        references = " ".join(f"{warning.sender},{one.identifier},{moment(one.sent, zone)}" for one in found)
        element = _alert(warning, turn, kind, identifier, references, codes, zone)
        found.append(CapMessage(identifier, turn.at, kind, element))
    return tuple(found)


def moment(at: datetime, zone: tzinfo) -> str:
    """A moment as CAP writes it: whole seconds, the zone in figures, never a Z."""
    here = at.astimezone(zone).replace(microsecond=0)
    return here.isoformat()


def feed(found: Sequence[CapMessage], title: str, ident: str, at: datetime, zone: tzinfo) -> bytes:
    """Messages as one Atom feed with the alerts inside it, the newest first."""
    ElementTree.register_namespace("", ATOM)
    ElementTree.register_namespace("cap", CAP_12)
    root = ElementTree.Element(f"{{{ATOM}}}feed")

    def put(parent: ElementTree.Element, name: str, words: str = "", **attributes: str) -> ElementTree.Element:
        made = ElementTree.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
        made.text = words or None
        return made

    for name, words in (("id", f"urn:{ident}"), ("title", title), ("updated", moment(at, zone))):
        put(root, name, words)
    put(put(root, "author"), "name", title)
    for message in sorted(found, key=lambda one: (one.sent, one.identifier), reverse=True):
        entry = put(root, "entry")
        put(entry, "id", f"urn:{ident}:{message.identifier}")
        headline = message.element.find(f".//{{{CAP_12}}}headline")
        put(entry, "title", (headline.text if headline is not None else None) or message.identifier)
        put(entry, "updated", moment(message.sent, zone))
        put(entry, "content", type="text/xml").append(message.element)
    return _bytes(root)


def _bytes(element: ElementTree.Element) -> bytes:
    ElementTree.indent(element)
    return (XML + ElementTree.tostring(element, encoding="unicode") + "\n").encode()


def _put(parent: ElementTree.Element, name: str, words: str) -> None:
    """An element with words; one without is left out."""
    if words:
        ElementTree.SubElement(parent, f"{{{CAP_12}}}{name}").text = words


def _named(parent: ElementTree.Element, name: str, key: str, value: str) -> None:
    made = ElementTree.SubElement(parent, f"{{{CAP_12}}}{name}")
    _put(made, "valueName", key)
    _put(made, "value", value)


def _alert(
    warning: CapWarning, turn: CapTurn, kind: str, identifier: str, references: str, codes: CapCodes, zone: tzinfo
) -> ElementTree.Element:
    root = ElementTree.Element(f"{{{CAP_12}}}alert")
    first = next(iter(turn.texts.values()))
    for name, words in (
        ("identifier", identifier), ("sender", warning.sender), ("sent", moment(turn.at, zone)),
        ("status", warning.status), ("msgType", kind), ("scope", codes.scope),
    ):  # fmt: skip
        _put(root, name, words)
    if codes.scope == "Restricted":
        _put(root, "restriction", codes.restriction_zh)
    _put(root, "note", first.note)
    _put(root, "references", references)
    for lang, language in LANGUAGES:
        _info(root, warning, turn, lang, language, codes, zone)
    return root


def _info(
    root: ElementTree.Element, warning: CapWarning, turn: CapTurn, lang: str, language: str, codes: CapCodes,
    zone: tzinfo,
) -> None:  # fmt: skip
    text, told = turn.texts[lang], codes.levels[turn.level]
    info = ElementTree.SubElement(root, f"{{{CAP_12}}}info")
    for name, words in (("language", language), ("category", warning.category), ("event", text.event)):
        _put(info, name, words)
    for response in ("AllClear",) if turn.over else codes.responses:
        _put(info, "responseType", response)
    _put(info, "urgency", "Past" if turn.over else told.urgency)
    _put(info, "severity", told.severity)
    _put(info, "certainty", told.certainty)
    _put(info, "effective", moment(turn.at, zone))
    # an end holds from its own moment on: it can't run out before it was said
    _put(info, "expires", moment(max(warning.expires_at, turn.at), zone))
    for name, words in (
        ("senderName", text.sender_name), ("headline", text.headline), ("description", text.description),
        ("instruction", "" if turn.over else text.instruction),
    ):  # fmt: skip
        _put(info, name, words)
    colour = told.colour_zh if lang.startswith("zh") else told.colour_en
    for key, value in (
        ("Level", colour), ("Model", warning.model), ("Score", f"{turn.score:.0f}"), ("Facts", str(turn.members)),
    ):  # fmt: skip
        _named(info, "parameter", key, value)
    area = ElementTree.SubElement(info, f"{{{CAP_12}}}area")
    _put(area, "areaDesc", text.area)
    ground = warning.ground
    for ring in ground.rings:
        _put(area, "polygon", " ".join(f"{lat:.5f},{lon:.5f}" for lon, lat in ring))
    if ground.circle is not None:
        lon, lat, km = ground.circle
        _put(area, "circle", f"{lat:.5f},{lon:.5f} {km:g}")
    if ground.code:
        _named(area, "geocode", codes.area_code, ground.code)
