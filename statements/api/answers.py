"""How the API answers: JSON that pages of any site may read, from one snapshot; problems as RFC 9457 has them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt

from statements.exporting.whole import send_pieces
from statements.models import WAIT_FOR_WRITERS
from statements.records.encoding import encode_json
from statements.search.remembered import remember_pages
from statements.search.request import NotUnderstoodError, Problem
from statements.web.errors import MissingError
from statements.web.limits import TooSlowError, answer_from_snapshot, is_costly, mark_slow
from statements.web.problems import answer_problem

View = Callable[..., HttpResponseBase]
_JSON = "application/json"
_READING = ("GET", "HEAD")
_EXPOSED = "Link, ETag, Retry-After, X-Total-Count"  # headers that scripts of other sites may read


class GoneError(Exception):
    """What was asked for is no longer public. detail: why; more: further members of the problem."""

    def __init__(self, detail: str, **more: Any) -> None:
        super().__init__(detail)
        self.detail, self.more = detail, more


def take_methods(methods: Sequence[str] = _READING) -> Callable[[View], View]:
    """Refuse other methods in JSON, before Django asks for a form's token: nothing here can be changed."""

    def decorate(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method == "OPTIONS":
                return _answer_options(methods)
            if request.method in methods:
                return view(request, *args, **kwargs)
            told = f"This address takes {' and '.join(methods)}"
            refused = answer_problem(405, told, error=told)
            refused["Allow"] = ", ".join((*methods, "OPTIONS"))
            return refused

        return answer

    return decorate


def to_read(
    pages: int = 1, *, methods: Sequence[str] = _READING, remember: bool = True, keep: bool = True, of_log: bool = True
) -> Callable[[View], View]:
    """Answer with what a view reads from one snapshot, in `pages` times the time of a page; or with what it raises.

    remember: whether a program that has it is told so; keep: whether it is kept here like a page; of_log: whether it
    reads the log of what became public.
    """

    def decorate(view: View) -> View:
        read, first = remember_pages(view, keep=keep) if remember else view, WAIT_FOR_WRITERS if of_log else ""

        @take_methods(methods)
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                return answer_from_snapshot(pages, lambda: read(request, *args, **kwargs), first=first)
            except NotUnderstoodError as error:
                return _answer_not_understood(error)
            except GoneError as error:
                return answer_problem(410, error.detail, **error.more)
            except Http404 as error:
                return answer_problem(404, _say(error), error=_say(error))
            except TooSlowError:
                return _answer_too_slow(request)

        return answer

    return decorate


def _answer_options(methods: Sequence[str]) -> HttpResponse:
    headers = {
        "Allow": ", ".join((*methods, "OPTIONS")),
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Allow-Methods": ", ".join((*methods, "OPTIONS")),
        "Access-Control-Allow-Headers": "Content-Type, If-None-Match",
    }
    return HttpResponse(status=204, headers=headers)


def _answer_not_understood(error: NotUnderstoodError) -> HttpResponse:
    told = [{"parameter": each.name, "detail": each.message} for each in error.problems]
    lines = "; ".join(each.line for each in error.problems)
    return answer_problem(400, lines, errors=told, error=lines)


def _say(error: Http404) -> str:
    """What was missing, in words: Django's own are for programmers."""
    return str(error) if isinstance(error, MissingError) else gettext("There is nothing at this address")


def _answer_too_slow(request: HttpRequest) -> HttpResponse:
    if is_costly(" ".join(request.GET.getlist("q"))):
        told = gettext("That takes too long to answer: narrow the search")
        return answer_problem(400, told, error=told)
    told = gettext("That took too long to answer: try again in a moment")
    return mark_slow(answer_problem(503, told, error=told))


def answer_json(content: Any, *, following: str = "") -> HttpResponse:
    """following: the whole address of the next page, RFC 8288."""
    return HttpResponse(b"".join(encode_json(content)), content_type=_JSON, headers=_list_headers(following))


def answer_long_json(content: Any, *, following: str = "") -> HttpResponseBase:
    """The same with what may be too long to be in memory."""
    return send_pieces(encode_json(content), _JSON, _list_headers(following))


def _list_headers(following: str) -> dict[str, str]:
    headers = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": _EXPOSED, "X-Robots-Tag": "noindex"}
    if following:
        headers["Link"] = f'<{following}>; rel="next"'
    return headers


def refuse_others(parameters: QueryDict, *known: str) -> None:
    """Raise NotUnderstoodError where an address has parameters that are not known, or one of these twice."""
    names = [name for name in parameters if name not in known]
    problems = [_problem(name, gettext("there is no such parameter")) for name in names]
    problems += [_problem(name, gettext("it can be given once")) for name in known if len(parameters.getlist(name)) > 1]
    if problems:
        raise NotUnderstoodError(*problems)


def _problem(name: str, message: str) -> Problem:
    return Problem(name[:60], name[:60], message)


def read_choice(parameters: QueryDict, name: str, choices: Collection[str], usual: str = "") -> str:
    """One of the choices. Raises NotUnderstoodError, which names them."""
    typed = parameters.get(name, usual)
    if typed not in choices and typed != usual:
        told = gettext("the values are %(values)s") % {"values": ", ".join(choices)}
        raise NotUnderstoodError(_problem(name, told))
    return typed


def read_choices(parameters: QueryDict, name: str, choices: Collection[str]) -> list[str]:
    """Some of the choices, with commas between them; none where the parameter is missing. Raises NotUnderstoodError."""
    if name not in parameters:
        return []
    wanted = [each.strip() for each in str(parameters[name]).split(",")]
    if set(wanted) - set(choices):
        told = gettext("the values are %(values)s") % {"values": ", ".join(choices)}
        raise NotUnderstoodError(_problem(name, told))
    return wanted


def choose_fields(record: Mapping[str, Any], fields: Collection[str]) -> dict[str, Any]:
    """The fields of a record that are wanted; all where none are named."""
    return {name: value for name, value in record.items() if not fields or name in fields}
