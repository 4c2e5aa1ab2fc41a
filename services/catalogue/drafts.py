"""What somebody was writing in the catalogue, kept on this machine until it is saved or given up."""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from services.catalogue.sheets import Draft, copied
from services.domain.refusals import Refusal
from services.settings import data_folder

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Written:
    """A draft with the version it began at, the reason as far as it was written, and when (ms since the epoch)."""

    base: int
    draft: Draft
    why: str
    at: int


def draft_path(database: str, login: str) -> Path:
    """Where the draft of an officer for a database lies."""
    digest = hashlib.sha256(f"{database}\n{login}".encode()).hexdigest()[:16]
    return data_folder() / "drafts" / f"catalogue-{digest}.json"


def keep(path: Path, written: Written) -> None:
    """Keeps a draft, whole or not at all; raises `Refusal` where this machine can't."""
    part = path.with_suffix(f".{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(json.dumps(asdict(written), ensure_ascii=False), encoding="utf-8")
        part.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        sentence = "What you write can't be kept on this machine until it is saved: {why}."
        raise Refusal("catalogue.draft", sentence, why=error.strerror or str(error)) from error


def read(path: Path) -> Written | None:
    """The draft that was kept; None where there is none or it can't be read."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return Written(int(found["base"]), copied(found["draft"]), str(found["why"]), int(found["at"]))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        log.warning("the catalogue's draft in %s can't be read: %s", path, error)
        return None


def forget(path: Path) -> None:
    """The draft was saved or given up."""
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)
