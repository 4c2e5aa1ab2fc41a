"""The columns of an export: what each holds, and how its values are written so that nothing is lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum, auto
from typing import Any

import numpy as np
from numpy.typing import NDArray


class Kind(Enum):
    """What a column holds."""

    TEXT = auto()
    WHOLE = auto()
    NUMBER = auto()
    YES_NO = auto()
    DAY = auto()
    MOMENT = auto()


@dataclass(frozen=True, slots=True)
class Column:
    """A column's name and kind, and how a thing's value is had; None stands for no value."""

    name: str
    kind: Kind
    of: Callable[[Any], Any]

    def array(self, things: Sequence[Any]) -> NDArray[Any]:
        """The values as a GDAL field: times in UTC to the millisecond."""
        values = [self.of(thing) for thing in things]
        match self.kind:
            case Kind.TEXT:
                return np.array(values, object)
            case Kind.WHOLE:
                return np.array(values, np.int64)
            case Kind.NUMBER:
                return np.array([np.nan if value is None else value for value in values], np.float64)
            case Kind.YES_NO:
                return np.array(values, np.bool_)
            case Kind.DAY:
                return np.array([np.datetime64("NaT") if value is None else value for value in values], "datetime64[D]")
            case Kind.MOMENT:
                return np.array([_millis(value) for value in values], "datetime64[ms]")

    def written(self, thing: Any) -> Any:
        """The value as JSON and CSV have it; None for none."""
        value = self.of(thing)
        if isinstance(value, datetime):
            return value.isoformat(timespec="milliseconds")
        return value.isoformat() if isinstance(value, date) else value


def _millis(value: datetime | None) -> np.datetime64:
    if value is None:
        return np.datetime64("NaT")
    return np.datetime64(value.astimezone(UTC).replace(tzinfo=None), "ms")
