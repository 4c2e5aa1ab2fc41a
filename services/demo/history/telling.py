"""What made-up people are called and what their reports say."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from services.demo.profile import FOLDER
from services.domain.areas import AreaKind
from services.domain.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Telling:
    """Texts by category, spots by kind of place (home_…: at somebody's), closing words by kind of source, names."""

    texts: dict[str, tuple[str, ...]]
    where: dict[str, AreaKind | None]
    spots: dict[str, tuple[str, ...]]
    at_home: frozenset[str]
    requests: dict[str, tuple[str, ...]]
    surnames: str
    given: str

    def names(self, count: int, rng: np.random.Generator) -> list[str]:
        """Names of two or three characters."""
        first = rng.integers(0, len(self.surnames), count).tolist()
        second = rng.integers(0, len(self.given), (count, 2)).tolist()
        short = (rng.uniform(size=count) < 0.3).tolist()
        return [
            self.surnames[a] + self.given[b] + ("" if s else self.given[c])
            for a, (b, c), s in zip(first, second, short, strict=True)
        ]

    def phones(self, count: int, rng: np.random.Generator) -> list[str]:
        """Mobile numbers with four zeros in the middle, clearly made up."""
        head, tail = rng.integers(30, 100, count).tolist(), rng.integers(0, 10_000, count).tolist()
        return [f"1{a}0000{b:04d}" for a, b in zip(head, tail, strict=True)]

    def text(self, category: str, choice: float, spot: str, number: int, request: str) -> str:
        """What a report says; `choice` in 0–1 picks the wording."""
        texts = self.texts.get(category) or ("{s}",)
        said = texts[int(choice * len(texts))].format(s=spot, n=number)
        return f"{said}。{request}" if request else said

    def requests_of(self, kind: str, category: str) -> Sequence[str]:
        """The closing words of reports of a kind of source, others where it is about somebody's home."""
        at_home = self.requests.get(f"{kind}_home") if category in self.at_home else None
        return at_home or self.requests.get(kind) or ("",)


def read_telling(path: Path = FOLDER / "telling.toml") -> Telling:
    """The file of texts; raises `Refusal` saying what is wrong with it."""
    try:
        table: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        categories = table["category"]
        return Telling(
            texts={code: tuple(entry["texts"]) for code, entry in categories.items()},
            where={
                code: AreaKind[entry["where"].upper()] if "where" in entry else None
                for code, entry in categories.items()
            },
            spots={name: tuple(spots) for name, spots in table["spots"].items()},
            at_home=frozenset(code for code, entry in categories.items() if entry.get("home")),
            requests={kind: tuple(texts) for kind, texts in table["requests"].items()},
            surnames=table["names"]["surnames"],
            given=table["names"]["given"],
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Refusal(
            "catalogue.bad",
            "The tables in {path} can't be used: {why}.",
            path=path,
            why=f"{type(error).__name__}: {error}",
        ) from error
