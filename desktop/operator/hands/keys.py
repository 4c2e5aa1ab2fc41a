"""The keys of the desk: one table that makes the shortcuts and the key map that explains them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop.operator.hands.step_keys import ALSO, KEY_OF, written
from services.domain.steps import Verb
from services.words import N_, Words
from services.words.terms import ORDERS
from widgets.panels.sections import TextLines
from widgets.theme.sheet import restyle
from widgets.theme.theme import Theme


@dataclass(frozen=True, slots=True)
class Key:
    """One key: what it asks the seat for, its sequences, how it is written, what it does."""

    order: str
    sequences: tuple[str, ...]
    written: str
    does: str


KEYS = (
    Key("command", ("/",), "/", N_("To the command line", ctx="key")),
    Key("region", ("F6",), "F6", N_("To the next region", ctx="key")),
    Key("region_back", ("Shift+F6",), "Shift F6", N_("To the region before", ctx="key")),
    Key("out", ("Esc",), "Esc", N_("One level out", ctx="key")),
    Key("go", ("G",), "G", N_("Go to what is chosen on the map", ctx="key")),
    Key("fit", ("F",), "F", N_("Show all on the map and give the view back", ctx="key")),
    Key("layers", ("L",), "L", N_("Show or hide the layers", ctx="key")),
    Key("up", ("Alt+Up",), "Alt ↑", N_("One level up on the map", ctx="key")),
    Key("browser", ("O",), "O", N_("Open this view in the browser", ctx="key")),
    Key("red", ("1",), "1", N_("Red alone, or all again", ctx="key")),
    Key("orange", ("2",), "2", N_("Orange alone, or all again", ctx="key")),
    Key("yellow", ("3",), "3", N_("Yellow alone, or all again", ctx="key")),
    Key("blue", ("4",), "4", N_("Blue alone, or all again", ctx="key")),
    Key("settle", ("R",), "R", N_("Put the queue in order now", ctx="key")),
    Key("sort", ("S",), "S", N_("Sort the queue by the next column", ctx="key")),
    Key("turn", ("Shift+S",), "Shift S", N_("Turn the order of the queue", ctx="key")),
    Key("find", ("Ctrl+F",), "Ctrl F", N_("To the filter of the queue", ctx="key")),
    Key("new", ("N",), "N", N_("A new incident", ctx="key")),
    Key("inbox", ("F7",), "F7", N_("Your inbox", ctx="key")),
    Key("emergency", ("Shift+E",), "Shift E", N_("Emergency response: what stands, or begin one", ctx="key")),
    Key("handover", ("F2",), "F2", N_("Hand over the shift", ctx="key")),
    Key("meetings", ("F3",), "F3", N_("Joint meetings", ctx="key")),
    Key("evaluation", ("F4",), "F4", N_("Evaluation", ctx="key")),
    Key("warnings", ("F5",), "F5", N_("Warnings, or the rows of the queue", ctx="key")),
    Key("records", ("Shift+F4",), "Shift F4", N_("Base records", ctx="key")),
    Key("portrait", ("Ctrl+R",), "Ctrl R", N_("Portrait of risk of the area on the map", ctx="key")),
    Key(
        "portrait_place",
        ("Ctrl+Shift+R",),
        "Ctrl Shift R",
        N_("Portrait of risk around the chosen incident", ctx="key"),
    ),
    Key("workbench", ("Shift+F5",), "Shift F5", N_("Workbench of risk", ctx="key")),
    Key("campaigns", ("Shift+F2",), "Shift F2", N_("Special actions", ctx="key")),
    Key("registry", ("Shift+F3",), "Shift F3", N_("Registry of sources", ctx="key")),
    Key("flood", ("F8",), "F8", N_("Alarms in groups, or the rows of the queue", ctx="key")),
    Key("sound", ("Ctrl+Shift+S",), "Ctrl Shift S", N_("A tone for new reds, or none", ctx="key")),
    Key("menu", ("F10",), "F10", N_("Menu", ctx="key")),
    Key("larger", ("Ctrl++", "Ctrl+="), "Ctrl +", N_("Larger", ctx="key")),
    Key("smaller", ("Ctrl+-",), "Ctrl −", N_("Smaller", ctx="key")),
    Key("first_size", ("Ctrl+0",), "Ctrl 0", N_("The first size", ctx="key")),
    Key("float_queue", ("F11",), "F11", N_("The queue in a window of its own, or back", ctx="key")),
    Key("float_detail", ("Shift+F11",), "Shift F11", N_("The detail in a window of its own, or back", ctx="key")),
    Key("restore", ("F9",), "F9", N_("The first layout", ctx="key")),
    Key("keys", ("?", "Shift+?"), "?", N_("This key map", ctx="key")),
)
OF_THE_MAP = (
    (N_("← → ↑ ↓", ctx="key"), N_("Move the map", ctx="key")),
    (N_("+ −", ctx="key"), N_("Nearer, farther", ctx="key")),
    (N_("Shift + drag", ctx="key"), N_("Choose several incidents on the map", ctx="key")),
    (N_("Backspace", ctx="key"), N_("The view before", ctx="key")),
)
HINTS = ("go", "keys")
STEP_HINTS = (Verb.ACKNOWLEDGE, Verb.ASSIGN, Verb.MERGE, Verb.ASK_EXTENSION)
SHORT = {
    Verb.ACKNOWLEDGE: N_("Acknowledge", ctx="hint"),
    Verb.ASSIGN: N_("Assign", ctx="hint"),
    Verb.MERGE: N_("Merge", ctx="hint"),
    Verb.ASK_EXTENSION: N_("Extend", ctx="hint"),
}
OF_FORMS = (
    (N_("Ctrl Enter", ctx="key"), N_("Send the form that is open", ctx="key")),
    (N_("Esc", ctx="key"), N_("From the form back to the queue; what was typed is kept", ctx="key")),
)


def bind(window: QWidget, orders: Mapping[str, Callable[[], None]]) -> list[QShortcut]:
    """Makes the shortcuts; a field that is typed into keeps its letters to itself."""
    made = []
    for key in KEYS:
        for sequence in key.sequences:
            shortcut = QShortcut(QKeySequence(sequence), window)
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            shortcut.activated.connect(orders[key.order])
            made.append(shortcut)
    return made


def bind_steps(window: QWidget, step: Callable[[Verb], None]) -> list[QShortcut]:
    """Makes the shortcuts of the steps; a new incident has a key of its own place."""
    wanted = [*((key, verb) for verb, key in KEY_OF.items() if verb is not Verb.REPORT), *ALSO.items()]
    made = []
    for key, verb in wanted:
        shortcut = QShortcut(QKeySequence(key), window)
        shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
        shortcut.activated.connect(lambda verb=verb: step(verb))
        made.append(shortcut)
    return made


def hints(words: Words) -> str:
    """The keys that the command line reminds of."""
    short = {"go": words("Go to", ctx="hint"), "keys": words("Keys", ctx="hint")}
    told = {key.order: key.written for key in KEYS}
    tab = f"Tab {words('complete', ctx='hint')}"
    steps = (f"{written(verb)} {words(SHORT[verb], ctx='hint')}" for verb in STEP_HINTS)
    return "    ".join((tab, *steps, *(f"{told[order]} {short[order]}" for order in HINTS)))


class KeyMap(QDialog):
    """All keys with what they do."""

    def __init__(self, theme: Theme, words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(words("Keys"))
        head, close = QLabel(words("Keys")), QPushButton(words("Close"))
        restyle(head, role="heading")
        columns = QWidget()
        row = QHBoxLayout(columns)
        row.setSpacing(theme.whole(32))
        desk = [(key.written, words(key.does, ctx="key")) for key in KEYS]
        more = [(words(told, ctx="key"), words(does, ctx="key")) for told, does in (*OF_THE_MAP, *OF_FORMS)]
        steps = [(written(verb), words(ORDERS[verb], ctx="order")) for verb in KEY_OF if verb is not Verb.REPORT]
        for lines in ([*desk, *more], steps):
            shown = TextLines(theme)
            shown.show_lines(lines)
            row.addWidget(shown, 1, Qt.AlignmentFlag.AlignTop)
        area, column = QScrollArea(), QVBoxLayout(self)
        area.setWidget(columns)
        area.setWidgetResizable(True)
        pad = theme.whole(16)
        column.setContentsMargins(pad, pad, pad, pad)
        column.setSpacing(theme.whole(12))
        column.addWidget(head)
        column.addWidget(area, 1)
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        close.clicked.connect(self.accept)
        self.resize(theme.whole(860), min(theme.whole(940), parent.height() - 2 * pad))
