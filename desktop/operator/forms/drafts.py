"""What is being typed at a desk, kept on disk within half a second: nothing is lost by a crash."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import re
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop.context import SeatContext
from services.settings import data_folder

log = logging.getLogger(__name__)
GATHER_SECONDS = 0.15  # keys that follow each other are written together, well within half a second
NAME = re.compile(r"[^A-Za-z0-9_-]+")
Values = Mapping[str, Any]


class Drafts(QObject):
    """Drafts by key (letters, digits, dashes), each a JSON object in a file of its own that only its owner may read.

    Reading is from memory, writing on a thread of its own: nothing here waits. `saved(key)` when a draft has reached
    the disk, `unsaved(key, error)` when it could not, `loaded()` when those of before are known. Without a folder
    drafts last as long as the seat.
    """

    saved = Signal(str)
    unsaved = Signal(str, object)
    loaded = Signal()

    def __init__(self, folder: Path | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._known: dict[str, dict[str, Any]] = {}
        self._waiting: dict[str, tuple[Path, dict[str, Any] | None]] = {}
        self._lock, self._wake, self._end = threading.Lock(), threading.Event(), threading.Event()
        self.is_loaded = folder is None
        self._thread: threading.Thread | None = None
        if folder is not None:
            self._thread = threading.Thread(target=self._run, name="drafts", daemon=True)
            self._thread.start()

    def get(self, key: str) -> dict[str, Any]:
        """The draft of that key; empty where there is none."""
        with self._lock:
            return dict(self._known.get(key, {}))

    def keys(self) -> tuple[str, ...]:
        """Of which there are drafts."""
        with self._lock:
            return tuple(self._known)

    def put(self, key: str, values: Values) -> None:
        """Keeps a draft in the place of the one before."""
        self._write(key, dict(values))

    def drop(self, key: str) -> None:
        """The draft is not needed any more."""
        self._write(key, None)

    def close(self) -> None:
        """Writes what still waits and ends the thread."""
        self._end.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    # ---- the thread ----------------------------------------------------------------------------------------------

    def _write(self, key: str, values: dict[str, Any] | None) -> None:
        with self._lock:
            if values is None:
                if self._known.pop(key, None) is None:
                    return
            elif self._known.get(key) == values:
                return
            else:
                self._known[key] = values
            if self._folder is not None:
                self._waiting[key] = (self._folder / f"{NAME.sub('-', key)}.json", values)
        self._wake.set()
        if self._folder is None:
            self.saved.emit(key)

    def _run(self) -> None:
        self._load()
        while True:
            self._wake.wait()
            self._end.wait(GATHER_SECONDS)
            self._wake.clear()
            with self._lock:
                waiting, self._waiting = self._waiting, {}
            for key, (path, values) in waiting.items():
                self._store(key, path, values)
            if self._end.is_set() and not self._waiting:
                return

    def _load(self) -> None:
        assert self._folder is not None
        found = {}
        for path in sorted(self._folder.glob("*.json")):
            try:
                text = json.loads(path.read_text(encoding="utf-8"))
                found[str(text["key"])] = dict(text["values"])
            except (OSError, ValueError, KeyError, TypeError) as error:
                log.warning("the draft %s can't be read: %s", path.name, error)
        with self._lock:
            self._known = found | self._known
        self.is_loaded = True
        self._say(self.loaded)

    def _store(self, key: str, path: Path, values: dict[str, Any] | None) -> None:
        try:
            if values is None:
                path.unlink(missing_ok=True)
                return
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            half = path.with_suffix(".part")
            handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)  # it may hold personal words
            with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as file:
                json.dump({"key": key, "values": values}, file, ensure_ascii=False)
                file.flush()
                os.fsync(file.fileno())
            half.replace(path)
        except (OSError, TypeError, ValueError) as error:
            log.warning("the draft %s can't be kept: %s", key, error)
            self._say(self.unsaved, key, error)
        else:
            self._say(self.saved, key)

    @staticmethod
    def _say(signal: Any, *values: object) -> None:
        try:
            signal.emit(*values)
        except RuntimeError:  # the seat is gone
            log.debug("a draft was written after its seat had gone")


def drafts_of(context: SeatContext, parent: QObject | None = None) -> Drafts:
    """The drafts of this seat's officer for this database; in memory alone where nothing is to be left behind."""
    if context.still:
        return Drafts(None, parent)
    city = hashlib.sha256(context.services.database.url.render_as_string(hide_password=True).encode()).hexdigest()[:16]
    officer = NAME.sub("-", context.officer.now.login) or "desk"
    return Drafts(data_folder() / "drafts" / city / officer, parent)
