"""Whether Qt can open a window here; asked before it is tried, since Qt aborts past any `except`."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable, Mapping

from services.domain.refusals import Refusal
from services.words import N_

# what Qt loads that its packages don't bring: the library and the Debian package that has it
NEEDED = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libgthread-2.0.so.0": "libglib2.0-0",
}
NEEDED_ON_X = {
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libX11-xcb.so.1": "libx11-xcb1",
}
NO_DISPLAY = N_("There is no display here, so no window can be opened.")
NO_LIBRARY = N_("Qt needs the package {packages} to open a window. Install it: apt-get install {packages}")


def has_library(name: str) -> bool:
    """Whether the loader finds a shared library: its own answer, which needs no compiler and no ldconfig."""
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def refuse_bare_machine(has: Callable[[str], bool] = has_library, platform: str = sys.platform) -> None:
    """Refuses where Qt can't be loaded at all, not even for a picture; names the packages that are missing."""
    missing = _missing(NEEDED, has) if platform.startswith("linux") else ""
    if missing:
        raise Refusal("display.no_library", NO_LIBRARY, packages=missing)


def trouble(
    environment: Mapping[str, str] = os.environ,
    platform: str = sys.platform,
    has: Callable[[str], bool] = has_library,
) -> tuple[str, str] | None:
    """Why no window can be opened: (sentence, package names), or None when one can."""
    if not platform.startswith("linux"):
        return None
    chosen = environment.get("QT_QPA_PLATFORM", "")
    if chosen.split(":")[0] in ("offscreen", "minimal", "vnc", "linuxfb", "eglfs"):
        return None
    if environment.get("WAYLAND_DISPLAY") and chosen != "xcb":
        return None
    if not environment.get("DISPLAY"):
        return NO_DISPLAY, ""
    missing = _missing(NEEDED_ON_X, has)
    return (NO_LIBRARY, missing) if missing else None


def _missing(needed: Mapping[str, str], has: Callable[[str], bool]) -> str:
    return " ".join(package for library, package in needed.items() if not has(library))
