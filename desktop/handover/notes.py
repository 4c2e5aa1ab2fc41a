"""The notes of a sheet while it is not signed: kept as a draft from the first letter, saved line by line."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from desktop.context import SeatContext
from desktop.operator.forms.drafts import Drafts
from desktop.operator.officer import at_desk
from services.domain.handover import Handover
from services.domain.refusals import Refusal

AGAIN = 3


class Notes(QObject):
    """`kept(Handover)` when what was written is saved, `failed(error)` when it is not: then the draft stays.

    Two seats may write on one sheet: a note goes onto what the other has saved meanwhile, line by line.
    """

    kept = Signal(object)
    failed = Signal(object)

    def __init__(self, context: SeatContext, drafts: Drafts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context, self._drafts = context, drafts
        self._handover: Handover | None = None
        self._unsaved: dict[str, str] = {}
        self._saving: dict[str, str] = {}
        drafts.loaded.connect(self._on_loaded)

    def show(self, handover: Handover) -> None:
        """Another sheet, or the same as it is kept now; what of it lies in a draft is saved."""
        if self._handover is None or self._handover.id != handover.id:
            self._unsaved = {}
        self._handover = handover
        self._restore()

    def all(self) -> dict[str, str]:
        """The notes by line, with what is not saved yet."""
        kept = dict(self._handover.notes) if self._handover is not None else {}
        return {**kept, **self._saving, **self._unsaved}

    def saved(self) -> bool:
        """Whether everything that was written is kept."""
        return not self._saving and not self._unsaved

    def type(self, key: str, text: str) -> None:
        """A note is being written: it goes into the draft."""
        if self._handover is not None:
            self._drafts.put(_name(self._handover), {**self._saving, **self._unsaved, key: text})

    def write(self, key: str, text: str) -> None:
        """A note is written: it is saved."""
        self._unsaved[key] = text
        self.type(key, text)
        self._save()

    # ---- inside --------------------------------------------------------------------------------------------------

    def _restore(self) -> None:
        handover = self._handover
        if handover is None:
            return
        draft = {str(key): str(text) for key, text in self._drafts.get(_name(handover)).items()}
        if handover.given_at is not None:
            return  # what came too late stays in the draft, and is shown nowhere as if it had been signed
        fresh = {key: text for key, text in draft.items() if handover.notes.get(key, "") != text}
        if fresh:
            self._unsaved = {**fresh, **self._unsaved}
            self._save()

    def _on_loaded(self) -> None:
        self._restore()

    def _save(self) -> None:
        handover = self._handover
        if handover is None or self._saving or not self._unsaved:
            return
        self._saving, self._unsaved = self._unsaved, {}
        desk, officer, mine = self._context.services.handovers, at_desk(self._context), dict(self._saving)

        def ask() -> Handover:
            base = handover
            for left in reversed(range(AGAIN)):
                try:
                    return desk.annotate(base.id, base.version, {**base.notes, **mine}, officer)
                except Refusal as refusal:
                    if refusal.code != "store.changed" or not left:
                        raise
                    base = desk.read(base.id)
            raise AssertionError("unreachable")

        self._context.workers.ask(f"notes {id(self)}", ask, self._take, self._on_trouble)

    def _take(self, handover: Handover) -> None:
        done, self._saving = self._saving, {}
        if self._handover is not None and self._handover.id == handover.id:
            self._handover = handover
        name, draft = _name(handover), self._drafts.get(_name(handover))
        left = {key: text for key, text in draft.items() if done.get(key) != text}
        self._drafts.put(name, left) if left else self._drafts.drop(name)
        self.kept.emit(handover)
        self._save()

    def _on_trouble(self, error: Exception) -> None:
        self._unsaved = {**self._saving, **self._unsaved}
        self._saving = {}
        self.failed.emit(error)


def _name(handover: Handover) -> str:
    return f"handover-{handover.id}"
