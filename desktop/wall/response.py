"""The wall's line of an emergency response: level, plan, how long, who is there; over the map while one stands."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QWidget

from desktop.context import SeatContext
from desktop.emergency.desk import Musters
from desktop.emergency.words import DOT, EmergencyWords
from widgets.theme.theme import Theme
from widgets.wall.response import ResponsePane

HIGH, BELOW = 2.2, 0.4  # ems of the wall's text


class ResponseLine(ResponsePane):
    """`over(map)` takes the top of the map's box while a response stands, and gives what is left of it."""

    def __init__(self, context: SeatContext, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._context = context
        self._stood = False
        self.musters = Musters(context, self)
        self.hide()

    def over(self, city: QRectF) -> QRectF:
        """Lies over the top of a box; gives the rest."""
        em = self.em
        self._stood = bool(self.musters.standing)
        if not self._stood or city.height() < 3 * HIGH * em:
            self.hide()
            return city
        self.setGeometry(round(city.left()), round(city.top()), int(city.width()), round(HIGH * em))
        self.show()
        self.beat()
        return city.adjusted(0, (HIGH + BELOW) * em, 0, 0)

    def turned(self) -> bool:
        """Whether a response began, or the last one ended, since the panes were laid out."""
        return self._stood != bool(self.musters.standing)

    def beat(self) -> None:
        """One second: how long it stands."""
        standing = self.musters.standing
        if not standing:
            return
        context = self._context
        teller = EmergencyWords(
            context.words, context.situation.picture, context.clock(), context.services.emergencies.plans
        )
        level, plan, since, there = teller.parts(standing[0])
        short = context.words("Response {level}", ctx="emergency", level=standing[0].live.level.name)
        more = [context.words("{n} more", ctx="emergency", n=len(standing) - 1)] if len(standing) > 1 else []
        self.show_response(
            int(standing[0].live.level),
            (DOT.join((level, plan, *more)), DOT.join((level, plan)), DOT.join((short, plan)), short),
            (DOT.join((since, there)), there),
        )
