"""The city whose database this is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class City:
    """Name, code and time zone of the city; `demo` says that its data are synthetic."""

    name_zh: str = ""
    name_en: str = ""
    code: str = ""
    timezone: str = "Asia/Shanghai"
    demo: bool = False

    def name(self, lang: str) -> str:
        """The city's name in the reader's language."""
        return self.name_zh if lang.startswith("zh") else self.name_en or self.name_zh

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which its days begin."""
        return ZoneInfo(self.timezone)

    def settings(self) -> dict[str, str]:
        """The settings that keep it in the database."""
        return {
            "city.name_zh": self.name_zh,
            "city.name_en": self.name_en,
            "city.code": self.code,
            "city.timezone": self.timezone,
            "city.demo": "1" if self.demo else "0",
        }

    @classmethod
    def of(cls, settings: Mapping[str, str]) -> City:
        """The city that a database's settings tell of."""
        return cls(
            name_zh=settings.get("city.name_zh", ""),
            name_en=settings.get("city.name_en", ""),
            code=settings.get("city.code", ""),
            timezone=settings.get("city.timezone") or "Asia/Shanghai",
            demo=settings.get("city.demo") == "1",
        )
