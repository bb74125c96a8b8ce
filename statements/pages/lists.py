"""The public pages. Each asks for what is published and hands a template plain values."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import Error, connection
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.shortcuts import get_object_or_404, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from statements.citing.metadata import json_ld, meta_tags
from statements.citing.words import quoting
from statements.comparing.changes import KEPT, changed_facts, changed_paragraphs
from statements.languages import LANGUAGES, interface_language
from statements.marks import pieces
from statements.models import Document, Entry, Source
from statements.pages.citing import cited
from statements.reading.text import reading
from statements.reading.versions import (
    answers_gone,
    current_version,
    number_asked,
    public_versions,
    published,
    removed_paragraphs,
    revision_of,
    version_of,
)
from statements.search.examples import example_searches
from statements.search.facets import EXTEND, changed, chips, count_years, make_facets
from statements.search.filters import SORTS, left_out
from statements.search.histogram import make_histogram
from statements.search.memory import State, archive_state
from statements.search.results import NotUnderstoodError, Results, find, marks_in
from statements.search.snippets import marked_title
from statements.search.tally import tally
from statements.web.interface import MissingError, canonical
from statements.web.limits import TooSlowError, at_most, limited

_LATEST, _YEARS = 6, 16  # documents and years on the first page


@require_safe
@limited
def home(request: HttpRequest) -> HttpResponse:
    """What this is, a search box, the latest documents, and how many there are."""
    state = archive_state()
    counted = tally(Entry.objects.published(), {}, state)
    languages = counted.counts.get("language", {})
    years = count_years(counted)
    context = {
        "total": counted.total,
        "examples": _examples(state) if counted.total else [],
        "latest": Document.objects.published().newest_first().for_lists()[:_LATEST],
        "languages": [(language, languages[code]) for code, language in LANGUAGES.items() if code in languages],
        "years": years[:_YEARS],
        "more_years": len(years) > _YEARS,
    }
    return render(request, "home.html", context)


def _examples(state: State) -> list[tuple[str, str]]:
    """Searches to suggest. The first page is shown without them rather than not at all."""
    try:
        with at_most(settings.PAGE_TIMEOUT // 2):
            return example_searches(interface_language(), state)
    except TooSlowError:
        return []


@require_safe
@limited
def browse(request: HttpRequest) -> HttpResponse:
    """All documents, the newest first, narrowed by filters; whoever comes with words is led to the search."""
    if request.GET.get("q"):
        return HttpResponseRedirect(f"{reverse('search')}?{request.GET.urlencode()}")
    try:
        return render(request, "browse.html", _listed(find(request.GET, with_words=False)))
    except NotUnderstoodError as error:
        return _not_understood(request, error)


@require_safe
@limited
def search(request: HttpRequest) -> HttpResponse:
    """Documents that match the words typed, the best first, with the paragraphs that do."""
    try:
        results = find(request.GET)
    except NotUnderstoodError as error:
        return _not_understood(request, error)
    typed = {"query": results.query, "q": request.GET.get("q", ""), "marks": _marking(request)}
    if not results.query.asks:
        return render(request, "search.html", typed)
    context = {
        **_listed(results),
        **typed,
        "hits": [(hit.document, marked_title(hit.document, results.matcher), hit.snippets) for hit in results.hits],
        **_spellings(results),
        "exact_languages": [LANGUAGES[code].label for code in results.matcher.exact_languages],
        "partial": results.partial,
    }
    return render(request, "search.html", context)


def _marking(request: HttpRequest) -> str:
    """The end of the address of a document that has what is searched for marked in it."""
    kept = {name: request.GET[name] for name in ("q", EXTEND) if request.GET.get(name)}
    return f"?{urlencode(kept)}"


def _spellings(results: Results) -> dict[str, Any]:
    """What the page says of other spellings: those that were added, and what was probably meant."""
    parameters, off = results.filters.data, results.filters.data.get(EXTEND) == "no"
    return {
        "extensions": results.extensions,
        "only_as_typed": off,
        "extend_url": changed(parameters, **{EXTEND: "" if off else "no"}),
        "suggestion": results.suggestion,
        "suggestion_url": results.suggestion and changed(parameters, q=results.suggestion.typed),
    }


def _listed(results: Results) -> dict[str, Any]:
    """What the list, its facets and its chips need."""
    parameters = results.filters.data
    facets = make_facets(results.tally, parameters)
    return {
        "histogram": make_histogram(results.tally, parameters),
        "sorts": [
            {"label": label, "url": changed(parameters, sort=sort), "on": sort == results.sort}
            for sort, label in SORTS
            if sort != "relevance" or results.query.asks
        ],
        "documents": [hit.document for hit in results.hits],
        "page": results.page,
        "total": results.tally.total,
        "sort": results.sort,
        "facets": facets,
        "chips": chips(facets, parameters),
        "left_out": left_out(parameters),
        "hidden": [(name, value) for name, values in parameters.lists() for value in values if name != "page"],
    }


def _not_understood(request: HttpRequest, error: NotUnderstoodError) -> HttpResponse:
    context = {"errors": error.errors.items(), "q": request.GET.get("q", "")[:200]}
    return render(request, "not_understood.html", context, status=400)


@require_safe
@limited
@answers_gone
def document(request: HttpRequest, slug: str) -> HttpResponse:
    """A document as it is read now; with ?v=2, as its second version was; what was withdrawn says so."""
    found = published(slug)
    revisions = list(public_versions(found).values("number", "published_at"))
    asked = number_asked(request.GET)
    newest = revisions[-1]["number"] if revisions else 0
    version = current_version(found, newest) if asked is None else version_of(found, asked)
    content, citation = version.content, cited(request, version)
    translations = _translations(found)
    context = {
        "document": found,
        "reading": reading(content, _marks(content, request)),
        "q": request.GET.get("q", "")[: settings.SEARCH_MAX_CHARACTERS],
        "revisions": revisions,
        "version": version.number,
        "citation": citation,
        "canonical": canonical(request, "document", slug) if version.is_latest else citation.address,
        "meta_tags": meta_tags(citation),
        "json_ld": json_ld(citation),
        "quoting": quoting(citation, content),
        "pinned": version.address,
        "latest": version.is_latest,
        "removed": removed_paragraphs(found, content) if asked is None and len(revisions) > 1 else {},
        "translations": translations,
        "alternates": _alternates(request, [found, *translations]),
        "has_source": Source.objects.filter(document=found).exists(),
    }
    return render(request, "document.html", context)


def _marks(content: dict[str, Any], request: HttpRequest) -> dict[str, list[tuple[int, int]]]:
    """Where the words of a search stand. A document is shown without them rather than not at all."""
    try:
        with at_most(settings.PAGE_TIMEOUT // 2):
            return marks_in(content, request.GET)
    except TooSlowError:
        return {}


def _translations(found: Document) -> list[Document]:
    if found.translation_group is None:
        return []
    group = Document.objects.published().filter(translation_group=found.translation_group)
    return list(group.exclude(pk=found.pk).order_by("language", "pk"))


def _alternates(request: HttpRequest, texts: list[Document]) -> list[tuple[str, str]]:
    """The translations of a text for search engines, itself first: language and address, one a language.

    The pages around a text are in three languages; the text on them is the same.
    """
    by_language = {each.language: each.slug for each in reversed(texts)}
    return [(code, canonical(request, "document", slug)) for code, slug in reversed(by_language.items())]


@require_safe
@limited
@answers_gone
def changes(request: HttpRequest, slug: str) -> HttpResponse:
    """What changed from one version of a document to another; without numbers, with the last one."""
    found = published(slug)
    numbers = list(public_versions(found).values_list("number", flat=True))
    if len(numbers) < 2:
        raise MissingError(gettext("There is no other version of this document."))
    before = revision_of(found, number_asked(request.GET, "from") or numbers[-2])
    after = revision_of(found, number_asked(request.GET, "to") or numbers[-1])
    facts = changed_facts(before.content, after.content)
    paragraphs = changed_paragraphs(before.content, after.content)
    differs = bool(facts) or any(each.what != KEPT for each in paragraphs)
    context = {"document": found, "before": before, "after": after, "numbers": numbers, "differs": differs}
    return render(request, "changes.html", {**context, "facts": facts, "paragraphs": paragraphs})


@require_safe
@limited
@answers_gone
def source(request: HttpRequest, slug: str) -> HttpResponse:
    """The source as received: what became paragraphs, and what was dropped for which reason."""
    found = published(slug)
    kept = get_object_or_404(Source.objects.defer("content"), document=found)
    spans = [
        (start, end, {"use": use, "reason": reason}) for start, end, use, reason in kept.spans if reason != "spacing"
    ]
    context = {"document": found, "source": kept, "pieces": pieces(kept.text, spans)}
    return render(request, "source.html", context)


@require_safe
@limited
@answers_gone
def original(request: HttpRequest, slug: str) -> HttpResponse:
    """The bytes of the source as they were received, to download."""
    kept = get_object_or_404(Source.objects.only("filename", "content"), document=published(slug))
    disposition = content_disposition_header(True, kept.filename)
    headers = {"Content-Disposition": disposition or "attachment", "X-Robots-Tag": "noindex"}
    return HttpResponse(bytes(kept.content), content_type="application/octet-stream", headers=headers)


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
        return HttpResponse("the database does not answer\n", content_type="text/plain", status=503)
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@cache_control(max_age=86400)
def robots(request: HttpRequest) -> HttpResponse:
    """Crawlers may read documents; the countless combinations of filters are not for them."""
    return render(request, "robots.txt", content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(max_age=86400)
def favicon(request: HttpRequest) -> HttpResponse:
    return HttpResponsePermanentRedirect(static("img/favicon.svg"))
