"""The pages with citations, and the same in the formats of reference managers."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_safe

from statements.citing.bibtex import bibtex
from statements.citing.citation import Citation, Translation, citation_of
from statements.citing.csl import csl_json
from statements.citing.fragments import text_fragment
from statements.citing.metadata import json_ld, meta_tags, share_tags
from statements.citing.names import Name
from statements.citing.ris import ris
from statements.citing.styles import list_csl_styles, list_word_styles, write_citation
from statements.citing.words import full_citation
from statements.languages import interface_language
from statements.models import Content, Document, Speaker
from statements.pages.parts import take_around
from statements.pages.renditions import find_translations, make_renditions
from statements.pages.styles import offer_styles
from statements.reading.versions import Version, gone_is_410, last_having, number_asked, open_version, published
from statements.search.remembered import remember_pages
from statements.web.errors import MissingError
from statements.web.interface import canonical, pinned
from statements.web.limits import limited_text


def _json(make: Callable[[Citation], Any]) -> Callable[[Citation], str]:
    return lambda citation: json.dumps(make(citation), ensure_ascii=False, indent=2) + "\n"


# By the name in the address: what it is called, its media type, the ending of the file, and what makes it.
FORMATS: dict[str, tuple[Any, str, str, Callable[[Citation], str]]] = {
    "bibtex": ("BibTeX", "application/x-bibtex", "bib", bibtex),
    "ris": ("RIS", "application/x-research-info-systems", "ris", ris),
    "csl": ("CSL-JSON", "application/vnd.citationstyles.csl+json", "json", _json(lambda each: [csl_json(each)])),
    "jsonld": ("JSON-LD", "application/ld+json", "jsonld", _json(json_ld)),
    "text": (
        gettext_lazy("plain text"),
        "text/plain",
        "txt",
        lambda each: full_citation(each, interface_language()) + "\n",
    ),
}


@require_safe
@limited_text
@remember_pages
@gone_is_410
def cite(request: HttpRequest, slug: str, key: str = "") -> HttpResponse:
    """How to cite a document, or a paragraph of it; with ?format=ris and the like, for a reference manager."""
    document = published(slug)
    asked = number_asked(request.GET)
    version = take_around(open_version(document, asked), key)
    if key and key not in version.content.keys:
        return _point_to_earlier(request, document, key)
    citation = make_citation(request, version, key)
    part = request.GET.get("words", "").replace("\r\n", "\n").strip()
    has_part = bool(part) and part in citation.text
    if has_part:
        citation = _cite_part(citation, version.content, part)
    if wanted := request.GET.get("format", ""):
        return _download(link_translations(request, citation, find_translations(document)), wanted)
    translations = find_translations(document)
    others = [each for each in translations if key and each.language != version.document.language]
    address = canonical(request, *(["cite_paragraph", slug, key] if key else ["cite", slug]))
    address += _query(v=asked, words=part if has_part else "")
    words = (part if has_part else citation.text) if key else version.content.opening
    choice = offer_styles(request.GET, list_word_styles(), list_csl_styles())
    context = {
        "document": document,
        "in_parts": version.in_parts,
        "citation": citation,
        "meta_tags": meta_tags(citation),
        "json_ld": json_ld(link_translations(request, citation, translations)),
        "share_tags": share_tags(citation, address, words),
        "whole": _query(v=asked, style=choice.name),
        "asked": asked,
        "part": part[: len(citation.text)],
        "has_part": has_part,
        "choice": choice,
        "wordings": write_citation(citation, choice.style),
        "translations": others,
        "renditions": make_renditions(version, key, others, partial(make_citation, request)),
        "formats": [
            (_query(v=asked, words=part if has_part else "", format=name), label)
            for name, (label, *_) in FORMATS.items()
        ],
    }
    return render(request, "cite.html", context)


def _query(**parameters: Any) -> str:
    given = {name: value for name, value in parameters.items() if value}
    return f"?{urlencode(given)}" if given else ""


def _cite_part(citation: Citation, content: Content, part: str) -> Citation:
    """The citation of part of a paragraph: its address leads to the words, and it names who says them."""
    row = next(row for row in content.paragraphs if row.key == citation.key)
    start = row.text.index(part)
    names = {name for first, last, name in row.quotations if first < start + len(part) and start < last}
    return replace(
        citation,
        address=f"{citation.address}{text_fragment(citation.text, part)}",
        quoted=tuple(each for each in citation.quoted if each.name in names),
    )


def _point_to_earlier(request: HttpRequest, document: Document, key: str) -> HttpResponse:
    """Where to cite a paragraph that only an earlier version has."""
    number = last_having(document, key)
    if number is None:
        raise MissingError(gettext("There is no such paragraph in this document."))
    return render(request, "cite_removed.html", {"document": document, "version": number, "key": key}, status=404)


def make_citation(request: HttpRequest, version: Version, key: str = "") -> Citation:
    """The citation of a version, with its permanent address."""
    slug = version.document.slug
    slugs = [each.slug for each in version.content.participations]
    rows = Speaker.objects.filter(slug__in=slugs)
    return citation_of(
        version.content,
        slug=slug,
        version=version.number,
        address=pinned(canonical(request, "document", slug), version.number),
        known={each.slug: _name(request, each) for each in rows},
        key=key,
        public_since=localdate(version.published_at).isoformat() if version.published_at else "",
        first=version.first,
        in_parts=version.in_parts,
    )


def _name(request: HttpRequest, row: Speaker) -> Name:
    return Name(row.name, row.sort_name, row.collective, address=canonical(request, "speaker", row.slug))


def link_translations(request: HttpRequest, citation: Citation, translations: Iterable[Document]) -> Citation:
    """The citation with the addresses of the document’s translations."""
    linked = (
        Translation(canonical(request, "document", each.slug), each.display_title, each.language)
        for each in translations
    )
    return replace(citation, translations=tuple(linked))


def _download(citation: Citation, wanted: str) -> HttpResponse:
    if wanted not in FORMATS:
        raise Http404
    _, media_type, ending, make = FORMATS[wanted]
    headers = {
        "Content-Disposition": f'attachment; filename="{citation.identifier}.{ending}"',
        "X-Robots-Tag": "noindex",
        "Access-Control-Allow-Origin": "*",
    }
    return HttpResponse(make(citation), content_type=f"{media_type}; charset=utf-8", headers=headers)
