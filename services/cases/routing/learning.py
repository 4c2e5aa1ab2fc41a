"""Learns the city's own routing: from closed cases, labelled texts and the names of the catalogue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from services.cases.routing.evidence import BLENDS, Blend, History, known_shares, ratios, sobered
from services.cases.routing.features import NOWHERE, Said, said_of
from services.cases.routing.model import softmax
from services.cases.routing.training import Choice, Example, Trained, calibration_error, train
from services.cases.routing.versions import Fresh, keep, places_of
from services.catalogue.current import Book, read_book
from services.domain.people import Officer
from services.store.engine import Database
from services.store.queries import advice as queries
from services.store.reader import Reader

MOST_CASES, MOST_LABELLED = 20_000, 20_000
# few choices: a city has many texts, and its engine has other work
CHOICES = tuple(Choice(c, 1.4, 0.2) for c in (0.3, 1.0))


@dataclass(frozen=True, slots=True)
class Lesson:
    """What there is to learn from: texts by their owner, each only once, with the category of those that had one."""

    examples: tuple[Example, ...]
    categories: tuple[str, ...]  # "" for a labelled text
    hints: tuple[Example, ...]
    finished: Mapping[str, Mapping[str, int]]  # cases by category and department
    duty: Callable[[str], str | None]
    departments: tuple[str, ...]
    closed: int
    corrected: int


def learn(database: Database, cause: str, officer: Officer | str = "system") -> tuple[int, bool, Trained]:
    """Trains on what the city has now and keeps the model; gives its version and whether it is in use.

    Takes seconds to minutes; meant for a process of its own. Raises `Refusal` ("advice.too_little").
    """
    with database.reading() as reader:
        lesson = lesson_of(reader, database.clock().astimezone(reader.city().zone).date())
    trained = train(lesson.examples, lesson.hints, CHOICES)
    blend, error = blend_of(lesson, trained)
    figures = trained.figures
    fresh = Fresh(
        trained.model, blend, cause, figures.examples, lesson.closed, lesson.corrected, figures.macro_f1, error,
        figures.per_label,
    )  # fmt: skip
    with database.unit() as unit:
        number, used = keep(unit, fresh, officer)
        unit.commit()
    return number, used, trained


def lesson_of(reader: Reader, day: date) -> Lesson:
    """Everything that can be learned from on a day."""
    book, places = read_book(reader), places_of(reader)
    known = {one.code for one in book.catalogue.departments}
    found: dict[Said, tuple[str, str]] = {}
    for row in queries.closed_texts(reader, MOST_CASES):  # newest first: of equal texts the newest owner counts
        found.setdefault(said_of("", row.text, places), (row.department, row.category))
    for row in queries.examples(reader, MOST_LABELLED):
        if row.department in known:
            found.setdefault(Said(row.title, row.text), (row.department, ""))
    finished: dict[str, dict[str, int]] = defaultdict(dict)
    for category, department, cases in queries.finished_by_category(reader):
        finished[category][department] = cases
    owners: dict[str, str | None] = {}

    def duty(category: str) -> str | None:
        if category not in owners:
            owner = book.owner_of(category, None, day)
            owners[category] = owner.department.code if owner else None
        return owners[category]

    return Lesson(
        tuple(Example(said, label) for said, (label, _) in found.items()),
        tuple(category for _, category in found.values()),
        tuple(_hints(book, duty)),
        finished,
        duty,
        tuple(one.code for one in book.catalogue.departments if one.active),
        queries.closed_count(reader),
        queries.wrong_count(reader),
    )


def _hints(book: Book, duty: Callable[[str], str | None]) -> list[Example]:
    """The names of categories are words of their owners."""
    found = []
    for leaf in book.duties.leaves():
        owner = duty(leaf.code)
        if owner is not None:
            said = (said_of(name, name, NOWHERE) for name in (leaf.name_zh, leaf.name_en))
            found += [Example(one, owner) for one in said]
    return found


def blend_of(lesson: Lesson, trained: Trained) -> tuple[Blend, float]:
    """How much duties with history and how much the words weigh, by what surprised least on held-out texts; and the
    calibration error of the confidence that comes of it.
    """
    model, number = trained.model, {code: at for at, code in enumerate(lesson.departments)}
    rows = [
        (row, at)
        for row, at in enumerate(trained.kept)
        if lesson.categories[at] and lesson.examples[at].label in number
    ]
    if not rows:
        return Blend(), trained.figures.ece
    labels = [lesson.examples[at].label for _, at in rows]
    truth = np.array([number[label] for label in labels])
    known = np.log(_known(lesson, [lesson.categories[at] for _, at in rows], labels))
    words = _spread(
        ratios(trained.held_out[[row for row, _ in rows]], model.usual.astype(np.float64)), model.labels, number
    )
    best = min(BLENDS, key=lambda blend: _surprise(blend, known, words, truth))
    return best, calibration_error(_shares(best, known, words), truth)


def _known(lesson: Lesson, categories: Sequence[str], labels: Sequence[str]) -> NDArray[np.float64]:
    """What duties and history say of each case, itself not counted: float64[cases, departments]."""
    seen: dict[tuple[str, str], NDArray[np.float64]] = {}
    for category, label in zip(categories, labels, strict=True):
        if (category, label) not in seen:
            others = dict(lesson.finished.get(category, {}))
            others[label] = max(0, others.get(label, 0) - 1)
            seen[category, label] = known_shares(lesson.departments, lesson.duty(category), History(others))
    return np.array([seen[pair] for pair in zip(categories, labels, strict=True)])


def _spread(words: NDArray[np.float64], labels: Sequence[str], number: Mapping[str, int]) -> NDArray[np.float64]:
    """The ratios by department instead of by label; 0 for those that the model doesn't know."""
    found = np.zeros((len(words), len(number)))
    for at, label in enumerate(labels):
        if label in number:
            found[:, number[label]] = words[:, at]
    return found


def _shares(blend: Blend, known: NDArray[np.float64], words: NDArray[np.float64]) -> NDArray[np.float64]:
    return sobered(softmax(blend.known * known + blend.words * words))


def _surprise(blend: Blend, known: NDArray[np.float64], words: NDArray[np.float64], truth: NDArray[np.int64]) -> float:
    right = _shares(blend, known, words)[np.arange(len(truth)), truth]
    return float(-np.log(np.maximum(right, 1e-12)).mean())
