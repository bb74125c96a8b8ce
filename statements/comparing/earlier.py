"""Versions that were public before, and had the very words of a quotation."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import BooleanField, F, Func, OuterRef, Subquery, Value
from django.db.models.functions import Now

from statements.comparing.pasted import AROUND
from statements.models import Content, Document, Revision

_SHOWN = 10


class Earlier(NamedTuple):
    """A version that was public before, and the paragraph of it that has the very words."""

    document: Document
    number: int
    key: str
    in_parts: bool = False


class _HasWords(Func):
    """Whether a paragraph of a revision's content has the words."""

    template = "EXISTS (SELECT FROM jsonb_array_elements(%(expressions)s IN row->>'text') > 0)"
    arg_joiner = "->'paragraphs') AS row WHERE position("
    output_field = BooleanField()


def earlier_versions(typed: str) -> list[Earlier]:
    """Earlier public versions with a paragraph that had these very words, where the last version has not.

    Of each document the last version that had them.
    """
    words = typed.strip().strip(AROUND)
    public = Revision.objects.filter(published_at__lte=Now())
    newest = public.filter(document=OuterRef("document")).order_by("-number").values("number")[:1]
    edited = public.filter(number__gt=1).values("document")
    having = public.filter(_HasWords(F("content"), Value(words)), document__in=edited)
    having = having.filter(document__in=Document.objects.published()).annotate(last=Subquery(newest))
    found = having.select_related("document").order_by("document_id", "-number").distinct("document_id")
    earlier = [each for each in found if each.number < each.last][:_SHOWN]
    return [_point_to(each, each.read(), words) for each in earlier]


def _point_to(revision: Revision, content: Content, words: str) -> Earlier:
    key = next(row.key for row in content.paragraphs if words in row.text)
    return Earlier(revision.document, revision.number, key, content.in_parts)
