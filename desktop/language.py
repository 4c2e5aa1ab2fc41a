"""The reader's language, changed while a seat is open."""

from __future__ import annotations

from desktop.context import SeatContext
from services.words.places import english_place

ANY_PLACE = "茴村镇"


def switch_language(context: SeatContext, lang: str) -> None:
    """Speaks another language once its words, and for Latin letters the readings of names, are read off this thread."""
    words = context.words

    def ready() -> None:
        words.prepare(lang)
        if lang == "en":
            english_place(ANY_PLACE)

    context.workers.ask("language", ready, lambda _: words.switch(lang))
