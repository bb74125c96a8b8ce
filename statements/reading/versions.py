"""Which versions of a document are public, and what readers are told when none is."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import wraps
from typing import Any

from django.db.models import F, Func, JSONField, Max, QuerySet, Value
from django.db.models.functions import Now
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext

from statements.models import (
    Content,
    Document,
    Event,
    Publication,
    Revision,
    Status,
    Tombstone,
    read_moment,
    snapshot,
    snapshot_facts,
)
from statements.reading.parts import MAY_BE_LONG, SHORT_CONTENT, KeptText, TextPart, measure, read_paragraphs
from statements.web.errors import MissingError
from statements.web.interface import pinned
from statements.web.limits import need_turn

_ALL = 10_000_000  # paragraphs, more than any text has
_NUMBER = re.compile(r"[1-9][0-9]{0,8}")


@dataclass(frozen=True)
class Version:
    """A version of a document that the public may see.

    number: 0 where the document has no versions. newest: the number of the last version; published_at: when this one
    became public. text: where the paragraphs are, if they may fill several parts of a page; then `content` has those of
    `part` alone, or none where no part was taken yet.
    """

    document: Document
    number: int
    content: Content
    newest: int
    published_at: datetime | None = None
    text: KeptText | None = None
    part: TextPart | None = None

    @property
    def first(self) -> int:
        """The place of the first paragraph that `content` has, from 1."""
        return self.part.first if self.part else 1

    @property
    def in_parts(self) -> bool:
        """Whether pages show the text in several parts."""
        return self.part is not None and self.part.of > 1

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
    rows = Document.objects.published().select_related("publisher")
    return get_object_or_404(rows.annotate(may_be_long=MAY_BE_LONG), slug=slug)


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


def gone_is_410(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A view of a document that answers 410 Gone, with the reason, where it is no longer public."""

    @wraps(view)
    def answer(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
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
    of them. name: of another number that is read in the same way, such as that of a part.
    """
    typed = parameters.getlist(name)
    if not typed:
        return None
    if len(typed) > 1 or not _NUMBER.fullmatch(typed[0]):
        raise missing_part() if name == "part" else missing_version()
    return int(typed[0])


def missing_part() -> MissingError:
    return MissingError(gettext("The text has no such part."))


def open_current(document: Document, newest: int, published_at: datetime | None = None) -> Version:
    """A document as it is read now, without the paragraphs of a long text: see take_part.

    newest: the number of its last public version, 0 where it has none.
    """
    if may_be_long(document):
        return Version(document, newest, snapshot_facts(document), newest, published_at, KeptText(document.pk))
    return Version(document, newest, snapshot(document), newest, published_at)


def open_version(document: Document, number: int | None) -> Version:
    """The version with that number as it was published, without the paragraphs of a long text; the last one for None.

    Raises MissingError.
    """
    newest = public_versions(document).aggregate(newest=Max("number"))["newest"]
    if number is None and newest is None:
        return open_current(document, 0)
    wanted = public_versions(document).filter(number=number or newest).annotate(short=SHORT_CONTENT)
    for key, at, kept in wanted.values_list("pk", "published_at", "short"):
        text = None if "paragraphs" in kept else KeptText(document.pk, key)
        return Version(document, number or newest, Content.from_json(kept), newest, at, text)
    raise missing_version()


def version_of(document: Document, number: int | None) -> Version:
    """The version with that number and all its paragraphs; the last one for None. Raises MissingError."""
    return read_whole(open_version(document, number))


def may_be_long(document: Document) -> bool:
    """Whether its paragraphs may fill several parts of a page; published() has asked."""
    if "may_be_long" in vars(document):
        return bool(vars(document)["may_be_long"])
    return bool(Document.objects.filter(pk=document.pk).values_list(MAY_BE_LONG, flat=True).first())


def measure_version(version: Version) -> tuple[int, int]:
    """How many paragraphs a version has, and how many bytes these have."""
    if version.text:
        return measure(version.text)
    return len(version.content.paragraphs), sum(len(row.text.encode()) for row in version.content.paragraphs)


def take_part(version: Version, text: KeptText, part: TextPart) -> Version:
    """A version of a long text with the paragraphs of one part."""
    rows = read_paragraphs(text, version.content, part.first, part.last)
    return replace(version, content=version.content.take(rows, part.narrators, in_parts=part.of > 1), part=part)


def read_whole(version: Version) -> Version:
    """A version with all its paragraphs, however many there are."""
    return take_all(version, version.text) if version.text else version


def take_all(version: Version, text: KeptText) -> Version:
    """A version with all paragraphs of a long text, which may be tens of thousands."""
    need_turn()
    rows = read_paragraphs(text, version.content, 1, _ALL)
    return replace(version, content=replace(version.content, paragraphs=tuple(rows)), text=None)


def missing_version() -> MissingError:
    return MissingError(gettext("There is no such version of this document."))


def last_having(document: Document, key: str) -> int | None:
    """The number of the last version that has a paragraph; None where none has it."""
    having = public_versions(document).filter(content__paragraphs__contains=[{"key": key}])
    return having.values_list("number", flat=True).last()


def find_removed(document: Document, content: Content) -> dict[str, int]:
    """Keys of paragraphs that earlier versions had and `content` has not, with the last version of each."""
    kept = content.keys
    listed = "jsonb_path_query_array(%(expressions)s::jsonpath)"
    keys = Func(F("content"), Value("$.paragraphs[*].key"), template=listed, output_field=JSONField())
    revisions = public_versions(document).annotate(keys=keys).values_list("number", "keys")
    return {key: number for number, had in revisions for key in had if key not in kept}
