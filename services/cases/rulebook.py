"""The city's rules of this moment, read again only when somebody changed them."""

from __future__ import annotations

from services.cases.deciding.rules import DeskRules
from services.domain.deadlines import Deadlines
from services.store.reader import Reader

KEYS = ("catalogue.version", "city.timezone", "desk.four_eyes")


class RuleBook:
    """Gives the rules that a decision goes by; safe to use from any thread."""

    def __init__(self, deadlines: Deadlines) -> None:
        self._deadlines = deadlines
        self._known: tuple[tuple[str, ...], DeskRules] | None = None

    def __call__(self, reader: Reader) -> DeskRules:
        settings = reader.settings()
        mark = tuple(settings.get(key, "") for key in KEYS)
        known = self._known
        if known is None or known[0] != mark:
            departments = {department.code: department for department in reader.catalogue().departments}
            four_eyes = settings.get("desk.four_eyes", "1") != "0"
            known = self._known = (mark, DeskRules(self._deadlines, reader.city().zone, departments, four_eyes))
        return known[1]
