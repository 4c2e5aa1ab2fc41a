"""The window of the explanation card: read off the GUI thread, kept true by facts, every step by its key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop.context import SeatContext
from desktop.operator.forms.drafts import Drafts
from desktop.operator.officer import at_desk
from desktop.operator.queue.row_words import local
from desktop.risk.card_forms import CardForms
from desktop.risk.card_ways import PORTRAIT, PORTRAIT_KEY, WORKBENCH, WORKBENCH_KEY, portrait_of, ways_on
from desktop.risk.card_words import CardWords
from desktop.risk.form_words import KEYS, WarningFormWords, is_seen
from desktop.risk.known import Known
from desktop.risk.orders import WarningOrders
from desktop.risk.words import WarningWords
from desktop.window import SeatWindow
from layers.warnings import area_of
from services.domain.warnings import WarningVerb
from services.insight.explaining.values import WarningCard
from services.live.advance import Touched
from services.live.picture import Picture
from services.risk.handling.rules import steps_for
from widgets.map.canvas import Box
from widgets.map.ground import Ground
from widgets.map.markers import Markers
from widgets.risk.card.facts_map import markers_of
from widgets.risk.card.looks import CardLook
from widgets.risk.card.view import CardView
from widgets.theme.theme import Theme

SIZE = (1600, 1020)
Read = tuple[WarningCard, CardLook, Markers]


class CardWindow(SeatWindow):
    """One warning. `incident_asked(id)`, `similar_asked(id)`, `go_asked(id)`: to be shown by the desk.

    `portrait_asked(Of)`, `workbench_asked(code)`: another window on what the warning is about.
    """

    says_demo = False
    portrait_asked = Signal(object)
    workbench_asked = Signal(str)
    incident_asked = Signal(object)
    similar_asked = Signal(int)
    go_asked = Signal(int)

    def __init__(
        self,
        context: SeatContext,
        theme: Theme,
        parent: QWidget | None,
        ident: int,
        known: Known,
        ground: Callable[[], Ground],
        drafts: Drafts,
    ) -> None:
        super().__init__(context, theme, parent, SIZE)
        self.ident, self.known, self._ground = ident, known, ground
        self.card: WarningCard | None = None
        self._then = ""  # a step that was asked for before the card was there
        self.view, self.note = CardView(self.theme, context.words, self), QLabel()
        self.orders = WarningOrders(context, self)
        self.forms = CardForms(context, self.theme, self.orders, drafts, self)
        self.view.take_forms(self.forms.conflict, self.forms.form)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.note)
        column.addWidget(self.view, 1)
        self.note.setContentsMargins(*[self.theme.whole(24)] * 4)
        self.view.hide()
        self._fit_screen()
        self._connect()
        self._bind()
        self.say()
        QTimer.singleShot(0, self, lambda: self.view.show_ground(ground()))  # while the card is read

    def complete(self) -> bool:
        """Whether the card is there and drawn."""
        return self.card is not None and self.view.complete()

    def read(self) -> None:
        """Reads the card as it is now."""
        picture, words = self.context.situation.picture, self.context.words
        if picture is None:
            return
        cards, ident, known, now = self.context.services.warning_cards, self.ident, self.known, local(self.context)

        ground = self._ground()

        def ask() -> Read | None:
            card = cards.card(ident)
            if card is None:
                return None
            look = CardWords(words, picture, known, now).look(card)
            return card, look, markers_of(look.rows, look.rank, ground)

        self.ask("warning card", ask, self._take)

    def begin(self, verb: str) -> None:
        """Opens the form of a step, or takes it at once where there is nothing to say."""
        if self.card is None:
            self._then = verb
            return
        if verb in (PORTRAIT, WORKBENCH):
            self._lead(verb)
            return
        wanted = WarningVerb(verb)
        if wanted in self._possible():
            self.forms.begin(wanted)
        else:
            self.tell(self.forms.why_not(wanted))

    def say(self) -> None:
        self.note.setText(self.context.words("Reading…"))
        self.read()

    def tell(self, sentence: str) -> None:
        if self.card is None:
            self.note.setText(sentence)
        self.view.foot.tell(sentence)

    # ---- what happens --------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        situation, view = self.context.situation, self.view
        situation.changed.connect(self._on_changed)
        situation.replaced.connect(self._on_replaced)
        view.asked.connect(self.begin)
        view.incident_asked.connect(self.incident_asked)
        view.similar_asked.connect(self.similar_asked)
        self.forms.told.connect(self.tell)
        self.forms.carried_out.connect(self.read)
        self.forms.opened.connect(self._on_form)

    def _bind(self) -> None:
        """Letters are the steps; a field that is typed into keeps its letters to itself."""
        taken: dict[str, list[WarningVerb]] = {}
        for verb, key in KEYS.items():
            taken.setdefault(key, []).append(verb)
        acts: dict[str, Callable[[], object]] = {
            key: lambda verbs=verbs: self._press(verbs) for key, verbs in taken.items()  # type: ignore[misc]
        }  # fmt: skip
        acts[PORTRAIT_KEY] = lambda: self.begin(PORTRAIT)
        acts[WORKBENCH_KEY] = lambda: self.begin(WORKBENCH)
        acts["G"] = lambda: self.go_asked.emit(self.ident)
        for key, act in acts.items():
            QShortcut(QKeySequence(key), self, act, context=Qt.ShortcutContext.WindowShortcut)
        self._sign = [
            QShortcut(
                QKeySequence(key), self, lambda: self._press([WarningVerb.DISPATCH]),
                context=Qt.ShortcutContext.WindowShortcut,
            )
            for key in ("Ctrl+Return", "Ctrl+Enter")
        ]  # fmt: skip

    def _press(self, verbs: list[WarningVerb]) -> None:
        possible = self._possible()
        self.begin(next((verb for verb in verbs if verb in possible), verbs[0]))

    def _lead(self, way: str) -> None:
        """Asks for another window; without a place or a scenario there is none."""
        of = portrait_of(self.card) if self.card is not None else None
        if way == WORKBENCH and self.card is not None and self.card.scenario is not None:
            self.workbench_asked.emit(self.card.scenario.code)
        elif way == PORTRAIT and of is not None:
            self.portrait_asked.emit(of)

    def _possible(self) -> tuple[WarningVerb, ...]:
        return steps_for(self.card.warning.live, at_desk(self.context)) if self.card is not None else ()

    def _on_form(self, is_open: bool) -> None:
        """While a form is open Ctrl+Enter carries it out."""
        self.view.foot.show_primary(not is_open)
        for shortcut in self._sign:
            shortcut.setEnabled(not is_open)

    def _on_changed(self, _picture: Picture, touched: Touched) -> None:
        if self.alive and self.ident in touched.warnings:
            self.read()

    def _on_replaced(self, _picture: Picture) -> None:
        if self.alive:
            self.read()

    def _take(self, found: Read | None) -> None:
        picture, words = self.context.situation.picture, self.context.words
        if picture is None:
            return
        if found is None:
            self.note.setText(words("This warning is not in the database any more, or not for this desk.", ctx="card"))
            self.note.show()
            self.view.hide()
            return
        first = self.card is None
        self.card, look, markers = found
        look = replace(look, demo=self._demo(picture))
        told = WarningWords(words, picture, self.known, local(self.context))
        made = WarningFormWords(words, told, None, local(self.context))
        steps = made.steps(self._possible(), is_seen(self.card.warning.live))
        self.note.hide()
        self.view.show()
        self.view.show_ground(self._ground())
        self.view.show_card(look, steps, markers, self._area(picture), ways_on(self.card, words))
        self.setWindowTitle(f"{look.title} · {self.card.warning.live.number}")
        self.forms.show_card(self.card, told)
        if first:
            self.view.facts.setFocus()
            then, self._then = self._then, ""
            self.begin(then) if then else self.forms.go_on()

    def _demo(self, picture: Picture) -> str:
        if not picture.city.demo:
            return ""
        tokens = self.theme.tokens
        return tokens.text("demo.label_zh" if self.context.words.lang.startswith("zh") else "demo.label_en")

    def _area(self, picture: Picture) -> tuple[int, int, Box] | None:
        """The area that the whole warning is about: level, number on the canvas, box in metres."""
        live, shapes = self.card.warning.live if self.card is not None else None, self.context.situation.shapes
        if live is None or shapes is None or live.place.lon is not None:
            return None
        at = area_of(live, picture.areas)
        bounds = shapes.bounds(at) if at >= 0 else None
        return (int(picture.areas.level[at]), at, bounds) if bounds is not None else None

    def _fit_screen(self) -> None:
        """Never larger than the screen that it opens on."""
        screen = self.screen()
        if screen is not None:
            room = screen.availableSize()
            self.resize(min(self.width(), room.width()), min(self.height(), room.height()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.forms.leave():
            self.view.facts.setFocus()
            return
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.view.close_view()
        self.forms.close()
        super().closeEvent(event)
