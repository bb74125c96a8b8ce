"""The public pages. Each asks for what is published and hands a template plain values."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.postgres.lookups import Unaccent
from django.db import Error, connection
from django.db.models import Count
from django.db.models.functions import Lower, Substr, Upper
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import get_object_or_404, render
from django.templatetags.static import static
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from statements.changes import KEPT, changed_facts, changed_paragraphs
from statements.citing.metadata import json_ld, meta_tags
from statements.citing.views import cited
from statements.citing.words import quoting
from statements.filters import SORTS
from statements.interface import MissingError
from statements.languages import LANGUAGES
from statements.limits import TooSlowError, at_most, limited
from statements.marks import pieces
from statements.models import Document, Entry, Role, Source, Speaker, snapshot
from statements.publication import (
    Version,
    answers_gone,
    public_versions,
    published,
    removed_paragraphs,
    revision_of,
)
from statements.reading import reading
from statements.search.facets import changed, chips, count_years, make_facets
from statements.search.histogram import make_histogram
from statements.search.memory import archive_state
from statements.search.results import EXTEND, NotUnderstoodError, Results, find, marks_in, page_of
from statements.search.snippets import marked_title
from statements.search.tally import tally
from statements.speaking.words import company, typical_words
from statements.speaking.years import by_year, tenures

_LATEST = 6


@require_safe
@limited
def home(request: HttpRequest) -> HttpResponse:
    """What this is, a search box, the latest documents, and how many there are."""
    counted = tally(Entry.objects.published(), {}, archive_state())
    languages = counted.counts.get("language", {})
    context = {
        "total": counted.total,
        "latest": Document.objects.published().newest_first().for_lists()[:_LATEST],
        "languages": [(language, languages[code]) for code, language in LANGUAGES.items() if code in languages],
        "years": count_years(counted),
    }
    return render(request, "home.html", context)


@require_safe
@limited
def browse(request: HttpRequest) -> HttpResponse:
    """All documents, the newest first, narrowed by filters."""
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
    typed = {"query": results.query, "q": request.GET.get("q", "")}
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
    newest = revisions[-1]["number"] if revisions else None
    version = request.GET.get("v")
    content = snapshot(found) if version is None else revision_of(found, version).content
    citation = cited(request, found, Version(int(version or newest or 0), content))
    context = {
        "document": found,
        "reading": reading(content, _marks(content, request)),
        "q": request.GET.get("q", "")[: settings.SEARCH_MAX_CHARACTERS],
        "revisions": revisions,
        "version": version if version is not None else newest,
        "citation": citation,
        "meta_tags": meta_tags(citation),
        "json_ld": json_ld(citation),
        "quoting": quoting(citation, content),
        "pinned": _pinned(found, version if version is not None else newest),
        "latest": version is None or version == str(newest),
        "removed": removed_paragraphs(found, content) if version is None and len(revisions) > 1 else {},
        "translations": _translations(found),
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


def _pinned(found: Document, version: Any) -> str:
    """The address that the links of paragraphs lead to: the words as they stand now, whatever is edited later."""
    return f"{found.get_absolute_url()}?v={version}" if version else found.get_absolute_url()


@require_safe
@limited
@answers_gone
def changes(request: HttpRequest, slug: str) -> HttpResponse:
    """What changed from one version of a document to another; without numbers, with the last one."""
    found = published(slug)
    numbers = list(public_versions(found).values_list("number", flat=True))
    if len(numbers) < 2:
        raise MissingError(gettext("There is no other version of this document."))
    before = revision_of(found, request.GET.get("from", str(numbers[-2])))
    after = revision_of(found, request.GET.get("to", str(numbers[-1])))
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
@limited
def speakers(request: HttpRequest) -> HttpResponse:
    """Everybody who takes part in something published, with how often."""
    counts = tally(Entry.objects.published(), {}, archive_state()).counts["speaker"]
    listed = Speaker.objects.filter(pk__in=counts).annotate(letter=Upper(Substr(Unaccent("sort_name"), 1, 1)))
    people = listed.prefetch_related("offices").order_by(Unaccent(Lower("sort_name")), "pk")
    rows = [{"speaker": each, "letter": each.letter, "documents": counts[str(each.pk)]} for each in people]
    return render(request, "speakers.html", {"speakers": rows})


@require_safe
@limited
def speaker(request: HttpRequest, slug: str) -> HttpResponse:
    """Somebody's offices over time, and documents split by how they take part; with ?role=quoted, all of one sort."""
    kept = Speaker.objects.public().filter(merged__slug=slug).first()
    if kept:  # for now: a merge may be undone
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        return HttpResponseRedirect(f"{kept.get_absolute_url()}{query}")
    found = get_object_or_404(Speaker.objects.public(), slug=slug)
    role = request.GET.get("role", "")
    if role and role not in Role.values:
        raise MissingError(gettext("There is no such way of taking part."))
    context: dict[str, Any] = {"speaker": found, "role": role and Role(role).label}
    if role:
        context |= _page_of_documents(request, _taking_part(found, role))
    elif other := request.GET.get("with", ""):
        context |= _together(request, found, other)
    elif year := request.GET.get("year", ""):
        context |= _of_year(request, found, year)
    else:
        context |= {"sections": _sections(found)} | _profile(found)
    return render(request, "speaker.html", context)


