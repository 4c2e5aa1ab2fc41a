"""Dispatch advice beside a case: fetched off the GUI thread, kept true by facts, put into words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QObject, Signal

from desktop.context import SeatContext
from desktop.operator.near.asking import Asking, Question
from services.cases.routing.advise import LIKELY, Advice, Asked
from services.live.advance import Touched
from services.live.picture import Picture
from services.words import Words
from widgets.panels.advice_panel import AdviceLook, AdvicePanel
from widgets.panels.choice_rows import ChoiceLook
from widgets.theme.theme import Theme

AGAIN_MILLIS = 1_500
TYPED_MILLIS = 400


class AdviceDesk(Asking):
    """What the advice panel shows. `advice` is the one that stands there, None while there is none.

    Signals: `advised(Advice | None)` when other advice has come, for a form to be filled with (never without a person
    who confirms it); `owner_chosen(code)` when a department was picked from the panel.
    """

    advised = Signal(object)
    owner_chosen = Signal(str)

    def __init__(self, context: SeatContext, theme: Theme, parent: QObject) -> None:
        self.panel = AdvicePanel(theme, context.words)
        self.advice: Advice | None = None
        super().__init__(context, "advice", parent, AGAIN_MILLIS, TYPED_MILLIS)
        self.panel.owner_chosen.connect(self.owner_chosen)

    def show(self, incident: int) -> None:
        """Advises on an incident; what was there for another one can't be chosen any more."""
        self.ask(incident)

    def show_text(self, asked: Asked) -> None:
        """Advises on what is being typed."""
        self.ask_soon(asked)

    def question(self, asked: int | Asked, picture: Picture) -> Question:
        """The adviser's."""
        adviser = self._context.services.adviser
        return lambda: adviser.of_text(asked) if isinstance(asked, Asked) else adviser.of_incident(asked)

    def touched_by(self, picture: Picture, touched: Touched) -> bool:
        """A step was taken with the case that is shown: it may have come back."""
        return isinstance(self._asked, int) and picture.incident_at(self._asked) in touched.incidents

    def answer(self, asked: int | Asked | None, found: Advice | None) -> None:
        """Other advice."""
        self.advice = found

    def pass_on(self) -> None:
        """For the form."""
        self.advised.emit(self.advice)

    def wait(self) -> None:
        """Another case."""
        self.panel.wait()

    def tell(self) -> None:
        """In the words of now."""
        picture = self._context.situation.picture
        if self.advice is None or picture is None:
            self.panel.show_look(None)
            return
        now = self._context.clock().astimezone(picture.city.zone)
        self.panel.show_look(advice_look(self.advice, self._context.words, now))


def advice_look(advice: Advice, words: Words, now: datetime) -> AdviceLook:
    """Advice in the reader's words, as seen at `now` in the city's zone."""
    # in a list of reasons no line ends with a full stop, whoever wrote its sentence
    reasons = tuple(reason.say(words).rstrip("。.") for reason in advice.reasons)
    tip = words(
        "Reckoned {at} from the duty list, cases like it and the words",
        at=words.formats.clock(advice.at.astimezone(now.tzinfo), True),
    )
    if advice.sure:
        return AdviceLook(_owners(advice, words), reasons, _model(advice, words, now), tip=tip)
    duties = tuple(
        ChoiceLook(line.department.code, line.department.name(words.lang), line.category.name(words.lang))
        for line in advice.duties
    )
    return AdviceLook(duties, reasons, _model(advice, words, now), _unsure(advice, words), tip)


def _owners(advice: Advice, words: Words) -> tuple[ChoiceLook, ...]:
    """The owners and the others together, in whole per cent that add up to a hundred."""
    shares = [*(one.share for one in advice.owners), advice.rest]
    whole = whole_percents(shares)
    found = [
        ChoiceLook(one.department.code, one.department.name(words.lang), _percent(share, words), share / 100)
        for one, share in zip(advice.owners, whole, strict=False)
    ]
    if advice.others and whole[-1]:
        name = words.plural("{n} other department", "{n} other departments", advice.others)
        found.append(ChoiceLook("", name, _percent(whole[-1], words), whole[-1] / 100))
    return tuple(found)


def whole_percents(shares: Sequence[float]) -> list[int]:
    """Shares of one as whole per cent that add up to a hundred: the largest remainders are rounded up."""
    exact = [100 * share / (sum(shares) or 1) for share in shares]
    whole = [int(one) for one in exact]
    order = sorted(range(len(exact)), key=lambda at: whole[at] - exact[at])
    for at in order[: 100 - sum(whole)]:
        whole[at] += 1
    return whole


def _unsure(advice: Advice, words: Words) -> str:
    if advice.doubted is not None:
        return words(
            "The duty list and the words disagree; the words name {department}. The duty list:",
            department=advice.doubted.name(words.lang),
        )
    least = _percent(round(advice.threshold * 100), words)
    if not advice.owners or not advice.duties or advice.owners[0].share < LIKELY:
        return words("Nobody reaches {least}. Choose by the duty list.", least=least)
    best = advice.owners[0]
    return words(
        "Nobody reaches {least}; nearest is {department} with {share}. The duty list:",
        least=least,
        department=best.department.name(words.lang),
        share=_percent(round(best.share * 100), words),
    )


def _model(advice: Advice, words: Words, now: datetime) -> str:
    if advice.damaged:
        return words("Model damaged, not used")
    if advice.version is None or advice.trained_at is None:
        return words("No model yet")
    day = words.formats.day(advice.trained_at.astimezone(now.tzinfo).date(), now.date())
    return words("Model {version} · trained {day}", version=advice.version, day=day)


def _percent(whole: int, words: Words) -> str:
    return words.formats.percent(whole, 100, 0)
