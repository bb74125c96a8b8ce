"""What the robots.txt of a server asks of us: https://www.rfc-editor.org/rfc/rfc9309, read by Protego."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.utils.translation import gettext
from protego import Protego

from statements.web.bodies import RefusedAnswerError
from statements.web.outbound import AGENT, RefusedAddressError
from statements.web.pinned import Deadline
from statements.web.redirects import follow

_MOST_BYTES = 524_288  # RFC 9309, 2.5: at least 500 KiB
_MOST_SECONDS = 10.0
_LONGEST_PAUSE = 60.0  # seconds between two requests
_ALL, _NOTHING = Protego.parse(""), Protego.parse("User-agent: *\nDisallow: /")


class RobotsError(Exception):
    """The server asks programs not to fetch this address; the message says so in the language of the page."""


class Robots:
    """The robots.txt of the servers that are asked, each read once. Keep one for a visit, not for days."""

    def __init__(self, deadline: Deadline | None = None) -> None:
        self._deadline = deadline
        self._rules: dict[str, Protego] = {}

    def check(self, url: str) -> None:
        """Raises RobotsError where a server asks us not to fetch an address, or fails to say; UnreachableError."""
        rules = self._rules_for(url)
        if rules is _NOTHING:
            raise RobotsError(gettext("The server does not say whether programs may fetch this: its robots.txt fails."))
        if not rules.can_fetch(url, AGENT):
            raise RobotsError(gettext("The robots.txt of the server asks programs not to fetch this address."))

    def pause_for(self, url: str) -> float:
        """Seconds that a server asks us to wait between two requests; 0 where it says nothing."""
        delay = self._rules_for(url).crawl_delay(AGENT) or 0.0
        return min(delay, _LONGEST_PAUSE) if delay > 0 else 0.0  # "nan" is read as a number

    def _rules_for(self, url: str) -> Protego:
        parts = urlsplit(url)
        server = f"{parts.scheme}://{parts.netloc}".lower()
        if server not in self._rules:
            self._rules[server] = _read_rules(f"{server}/robots.txt", self._deadline or Deadline(_MOST_SECONDS))
        return self._rules[server]


def _read_rules(url: str, deadline: Deadline) -> Protego:
    """The rules at an address: everything is allowed where there are none, nothing where the server fails.

    Addresses that may not be asked for at all are left to who asks for the page itself. Raises UnreachableError.
    """
    try:
        received = follow(url, {"Accept": "text/plain"}, deadline, _MOST_BYTES, lambda _: None).received
    except RefusedAddressError:
        return _ALL
    except RefusedAnswerError:
        return _NOTHING
    if received.status >= 500 or received.status == 429:
        return _NOTHING
    return Protego.parse(received.body.decode("utf-8-sig", "replace")) if received.status == 200 else _ALL
