"""Duties: which department owns what, where and since when; exactly one owner, and the reason in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from services.domain.areas import covers, depth_of
from services.domain.calendar import ALWAYS
from services.domain.catalogue import Catalogue, Category, Department, current
from services.domain.notes import Note
from services.domain.refusals import Sayable, Several


@dataclass(frozen=True, slots=True)
class DutyRule:
    """One row of the duty list: a category and all below it, in an area and all below it (None: the whole city).

    It holds from `valid_from` until before `valid_to` (None: still); `why` names the paper that says so.
    """

    category: str
    department: str
    area: str | None = None
    valid_from: date = ALWAYS
    valid_to: date | None = None
    why: str = ""

    def holds(self, day: date) -> bool:
        """Whether it holds on a day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)

    def overlaps(self, other: DutyRule) -> bool:
        """Whether there is a day on which both hold."""
        return (other.valid_to is None or self.valid_from < other.valid_to) and (
            self.valid_to is None or other.valid_from < self.valid_to
        )


@dataclass(frozen=True, slots=True)
class Owner:
    """Who owns a case: the department, the row that says so (None: the category's usual owner), and why in words.

    `rivals` are departments that other rows of the same rank name as well: a mistake that a person must settle.
    """

    department: Department
    duty: DutyRule | None
    reason: Sayable
    rivals: tuple[Department, ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """A category that nobody owns in an area (None: anywhere)."""

    category: Category
    area: str | None


@dataclass(frozen=True, slots=True)
class Clash:
    """A category that several departments own at once in an area (None: the whole city)."""

    category: Category
    area: str | None
    departments: tuple[Department, ...]


@dataclass(frozen=True)
class Duties:
    """The duty list over a catalogue; `above` and `names` are parents and names of areas by code."""

    catalogue: Catalogue = field(default_factory=Catalogue)
    rows: tuple[DutyRule, ...] = ()
    above: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, Sayable] = field(default_factory=dict)

    def owner_of(self, category: str, area: str | None, day: date) -> Owner | None:
        """The one owner of a category in an area (code of the deepest, None: no place); None where nobody is.

        The nearest category comes first, then the deeper area, then the newest row. What was retired or merged goes to
        its successor; a row whose department is gone without one is passed over.
        """
        line, remarks = self._line(category)
        found = self._matching(line, area, day)
        for at, rule in enumerate(found):
            department, moved = self._standing(rule.department)
            if department is not None:
                rivals = [
                    self._standing(other.department)[0]
                    for other in found[at + 1 :]
                    if (other.category, other.area) == (rule.category, rule.area)
                ]
                others = {other.code: other for other in rivals if other is not None and other != department}
                told = Several((self._reason(rule, department), *remarks, *moved))
                return Owner(department, rule, told, tuple(others.values()))
        for one in line:
            department, moved = self._standing(one.department or "")
            if department is not None:
                usual = Note(
                    "duty.usual", "{department} usually owns “{category}”.", {"department": department, "category": one}
                )
                return Owner(department, None, Several((usual, *remarks, *moved)))
        return None

    def gaps(self, day: date, towns: Sequence[str], below: Mapping[str, Sequence[str]]) -> Iterator[Gap]:
        """What nobody owns: by category, and where somebody owns it in parts only, by town or village.

        `towns` are all towns' codes, `below` each town's villages.
        """
        for category in self.leaves():
            if self.owner_of(category.code, None, day) is not None:
                continue
            empty = [town for town in towns if self.owner_of(category.code, town, day) is None]
            line = {one.code for one in self.catalogue.line_of(category.code)}
            if not any(rule.category in line and rule.holds(day) for rule in self.rows):
                yield Gap(category, None)
                continue
            for town in empty:
                villages = below.get(town, ())
                bare = [code for code in villages if self.owner_of(category.code, code, day) is None]
                yield from (Gap(category, code) for code in (bare if len(bare) < len(villages) else [town]))

    def clashes(self, day: date) -> Iterator[Clash]:
        """What several own at once."""
        known = {category.code: category for category in self.catalogue.categories}
        found: dict[tuple[str, str | None], dict[str, Department]] = {}
        for rule in self.rows:
            department, _ = self._standing(rule.department)
            if rule.holds(day) and department is not None and rule.category in known:
                found.setdefault((rule.category, rule.area), {})[department.code] = department
        for (category, area), departments in found.items():
            if len(departments) > 1:
                yield Clash(known[category], area, tuple(departments.values()))

    def successor_of(self, code: str) -> Department | None:
        """The department that does another's work today: itself while it is active; None where none does."""
        return current(code, self._departments.get)

    def leaves(self) -> tuple[Category, ...]:
        """Categories in use that no other one in use stands under."""
        parents = {category.parent for category in self.catalogue.categories if category.active}
        return tuple(c for c in self.catalogue.categories if c.active and c.code not in parents)

    def _matching(self, line: Sequence[Category], area: str | None, day: date) -> list[DutyRule]:
        """Rows that fit, the most specific first; of equals the newest, then as the list has them."""
        found: list[DutyRule] = []
        for category in line:
            fitting = [
                rule
                for rule in self._by_category.get(category.code, ())
                if rule.holds(day) and (rule.area is None or (area is not None and covers(rule.area, area, self.above)))
            ]
            fitting.sort(key=lambda rule: (depth_of(rule.area), rule.valid_from), reverse=True)
            found += fitting
        return found

    def _line(self, category: str) -> tuple[tuple[Category, ...], list[Note]]:
        """A category in use and those above it; of one that was retired, its successor's."""
        line, remarks, seen = self.catalogue.line_of(category), list[Note](), set[str]()
        while line and not line[0].active and line[0].code not in seen:
            old = line[0]
            seen.add(old.code)
            after = self.catalogue.line_of(old.merged_into or "")
            if not after:
                break
            remarks.append(
                Note("duty.category_merged", "“{old}” is now part of “{new}”.", {"old": old, "new": after[0]})
            )
            line = after
        return line, remarks

    def _standing(self, code: str) -> tuple[Department | None, list[Note]]:
        """The department that does a department's work today, and which became which; None where none does."""
        found, moved, seen = self._departments.get(code), list[Note](), set[str]()
        while found is not None and not found.active:
            seen.add(found.code)
            after = self._departments.get(found.merged_into or "")
            if after is None or after.code in seen:
                return None, []
            moved.append(Note("duty.merged", "{old} was merged into {new}.", {"old": found, "new": after}))
            found = after
        return found, moved

    def _reason(self, rule: DutyRule, department: Department) -> Note:
        category = next(c for c in self.catalogue.categories if c.code == rule.category)
        values: dict[str, object] = {"department": department, "category": category, "why": rule.why}
        if rule.area is None:
            return Note("duty.city", "The duty list gives “{category}” to {department}.", values)
        values["area"] = self.names.get(rule.area, rule.area)
        return Note("duty.area", "The duty list gives “{category}” in {area} to {department}.", values)

    @cached_property
    def _by_category(self) -> dict[str, list[DutyRule]]:
        found: dict[str, list[DutyRule]] = {}
        for rule in self.rows:
            found.setdefault(rule.category, []).append(rule)
        return found

    @cached_property
    def _departments(self) -> dict[str, Department]:
        return {department.code: department for department in self.catalogue.departments}
