"""Which skills there are, and which a case asks for, by the city's own table."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from services.domain.catalogue import Category, Named
from services.domain.refusals import Refusal

FILE = Path(__file__).resolve().parents[3] / "resources" / "catalogue" / "skills.toml"
MOST = 32  # a person's skills are the bits of one number


@dataclass(frozen=True, slots=True)
class Skill(Named):
    """Something that people or units can do, and the categories (headings count for all below them) that ask for it."""

    categories: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Skills:
    """All skills in the order of the table: the n-th is bit n of a person's skills."""

    all: tuple[Skill, ...]

    def bits(self, codes: Iterable[str]) -> int:
        """Skills as one number; codes that the table does not know are left out."""
        known = {skill.code: 1 << at for at, skill in enumerate(self.all)}
        return sum({known[code] for code in codes if code in known})

    def codes(self, bits: int) -> tuple[str, ...]:
        """The codes of the skills in a number."""
        return tuple(skill.code for at, skill in enumerate(self.all) if bits >> at & 1)

    def needed(self, category: str, categories: Sequence[Category]) -> int:
        """The skills of which a case of a category asks for one; 0 where anybody will do."""
        parents = {each.code: each.parent for each in categories}
        chain: set[str] = set()
        code: str | None = category
        while code and code not in chain:
            chain.add(code)
            code = parents.get(code)
        return self.bits(skill.code for skill in self.all if skill.categories & chain)


def read_skills(path: Path = FILE) -> Skills:
    """The table of skills; raises `Refusal` naming the file and what is wrong in it."""
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8"))["skill"]
        found = tuple(Skill(row["code"], row["zh"], row["en"], frozenset(row["categories"])) for row in rows)
        if len(found) > MOST or len({skill.code for skill in found}) != len(found):
            raise ValueError(f"more than {MOST} skills, or one of them twice")
        if any(" " in skill.code or not skill.code for skill in found):
            raise ValueError("a code is one word")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Refusal(
            "catalogue.bad",
            "The tables in {path} can't be used: {why}.",
            path=path,
            why=f"{type(error).__name__}: {error}",
        ) from error
    return Skills(found)
