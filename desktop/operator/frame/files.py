"""Files that a desk saves: the open incidents or the areas, written off the GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.context import SeatContext
from services.access.rights import Right, refuse_unless
from services.connectors.files.exports import export_areas, export_incidents
from services.domain.case_filter import CaseFilter
from services.words import N_

KINDS = "GeoPackage (*.gpkg);;GeoJSON (*.geojson);;CSV (*.csv)"
INCIDENTS_SAVED = N_("Incidents saved in {path}, personal data masked: {n}")
AREAS_SAVED = N_("Areas saved in {path}: {n}")


class Files:
    """Asks where to, writes, and tells what came of it: `tell(sentence, **values)`."""

    def __init__(self, context: SeatContext, tell: Callable[..., None]) -> None:
        self._context, self._tell = context, tell

    def ask_incidents(self, parent: QWidget) -> None:
        """Asks for a file for the open incidents."""
        self._ask(parent, self._context.words("Save the open incidents as a file…"), self.save_incidents)

    def ask_areas(self, parent: QWidget) -> None:
        """Asks for a file for the areas."""
        self._ask(parent, self._context.words("Save the areas as a file…"), self.save_areas)

    def save_incidents(self, path: Path) -> None:
        """Writes the open incidents that the officer sees, personal data masked."""
        database, holder = self._context.services.database, self._context.officer
        chosen = CaseFilter(open_only=True, scope=holder.scope)

        def write() -> int:
            refuse_unless(holder.now, Right.EXPORT)
            return export_incidents(database, path, chosen)

        self._write(path, write, INCIDENTS_SAVED)

    def save_areas(self, path: Path) -> None:
        """Writes the areas that hold now."""
        database = self._context.services.database
        self._write(path, lambda: export_areas(database, path), AREAS_SAVED)

    def _ask(self, parent: QWidget, title: str, save: Callable[[Path], None]) -> None:
        path, _ = QFileDialog.getSaveFileName(parent, title.rstrip("…"), str(Path.home()), KINDS)
        if path:
            save(Path(path))

    def _write(self, path: Path, write: Callable[[], int], sentence: str) -> None:
        integer = self._context.words.formats.integer
        self._context.workers.ask(
            f"file {path}", write, lambda count: self._tell(sentence, n=integer(count), path=path)
        )
