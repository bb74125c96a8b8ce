"""Feeds of the lists of documents, of speakers and of single documents: what became public last, see following/."""

from __future__ import annotations

from dataclasses import replace
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from statements.following.feed import Feed, FeedEntry, FeedNotice, make_feed, make_items, tag_uri
from statements.following.formats import MEDIA_TYPES, WRITERS
from statements.following.history import list_history, make_history
from statements.following.latest import FollowedScope, LatestEvent, Place, find_place, list_latest, newest_moment
from statements.following.wording import followed_words, name_feed
from statements.models import WAIT_FOR_WRITERS, Document, Speaker, read_moment
from statements.pages.speakers import CHOOSING, choose_documents, choosing_query, find_moved
from statements.search.memory import archive_state
from statements.search.remembered import remember_pages
from statements.search.request import NotUnderstoodError, Problem, SearchRequest
from statements.search.selection import Selection, select
from statements.search.snippets import snippets
from statements.search.strict import read_number, read_strictly, refuse_empty
from statements.web.limits import TooSlowError, View, answer_from_snapshot, is_costly, mark_slow
from statements.web.problems import answer_problem

ENTRIES, _MOST = 30, 100  # on a page, unless ?limit= says so, and the most that it may say
_BEFORE, _LIMIT = "before", "limit"
_OWN = (_BEFORE, _LIMIT)
_PAGES = 5  # times the time of a page: entries may be of long texts
_PARAGRAPHS = 20  # of a document, in a feed of a search
Items = list[FeedEntry | FeedNotice]


def _feed(view: View) -> View:
    """A feed: read from one snapshot of the log, remembered like a page. What is wrong is told to programs, and never a
    feed without entries: who subscribed to it would wait for ever."""
    remembered = remember_pages(view)

    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if kwargs["ending"] not in MEDIA_TYPES:
            raise Http404
        try:
            return answer_from_snapshot(_PAGES, lambda: remembered(request, *args, **kwargs), first=WAIT_FOR_WRITERS)
        except NotUnderstoodError as error:
            return answer_problem(400, "; ".join(each.line for each in error.problems))
        except TooSlowError:
            return _answer_too_slow(request)

    return answer


def _answer_too_slow(request: HttpRequest) -> HttpResponse:
    if is_costly(" ".join(request.GET.getlist("q"))):
        return answer_problem(400, gettext("That takes too long to answer: narrow the search"))
    return mark_slow(answer_problem(503, gettext("That took too long to answer: try again in a moment")))


@_feed
def browse_feed(request: HttpRequest, ending: str) -> HttpResponse:
    """All documents, or those that pass filters; with words it is the feed of the search."""
    if request.GET.get("q"):
        return HttpResponseRedirect(f"{reverse('search_feed', args=[ending])}?{request.GET.urlencode()}")
    asked = replace(read_strictly(request.GET, ignored=_OWN), words="")
    selection = select(asked, archive_state())
    keys = set(selection.answers.all_keys()) if selection.conditions else None
    title = name_feed(followed_words(asked) if selection.conditions else "")
    return _answer_list(
        request, ending, FollowedScope(keys, asked), title=title, page=f"{reverse('browse')}{asked.url()}"
    )


@_feed
def search_feed(request: HttpRequest, ending: str) -> HttpResponse:
    """The documents that have all the words of a search, with the paragraphs that have them."""
    asked = read_strictly(request.GET, ignored=_OWN)
    selection = select(asked, archive_state())
    refuse_empty(selection)
    scope, page = FollowedScope(set(selection.answers.all_keys()), asked), f"{reverse('search')}{asked.url()}"
    return _answer_list(request, ending, scope, title=name_feed(followed_words(asked)), page=page, selection=selection)


