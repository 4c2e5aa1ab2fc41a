"""What stands on the paper of a handover sheet, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from desktop.handover.printing import Paper
from desktop.handover.words import SheetWords
from layers.style.tokens import Tokens
from services.domain.emergencies import Plan
from services.domain.handover import Handover
from services.domain.incidents import Severity
from services.live.picture import Picture
from services.words import Words

LINE = "_" * 40
SUM = 16


def paper_of(
    words: Words, picture: Picture, tokens: Tokens, handover: Handover, notes: Mapping[str, str], plans: Sequence[Plan]
) -> Paper:
    """The sheet with its notes and signatures; what nobody has signed has lines to sign on."""
    say, sheet = SheetWords(words, picture, plans), handover.sheet
    told = [words("State of {time}", ctx="handover", time=say.when(sheet.at)), say.stands(handover)]
    if picture.city.demo:
        told.append(words("Synthetic, of the demo city"))

    def signature(login: str, at: datetime | None) -> str:
        return f"{login}  {say.when(at)}" if at is not None else LINE

    city = picture.city.name(words.lang)
    return Paper(
        title=" ".join(filter(None, (city, words("Handover sheet", ctx="handover"), f"#{handover.id}"))),
        under=(" · ".join(told),),
        heads=say.heads(),
        rows=say.rows(sheet),
        notes=dict(notes),
        signatures=(
            (words("Given by", ctx="handover"), signature(handover.given_by, handover.given_at)),
            (words("Taken by", ctx="handover"), signature(handover.taken_by, handover.taken_at)),
        ),
        foot=words("Checksum {sum}", ctx="handover", sum=handover.digest[:SUM]) if handover.digest else "",
        levels={
            int(rank): f"{tokens.level(int(rank)).symbol}{tokens.level(int(rank)).char(words.lang)}"
            for rank in Severity
        },
        page=lambda page, pages: words("Page {page} of {pages}", ctx="handover", page=page, pages=pages),
    )
