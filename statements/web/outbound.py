"""Requests to addresses that outsiders typed: to hosts of the public internet alone, in a limited time."""

from __future__ import annotations

import re
import socket
import ssl
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from threading import Thread
from typing import Any
from unicodedata import normalize

from django.conf import settings
from django.utils.encoding import iri_to_uri
from django.utils.http import parse_http_date_safe
from django.utils.translation import gettext

from statements.web.bodies import RefusedAnswerError, read_body
from statements.web.pinned import MOST_READ, Allowance, Deadline, Destination, PinnedConnection

HTTPS: Mapping[str, int] = {"https": 443}  # the schemes that an address may have, and the port of each
WEB: Mapping[str, int] = {**HTTPS, "http": 80}
AGENT = "Statements-on-NATO"  # by which servers, and their robots.txt, know the archive
_ADDRESS = re.compile(
    r"(?P<scheme>[a-z]+)://(?P<host>\[[0-9a-f]*:[0-9a-f:.]*\]|[^\x00-\x20\x7f/?#@:%\\\[\]]+)(?::(?P<port>[0-9]{1,5}))?"
    r"(?P<target>(?:[/?][^\x00-\x20\x7f\ud800-\udfff#\\]*)?)",
    re.IGNORECASE,
)
# The last label begins with a letter, as "0x7f.1" and "2130706433" are ways to write an IPv4 address.
_NAME = re.compile(r"(?=.{1,253}$)(?:[a-z0-9_-]{1,63}\.)*[a-z][a-z0-9-]{0,62}")
_LONGEST_ADDRESS = 2_000  # characters, of the value of a header too
_LONGEST_NAME = 200  # characters, of a header
_UNSHOWABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]+")
_LONGEST_WAIT = 24 * 3600  # seconds that a server may ask us to wait

_GLOBAL_UNICAST = IPv6Network("2000::/3")  # https://www.iana.org/assignments/ipv6-address-space/
_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052
# What some versions of Python take for global, and the address at which Azure serves its virtual machines.
_NOT_PUBLIC = [ip_network(each) for each in ("192.0.0.0/24", "192.88.99.0/24", "3fff::/20", "168.63.129.16/32")]


class RefusedAddressError(Exception):
    """Nothing is sent to this address; the message tells whoever typed it why, in the language of the page."""


class UnreachableError(Exception):
    """There was no answer, or none in time; the message says why, in the language of the page."""


@dataclass(frozen=True)
class Answer:
    """retry_after: seconds that the server asks us to wait; body: as much of it as came in time, of at most 64 kB."""

    status: int
    retry_after: int | None
    body: bytes


@dataclass(frozen=True)
class Download:
    """What a GET request brought. headers: as sent, in order; body: whole, and unpacked."""

    address: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str:
        """The first value of a header; empty where it is missing."""
        return next((value for each, value in self.headers if each.lower() == name.lower()), "")


def check_address(url: str, ports: Mapping[str, int] = HTTPS, *, timeout: float = 5) -> None:
    """Check an address before it is stored. ports: as for find_destination; timeout: seconds to resolve its name.

    Raises RefusedAddressError; UnreachableError where its name has no address, which may be so for a while only.
    """
    find_destination(url, Deadline(timeout), ports)


def post(url: str, body: bytes, headers: Mapping[str, str], *, timeout: float) -> Answer:
    """Send a POST request and return the answer, whatever its status; redirects are not followed.

    timeout: seconds for all of it, from resolving the name to the last byte. Raises RefusedAddressError and
    UnreachableError.
    """
    deadline = Deadline(timeout)
    destination = find_destination(url, deadline)
    with _tell_failures(destination.host), closing(PinnedConnection(destination, deadline)) as connection:
        connection.request("POST", destination.target, body, {**headers, "Connection": "close"})
        with connection.getresponse() as response:
            return Answer(response.status, read_retry_after(response.headers["Retry-After"]), _read_body(response))


def get(url: str, headers: Mapping[str, str], deadline: Deadline, most: int) -> Download:
    """Ask for an address and return the answer, whatever its status; redirects are not followed.

    most: bytes of the body, packed and unpacked. Raises RefusedAddressError, UnreachableError, and RefusedAnswerError
    where the answer is too large, cut off, or not to be unpacked.
    """
    destination, allowance = find_destination(url, deadline, WEB), Allowance()
    sent = {"User-Agent": name_archive(), **headers, "Connection": "close"}
    with _tell_failures(destination.host), closing(PinnedConnection(destination, deadline, allowance)) as connection:
        connection.request("GET", destination.target, headers=sent)
        with connection.getresponse() as response:
            if not allowance.room:
                raise RefusedAnswerError(gettext("The answer begins with too many headers."))
            allowance.room = 2 * most + MOST_READ  # the lengths of chunks come on top of the body
            body = read_body(response, most)
            return Download(url, response.status, tuple(map(_show_header, response.headers.items())), body)


def name_archive() -> str:
    """What the archive calls itself when it asks others for something: by its name, and where it is found."""
    return f"{AGENT} (+{settings.SITE_ADDRESS})" if settings.SITE_ADDRESS else AGENT


def _show_header(header: tuple[str, str]) -> tuple[str, str]:
    name, value = (_UNSHOWABLE.sub(" ", str(each)).strip() for each in header)
    return name[:_LONGEST_NAME], value[:_LONGEST_ADDRESS]


