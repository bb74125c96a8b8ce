"""Which versions of a document are public, and what readers are told when none is."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from django.db.models import F, Func, JSONField, Max, QuerySet, Value
from django.db.models.functions import Now
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext

from statements.models import Content, Document, Event, Publication, Revision, Status, Tombstone, read_moment, snapshot
from statements.web.errors import MissingError
from statements.web.interface import pinned

_NUMBER = re.compile(r"[1-9][0-9]{0,8}")


@dataclass(frozen=True)
class Version:
    """A version of a document that the public may see.

    number: 0 where the document has no versions. newest: the number of the last version; published_at: when this one
    became public.
    """

    document: Document
    number: int
    content: Content
    newest: int
    published_at: datetime | None = None

    @property
    def is_latest(self) -> bool:
        return self.number == self.newest

    @property
    def address(self) -> str:
        """The permanent address of these words, whatever is edited later."""
        return pinned(self.document.get_absolute_url(), self.number)

    @property
    def query(self) -> str:
        """The query that selects this version on the pages of the document: empty for the last one."""
        return pinned("", None if self.is_latest else self.number)


def published(slug: str) -> Document:
    """The published document at an address. Raises Http404."""
    return get_object_or_404(Document.objects.published().select_related("publisher"), slug=slug)


def gone_response(request: HttpRequest, slug: str) -> HttpResponse | None:
    """What readers are told of a document that is no longer public: why, and never its words."""
    withdrawn = Document.objects.filter(slug=slug, status=Status.WITHDRAWN, revisions__published_at__lte=Now()).first()
    if withdrawn:
        return render(request, "withdrawn.html", {"reason": withdrawn.withdrawn_reason, "deleted": False}, status=410)
    if Tombstone.objects.filter(slug=slug).exists() and not Document.objects.filter(slug=slug).exists():
        return render(request, "withdrawn.html", {"reason": "", "deleted": True}, status=410)
    last = Publication.objects.seen(read_moment()).filter(slug=slug).last()  # of what was hidden in another way
    if last is None or not last.is_gone:
        return None
    told = {"reason": last.note, "deleted": last.event == Event.DELETED}
    return render(request, "withdrawn.html", told, status=410)


def gone_is_410(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view of a document that answers 410 Gone, with the reason, where it is no longer public."""

    @wraps(view)
    def answer(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, slug, *args, **kwargs)
        except Http404:
            if told := gone_response(request, slug):
                return told
            raise

    return answer


def public_versions(document: Document) -> QuerySet[Revision]:
    """The versions that the public may see, oldest first."""
    return document.revisions.filter(published_at__lte=Now()).order_by("number")


def number_asked(parameters: QueryDict, name: str = "v") -> int | None:
    """The number of the version that the parameters of an address ask for; None where they ask for none.

    A version has one address: `v=2`. Raises MissingError for all else that means it, such as `v=02`, `v=+2` or two
    of them.
    """
    typed = parameters.getlist(name)
    if not typed:
        return None
    if len(typed) > 1 or not _NUMBER.fullmatch(typed[0]):
        raise _missing_version()
    return int(typed[0])


def current_version(document: Document, newest: int, published_at: datetime | None = None) -> Version:
    """A document as it is read now. newest: the number of its last public version, 0 where it has none."""
    return Version(document, newest, snapshot(document), newest, published_at)


def version_of(document: Document, number: int | None) -> Version:
    """The version with that number as it was published; the last one for None. Raises MissingError."""
    if number is None:
        last = public_versions(document).last()
        if last is None:
            return current_version(document, 0)
        return Version(document, last.number, last.read(), last.number, last.published_at)
    revision = revision_of(document, number)
    newest = public_versions(document).aggregate(newest=Max("number"))["newest"]
    return Version(document, revision.number, revision.read(), newest, revision.published_at)


def revision_of(document: Document, number: int) -> Revision:
    """The version with that number, and when it was published. Raises MissingError."""
    revision = public_versions(document).filter(number=number).first()
    if revision is None:
        raise _missing_version()
    return revision


def _missing_version() -> MissingError:
    return MissingError(gettext("There is no such version of this document."))


def find_removed(document: Document, content: Content) -> dict[str, int]:
    """Keys of paragraphs that earlier versions had and `content` has not, with the last version of each."""
    kept = content.keys
    listed = "jsonb_path_query_array(%(expressions)s::jsonpath)"
    keys = Func(F("content"), Value("$.paragraphs[*].key"), template=listed, output_field=JSONField())
    revisions = public_versions(document).annotate(keys=keys).values_list("number", "keys")
    return {key: number for number, had in revisions for key in had if key not in kept}
