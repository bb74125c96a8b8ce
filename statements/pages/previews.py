"""A document as readers will see it, before they do: by a secret link for seven days, or for who works on the desk.

The page is that of a published document without what is not there yet: its links to pages that only published documents
have, and the search in it. It is drawn anew each time, kept nowhere, and found by nobody who was not given the link.
"""

from __future__ import annotations

from dataclasses import replace
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from statements.citing.words import full_citation
from statements.dates import moment_words
from statements.languages import interface_language
from statements.models import Document, Door, EmbargoReading, Preview, Source, is_embargoed
from statements.pages.citing import make_citation
from statements.pages.errors import not_found
from statements.pages.parts import lead_to_paragraph, open_part, outline_of, show_part
from statements.pages.renditions import find_translations
from statements.reading.text import reading
from statements.reading.versions import Version, open_current, public_versions
from statements.web.errors import MissingError
from statements.web.interface import canonical
from statements.web.limits import View, limited_text
from statements.web.read_only import may_write, refuse_writing


def _seen_by_few(view: View) -> View:
    """A page for those alone who were given its address: nobody lists it, no other site learns it. What is not there is
    answered with the same headers. That no cache keeps it is said in web/caching.py, and for the desk by the admin.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    return answer


@require_safe
@_seen_by_few
def preview(request: HttpRequest, code: str) -> HttpResponseBase:
    """What a link shows; nothing where it was revoked, has lapsed or never was. What is public by now is there.

    What is under embargo is shown only by processes that can log it.
    """
    link = Preview.objects.with_code(code)
    if link is None:
        return not_found(request, MissingError(gettext("This link to a preview does not work any longer.")))
    until = gettext("Not published: for you only, until %(moment)s.") % {"moment": moment_words(link.expires_at)}
    if not may_write() and is_embargoed(link.document):
        return refuse_writing(request)
    EmbargoReading.objects.note([link.document], Door.LINK, link=link)
    return _show(request, link.document, until)


@require_safe
@_seen_by_few
def preview_on_desk(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A document as it will be, for whoever may look at it on the desk."""
    if not request.user.has_perm("statements.view_document"):
        raise PermissionDenied
    document = get_object_or_404(Document.objects.seen_by(request.user).select_related("publisher"), pk=pk)
    EmbargoReading.objects.note([document], Door.PREVIEW, reader=request.user)
    return _show(request, document, gettext("Not published: only the desk sees it."), on_desk=True)


@limited_text  # in a snapshot that is only read: what is logged is logged before
def _show(request: HttpRequest, document: Document, told: str, *, on_desk: bool = False) -> HttpResponse:
    if document.is_public:
        return HttpResponseRedirect(document.get_absolute_url())
    if not document.language:
        return not_found(request, MissingError(gettext("It has no language yet: choose one first.")))
    version = future_version(document)
    if led := lead_to_paragraph(request, version):
        return led
    version, parts = open_part(request, version)
    shown = reading(version.content, part=version.part)
    citation = make_citation(request, version)
    about = {
        "told": told,
        "back": reverse("admin:statements_document_review", args=[document.pk]) if on_desk else "",
        "address": canonical(request, "document", version.document.slug),
        "public_from": moment_words(document.publish_at) if document.publish_at else "",
        "number": version.number,
        "citation": full_citation(citation, interface_language()),
    }
    context = {
        "preview": about,
        "document": version.document,
        "reading": shown,
        "outline": outline_of(request, shown, parts),
        "part": show_part(request, version.part, whole=False),
        "version": version,
        "citation": citation,
        "revisions": [],
        "removed": {},
        "translations": find_translations(version.document),
        "has_source": Source.objects.filter(document=document).exists(),
        "scripts": [f"js/{name}.js" for name in ("outline", "paragraphs", "print", *(["parts"] if parts else []))],
    }
    return render(request, "document.html", context)


def future_version(document: Document) -> Version:
    """A document as readers will see it next, at the address that it will have; without the paragraphs of a long text.

    That of a correction is the address of what it corrects, whose next version it becomes.
    """
    at = getattr(document, "corrects", None) or document
    last = public_versions(at).values_list("number", flat=True).last() or 0
    return replace(open_current(document, last + 1, document.publish_at), document=at)
