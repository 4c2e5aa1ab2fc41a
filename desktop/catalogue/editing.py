"""The catalogue while it is edited: what is on the screen, what the services say of it, what is kept of it on disk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.context import SeatContext
from desktop.workers import said_of
from services.access.rights import Right, may
from services.catalogue import drafts
from services.catalogue.keeping import Keeper, Looked, Opened, Version
from services.catalogue.sheets import Draft, copied
from services.catalogue.showing import Shown
from services.catalogue.workbook import read_workbook, write_workbook
from services.domain.refusals import Refusal

PAUSE, KEEP = 250, 800  # ms after the last key: until it is looked at, until it is kept on disk


class Editing(QObject):
    """Holds the draft; every question goes to a worker.

    `loaded()` when another catalogue is on the screen, `looked()` when the newest draft was checked, `versioned()` when
    the history is there, `told(sentence)` for a person, `kept()` when the draft is safe on disk, `saved(version)`.
    """

    loaded, looked, versioned, kept = Signal(), Signal(), Signal(), Signal()
    told = Signal(str)
    saved = Signal(int)

    def __init__(self, context: SeatContext, parent: QObject | None = None, path: Path | None = None) -> None:
        super().__init__(parent)
        self._context, self._workers, self._words = context, context.workers, context.words
        self.keeper = Keeper(context.services.database)
        self._path = path or drafts.draft_path(str(context.services.database.url), context.officer.now.login)
        self.opened: Opened | None = None
        self.draft: Draft = {}
        self.why = ""
        self.found: Looked | None = None
        self.versions: list[Version] = []
        self.kept_at = 0
        self.busy = False
        self._base = self._round = 0
        self._alive = True
        self._look = QTimer(self, singleShot=True, interval=PAUSE)
        self._keep = QTimer(self, singleShot=True, interval=KEEP)
        self._look.timeout.connect(self.look)
        self._keep.timeout.connect(self._keep_draft)

    # ---- what is known -------------------------------------------------------------------------------------------

    def may_save(self) -> bool:
        """Whether the officer before the seat may change the catalogue."""
        return may(self._context.officer.now, Right.KEEP_CATALOGUE)

    def is_changed(self) -> bool:
        """Whether the draft differs from what holds."""
        return self.opened is not None and self.draft != self.opened.draft

    @property
    def base(self) -> int:
        """The version that the draft began at."""
        return self._base

    def shown(self) -> Shown:
        """How cells read in the reader's language."""
        opened = self.opened
        if opened is None:
            raise RuntimeError("nothing was opened yet")
        named = self.found.draft if self.found is not None else opened.draft
        return Shown(self._words, named, opened.book.catalogue, opened.areas)

    # ---- what is asked -------------------------------------------------------------------------------------------

    def load(self, with_draft: bool = True) -> None:
        """Opens the catalogue, and goes on with what was being written."""
        keeper, path = self.keeper, self._path

        def ask() -> tuple[Opened, drafts.Written | None, list[Version]]:
            return keeper.open(), drafts.read(path) if with_draft else None, keeper.versions()

        self._ask("load", ask, self._take_opened)

    def edited(self) -> None:
        """The draft on the screen was changed by hand."""
        self._round += 1
        self._look.start()
        self._keep.start()

    def write_why(self, why: str) -> None:
        """The reason as far as it was written."""
        if why != self.why:
            self.why = why
            self._keep.start()

    def look(self) -> None:
        """Lets the draft be checked."""
        if self.opened is None:
            return
        self._look.stop()
        keeper, draft, number = self.keeper, copied(self.draft), self._round
        self._ask("look", lambda: (number, keeper.look(draft)), self._take_looked)

    def save(self) -> None:
        """Saves the draft as a new version."""
        keeper, draft, base = self.keeper, copied(self.draft), self._base
        officer, why, path = self._context.officer.now, self.why, self._path

        def ask() -> int:
            version = keeper.save(draft, base, officer, why)
            drafts.forget(path)
            return version

        self._act(ask, self._take_saved)

    def roll_back(self, version: int, why: str) -> None:
        """Lets what stood in an older version hold again."""
        keeper, base, officer, path = self.keeper, self._base, self._context.officer.now, self._path

        def ask() -> int:
            made = keeper.roll_back(version, base, officer, why)
            drafts.forget(path)
            return made

        self._act(ask, self._take_saved)

    def discard(self) -> None:
        """Gives up what was written."""
        path = self._path
        self._keep.stop()
        self._ask("forget", lambda: drafts.forget(path), lambda _: self.load(with_draft=False))

    def export_to(self, path: Path) -> None:
        """Writes the draft as it is on the screen to a spreadsheet."""
        draft, shown, words = copied(self.draft), self.shown(), self._words
        n = words.formats.integer
        self._act(
            lambda: write_workbook(path, draft, shown, words),
            lambda rows: self._tell(words("{rows} rows are in {file}.", rows=n(rows), file=path.name)),
        )

    def import_from(self, path: Path) -> None:
        """Takes the sheets of a spreadsheet into the draft; nothing is saved yet."""
        keeper = self.keeper
        self._act(lambda: (path, read_workbook(path, keeper.languages)), self._take_imported)

    # ---- what comes back -----------------------------------------------------------------------------------------

    def _take_opened(self, answer: tuple[Opened, drafts.Written | None, list[Version]]) -> None:
        opened, written, self.versions = answer
        self.opened, self.found, self._base = opened, None, opened.version
        self.draft, self.why = copied(opened.draft), ""
        if written is not None and written.draft != opened.draft:
            self.draft, self.why, self.kept_at = written.draft, written.why, written.at
            if written.base != opened.version:
                told = self._words(
                    "This draft was begun at version {base}; now version {now} holds. What differs is listed.",
                    base=written.base,
                    now=opened.version,
                )
                self._tell(told)
            else:
                self._tell(self._words("Here is the draft that you were writing."))
        self._round += 1
        self.loaded.emit()
        self.versioned.emit()
        self.look()

    def _take_looked(self, answer: tuple[int, Looked]) -> None:
        number, found = answer
        if number != self._round:
            return
        self.found = found
        for key, rows in found.draft.items():
            for mine, theirs in zip(self.draft[key], rows, strict=False):
                mine.update(theirs)
        self.looked.emit()

    def _take_saved(self, version: int) -> None:
        self._keep.stop()
        self._tell(self._words("Saved as version {version}.", version=version))
        self.saved.emit(version)
        self.load(with_draft=False)

    def _take_imported(self, answer: tuple[Path, Draft]) -> None:
        path, sheets = answer
        self.draft = copied(self.draft | sheets)
        self._tell(self._words("{file} is in the draft. Nothing was saved yet.", file=path.name))
        self.found = None
        self.loaded.emit()
        self.edited()

    # ---- how it is asked -----------------------------------------------------------------------------------------

    def _ask(self, name: str, question: Callable[[], Any], then: Callable[[Any], None]) -> None:
        self._workers.ask(
            f"catalogue {name} {id(self)}",
            question,
            lambda answer: then(answer) if self._alive else None,
            self._on_trouble,
        )

    def _act(self, question: Callable[[], Any], then: Callable[[Any], None]) -> None:
        """One thing at a time that a button does."""
        if self.busy:
            return
        self.busy = True
        self.looked.emit()

        def done(answer: Any) -> None:
            self.busy = False
            then(answer)
            self.looked.emit()

        self._ask("act", question, done)

    def _on_trouble(self, error: Exception) -> None:
        if not self._alive:
            return
        self.busy = False
        self._tell(said_of(error, self._words))
        if isinstance(error, Refusal) and error.code == "catalogue.conflict":
            self._keep_draft(self.load)  # not beside it: what was read before it was kept would show another's words
        self.looked.emit()

    def _tell(self, sentence: str) -> None:
        self.told.emit(sentence)

    def _keep_draft(self, then: Callable[[], None] | None = None) -> None:
        self._keep.stop()
        if self.opened is None or not (self.is_changed() or self.why):
            if then is not None:
                then()
            return
        now = round(self._context.clock().timestamp() * 1000)
        written, path = drafts.Written(self._base, copied(self.draft), self.why, now), self._path

        def kept(_: None) -> None:
            self.kept_at = now
            self.kept.emit()
            if then is not None:
                then()

        self._ask("keep", lambda: drafts.keep(path, written), kept)

    def close(self) -> None:
        """Keeps what is not kept yet and listens no more."""
        if self._keep.isActive():
            self._keep_draft()
        self._look.stop()
        self._alive = False
