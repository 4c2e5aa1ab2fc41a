"""The list of feeds: who may change it, what the journal keeps, two who change the same."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from services.connectors.cap.feeds import Feeds, FeedTerms
from services.domain.people import Officer, OfficerRole
from services.domain.refusals import Refusal
from services.store.engine import Database

CHIEF = Officer(1, "chief", "Chief", OfficerRole.SUPERVISOR)
CLERK = Officer(2, "clerk", "Clerk", OfficerRole.DISPATCHER)
TERMS = FeedTerms("http://alerts.example/feed?key=hidden", "hotline", 10)


def code_of(refusal: pytest.ExceptionInfo[Refusal]) -> str:
    return refusal.value.code


def test_that_a_feed_is_added_changed_and_removed_and_the_journal_keeps_who_and_why(city: Database) -> None:
    feeds = Feeds(city)
    ident = feeds.add(TERMS, CHIEF, " rain ")
    (feed,) = feeds.read()[1]
    assert (feed.id, feed.address, feed.source, feed.minutes, feed.on) == (ident, TERMS.address, "hotline", 10, True)
    feeds.change(ident, feed.version, FeedTerms(TERMS.address, None, 5, on=False), CHIEF, "quiet")
    (feed,) = feeds.read()[1]
    assert (feed.version, feed.source, feed.minutes, feed.on) == (2, None, 5, False)
    feeds.remove(ident, feed.version, CHIEF, "over")
    assert feeds.read()[1] == ()
    with city.reading() as reader:
        said = text("select verb, officer, why, before, after from journal where subject = 'feed/1' order by id")
        lines = [tuple(row) for row in reader.connection.execute(said)]
    address = "http://alerts.example/feed"
    assert lines == [
        ("add_feed", "chief", "rain", "", f"{address} hotline 10 on"),
        ("change_feed", "chief", "quiet", f"{address} hotline 10 on", f"{address} - 5 off"),
        ("remove_feed", "chief", "over", address, ""),
    ]


@pytest.mark.parametrize(
    ("terms", "officer", "why", "code"),
    [
        (TERMS, CLERK, "rain", "feed.not_yours"), (TERMS, CHIEF, " ", "source.why"),
        (FeedTerms(TERMS.address, "dragons", 10), CHIEF, "rain", "intake.source"),
        (FeedTerms(TERMS.address, None, 0), CHIEF, "rain", "feed.minutes"),
        (FeedTerms(TERMS.address, None, 2000), CHIEF, "rain", "feed.minutes"),
    ],
)  # fmt: skip
def test_that_what_is_not_allowed_is_refused(
    city: Database, terms: FeedTerms, officer: Officer, why: str, code: str
) -> None:
    with pytest.raises(Refusal) as refusal:
        Feeds(city).add(terms, officer, why)
    assert code_of(refusal) == code
    assert Feeds(city).read()[1] == ()


def test_that_an_address_stands_there_once(city: Database) -> None:
    feeds = Feeds(city)
    feeds.add(TERMS, CHIEF, "rain")
    with pytest.raises(Refusal) as refusal:
        feeds.add(TERMS, CHIEF, "again")
    assert code_of(refusal) == "feed.twice"


def test_that_the_second_who_changes_is_refused(city: Database) -> None:
    feeds = Feeds(city)
    ident = feeds.add(TERMS, CHIEF, "rain")
    feeds.change(ident, 1, FeedTerms(TERMS.address, None, 5), CHIEF, "first")
    for second in (
        lambda: feeds.change(ident, 1, TERMS, CHIEF, "second"),
        lambda: feeds.remove(ident, 1, CHIEF, "second"),
    ):
        with pytest.raises(Refusal) as refusal:
            second()
        assert code_of(refusal) == "store.changed"


def test_that_a_feed_that_is_gone_is_told(city: Database) -> None:
    with pytest.raises(Refusal) as refusal:
        Feeds(city).remove(7, 1, CHIEF, "over")
    assert code_of(refusal) == "feed.gone"
