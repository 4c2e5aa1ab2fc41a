"""One question at an address: bounded in time and size, answered, or refused in a sentence."""

from __future__ import annotations

import time
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

from services.connectors.cap.trees import LARGEST
from services.domain.refusals import Refusal

LONGEST_ADDRESS = 500
REDIRECTS, MOST_REDIRECTS = frozenset({301, 302, 303, 307, 308}), 3
LOOK = 0.1  # seconds between two looks whether the program ends
CHUNK = 1 << 16
LONGEST_MARK = {"ETag": 500, "Last-Modified": 120}
ACCEPTED = (
    "application/cap+xml, application/atom+xml, application/rss+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"
)
STOPPED = "feed.stopped"


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds to connect, between two parts of an answer, for the whole of it, and its greatest size in bytes."""

    connect: float = 5.0
    read: float = 8.0
    whole: float = 20.0
    size: int = LARGEST


USUAL = Limits()


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address answered: None where nothing changed; who answered in the end, and what to ask with next time."""

    data: bytes | None
    address: str
    etag: str = ""
    modified: str = ""


def split(address: str) -> SplitResult:
    """An address that may be asked, in its parts; raises `Refusal`."""
    try:
        parts = urlsplit(address)
        port_is_right = parts.port is None or parts.port > 0
    except ValueError:
        parts, port_is_right = urlsplit(""), False
    odd = len(address) > LONGEST_ADDRESS or not address.isprintable() or " " in address or "\\" in address
    if odd or not port_is_right or parts.scheme not in ("http", "https") or not parts.hostname:
        raise Refusal("feed.address", "“{address}” is no address that begins with http:// or https://.",
                      address=bare(address))  # fmt: skip
    if parts.username is not None or parts.password is not None:
        raise Refusal("feed.password", "An address with a name or a password in it is not taken: it would be shown.")
    return parts


def bare(address: str) -> str:
    """An address without what may be secret in it: names and passwords, the query, the fragment."""
    head, _, rest = address.partition("#")[0].partition("?")[0].partition("://")
    if not rest:
        return head[:60]
    host, slash, path = rest.partition("/")
    return f"{head}://{host.rpartition('@')[2]}{slash}{path}"[:120]


def same_host(one: str, other: str) -> bool:
    """Whether two addresses are of one host and port."""
    try:
        return _host(split(one)) == _host(split(other))
    except Refusal:
        return False


def _host(parts: SplitResult) -> tuple[str | None, int | None]:
    usual = {"http": 80, "https": 443}[parts.scheme]
    return parts.hostname, None if parts.port == usual else parts.port


def fetch(
    address: str, etag: str = "", modified: str = "", stop: Event | None = None, within: str = "",
    limits: Limits = USUAL,
) -> Answer:  # fmt: skip
    """Asks once for what changed since; `within` is an address whose host no redirect may leave.

    Ends soon after `stop` is set, whatever the network does: names are looked up without any limit of time, and a
    server may send a byte a second. Raises `Refusal`: feed.address, feed.password, feed.redirects, feed.elsewhere,
    feed.unreachable, feed.tls, feed.timeout, feed.status, feed.large, feed.stopped.
    """
    box: SimpleQueue[Answer | Exception] = SimpleQueue()
    end = time.monotonic() + limits.whole

    def ask() -> None:
        try:
            box.put(_asked(address, etag, modified, within, limits, end))
        except Exception as error:  # it is raised where it was asked for
            box.put(error)

    Thread(target=ask, name="cap feed", daemon=True).start()
    while True:
        try:
            found = box.get(timeout=LOOK)
        except Empty:
            if stop is not None and stop.is_set():
                raise Refusal(STOPPED, "The program is ending.") from None
            if time.monotonic() > end + LOOK:
                raise _too_slow(address) from None
            continue
        if isinstance(found, Exception):
            raise found
        return found


def _asked(address: str, etag: str, modified: str, within: str, limits: Limits, end: float) -> Answer:
    # a city without feeds never pays for loading them
    import requests
    import urllib3

    try:
        with requests.Session() as session:
            return _through(
                session, address, {"If-None-Match": etag, "If-Modified-Since": modified}, within, limits, end
            )
    except (requests.exceptions.SSLError, urllib3.exceptions.SSLError) as error:
        raise Refusal("feed.tls", "The certificate of {host} is not valid.", host=_named(address)) from error
    except (requests.exceptions.Timeout, urllib3.exceptions.TimeoutError) as error:
        raise _too_slow(address) from error
    except (requests.exceptions.RequestException, urllib3.exceptions.HTTPError, OSError, UnicodeError) as error:
        raise Refusal("feed.unreachable", "{host} can't be reached, or broke off.", host=_named(address)) from error


def _through(session: Any, address: str, known: dict[str, str], within: str, limits: Limits, end: float) -> Answer:
    headers = {name: value for name, value in known.items() if value}
    headers |= {"Accept": ACCEPTED, "Accept-Encoding": "identity", "User-Agent": "GridCommand"}
    for _ in range(MOST_REDIRECTS + 1):
        split(address)
        if within and not same_host(address, within):
            raise Refusal("feed.elsewhere", "It leads to another host, {host}; that is not followed.",
                          host=_named(address))  # fmt: skip
        asked = session.get(
            address, headers=headers, timeout=(limits.connect, limits.read), allow_redirects=False, stream=True,
            auth=_nobody,
        )  # fmt: skip
        with asked:
            if asked.status_code in REDIRECTS and asked.headers.get("Location"):
                address = urljoin(address, asked.headers["Location"])
                continue
            marks = {name: asked.headers.get(name, "")[:most] for name, most in LONGEST_MARK.items()}
            if asked.status_code == 304 and any(known.values()):
                return Answer(None, address, marks["ETag"], marks["Last-Modified"])
            if asked.status_code != 200:
                raise Refusal("feed.status", "{host} answers with status {status}.", host=_named(address),
                              status=asked.status_code)  # fmt: skip
            return Answer(_body(asked, address, limits, end), address, marks["ETag"], marks["Last-Modified"])
    raise Refusal("feed.redirects", "It leads from one address to another more than {most} times.", most=MOST_REDIRECTS)


def _nobody(request: Any) -> Any:
    """No one's name and password: else those that the machine's user keeps for a host would be sent."""
    return request


def _body(asked: Any, address: str, limits: Limits, end: float) -> bytes:
    told = asked.headers.get("Content-Length", "")
    found = bytearray()
    too_large = told.isdecimal() and int(told) > limits.size
    while not too_large:
        part = asked.raw.read1(CHUNK, decode_content=True)
        if not part:
            return bytes(found)
        if time.monotonic() > end:
            raise _too_slow(address)
        found += part
        too_large = len(found) > limits.size
    raise Refusal("feed.large", "It is larger than {most} MB; no feed of alerts is.", most=max(1, limits.size >> 20))


def _too_slow(address: str) -> Refusal:
    return Refusal("feed.timeout", "{host} did not answer in time.", host=_named(address))


def _named(address: str) -> str:
    """Who is asked, as a sentence names it."""
    return bare(address).partition("://")[2].partition("/")[0]
