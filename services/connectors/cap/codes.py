"""What CAP 1.2 lets an alert hold, and how this city's warnings are told in it: read from resources/cap."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from services.domain.incidents import Severity
from services.domain.refusals import Refusal

CAP_12, CAP_11 = "urn:oasis:names:tc:emergency:cap:1.2", "urn:oasis:names:tc:emergency:cap:1.1"
VERSIONS = (CAP_12, CAP_11)
FILE = Path(__file__).resolve().parents[3] / "resources" / "cap" / "cap.toml"
CATEGORIES = (
    "Geo", "Met", "Safety", "Security", "Rescue", "Fire", "Health", "Env", "Transport", "Infra", "CBRNE", "Other",
)  # fmt: skip
STATUSES = ("Actual", "Exercise", "System", "Test", "Draft")
TYPES = ("Alert", "Update", "Cancel", "Ack", "Error")
SCOPES = ("Public", "Restricted", "Private")
RESPONSES = ("Shelter", "Evacuate", "Prepare", "Execute", "Avoid", "Monitor", "Assess", "AllClear", "None")
URGENCIES = ("Immediate", "Expected", "Future", "Past", "Unknown")
SEVERITIES = ("Extreme", "Severe", "Moderate", "Minor", "Unknown")
CERTAINTIES = ("Observed", "Likely", "Possible", "Unlikely", "Unknown")


@dataclass(frozen=True, slots=True)
class Told:
    """How one level is told."""

    severity: str
    urgency: str
    certainty: str
    colour_zh: str
    colour_en: str


@dataclass(frozen=True, slots=True)
class CapCodes:
    """How a city tells its warnings: by level, category by campaign, scope, names of geocodes and parameters.

    `values` is what a stranger's severity is worth as the value of a signal.
    """

    levels: Mapping[Severity, Told]
    categories: Mapping[str, str]
    category: str
    sender: str
    scope: str
    restriction_zh: str
    restriction_en: str
    responses: tuple[str, ...]
    area_code: str
    values: Mapping[str, float]
    source: str
    sources: Mapping[str, str]


@lru_cache(maxsize=4)
def read_codes(file: Path = FILE) -> CapCodes:
    """Reads the table; raises `Refusal` (cap.table) that names what is wrong in it."""
    try:
        body = tomllib.loads(file.read_text("utf-8"))
        levels = {
            Severity[name.upper()]: Told(
                _one(row["severity"], SEVERITIES), _one(row["urgency"], URGENCIES),
                _one(row["certainty"], CERTAINTIES), row["zh"], row["en"],
            )
            for name, row in body["levels"].items()
        }  # fmt: skip
        if set(levels) != set(Severity):
            raise ValueError("levels")
        out, inward = body["out"], body["in"]
        return CapCodes(
            levels=levels,
            categories={code: _one(value, CATEGORIES) for code, value in body["categories"].items()},
            category=_one(out["category"], CATEGORIES), sender=out["sender"], scope=_one(out["scope"], SCOPES),
            restriction_zh=out["restriction_zh"], restriction_en=out["restriction_en"],
            responses=tuple(_one(value, RESPONSES) for value in out["responses"]), area_code=out["area_code"],
            values={_one(name, SEVERITIES): float(value) for name, value in inward["values"].items()},
            source=inward["source"],
            sources={_one(name, CATEGORIES): value for name, value in inward["sources"].items()},
        )  # fmt: skip
    except (OSError, KeyError, ValueError, TypeError) as error:
        raise Refusal(
            "cap.table", "The table of CAP codes {file} can't be read: {why}.", file=file.name, why=error
        ) from error


def _one(value: str, of: tuple[str, ...]) -> str:
    if value not in of:
        raise ValueError(f"{value}: {', '.join(of)}")
    return value
