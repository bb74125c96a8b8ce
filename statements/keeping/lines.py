"""The lines of a kept result: each document as it was that day, and what has become of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.text import capfirst

from statements.dates import date_words
from statements.languages import LANGUAGES
from statements.models import Document, Kind, Revision, Status, Tombstone, shown_title
from statements.web.interface import pinned


class Fate(StrEnum):
    """What has become of a document."""

    FOUND = "found"  # as it was, or in a newer version
    PUBLISHED = "published"  # published since
    MATCHING = "matching"  # older, and found now
    UNMATCHED = "unmatched"  # here, and not found any more
    WITHDRAWN = "withdrawn"
    DELETED = "deleted"
    HIDDEN = "hidden"  # nothing is known of it in public


@dataclass(frozen=True)
class ResultLine:
    """A document of a result. place: in the result, 0 for one that came in; address: empty where there is none.

    title, language, kind and date are those of the version of that day, and empty where it is not public any more.
    version: of that day, 0 where there was none; newest: the last one; changes: the page that compares the two.
    """

    place: int
    fate: Fate
    address: str = ""
    title: str = ""
    language: str = ""
    kind: str = ""
    date: str = ""
    version: int = 0
    newest: int = 0
    changes: str = ""

    @property
    def date_words(self) -> str:
        return date_words(self.date)

    @property
    def kind_words(self) -> str:
        return capfirst(str(Kind(self.kind).label)) if self.kind in Kind else ""

    @property
    def language_words(self) -> str:
        return LANGUAGES[self.language].label if self.language in LANGUAGES else ""

    @property
    def is_newer(self) -> bool:
        return self.newest > self.version > 0


@dataclass(frozen=True)
class Listed:
    """A document to be shown: its key, its place in the result, and its version there."""

    key: int
    place: int
    version: int


def make_lines(listed: Sequence[Listed], newest: dict[int, int], found: set[int], since: object) -> list[ResultLine]:
    """Make a line for each of the documents `listed`, in a fixed number of queries.

    newest: the last public version by document; found: the documents that the search finds now; since: the moment of
    the result, after which a document is published since.
    """
    keys = [each.key for each in listed]
    public = {each.pk: each for each in Document.objects.published().filter(pk__in=keys)}
    texts = _texts([each for each in listed if each.key in public])
    gone = _addresses_of_gone([key for key in keys if key not in public])
    new = set(_published_since(keys, since)) if any(not each.place for each in listed) else set()
    return [
        _line(each, public[each.key], texts.get(each.key), newest, _fate(each, found, new))
        if each.key in public
        else ResultLine(each.place, *gone.get(each.key, (Fate.HIDDEN, "")), version=each.version)
        for each in listed
    ]


def _fate(each: Listed, found: set[int], new: set[int]) -> Fate:
    if each.place:
        return Fate.FOUND if each.key in found else Fate.UNMATCHED
    return Fate.PUBLISHED if each.key in new else Fate.MATCHING


def _line(each: Listed, document: Document, text: Revision | None, newest: dict[int, int], fate: Fate) -> ResultLine:
    """A line of a public document, with the facts of the version of that day; with today's where it had no version."""
    source = text or document
    title, assigned = source.title, source.title_assigned  # type: ignore[union-attr]
    return ResultLine(
        each.place,
        fate,
        pinned(document.get_absolute_url(), each.version if each.place else None),
        shown_title(title, assigned in (True, "true")),
        source.language,  # type: ignore[union-attr]
        source.kind,  # type: ignore[union-attr]
        source.date_edtf,  # type: ignore[union-attr]
        each.version,
        newest.get(each.key, 0),
        f"{reverse('changes', args=[document.slug])}?from={each.version}&to={newest.get(each.key, 0)}",
    )


def _texts(listed: Sequence[Listed]) -> dict[int, Revision]:
    """The versions of that day, with the facts that a line shows."""
    wanted = Q(pk=None)
    for each in listed:
        wanted |= Q(document=each.key, number=each.version)
    facts = {name: KT(f"content__{name}") for name in ("title", "title_assigned", "language", "kind", "date_edtf")}
    rows = Revision.objects.filter(wanted, published_at__lte=Now()).annotate(**facts).defer("content")
    return {each.document_id: each for each in rows}


def _addresses_of_gone(keys: Sequence[int]) -> dict[int, tuple[Fate, str]]:
    """What the archive says of documents that were public, where their addresses answer 410; no title, and no words."""
    withdrawn = Document.objects.filter(pk__in=keys, status=Status.WITHDRAWN, revisions__published_at__lte=Now())
    deleted = Tombstone.objects.filter(document_key__in=keys)
    told = [
        *((Fate.WITHDRAWN, *row) for row in withdrawn.values_list("pk", "slug")),
        *((Fate.DELETED, *row) for row in deleted.values_list("document_key", "slug")),
    ]
    return {key: (fate, reverse("document", args=[slug])) for fate, key, slug in told if key}


def _published_since(keys: Sequence[int], moment: object) -> QuerySet[Revision, int]:
    """Documents whose first version is younger than the result."""
    first = Revision.objects.filter(document__in=keys, published_at__lte=Now(), number=1, published_at__gt=moment)
    return first.values_list("document_id", flat=True)
