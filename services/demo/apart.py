"""Makes a demo city in a process of its own, so that a window beside it stays alive while a processor is busy."""

from __future__ import annotations

import logging
import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event
from typing import Any

import shapely

from services.demo.make import make_city
from services.demo.profile import Profile
from services.demo.progress import Progress
from services.domain.refusals import Refusal
from services.store.engine import Database

log = logging.getLogger(__name__)
LOOK = 0.1  # seconds between two looks at whether to stop
PATIENCE = 20.0  # seconds that a process which was told to stop may take


def make_city_apart(
    database: Database,
    seed: int = 1,
    incidents: int | None = None,
    progress: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] | None = None,
    profile: str | Profile = "yongcheng",
) -> None:
    """As `make_city`, by the computer's own clock; waits for the other process, so call it on a thread.

    Raises what `make_city` raises, and RuntimeError where the process came to an end by itself. It writes in one
    transaction: a process that dies leaves nothing behind.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    asked = context.Event()
    url = database.url.render_as_string(hide_password=False)
    process = context.Process(
        target=_make, args=(url, seed, incidents, profile, theirs, asked), name="demo city", daemon=True
    )
    process.start()
    theirs.close()
    try:
        _follow(ours, asked, progress, stop)
    finally:
        asked.set()
        ours.close()
        process.join(PATIENCE)
        if process.is_alive():
            process.kill()
            process.join()


def _follow(
    ours: Connection, asked: Event, progress: Callable[[Progress], None] | None, stop: Callable[[], bool] | None
) -> None:
    """Hands on what the process tells until it has ended."""
    while True:
        if stop is not None and stop():
            asked.set()
        if not ours.poll(LOOK):
            continue
        try:
            kind, value = ours.recv()
        except EOFError:
            raise RuntimeError("the process that made the demo city died") from None
        if kind == "progress" and progress is not None:
            progress(_unpacked(value))
        elif kind == "refused":
            code, sentence, values = value
            raise Refusal(code, sentence, **values)
        elif kind == "failed":
            raise RuntimeError(value)
        elif kind == "made":
            return


def _make(url: str, seed: int, incidents: int | None, profile: str | Profile, pipe: Connection, asked: Event) -> None:
    """The other process."""
    try:
        database = Database(url)
        try:
            make_city(
                database, seed, incidents, lambda step: pipe.send(("progress", _packed(step))), asked.is_set, profile
            )
        finally:
            database.close()
    except Refusal as refusal:
        values = {key: value if isinstance(value, int | float) else str(value) for key, value in refusal.values.items()}
        pipe.send(("refused", (refusal.code, refusal.sentence, values)))
    except BrokenPipeError:
        log.info("nobody waits for the demo city any more")
    except Exception as bug:
        log.exception("the demo city could not be made")
        pipe.send(("failed", f"{type(bug).__name__}: {bug}"))
    else:
        pipe.send(("made", None))


def _packed(step: Progress) -> dict[str, Any]:
    shapes = {name: getattr(step, name) for name in ("borders", "outlines")}
    packed = {name: None if value is None else shapely.to_wkb(value) for name, value in shapes.items()}
    return {"step": step.step, "share": step.share, "points": step.points, **packed}


def _unpacked(packed: dict[str, Any]) -> Progress:
    shapes = {
        name: None if packed[name] is None else shapely.from_wkb(packed[name]) for name in ("borders", "outlines")
    }
    return Progress(packed["step"], packed["share"], points=packed["points"], **shapes)
