"""The pages of speakers: all of them by letter, and one with what the archive knows of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.postgres.lookups import Unaccent
from django.db.models import Case, Count, F, Func, Value, When
from django.db.models.functions import Lower, Substr, Upper
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from statements.citing.linked import describe_speaker
from statements.counting.quoted import most_quoted
from statements.counting.said import describe_said
from statements.counting.speaker_years import tenures, year_bars
from statements.counting.typical_words import company, typical_words
from statements.models import AS_IN_AN_INDEX, Document, DocumentQuerySet, Entry, Role, Speaker, Utterance
from statements.pages.coins import list_coins
from statements.pages.followed import offer_feed
from statements.records.published import latest_numbers
from statements.search.facets import is_called
from statements.search.memory import archive_state
from statements.search.remembered import remember_pages
from statements.search.selection import find_value
from statements.search.tally import tally
from statements.search.words import plain_words
from statements.web.errors import MissingError
from statements.web.interface import canonical
from statements.web.limits import TooSlowError, limit_to, limited
from statements.web.paging import page_of

_ON_ONE_PAGE = 200  # speakers; of more, those in the most documents, and all of them by letter
_MOST = 60
_SHARE = 3  # of the time of a page, which a part of it may take that the page can do without
_LAST_WORD = r"(.*)\s([^\s\d]\S*)"  # of a name, and what stands before it


@require_safe
@limited
@remember_pages
def speakers(request: HttpRequest) -> HttpResponse:
    """Everybody who takes part in a published document, with how many, and in how many of them they say something.

    Where there are many, by ?letter=M or ?name=.
    """
    counted = tally(Entry.objects.published(), {}, archive_state(), Utterance.objects.order_by()).counts
    counts, said = counted["speaker"], counted["said"]
    by_letter = len(counts) > _ON_ONE_PAGE
    letter, name = request.GET.get("letter", "")[:1].upper(), request.GET.get("name", "").strip()[:60]
    most = by_letter and not name and not letter
    index = dict(_index_speakers(counts).values_list("pk", "letter"))
    letters = list(dict.fromkeys(index.values())) if by_letter or letter else []
    if letter and not name and letter not in letters:
        raise MissingError(gettext("Nobody is under this letter."))
    keys = _foremost(counts, said) if most else _choose(index, letter, name)
    page = page_of(request.GET.get("page", "1"), len(keys), _ON_ONE_PAGE)
    shown = keys[page.start : page.stop]
    people = Speaker.objects.prefetch_related("offices").in_bulk(shown)
    rows = [{**_row(people[key], counts, said), "letter": index[key]} for key in shown]
    groups = [(each, list(group)) for each, group in groupby(rows, key=itemgetter("letter"))]
    context = {"rows": rows, "total": len(counts), "letters": letters, "letter": letter, "name": name, "most": most}
    return render(request, "speakers.html", {**context, "groups": groups, "page": page, "by_letter": by_letter})


def _row(speaker: Speaker, counts: dict[str, int], said: dict[str, int]) -> dict[str, Any]:
    """What is listed of a speaker; `before`: what of their name stands before the word that they are listed under."""
    key, name = str(speaker.pk), speaker.index_name
    last = None if speaker.collective or "," in name else re.fullmatch(_LAST_WORD, name)
    return {
        "speaker": speaker,
        "before": last[1] if last else "",
        "name": last[2] if last else name,
        "documents": counts[key],
        "said": said.get(key, 0),
    }


def _choose(index: dict[int, str], letter: str, name: str) -> list[int]:
    """Keys of an index of letters by key: of those with a name like this, else of those under a letter, else all."""
    if not name:
        return [key for key in index if index[key] == letter] if letter else list(index)
    if not plain_words(name):
        return []
    names = Speaker.objects.filter(pk__in=index).values_list("pk", "name", "aliases")
    found = {pk for pk, own, aliases in names if any(is_called(each, name) for each in (own, *aliases))}
    return [key for key in index if key in found]


def _foremost(counts: dict[str, int], said: dict[str, int]) -> list[int]:
    """Keys of those who say something in the most documents; if they say nothing, who take part in the most."""
    most = sorted(counts, key=lambda pk: (-said.get(pk, 0), -counts[pk], int(pk)))[:_MOST]
    return [int(key) for key in most]


def _index_speakers(keys: Iterable[Any]) -> Any:
    """Speakers in the order of an index, with their letter.

    Where the family name is not known, it is taken for the last word.
    """
    last_first = Func(AS_IN_AN_INDEX, Value(f"^{_LAST_WORD}$"), Value(r"\2, \1"), function="regexp_replace")
    known = When(collective=True, then=AS_IN_AN_INDEX), When(sort_name__contains=",", then=F("sort_name"))
    indexed = Speaker.objects.filter(pk__in=keys).annotate(under=Unaccent(Lower(Case(*known, default=last_first))))
    return indexed.annotate(letter=Upper(Substr("under", 1, 1))).order_by("under", "pk")


@require_safe
@limited
@remember_pages
def speaker(request: HttpRequest, slug: str) -> HttpResponse:
    """A speaker's offices over time, and documents by role; with ?role=quoted, all in that role."""
    if moved := find_moved(request, "speaker", slug):
        return HttpResponseRedirect(moved)
    found = get_object_or_404(Speaker.objects.public(), slug=slug)
    chosen = choose_documents(found, request.GET)
    exports = reverse("speaker_exports", args=[slug])
    context: dict[str, Any] = {"speaker": found, "page": None, "exports": exports, **chosen.context}
    context["feed"] = offer_feed(found.name, "speaker", slug, query=choosing_query(request.GET))
    if any(chosen.context.values()):
        context |= _page_of_documents(request, chosen.documents)
    else:
        context |= {"sections": _sections(found)} | _profile(found)
        address = canonical(request, "speaker", found.slug)
        context["json_ld"] = describe_speaker(found, (office for office, _ in context["held"]), address)
    return render(request, "speaker.html", context)


