"""The scripts of drills, as files that a city may change or add to."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from services.domain.refusals import Refusal

FOLDER = Path(__file__).resolve().parents[3] / "resources" / "drills"
MOST_MINUTES = 240
MOST_PER_MINUTE = 6_000


@dataclass(frozen=True, slots=True)
class Stream:
    """One kind of signal from one source: its share of all, from and until which minute, and where.

    `near` is the part that comes from the script's spots, the rest from anywhere. `value` (low, high). With `subjects`
    each is about one of so many things named after `subject`.
    """

    kind: str
    source: str
    share: float
    begin: float
    end: float
    near: float
    value: tuple[float, float]
    subject: str = ""
    subjects: int = 0


@dataclass(frozen=True, slots=True)
class Script:
    """A drill that can be begun: how long, how many signals a minute, and of what."""

    code: str
    name_zh: str
    name_en: str
    purpose_zh: str
    purpose_en: str
    minutes: int
    per_minute: int
    spots: int
    radius_m: float
    streams: tuple[Stream, ...]

    def name(self, lang: str) -> str:
        """The name in a language."""
        return self.name_zh if lang.startswith("zh") else self.name_en

    def purpose(self, lang: str) -> str:
        """What it is for, in a language."""
        return self.purpose_zh if lang.startswith("zh") else self.purpose_en


@lru_cache(maxsize=4)
def read_scripts(folder: Path = FOLDER) -> tuple[Script, ...]:
    """All scripts in the order of their files; raises `Refusal` (drill.file) that names what can't be read."""
    found: list[Script] = []
    for file in sorted(folder.glob("*.toml")):
        try:
            found.append(_script(tomllib.loads(file.read_text("utf-8"))))
        except (tomllib.TOMLDecodeError, KeyError, ValueError, TypeError) as error:
            raise Refusal(
                "drill.file", "The drill {file} can't be read: {what}.", file=file.name, what=error
            ) from error
    return tuple(found)


def _script(body: Mapping[str, Any]) -> Script:
    minutes, per_minute = int(body["minutes"]), int(body["per_minute"])
    if not (0 < minutes <= MOST_MINUTES and 0 < per_minute <= MOST_PER_MINUTE):
        raise ValueError(f"minutes ≤ {MOST_MINUTES}, per_minute ≤ {MOST_PER_MINUTE}")
    streams = tuple(_stream(row) for row in body["stream"])
    if not any(stream.begin <= 0 for stream in streams):
        raise ValueError("no stream begins at once")
    return Script(
        code=str(body["code"]), name_zh=str(body["zh"]), name_en=str(body["en"]), purpose_zh=str(body["purpose_zh"]),
        purpose_en=str(body["purpose_en"]), minutes=minutes, per_minute=per_minute, spots=max(1, int(body["spots"])),
        radius_m=float(body["radius_m"]), streams=streams,
    )  # fmt: skip


def _stream(row: Mapping[str, Any]) -> Stream:
    low, high = row.get("value", (1.0, 1.0))
    found = Stream(
        kind=str(row["kind"]), source=str(row["source"]), share=float(row["share"]), begin=float(row.get("from", 0)),
        end=float(row.get("until", MOST_MINUTES)), near=float(row.get("near", 0)), value=(float(low), float(high)),
        subject=str(row.get("subject", "")), subjects=int(row.get("subjects", 0)),
    )  # fmt: skip
    if found.share <= 0 or found.end <= found.begin or not 0 <= found.near <= 1:
        raise ValueError(f"{found.kind}: share, from, until, near")
    return found
