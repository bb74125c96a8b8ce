"""A document: as it is read, in every version, with its changes, and the source that it came from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import JSONField
from django.db.models.expressions import RawSQL
from django.db.models.functions import Length, Substr
from django.http import (
    HttpRequest,
    HttpResponse,
)
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header, urlencode
from django.utils.translation import gettext
from django.views.decorators.http import require_safe
from psycopg2.extras import Json

from statements.citing.metadata import json_ld, meta_tags, share_tags
from statements.citing.words import quoting
from statements.comparing.changes import KEPT, compare_facts, compare_paragraphs
from statements.comparing.long_changes import find_long_changes
from statements.exporting.whole import send_pieces
from statements.importer.messages.say import say
from statements.marks import Piece, pieces
from statements.models import Content, Document, Source
from statements.pages.citing import link_translations, make_citation
from statements.pages.followed import offer_feed
from statements.pages.parts import canonical_part, lead_to_paragraph, list_found, open_part, outline_of, show_part
from statements.pages.renditions import find_translations
from statements.reading.parts import TextPart, stream_original
from statements.reading.text import reading
from statements.reading.versions import (
    Version,
    find_removed,
    gone_is_410,
    may_be_long,
    missing_part,
    number_asked,
    open_current,
    open_version,
    public_versions,
    published,
)
from statements.search.remembered import remember_pages
from statements.search.request import EXTEND
from statements.search.within import Finding, find_within
from statements.web.errors import MissingError
from statements.web.interface import canonical, pinned
from statements.web.limits import TooSlowError, limit_to, limited_text, need_turn

_CHANGED = 400  # paragraphs on a page of those in which two versions of a long text differ
_SOURCE = 250_000  # characters of a source on a page
_SPANS_INSIDE = "jsonb_path_query_array(spans, 'strict $[*] ? (@[0] < $ends && @[1] > $begins)', %s)"
_SCRIPTS = ("found", "quote", "outline", "paragraphs", "print")


@require_safe
@limited_text
@remember_pages
@gone_is_410
def document(request: HttpRequest, slug: str) -> HttpResponse:
    """A document as it is now; with ?v=2, its second version; a notice where it was withdrawn."""
    found = published(slug)
    revisions = list(public_versions(found).values("number", "published_at", "note"))
    asked = number_asked(request.GET)
    newest, since = (revisions[-1]["number"], revisions[-1]["published_at"]) if revisions else (0, None)
    version = open_current(found, newest, since) if asked is None else open_version(found, asked)
    if led := lead_to_paragraph(request, version):
        return led
    version, parts = open_part(request, version)
    content, citation = version.content, make_citation(request, version)
    translations, finding = find_translations(found), _find(content, request)
    own_address = canonical(request, "document", slug) if version.is_latest else citation.address
    shown = reading(content, finding.marks, version.part)
    context = {
        "preview": None,  # see pages/previews.py
        "document": found,
        "reading": shown,
        "outline": outline_of(request, shown, parts),
        "part": show_part(request, version.part),
        "q": finding.typed,
        **_finding(finding, asked),
        "found_in": list_found(request, version, parts, finding) if parts and finding.asks else [],
        "revisions": revisions,
        "version": version,
        "citation": citation,
        "canonical": canonical_part(own_address, version.part),
        "meta_tags": meta_tags(citation),
        "json_ld": json_ld(link_translations(request, citation, translations)),
        "share_tags": share_tags(citation, own_address, content.opening),
        "feed": offer_feed(content.title, "document", slug),
        "quoting": quoting(citation, content, version.first, version.in_parts),
        "removed": find_removed(found, content) if asked is None and len(revisions) > 1 and not parts else {},
        "translations": translations,
        "alternates": _alternates(request, [found, *translations]),
        "has_source": Source.objects.filter(document=found).exists(),
        "scripts": [f"js/{name}.js" for name in (*_SCRIPTS, *(["parts"] if parts else []))],
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
@limited_text
@remember_pages
@gone_is_410
def changes(request: HttpRequest, slug: str) -> HttpResponse:
    """What changed between two versions of a document; without numbers, in the last one."""
    found = published(slug)
    numbers = list(public_versions(found).values_list("number", flat=True))
    if len(numbers) < 2:
        raise MissingError(gettext("There is no other version of this document."))
    before = open_version(found, number_asked(request.GET, "from") or numbers[-2])
    after = open_version(found, number_asked(request.GET, "to") or numbers[-1])
    notes = public_versions(found).filter(number__gt=before.number, number__lte=after.number).exclude(note="")
    context = {
        "document": found,
        "before": before,
        "after": after,
        "numbers": numbers,
        "notes": notes.values("number", "published_at", "note"),
        "facts": compare_facts(before.content, after.content),
        **_changed_paragraphs(request, before, after),
    }
    return render(request, "changes.html", context)


def _changed_paragraphs(request: HttpRequest, before: Version, after: Version) -> dict[str, Any]:
    """All paragraphs of two versions; of long texts only those that differ, some at a time, with those beside them."""
    if before.text is None and after.text is None:
        paragraphs = compare_paragraphs(before.content, after.content)
        differs = any(each.what != KEPT for each in paragraphs)
        return {"stretches": [paragraphs], "differs": differs, "part": None, "long": False}
    found, asked = find_long_changes(before, after), number_asked(request.GET, "part") or 1
    last = max(1, -(-len(found.shown) // _CHANGED))
    if asked > last:
        raise missing_part()
    return {
        "stretches": found.read((asked - 1) * _CHANGED, asked * _CHANGED),
        "differs": found.changed,
        "part": show_part(request, TextPart(asked, last, 0, 0), whole=False),
        "long": True,
    }


@require_safe
@limited_text
@remember_pages
@gone_is_410
def source(request: HttpRequest, slug: str) -> HttpResponse:
    """The source as received: what became paragraphs, and what was dropped and why."""
    found, asked = published(slug), number_asked(request.GET, "part") or 1
    begins = (asked - 1) * _SOURCE
    read = Source.objects.annotate(
        length=Length("text"),
        shown=Substr("text", begins + 1, _SOURCE),
        inside=RawSQL(_SPANS_INSIDE, [Json({"begins": begins, "ends": begins + _SOURCE})], JSONField()),  # noqa: S611
    )
    kept: Any = get_object_or_404(read.defer("content", "text", "spans"), document=found)
    last = max(1, -(-kept.length // _SOURCE))
    if asked > last:
        raise missing_part()
    context = {"document": found, "source": kept, "pieces": _cut_source(kept.shown, kept.inside, begins)}
    return render(
        request, "source.html", {**context, "part": show_part(request, TextPart(asked, last, 0, 0), whole=False)}
    )


def _cut_source(shown: str, spans: Iterable[tuple[int, int, str, str]], begins: int) -> list[Piece]:
    """A part of a source in pieces. begins: the place of its first character in the whole."""
    ends = begins + len(shown)
    marked = [
        (max(start - begins, 0), min(end, ends) - begins, {"use": use, "reason": say(reason)})
        for start, end, use, reason in spans
        if reason != "spacing"
    ]
    return pieces(shown, marked)


@require_safe
@limited_text
@remember_pages
@gone_is_410
def original(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The bytes of the source as they were received, to download."""
    document = published(slug)
    if may_be_long(document):
        need_turn()
    kept = get_object_or_404(Source.objects.only("filename"), document=document)
    disposition = content_disposition_header(True, kept.filename)
    headers = {"Content-Disposition": disposition or "attachment", "X-Robots-Tag": "noindex"}
    return send_pieces(stream_original(kept.pk), "application/octet-stream", headers)