def find_destination(url: str, deadline: Deadline, ports: Mapping[str, int] = HTTPS) -> Destination:
    """Parse an address, resolve its name once, and check all that the name stands for.

    ports: the schemes that it may have, with the port of each. A host and port of OUTBOUND_ALLOWED need be neither
    public nor of that port. Raises RefusedAddressError and UnreachableError.
    """
    found = parse_address(url, ports)
    host, usual = _read_host(found["host"]), ports[found["scheme"].lower()]
    port = int(found["port"] or usual)
    is_allowed = f"{f'[{host}]' if ':' in host else host}:{port}" in settings.OUTBOUND_ALLOWED
    if port != usual and not is_allowed:
        raise RefusedAddressError(gettext("Only port %(port)s may be used.") % {"port": usual})
    addresses = _resolve(host, port, deadline)
    if not is_allowed and not all(is_public(address[0]) for _, address in addresses):
        raise RefusedAddressError(gettext("“%(host)s” is not on the public internet.") % {"host": host})
    target = iri_to_uri(found["target"])
    target = target if target.startswith("/") else f"/{target}"
    return Destination(host, port, target, addresses, is_secure=url[:6].lower() == "https:")


def parse_address(url: str, ports: Mapping[str, int] = WEB) -> re.Match[str]:
    """Scheme, host, port and target of an address. Raises RefusedAddressError where its form is not that of one."""
    scheme, _, rest = url.partition("://")
    if scheme.lower() not in ports:
        begins = gettext(" or ").join(f"{each}://" for each in ports)
        raise RefusedAddressError(gettext("The address must begin with %(begins)s.") % {"begins": begins})
    if "@" in re.split(r"[/?#]", rest, maxsplit=1)[0]:
        raise RefusedAddressError(gettext("The address must not contain a user name or a password."))
    if "#" in rest:
        raise RefusedAddressError(gettext("The address must not contain the sign #."))
    found = _ADDRESS.fullmatch(url)
    if not found or len(url) > _LONGEST_ADDRESS:
        raise RefusedAddressError(gettext("This is not a valid address."))
    return found


def _read_host(typed: str) -> str:
    """The host as a certificate names it: an IP address, or a name in lower-case ASCII without a final dot.

    Letters that IDNA 2003 replaces, such as ß, are refused: for a browser they are another host.
    """
    with suppress(ValueError):
        return str(ip_address(typed.strip("[]")))
    name = normalize("NFC", typed.lower()).removesuffix(".")
    with suppress(UnicodeError):
        encoded = name.encode("idna").decode()
        if _NAME.fullmatch(encoded) and (name.isascii() or encoded.encode().decode("idna") == name):
            return encoded
    raise RefusedAddressError(gettext("“%(host)s” is not the name of a server.") % {"host": typed})


def _resolve(host: str, port: int, deadline: Deadline) -> tuple[tuple[int, Any], ...]:
    """Ask for a name in a thread, as nothing else can limit the time that the system takes for it."""
    found: Future[Any] = Future()

    def look_up() -> None:
        try:
            found.set_result(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except Exception as error:
            found.set_exception(error)

    Thread(target=look_up, daemon=True).start()
    with _tell_failures(host):
        return tuple((family, address) for family, _, _, _, address in found.result(deadline.seconds_left()))


def is_public(address: str) -> bool:
    """Whether an IP address is that of one host on the public internet, and every IPv4 address within it is so, too.

    Sources: the registries of special addresses of IANA, which `ipaddress` follows; RFC 6052 for NAT64.
    """
    ip = ip_address(address)
    if isinstance(ip, IPv4Address):
        return _is_ordinary(ip)
    if carried := ip.ipv4_mapped or (IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else None):
        return _is_ordinary(carried)
    tunnelled = [each for each in (ip.sixtofour, *(ip.teredo or ())) if each]
    return ip in _GLOBAL_UNICAST and not ip.scope_id and all(map(_is_ordinary, [ip, *tunnelled]))


def _is_ordinary(ip: IPv4Address | IPv6Address) -> bool:
    return ip.is_global and not ip.is_multicast and not any(ip in each for each in _NOT_PUBLIC)


def _read_body(response: HTTPResponse) -> bytes:
    """As much of a body as comes in time: the status has said already what became of the request."""
    body = bytearray()
    with suppress(OSError, HTTPException):
        while piece := response.read1():
            body += piece
    return bytes(body)


def read_retry_after(value: str | None) -> int | None:
    """Seconds to wait, of at most a day; None where the header is missing or wrong. Source: RFC 9110, 10.2.3."""
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        return min(int(text) if len(text) < 9 else _LONGEST_WAIT, _LONGEST_WAIT)
    moment = parse_http_date_safe(text)
    return None if moment is None else min(max(int(moment - time.time()), 0), _LONGEST_WAIT)


@contextmanager
def _tell_failures(host: str) -> Iterator[None]:
    try:
        yield
    except (OSError, HTTPException) as error:
        raise UnreachableError(_explain(error) % {"host": host, "reason": _find_reason(error)}) from error


def _explain(error: Exception) -> str:
    match error:
        case TimeoutError():
            return gettext("“%(host)s” did not answer in time.")
        case socket.gaierror():
            return gettext("No server is known by the name “%(host)s”.")
        case ssl.SSLError():
            return gettext("No secure connection to “%(host)s” is possible: %(reason)s.")
        case HTTPException():
            return gettext("The answer of “%(host)s” is not HTTP.")
    return gettext("“%(host)s” cannot be reached.")


def _find_reason(error: Exception) -> str:
    """What OpenSSL says, in English."""
    return str(getattr(error, "verify_message", "") or getattr(error, "reason", "") or error).removesuffix(".")
