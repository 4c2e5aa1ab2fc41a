"""When a desk shows groups instead of rows: the city's own figures."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from services.domain.refusals import Refusal

ALARMS = Path(__file__).resolve().parents[2] / "resources" / "catalogue" / "alarms.toml"


@dataclass(frozen=True, slots=True)
class AlarmRules:
    """A flood is more than `arrivals` in a `span`; it is over at less than `calm` (0–1) of them. At most `most` groups.

    Arrivals of a kind are in one place while they lie within about `metres` of each other.
    """

    arrivals: int = 60
    span: timedelta = timedelta(minutes=5)
    calm: float = 0.5
    most: int = 15
    metres: float = 6_000.0


def read_alarm_rules(path: Path = ALARMS) -> AlarmRules:
    """Reads them; raises `Refusal` (alarms.unreadable) where something is wrong with the file."""
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
        flood, groups = found["flood"], found["groups"]
        rules = AlarmRules(
            int(flood["arrivals"]), timedelta(minutes=float(flood["minutes"])), float(flood["calm"]),
            int(groups["most"]), float(groups["metres"]),
        )  # fmt: skip
        sound = rules.arrivals > 0 and rules.span > timedelta(0) and 0 <= rules.calm <= 1
        if not sound or rules.most < 1 or rules.metres <= 0:
            raise ValueError(str(found))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Refusal(
            "alarms.unreadable", "The figures for floods of alarms in {path} can't be read: {why}", path=path, why=error
        ) from error
    return rules
