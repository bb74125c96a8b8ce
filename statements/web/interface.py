"""The language of the interface: every public page exists in each, at its own address."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils import translation

from statements.languages import interface_language
from statements.web.site import Addressing


def canonical(request: Addressing, name: str, *arguments: str) -> str:
    """The whole address of a page whose content is the same in every language of the interface: without a prefix.

    "document", "remarks-at-the-dock" -> "https://example.org/documents/remarks-at-the-dock/"
    """
    with translation.override(settings.LANGUAGE_CODE):
        return request.build_absolute_uri(reverse(name, args=arguments))


def canonical_with_slugs(request: HttpRequest, name: str) -> Callable[[str], str]:
    """What makes the whole addresses of pages that have nothing but a slug in them, which Django takes 40 µs for."""
    before, _, after = canonical(request, name, "-").rpartition("-")
    return lambda slug: f"{before}{slug}{after}"


def pinned(address: str, number: int | None) -> str:
    """The address of a page of a document for one version of it, for good; without a number, of the last one.

    "/documents/remarks-at-the-dock/", 2 -> "/documents/remarks-at-the-dock/?v=2"
    """
    return f"{address}?v={number}" if number else address


def link_paragraph(address: str, key: str, in_parts: bool = False) -> str:
    """The address of a paragraph, from that of a text. in_parts: whether pages show the text in several parts.

    A server is not told what stands behind the #, so that the address of a long text names the paragraph before it too.
    "/documents/remarks/?v=2", "p7cj2" -> "/documents/remarks/?v=2#p7cj2" or "/documents/remarks/?v=2&at=p7cj2#p7cj2"
    """
    return f"{address}{'&' if '?' in address else '?'}at={key}#{key}" if in_parts else f"{address}#{key}"


def languages(request: HttpRequest) -> dict[str, Any]:
    """For templates: the language of the page, and the same page with the same filters in the others."""
    current = interface_language()
    address = request.get_full_path()
    others = [(code[:2], name, translate_url(address, code)) for code, name in settings.LANGUAGES]
    found = request.resolver_match is not None
    return {"interface": current, "interface_languages": others if found else []}
