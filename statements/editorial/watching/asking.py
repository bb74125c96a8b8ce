"""Asking a source what it lists: at its pace, one request at a time, and read in a process of its own."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

import msgspec
from django.conf import settings
from django.utils.translation import gettext

from statements.editorial.intake.fetching import NotFetchedError, ask
from statements.editorial.watching.listing import SourceListing, UnreadableError
from statements.importer.draft import Refused
from statements.models import WatchedSource
from statements.web.bodies import RefusedAnswerError, unpack
from statements.web.outbound import UnreachableError
from statements.web.pinned import Deadline
from statements.web.redirects import Journey
from statements.web.robots import Robots

_MOST_BYTES = 10_000_000  # of a feed or a map
_SECONDS = 30.0  # for one request, or for all that a person waits for
_READING = 20  # seconds of processor time, to read one
_MEMORY = 1_000_000_000  # bytes, likewise
_PAUSE = 1.0  # seconds between two requests to one server
_GZIP = b"\x1f\x8b"
_ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9,"
    " text/html;q=0.8, */*;q=0.1"
)


class LateError(UnreadableError):
    """What is asked takes longer than anybody waits for."""


class Visit:
    """What is asked in one look at a source: one request at a time, with a pause, and as robots.txt allows.

    is_over: whether the visit is to end; awaited: somebody waits for it, so that all of it has the time of one request.
    """

    def __init__(self, is_over: Callable[[], bool] = lambda: False, *, awaited: bool = False) -> None:
        self._deadline = Deadline(_SECONDS) if awaited else None
        self.robots = Robots(self._deadline)
        self.is_over = is_over
        self._asked: dict[str, float] = {}

    def deadline(self) -> Deadline:
        """By when the next request ends."""
        return self._deadline or Deadline(_SECONDS)

    def seconds_left(self) -> float | None:
        """How long somebody goes on waiting, more than 0; None where nobody waits."""
        return self._deadline.seconds_left() if self._deadline else None

    def check_time(self) -> None:
        """Raises LateError where nobody waits any longer."""
        try:
            self.seconds_left()
        except TimeoutError:
            raise LateError(_tell_late()) from None

    def approach(self, address: str) -> None:
        """Wait until the server of an address may be asked again. Raises LateError."""
        server, pause = urlsplit(address).netloc.lower(), _PAUSE
        if server in self._asked:
            with suppress(UnreachableError):
                pause = max(pause, self.robots.pause_for(address))
            self._wait(self._asked[server] + pause)
        self.check_time()
        self._asked[server] = time.monotonic()

    def _wait(self, end: float) -> None:
        """Wait until a moment of the clock `monotonic`, or until the visit is to end. Raises LateError."""
        while (left := end - time.monotonic()) > 0 and not self.is_over():
            self.check_time()
            time.sleep(min(left, 1))


@dataclass(frozen=True)
class SourceAnswer:
    """What a source answers. listing: None where nothing has changed since it was asked last."""

    journey: Journey
    listing: SourceListing | None


def ask_source(source: WatchedSource, visit: Visit, *, anew: bool = False) -> SourceAnswer:
    """What a source lists. anew: even if it has not changed. Raises NotFetchedError and UnreadableError."""
    known = {} if anew else {"If-None-Match": source.etag, "If-Modified-Since": source.last_modified}
    journey = _ask(source.address, {name: value for name, value in known.items() if value}, visit)
    if journey.received.status == 304:
        return SourceAnswer(journey, None)
    listing = _read(journey, visit)
    for address in listing.maps:
        more = _read(_ask(address, {}, visit), visit)
        listing = replace(listing, offers=listing.offers + more.offers)
    if not listing.offers and listing.form in ("sitemap", "links"):
        raise UnreadableError(gettext("Nothing is listed there."))
    return SourceAnswer(journey, listing)


def _ask(address: str, headers: dict[str, str], visit: Visit) -> Journey:
    visit.approach(address)
    try:
        return ask(address, {"Accept": _ACCEPT, **headers}, visit.robots.check, visit.deadline(), _MOST_BYTES)
    except NotFetchedError:
        visit.check_time()
        raise


def _tell_late() -> str:
    late = gettext(
        "It takes more than %(seconds)s seconds, longer than is waited for here: save the source, and it is read."
    )
    return late % {"seconds": f"{_SECONDS:.0f}"}


def _read(journey: Journey, visit: Visit) -> SourceListing:
    """Read what came, in a separate process. Raises UnreadableError."""
    received = journey.received
    request = {
        "address": received.address,
        "content_type": received.header("Content-Type"),
        "seconds": min(_READING, settings.IMPORT_MAX_SECONDS),
        "memory": min(_MEMORY, settings.IMPORT_MAX_MEMORY),
    }
    content = _open(received.body)
    from statements.importer.isolated import run_worker  # loads the importer, which the web server need not

    try:
        sent = json.dumps(request).encode() + b"\n" + content
        said = run_worker("statements.editorial.watching.worker", sent, _READING, visit.seconds_left())
        answer = json.loads(said)
        if "unreadable" in answer:
            raise UnreadableError(answer["unreadable"])
        return msgspec.convert(answer["listing"], SourceListing)
    except TimeoutError:
        raise LateError(_tell_late()) from None
    except (Refused, msgspec.ValidationError):
        raise UnreadableError(gettext("What is there takes too much time or memory to read.")) from None


def _open(content: bytes) -> bytes:
    """The map of a site may be a gzip file. Raises UnreadableError where it cannot be opened, or is too large."""
    if not content.startswith(_GZIP):
        return content
    try:
        return unpack(content, _MOST_BYTES)
    except RefusedAnswerError as error:
        raise UnreadableError(str(error)) from None
