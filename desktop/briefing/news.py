"""What is newer than the snapshot, in one sentence for the head of the page."""

from __future__ import annotations

from desktop.briefing.snapshot import Snapshot
from desktop.situation import Situation
from services.words import Words


def news_of(words: Words, snapshot: Snapshot, live: Situation, trouble: Exception | None) -> str:
    """What has come in since the snapshot, or why the line is cut; empty where the page is up to date."""
    time = words.formats.clock(snapshot.briefing.at)
    if trouble is not None:
        return words("Could not be read anew; still as of {time}. R tries again", ctx="page", time=time)
    if live.pulse is not None and not live.pulse.connected:
        return words("The database can't be reached; as of {time}", ctx="page", time=time)
    if live.picture is None:
        return ""
    before = snapshot.briefing.picture
    new = live.picture.reported_total - before.reported_total
    closed = live.picture.closed_total - before.closed_total
    if new > 0:
        shown = words.formats.integer(new)
        return words("{new} new since {time} — R reads anew", ctx="page", new=shown, time=time)
    if closed > 0:
        shown = words.formats.integer(closed)
        return words("{closed} closed since {time} — R reads anew", ctx="page", closed=shown, time=time)
    return ""
