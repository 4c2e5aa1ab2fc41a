"""Keeps what is attached to a step: checked, by its digest, in the database, so that every seat sees it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from services.cases.evidence.contents import BY_MEDIA, Content, content_of, refuse_size
from services.cases.evidence.names import clean_name
from services.cases.evidence.pictures import position_of, stripped
from services.domain.incidents import Evidence
from services.domain.orders import Order
from services.domain.refusals import Refusal
from services.store.engine import Database
from services.store.queries import files


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that may be kept: its harmless name, what it is, its bytes and their SHA-256.

    `position`: longitude and latitude (WGS 84) that a camera wrote into it, to be offered, never taken unasked.
    """

    name: str
    content: Content
    data: bytes
    digest: str
    position: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """What the database has of an attachment: its media type and size in bytes."""

    content: Content
    size: int


def check_file(path: Path) -> Checked:
    """Reads a file and finds out what it holds; raises `Refusal` where it is gone, too large, or not to be kept."""
    try:
        refuse_size(path.stat().st_size)
        data = path.read_bytes()
    except OSError as error:
        raise Refusal(
            "evidence.unreadable", "The file {name} can't be read. Choose it again.", name=path.name
        ) from error
    return check_bytes(data, path.name)


def check_bytes(data: bytes, name: str) -> Checked:
    """The same for bytes that came another way."""
    content = content_of(data)
    return Checked(
        clean_name(name, content.suffix), content, data, digest_of(data), position_of(data, content.media)
    )  # fmt: skip


def digest_of(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


class EvidenceFiles:
    """Attachments by digest; each content is kept once. Safe to use from any thread, never from the GUI's."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, checked: Checked, kind: str = "") -> Evidence:
        """Keeps a content and gives what a step refers to it by; the same content again changes nothing."""
        with self._database.reading() as reader:
            there = bool(files.known_blobs(reader, [checked.digest]))
        if not there:
            with self._database.unit() as unit:
                files.put_blob(unit, checked.digest, checked.content.media, checked.data)
                unit.commit()
        return Evidence(kind or checked.content.family, checked.name, checked.digest)

    def attach(self, order: Order) -> Order:
        """The order with the files that it names kept; raises `Refusal` for the first that can't be."""
        proof = tuple(
            one if one.digest else self.keep(check_file(Path(one.uri)), one.kind) for one in order.details.evidence
        )
        return replace(order, details=replace(order.details, evidence=proof)) if proof else order

    def known(self, evidence: Iterable[Evidence]) -> dict[str, Kept]:
        """What is there of these, by digest; what is missing is missing here."""
        wanted = {one.digest for one in evidence if one.digest}
        if not wanted:
            return {}
        with self._database.reading() as reader:
            found = files.known_blobs(reader, wanted)
        return {
            digest: Kept(BY_MEDIA[media], size) for digest, (media, size) in found.items() if media in BY_MEDIA
        }  # fmt: skip

    def read(self, digest: str) -> tuple[Content, bytes]:
        """A content as it was attached; raises `Refusal` where it is missing or was changed since."""
        with self._database.reading() as reader:
            found = files.blob(reader, digest)
        if found is None or found[0] not in BY_MEDIA:
            raise Refusal("evidence.missing", "What was attached is missing: the database does not have it any more.")
        media, data = found
        if digest_of(data) != digest:
            raise Refusal(
                "evidence.changed", "What was attached was changed since: it is not what its digest says. Report it."
            )
        return BY_MEDIA[media], data

    def position(self, digest: str) -> tuple[float, float] | None:
        """Longitude and latitude (WGS 84) that a camera wrote into a kept photo; None without, or where it is gone."""
        try:
            content, data = self.read(digest)
        except Refusal:
            return None
        return position_of(data, content.media)

    def shared(self, digest: str) -> tuple[Content, bytes]:
        """A copy to give away: a photo without the place, time and maker that its camera wrote into it."""
        content, data = self.read(digest)
        return content, stripped(data, content.media) if content.media.startswith("image/") else data
