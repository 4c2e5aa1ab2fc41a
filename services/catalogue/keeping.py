"""Keeps the catalogue: looks at drafts, saves them as versions, brings an older version back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from services.access.rights import Right, refuse_unless
from services.catalogue.checking import Checked, Content, checked
from services.catalogue.comparing import Change, differences
from services.catalogue.current import Book, read_book
from services.catalogue.handing_over import hand_over
from services.catalogue.settling import Problem, Standing
from services.catalogue.sheets import BY_KEY, Draft, copied, draft_of
from services.catalogue.writing import write_content
from services.domain.duties import Duties
from services.domain.notes import Note
from services.domain.people import SYSTEM, Officer
from services.domain.refusals import Refusal, Sayable, Term
from services.store.engine import Database
from services.store.queries import duties as queries
from services.store.queries.duties import Version
from services.store.reader import Reader
from services.words import Words

LONGEST_WHY = 500
__all__ = ["Keeper", "Looked", "Opened", "Version", "first_of", "placed"]


@dataclass(frozen=True, slots=True)
class Opened:
    """The catalogue opened for editing: its version, its words, and the names of areas by code."""

    version: int
    draft: Draft
    book: Book
    areas: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Looked:
    """What is to be said of a draft: its one spelling, what is wrong, what one should know, what it would change."""

    draft: Draft
    problems: tuple[Problem, ...]
    remarks: tuple[Sayable, ...]
    changes: tuple[Change, ...]


class Keeper:
    """The one way to change the catalogue; safe to use from any thread, every call is one consistent state."""

    def __init__(self, database: Database, languages: tuple[Words, ...] | None = None) -> None:
        self._database = database
        self._known = languages

    @property
    def languages(self) -> tuple[Words, ...]:
        """The words of every language that a draft may be written in; read at first use."""
        if self._known is None:
            self._known = (Words("zh_CN"), Words("en"))
        return self._known

    def open(self) -> Opened:
        """The catalogue as it holds now."""
        with self._database.reading() as reader:
            book = read_book(reader)
            return Opened(book.version, draft_of(book), book, queries.area_names(reader))

    def look(self, draft: Draft) -> Looked:
        """Reads a draft without saving it; what is wrong in it is told, not raised."""
        with self._database.reading() as reader:
            book, result = self._checked(reader, draft)
            changes = tuple(differences(draft_of(book), result.draft)) if not result.problems else ()
            cases = tuple(_open_cases(reader, book, result.content, self._today(reader)))
        return Looked(result.draft, result.problems, (*cases, *result.remarks), changes)

    def save(self, draft: Draft, base: int, officer: Officer, why: str) -> int:
        """Saves a draft that began at the version `base` as the next version, whose number is returned.

        Raises `Refusal`: no right, no reason, something wrong in it, nothing changed, or another version came between.
        """
        _may(officer)
        why = _reason(why)
        with self._database.unit() as unit:
            unit.hold("catalogue")
            _refuse_other(unit, base)
            book, result = self._checked(unit, draft)
            if result.content is None:
                raise first_of(result.problems)
            changes = differences(draft_of(book), result.draft)
            if not changes:
                raise Refusal("catalogue.same", "Nothing was changed: there is nothing to save.")
            version = write_content(unit, result.content, result.draft, changes, officer.login, why)
            hand_over(unit, Duties(result.content.catalogue), officer, why)
            unit.commit()
        return version

    def roll_back(self, version: int, base: int, officer: Officer, why: str) -> int:
        """Saves what stood at an older version as the newest; what is in use since then stays, out of use."""
        with self._database.reading() as reader:
            content = queries.content_of(reader, version)
            now = draft_of(read_book(reader))
        if content is None:
            raise Refusal("catalogue.no_version", "There is no version {version} of the catalogue.", version=version)
        return self.save(_with_later_codes(copied(content), now), base, officer, why)

    def versions(self) -> list[Version]:
        """The versions, newest first."""
        with self._database.reading() as reader:
            return queries.versions_of(reader)

    def _checked(self, reader: Reader, draft: Draft) -> tuple[Book, Checked]:
        book = read_book(reader)
        standing = Standing(book.catalogue, queries.area_names(reader), self.languages)
        return book, checked(copied(draft), standing, self._database.clock(), self._today(reader))

    def _today(self, reader: Reader) -> date:
        return self._database.clock().astimezone(reader.city().zone).date()


def first_of(problems: tuple[Problem, ...]) -> Refusal:
    """The first thing that is wrong, with its place as a spreadsheet shows it, and how many more there are."""
    first, more = problems[0], len(problems) - 1
    place = placed(first)
    if not more:
        return place
    return Refusal("catalogue.wrong", "{first} ({more} more are wrong.) Nothing was saved.", first=place, more=more)


def placed(problem: Problem) -> Refusal:
    """What is wrong, with sheet, row and column as a spreadsheet shows them."""
    sheet = BY_KEY[problem.sheet]
    name = Term(sheet.title, "catalogue")
    if problem.row < 0:
        return Refusal("catalogue.sheet", "Sheet “{sheet}”: {why}", sheet=name, why=problem.reason)
    row = problem.row + 2
    if not problem.column:
        return Refusal("catalogue.row", "Sheet “{sheet}”, row {row}: {why}", sheet=name, row=row, why=problem.reason)
    return Refusal(
        "catalogue.cell", "Sheet “{sheet}”, row {row}, column “{column}”: {why}", sheet=name, row=row,
        column=Term(sheet.column(problem.column).title, "catalogue"), why=problem.reason,
    )  # fmt: skip


def _may(officer: Officer) -> None:
    if officer is not SYSTEM:
        refuse_unless(officer, Right.KEEP_CATALOGUE)


def _reason(why: str) -> str:
    why = " ".join(why.split())
    if not why:
        raise Refusal("catalogue.no_why", "Say in a few words why: the history keeps it.")
    if len(why) > LONGEST_WHY:
        raise Refusal("catalogue.long_why", "The reason is longer than {most} characters.", most=LONGEST_WHY)
    return why


def _refuse_other(reader: Reader, base: int) -> None:
    newest = queries.newest_version(reader)
    if newest == base:
        return
    found = next(iter(queries.versions_of(reader, 1)), None)
    raise Refusal(
        "catalogue.conflict",
        "{officer} saved version {newest} in the meantime ({why}). What you wrote is kept; open it anew to see theirs.",
        officer=found.officer if found else "", newest=newest, why=found.why if found else "", base=base,
    )  # fmt: skip


def _with_later_codes(old: Draft, now: Draft) -> Draft:
    """An old draft with what came later, out of use: cases refer to it."""
    for sheet in ("categories", "departments"):
        there = {row["code"] for row in old[sheet]}
        later = [row for row in now[sheet] if row["code"] not in there]
        old[sheet] += [row | {"active": "no", "merged_into": ""} for row in later]
    return old


def _open_cases(reader: Reader, book: Book, content: Content | None, today: date) -> Iterator[Note]:
    """What becomes of open cases whose category was retired, or whose department is gone."""
    if content is None:
        return
    duties = Duties(content.catalogue, content.duties, book.duties.above)
    used = {one.code for one in book.catalogue.categories if one.active}
    counts = queries.open_by_category(reader)
    for category in content.catalogue.categories:
        if category.active or category.code not in used or not counts.get(category.code):
            continue
        values: dict[str, object] = {"name": category, "count": counts[category.code]}
        owner = duties.owner_of(category.code, None, today)
        if owner is None:
            yield Note("catalogue.open_bare", "Open cases of “{name}”: {count}. Nobody would own them.", values)
        else:
            sentence = "Open cases of “{name}”: {count}. They go on, with {owner}: {reason}"
            yield Note("catalogue.open_owned", sentence, values | {"owner": owner.department, "reason": owner.reason})
    used = {one.code for one in book.catalogue.departments if one.active}
    counts = queries.open_by_department(reader)
    names = {one.code: one for one in content.catalogue.departments}
    for department in content.catalogue.departments:
        if department.active or department.code not in used or not counts.get(department.code):
            continue
        values = {"name": department, "count": counts[department.code]}
        if department.merged_into:
            sentence = "Open cases of {name}: {count}. {new} answers for them from now on."
            yield Note("catalogue.open_moved", sentence, values | {"new": names[department.merged_into]})
        else:
            sentence = "Open cases of {name}: {count}. It became nothing else: transfer them."
            yield Note("catalogue.open_left", sentence, values)
