"""The form for one step: fields by what the step needs, one primary button with its key, further steps beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeySequence, QPainter, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget

from services.words import Words
from widgets.forms.choice_field import ChoiceField
from widgets.forms.looks import FieldKind, FieldLook, FormLook, StepLook
from widgets.forms.mark_fields import level_field, stars_field
from widgets.forms.photos_field import PhotosField
from widgets.forms.several_field import SeveralField
from widgets.forms.text_fields import LineField, TickField, ToldField, WordsField
from widgets.forms.time_fields import HoursField, MomentField
from widgets.kit.flow import Flow
from widgets.kit.icons import Icons
from widgets.theme.sheet import restyle
from widgets.theme.theme import Theme

PAD = 14
LABEL = {"zh": 44, "en": 64}  # px at 1x
BUTTONS = 3  # beside the primary one; the rest stands in a menu of the same row
Values = dict[str, Any]


class StepForm(QWidget):
    """Shows one `FormLook` at a time.

    Signals: `edited()` after each change by a person; `filled(values)` when the primary button was pressed;
    `step_asked(verb)` for a further step.
    """

    edited = Signal()
    filled = Signal(object)
    step_asked = Signal(str)

    def __init__(
        self, theme: Theme, words: Words, icons: Icons, now: Callable[[], datetime], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._words, self._icons, self._now = theme, words, icons, now
        self.look: FormLook | None = None
        self.fields: dict[str, Any] = {}
        self._advised = ""
        self._body: QWidget | None = None
        self._refusal, self._state = QLabel(), QLabel()
        for label in (self._refusal, self._state):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._refusal.setWordWrap(True)
        self._refusal.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        restyle(self._refusal, refusal=True)
        restyle(self._state, tone="3", role="caption")
        self.primary, self._row = QPushButton(), QWidget()
        self.primary.setProperty("primary", True)
        self.primary.clicked.connect(self.submit)
        self._flow, self._column = Flow(self._row), QVBoxLayout(self)
        self._flow.addWidget(self.primary)
        self._refusal.hide()
        self._state.setMinimumHeight(theme.whole(28))
        self._flow.setContentsMargins(0, 0, 0, 0)
        foot = QHBoxLayout()
        foot.addWidget(self._row, 1, Qt.AlignmentFlag.AlignTop)
        foot.addWidget(self._state, 0, Qt.AlignmentFlag.AlignTop)
        self._column.addWidget(self._refusal)
        self._column.addLayout(foot)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.submit)
        theme.changed.connect(self._dress)
        self._dress()
        self.hide()

    # ---- what a desk asks ----------------------------------------------------------------------------------------

    def show_form(self, look: FormLook | None, values: Mapping[str, Any] | None = None) -> None:
        """Shows a form with what it is filled with; the same form keeps what was typed and where the focus is."""
        if look == self.look and look is not None:
            return
        before = self.look
        same = (
            before is not None
            and look is not None
            and (before.subject, before.step.verb)
            == (
                look.subject,
                look.step.verb,
            )
        )
        kept = self.values() if same else dict(values or {})
        focused = self._focused() if same else ""
        self.look = look
        self.setVisible(look is not None)
        if look is None:
            return
        if not same:
            self.show_refusal("")
            self.show_state("")
            self._advised = ""
        if before is None or before.fields != look.fields or not same:
            self._build(look, kept)
        self._show_buttons(look)
        if focused in self.fields:
            self.fields[focused].setFocus()

    def values(self) -> Values:
        """What the fields hold, without those that hold nothing."""
        held = {name: field.value for name, field in self.fields.items()}
        return {name: value for name, value in held.items() if value not in (None, "", [])}

    def put(self, name: str, value: Any, advised: bool = False) -> None:
        """Fills one field; `advised`: by the program, so it keeps the ring of the focus until a person confirms it."""
        field = self.fields.get(name)
        if field is None:
            return
        field.put(value)
        self._mark(name if advised and value else "")

    def is_touched(self, name: str) -> bool:
        """Whether a field holds something that no advice put there."""
        return name in self.values() and name != self._advised

    @property
    def advised(self) -> str:
        """The field that was filled by advice and not confirmed yet; "" for none."""
        return self._advised

    def tell(self, name: str, text: str) -> None:
        """What follows from a field's value."""
        field = self.fields.get(name)
        if field is not None and hasattr(field, "tell"):
            field.tell(text)

    def show_refusal(self, sentence: str) -> None:
        """Why it was not done; "" for nothing to say."""
        self._refusal.setText(sentence)
        self._refusal.setVisible(bool(sentence))

    def refusal(self) -> str:
        """What stands there."""
        return self._refusal.text()

    def show_state(self, text: str) -> None:
        """What became of the draft, or that an answer is waited for."""
        self._state.setText(text)
        self._state.setVisible(bool(text))

    def state(self) -> str:
        """What stands there."""
        return self._state.text()

    def wait(self, waiting: bool) -> None:
        """While an answer is on its way nothing can be sent again."""
        self.primary.setEnabled(not waiting)

    def set_focus(self) -> None:
        """Brings the keyboard to the first field, else to the button."""
        first = next((field for name, field in self.fields.items() if not isinstance(field, ToldField)), self.primary)
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def submit(self) -> None:
        """As if the primary button were pressed."""
        if self.look is None or not self.primary.isEnabled():
            return
        for field in self.fields.values():
            if isinstance(field, ChoiceField | SeveralField):
                field.settle()
        self._mark("")
        self.show_refusal("")
        self.filled.emit(self.values())

    def paintEvent(self, event: object) -> None:
        QPainter(self).fillRect(QRectF(0, 0, self.width(), 1), self._theme.colour("line.hair"))

    # ---- inside --------------------------------------------------------------------------------------------------

    def _build(self, look: FormLook, values: Mapping[str, Any]) -> None:
        if self._body is not None:
            self._body.hide()
            self._body.deleteLater()
        self._body = QWidget(self)
        grid = QGridLayout(self._body)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(self._theme.whole(10))
        grid.setVerticalSpacing(self._theme.whole(6))
        wide = LABEL["zh" if self._words.lang.startswith("zh") else "en"]
        grid.setColumnMinimumWidth(0, self._theme.whole(wide))
        grid.setColumnStretch(1, 1)
        self.fields = {}
        last: QWidget | None = None
        for row, wanted in enumerate(look.fields):
            field = self._made(wanted)
            self.fields[wanted.name] = field
            field.put(values.get(wanted.name, wanted.value))
            field.edited.connect(lambda name=wanted.name: self._on_edited(name))
            if wanted.kind is not FieldKind.TICK:
                label = QLabel(wanted.label)
                label.setBuddy(field)
                label.setMinimumHeight(self._theme.whole(28))
                label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
                label.setContentsMargins(0, self._theme.whole(5), 0, 0)
                restyle(label, tone="2")
                grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(field, row, 1)
            if last is not None:
                QWidget.setTabOrder(last, field)
            last = field
        if last is not None:
            QWidget.setTabOrder(last, self.primary)
        self._body.setVisible(bool(look.fields))
        self._column.insertWidget(1, self._body)

    def _made(self, look: FieldLook) -> Any:
        theme, words, icons = self._theme, self._words, self._icons
        makers: dict[FieldKind, Callable[[], QWidget]] = {
            FieldKind.CHOICE: lambda: ChoiceField(theme, icons),
            FieldKind.SEVERAL: lambda: SeveralField(theme, icons, words),
            FieldKind.WORDS: lambda: WordsField(theme),
            FieldKind.LINE: LineField,
            FieldKind.MOMENT: lambda: MomentField(theme, words, self._now),
            FieldKind.HOURS: lambda: HoursField(theme, words),
            FieldKind.LEVEL: lambda: level_field(theme, words),
            FieldKind.STARS: lambda: stars_field(theme, words),
            FieldKind.PHOTOS: lambda: PhotosField(theme, icons, words),
            FieldKind.TICK: lambda: TickField(theme, look.label),
            FieldKind.TOLD: lambda: ToldField(theme),
        }
        made: Any = makers[look.kind]()
        if hasattr(made, "offer"):
            made.offer(look.options)
        if hasattr(made, "say"):
            made.say(look.label, look.hint)
        else:
            made.setAccessibleName(look.label)
            if look.hint and hasattr(made, "setPlaceholderText"):
                made.setPlaceholderText(look.hint)
        return made

    def _show_buttons(self, look: FormLook) -> None:
        while self._flow.count() > 1:
            item = self._flow.takeAt(1)
            if item is not None:
                item.widget().hide()
                item.widget().deleteLater()
        self.primary.setText(f"{look.step.text}  Ctrl+↵")
        self.primary.setAccessibleName(look.step.text)
        self.setAccessibleName(look.step.text)
        for step in look.others[:BUTTONS]:
            button = QPushButton(f"{step.text} {step.key}".strip())
            button.clicked.connect(lambda _=False, verb=step.verb: self.step_asked.emit(verb))
            self._flow.addWidget(button)
        if len(look.others) > BUTTONS:
            self._flow.addWidget(self._more(look.others[BUTTONS:]))

    def _more(self, steps: tuple[StepLook, ...]) -> QPushButton:
        more = QPushButton(self._words("More"))
        more.setToolTip(self._words("Further steps"))
        menu = QMenu(more)
        for step in steps:
            action = menu.addAction(f"{step.text}\t{step.key}")
            action.triggered.connect(lambda _=False, verb=step.verb: self.step_asked.emit(verb))
        more.clicked.connect(lambda: menu.popup(more.mapToGlobal(more.rect().bottomLeft())))
        return more

    def _on_edited(self, name: str) -> None:
        if name == self._advised:
            self._mark("")
        self.edited.emit()

    def _mark(self, name: str) -> None:
        """The field that advice filled wears the ring; another one takes it off."""
        for known in {self._advised, name}:
            if known in self.fields:
                restyle(self.fields[known], advised=known == name)
        self._advised = name

    def _focused(self) -> str:
        now = self.window().focusWidget()
        held = ((name, field) for name, field in self.fields.items())
        return next((n for n, f in held if now is not None and (f is now or f.isAncestorOf(now))), "")

    def _dress(self) -> None:
        pad, gap = self._theme.whole(PAD), self._theme.whole(8)
        self._column.setContentsMargins(pad, self._theme.whole(10), pad, self._theme.whole(10))
        self._column.setSpacing(gap)
        self._flow.setSpacing(self._theme.whole(6))
        look, self.look = self.look, None
        if look is not None:  # lengths of fields are of the zoom they were made at
            kept, refusal, state = self.values(), self.refusal(), self.state()
            self.show_form(look, kept)
            self.show_refusal(refusal)
            self.show_state(state)
