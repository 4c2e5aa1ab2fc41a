"""Words of a draft to their one spelling: names to codes, words of either language to theirs, cell by cell."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from services.catalogue.sheets import SHEETS, Column, Draft, Kind, Row, Sheet
from services.domain.catalogue import Catalogue, Named
from services.domain.deadlines import clock_time
from services.domain.refusals import Refusal, Term
from services.words import Words
from services.words.places import english_place

CODE = re.compile(r"[a-z0-9_.]+")
MOST_ROWS = 20_000
SHOWN = 40


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a draft: sheet, row from 0 (-1: the sheet as a whole), column ("": the row as a whole), why."""

    sheet: str
    row: int
    column: str
    reason: Refusal


@dataclass(frozen=True, slots=True)
class Standing:
    """What a draft is read against: the catalogue that holds, names of areas by code, both languages' words."""

    catalogue: Catalogue
    areas: Mapping[str, str]
    languages: tuple[Words, ...]


def settled(draft: Draft, standing: Standing, tell: Callable[[Problem], None]) -> Draft:
    """The draft in its one spelling; a cell that can't be read keeps its words and is told of."""
    known = _Known(draft, standing)
    done: Draft = {}
    for sheet in SHEETS:
        rows = draft.get(sheet.key, [])
        if len(rows) > MOST_ROWS:
            tell(Problem(sheet.key, -1, "", too_many()))
            rows = rows[:MOST_ROWS]
        done[sheet.key] = [_row(sheet, number, row, known, tell) for number, row in enumerate(rows)]
        for number, why in _twice(sheet, done[sheet.key]):
            tell(Problem(sheet.key, number, sheet.identity[0], why))
    return done


def too_many() -> Refusal:
    """What is said of a sheet with more rows than any city's catalogue has."""
    return Refusal("catalogue.rows", "More than {most} rows are no table of a city.", most=MOST_ROWS)


def _row(sheet: Sheet, number: int, row: Row, known: _Known, tell: Callable[[Problem], None]) -> Row:
    done: Row = {}
    if not any(text.strip() for text in row.values()):
        why = Refusal("catalogue.bare", "The row is empty: fill it in or take it out.")
        tell(Problem(sheet.key, number, "", why))
        return dict.fromkeys((column.key for column in sheet.columns), "")
    for column in sheet.columns:
        text = row.get(column.key, "").strip()
        try:
            done[column.key] = _cell(column, text, known)
        except Refusal as why:
            done[column.key] = text[: column.longest + 1]
            tell(Problem(sheet.key, number, column.key, why))
    return done


def _cell(column: Column, text: str, known: _Known) -> str:
    if not text:
        if column.needed:
            raise Refusal("catalogue.empty", "“{column}” must be filled in.", column=Term(column.title, "catalogue"))
        return ""
    if len(text) > column.longest:
        raise Refusal(
            "catalogue.long",
            "It has {length} characters; at most {most} are kept.",
            length=len(text),
            most=column.longest,
        )
    if any(unicodedata.category(letter) in ("Cc", "Cs") for letter in text):
        raise Refusal("catalogue.control", "It holds characters that can't be seen. Write it again.")
    match column.kind:
        case Kind.CODE:
            return _code(text)
        case Kind.CATEGORY | Kind.DEPARTMENT | Kind.FIELD | Kind.AREA:
            return known.code(column.kind, text)
        case Kind.CHOICE:
            return known.choice(column, text)
        case Kind.DAY:
            return _day(text)
        case Kind.NUMBER:
            return _number(text)
        case Kind.WINDOW:
            return _window(text)
    return text


