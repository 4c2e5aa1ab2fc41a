"""The outbox of a seat: what could not be sent is kept on disk and carried out, once, when the line is back."""

from __future__ import annotations

import logging
import threading
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from services.cases import outbox_files as files
from services.cases.desk import Desk
from services.cases.door import Door
from services.cases.evidence.keeping import Checked, EvidenceFiles, check_bytes, check_file
from services.cases.outbox_files import Waiting
from services.domain.incidents import Evidence, Report
from services.domain.orders import Order
from services.domain.people import Officer
from services.domain.refusals import Refusal
from services.store.engine import Database
from services.store.queries.outbox import city_mark, versions

log = logging.getLogger(__name__)
DAMAGED = (OSError, ValueError, KeyError, TypeError, AttributeError)


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of one sending: how many were carried out, which could not be applied, and what stopped it."""

    done: int
    refused: tuple[Waiting, ...] = ()
    trouble: Refusal | None = None


def is_of_the_line(error: Exception) -> bool:
    """Whether it says of the database, not of the order, that it did not work: the same may work later."""
    return isinstance(error, Refusal) and error.code.split(".", 1)[0] in ("store", "live")


class Outbox:
    """Orders and reports of one officer for one database, in a folder of their own (None: as long as the seat lasts).

    What is put here is on the disk when `put_order` and `put_report` return. Each is sent with its own key, so that
    one that was carried out just before a crash is not carried out again. Safe to use from any thread but the GUI's.
    """

    def __init__(
        self, folder: Path | None, database: Database, desk: Desk, door: Door, evidence: EvidenceFiles
    ) -> None:
        self._folder, self._database, self._desk, self._door, self._evidence = folder, database, desk, door, evidence
        self._lock, self._sending = threading.RLock(), threading.Lock()
        self._waiting: dict[str, Waiting] = {}
        self._held: dict[str, bytes] = {}  # attachments of a seat without a folder
        self._city = ""
        self.damaged: tuple[str, ...] = ()
        if folder is not None:
            self._load(folder)

    def waiting(self) -> tuple[Waiting, ...]:
        """Everything that was put here and not carried out, in the order that it was written."""
        with self._lock:
            return tuple(sorted(self._waiting.values(), key=lambda one: one.number))

    def learn_city(self) -> None:
        """Which database this is, while it can be reached: what is written later is for this one only."""
        with self._database.reading() as reader:
            self._city = city_mark(reader)

    # ---- putting -------------------------------------------------------------------------------------------------

    def put_order(self, order: Order, called: str, at: datetime) -> Waiting:
        """Keeps an order with the files that it names; raises `Refusal` where a file or the disk is no good."""
        proof = tuple(
            one if one.digest else self._hold(check_file(Path(one.uri)), one.kind) for one in order.details.evidence
        )
        order = replace(order, details=replace(order.details, evidence=proof))
        return self._put(Waiting(0, order.key, at, called, order=order, city=self._city))

    def put_report(self, report: Report, at: datetime) -> Waiting:
        """Keeps a new report; it gets a number of its own, by which a second sending is known."""
        key = uuid.uuid4().hex
        return self._put(Waiting(0, key, at, report=files.with_key(report, key), city=self._city))

    def _put(self, waiting: Waiting) -> Waiting:
        with self._lock:
            known = self._waiting.get(waiting.key)
            if known is not None:
                return known
            number = 1 + max((one.number for one in self._waiting.values()), default=0)
            return self._keep(replace(waiting, number=number))

    def _keep(self, waiting: Waiting) -> Waiting:
        if self._folder is not None:
            try:
                files.write(self._folder, waiting)
            except OSError as error:
                raise Refusal(
                    "outbox.unwritable",
                    "This can't be kept for later: {why}. What you wrote stays in the form.",
                    why=error,
                ) from error
        self._waiting[waiting.key] = waiting
        return waiting

    def _hold(self, checked: Checked, kind: str) -> Evidence:
        """Keeps a copy of a file: the one that was chosen may be gone when the line is back."""
        if self._folder is None:
            self._held[checked.digest] = checked.data
        else:
            try:
                files.store(self._folder / "files" / checked.digest, checked.data)
            except OSError as error:
                raise Refusal(
                    "outbox.unwritable",
                    "This can't be kept for later: {why}. What you wrote stays in the form.",
                    why=error,
                ) from error
        return Evidence(kind, checked.name, checked.digest)

    # ---- sending -------------------------------------------------------------------------------------------------

    def send(self, officer: Officer) -> Sent:
        """Carries out what waits, in its order; what can't be applied is marked with its reason and left.

        Ends at the first trouble of the line. A second sending at the same time does nothing.
        """
        if not self._sending.acquire(blocking=False):
            return Sent(0)
        done, refused = 0, []
        try:
            self.learn_city()
            for key in [one.key for one in self.waiting() if one.refused is None]:
                waiting = self._waiting.get(key)
                if waiting is None:
                    continue
                try:
                    self._send(waiting, officer)
                    done += 1
                except Refusal as refusal:
                    if is_of_the_line(refusal):
                        raise
                    refused.append(self._mark(waiting, refusal))
                except Exception:
                    log.exception("what waited could not be sent")
                    bug = Refusal("outbox.bug", "The program stumbled over this; the reason is in the log.")
                    refused.append(self._mark(waiting, bug))
        except Refusal as refusal:
            return Sent(done, tuple(refused), refusal)
        finally:
            self._sending.release()
        return Sent(done, tuple(refused))

    def _send(self, waiting: Waiting, officer: Officer) -> None:
        if waiting.city and waiting.city != self._city:
            raise Refusal(
                "outbox.another",
                "The database is another one, or was restored, since this was written. Look at it, then send it again.",
            )
        if waiting.order is not None:
            self._keep_files(waiting.order.details.evidence)
            done = self._desk.carry_out(waiting.order, officer)
            self._follow(waiting.order, done.version)
        elif waiting.report is not None:
            self._door.take(waiting.report, officer.login)
        self._forget(waiting)

    def _follow(self, order: Order, version: int) -> None:
        """What the same officer wrote next about the same case, knowing of this: it is meant for the version since."""
        if version != order.version + 1:
            return
        with self._lock:
            for other in self.waiting():
                held = other.order
                if held is None or held.key == order.key or other.refused is not None:
                    continue
                if (held.incident, held.version) == (order.incident, order.version):
                    self._keep(replace(other, order=replace(held, version=version)))

    def _keep_files(self, proof: Iterable[Evidence]) -> None:
        for one in proof:
            data = self._copy(one.digest)
            if data is not None:
                self._evidence.keep(check_bytes(data, one.uri), one.kind)

    def _copy(self, digest: str) -> bytes | None:
        if self._folder is None:
            return self._held.get(digest)
        try:
            return (self._folder / "files" / digest).read_bytes()
        except OSError:
            return None

    # ---- by hand -------------------------------------------------------------------------------------------------

    def send_again(self, key: str) -> None:
        """Lets one that could not be applied be sent with the next ones: to the case as it stands now."""
        with self._lock:
            waiting = self._waiting.get(key)
        if waiting is None:
            return
        self.learn_city()
        order = waiting.order
        if order is not None:
            with self._database.reading() as reader:
                now = versions(reader, [order.incident]).get(order.incident)
            if now is None:
                raise Refusal("desk.gone", "There is no such incident any more.")
            order = replace(order, version=now)
        with self._lock:
            self._keep(replace(waiting, order=order, refused=None, city=self._city))

    def discard(self, key: str) -> None:
        """It is not to be sent any more."""
        with self._lock:
            waiting = self._waiting.get(key)
            if waiting is not None:
                self._forget(waiting)

    def _mark(self, waiting: Waiting, refusal: Refusal) -> Waiting:
        with self._lock:
            return self._keep(replace(waiting, refused=refusal))

    def _forget(self, waiting: Waiting) -> None:
        with self._lock:
            self._waiting.pop(waiting.key, None)
            if self._folder is None:
                return
            try:
                files.remove(files.path_of(self._folder, waiting))
                needed = {proof.digest for one in self._waiting.values() for proof in _proof(one)}
                for proof in _proof(waiting):
                    if proof.digest not in needed:
                        files.remove(self._folder / "files" / proof.digest)
            except OSError as error:  # it is sent once more after the next start, and its key is known then
                log.warning("what was sent can't be taken off the disk: %s", error)

    def _load(self, folder: Path) -> None:
        damaged = []
        for path in sorted(folder.glob("*.json")):
            try:
                found = files.read(path)
            except DAMAGED as error:
                log.warning("%s can't be read and is left where it is: %s", path.name, error)
                damaged.append(path.name)
            else:
                self._waiting[found.key] = found
        self.damaged = tuple(damaged)


def _proof(waiting: Waiting) -> tuple[Evidence, ...]:
    held = waiting.order.details if waiting.order is not None else waiting.report
    return held.evidence if held is not None else ()
