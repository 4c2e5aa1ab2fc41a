"""What a wall reads from the database besides the live picture: asked off the GUI thread, each at its own pace."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject

from desktop.context import SeatContext
from desktop.risk.known import Known, read_known
from desktop.wall.told import Read
from services.domain.scenes import ListKind, Scene
from services.live.picture import Picture
from services.risk.keeping import Scenarios
from services.walls.asking import Demands, Member, WallReading

log = logging.getLogger(__name__)
DEMANDS_EVERY = 60.0  # seconds
REDS = 3  # red warnings whose facts are known
LISTS = frozenset({ListKind.DEMANDS, ListKind.SOURCES})


class WallNews(QObject):
    """`read` is what is known; `on_news()` is called after more was read. Trouble is logged, and it is asked again."""

    def __init__(self, context: SeatContext, steady: Callable[[], float], on_news: Callable[[], None]) -> None:
        super().__init__()
        self._context, self._steady, self._on_news = context, steady, on_news
        self._reading = WallReading(context.services.database)
        self.read = Read()
        self._asked: dict[str, float] = {}
        self._versions: dict[int, int] = {}
        self._codes: frozenset[str] = frozenset()
        self._pending: set[str] = set()

    def look(self, picture: Picture, scenes: Sequence[Scene]) -> None:
        """Asks for what is missing or too old for these scenes."""
        self._look_scenarios(picture)
        for days in {scene.days for scene in scenes if LISTS & set(scene.lists)}:
            if self._is_due(f"demands {days}", DEMANDS_EVERY):
                self._ask(f"demands {days}", lambda days=days: self._demands(days), self._take_demands)
        reds = [one for one in picture.warnings.values() if one.level == 1 and not one.acked]
        reds = sorted(reds, key=lambda one: -one.raised_at.timestamp())[:REDS]
        for one in reds:
            if self._versions.get(one.id) != one.version and self._is_due(f"members {one.id}", 1.0):
                version = one.version
                self._ask(
                    f"members {one.id}",
                    lambda ident=one.id, version=version: (ident, version, self._reading.members(ident)),
                    self._take_members,
                )

    def _look_scenarios(self, picture: Picture) -> None:
        codes = frozenset(one.scenario for one in picture.warnings.values())
        unknown = codes - self.read.known.scenarios.keys()
        if (not self.read.known.campaigns or unknown - self._codes) and self._is_due("scenarios", 5.0):
            self._codes |= unknown
            scenarios = Scenarios(self._context.services.database)
            self._ask("scenarios", lambda: read_known(scenarios), self._take_known)

    def _is_due(self, what: str, every: float) -> bool:
        now = self._steady()
        if now - self._asked.get(what, -1e9) < every:
            return False
        self._asked[what] = now
        return True

    def _ask(self, key: str, question: Callable[[], object], take: Callable[[object], None]) -> None:
        self._pending.add(key)

        def answered(found: object) -> None:
            self._pending.discard(key)
            take(found)

        def failed(error: Exception) -> None:
            self._pending.discard(key)
            log.info("%s can't be read and is asked for again: %s", key, error)

        self._context.workers.ask(f"{key} {id(self)}", question, answered, failed)

    def complete(self) -> bool:
        """Whether everything that was asked for has been answered."""
        return bool(self._asked) and not self._pending

    def _demands(self, days: int) -> Demands:
        return self._reading.demands(days, self._context.clock())

    def _take_known(self, known: object) -> None:
        if isinstance(known, Known):
            self.read = replace(self.read, known=known)
            self._on_news()

    def _take_demands(self, found: object) -> None:
        if isinstance(found, Demands):
            self.read = replace(self.read, demands={**(self.read.demands or {}), found.days: found})
            self._on_news()

    def _take_members(self, answer: object) -> None:
        ident, version, found = answer  # type: ignore[misc]
        self._versions[ident] = version
        kept: dict[int, tuple[Member, ...]] = dict(self.read.members or {})
        kept[ident] = found
        picture = self._context.situation.picture
        standing = picture.warnings if picture is not None else {}
        self.read = replace(self.read, members={one: facts for one, facts in kept.items() if one in standing})
        self._versions = {one: number for one, number in self._versions.items() if one in standing}
        kinds = {f"members {one}" for one in self._versions}
        self._asked = {what: at for what, at in self._asked.items() if what in kinds or not what.startswith("members")}
        self._on_news()