class _Known:
    """What names and words stand for."""

    def __init__(self, draft: Draft, standing: Standing) -> None:
        self._languages = standing.languages
        self._names = {
            Kind.CATEGORY: _names(draft.get("categories", ())),
            Kind.DEPARTMENT: _names(draft.get("departments", ())),
            Kind.FIELD: _names(_named(standing.catalogue.fields)),
            Kind.AREA: _names({"code": code, "name_zh": name} for code, name in standing.areas.items()),
        }
        self._areas = standing.areas
        self._words: dict[int, dict[str, str]] = {}

    def code(self, kind: Kind, text: str) -> str:
        """The code of what is named by its code or by a name that only one has."""
        found = self._names[kind].get(text, ()) or (self._in_english.get(text, ()) if kind is Kind.AREA else ())
        if len(found) == 1:
            return found[0]
        if found:
            raise Refusal("catalogue.ambiguous", "Several are called “{name}”: write the code.", name=text)
        sentence = "There is no area “{name}” in this city."
        if kind is Kind.CATEGORY:
            sentence = "There is no category “{name}” in this catalogue."
        elif kind is Kind.DEPARTMENT:
            sentence = "There is no department “{name}” in this catalogue."
        elif kind is Kind.FIELD:
            sentence = "There is no key field “{name}”."
        raise Refusal("catalogue.unknown", sentence, name=text[:SHOWN])

    @cached_property
    def _in_english(self) -> dict[str, tuple[str, ...]]:
        """Areas by their names in Latin letters, made where such a name is met."""
        found: dict[str, tuple[str, ...]] = {}
        for code, name in self._areas.items():
            latin = english_place(name)
            found[latin] = (*found.get(latin, ()), code)
        return found

    def choice(self, column: Column, text: str) -> str:
        """The lower-case name of one of a few words, said in any language."""
        words = self._words.setdefault(id(column), self._spellings(column))
        found = words.get(text.casefold())
        if found is None:
            kinds = column.choices or {}
            said = "、" if self._languages[0].lang.startswith("zh") else ", "
            choices = said.join(self._languages[0](name, ctx=ctx) for name, ctx in kinds.values())
            raise Refusal("catalogue.choice", "“{text}” is none of: {choices}.", text=text[:SHOWN], choices=choices)
        return found

    def _spellings(self, column: Column) -> dict[str, str]:
        found: dict[str, str] = {}
        for key, (name, ctx) in (column.choices or {}).items():
            found |= {words(name, ctx=ctx).casefold(): key for words in self._languages}
            found |= {key.casefold(): key, name.casefold(): key}
        return found


def _named(things: Iterable[Named]) -> Iterator[dict[str, str]]:
    return ({"code": one.code, "name_zh": one.name_zh, "name_en": one.name_en} for one in things)


def _names(rows: Iterable[Mapping[str, str]]) -> dict[str, tuple[str, ...]]:
    """Codes by code and name; a code is always itself, whatever else is called so."""
    found: dict[str, tuple[str, ...]] = {}
    codes: dict[str, tuple[str, ...]] = {}
    for row in rows:
        code = row.get("code", "").strip()
        if not code:
            continue
        codes[code] = (code,)
        for name in {row.get("name_zh", "").strip(), row.get("name_en", "").strip()} - {""}:
            found[name] = (*found.get(name, ()), code)
    return found | codes


def _code(text: str) -> str:
    if not CODE.fullmatch(text):
        raise Refusal(
            "catalogue.code", "A code has small letters, digits, dots and underscores: “{text}” has others.", text=text
        )
    return text


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text.replace("/", "-").split(" ")[0]).isoformat()
    except ValueError:
        raise Refusal("catalogue.day", "“{text}” is no day like 2026-11-24.", text=text) from None


def _number(text: str) -> str:
    try:
        return f"{float(text):g}"
    except ValueError:
        raise Refusal("catalogue.number", "“{text}” is no number.", text=text) from None


def _window(text: str) -> str:
    opens, _, shuts = text.replace("–", "-").replace("—", "-").replace("：", ":").partition("-")
    try:
        first, last = clock_time(opens), clock_time(shuts)
    except ValueError:
        raise Refusal("catalogue.window", "“{text}” is no window like 08:00-18:00.", text=text) from None
    return f"{first:%H:%M}-{'24:00' if f'{last:%H:%M}' == '00:00' else f'{last:%H:%M}'}"


def _twice(sheet: Sheet, rows: list[Row]) -> Iterator[tuple[int, Refusal]]:
    keys = [tuple(row[key] for key in sheet.identity) for row in rows]
    counts, first = Counter(keys), dict[tuple[str, ...], int]()
    for number, key in enumerate(keys):
        if not any(rows[number].values()):
            continue
        before = first.setdefault(key, number)
        if counts[key] > 1 and before != number:
            yield number, Refusal("catalogue.twice", "The same is already in row {row}.", row=before + 2)
