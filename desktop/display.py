"""Whether Qt can open a window here; asked before it is tried, since Qt aborts past any `except`."""

from __future__ import annotations

import ctypes.util
import os
import sys
from collections.abc import Mapping

from services.words import N_

NEEDED = {
    "xcb-cursor": "libxcb-cursor0",
    "xkbcommon": "libxkbcommon0",
    "EGL": "libegl1",
    "fontconfig": "libfontconfig1",
}
NO_DISPLAY = N_("There is no display here, so no window can be opened.")
NO_LIBRARY = N_("Qt needs the package {packages} to open a window. Install it: apt-get install {packages}")


def trouble(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> tuple[str, str] | None:
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
    missing = [package for library, package in NEEDED.items() if ctypes.util.find_library(library) is None]
    return (NO_LIBRARY, " ".join(missing)) if missing else None
