"""Where a feed only points to its alerts: the links to follow."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from urllib.parse import urljoin

from services.connectors.cap.fetching import same_host
from services.connectors.cap.reading import ENTRY
from services.connectors.cap.trees import Element, read_tree

CAP_TYPES = frozenset({"application/cap+xml", "application/common-alerting-protocol+xml"})
PLAIN_TYPES = frozenset({"", "application/xml", "text/xml"})
RELATIONS = frozenset({"", "alternate", "related", "enclosure"})
MOST_ENTRIES = 500
MARK = 16


def links_of(data: bytes, base: str) -> tuple[str, ...]:
    """The addresses of alerts that entries of Atom or items of RSS point to, on the feed's own host, each once.

    An entry that holds its alert needs none; of several links that of CAP's own type is meant. Raises `Refusal` as
    `read_tree`.
    """
    root = read_tree(data)
    if root.name not in ("feed", "rss"):
        return ()
    channel = next(iter(root.all("channel")), root)
    found: list[str] = []
    for entry in channel.all(ENTRY[root.name])[:MOST_ENTRIES]:
        if not any(below.name == "alert" for below in entry.walk()):
            found += _of_entry(entry, base)
    return tuple(dict.fromkeys(link for link in found if same_host(link, base)))


def mark(link: str) -> str:
    """By what a followed link is known again; nothing in it that could be secret."""
    return sha256(link.encode()).hexdigest()[:MARK]


def _of_entry(entry: Element, base: str) -> list[str]:
    links = list(_links(entry))
    chosen = [link for link, kind in links if kind in CAP_TYPES] or [
        link for link, kind in links if kind in PLAIN_TYPES
    ]
    return [_joined(base, link) for link in chosen[:1]]


def _links(entry: Element) -> Iterator[tuple[str, str]]:
    """Addresses with the type they are said to be of."""
    for child in entry.children:
        kind = child.attributes.get("type", "").partition(";")[0].strip().lower()
        if child.name == "link" and child.attributes.get("rel", "") in RELATIONS:
            yield child.attributes.get("href", "") or child.text, kind
        elif child.name == "enclosure":
            yield child.attributes.get("url", ""), kind


def _joined(base: str, link: str) -> str:
    try:
        return urljoin(base, link.strip()).partition("#")[0] if link.strip() else ""
    except ValueError:
        return ""
