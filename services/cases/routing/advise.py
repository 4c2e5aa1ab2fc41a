"""Advice on who should own a case: duties first, then the text, then what people corrected; or that nobody knows."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.cases.routing.evidence import Blend, History, Mistake, TextSays, blended, by_text_alone, known_shares
from services.cases.routing.features import Said, grams, said_of
from services.cases.routing.model import Explanation, explain
from services.cases.routing.reasons import Known, reasons
from services.cases.routing.versions import InUse, Shelf
from services.catalogue.current import Book, Books
from services.domain.catalogue import Category, Department
from services.domain.duties import Owner
from services.domain.refusals import Refusal, Sayable
from services.domain.steps import Verb
from services.store.engine import Database
from services.store.queries import advice as queries
from services.store.reader import Reader

log = logging.getLogger(__name__)
THRESHOLD = "advice.threshold"
SURE_FROM = 0.6
BACK = timedelta(days=730)  # how far back cases like it are counted
MOST_MISTAKES, MOST_OWNERS, MOST_DUTIES, MOST_OF_ONE = 50, 3, 6, 2
LEAST_SHOWN = 0.01
LEAST_CASES = 3  # fewer of the same kind are no experience
STRONG = 0.8  # a share from which on the text alone names somebody
LIKELY = 0.1  # a share from which on somebody is worth naming
LEAST_TRUST = 0.5  # in a text that is unlike what the model has learned from


@dataclass(frozen=True, slots=True)
class Asked:
    """What advice is asked for. `area` is the code of the deepest known area; `incident` where there is one already."""

    text: str
    title: str = ""
    category: str = ""
    area: str | None = None
    incident: int | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """One department and the confidence in it, 0 to 1."""

    department: Department
    share: float


@dataclass(frozen=True, slots=True)
class DutyLine:
    """One line of the duty list: who owns a category."""

    category: Category
    department: Department


@dataclass(frozen=True, slots=True)
class Advice:
    """Up to three owners, the best first; with `rest` (the share of the `others` further departments) they make one.

    `sure`: the first reaches `threshold`; else nobody is to be proposed, and `duties` has lines of the duty list that
    are near. `version` and `trained_at` are those of the model, None without one; `words` is its explanation of the
    first; `damaged`: a model is in use that can't be read; `doubted`: whom the words name against the duty list, which
    makes nobody sure.
    """

    owners: tuple[Share, ...]
    rest: float
    others: int
    reasons: tuple[Sayable, ...]
    sure: bool
    threshold: float
    at: datetime
    duties: tuple[DutyLine, ...] = ()
    version: int | None = None
    trained_at: datetime | None = None
    words: Explanation | None = None
    damaged: bool = False
    doubted: Department | None = None


class Adviser:
    """Advises on a database; safe to use from any thread, meant for others than the one of the windows."""

    def __init__(self, database: Database) -> None:
        self._database, self._shelf, self._books = database, Shelf(), Books()

    def of_incident(self, incident: int) -> Advice | None:
        """Advice on an incident as it stands; None when there is none."""
        with self._database.reading() as reader:
            found = reader.incident(incident)
            if found is None:
                return None
            code, _ = queries.area_codes(reader, incident)
            asked = Asked(found.text, "", found.live.category, code, incident)
            return self._advise(reader, asked)

    def of_text(self, asked: Asked) -> Advice:
        """Advice on something that is still being written."""
        with self._database.reading() as reader:
            return self._advise(reader, asked)

    def _advise(self, reader: Reader, asked: Asked) -> Advice:
        return advise(reader, asked, self._database.clock(), self._shelf, self._books)


@dataclass(frozen=True, slots=True)
class _Evidence:
    """Everything that is known of what is asked."""

    asked: Asked
    now: datetime  # in the city's zone
    book: Book
    departments: tuple[Department, ...]
    owner: Owner | None
    history: History
    given_back: tuple[Mistake, ...]  # of this very ticket
    model: InUse | None
    damaged: bool
    said: Said
    text: TextSays | None
    town: int | None
    threshold: float

    def shares(self) -> NDArray[np.float64]:
        """The confidence in each department."""
        codes = [one.code for one in self.departments]
        if self.owner is None and not self.history.cases and self.text is not None:
            return by_text_alone(codes, self.text)
        duty = self.owner.department.code if self.owner else None
        known = known_shares(codes, duty, self.history, [one.wrong for one in self.given_back])
        return blended(codes, known, self.text, self.model.version.blend if self.model else Blend())

    def is_experienced(self) -> bool:
        """Whether there is anything at all that an advice could stand on."""
        return self.owner is not None or self.history.cases >= LEAST_CASES or self.text is not None

    def named_by_text(self) -> Department | None:
        """Whom the text alone names without much doubt."""
        if self.text is None or self.text.trust < LEAST_TRUST:
            return None
        best = int(self.text.shares.argmax())
        code = self.text.labels[best] if self.text.shares[best] >= STRONG else None
        return next((one for one in self.departments if one.code == code), None)

    def disagree(self) -> bool:
        """Whether the duty list and the text name different departments: a person has to look."""
        named = self.named_by_text()
        return self.owner is not None and named is not None and named.code != self.owner.department.code

    def known_of(self, first: Department, share: float) -> Known:
        """What the reasons for this department are made of; words for somebody who is not likely explain nothing."""
        names = {one.code: one for one in self.departments}
        explained = None
        if self.model and self.text and share >= LIKELY and first.code in self.text.labels:
            lexicon = [one.name_zh for one in self.book.catalogue.categories]
            explained = explain(self.model.model, self.said, first.code, lexicon)
        named = self.named_by_text()
        back = [one for one in self.given_back if one.wrong in names]
        return Known(first, names, self.owner, self.history, explained, named, back, self.town, self.now)


def advise(reader: Reader, asked: Asked, now: datetime, shelf: Shelf, books: Books) -> Advice:
    """Who should own it, with a confidence and the reasons."""
    found = _gather(reader, asked, now, shelf, books)
    shares, departments, model = found.shares(), found.departments, found.model
    shown = [int(at) for at in np.argsort(-shares, kind="stable")[:MOST_OWNERS] if shares[at] >= LEAST_SHOWN]
    disagree = found.disagree()
    sure = bool(shown and found.is_experienced() and shares[shown[0]] >= found.threshold and not disagree)
    known = found.known_of(departments[shown[0]], shares[shown[0]]) if shown else None
    return Advice(
        owners=tuple(Share(departments[at], float(shares[at])) for at in shown),
        rest=float(max(0.0, 1.0 - shares[shown].sum())) if shown else 0.0,
        others=len(departments) - len(shown),
        reasons=reasons(known) if known else (),
        sure=sure,
        threshold=found.threshold,
        at=now,
        duties=() if sure or not found.is_experienced() else _near_duties(found, [departments[at] for at in shown]),
        version=model.version.number if model else None,
        trained_at=model.version.at if model else None,
        words=known.explained if known else None,
        damaged=found.damaged,
        doubted=found.named_by_text() if disagree else None,
    )


def _gather(reader: Reader, asked: Asked, now: datetime, shelf: Shelf, books: Books) -> _Evidence:
    book, here = books(reader), now.astimezone(reader.city().zone)
    history = _history(reader, asked.category, now)
    model, damaged = _model(shelf, reader)
    said = said_of(asked.title, asked.text, shelf.places(reader))
    return _Evidence(
        asked=asked,
        now=here,
        book=book,
        departments=tuple(one for one in book.catalogue.departments if one.active),
        owner=book.owner_of(asked.category, asked.area, here.date()) if asked.category else None,
        history=history,
        given_back=tuple(one for one in history.mistakes if one.incident == asked.incident),
        model=model,
        damaged=damaged,
        said=said,
        text=_text_says(model, said),
        town=queries.town_of(reader, asked.area) if asked.area else None,
        threshold=_threshold(reader),
    )


def _history(reader: Reader, category: str, now: datetime) -> History:
    if not category:
        return History()
    since = now - BACK
    found = (_mistake(row) for row in queries.wrong_of(reader, category, since, MOST_MISTAKES))
    return History(queries.finished_by(reader, category, since), [one for one in found if one is not None])


def _mistake(row: Any) -> Mistake | None:
    """A holding that ended as wrongly sent; None where it proved right after all, or nobody said that it was wrong.

    A department that got its ticket again has been told that it is the one; what a dispatcher took back was wrong only
    if somebody else has it since.
    """
    again = row.owner is not None and row.since is not None and row.since >= row.end
    right = row.owner if again and row.owner != row.department else None
    if right is None and (again or row.verb != Verb.RETURN):
        return None
    return Mistake(row.incident, row.department, row.end, right, row.since if right else None, row.town_id, row.reason)


def _model(shelf: Shelf, reader: Reader) -> tuple[InUse | None, bool]:
    try:
        return shelf.in_use(reader), False
    except Refusal as refusal:
        log.warning("advice goes on without a model: %s", refusal)
        return None, True


def _text_says(model: InUse | None, said: Said) -> TextSays | None:
    """What the text alone says; nothing where no word of it is known."""
    if model is None or not len(model.model.features.vector(said)[0]):
        return None
    read = model.model
    return TextSays(read.labels, read.shares(said), read.usual.astype(np.float64), read.trust(said))


def _threshold(reader: Reader) -> float:
    """From which confidence on somebody is proposed: the city's setting, else 60 %."""
    try:
        return min(1.0, max(0.0, float(reader.setting(THRESHOLD, str(SURE_FROM)))))
    except ValueError:
        return SURE_FROM


