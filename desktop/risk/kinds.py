"""Names of what signals are about and where they come from: categories of incidents, kinds of signals, sources."""

from __future__ import annotations

from services.live.picture import Picture
from services.risk.standard import read_kinds
from services.words import Words


class KindNames:
    """Names by code, in the reader's language; a code that nothing is known of stands for itself."""

    def __init__(self, words: Words, picture: Picture) -> None:
        self._lang = words.lang
        catalogue = picture.catalogue
        self._kinds = {one.code: one.name(self._lang) for one in read_kinds()}
        self._kinds |= {one.code: one.name(self._lang) for one in catalogue.categories}
        self._sources = {one.code: one.name(self._lang) for one in catalogue.sources}

    def kind(self, code: str) -> str:
        """What a signal is about."""
        return self._kinds.get(code, code)

    def source(self, code: str) -> str:
        """Where it comes from."""
        return self._sources.get(code, code)


def subject_name(words: Words, subject: str) -> str:
    """Whom or what signals are about, as far as it may be said: things by name, people never; "" for nothing."""
    kind, _, name = subject.partition(":")
    if kind == "thing":
        return name
    if kind == "record":
        return words("base record {n}", ctx="warning", n=name)
    return words("one and the same contact", ctx="warning") if kind == "who" else ""
