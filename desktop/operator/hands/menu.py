"""The desk's menu: figures and their cases, files, the browser, language, theme, size, keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from services.words import Words

LANGUAGES = {"zh_CN": "中文", "en": "English"}  # each in its own words
StepEntry = tuple[str, str, Callable[[], None]]
THEMES = ("dark", "light")


class DeskMenu(QMenu):
    """Fills itself each time it opens, so that figures and words are those of now.

    `orders` are the seat's by name; `figures` gives (key, text) of those that have cases; `open_figure(key)`,
    `choose_language(lang)` and `choose_theme(name)` are called; `steps` gives (text, key, what takes it) of what is
    chosen.
    """

    def __init__(
        self,
        words: Words,
        orders: Mapping[str, Callable[[], None]],
        figures: Callable[[], list[tuple[str, str]]],
        open_figure: Callable[[str], None],
        choose_language: Callable[[str], None],
        choose_theme: Callable[[str], None],
        theme_now: Callable[[], str],
        steps: Callable[[], Sequence[StepEntry]] = tuple,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._words, self._orders, self._figures = words, orders, figures
        self._open_figure, self._choose_language, self._choose_theme = open_figure, choose_language, choose_theme
        self._theme_now, self._steps = theme_now, steps
        self.aboutToShow.connect(self.fill)

    def fill(self) -> None:
        """The entries in the reader's language."""
        words = self._words
        self.clear()
        self._fill_steps()
        cases = self.addMenu(words("Cases behind a figure"))
        for key, text in self._figures():
            cases.addAction(text, lambda key=key: self._open_figure(key))
        self._add(words("New incident", ctx="order") + "…\tN", "new")
        self._add(words("Alarms in groups, or the rows of the queue", ctx="key") + "\tF8", "flood")
        self._add(words("Warnings, or the rows of the queue", ctx="key") + "\tF5", "warnings")
        self._add(words("A tone for new reds, or none", ctx="key"), "sound")
        self._add(words("Open this view in the browser"), "browser")
        self._add(words("Save the open incidents as a file…"), "save_incidents")
        self._add(words("Save the areas as a file…"), "save_areas")
        self._add(words("Catalogue and duties…"), "catalogue")
        self._add(words("Inbox") + "\tF7", "inbox")
        self._add(words("Emergency response") + "…\tShift+E", "emergency")
        self._add(words("Send a notice…"), "notice")
        self._add(words("Handover") + "…\tF2", "handover")
        self._add(words("Joint meetings", ctx="meeting") + "…\tF3", "meetings")
        self._add(words("Evaluation") + "\tF4", "evaluation")
        self._add(words("Base records") + "…\tShift+F4", "records")
        self._add(words("Portrait of risk") + "…\tCtrl+R", "portrait")
        self._add(words("Workbench of risk") + "…\tShift+F5", "workbench")
        self._add(words("Special actions") + "…\tShift+F2", "campaigns")
        self._add(words("Registry of sources") + "…\tShift+F3", "registry")
        self._add(words("Duty roster") + "…", "rota")
        self._add(words("Walls", ctx="window") + "…", "walls")
        self._add(words("Drill", ctx="drill") + "…", "drill")
        self.addSeparator()
        self._choices(words("Language"), LANGUAGES, words.lang, self._choose_language)
        looks = dict(zip(THEMES, (words("Dark"), words("Light")), strict=True))
        self._choices(words("Theme"), looks, self._theme_now(), self._choose_theme)
        size = self.addMenu(words("Size of the interface"))
        for text, order in (
            (words("Larger"), "larger"),
            (words("Smaller"), "smaller"),
            (words("The first size"), "first_size"),
        ):
            size.addAction(text, self._orders[order])
        self._add(words("The queue in a window of its own, or back", ctx="key") + "\tF11", "float_queue")
        self._add(words("The detail in a window of its own, or back", ctx="key") + "\tShift+F11", "float_detail")
        self._add(words("The first layout") + "\tF9", "restore")
        self.addSeparator()
        self._add(words("Keys"), "keys")
        self._add(words("About GridCommand"), "about")

    def _fill_steps(self) -> None:
        """The steps that may be taken with what is chosen, each with its key."""
        menu = self.addMenu(self._words("Steps"))
        found = self._steps()
        for text, key, take in found:
            menu.addAction(f"{text}\t{key}", take)
        if not found:
            menu.addAction(self._words("Choose an incident first.")).setEnabled(False)

    def _add(self, text: str, order: str) -> None:
        self.addAction(text, self._orders[order])

    def _choices(self, name: str, items: Mapping[str, str], now: str, choose: Callable[[str], None]) -> None:
        menu = self.addMenu(name)
        group = QActionGroup(menu)
        for key, text in items.items():
            action = QAction(text, group, checkable=True, checked=key == now)  # type: ignore[call-overload]
            action.triggered.connect(lambda _=False, key=key: choose(key))
            menu.addAction(action)