@_feed
def speaker_feed(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    """The documents that somebody takes part in, or those of them that her page shows, as with ?role=quoted."""
    if moved := find_moved(request, "speaker_feed", slug, ending):
        return HttpResponseRedirect(moved)
    found = get_object_or_404(Speaker.objects.public(), slug=slug)
    _refuse_others(request.GET, *CHOOSING)
    try:
        chosen = choose_documents(found, request.GET)
    except Http404 as error:
        wrong = next(name for name in CHOOSING if request.GET.get(name))
        raise NotUnderstoodError(Problem(wrong, wrong, str(error))) from error
    query = choosing_query(request.GET)
    title = name_feed(", ".join([found.name, *(str(each) for each in chosen.context.values() if each)]))
    keys = set(chosen.documents.values_list("pk", flat=True))
    scope = FollowedScope(keys, SearchRequest(chosen={"speaker": (found.slug,)}))
    return _answer_list(request, ending, scope, title=title, page=f"{found.get_absolute_url()}{query}")


@_feed
def document_feed(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    """What became of a document: its versions, and its withdrawal, which its own page tells with 410."""
    _refuse_others(request.GET)
    before, number, moment = *_read_place(request.GET), read_moment()
    events = list_history(slug, moment)
    if not events:
        raise Http404
    place = _find(before, moment)
    shown = [each for each in events if place is None or (each.at, each.pk) < place]
    last = events[0]
    identity = tag_uri("document", last.external_id, "versions")
    title = name_feed(slug if last.is_gone else last.facts["title"])
    items = make_history(request, shown[:number])
    following = shown[number - 1].pk if len(shown) > number else None
    page = reverse("document", args=[slug])
    return _answer(
        make_feed(
            request, identity=identity, title=title, page=page, items=items, next_place=following, newest=last.at
        ),
        ending,
    )


def _refuse_others(parameters: QueryDict, *known: str) -> None:
    """Raises NotUnderstoodError where there are parameters that the feed does not know."""
    unknown = [name for name in parameters if name not in (*known, *_OWN)]
    if unknown:
        raise NotUnderstoodError(*(Problem(name, name, gettext("there is no such parameter")) for name in unknown))


def _answer_list(
    request: HttpRequest,
    ending: str,
    scope: FollowedScope,
    *,
    title: str,
    page: str,
    selection: Selection | None = None,
) -> HttpResponse:
    before, number, moment = *_read_place(request.GET), read_moment()
    events = list_latest(scope, moment, _find(before, moment), number + 1)
    shown = events[:number]
    items = _make_items(request, shown, selection)
    following = shown[-1].pk if len(events) > number else None
    newest = None if items else newest_moment(moment)
    identity = tag_uri("feed", f"{page.removeprefix('/')}") if page.strip("/") else tag_uri("feed")
    feed = make_feed(
        request, identity=identity, title=title, page=page, items=items, next_place=following, newest=newest
    )
    return _answer(feed, ending)


def _make_items(request: HttpRequest, events: list[LatestEvent], selection: Selection | None) -> Items:
    if selection is None:
        return make_items(request, events)
    documents = list(Document.objects.published().filter(pk__in=[each.document for each in events if not each.is_gone]))
    found = snippets(documents, selection.matcher, selection.sayers, _PARAGRAPHS)
    return make_items(request, events, found)


def _read_place(parameters: QueryDict) -> tuple[int | None, int]:
    """The event before which the page begins, and how many items it has. Raises NotUnderstoodError."""
    limit, before = read_number(parameters, _LIMIT, ENTRIES, _MOST), parameters.get(_BEFORE)
    if before is None:
        return None, limit
    if not (before.isascii() and before.isdigit() and len(before) <= 18):
        raise _unknown_place()
    return int(before), limit


def _find(before: int | None, moment: Any) -> Place | None:
    if before is None:
        return None
    place = find_place(before, moment)
    if place is None:
        raise _unknown_place()
    return place


def _unknown_place() -> NotUnderstoodError:
    return NotUnderstoodError(
        Problem(_BEFORE, _BEFORE, gettext("there is no such place: follow the links of the feed"))
    )


def _answer(feed: Feed, ending: str) -> HttpResponse:
    headers = {"Access-Control-Allow-Origin": "*", "X-Robots-Tag": "noindex"}
    media_type = f"{MEDIA_TYPES[ending]}; charset=utf-8"
    return HttpResponse(WRITERS[ending](feed), content_type=media_type, headers=headers)
