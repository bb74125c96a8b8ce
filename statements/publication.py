"""A document as it is public: in which versions, or why no longer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.db.models import F, Func, JSONField, QuerySet, Value
from django.db.models.functions import Now
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext

from statements.interface import MissingError
from statements.models import Document, Revision, Status, Tombstone, snapshot


@dataclass(frozen=True)
class Version:
    """What a document says, see models.snapshot(), and the number of the version; 0 for one that has no versions."""

    number: int
    content: dict[str, Any]


def published(slug: str) -> Document:
    """The published document at an address. Raises Http404."""
    return get_object_or_404(Document.objects.published().select_related("publisher"), slug=slug)


def gone(request: HttpRequest, slug: str) -> HttpResponse | None:
    """What readers are told of a document that was public and is no longer: why, and never its words."""
    withdrawn = Document.objects.filter(slug=slug, status=Status.WITHDRAWN, revisions__published_at__lte=Now()).first()
    if withdrawn:
        return render(request, "withdrawn.html", {"reason": withdrawn.withdrawn_reason}, status=410)
    if Tombstone.objects.filter(slug=slug).exists() and not Document.objects.filter(slug=slug).exists():
        return render(request, "withdrawn.html", {"deleted": True}, status=410)
    return None


def answers_gone(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view of a document at an address, which tells readers where it is no longer public."""

    @wraps(view)
    def answer(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, slug, *args, **kwargs)
        except Http404:
            if told := gone(request, slug):
                return told
            raise

    return answer


def public_versions(document: Document) -> QuerySet[Revision]:
    """Its versions that the public may see, the first one first."""
    return document.revisions.filter(published_at__lte=Now()).order_by("number")


def version_of(document: Document, asked: str | None) -> Version:
    """The version with the number that was asked for; the last one where none was. Raises MissingError."""
    if asked is None:
        last = public_versions(document).last()
        return Version(last.number, last.content) if last else Version(0, snapshot(document))
    revision = revision_of(document, asked)
    return Version(revision.number, revision.content)


def revision_of(document: Document, asked: str) -> Revision:
    """The version with that number. Raises MissingError."""
    known = asked.isascii() and asked.isdigit() and len(asked) < 10
    revision = public_versions(document).filter(number=int(asked)).first() if known else None
    if revision is None:
        raise MissingError(gettext("There is no such version of this document."))
    return revision


def removed_paragraphs(document: Document, content: dict[str, Any]) -> dict[str, int]:
    """Keys of paragraphs that earlier versions had and `content` has not, with the last version of each."""
    kept = {row["key"] for row in content["paragraphs"]}
    listed = "jsonb_path_query_array(%(expressions)s::jsonpath)"
    keys = Func(F("content"), Value("$.paragraphs[*].key"), template=listed, output_field=JSONField())
    revisions = public_versions(document).annotate(keys=keys).values_list("number", "keys")
    return {key: number for number, had in revisions for key in had if key not in kept}
