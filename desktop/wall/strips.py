"""The words of the wall's head and foot: city, scene and clock; the state of line and channels, and the play list."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo

from desktop.names import Names
from desktop.wall.playing import Play
from desktop.wall.rests import DOT
from services.domain.refusals import Refusal
from services.domain.scenes import Scene
from services.insight.standing import Standing
from services.live.picture import Picture
from services.live.tail import Pulse
from services.words import UNKNOWN, Words
from widgets.kit.level_glyph import level_word
from widgets.wall.foot import FootShown
from widgets.wall.header import HeaderShown


def header_words(words: Words, picture: Picture | None, play: Play, now: datetime) -> HeaderShown:
    """The head at a moment, in the city's own time; in this machine's until the city is known."""
    city = picture.city if picture is not None else None
    here = now.astimezone(city.zone if city is not None else None)
    return HeaderShown(
        city=Names(words, picture).city() if picture is not None else "",
        scene=_title(words, play.scene),
        marks=_marks(words, picture),
        date=(words.formats.heading(here), words.formats.heading(here, short=True)),
        clock=words.formats.clock(here, seconds=True),
    )


def foot_words(
    words: Words,
    picture: Picture,
    standing: Standing | None,
    pulse: Pulse | None,
    play: Play,
    now: datetime,
    stale: timedelta | None,
    unwritten: Refusal | None = None,
) -> FootShown:
    """The foot: up to when the data are true, which channels were heard, what is quiet, and the one line of trouble."""
    channels = standing.channels if standing is not None else None
    fresh = pulse.fresh_at if pulse is not None else None
    if fresh is None and standing is not None:
        fresh = standing.at
    names = Names(words, picture)
    sources, old = "", ()
    if channels is not None and stale is None:
        formats = words.formats
        sources = words(
            "Channels {heard} / {total} heard",
            heard=formats.integer(channels.heard),
            total=formats.integer(channels.total),
        )
        old = tuple(
            f"{names.source(quiet.source)} {words('never heard') if quiet.age is None else formats.stale(quiet.age)}"
            for quiet in channels.quiet
        )
    alive = pulse is None or pulse.connected
    return FootShown(
        data=data_time(words, fresh, picture.city.zone, stale),
        sources=sources,
        old=old,
        trouble=_trouble(words, pulse, unwritten),
        scenes=_played(words, picture, play, now),
        current=0 if play.is_thrown(now) else play.current,
        alive=alive,
    )


def _title(words: Words, scene: Scene) -> str:
    """The scene, and which levels alone it shows."""
    title = scene.title(words.lang)
    if scene.filter.least is None:
        return title
    level = level_word(int(scene.filter.least), words)
    return f"{title}{DOT}{words('{level} and above', ctx='scene', level=level)}"


def _marks(words: Words, picture: Picture | None) -> tuple[str, ...]:
    if picture is None:
        return ()
    marks = [words("Demo data")] if picture.city.demo else []
    return (*marks, *([words("Drill", ctx="warning")] if picture.drills else []))


def _played(words: Words, picture: Picture, play: Play, now: datetime) -> tuple[str, ...]:
    """The names of the scenes in turn; of a thrown one who threw it, and until when it stays."""
    thrown = play.thrown
    if thrown is None or not thrown.holds(now):
        return tuple(scene.name(words.lang) for scene, _ in play.turns)
    who = words("{name}, thrown by {who}", ctx="scene", name=thrown.scene.name(words.lang), who=thrown.by)
    if thrown.until is None:
        return (f"{who}{DOT}{words('until it is taken back', ctx='scene')}",)
    until = words.formats.moment(thrown.until.astimezone(picture.city.zone), now.astimezone(picture.city.zone))
    return (f"{who}{DOT}{words('until {time}', ctx='scene', time=until)}",)


def data_time(words: Words, fresh_at: datetime | None, zone: tzinfo, stale: timedelta | None) -> str:
    """The time up to which the picture is known to be true, and its age once that is too long ago."""
    shown = UNKNOWN if fresh_at is None else words.formats.clock(fresh_at.astimezone(zone), seconds=True)
    text = words("Data {time}", time=shown)
    return f"{text} · {words.formats.stale(stale)}" if stale is not None else text


def trouble_words(words: Words, pulse: Pulse | None) -> tuple[str, ...]:
    """Why the line is cut: all that can be said, its first sentence, and what fits on every wall."""
    short = words("Line lost; it is tried again by itself")
    if pulse is None or pulse.trouble is None:
        return words("The database can't be reached; the wall goes on by itself when it is back."), short
    return *_said(words, pulse.trouble), short


def _trouble(words: Words, pulse: Pulse | None, unwritten: Refusal | None) -> tuple[str, ...]:
    if pulse is not None and not pulse.connected:
        return trouble_words(words, pulse)
    return (*_said(words, unwritten), words("Nothing new can be saved")) if unwritten is not None else ()


def _said(words: Words, refusal: Refusal) -> tuple[str, str]:
    """A sentence whole, and the first of its parts."""
    said = refusal.say(words)
    ends = [end for stop in ("。", ". ") if (end := said.find(stop)) >= 0]
    return said, said[: min(ends) + 1] if ends else said
