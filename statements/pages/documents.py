"""A document: as it is read, in every version, with its changes, and the source that it came from."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import (
    HttpRequest,
    HttpResponse,
)
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header, urlencode
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from statements.citing.metadata import json_ld, meta_tags, share_tags
from statements.citing.words import quoting
from statements.comparing.changes import KEPT, compare_facts, compare_paragraphs
from statements.marks import pieces
from statements.models import Content, Document, Source
from statements.pages.citing import link_translations, make_citation
from statements.pages.followed import offer_feed
from statements.pages.renditions import find_translations
from statements.reading.text import reading
from statements.reading.versions import (
    current_version,
    find_removed,
    gone_is_410,
    number_asked,
    public_versions,
    published,
    revision_of,
    version_of,
)
from statements.search.remembered import remember_pages
from statements.search.request import EXTEND
from statements.search.within import Finding, find_within
from statements.web.errors import MissingError
from statements.web.interface import canonical, pinned
from statements.web.limits import TooSlowError, limit_to, limited


@require_safe
@limited
@remember_pages
@gone_is_410
def document(request: HttpRequest, slug: str) -> HttpResponse:
    """A document as it is now; with ?v=2, its second version; a notice where it was withdrawn."""
    found = published(slug)
    revisions = list(public_versions(found).values("number", "published_at"))
    asked = number_asked(request.GET)
    newest, since = (revisions[-1]["number"], revisions[-1]["published_at"]) if revisions else (0, None)
    version = current_version(found, newest, since) if asked is None else version_of(found, asked)
    content, citation = version.content, make_citation(request, version)
    translations, finding = find_translations(found), _find(content, request)
    own_address = canonical(request, "document", slug) if version.is_latest else citation.address
    context = {
        "document": found,
        "reading": reading(content, finding.marks),
        "q": finding.typed,
        **_finding(finding, asked),
        "revisions": revisions,
        "version": version,
        "citation": citation,
        "canonical": own_address,
        "meta_tags": meta_tags(citation),
        "json_ld": json_ld(link_translations(request, citation, translations)),
        "share_tags": share_tags(citation, own_address, content.opening),
        "feed": offer_feed(content.title, "document", slug),
        "quoting": quoting(citation, content),
        "removed": find_removed(found, content) if asked is None and len(revisions) > 1 else {},
        "translations": translations,
        "alternates": _alternates(request, [found, *translations]),
        "has_source": Source.objects.filter(document=found).exists(),
        "scripts": [f"js/{name}.js" for name in ("found", "quote", "outline", "paragraphs", "print")],
    }
    return render(request, "document.html", context)


def _find(content: Content, request: HttpRequest) -> Finding:
    """What the words of a search find in it. Where that takes too long, the document is shown without marks."""
    typed, spellings = request.GET.get("q", ""), request.GET.get(EXTEND) != "no"
    try:
        with limit_to(settings.PAGE_TIMEOUT // 2):
            return find_within(content, typed, spellings)
    except TooSlowError:
        return Finding(typed[: settings.SEARCH_MAX_CHARACTERS], spellings, too_slow=True)


def _finding(finding: Finding, asked: int | None) -> dict[str, Any]:
    """What the box for finding shows, with links that keep the version."""
    kept = {"v": str(asked or ""), "q": finding.typed, EXTEND: "" if finding.spellings else "no"}
    return {
        "finding": finding,
        "asked": asked,
        "without_marks": pinned("", asked),
        "spellings_url": _query(kept | {EXTEND: "no" if finding.spellings else ""}),
        "better": [(each, _query(kept | {"q": each})) for each in finding.better],
    }


def _query(parameters: dict[str, str]) -> str:
    return f"?{urlencode({name: value for name, value in parameters.items() if value})}"


def _alternates(request: HttpRequest, texts: list[Document]) -> list[tuple[str, str]]:
    """The translations of a text for search engines, itself first: language and address, one a language.

    The pages around a text are in three languages; the text on them is the same.
    """
    by_language = {each.language: each.slug for each in reversed(texts)}
    return [(code, canonical(request, "document", slug)) for code, slug in reversed(by_language.items())]


@require_safe
@limited
@remember_pages
@gone_is_410
def changes(request: HttpRequest, slug: str) -> HttpResponse:
    """What changed between two versions of a document; without numbers, in the last one."""
    found = published(slug)
    numbers = list(public_versions(found).values_list("number", flat=True))
    if len(numbers) < 2:
        raise MissingError(gettext("There is no other version of this document."))
    before = revision_of(found, number_asked(request.GET, "from") or numbers[-2])
    after = revision_of(found, number_asked(request.GET, "to") or numbers[-1])
    contents = before.read(), after.read()
    facts, paragraphs = compare_facts(*contents), compare_paragraphs(*contents)
    differs = bool(facts) or any(each.what != KEPT for each in paragraphs)
    context = {"document": found, "before": before, "after": after, "numbers": numbers, "differs": differs}
    return render(request, "changes.html", {**context, "facts": facts, "paragraphs": paragraphs})


@require_safe
@limited
@remember_pages
@gone_is_410
def source(request: HttpRequest, slug: str) -> HttpResponse:
    """The source as received: what became paragraphs, and what was dropped and why."""
    found = published(slug)
    kept = get_object_or_404(Source.objects.defer("content"), document=found)
    spans = [
        (start, end, {"use": use, "reason": reason}) for start, end, use, reason in kept.spans if reason != "spacing"
    ]
    context = {"document": found, "source": kept, "pieces": pieces(kept.text, spans)}
    return render(request, "source.html", context)


@require_safe
@limited
@remember_pages
@gone_is_410
def original(request: HttpRequest, slug: str) -> HttpResponse:
    """The bytes of the source as they were received, to download."""
    kept = get_object_or_404(Source.objects.only("filename", "content"), document=published(slug))
    disposition = content_disposition_header(True, kept.filename)
    headers = {"Content-Disposition": disposition or "attachment", "X-Robots-Tag": "noindex"}
    return HttpResponse(bytes(kept.content), content_type="application/octet-stream", headers=headers)
