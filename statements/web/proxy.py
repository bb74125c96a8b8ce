"""What may be believed of where a request came from, and of where it says that the archive is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port

_OF_PROXIES = ("HTTP_X_FORWARDED_", "HTTP_X_REAL_", "HTTP_X_SCRIPT_NAME")
_OF_THEIRS = frozenset({"HTTP_FORWARDED", "HTTP_SCRIPT_NAME"})
_DEFAULT_PORTS = frozenset({"80", "443"})


def client_address(request: HttpRequest) -> str:
    """The client's address: behind a trusted proxy, the last one in X-Forwarded-For, which the proxy set."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.BEHIND_PROXY else ""
    return forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")


def check_origin(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Take away what only a trusted proxy may say, and refuse a port at which the archive is not found.

    Links, canonical addresses, feeds and what is remembered of pages follow Host, with its port. One that names the
    scheme's own port is made the same as one that names none.
    """

    def respond(request: HttpRequest) -> HttpResponse:
        if not settings.BEHIND_PROXY:
            _forget_forwarded(request.META)
        _check_port(request.META)
        return get_response(request)

    return respond


def _forget_forwarded(meta: dict[str, Any]) -> None:
    for name in [each for each in meta if each.startswith(_OF_PROXIES) or each in _OF_THEIRS]:
        del meta[name]


def _check_port(meta: dict[str, Any]) -> None:
    """Raise DisallowedHost for a port that is none of the host's. A name that is not allowed is found out later."""
    host = meta.get("HTTP_HOST", "")
    domain, port = split_domain_port(host)
    if not domain or not port:
        return
    if port in _DEFAULT_PORTS:
        meta["HTTP_HOST"] = host[: -len(port) - 1]
    elif host.lower() not in settings.ALLOWED_PORTS and port != _own_port(meta):
        raise DisallowedHost("The port in the header Host is not among ARCHIVE_ALLOWED_HOSTS")


def _own_port(meta: Mapping[str, Any]) -> str | None:
    """The port at which this process is reached itself, where no proxy stands before it. At a socket of Unix, which
    has none and no client's address, gunicorn tells that of Host instead."""
    return None if settings.BEHIND_PROXY or not meta.get("REMOTE_ADDR") else meta.get("SERVER_PORT")
