from __future__ import annotations

import pytest

from desktop.briefing.sizes import LEAST_ZOOM, is_narrow, page_zoom


@pytest.mark.parametrize(("size", "zoom"), [((1920, 1080), 1.0), ((3840, 2160), 2.0), ((2560, 1440), 4 / 3)])
def test_that_a_page_is_scaled_as_a_whole(size, zoom):
    assert not is_narrow(*size)
    assert page_zoom(*size) == pytest.approx(zoom)


@pytest.mark.parametrize("size", [(1080, 1920), (1280, 720), (1366, 768), (800, 600), (1280, 1024)])
def test_that_small_and_narrow_screens_keep_the_type_readable(size):
    assert is_narrow(*size)
    assert page_zoom(*size) >= LEAST_ZOOM


def test_that_a_very_wide_screen_goes_by_its_height():
    assert page_zoom(5120, 1440) == pytest.approx(1440 / 1080)
