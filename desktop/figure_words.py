"""The figures of all seats in the reader's words, so that one figure reads alike on wall, desk and page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta, tzinfo

from services.insight.figures import Figure
from services.words import Words
from services.words.numbers import THIN
from services.words.terms import FIGURES
from widgets.kit.figure import Shown
from widgets.kit.sparkline import Spark

HOURS = 24
UNITS = {"on_duty": "person"}
PRECISE = {"closed_of_reported": 2}
LIMIT = timedelta(hours=24)  # the ordinary limit: what an overdue figure's countdown is drawn by


class FigureWords:
    """Tells a `services.insight.figures.Figure`; times are shown in `zone`, the city's.

    `tell(figure, stale)`: `stale` is how old the figure is when it is old, None while it is fresh.
    """

    def __init__(self, words: Words, zone: tzinfo) -> None:
        self._words, self._zone = words, zone

    def tell(self, figure: Figure, stale: timedelta | None = None) -> Shown:
        """The figure as a KPI."""
        words = self._words
        label, value, unit = self.label(figure.name), self.value(figure), self.unit(figure)
        time, note = self._clock(figure), self._note(figure)
        old = "" if stale is None else words.formats.stale(stale)
        spoken = words("{label}: {value}, at {time}. {note}", label=label, value=f"{value}{THIN}{unit}".strip(THIN),
                       time=time, note=note[0] if note else "")  # fmt: skip
        return Shown(
            label=(label, *self._short(figure)),
            time=(time,),
            value=value,
            unit=unit,
            note=note,
            spark=self._spark(figure),
            over=self._over(figure),
            stale=old,
            spoken=f"{spoken} {old}".strip(),
            tip=self._tip(figure),
        )

    def label(self, name: str) -> str:
        """What a figure is called."""
        return self._words(FIGURES[name])

    def value(self, figure: Figure) -> str:
        """The number without its unit; a dash for a share of nothing."""
        formats = self._words.formats
        if not is_share(figure):
            return formats.integer(figure.value)
        shown = formats.percent(figure.value, figure.denominator, PRECISE.get(figure.name, 1))
        return shown.removesuffix("%").rstrip(THIN)

    def unit(self, figure: Figure) -> str:
        """The unit that stands behind the number."""
        if is_share(figure):
            return "%" if figure.denominator else ""
        return self._words.formats.unit(UNITS.get(figure.name, "incident"))

    # ---- parts ---------------------------------------------------------------------------------------------------

    def _clock(self, figure: Figure) -> str:
        return self._words.formats.clock(figure.at.astimezone(self._zone))

    def _short(self, figure: Figure) -> tuple[str, ...]:
        match figure.name:
            case "on_duty":
                return (self._words("On duty", ctx="figure"),)
            case "closed_in_time":
                return (self._words("In time"),)
            case "closed_of_reported":
                return (self._words("Closed share"),)
            case "reported_today":
                return (self._words("Reported", ctx="today"),)
            case "closed_today":
                return (self._words("Closed", ctx="today"),)
            case _:
                return ()

    def _note(self, figure: Figure) -> tuple[str, ...]:
        teller: Callable[[Figure], tuple[str, ...]] = {
            "reported_today": self._against,
            "closed_today": self._against,
            "open_now": self._open,
            "overdue": self._longest,
            "on_duty": self._of_all,
        }.get(figure.name, self._counts)
        return teller(figure)

    def _against(self, figure: Figure) -> tuple[str, ...]:
        before = dict(figure.before)
        change = self._words.formats.change
        yesterday = change(figure.value - before["yesterday"])
        week = change(figure.value - before["last_week"])
        return (
            self._words("{change} on yesterday by now · {week} on last week", change=yesterday, week=week),
            self._words("{change} on yesterday by now", change=yesterday),
            self._words("{change} on yesterday", change=yesterday),
        )

    def _open(self, figure: Figure) -> tuple[str, ...]:
        parts = {name: self._words.formats.integer(n) for name, n in figure.parts}
        return (
            self._words(
                "{suspended} suspended · {to_assign} to assign · {unlocated} without a place · {outside} outside",
                **parts,
            ),
            self._words("{suspended} suspended · {to_assign} to assign", **parts),
            self._words("{to_assign} to assign", **parts),
        )

    def _longest(self, figure: Figure) -> tuple[str, ...]:
        seconds = dict(figure.parts)["longest_seconds"]
        if not figure.value:
            return (self._words("nothing is over its limit"), self._words("none over"))
        span = self._words.formats.rough(timedelta(seconds=seconds))
        return (self._words("longest over by {span}", span=span), self._words("longest {span}", span=span))

    def _of_all(self, figure: Figure) -> tuple[str, ...]:
        total = self._words.formats.integer(figure.denominator)
        return (self._words("of {n} grid workers", n=total), self._words("of {n}", n=total))

    def _counts(self, figure: Figure) -> tuple[str, ...]:
        if figure.denominator is None:
            return ()
        formats, words = self._words.formats, self._words
        counts = f"{formats.integer(figure.value)} / {formats.integer(figure.denominator)}"
        period = words("7 days") if figure.name == "closed_in_time" else words("since the beginning")
        return (f"{period} {counts}", counts)

    def _spark(self, figure: Figure) -> Spark | None:
        if figure.name == "on_duty" and figure.denominator:
            label = self._words.formats.percent(figure.value, figure.denominator, 0)
            return Spark(share=figure.share, label=label)
        if not figure.series:
            return None
        if is_share(figure):
            return Spark(values=figure.series, own_scale=True)
        return Spark(values=figure.series, ghost=figure.ghost, points=HOURS if figure.ghost else 0)

    def _over(self, figure: Figure) -> float | None:
        if figure.name != "overdue" or not figure.value:
            return None
        return 1.0 + dict(figure.parts)["longest_seconds"] / LIMIT.total_seconds()

    def _tip(self, figure: Figure) -> str:
        if not is_share(figure) or not figure.series:
            return ""
        formats = self._words.formats
        return self._words(
            "from {first} to {last}",
            first=formats.percent(figure.series[0], 1.0),
            last=formats.percent(figure.series[-1], 1.0),
        )


def is_share(figure: Figure) -> bool:
    """Whether the figure is read as a percentage."""
    return figure.denominator is not None and figure.name not in UNITS
