"""The catalogue: source text to the reader's language, switchable while the program runs."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import polib

from services.words.formats import Formats

I18N = Path(__file__).resolve().parents[2] / "resources" / "i18n"
SOURCE_LANGUAGE = "en"
Key = tuple[str, str]  # context ("" for none), source text

log = logging.getLogger(__name__)


class LanguageError(ValueError):
    """Asked for a language that has no catalogue."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What one language says: single texts, and the plural forms by their singular source text."""

    texts: Mapping[Key, str]
    plurals: Mapping[Key, Mapping[int, str]]

    @classmethod
    def read(cls, folder: Path) -> Catalogue:
        """All `.po` files of a folder as one; a file that cannot be read is left out and logged, the rest is used."""
        texts: dict[Key, str] = {}
        plurals: dict[Key, dict[int, str]] = {}
        for path in sorted(folder.glob("*.po")):
            try:
                entries = polib.pofile(str(path), encoding="utf-8")
            except (OSError, UnicodeDecodeError) as problem:
                log.warning("catalogue %s is left out: %s", path.name, problem)
                continue
            for entry in entries:
                if entry.obsolete or entry.fuzzy:
                    continue
                key = (entry.msgctxt or "", entry.msgid)
                if entry.msgid_plural:
                    plurals[key] = {int(form): text for form, text in entry.msgstr_plural.items() if text}
                elif entry.msgstr:
                    texts[key] = entry.msgstr
        return cls(texts, plurals)


class Words:
    """Gives each text of the interface in the reader's language.

    `words("Saved at {time}.", time="14:32")`; an English text without a translation is shown as it stands. Reading is
    safe from any thread; `switch` belongs to the thread that shows the words, where the listeners are called.
    """

    def __init__(self, lang: str = "zh_CN", folder: Path = I18N) -> None:
        self._folder = folder
        self._listeners: list[Callable[[], None]] = []
        self._ready: dict[str, Catalogue] = {}
        self._lang, self._catalogue = lang, self._load(lang)
        self.formats = Formats(self)

    def __call__(self, text: str, /, *, ctx: str = "", **values: object) -> str:
        """The text in the reader's language; `ctx` tells apart texts that read the same in English."""
        found = self._catalogue.texts.get((ctx, text), text)
        return found.format(**values) if values else found

    def plural(self, one: str, many: str, n: int, /, *, ctx: str = "", **values: object) -> str:
        """The form for n things; `{n}` in it is n as the language writes it."""
        forms = self._catalogue.plurals.get((ctx, one))
        found = (forms.get(0) or many) if forms else (one if n == 1 else many)
        return found.format(**{"n": self.formats.integer(n), **values})

    def characters(self) -> frozenset[str]:
        """Every character that the catalogue of the language in use can say (none for the source language)."""
        told = [*self._catalogue.texts.values()]
        told += [form for forms in self._catalogue.plurals.values() for form in forms.values()]
        return frozenset("".join(told))

    def context(self, ctx: str) -> Callable[..., str]:
        """The same words within one context."""
        return partial(self, ctx=ctx)

    @property
    def lang(self) -> str:
        """The language in use."""
        return self._lang

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages there are, the source language last."""
        found = sorted(path.name for path in self._folder.iterdir() if path.is_dir() and any(path.glob("*.po")))
        return (*(lang for lang in found if lang != SOURCE_LANGUAGE), SOURCE_LANGUAGE)

    def prepare(self, lang: str) -> None:
        """Reads another language on any thread, so that the thread that shows the words need not wait for files."""
        self._ready[lang] = self._load(lang)

    def switch(self, lang: str) -> None:
        """Speaks another language from now on and tells the listeners; raises `LanguageError` and stays as it was."""
        if lang == self._lang:
            return
        self._catalogue = self._ready.pop(lang) if lang in self._ready else self._load(lang)
        self._lang = lang
        for listener in tuple(self._listeners):
            listener()

    def on_change(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Calls the listener after each switch; gives the function that ends it."""
        self._listeners.append(listener)

        def end() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return end

    def _load(self, lang: str) -> Catalogue:
        if lang not in self.languages:
            raise LanguageError(lang)
        return Catalogue.read(self._folder / lang)
