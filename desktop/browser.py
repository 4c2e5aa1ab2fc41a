"""A seat's view as a page in the user's browser: written off the GUI thread, opened by the desktop."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from desktop.context import SeatContext
from layers.page.city import PageRequest, city_page
from layers.page.content import page_html
from services.connectors.files.writers import whole_file
from services.domain.refusals import Refusal
from services.settings import cache_folder

KEPT = 8  # pages of before, so that an open tab can be loaded anew
Outcome = Path | Exception


def open_view(
    context: SeatContext,
    request: PageRequest,
    on_done: Callable[[Outcome], None],
    opener: Callable[[QUrl], bool] = QDesktopServices.openUrl,
    folder: Path | None = None,
) -> None:
    """Writes the page of a view into the user's cache folder and opens it.

    `on_done` hears on the GUI thread where the page lies, or why there is none (a `Refusal`, else a bug). Personal data
    on a page are masked, and the file is the user's alone.
    """
    context.workers.ask(
        "browser",
        partial(write_view, context, request, folder or cache_folder() / "pages"),
        lambda path: on_done(_opened(path, opener)),
        on_done,
    )


def write_view(context: SeatContext, request: PageRequest, folder: Path) -> Path:
    """Writes the page, forgets the oldest ones; takes a second or more. Raises `Refusal` where it can't be written."""
    now = context.clock()
    page = city_page(context.services, request, context.words, context.tokens, now)
    path = folder / f"{context.kind}-{now:%Y%m%d-%H%M%S-%f}.html"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise Refusal(
            "files.unwritable", "{file} can't be written: {why}.", file=str(folder), why=error.strerror or ""
        ) from None
    with whole_file(path) as part:
        part.touch(mode=0o600)
        part.write_text(page_html(page), encoding="utf-8", newline="\n")
    for old in sorted(folder.glob(f"{context.kind}-*.html"))[:-KEPT]:
        old.unlink(missing_ok=True)
    return path


def _opened(path: Path, opener: Callable[[QUrl], bool]) -> Outcome:
    if opener(QUrl.fromLocalFile(str(path))):
        return path
    return Refusal("browser.none", "No browser could be opened. The page lies in {file}.", file=str(path))
