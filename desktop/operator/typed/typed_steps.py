"""Steps as they are typed: verb, number or selection, then department, limit, reason, words, each completed in turn."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from desktop.operator.forms.step_options import StepOptions
from desktop.operator.forms.step_words import LABELS, names_of, needed
from desktop.operator.queue.row_words import short_number
from desktop.operator.typed.orders import number_like
from desktop.operator.typed.typed_words import VERB_OF, own_words
from services.domain.steps import Verb
from services.live.picture import Picture
from services.words import Words
from services.words.terms import ORDERS
from widgets.forms.choice_field import matching
from widgets.forms.looks import Option
from widgets.kit.level_glyph import level_word

HOURS = re.compile(r"^(\d+(?:\.\d+)?)(h|hours?|时|小时)$", re.IGNORECASE)
DAYS = re.compile(r"^(\d+)(d|days?|天|日)$", re.IGNORECASE)
CLOCK = re.compile(r"^([01]?\d|2[0-3])[:：]([0-5]\d)$")
STARS = re.compile(r"^([1-5])(星|\*|★|stars?)$", re.IGNORECASE)
MOST_HITS = 8
OWNING = frozenset({Verb.ASSIGN, Verb.TRANSFER})  # hours are a limit of the new owner's own


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed as a step: of one incident, or (None) of what is chosen; `missing` names fields that it lacks."""

    verb: Verb
    incident: int | None
    values: Mapping[str, Any] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    unknown: str = ""  # a number that no open incident has


