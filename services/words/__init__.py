"""The words of the interface: one catalogue for all rooms, English in the source, read from `resources/i18n`."""

from services.words.catalogue import LanguageError, Words
from services.words.formats import Formats
from services.words.marker import N_
from services.words.numbers import UNKNOWN

__all__ = ["N_", "UNKNOWN", "Formats", "LanguageError", "Words"]
