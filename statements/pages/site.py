"""Pages of the site itself: about it, its health, and the files that browsers and crawlers ask for."""

from __future__ import annotations

from django.db import Error, connection
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
)
from django.shortcuts import render
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from statements.web.outages import leave_to_us


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "about.html")


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Whether the site and its database answer, for a monitor."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return leave_to_us(HttpResponse("the database does not answer\n", content_type="text/plain", status=503))
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Crawlers may read documents; the countless combinations of filters are not for them."""
    return render(request, "robots.txt", content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    return HttpResponsePermanentRedirect(static("img/favicon.svg"))
