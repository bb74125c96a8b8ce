"""The answers to requests that fail; web/middleware.py keeps browsers from caching them."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext

from statements.web.errors import MissingError


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "error.html", {"heading": gettext("That request was not understood")}, status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "error.html", {"heading": gettext("You may not see this page")}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A page that is not there, with the reason where the site gave one."""
    why = str(exception) if isinstance(exception, MissingError) else ""
    return render(request, "error.html", {"heading": gettext("There is no such page"), "why": why}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """The last resort, made without the database. Programs get JSON."""
    if request.path.startswith("/api/"):
        return JsonResponse({"error": "Something went wrong here, not in what you asked for"}, status=500)
    return render(request, "500.html", status=500)
