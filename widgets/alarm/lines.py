"""The lines of a flood as Qt sees them."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any, cast

from PySide6.QtCore import Qt

from widgets.alarm.looks import LineKind, LineLook
from widgets.tables.keyed_rows import Index, KeyedRows


class AlarmLines(KeyedRows):
    """One line each, told apart by its kind and key."""

    def key_of(self, look: Any) -> Hashable:
        return look.kind, look.key

    def spoken(self, look: Any) -> str:
        return str(look.spoken or look.title)

    def show_lines(self, lines: Sequence[LineLook]) -> None:
        """Other lines; those that only say something else keep their places."""
        self.put(lines)

    def line(self, at: int) -> LineLook | None:
        """The line at a position."""
        return cast("LineLook | None", self.look(at))

    def position_of(self, kind: LineKind, key: int) -> int:
        """Where a line stands, -1 for nowhere."""
        return self.at_key((kind, key))

    def lines(self) -> tuple[LineLook, ...]:
        """All of them."""
        return self.looks()

    def flags(self, index: Index) -> Qt.ItemFlag:
        found = self.line(index.row())
        if found is None or found.kind is LineKind.HEAD:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
