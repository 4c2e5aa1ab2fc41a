"""The kernels as the engine sees them: absent, being compiled in a child process, or ready."""

from __future__ import annotations

import importlib
import logging
import subprocess
import sys
import threading
from functools import lru_cache
from pathlib import Path
from typing import Any

from layers.raster import numba_cache
from layers.raster.sprites import Look, Sprites

log = logging.getLogger(__name__)
ROOT = Path(__file__).resolve().parents[2]
WARM_UP = "from layers.raster import warm_up; warm_up.run()"


class _Kernels:
    """Where the compiled kernels are, once they are there."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.function: Any = None
        self.begun: threading.Thread | None = None
        self.listeners: list[Any] = []


@lru_cache(maxsize=1)
def _kernels() -> _Kernels:
    return _Kernels()


def ready() -> bool:
    """Whether frames can be drawn by kernels right now; begins to make them ready at the first question."""
    state = _kernels()
    if state.function is None and state.begun is None:
        warm_up_soon()
    return state.function is not None


def pending() -> bool:
    """Whether kernels are still being made ready."""
    state = _kernels()
    return state.function is None and (state.begun is None or state.begun.is_alive())


def draw_bands(*arguments: Any) -> None:
    """The compiled kernel of `kernel_band`."""
    _kernels().function(*arguments)


def on_ready(call: Any) -> None:
    """Calls once, on a thread of its own, when the kernels get ready; at once where they are."""
    state = _kernels()
    with state.lock:
        if state.function is None:
            state.listeners.append(call)
            return
    call()


def warm_up_soon() -> None:
    """Compiles in a child process (type inference would hold this one's lock), then loads from the cache."""
    state = _kernels()
    with state.lock:
        if state.begun is None:
            state.begun = threading.Thread(target=_warm_up, args=(state,), name="kernels", daemon=True)
            state.begun.start()


def wait(timeout: float = 120.0) -> bool:
    """Waits until the kernels are ready (tests, benchmarks, screenshots); False where there are none."""
    ready()
    thread = _kernels().begun
    if thread is not None:
        thread.join(timeout)
    return ready()


def _warm_up(state: _Kernels) -> None:
    if not numba_cache.prepare():
        log.info("no numba here: numpy draws the map")
        return
    try:
        warm = importlib.import_module("layers.raster.warm_up")
        if not warm.is_cached():
            subprocess.run([sys.executable, "-c", WARM_UP], cwd=ROOT, check=False, capture_output=True, timeout=300)
        function = warm.run()
    except Exception:
        log.exception("the kernels can't be compiled: numpy draws the map")
        return
    with state.lock:
        state.function = function
        listeners, state.listeners = state.listeners, []
    for call in listeners:
        call()


@lru_cache(maxsize=1)
def no_sprites() -> Sprites:
    """Sprites for scenes without markers."""
    nothing = Look(1.0, 0, 0)
    return Sprites.of((nothing, nothing, nothing, nothing), 0, 0.0)
