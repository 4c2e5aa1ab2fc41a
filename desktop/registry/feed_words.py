"""Feeds of alerts in the reader's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from unicodedata import east_asian_width

from services.domain.cap_feeds import CapFeed, FeedState
from services.live.picture import Picture
from services.words import N_, UNKNOWN, Words
from widgets.evaluation.figure_table import FigureCell, FigureRow

STATES: Mapping[FeedState, str] = {
    FeedState.TAKEN: N_("Taken", ctx="feed"),
    FeedState.PARTLY: N_("Taken in part", ctx="feed"),
    FeedState.NEVER: N_("Never told an alert", ctx="feed"),
    FeedState.WAITS: N_("Waits to be asked", ctx="feed"),
    FeedState.TROUBLE: N_("In trouble", ctx="feed"),
    FeedState.OFF: N_("Switched off", ctx="feed"),
}
# a shape beside the word, never one of the four hues
SHAPES: Mapping[FeedState, str] = {
    FeedState.TAKEN: "", FeedState.PARTLY: "○", FeedState.NEVER: "·", FeedState.WAITS: "○", FeedState.TROUBLE: "×",
    FeedState.OFF: "·",
}  # fmt: skip
WORST: Sequence[FeedState] = (
    FeedState.TROUBLE, FeedState.PARTLY, FeedState.WAITS, FeedState.NEVER, FeedState.TAKEN, FeedState.OFF,
)  # fmt: skip
WELL = (FeedState.TAKEN, FeedState.PARTLY, FeedState.NEVER)
HEADS = (
    N_("Address", ctx="feed"), N_("State", ctx="source"), N_("Source", ctx="source"), N_("Asked every", ctx="feed"),
    N_("Last answered", ctx="feed"), N_("Alerts taken", ctx="feed"),
    N_("What is wrong", ctx="feed"),
)  # fmt: skip

LONGEST_SHOWN = 64  # letters of an address or a sentence in its row, wide ones twice; below the table stands the whole


class FeedWords:
    """Rows of the feeds as of `at`."""

    def __init__(self, words: Words, picture: Picture, at: datetime) -> None:
        self._words, self._zone = words, picture.city.zone
        self._at = at.astimezone(self._zone)
        self._sources = {one.code: one.name(words.lang) for one in picture.catalogue.sources}

    def heads(self) -> list[str]:
        """The columns."""
        heads = [self._words(HEADS[0], ctx="feed")]
        heads += [self._words(head, ctx="source") for head in HEADS[1:3]]
        return heads + [self._words(head, ctx="feed") for head in HEADS[3:]]

    def rows(self, feeds: Sequence[CapFeed]) -> list[FigureRow]:
        """One row for each feed."""
        return [self._row(feed) for feed in feeds]

    def state(self, feed: CapFeed) -> str:
        """How it stands: a shape and a word, and since when it is in trouble."""
        state = feed.state(self._at)
        word = f"{SHAPES[state]} {self._words(STATES[state], ctx='feed')}".strip()
        if state is not FeedState.TROUBLE:
            return word
        return self._words("{state} since {time}", state=word, time=self._words.formats.moment(feed.since, self._at))

    def about(self, feed: CapFeed) -> str:
        """What is to be known of one feed: what keeps it from being taken, when it is asked again."""
        words = self._words
        said = [self.state(feed), *([wrong] if (wrong := self._wrong(feed)) else [])]
        if feed.on:
            due = feed.due_at
            said.append(
                words("It is asked as soon as the engine looks.")
                if due is None or due <= self._at
                else words("It is asked again at {time}.", time=words.formats.moment(due, self._at))
            )
        return " · ".join(said)

    def empty(self) -> str:
        """What to do where there are none."""
        return self._words(
            "No feed is asked yet. Enter the address of a CAP, Atom or RSS feed below, say why, and save: the engine "
            "asks it at once and then every so many minutes."
        )

    def sentence(self, feeds: Sequence[CapFeed]) -> str:
        """How all of them stand, with the time it is true for."""
        words, integer = self._words, self._words.formats.integer
        states = [feed.state(self._at) for feed in feeds]
        return words(
            "{time}: {feeds} feeds · answering {well} · in trouble {trouble} · waiting {waits} · switched off {off} · "
            "alerts taken in all {alerts}",
            time=words.formats.clock(self._at, seconds=True), feeds=integer(len(feeds)),
            well=integer(sum(state in WELL for state in states)), trouble=integer(states.count(FeedState.TROUBLE)),
            waits=integer(states.count(FeedState.WAITS)), off=integer(states.count(FeedState.OFF)),
            alerts=integer(sum(feed.alerts for feed in feeds)),
        )  # fmt: skip

    def _wrong(self, feed: CapFeed) -> str:
        return feed.trouble.say(self._words) if feed.on and feed.trouble is not None else ""

    def _row(self, feed: CapFeed) -> FigureRow:
        words, state = self._words, feed.state(self._at)
        taken = None if feed.taken_at is None else feed.taken_at.timestamp()
        source = words("By the alert", ctx="feed") if feed.source is None else self._sources.get(feed.source, UNKNOWN)
        return FigureRow(
            (
                FigureCell(_cut(feed.address), spoken=feed.address, sort=feed.address, opens=True),
                FigureCell(self.state(feed), spoken=self.about(feed), sort=f"{WORST.index(state)}"),
                FigureCell(source, sort=source),
                FigureCell(words.formats.rough(timedelta(minutes=feed.minutes)), sort=float(feed.minutes)),
                FigureCell(words.formats.moment(feed.taken_at, self._at), sort=taken),
                FigureCell(words.formats.integer(feed.alerts), sort=float(feed.alerts)),
                FigureCell(_cut(self._wrong(feed)), spoken=self._wrong(feed), sort=self._wrong(feed)),
            )
        )


def _cut(text: str) -> str:
    shown = 0
    for at, letter in enumerate(text):
        shown += 2 if east_asian_width(letter) in "WF" else 1
        if shown > LONGEST_SHOWN:
            return f"{text[: max(0, at - 1)]}…"
    return text
