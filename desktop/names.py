"""Names of things in the reader's language: areas, sources, categories, departments, states."""

from __future__ import annotations

from services.domain.catalogue import Named
from services.live.picture import Picture
from services.words import UNKNOWN, Words
from services.words.places import english_place


class Names:
    """Names by the picture's indexes; made anew for each picture, cheap to make."""

    def __init__(self, words: Words, picture: Picture) -> None:
        self._words = words
        self._picture = picture

    def area(self, index: int) -> str:
        """An area by its index in the AreaTable; the unknown mark for none."""
        if index < 0:
            return UNKNOWN
        name = self._picture.areas.names[index]
        return name if self._words.lang.startswith("zh") else english_place(name)

    def path(self, index: int, begin: int = 1) -> str:
        """An area with those above it, from below the city down."""
        return " ".join(self.area(at) for at in self._picture.areas.path(index)[begin:])

    def source(self, number: int) -> str:
        """A channel by its number in columns."""
        return self._named(self._picture.catalogue.sources, number)

    def category(self, number: int) -> str:
        """A category by its number in columns."""
        return self._named(self._picture.catalogue.categories, number)

    def department(self, code: str | None) -> str:
        """A department by its code."""
        return next((d.name(self._words.lang) for d in self._picture.catalogue.departments if d.code == code), UNKNOWN)

    def owner(self, number: int) -> str:
        """A department by its number in columns."""
        return self._named(self._picture.catalogue.departments, number)

    def city(self) -> str:
        """The city's own name."""
        return self._picture.city.name(self._words.lang) or self._words("No city yet")

    def _named(self, things: tuple[Named, ...], number: int) -> str:
        return things[number].name(self._words.lang) if 0 <= number < len(things) else UNKNOWN
