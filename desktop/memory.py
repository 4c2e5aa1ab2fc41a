"""What a seat remembers between two starts: layers, columns, splitters; a small JSON file in the user's folder."""

from __future__ import annotations

import contextlib
import json
import logging
from pathlib import Path
from typing import Any

log = logging.getLogger(__name__)


class Memory:
    """Values by name, written at once; a file that can't be read or written is no reason to stop."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._values: dict[str, Any] = {}
        if path is not None:
            with contextlib.suppress(OSError, ValueError):
                found = json.loads(path.read_text(encoding="utf-8"))
                self._values = found if isinstance(found, dict) else {}

    def get(self, name: str, default: Any = None) -> Any:
        """What was remembered, or the default."""
        return self._values.get(name, default)

    def put(self, name: str, value: Any) -> None:
        """Remembers a value (JSON)."""
        if self._values.get(name) == value:
            return
        self._values[name] = value
        if self._path is None:
            return
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            half = self._path.with_suffix(".part")
            half.write_text(json.dumps(self._values, ensure_ascii=False, indent=1), encoding="utf-8")
            half.replace(self._path)
        except OSError as error:
            log.warning("the seat's settings can't be kept: %s", error)