def _together(request: HttpRequest, found: Speaker, other: str) -> dict[str, Any]:
    """The documents that somebody takes part in with somebody else."""
    second = get_object_or_404(Speaker.objects.public(), slug=other.replace("\0", ""))
    own = Document.objects.published().filter(pk__in=found.participations.values("document"))
    both = own.filter(pk__in=second.participations.values("document"))
    return {"other": second, **_page_of_documents(request, both)}


def _of_year(request: HttpRequest, found: Speaker, year: str) -> dict[str, Any]:
    """The documents of a year that somebody takes part in, in whatever way."""
    if not (year.isascii() and year.isdigit() and len(year) == 4 and year >= "1000"):
        raise MissingError(gettext("There is no such year."))
    own = Document.objects.published().filter(pk__in=found.participations.values("document"))
    own = own.filter(date_start__lte=f"{year}-12-31", date_end__gte=f"{year}-01-01")
    return {"year": year, **_page_of_documents(request, own)}


def _page_of_documents(request: HttpRequest, documents: Any) -> dict[str, Any]:
    page = page_of(request.GET.get("page", "1"), documents.count())
    shown = documents.newest_first().for_lists()[page.start : page.start + settings.PAGE_SIZE]
    return {"page": page, "documents": shown}


def _profile(found: Speaker) -> dict[str, Any]:
    """Years, offices as lines, typical words and company."""
    offices = list(found.offices.all())
    lines, since = tenures(offices, timezone.now().date())
    return {
        "held": list(zip(offices, lines, strict=True)),
        "since": since,
        "bars": by_year(found),
        "typical": typical_words(found, archive_state()),
        "company": company(found),
    }


def _taking_part(found: Speaker, role: str) -> Any:
    return Document.objects.published().filter(participations__speaker=found, participations__role=role)


def _sections(found: Speaker) -> list[dict[str, Any]]:
    """Per way of taking part: how many documents, and the latest of them."""
    published = found.participations.filter(document__in=Document.objects.published())
    counts = dict(published.order_by().values_list("role").annotate(Count("pk")))
    return [
        {
            "role": role,
            "label": label,
            "count": counts[role],
            "documents": _taking_part(found, role).newest_first().for_lists()[: settings.PAGE_SIZE],
        }
        for role, label in Role.choices
        if role in counts
    ]


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


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "error.html", {"heading": gettext("That request was not understood")}, status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "error.html", {"heading": gettext("You may not see this page")}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A page that is not there, with the reason where the site gave one."""
    why = str(exception) if isinstance(exception, MissingError) else ""
    return render(request, "error.html", {"heading": gettext("There is no such page"), "why": why}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Served when all else failed: it asks nothing of the database. A program that asked gets JSON."""
    if request.path.startswith("/api/"):
        return JsonResponse({"error": "Something went wrong here, not in what you asked for"}, status=500)
    return render(request, "500.html", status=500)
