"""The form of a scenario as fields that a city's officer understands; its value is the scenario's plain data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from widgets.access.fields import Box, Tick
from widgets.theme.theme import Theme
from widgets.workbench.kinds_field import KindsField
from widgets.workbench.ticks import Ticks

LEVELS = ("blue", "yellow", "orange", "red")
MINUTES = {"days": 1440.0, "hours": 60.0, "minutes": 1.0}
TEXTS = ("zh", "en", "purpose_zh", "purpose_en")
ADVICE = 3  # lines shown
TOP = 1_000_000.0


@dataclass(frozen=True, slots=True)
class ParameterLook:
    """A number of a model: its code, label with unit, usual value, bounds."""

    code: str
    label: str
    default: float
    low: float
    high: float
    whole: bool


@dataclass(frozen=True, slots=True)
class FormLook:
    """Everything the form says and offers: labels by field, and (code, name) lists of what may be chosen."""

    labels: Mapping[str, str]
    models: Sequence[tuple[str, str]]
    pers: Sequence[tuple[str, str]]
    units: Sequence[tuple[str, str]]
    campaigns: Sequence[tuple[str, str]]
    departments: Sequence[tuple[str, str]]
    categories: Sequence[tuple[str, str]]
    sources: Sequence[tuple[str, str]]
    area_kinds: Sequence[tuple[str, str]]
    kinds: Mapping[str, str]
    kind_words: tuple[Sequence[str], Sequence[str], str]
    parameters: Mapping[str, Sequence[ParameterLook]] = field(default_factory=dict)


class ScenarioForm(QWidget):
    """`value` is the data of the scenario as it stands in the fields; `edited()` when a person changed anything."""

    edited = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._body = theme, dict[str, Any]()
        self._look: FormLook | None = None
        self._quiet = False
        self._labels: dict[str, QLabel] = {}
        self.setProperty("panel", True)
        self._form = QFormLayout(self)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._texts = {name: QLineEdit() for name in TEXTS}
        self._boxes = {name: Box(theme) for name in ("campaign", "model", "per", "owner", "category")}
        self._window, self._window_unit = _spin(theme, 0.1, TOP), Box(theme)
        self._lasts, self._lasts_unit = _spin(theme, 0.1, TOP), Box(theme)
        self._kinds = KindsField(theme)
        self._sources = Ticks(theme)
        self._parameters = QWidget()
        self._numbers: dict[str, QDoubleSpinBox] = {}
        self._levels = {name: _spin(theme, 0, 100) for name in LEVELS}
        self._harm = _spin(theme, 0, 1, 0.05)
        self._from, self._to = _spin(theme, 0, 24), _spin(theme, 0, 24)
        self._area_kinds = Ticks(theme)
        self._advice = {name: _lines(theme) for name in ("advice_zh", "advice_en")}
        self._active = Tick(theme)
        self._lay_out()
        self._connect()

    # ---- what is asked ---------------------------------------------------------------------------------------------

    def say(self, look: FormLook) -> None:
        """Words and choices of a language."""
        self._look, value = look, self.value if self._body else {}
        self._quiet = True
        for name, label in self._labels.items():
            label.setText(look.labels[name])
        for name, items in (
            ("campaign", look.campaigns), ("model", look.models), ("per", look.pers), ("owner", look.departments),
            ("category", look.categories),
        ):  # fmt: skip
            _offer(self._boxes[name], items)
        for box in (self._window_unit, self._lasts_unit):
            _offer(box, look.units)
        self._sources.offer(look.sources)
        self._area_kinds.offer(look.area_kinds)
        self._kinds.say(*look.kind_words, look.kinds)
        self._active.setText(look.labels["active"])
        self._quiet = False
        if value:
            self.put(value)

    def put(self, body: Mapping[str, Any]) -> None:
        """Another scenario's data; what the form has no field for is kept as it is."""
        self._body, self._quiet = dict(body), True
        for name, line in self._texts.items():
            line.setText(str(body.get(name, "")))
        for name, box in self._boxes.items():
            box.setCurrentIndex(max(0, box.findData(body.get(name))))
        for name, spin, box in self._times():
            unit, amount = _in_unit(float(body.get(f"{name}_minutes", 1440)))
            box.setCurrentIndex(max(0, box.findData(unit)))
            spin.setValue(amount)
        self._kinds.put(body.get("kinds", ()), body.get("weights", {}))
        self._sources.put(body.get("sources", ()))
        filters = body.get("filters", {})
        self._area_kinds.put(filters.get("area_kinds", ()))
        hours = filters.get("hours") or [(0, 24)]
        self._from.setValue(hours[0][0])
        self._to.setValue(hours[0][1])
        for name, spin in self._levels.items():
            spin.setValue(float(body.get("levels", {}).get(name, 0)))
        self._harm.setValue(float(body.get("harm", 0.4)))
        for name, text in self._advice.items():
            text.setPlainText("\n".join(body.get(name, ())))
        self._active.setChecked(bool(body.get("active", True)))
        self._fill_parameters()
        self._quiet = False

    @property
    def value(self) -> dict[str, Any]:
        """The scenario's data with what stands in the fields."""
        body = dict(self._body)
        body |= {name: line.text().strip() for name, line in self._texts.items()}
        body |= {name: box.currentData() for name, box in self._boxes.items()}
        for name, spin, box in self._times():
            body[f"{name}_minutes"] = spin.value() * MINUTES.get(box.currentData() or "days", 1.0)
        filters = dict(body.get("filters", {}))
        whole_day = (self._from.value(), self._to.value()) in ((0, 24), (0, 0))
        further = list(filters.get("hours") or [])[1:]
        filters["hours"] = [] if whole_day else [[int(self._from.value()), int(self._to.value())], *further]
        filters["area_kinds"] = self._area_kinds.value
        return body | {
            "kinds": self._kinds.kinds, "weights": self._kinds.weights, "sources": self._sources.value,
            "parameters": {**self._kept_parameters(), **{code: spin.value() for code, spin in self._numbers.items()}},
            "levels": {name: spin.value() for name, spin in self._levels.items()},
            "harm": self._harm.value(), "filters": filters, "active": self._active.isChecked(),
            **{name: _text_lines(text) for name, text in self._advice.items()},
        }  # fmt: skip

    # ---- how it looks ----------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        rows: tuple[tuple[str, QWidget], ...] = (
            ("zh", self._texts["zh"]), ("en", self._texts["en"]), ("campaign", self._boxes["campaign"]),
            ("model", self._boxes["model"]), ("per", self._boxes["per"]), ("kinds", self._kinds),
            ("window", _beside(self._window, self._window_unit)), ("parameters", self._parameters),
            ("levels", _beside(*self._levels.values())), ("harm", self._harm), ("sources", self._sources),
            ("hours", _beside(self._from, self._to)), ("area_kinds", self._area_kinds),
            ("lasts", _beside(self._lasts, self._lasts_unit)), ("owner", self._boxes["owner"]),
            ("category", self._boxes["category"]), ("advice_zh", self._advice["advice_zh"]),
            ("advice_en", self._advice["advice_en"]), ("purpose_zh", self._texts["purpose_zh"]),
            ("purpose_en", self._texts["purpose_en"]), ("active", self._active),
        )  # fmt: skip
        for name, widget in rows:
            label = QLabel()
            label.setBuddy(widget)
            self._labels[name] = label
            self._form.addRow(label, widget)
        self._labels.pop("active")
        QFormLayout(self._parameters).setContentsMargins(0, 0, 0, 0)

    def _connect(self) -> None:
        for line in self._texts.values():
            line.textEdited.connect(self._on_edited)
        for box in (*self._boxes.values(), self._window_unit, self._lasts_unit):
            box.activated.connect(self._on_edited)
        self._boxes["model"].activated.connect(self._fill_parameters)
        for spin in (self._window, self._lasts, self._harm, self._from, self._to, *self._levels.values()):
            spin.valueChanged.connect(self._on_edited)
        for ticks in (self._sources, self._area_kinds):
            ticks.edited.connect(self._on_edited)
        for text in self._advice.values():
            text.textChanged.connect(self._on_edited)
        self._active.toggled.connect(self._on_edited)
        self._kinds.edited.connect(self._on_edited)

    def _fill_parameters(self) -> None:
        """The numbers of the chosen model; those that another model had are kept for when it is chosen again."""
        layout, look = self._parameters.layout(), self._look
        if look is None or not isinstance(layout, QFormLayout):
            return
        known = {**self._kept_parameters(), **{code: spin.value() for code, spin in self._numbers.items()}}
        while layout.rowCount():
            layout.removeRow(0)
        self._numbers = {}
        if self._quiet:
            known = dict(self._body.get("parameters", {}))
        self._body["parameters"] = known
        for one in look.parameters.get(self._boxes["model"].currentData() or "", ()):
            spin = _spin(self._theme, one.low, one.high, 1.0 if one.whole else 0.1)
            spin.setDecimals(0 if one.whole else 2)
            spin.setValue(float(known.get(one.code, one.default)))
            spin.valueChanged.connect(self._on_edited)
            self._numbers[one.code] = spin
            layout.addRow(one.label, spin)

    def _kept_parameters(self) -> dict[str, float]:
        return dict(self._body.get("parameters", {}))

    def _times(self) -> tuple[tuple[str, QDoubleSpinBox, QComboBox], ...]:
        return ("window", self._window, self._window_unit), ("lasts", self._lasts, self._lasts_unit)

    def _on_edited(self) -> None:
        if not self._quiet:
            self.edited.emit()


