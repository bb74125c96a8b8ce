"""The answers to requests that fail; web/middleware.py keeps browsers from caching them."""

import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext

from statements.connecting.causes import find_cause
from statements.pages.unavailable import answer_unavailable
from statements.search.request import NotUnderstoodError
from statements.web.errors import MissingError
from statements.web.handling import request_number
from statements.web.offers import change_address, link_offers
from statements.web.problems import answer_problem, is_program

_TYPED = ("q", "date_from", "date_to")  # parameters with a field in which they can be put right


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if is_program(request):
        return answer_problem(400, gettext("That request was not understood"))
    return render(request, "error.html", {"heading": gettext("That request was not understood")}, status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "error.html", {"heading": gettext("You may not see this page")}, status=403)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A button that was pressed elsewhere, or in a browser that keeps no cookie."""
    context = {
        "heading": gettext("The archive could not tell that you pressed this button"),
        "why": gettext("It knows by a cookie, which your browser did not send. Allow cookies, go back and try again."),
    }
    return render(request, "error.html", context, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A page that is not there, with the reason where the site gave one."""
    if is_program(request):
        return answer_problem(404, gettext("There is nothing at this address"))
    why, offers = (str(exception), exception.offers) if isinstance(exception, MissingError) else ("", ())
    context = {"heading": gettext("There is no such page"), "why": why, "offers": link_offers(request.GET, offers)}
    return render(request, "error.html", context, status=404)


def not_understood(request: HttpRequest, error: NotUnderstoodError) -> HttpResponse:
    """What is wrong with an address, what may have been meant, and the fields with what was typed into them."""
    wrong = {problem.name for problem in error.problems}
    typed = list(dict.fromkeys(problem.name for problem in error.problems if problem.name in _TYPED))
    context = {
        "problems": [(problem, link_offers(request.GET, problem.offers)) for problem in error.problems],
        "fields": [(name, _label(error, name), request.GET.get(name, "").replace("\0", "")[:500]) for name in typed],
        "kept": [(name, value) for name, values in request.GET.lists() if name not in wrong for value in values],
        "without": change_address(request.GET, dict.fromkeys(wrong, "")),
    }
    return render(request, "not_understood.html", context, status=400)


def _label(error: NotUnderstoodError, name: str) -> str:
    return next(problem.label for problem in error.problems if problem.name == name)


def server_error(request: HttpRequest) -> HttpResponse:
    """What is left where a view has failed, made without the database. Programs get JSON.

    Django calls it while it handles the error: where only the database is to blame, all may be right in a moment.
    """
    if cause := find_cause(sys.exc_info()[1]):
        return answer_unavailable(request, cause)
    if is_program(request):
        told = "Something went wrong here, not in what you asked for"
        return answer_problem(500, told, error=told)
    told = render_to_string("500.html", {"number": request_number()})  # without a request: it may be what failed
    return HttpResponse(told, status=500)
