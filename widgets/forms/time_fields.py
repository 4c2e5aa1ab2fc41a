"""Fields for time: by how many hours, and until when; what comes of it stands beside."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QDateTime, QTimeZone, Signal
from PySide6.QtWidgets import QDateTimeEdit, QDoubleSpinBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from services.words import Words
from widgets.kit.flow import Flow
from widgets.theme.sheet import restyle
from widgets.theme.theme import Theme

HOURS = (2, 8, 24, 72)
MOST_HOURS = 24 * 90
PAD = 8  # px at 1x: as far from the edge as in other fields


class HoursField(QWidget):
    """Hours with four usual ones as buttons, and what follows from them."""

    edited = Signal()

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._spin, self._told = QDoubleSpinBox(), QLabel()
        self._spin.setRange(0, MOST_HOURS)
        self._spin.setDecimals(1)
        self._spin.setSingleStep(1)
        self._spin.lineEdit().setTextMargins(theme.whole(PAD), 0, 0, 0)
        self._spin.setSuffix(" " + words("h", ctx="unit"))
        self._spin.setSpecialValueText("—")
        restyle(self._told, tone="2")
        row = QHBoxLayout()
        row.setSpacing(theme.whole(4))
        row.addWidget(self._spin, 1)
        for hours in HOURS:
            button = QPushButton(f"{hours}")
            button.setAccessibleName(words("{n} hours", n=hours))
            button.setToolTip(button.accessibleName())
            button.clicked.connect(lambda _=False, hours=hours: self._spin.setValue(hours))
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.whole(2))
        column.addLayout(row)
        column.addWidget(self._told)
        self._told.hide()
        self.setFocusProxy(self._spin)
        self._spin.valueChanged.connect(self.edited)

    def say(self, label: str, hint: str) -> None:
        """What it is called."""
        self._spin.setAccessibleName(label)
        self._spin.setToolTip(hint)

    @property
    def value(self) -> float | None:
        """The hours, None for none."""
        return self._spin.value() or None

    def put(self, value: float | None) -> None:
        """Other hours, without saying so."""
        self._spin.blockSignals(True)
        self._spin.setValue(value or 0)
        self._spin.blockSignals(False)

    def tell(self, text: str) -> None:
        """What follows from them."""
        self._told.setText(text)
        self._told.setVisible(bool(text))


class MomentField(QWidget):
    """A moment on the city's clock, with usual ones as buttons."""

    edited = Signal()

    def __init__(self, theme: Theme, words: Words, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self._edit = QDateTimeEdit()
        self._edit.setDisplayFormat("yyyy-MM-dd HH:mm")
        self._edit.setTimeZone(_zone(now()))
        self._edit.lineEdit().setTextMargins(theme.whole(PAD), 0, 0, 0)
        self._filled = False
        usual = QWidget()
        flow = Flow(usual)
        flow.setSpacing(theme.whole(4))
        choices: tuple[tuple[str, Callable[[datetime], datetime]], ...] = (
            (words("1 h"), lambda at: at + timedelta(hours=1)),
            (words("4 h"), lambda at: at + timedelta(hours=4)),
            (words("tomorrow 9:00"), lambda at: _morning(at, 1)),
            (words("in a week"), lambda at: _morning(at, 7)),
        )
        for text, when in choices:
            button = QPushButton(text)
            button.clicked.connect(lambda _=False, when=when: self._take(when(self._now())))
            flow.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.whole(4))
        column.addWidget(self._edit)
        column.addWidget(usual)
        self.setFocusProxy(self._edit)
        self._show(now() + timedelta(hours=1))
        self._edit.dateTimeChanged.connect(self._on_changed)

    def say(self, label: str, hint: str) -> None:
        """What it is called."""
        self._edit.setAccessibleName(label)
        self._edit.setToolTip(hint)

    @property
    def value(self) -> float | None:
        """Seconds since the epoch; None until somebody chose."""
        return float(self._edit.dateTime().toSecsSinceEpoch()) if self._filled else None

    def put(self, value: float | None) -> None:
        """Another moment, without saying so."""
        self._filled = value is not None
        if value is not None:
            self._show(datetime.fromtimestamp(value, self._now().tzinfo))

    def _take(self, at: datetime) -> None:
        self._filled = True
        self._show(at)
        self.edited.emit()

    def _show(self, at: datetime) -> None:
        self._edit.blockSignals(True)
        self._edit.setDateTime(QDateTime.fromSecsSinceEpoch(round(at.timestamp()), _zone(at)))
        self._edit.blockSignals(False)

    def _on_changed(self) -> None:
        self._filled = True
        self.edited.emit()


def _morning(at: datetime, days: int) -> datetime:
    return (at + timedelta(days=days)).replace(hour=9, minute=0, second=0, microsecond=0)


def _zone(at: datetime) -> QTimeZone:
    key = getattr(at.tzinfo, "key", "")
    zone = QTimeZone(key.encode()) if key else QTimeZone(round((at.utcoffset() or timedelta()).total_seconds()))
    return zone if zone.isValid() else QTimeZone.utc()
