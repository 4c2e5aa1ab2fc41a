"""What the fields of forms are chosen from: departments, categories, reasons, with what they are found by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from services.cases.reasons import Reasons, read_reasons
from services.domain.catalogue import Catalogue, Named
from services.domain.steps import Verb
from services.words.initials import all_initials
from widgets.forms.looks import Option


@dataclass(frozen=True, slots=True)
class Found:
    """Something of the catalogue with what it is found by in any language."""

    item: Named
    search: tuple[str, ...]
    note: Named | None = None


@dataclass(frozen=True, slots=True)
class StepOptions:
    """The city's departments that may own tickets, its categories in use, and its reasons."""

    departments: tuple[Found, ...]
    categories: tuple[Found, ...]
    reasons: Reasons

    @classmethod
    def of(cls, catalogue: Catalogue) -> StepOptions:
        """Prepares them; takes tenths of a second the first time, never on the GUI thread."""
        fields = {field.code: field for field in catalogue.fields}
        departments = [one for one in catalogue.departments if one.active and one.merged_into is None]
        parents = {one.parent for one in catalogue.categories}
        categories = [one for one in catalogue.categories if one.active and one.code not in parents]
        groups = {one.code: one for one in catalogue.categories}
        return cls(
            _found(departments, [fields.get(one.field) for one in departments]),
            _found(categories, [groups.get(one.parent or "") for one in categories]),
            read_reasons(),
        )

    def owners(self, lang: str) -> tuple[Option, ...]:
        """Departments in the reader's language."""
        return _options(self.departments, lang)

    def kinds(self, lang: str) -> tuple[Option, ...]:
        """Categories in the reader's language."""
        return _options(self.categories, lang)

    def why(self, verb: Verb, lang: str) -> tuple[Option, ...]:
        """The reasons for a step in the reader's language."""
        return tuple(
            Option(reason.code, reason.name(lang), (reason.name_en.lower(), reason.name_zh))
            for reason in self.reasons.for_step(verb)
        )


def _found(items: Sequence[Named], notes: Sequence[Named | None]) -> tuple[Found, ...]:
    letters = all_initials([item.name_zh for item in items])
    return tuple(
        Found(item, (item.name_zh.lower(), item.name_en.lower(), initials), note)
        for item, initials, note in zip(items, letters, notes, strict=True)
    )


def _options(found: Sequence[Found], lang: str) -> tuple[Option, ...]:
    return tuple(
        Option(one.item.code, one.item.name(lang), one.search, one.note.name(lang) if one.note else "") for one in found
    )
