"""Results kept for footnotes: the page that keeps one, and the page that it has from then on."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import InternalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from statements.citing.styles import list_word_styles
from statements.dates import day_words, hour_words
from statements.keeping.canonical import SORT
from statements.keeping.freeze import freeze
from statements.keeping.hourly import TooManyError
from statements.keeping.keep import keep
from statements.keeping.lines import Listed, ResultLine, make_lines
from statements.keeping.since import Since, compare
from statements.keeping.wording import cite_result_in, count_words, describe_filters
from statements.models import FrozenResult
from statements.pages.errors import not_understood
from statements.pages.styles import offer_styles
from statements.records.published import latest_numbers
from statements.search.filters import search_request
from statements.search.grammar import parse
from statements.search.request import NotUnderstoodError
from statements.search.selection import kind_slugs, role_slugs
from statements.web.errors import MissingError, is_read_only
from statements.web.interface import canonical
from statements.web.limits import TooSlowError, limit_pages, limit_to, open_snapshot, too_slow
from statements.web.paging import page_of
from statements.web.proxy import client_address

_ON_PAGE = 50  # lines
_PAGES = 2  # times the time of a page: half the archive may be listed, once for then and once for now
# What the address may ask for by ?show=, and what each list is called
LISTS = {
    "": gettext_noop("All of that day"),
    "came": gettext_noop("Came in"),
    "went": gettext_noop("Went"),
    "newer": gettext_noop("Newer version"),
}


@require_http_methods(["GET", "HEAD", "POST"])
def keep_result(request: HttpRequest) -> HttpResponse:
    """Say what would be kept of the search in the address, with a button; keep it where that is pressed."""
    try:
        with open_snapshot(_PAGES * settings.PAGE_TIMEOUT):
            result = freeze(search_request(request.GET))
            if result is None:
                return HttpResponseRedirect(f"{reverse('search')}?{request.GET.urlencode()}")
            if request.method != "POST":
                return render(request, "keep.html", _facts(result))
        return HttpResponseRedirect(keep(result, client_address(request)).get_absolute_url())
    except NotUnderstoodError as error:
        return not_understood(request, error)
    except TooSlowError:
        return too_slow(request)
    except TooManyError as error:
        return _refuse_more(request, error)
    except InternalError as error:
        if is_read_only(error):
            return render(request, "unkept.html", {"read_only": True, "until": ""}, status=503)
        raise


def _refuse_more(request: HttpRequest, error: TooManyError) -> HttpResponse:
    answer = render(request, "unkept.html", {"read_only": False, "until": hour_words(error.until)}, status=429)
    answer["Retry-After"] = error.retry_after
    return answer


def _facts(result: FrozenResult) -> dict[str, Any]:
    """What a result is, in words."""
    return {
        "result": result,
        "counted": count_words(result),
        "day": day_words(timezone.localtime(result.kept_at).date()),
        "hour": hour_words(result.kept_at),
        "filters": describe_filters(result),
        "only_as_typed": "extend" in result.parameters,
        "same_as_typed": result.understood.casefold() == result.words.casefold(),
    }


@require_safe
@limit_pages(_PAGES)
def kept_result(request: HttpRequest, code: str) -> HttpResponse:
    """A kept result: how many there were on which day, the list of them, and what changed since."""
    result = get_object_or_404(FrozenResult, code=code)
    since = _compare(result)
    show = request.GET.get("show", "")
    listed = _listed(result, since, show)
    page = page_of(request.GET.get("page", "1"), len(listed), _ON_PAGE)
    address = canonical(request, "result", code)
    choice = offer_styles(request.GET, list_word_styles())
    context = {
        **_facts(result),
        "address": address,
        "choice": choice,
        "cited": cite_result_in(result, address, choice.style.name),
        "since": since,
        "lists": _lists(result, since, show),
        "show": show,
        "page": page,
        "lines": _lines(result, since, listed[page.start : page.stop]),
        "today_url": _today_url(result),
    }
    return render(request, "result.html", context)


def _compare(result: FrozenResult) -> Since | None:
    """The same search today; None where it is not understood, or takes too long."""
    try:
        with limit_to(_PAGES * settings.PAGE_TIMEOUT * 3 // 4):
            return compare(result)
    except TooSlowError:
        return None


def _listed(result: FrozenResult, since: Since | None, show: str) -> list[Listed]:
    """The documents of one of the lists. Raises MissingError where there is no such list."""
    if show not in LISTS or (show and since is None):
        raise MissingError(gettext("There is no such list."))
    if since and show == "came":
        return [Listed(key, 0, 0) for key in since.came]
    pairs = zip(result.documents, result.versions, strict=True)
    everything = [Listed(key, place, version) for place, (key, version) in enumerate(pairs, 1)]
    kept = {"went": since.went, "newer": since.newer}.get(show) if since else None
    if kept is None:
        return everything
    wanted = set(kept)
    return [each for each in everything if each.key in wanted]


def _lines(result: FrozenResult, since: Since | None, listed: list[Listed]) -> list[ResultLine]:
    newest = latest_numbers([each.key for each in listed])
    listed = [each if each.place else Listed(each.key, 0, newest.get(each.key, 0)) for each in listed]
    found = set(since.today) if since else {each.key for each in listed}
    return make_lines(listed, newest, found, result.kept_at)


def _lists(result: FrozenResult, since: Since | None, show: str) -> list[dict[str, Any]]:
    """The lists of the page: name, label, length, and whether it is the one shown."""
    lengths = {"": result.total}
    if since:
        lengths |= {"came": len(since.came), "went": len(since.went), "newer": len(since.newer)}
    return [
        {"name": name, "label": gettext(LISTS[name]), "length": length, "on": name == show}
        for name, length in lengths.items()
    ]


def _today_url(result: FrozenResult) -> str:
    """The same search today. Where the language of this page reads its words otherwise, in their plainest form."""
    parameters = dict(result.parameters)
    if result.words and parse(result.words, kind_slugs(), role_slugs()).plain_form != result.understood:
        parameters["q"] = [result.understood]
    if result.sort:
        parameters[SORT] = [result.sort]
    page = reverse("search") if result.words else reverse("browse")
    return f"{page}?{urlencode(parameters, doseq=True)}" if parameters else page
