"""Areas from a file into the city: new ones, redrawn ones with their history kept, each row with what became of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import shapely

from services.cases.importing.area_plan import (
    AreaPlan,
    Known,
    Planned,
    comparable,
    outline_known,
    plan_areas,
    redrawn,
    unchanged,
)
from services.cases.importing.placing_anew import place_anew
from services.domain.areas import Area, AreaKind, Level, level_of_code
from services.domain.facts import CityRedrawn
from services.domain.refusals import Refusal
from services.geo.boundaries import BoundaryFile, Naming, read_boundaries
from services.geo.coverage import Coverage, coverage_of
from services.geo.fit import Fit, better, fits
from services.geo.notes import Note, RefusedRow
from services.geo.parents import dissolved, largest_shared
from services.store.engine import Database
from services.store.imports import provisional_codes, succeed
from services.store.reader import Reader
from services.store.unit import Unit

SINCE_EVER = date(2000, 1, 1)
TRIES = 3


@dataclass(frozen=True, slots=True)
class AreasIn:
    """What became of a file: counts, the refused rows, the repairs (in `file`), and how the file fits.

    `derived` is the city that was made of its towns (empty: none); `fits` compares the file's outline with the known
    one, as read first; `placed` counts the incidents that now lie in other areas than before.
    """

    file: BoundaryFile
    level: Level
    counts: Counter[str]
    refused: tuple[RefusedRow, ...]
    notes: tuple[Note, ...]
    coverage: Coverage
    fits: tuple[Fit, ...]
    derived: str
    placed: int


def import_areas(
    database: Database,
    path: Path,
    level: Level,
    naming: Naming,
    crs: str = "",
    layer: str = "",
    since: date | None = None,
    officer: str = "import",
) -> AreasIn:
    """Brings the areas of one level in; raises `Refusal` where the file as a whole, or this city, can't take them.

    `since` is the day from which new borders hold (default: today in the city; for a level's first areas, ever).
    """
    with database.reading() as reader:
        refuse_demo(reader)
    file = read_boundaries(path, level, naming, crs, layer)
    for _ in range(TRIES):
        with database.reading() as reader:
            version = reader.areas_version()
            known = Known.of(reader.areas(geometry=True))
        plan = plan_areas(level, file.boundaries, known)
        found = _compared(level, file, plan, known)
        with database.unit() as unit:
            unit.hold("areas")
            refuse_demo(unit)
            if unit.areas_version() != version:
                continue  # somebody drew in between: look again
            writer = _Writer(unit, level, known, since, file, officer)
            writer.write(plan.rows)
            if writer.changed:
                writer.finish()
                unit.commit()
        return _report(file, level, plan, found, writer, place_anew(database, officer))
    raise Refusal("areas.busy", "Somebody else is drawing borders at the same time. Nothing was changed; try again.")


def refuse_demo(reader: Reader) -> None:
    """Real data and invented ones never share a database."""
    if reader.city().demo:
        raise Refusal(
            "import.demo",
            "This is a demo city; real data and invented ones are not mixed. Name a database of your own: "
            "--database sqlite:///my_city.sqlite",
        )


def _compared(level: Level, file: BoundaryFile, plan: AreaPlan, known: Known) -> tuple[Fit, ...]:
    others = outline_known(level, plan.rows, known)
    if not others or not plan.rows:
        return ()
    outline, other = dissolved([row.boundary.geometry for row in plan.rows]), dissolved(others)
    return fits(outline, other, file.system) if comparable(outline, other) else ()


def _report(
    file: BoundaryFile, level: Level, plan: AreaPlan, found: tuple[Fit, ...], writer: _Writer, placed: int
) -> AreasIn:
    refused = sorted((*file.refused, *plan.refused), key=lambda row: row.row)
    notes = [*file.notes, *plan.notes]
    advice = better(found) if found else None
    if advice is not None:
        notes.insert(0, _better_note(found[0], advice))
    return AreasIn(
        file,
        level,
        writer.counts,
        tuple(refused),
        tuple(notes),
        coverage_of([row.boundary.geometry for row in plan.rows]),
        found,
        writer.derived,
        placed,
    )


def _better_note(said: Fit, advice: Fit) -> Note:
    values = {"was": f"{said.median_m:.0f}", "system": advice.system, "now": f"{advice.median_m:.0f}"}
    return Note(
        "areas.shifted",
        "The outline lies {was} m beside the known one, but only {now} m when read as {system}. "
        "The file probably is {system}: import it again with --crs {system}.",
        values,
    )


class _Writer:
    """Writes a plan in one unit; `changed` says whether there is anything to commit."""

    def __init__(
        self, unit: Unit, level: Level, known: Known, since: date | None, file: BoundaryFile, officer: str
    ) -> None:
        self._unit, self._level, self._known, self._officer = unit, level, known, officer
        self._file = file
        today = unit.now.astimezone(unit.city().zone).date()
        if since is not None and since > today:
            sentence = "Borders can't be drawn ahead: {since} is yet to come. Import the file on that day."
            raise Refusal("areas.ahead", sentence, since=since)
        self._on = since or today
        self._first_day = since or (today if known.at(level) else SINCE_EVER)
        self._codes = _Codes(provisional_codes(unit))
        self._successors: dict[int, int] = {}
        self.counts: Counter[str] = Counter()
        self.derived = ""

    @property
    def changed(self) -> bool:
        """Whether anything was written."""
        return any(n for name, n in self.counts.items() if name != "unchanged")

    def write(self, rows: Sequence[Planned]) -> None:
        """Writes what is new or other than before, then a missing city and the parents that were missing."""
        written = [self._row(row) for row in rows]
        if not rows:
            return
        if self._level is Level.CITY:
            self._name_city(rows[0].boundary.name, rows[0].boundary.code)
        elif self._level is Level.TOWN:
            self._derive_city(rows, written)
        self._adopt(rows, written)
        succeed(self._unit, self._successors)

    def finish(self) -> None:
        """Says that the city was redrawn and who did it."""
        unit = self._unit
        unit.other_areas()
        told = ", ".join(f"{name} {n}" for name, n in sorted(self.counts.items()) if n)
        unit.note(self._officer, "import", f"areas/{self._level.word}", why=self._file.file, after=told)
        unit.say(CityRedrawn("areas"))

    def _row(self, row: Planned) -> int:
        if row.same is None:
            self.counts["added"] += 1
            self.counts["provisional"] += not row.boundary.code
            return self._add(row)
        if unchanged(row, self._known):
            self.counts["unchanged"] += 1
            return row.same.id
        return self._change(row, row.same)

    def _change(self, row: Planned, same: Area) -> int:
        border = redrawn(row, self._known)
        code = row.boundary.code or same.code
        values: dict[str, Any] = {
            "code": code,
            "name": row.boundary.name,
            "parent_id": row.parent,
            "provisional": same.provisional and not row.boundary.code,
            "derived": False,
            "origin": self._file.file,
            "geometry": shapely.to_wkb(row.boundary.geometry),
        }
        self.counts["redrawn" if border else "renamed"] += 1
        if same.valid_from >= self._on or not (border or same.name != row.boundary.name):
            self._unit.put("areas", same.id, **values)
            return same.id
        return self._succeeded(same, values)

    def _succeeded(self, same: Area, values: dict[str, Any]) -> int:
        """Closes the old row and opens a new one, so that the old border keeps its days."""
        self._unit.put("areas", same.id, valid_to=self._on)
        kept = {"level": int(same.level), "kind": int(same.kind), "households": same.households, "synthetic": False}
        ident = self._unit.add("areas", **kept, **values, valid_from=self._on)
        self._successors[same.id] = ident
        return ident

    def _add(self, row: Planned) -> int:
        boundary = row.boundary
        return self._new(
            self._level, boundary.name, boundary.code, row.parent, boundary.geometry, first_day=self._first_day
        )

    def _new(
        self, level: Level, name: str, code: str, parent: int | None, geometry: Any, derived: bool = False,
        first_day: date = SINCE_EVER,
    ) -> int:  # fmt: skip
        return self._unit.add(
            "areas",
            level=int(level),
            code=code or self._codes.provisional(level),
            name=name,
            kind=int(kind_of(level, code, name)),
            parent_id=parent,
            households=0,
            valid_from=first_day,
            provisional=not code,
            derived=derived,
            synthetic=False,
            origin=self._file.file,
            geometry=shapely.to_wkb(geometry),
        )

    def _derive_city(self, rows: Sequence[Planned], written: Sequence[int]) -> None:
        """Makes the missing city of its towns, or makes the one that was made of them anew."""
        cities = self._known.at(Level.CITY)
        if any(not city.derived for city in cities) or len(cities) > 1:
            return
        renewed = {row.same.id for row in rows if row.same is not None}
        others = [t for t in self._known.at(Level.TOWN) if t.id not in renewed and t.id in self._known.geometry]
        pieces = [row.boundary.geometry for row in rows] + [self._known.geometry[town.id] for town in others]
        whole = dissolved(pieces)
        if not cities:
            code = _common_code([row.boundary.code for row in rows])
            name = self._city_name(rows)
            city = self._new(Level.CITY, name, code, None, whole, derived=True)
            self.derived = name
            self.counts["derived"] += 1
            self._name_city(name, code)
            self._unit.put_many("areas", [{"id": ident, "parent_id": city} for ident in written])
            return
        old = self._known.geometry.get(cities[0].id)
        if self.changed and (
            old is None or not shapely.equals_exact(shapely.normalize(old), shapely.normalize(whole), 1e-9)
        ):
            self.derived = cities[0].name
            self._unit.put("areas", cities[0].id, geometry=shapely.to_wkb(whole))

    def _city_name(self, rows: Sequence[Planned]) -> str:
        said = {row.boundary.parent for row in rows if row.boundary.parent}
        known = self._unit.city().name_zh
        return said.pop() if len(said) == 1 else known or Path(self._file.file).stem

    def _name_city(self, name: str, code: str) -> None:
        if not self._unit.city().name_zh and len(self._known.at(Level.CITY)) <= 1:
            city = replace(self._unit.city(), name_zh=name, code=code)
            for key, value in city.settings().items():
                self._unit.remember(key, value)

    def _adopt(self, rows: Sequence[Planned], written: Sequence[int]) -> None:
        """Areas below that belonged to a level above, or to nobody, find their parent among the new ones."""
        level_of = {area.id: area.level for area in self._known.areas}
        orphans = [
            area
            for area in self._known.areas
            if area.level > self._level
            and area.id in self._known.geometry
            and (area.parent is None or level_of.get(area.parent, Level.GRID) < self._level)
        ]
        index, _ = largest_shared(
            [self._known.geometry[area.id] for area in orphans], [row.boundary.geometry for row in rows]
        )
        moved = [{"id": a.id, "parent_id": written[int(i)]} for a, i in zip(orphans, index, strict=True) if i >= 0]
        self._unit.put_many("areas", moved)
        self.counts["adopted"] += len(moved)


class _Codes:
    """Provisional codes: P, the level, and a running number that no area has had."""

    def __init__(self, given: Sequence[str]) -> None:
        used = [int(code[2:]) for code in given if code[2:].isdigit()]
        self._last = max(used, default=0)

    def provisional(self, level: Level) -> str:
        """The next one."""
        self._last += 1
        return f"P{int(level)}{self._last:06d}"


def kind_of(level: Level, code: str, name: str) -> AreaKind:
    """Urban or rural by the code's ranges (subdistricts below 100, residents' committees below 200), else by name."""
    if level_of_code(code) is level and level in (Level.TOWN, Level.VILLAGE):
        number = int(code[6:9] if level is Level.TOWN else code[9:12])
        return AreaKind.URBAN if number < (100 if level is Level.TOWN else 200) else AreaKind.RURAL
    urban = name.endswith(("街道", "社区", "居委会", "市", "里")) or level is Level.CITY
    return AreaKind.URBAN if urban else AreaKind.RURAL


def _common_code(codes: Sequence[str]) -> str:
    counties = {code[:6] for code in codes if code}
    return f"{counties.pop()}000000" if len(counties) == 1 and all(codes) else ""
