"""The foot of a wall: the heart beat, the time of the data, the channels, what is old, and the play list."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF

from widgets.kit.scribe import Scribe
from widgets.wall.pane import StripPane

STEPS = 10
BEAT_WIDTH, BEAT_HEIGHT = 2.5, 0.8  # ems of the text


@dataclass(frozen=True, slots=True)
class FootShown:
    """`data` and `sources` in words; `old` are the channels that have gone quiet; `trouble` is the one quiet line, in
    several wordings, longest first.
    """

    data: str
    sources: str
    old: tuple[str, ...]
    trouble: tuple[str, ...]
    scenes: tuple[str, ...]
    current: int
    alive: bool


class FootPane(StripPane):
    """One step each second; the scene that is shown has the rule above it, filled as far as its time has gone."""

    _shown: FootShown | None = None
    step = 0
    progress = 0.0

    def show_foot(self, shown: FootShown) -> None:
        """Shows other words."""
        if shown != self._shown:
            self._shown = shown
            lines = [shown.data, shown.sources, *shown.old, *shown.trouble[:1]]
            self.say(shown.scenes[shown.current] if shown.scenes else shown.data, lines)
            self.update()

    def beat(self, progress: float) -> None:
        """One second; `progress` 0–1 of the scene's time. The heart rests while the line is cut."""
        if self._shown is not None and self._shown.alive:
            self.step = (self.step + 1) % STEPS
        self.progress = progress
        self.update()

    def draw(self, scribe: Scribe, box: QRectF) -> None:
        shown, em = self._shown, self.em
        if shown is None:
            return
        self.rule(scribe, box.top() + 1, box.left(), box.right())
        first, last = self.first(), self.last()
        # while the line is cut its reason takes the play list's room
        left = last.right() + 1.5 * em if shown.trouble and not self.screens else self._play_list(scribe, last, shown)
        if not self.screens:
            first = QRectF(first.left(), first.top(), left - 1.5 * em - first.left(), first.height())
        self._heart(scribe, first, shown.alive)
        x = first.left() + (BEAT_WIDTH + 0.8) * em
        x = self._text(scribe, first, x, shown.data, "text.secondary")
        if shown.trouble:
            wording = scribe.choice(shown.trouble, first.right() - x, em)
            self._text(scribe, first, x, wording, "text.primary", cut=True)
            return
        x = self._text(scribe, first, x, shown.sources, "text.secondary")
        for text in shown.old:
            width = scribe.width(text, em)
            if x + width + 0.6 * em > first.right():
                break
            since = len(scribe.written)
            scribe.line(
                text, QRectF(x + 0.3 * em, first.top(), width + 1, first.height()), em, self.tone("text.tertiary")
            )
            plate = QRectF(x, first.center().y() - 0.75 * em, width + 0.6 * em, 1.5 * em)
            scribe.hatch(plate, 0.12 * em, since)
            x = plate.right() + 0.8 * em

    def _text(self, scribe: Scribe, box: QRectF, x: float, text: str, tone: str, cut: bool = False) -> float:
        width = scribe.width(text, self.em)
        if not cut and x + width > box.right():
            return x
        place = QRectF(x, box.top(), max(0.0, box.right() - x), box.height())
        return x + scribe.line(text, place, self.em, self.theme.colour(tone)) + 1.1 * self.em

    def _heart(self, scribe: Scribe, box: QRectF, alive: bool) -> None:
        em = self.em
        pitch = BEAT_WIDTH * em / STEPS
        for at in range(STEPS):
            lit = alive and at == self.step
            bar = QRectF(
                box.left() + at * pitch, box.center().y() - BEAT_HEIGHT * em / 2, pitch * 0.45, BEAT_HEIGHT * em
            )
            scribe.painter.fillRect(bar, self.theme.colour("text.primary" if lit else "line.strong"))

    def _play_list(self, scribe: Scribe, box: QRectF, shown: FootShown) -> float:
        """The names of the scenes from the right; only the current one where they don't all fit. Gives its left end."""
        em, gap = self.em, 1.1 * self.em
        names = list(enumerate(shown.scenes))
        total = sum(scribe.width(name, em) for _, name in names) + gap * (len(names) - 1)
        if total > box.width() * (0.42 if not self.screens else 1.0):
            names = [names[shown.current]] if names else []
            total = sum(scribe.width(name, em) for _, name in names)
        x = left = box.right() - total
        for at, name in names:
            width = scribe.width(name, em)
            tone = "text.primary" if at == shown.current else "text.tertiary"
            scribe.line(name, QRectF(x, box.top(), width + 1, box.height()), em, self.theme.colour(tone))
            if at == shown.current:
                high = max(2.0, em / 12)
                scribe.painter.fillRect(QRectF(x, box.top(), width, high), self.theme.colour("line.strong"))
                scribe.painter.fillRect(
                    QRectF(x, box.top(), width * self.progress, high), self.theme.colour("text.primary")
                )
            x += width + gap
        return left