class TypedSteps:
    """Reads what was typed by what is known now; `now` is on the city's clock."""

    def __init__(
        self,
        words: Words,
        picture: Callable[[], Picture | None],
        options: Callable[[], StepOptions | None],
        chosen: Callable[[], Sequence[int]],
        now: Callable[[], datetime],
    ) -> None:
        self._words, self._picture, self._options = words, picture, options
        self._chosen, self._now = chosen, now

    def read(self, text: str) -> Typed | None:
        """The step; None where the first word is none."""
        tokens = text.split()
        verb = VERB_OF.get(tokens[0].lower()) if tokens else None
        if verb is None:
            return None
        rest, incident, unknown = tokens[1:], None, ""
        if rest and _is_number(rest[0]):
            picture = self._picture()
            incident = number_like(picture, rest[0]) if picture is not None else None
            unknown = "" if incident is not None else rest[0]
            rest = rest[1:]
        values = self._values(verb, rest)
        missing = tuple(name for name in needed(verb) if name not in values)
        return Typed(verb, incident, values, missing, unknown)

    def complete(self, text: str) -> Sequence[str]:
        """What the text may become, best first: a verb, then a number, a department, a limit, a reason."""
        tokens, last = text.split(), "" if text.endswith(" ") or not text else text.rsplit(maxsplit=1)[-1]
        if not tokens:
            return []
        if len(tokens) == 1 and last:
            words = own_words(self._words.lang)
            return [word + " " for word in words if word.startswith(last.lower()) and word != last]
        verb = VERB_OF.get(tokens[0].lower())
        if verb is None:
            return []
        head = text[: len(text) - len(last)]
        found = self._numbers(last) if len(tokens) == (2 if last else 1) else []
        found += [option.name for option in matching(self._open_options(verb, tokens), last)] if last else []
        if not last:
            found += self._limits(verb, tokens)
        return [head + one for one in dict.fromkeys(found)][:MOST_HITS]

    def preview(self, typed: Typed) -> str:
        """What will be done, in a sentence."""
        words = self._words
        who = self._who(typed)
        parts = [words("{verb} {who}", verb=words(ORDERS[typed.verb], ctx="order"), who=who)]
        parts += [self._said(name, typed.verb, value, typed.incident) for name, value in typed.values.items()]
        if typed.missing:
            lacks = words.formats.listing([words(LABELS[name], ctx="form") for name in typed.missing])
            parts.append(words("still needs: {what}", what=lacks))
        return " · ".join(part for part in parts if part)

    def name_of(self, incident: int) -> str:
        """How a person names an incident: the end of its number, and what it is about."""
        return self._who(Typed(Verb.NOTE, incident))

    # ---- inside --------------------------------------------------------------------------------------------------

    def _who(self, typed: Typed) -> str:
        picture, words = self._picture(), self._words
        if typed.incident is None:
            chosen = self._chosen()
            if len(chosen) == 1:
                return self.name_of(chosen[0])
            return words.plural("{n} incident", "{n} incidents", len(chosen)) if chosen else words("what is chosen")
        row = picture.incident_at(typed.incident) if picture is not None else -1
        if picture is None or row < 0:
            return ""
        record = picture.incidents.row(row)
        category = picture.catalogue.categories
        number, at = short_number(record["number"].decode()), int(record["category"])
        return f"{number} {category[at].name(words.lang)}" if at < len(category) else number

    def _said(self, name: str, verb: Verb, value: Any, incident: int | None) -> str:
        if name in ("department", "category", "reason"):
            options = {option.code: option.name for option in self._choices(name, verb)}
            return f"→ {options.get(value, value)}" if name == "department" else options.get(value, str(value))
        if name == "until":
            return self._words.formats.moment(datetime.fromtimestamp(value, self._now().tzinfo), self._now())
        if name == "hours":
            return self._own_limit(incident, value) if verb in OWNING else f"+{value:g} h"
        if name == "severity":
            return level_word(value, self._words)
        if name == "into":
            return self.name_of(int(value))
        return f"{value} ★" if name == "stars" else str(value)

    def _own_limit(self, incident: int | None, hours: float) -> str:
        """Until when the new owner has time, against the city's limit; the desk refuses one that is not shorter."""
        words, formats, now = self._words, self._words.formats, self._now()
        own = now + timedelta(hours=hours)
        picture, chosen = self._picture(), self._chosen()
        one = incident if incident is not None else chosen[0] if len(chosen) == 1 else None
        row = picture.incident_at(one) if picture is not None and one is not None else -1
        due = float(picture.incidents.row(row)["due_at"]) if picture is not None and row >= 0 else math.nan
        if math.isnan(due):
            return words("own limit: {own}", own=formats.moment(own, now))
        city = formats.moment(datetime.fromtimestamp(due, now.tzinfo), now)
        if own.timestamp() >= due:
            return words(
                "not possible: the city's limit, {city}, ends sooner than {hours} h", city=city, hours=f"{hours:g}"
            )
        return words("own limit: {own}, the city's is {city}", own=formats.moment(own, now), city=city)

    def _values(self, verb: Verb, tokens: Sequence[str]) -> dict[str, Any]:
        """Each word goes to the first field of the step that takes it; what none takes are words."""
        names = [name for name in names_of(verb) if name not in ("words", "limit", "photos")]
        values: dict[str, Any] = {}
        left = []
        for at, token in enumerate(tokens):
            found = ((name, self._taken(name, verb, token)) for name in names if name not in values)
            taken = next(((name, value) for name, value in found if value is not None), None)
            if taken is None:
                left = list(tokens[at:])  # words begin where the first word is no field's
                break
            values[taken[0]] = taken[1]
        if left and "words" in names_of(verb):
            values["words"] = " ".join(left)
        hours = next((one for token in tokens if (one := _hours(token)) is not None), None)
        if verb in OWNING and hours is not None:
            values["hours"] = hours
            rest = " ".join(token for token in left if _hours(token) is None)
            values |= {"words": rest} if rest else {}
            if not rest:
                values.pop("words", None)
        return values

    def _taken(self, name: str, verb: Verb, token: str) -> Any:
        if name in ("department", "category", "reason"):
            return _meant(self._choices(name, verb), token)
        if name == "hours":
            return _hours(token)
        if name == "until":
            return self._until(token)
        if name == "severity":
            return self._level(token)
        if name == "stars":
            stars = STARS.match(token)
            return int(stars[1]) if stars else None
        if name == "into" and _is_number(token):
            picture = self._picture()
            return number_like(picture, token) if picture is not None else None
        return None

    def _choices(self, name: str, verb: Verb) -> tuple[Option, ...]:
        options, lang = self._options(), self._words.lang
        if options is None:
            return ()
        if name == "reason":
            return options.why(verb, lang)
        return options.kinds(lang) if name == "category" else options.owners(lang)

    def _open_options(self, verb: Verb, tokens: Sequence[str]) -> list[Option]:
        """What the next word may be chosen from: fields that nothing was typed for yet."""
        given = self._values(verb, [token for token in tokens[1:-1] if not _is_number(token)])
        names = [name for name in names_of(verb) if name in ("department", "category", "reason") and name not in given]
        return [option for name in names for option in self._choices(name, verb)]

    def _numbers(self, begun: str) -> list[str]:
        """The numbers of what is chosen that begin like this."""
        picture = self._picture()
        if picture is None:
            return []
        rows = [picture.incident_at(ident) for ident in self._chosen()[:MOST_HITS]]
        numbers = [short_number(picture.incidents.row(row)["number"].decode()) for row in rows if row >= 0]
        return [f"{number} " for number in numbers if number.startswith(begun)]

    def _limits(self, verb: Verb, tokens: Sequence[str]) -> list[str]:
        zh = self._words.lang.startswith("zh")
        owned = verb in OWNING and "department" in self._values(verb, tokens[1:])
        if owned or "hours" in names_of(verb) or "until" in names_of(verb):
            return [f"{hours}时" if zh else f"{hours}h" for hours in (2, 8, 24, 72)]
        return []

    def _until(self, token: str) -> float | None:
        clock, hours, now = CLOCK.match(token), _hours(token), self._now()
        if hours is not None:
            return (now + timedelta(hours=hours)).timestamp()
        if clock is None:
            return None
        at = now.replace(hour=int(clock[1]), minute=int(clock[2]), second=0, microsecond=0)
        return (at if at > now else at + timedelta(days=1)).timestamp()

    def _level(self, token: str) -> int | None:
        word = token.lower()
        return next((rank for rank in (1, 2, 3, 4) if level_word(rank, self._words).lower().startswith(word)), None)


def _is_number(token: str) -> bool:
    return (
        token.isascii()
        and len(token) >= 2
        and token[-1].isdigit()
        and any(char.isdigit() for char in token)
        and (_hours(token) is None and CLOCK.match(token) is None)
    )


def _hours(token: str) -> float | None:
    hours, days = HOURS.match(token), DAYS.match(token)
    if hours:
        return float(hours[1])
    return float(days[1]) * 24 if days else None


def _meant(options: Sequence[Option], token: str) -> str | None:
    """The option that a word means: its name or initials begin like that, or one of its words does."""
    word = token.lower()
    found = next(iter(matching(options, word)), None)
    if found is None:
        return None
    told = (found.name.lower(), *found.search)
    begins = any(one.startswith(word) or f" {word}" in one for one in told)
    return found.code if begins or (not word.isascii() and len(word) > 1) else None
