"""Attachments of a case: small pictures read off the GUI thread, opened as copies that only this user may read."""

from __future__ import annotations

import os

import pytest
from PySide6.QtGui import QColor, QDesktopServices, QImage
from PySide6.QtWidgets import QToolButton

from desktop.operator.evidence_desk import EvidenceDesk
from services.cases.evidence.keeping import check_file
from services.domain.incidents import Evidence
from widgets.kit.icons import Icons


@pytest.fixture
def desk(make_context, theme_of, qtbot):
    context = make_context()
    theme = theme_of(context)
    made = EvidenceDesk(context, theme, Icons(theme), context.situation)
    qtbot.addWidget(made.panel)
    yield made
    made.close()


@pytest.fixture
def photo(services, tmp_path) -> Evidence:
    """A photo that the database keeps."""
    image = QImage(320, 200, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    path = tmp_path / "现场.jpg"
    image.save(str(path))
    return services.evidence.keep(check_file(path), "before")


def test_that_a_kept_photo_is_shown_small_with_what_it_shows(desk, photo, qtbot) -> None:
    desk.show((photo,))
    qtbot.waitUntil(lambda: len(desk.panel.looks()) == 1)
    look = desk.panel.looks()[0]
    assert look.label == "处置前"
    assert look.image is not None
    assert not look.missing


def test_that_what_is_gone_looks_missing_and_is_not_opened(desk, qtbot) -> None:
    desk.show((Evidence("photo", "gone.jpg", "0" * 64),))
    qtbot.waitUntil(lambda: len(desk.panel.looks()) == 1)
    assert "gone.jpg" in desk.panel.looks()[0].missing
    assert not desk.panel.findChild(QToolButton).isEnabled()


def test_that_opening_gives_the_viewer_a_copy_that_is_this_users_alone(desk, photo, qtbot, monkeypatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()) or True)
    desk.show((photo,))
    qtbot.waitUntil(lambda: len(desk.panel.looks()) == 1)
    desk.panel.opened.emit(0)
    qtbot.waitUntil(lambda: bool(opened))
    assert opened[0].endswith(".jpg")
    if os.name != "nt":
        assert os.stat(opened[0]).st_mode & 0o077 == 0
    desk.close()
    assert not os.path.exists(opened[0])


def test_that_a_case_without_attachments_has_no_strip(desk, photo, qtbot) -> None:
    desk.show((photo,))
    qtbot.waitUntil(lambda: len(desk.panel.looks()) == 1)
    desk.forget()
    assert desk.panel.isHidden()
