"""GET requests whose redirects are followed: each address anew, as if somebody had typed it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urljoin

from django.utils.translation import gettext

from statements.web.bodies import RefusedAnswerError
from statements.web.outbound import Download, RefusedAddressError, get, parse_address
from statements.web.pinned import Deadline

_REDIRECTS, _FOR_GOOD = frozenset({301, 302, 303, 307, 308}), frozenset({301, 308})
_MOST = 5  # redirects


@dataclass(frozen=True)
class Journey:
    """What an address led to. moved_to: where it is from now on, by the redirects for good that came first."""

    asked: str
    received: Download
    moved_to: str


def follow(
    url: str, headers: Mapping[str, str], deadline: Deadline, most: int, check: Callable[[str], None]
) -> Journey:
    """Ask for an address, and for those that it leads on to: at most five, never from https to http, none twice.

    check: called with each well-formed address before it is asked for; what it raises ends the journey.
    Otherwise as `get`.
    """
    address = moved_to = url
    seen, for_good = {url}, True
    for _ in range(_MOST + 1):
        parse_address(address)
        check(address)
        received = get(address, headers, deadline, most)
        if received.status not in _REDIRECTS:
            return Journey(url, received, moved_to)
        before, address = address, _find_next(received)
        if address in seen:
            raise RefusedAnswerError(gettext("The address leads in a circle."))
        for_good = for_good and received.status in _FOR_GOOD
        moved_to = address if for_good else moved_to
        _refuse_insecure(before, address)
        seen.add(address)
    raise RefusedAnswerError(gettext("The address leads on and on: more than %(most)s times.") % {"most": _MOST})


def _find_next(received: Download) -> str:
    """Where a redirect leads, without the place in the page. Raises RefusedAnswerError where it says nothing."""
    location = received.header("Location")
    with suppress(UnicodeError):  # http.client reads headers as Latin-1
        location = location.encode("latin-1").decode()
    with suppress(ValueError):
        if location:
            return urljoin(received.address, location).partition("#")[0].replace(" ", "%20")
    raise RefusedAnswerError(gettext("The address leads on, but does not say where."))


def _refuse_insecure(before: str, after: str) -> None:
    """Raises RefusedAddressError where what was asked for by TLS would come without it."""
    if before.lower().startswith("https:") and after.lower().startswith("http:"):
        raise RefusedAddressError(
            gettext("The address leads to an insecure one, “%(after)s”.") % {"after": after[:200]}
        )