def _spin(theme: Theme, low: float, high: float, step: float = 1.0) -> QDoubleSpinBox:
    spin = QDoubleSpinBox()
    spin.lineEdit().setTextMargins(theme.whole(6), 0, 0, 0)
    spin.setRange(low, high)
    spin.setDecimals(2 if step < 1 else 1)
    spin.setSingleStep(step)
    spin.setKeyboardTracking(False)
    return spin


def _lines(theme: Theme) -> QPlainTextEdit:
    text = QPlainTextEdit()
    text.setTabChangesFocus(True)
    text.setFixedHeight(theme.whole(24) * ADVICE)
    return text


def _beside(*parts: QWidget) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    for part in parts:
        row.addWidget(part, 1)
    return holder


def _offer(box: QComboBox, items: Sequence[tuple[str, str]]) -> None:
    known = box.currentData()
    box.blockSignals(True)
    box.clear()
    for code, name in items:
        box.addItem(name, code)
    box.setCurrentIndex(max(0, box.findData(known)))
    box.blockSignals(False)


def _text_lines(text: QPlainTextEdit) -> list[str]:
    return [line.strip() for line in text.toPlainText().splitlines() if line.strip()]


def _in_unit(minutes: float) -> tuple[str, float]:
    """The largest unit that says a span in not less than one."""
    return next((unit, minutes / size) for unit, size in MINUTES.items() if minutes >= size or size == 1.0)
