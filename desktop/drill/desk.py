"""The drill at a desk: watermark and strip while one runs, the form that begins or ends it."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop.access.login_window import refused
from desktop.context import SeatContext
from desktop.drill.mark import DrillMark
from services.domain.drills import LiveDrill
from widgets.drill.form import DrillForm, ScriptLook
from widgets.drill.strip import DrillStrip
from widgets.emergency.strip import StripLook
from widgets.kit.icons import Icons
from widgets.theme.theme import Theme

DOT = " · "


class DrillDesk(QObject):
    """Made with a seat's window; `strip` is put where the seat has room for it."""

    def __init__(self, context: SeatContext, theme: Theme, icons: Icons, window: QWidget) -> None:
        super().__init__(window)
        self._context, self._theme, self._icons, self._window = context, theme, icons, window
        self.mark, self.strip = DrillMark(context, theme, window), DrillStrip(theme, window)
        self.form: DrillForm | None = None
        self.strip.clicked.connect(self.ask)
        self.mark.turned.connect(self._show)
        self._end_words = context.words.on_change(self._show)
        self._show()

    def close(self) -> None:
        """Ends what runs."""
        self._end_words()

    def ask(self) -> DrillForm:
        """Opens the form: to begin a drill, or to end the one that runs."""
        if self.form is not None:
            self.form.raise_()
            return self.form
        context, words = self._context, self._context.words
        lang = words.lang
        scripts = [
            ScriptLook(script.code, script.name(lang), script.purpose(lang), script.minutes, script.per_minute)
            for script in context.services.drills.scripts()
        ]
        runs = DOT.join(drill.name(lang) for drill in self.mark.running)
        self.form = form = DrillForm(self._theme, words, self._icons, scripts, runs, self._window)
        form.finished.connect(self._on_finished)
        officer, drills = context.officer.now, context.services.drills
        form.begun.connect(lambda code, minutes: self._carry(lambda: drills.start(code, officer, minutes)))
        form.ended.connect(lambda: self._carry(lambda: drills.stop(officer)))
        form.open()
        return form

    def _carry(self, work: object) -> None:
        """Off the GUI thread; the seat shows it when the fact comes back."""
        self._context.workers.ask("drill", work, self._on_done, self._on_trouble)  # type: ignore[arg-type]

    def _on_done(self, _: object) -> None:
        if self.form is not None:
            self.form.accept()

    def _on_trouble(self, error: Exception) -> None:
        if self.form is not None:
            self.form.refuse(refused(error, self._context.words))

    def _on_finished(self, _: int) -> None:
        self.form = None

    def _show(self) -> None:
        running = self.mark.running
        self.strip.show_look(self._look(running[0]) if running else None)

    def _look(self, drill: LiveDrill) -> StripLook:
        words, picture = self._context.words, self._context.situation.picture
        zone = picture.city.zone if picture is not None else drill.begun_at.tzinfo
        begun, end = (words.formats.clock(at.astimezone(zone)) for at in (drill.begun_at, drill.ends_at))
        text = DOT.join((words("Drill", ctx="drill"), drill.name(words.lang)))
        right = words("{begun} – {end}, none of it enters a figure", ctx="drill", begun=begun, end=end)
        return StripLook(0, text, right, f"{text}, {right}")
