"""What Prometheus asks for, /metrics: on a port of its own, or with a token; for everybody else there is no such page.

It is answered before anything looks at the host name, which is that of a container or of a machine here.
"""

from __future__ import annotations

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from statements.operating.readings import Readings
from statements.web import tallies
from statements.web.answering import Respond
from statements.web.counts import COUNTS
from statements.web.handling import name_view

PATH = "/metrics"
_BEARER = re.compile(r"Bearer +(\S+)", re.IGNORECASE)
_UNTRUE = "Each process would tell its own counts alone: start gunicorn with deploy/gunicorn.conf.py\n"


def answer_prometheus(get_response: Respond) -> Respond:
    """Answer /metrics to those who may read it."""

    def respond(request: HttpRequest) -> HttpResponse:
        is_own_port = _came_by_own_port(request)
        if request.path_info != PATH or not (is_own_port or _has_token(request)):
            return HttpResponse(status=404) if is_own_port else get_response(request)
        name_view(request, "metrics")
        return _answer(request)

    return respond


def _answer(request: HttpRequest) -> HttpResponse:
    if request.method not in ("GET", "HEAD"):
        return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
    if request.META.get("wsgi.multiprocess") and tallies.folder() is None:
        return HttpResponse(_UNTRUE, content_type="text/plain", status=500)
    figures = write_figures()
    headers = {"Cache-Control": "no-store", "Content-Length": str(len(figures))}  # nothing below sets the length here
    return HttpResponse(figures, content_type=CONTENT_TYPE_LATEST, headers=headers)


def _has_token(request: HttpRequest) -> bool:
    found = _BEARER.fullmatch(request.headers.get("Authorization", ""))
    return bool(settings.METRICS_TOKEN and found and constant_time_compare(found[1], settings.METRICS_TOKEN))


def _came_by_own_port(request: HttpRequest) -> bool:
    """Whether the connection came in at ARCHIVE_METRICS_BIND. gunicorn hands over the socket; what stands in the
    request of host and port, its sender may have made up."""
    own = settings.METRICS_BIND
    connected = request.META.get("gunicorn.socket") if own else None
    if connected is None:
        return False
    address = connected.getsockname()
    return isinstance(address, tuple) and str(address[1]) == own.rpartition(":")[2]


def write_figures() -> bytes:
    """All figures, in the format of Prometheus; those that are counted, of all processes together."""
    registry = CollectorRegistry()
    registry.register(Readings())
    place = tallies.folder()
    if place is None:
        return generate_latest(COUNTS) + generate_latest(registry)
    MultiProcessCollector(registry, str(place))
    with tallies.holding(place):
        return generate_latest(registry)