def find_moved(request: HttpRequest, page: str, slug: str, *rest: str) -> str:
    """Where a page of somebody is, if elsewhere: under whom they were merged into, for now, as it may be undone, and
    with a role as addresses have it, whatever its name on the page; else an empty text."""
    kept = Speaker.objects.public().filter(merged__slug=slug).first()
    query, typed = request.GET.copy(), request.GET.get("role", "")
    role = find_value("role", typed)
    if kept is None and role == typed:
        return ""
    if role != typed:
        query["role"] = role
    return f"{reverse(page, args=[kept.slug if kept else slug, *rest])}{'?' if query else ''}{query.urlencode()}"


class ChosenDocuments(NamedTuple):
    """Documents that somebody takes part in. context: how they were chosen, as the page says it."""

    documents: DocumentQuerySet
    context: dict[str, Any]


CHOOSING = ("role", "with", "year")  # the parameters that choose documents; the first that is there counts


def choosing_query(parameters: QueryDict) -> str:
    """The query of an address that chooses the same documents; empty where they are all."""
    chosen = [(name, parameters[name]) for name in CHOOSING if parameters.get(name)][:1]
    return f"?{urlencode(chosen)}" if chosen else ""


def choose_documents(found: Speaker, parameters: QueryDict) -> ChosenDocuments:
    """Return the documents in a role, with somebody else, of a year, or all. Raises Http404 where there is no such."""
    own = Document.objects.published().filter(pk__in=found.participations.values("document"))
    context: dict[str, Any] = dict.fromkeys(("role", "other", "year"))
    role, other, year = (parameters.get(name, "") for name in CHOOSING)
    if role:
        if role not in Role.values:
            raise MissingError(gettext("There is no such way of taking part."))
        return ChosenDocuments(_taking_part(found, role), context | {"role": Role(role).label})
    if other:
        second = Speaker.objects.public().filter(slug=other.replace("\0", "")).first()
        if second is None:
            raise MissingError(gettext("nobody here is called “%(name)s”") % {"name": other[:60]})
        both = own.filter(pk__in=second.participations.values("document"))
        return ChosenDocuments(both, context | {"other": second})
    if year:
        if not (year.isascii() and year.isdigit() and len(year) == 4 and year >= "1000"):
            raise MissingError(gettext("There is no such year."))
        of_year = own.filter(date_start__lte=f"{year}-12-31", date_end__gte=f"{year}-01-01")
        return ChosenDocuments(of_year, context | {"year": year})
    return ChosenDocuments(own, context)


def _page_of_documents(request: HttpRequest, documents: Any) -> dict[str, Any]:
    page = page_of(request.GET.get("page", "1"), documents.count())
    shown = list(documents.newest_first().prefetch_lists()[page.start : page.stop])
    numbers = latest_numbers([each.pk for each in shown])
    for each in shown:
        each.latest_number = numbers.get(each.pk, 0)
    kept = [(name, value) for name in CHOOSING for value in request.GET.getlist(name) if value]
    return {"page": page, "documents": shown, "coins": list_coins(request, shown), "hidden": kept}


def _profile(found: Speaker) -> dict[str, Any]:
    """What they say, how they are quoted, offices as lines, years, typical words and company."""
    offices, state = list(found.offices.all()), archive_state()
    lines, since = tenures(offices, timezone.localdate())
    return {
        "said": describe_said(found, state),
        "quoted": _find_in_time(lambda: most_quoted(found, state)),
        "held": list(zip(offices, lines, strict=True)),
        "since": since,
        "bars": year_bars(found),
        "typical": _find_in_time(lambda: typical_words(found, state)),
        "company": company(found),
    }


def _find_in_time(find: Callable[[], list[Any]]) -> list[Any]:
    """What `find` gives; nothing where it takes too long, which must not cost the reader the rest of the page."""
    try:
        with limit_to(settings.PAGE_TIMEOUT // _SHARE):
            return find()
    except TooSlowError:
        return []


def _taking_part(found: Speaker, role: str) -> Any:
    return Document.objects.published().filter(participations__speaker=found, participations__role=role)


def _sections(found: Speaker) -> list[dict[str, Any]]:
    """For each role: the number of documents, and the latest of them."""
    published = found.participations.filter(document__in=Document.objects.published())
    counts = dict(published.order_by().values_list("role").annotate(Count("pk")))
    return [
        {
            "role": role,
            "label": label,
            "count": counts[role],
            "documents": _taking_part(found, role).newest_first().prefetch_lists()[: settings.PAGE_SIZE],
        }
        for role, label in Role.choices
        if role in counts
    ]