def _near_duties(found: _Evidence, likely: Sequence[Department]) -> tuple[DutyLine, ...]:
    """Lines of the duty list for who has to choose: its own category, those that sound like the text, those of the
    likely departments, those beside its category; two of one department at most.
    """
    book, category = found.book, found.asked.category
    line = book.catalogue.line_of(category)
    group, rank = line[1].code if len(line) > 1 else None, {one.code: at for at, one in enumerate(likely)}
    text = grams(found.said.text, 2).keys()
    near: list[tuple[tuple[bool, int, int], DutyLine]] = []
    for leaf in book.duties.leaves():
        owner = book.owner_of(leaf.code, found.asked.area, found.now.date())
        if owner is None:
            continue
        alike = sum(len(gram) == 2 and gram in text for gram in grams(leaf.name_zh, 2))
        if alike or leaf.code == category or leaf.parent == group or owner.department.code in rank:
            order = leaf.code != category, -alike, rank.get(owner.department.code, len(rank))
            near.append((order, DutyLine(leaf, owner.department)))
    kept: list[DutyLine] = []
    for _, one in sorted(near, key=lambda pair: pair[0]):
        if sum(other.department == one.department for other in kept) < MOST_OF_ONE:
            kept.append(one)
    return tuple(kept[:MOST_DUTIES])
