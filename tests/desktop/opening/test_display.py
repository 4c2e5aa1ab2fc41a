"""Qt is only tried where it can open a window; else a sentence names what is missing."""

from __future__ import annotations

import pytest

from desktop.opening import display
from services.domain.refusals import Refusal


def _all_but(*names: str) -> object:
    return lambda library: library not in names


def test_that_every_library_that_is_missing_on_x_is_named_at_once() -> None:
    has = _all_but("libxcb-icccm.so.4", "libxcb-keysyms.so.1")

    why = display.trouble({"DISPLAY": ":0"}, "linux", has)  # type: ignore[arg-type]

    assert why == (display.NO_LIBRARY, "libxcb-icccm4 libxcb-keysyms1")


def test_that_a_desktop_with_all_libraries_has_no_trouble() -> None:
    assert display.trouble({"DISPLAY": ":0"}, "linux", lambda library: True) is None


def test_that_without_a_display_that_is_what_is_said() -> None:
    assert display.trouble({}, "linux", lambda library: True) == (display.NO_DISPLAY, "")


@pytest.mark.parametrize(
    "environment",
    [{"QT_QPA_PLATFORM": "offscreen"}, {"WAYLAND_DISPLAY": "wayland-0"}, {"QT_QPA_PLATFORM": "vnc:size=8x8"}],
)
def test_that_x_is_not_asked_for_where_it_is_not_used(environment: dict[str, str]) -> None:
    assert display.trouble(environment, "linux", lambda library: False) is None


def test_that_a_machine_on_which_qt_cannot_be_loaded_is_refused_with_the_packages() -> None:
    with pytest.raises(Refusal) as refused:
        display.refuse_bare_machine(_all_but("libEGL.so.1", "libGL.so.1"), "linux")  # type: ignore[arg-type]

    assert refused.value.code == "display.no_library"
    assert refused.value.values["packages"] == "libegl1 libgl1"


def test_that_other_systems_are_not_asked_for_linux_libraries() -> None:
    display.refuse_bare_machine(lambda library: False, "win32")

    assert display.trouble({}, "darwin", lambda library: False) is None


def test_that_the_loader_knows_what_is_there() -> None:
    assert not display.has_library("libno-such-thing.so.99")
