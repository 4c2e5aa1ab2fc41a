"""Feeds at an address, over a real server on this machine: what is taken, what is refused, what is asked again."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from services.commandline.bench import load
from services.connectors.cap.feeds import Feeds, FeedTerms
from services.connectors.cap.fetching import Limits, fetch
from services.connectors.cap.polling import Polling
from services.domain.cap_feeds import CapFeed, FeedState
from services.domain.people import Officer, OfficerRole
from services.domain.refusals import Refusal
from services.geo.atlas import Atlas
from services.store.engine import Clock, Database
from services.words import Words

_server = load(Path(__file__).with_name("conftest.py"))
Page, until = _server.Page, _server.until
Site = Any  # the server as the fixture makes it

CHIEF = Officer(1, "chief", "Chief", OfficerRole.SUPERVISOR)
ALERT = """<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>{ident}</identifier><sender>s</sender>
<sent>2026-11-23T14:05:00+08:00</sent><status>Actual</status><msgType>Alert</msgType><scope>Public</scope>
<info><category>Met</category><event>Rain</event><urgency>Expected</urgency><severity>Severe</severity>
<certainty>Likely</certainty><area><areaDesc>x</areaDesc></area></info></alert>"""
SHORT = Limits(connect=0.5, read=0.4, whole=1.0, size=200_000)


def alert(ident: str = "a1") -> bytes:
    return ALERT.format(ident=ident).encode()


def atom(*links: str) -> bytes:
    entries = "".join(f"<entry><id>{at}</id><title>t</title><updated>u</updated>{link}</entry>"
                      for at, link in enumerate(links))  # fmt: skip
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><id>i</id><title>t</title>{entries}</feed>'.encode()


def link(to: str, kind: str = "application/cap+xml") -> str:
    return f'<link href="{to}" type="{kind}"/>'


@pytest.fixture
def samples(real_data: Path) -> Path:
    folder = real_data / "cap12" / "testdata"
    if not folder.is_dir():
        pytest.skip(f"no alerts in {folder} (GRIDCOMMAND_DATA)")
    return folder


@pytest.fixture
def clock(ticking: Any) -> Clock:
    """A clock that is moved on."""
    return ticking


@pytest.fixture
def polling(city: Database) -> Polling:
    return Polling(city, Atlas(city), "here", partial(fetch, limits=SHORT))


@pytest.fixture
def add(city: Database) -> Callable[..., int]:
    def make(address: str, source: str | None = "hotline", minutes: int = 10) -> int:
        return Feeds(city).add(FeedTerms(address, source, minutes), CHIEF, "test")

    return make


def feeds(city: Database) -> tuple[CapFeed, ...]:
    return Feeds(city).read()[1]


def trouble(city: Database, ident: int) -> str:
    found = next(one for one in feeds(city) if one.id == ident).trouble
    return "" if found is None else found.code


def signals(city: Database) -> int:
    with city.reading() as reader:
        return reader.count("signals")


def test_that_a_feed_is_asked_when_it_is_due_and_an_alert_taken_once(
    city: Database, polling: Polling, site: Site, add: Callable[..., int], ticking: Any
) -> None:
    site.pages["/a.cap"] = Page(alert())
    add(f"{site.url}/a.cap")
    assert feeds(city)[0].state(ticking()) is FeedState.WAITS
    assert polling.look() == 1
    assert polling.look() == 0
    ticking.go_on(minutes=10)
    assert polling.look() == 1
    assert signals(city) == 1
    (feed,) = feeds(city)
    assert (feed.alerts, feed.taken_at, feed.failures, feed.trouble) == (1, ticking(), 0, None)
    assert feed.state(ticking()) is FeedState.TAKEN


def test_that_what_did_not_change_is_not_sent_again(
    city: Database, polling: Polling, site: Site, add: Callable[..., int], ticking: Any
) -> None:
    marks = {"ETag": '"7"', "Last-Modified": "Mon, 23 Nov 2026 06:00:00 GMT"}
    site.pages["/a.cap"] = Page(alert(), headers=marks)
    add(f"{site.url}/a.cap")
    polling.look()
    ticking.go_on(minutes=10)
    polling.look()
    asked = [headers for _, headers in site.asked]
    assert "If-None-Match" not in asked[0]
    assert (asked[1]["If-None-Match"], asked[1]["If-Modified-Since"]) == ('"7"', marks["Last-Modified"])
    (feed,) = feeds(city)
    assert (feed.taken_at, feed.alerts, signals(city)) == (ticking(), 1, 1)


def test_that_links_to_alerts_are_followed_once_and_only_on_the_feeds_own_host(
    city: Database, polling: Polling, site: Site, add: Callable[..., int], ticking: Any
) -> None:
    both = link("/page.html", "text/html") + link("one?key=1")
    site.pages |= {
        "/x/feed": Page(atom(both, link("/two.cap", ""), link("http://192.0.2.1/three"), link("file:///etc/passwd"))),
        "/x/one?key=1": Page(alert("a1")), "/two.cap": Page(alert("a2")),
    }  # fmt: skip
    ident = add(f"{site.url}/x/feed")
    for _ in range(3):
        assert polling.look() == 1
        ticking.go_on(minutes=10)
    assert [site.count(path) for path in ("/x/feed", "/x/one?key=1", "/two.cap", "/page.html")] == [3, 1, 1, 0]
    assert (signals(city), feeds(city)[0].alerts, trouble(city, ident)) == (2, 2, "")


def test_that_more_links_than_one_look_follows_come_with_the_next(
    city: Database, polling: Polling, site: Site, add: Callable[..., int], ticking: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr("services.connectors.cap.polling.MOST_LINKS", 2)
    site.pages["/f"] = Page(atom(*(link(f"/{n}") for n in range(5))), headers={"ETag": '"1"'})
    site.pages |= {f"/{n}": Page(alert(f"a{n}")) for n in range(5)}
    add(f"{site.url}/f")
    for expected in (2, 4, 5, 5):
        polling.look()
        assert signals(city) == expected
        ticking.go_on(minutes=10)
    assert [site.count(f"/{n}") for n in range(5)] == [1] * 5


def test_that_a_link_in_trouble_is_asked_again_and_one_that_is_none_is_left_alone(
    city: Database, polling: Polling, site: Site, add: Callable[..., int], ticking: Any
) -> None:
    site.pages["/f"] = Page(atom(link("/gone"), link("/busy"), link("/good")), headers={"ETag": '"1"'})
    site.pages |= {"/busy": Page(status=503), "/good": Page(alert("a1"))}
    ident = add(f"{site.url}/f")
    polling.look()
    assert (signals(city), trouble(city, ident)) == (1, "feed.partly")
    assert feeds(city)[0].state(ticking()) is FeedState.PARTLY
    site.pages["/busy"] = Page(alert("a2"))
    ticking.go_on(minutes=10)
    polling.look()
    assert (signals(city), trouble(city, ident)) == (2, "")
    assert (site.count("/gone"), site.count("/busy"), site.count("/good")) == (1, 2, 1)


def test_that_a_feed_in_trouble_is_asked_ever_less_and_is_well_again(
    city: Database, polling: Polling, site: Site, add: Callable[..., int], ticking: Any
) -> None:
    add(f"{site.url}/late")
    begun = ticking()
    polling.look()
    for pause in (20, 40, 60, 60):
        (feed,) = feeds(city)
        assert (feed.state(ticking()), feed.since) == (FeedState.TROUBLE, begun)
        ticking.go_on(minutes=pause - 1)
        assert polling.look() == 0
        ticking.go_on(minutes=1)
        assert polling.look() == 1
    (feed,) = feeds(city)
    assert feed.trouble is not None
    assert "404" in feed.trouble.say(Words("zh_CN"))
    site.pages["/late"] = Page(alert())
    ticking.go_on(minutes=60)
    polling.look()
    (feed,) = feeds(city)
    assert (feed.failures, feed.since, feed.trouble, feed.alerts) == (0, None, None, 1)
    ticking.go_on(minutes=10)
    assert polling.look() == 1


def _endless(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    try:
        while True:
            handler.wfile.write(b" " * 65536)
    except OSError:
        return


def _to(where: str) -> Page:
    return Page(status=302, headers={"Location": where})


def _claims(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", str(10**12))
    handler.end_headers()


@pytest.mark.parametrize(
    ("page", "code"),
    [
        (Page(act=_endless), "feed.large"),
        (Page(act=_claims), "feed.large"),
        (_to("file:///etc/passwd"), "feed.address"),
        (_to("http://me:secret@127.0.0.1/"), "feed.password"),
        (_to("/it"), "feed.redirects"),
        (Page(status=500), "feed.status"),
        (Page(b"<html><p>no"), "cap.xml"),
        (Page(b"<html/>"), "cap.nothing"),
    ],
    ids=["endless", "claims much", "to a file", "with a password", "in a circle", "500", "no XML", "no feed"],
)  # fmt: skip
def test_that_what_is_wrong_at_one_feed_is_told_and_never_keeps_the_next(
    city: Database, polling: Polling, site: Site, add: Callable[..., int], page: Page, code: str
) -> None:
    site.pages |= {"/it": page, "/good": Page(alert())}
    ident = add(f"{site.url}/it")
    add(f"{site.url}/good")
    assert polling.look() == 2
    assert (trouble(city, ident), signals(city)) == (code, 1)


def test_that_a_slow_server_runs_out_of_time_and_keeps_no_other_feed(
    city: Database, polling: Polling, site: Site, add: Callable[..., int]
) -> None:
    def silent(_: BaseHTTPRequestHandler) -> None:
        site.over.wait(5)

    def drips(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        try:
            while not site.over.wait(0.1):
                handler.wfile.write(b" ")
        except OSError:
            return

    site.pages |= {"/silent": Page(act=silent), "/drips": Page(act=drips), "/good": Page(alert())}
    slow = [add(f"{site.url}/{path}") for path in ("silent", "drips")]
    add(f"{site.url}/good")
    assert polling.look() == 3
    assert ([trouble(city, ident) for ident in slow], signals(city)) == (["feed.timeout"] * 2, 1)


def test_that_a_server_that_is_not_there_is_told(city: Database, polling: Polling, add: Callable[..., int]) -> None:
    ident = add("http://127.0.0.1:9/feed?key=hidden")
    polling.look()
    assert trouble(city, ident) == "feed.unreachable"
    with city.reading() as reader:
        kept = reader.connection.execute(text("select trouble from cap_feeds")).scalar_one()
        told = reader.connection.execute(text("select after from journal where verb = 'add_feed'")).scalar_one()
    assert "hidden" not in kept + told


def test_that_a_redirect_to_another_page_is_followed(
    city: Database, polling: Polling, site: Site, add: Callable[..., int]
) -> None:
    site.pages |= {"/old": _to("/new/feed"), "/new/feed": Page(atom(link("one"))), "/new/one": Page(alert())}
    add(f"{site.url}/old")
    polling.look()
    assert signals(city) == 1


def test_that_a_program_that_ends_waits_for_no_network(city: Database, site: Site, add: Callable[..., int]) -> None:
    def silent(_: BaseHTTPRequestHandler) -> None:
        site.over.wait(10)

    site.pages["/silent"] = Page(act=silent)
    add(f"{site.url}/silent")
    polling = Polling(city, Atlas(city), "here")
    polling.start()
    until(lambda: site.count("/silent") == 1)
    begun = time.monotonic()
    polling.join(5)
    assert time.monotonic() - begun < 2
    assert not polling._thread.is_alive()
    assert feeds(city)[0].tried_at is None
    site.over.set()


def test_that_what_an_officer_changes_during_a_look_stays(city: Database, site: Site, add: Callable[..., int]) -> None:
    site.pages |= {"/a": Page(alert()), "/b": Page(alert("a2"))}
    ident = add(f"{site.url}/a")

    def meanwhile(address: str, *known: str, **options: Any) -> Any:
        if address.endswith("/a"):
            Feeds(city).change(ident, 1, FeedTerms(f"{site.url}/b", None, 5), CHIEF, "moved")
        return fetch(address, *known, **options)

    polling = Polling(city, Atlas(city), "here", meanwhile)
    polling.look()
    (feed,) = feeds(city)
    assert (feed.address, feed.minutes, feed.tried_at) == (f"{site.url}/b", 5, None)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("canada.cap", ""), ("weather.cap", ""), ("noaa_errors.cap", "feed.partly"), ("xee.atom", "cap.attack"),
        ("xee.cap", "cap.attack"), ("empty_weather_index.atom", ""), ("canada_signed.atom", ""),
    ],
)  # fmt: skip
def test_that_real_files_are_taken_or_refused_whole(
    city: Database, polling: Polling, site: Site, add: Callable[..., int], samples: Path, name: str, code: str
) -> None:
    site.pages["/it"] = Page((samples / name).read_bytes())
    ident = add(f"{site.url}/it")
    polling.look()
    assert trouble(city, ident) == code


@pytest.mark.parametrize(
    ("name", "host", "links"),
    [("weather_index.atom", "http://www.weather.gov", 2), ("ny_index.rss", "http://www.nyalert.gov", 2)],
)
def test_that_links_of_real_indexes_lead_to_their_alerts(
    city: Database, polling: Polling, site: Site, add: Callable[..., int], samples: Path, name: str, host: str,
    links: int,
) -> None:  # fmt: skip
    """On a host of our own: whatever the index points to answers with one and the same alert."""
    site.pages["/index"] = Page((samples / name).read_bytes().replace(host.encode(), site.url.encode()))
    answer = Page((samples / "canada.cap").read_bytes())
    site.pages = type("Everywhere", (dict,), {"get": lambda self, path, other: dict.get(self, path, answer)})(
        site.pages
    )
    add(f"{site.url}/index")
    polling.look()
    followed = [path for path, _ in site.asked if path != "/index"]
    assert len(followed) == len(set(followed)) == links
    assert signals(city) >= 1


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("", "feed.address"), ("ftp://a/b", "feed.address"), ("file:///etc/passwd", "feed.address"),
        ("http://", "feed.address"), ("http://a b/", "feed.address"), ("http://a:99999/", "feed.address"),
        ("http://a/\n", ""), ("http://[::1", "feed.address"), ("http://a/" + "x" * 500, "feed.address"),
        ("https://me:secret@a/", "feed.password"),
    ],
)  # fmt: skip
def test_that_an_address_is_checked_before_it_is_kept(
    city: Database, add: Callable[..., int], address: str, code: str
) -> None:
    if not code:
        add(address)
        assert feeds(city)[0].address == address.strip()
        return
    with pytest.raises(Refusal) as refusal:
        add(address)
    assert refusal.value.code == code
    assert "secret" not in str(refusal.value)
    assert feeds(city) == ()
