"""A document as rows: read, compared with itself at another moment, and put back.

Steps of a review are undone by it, whatever they did: what is kept of a step are the rows that differ, and of lists
only the part between their common beginning and their common end.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from statements.models import Document, Paragraph, Participation, Quotation, Source

Row = list[Any]
Pair = list[Any]  # what was before, what is after; None: no such row
Changes = dict[str, Any]  # JSON: what differs between two states, by the fields of DocumentState

FACTS = [
    "title",
    "title_assigned",
    "language",
    "kind",
    "publisher_id",
    "place",
    "reference",
    "source_url",
    "date_edtf",
    "translation_group",
    "provenance",
]
PERSON = ["speaker_id", "role", "position"]
PARAGRAPH = ["key", "number", "under", "kind", "text", "language", "page", "speaker_id", "edited", "start", "end"]
QUOTATION = ["paragraph_id", "speaker_id", "start", "end"]
ROWS = {"people": PERSON, "paragraphs": PARAGRAPH, "quotations": QUOTATION}  # tables of a state, and their columns


@dataclass(frozen=True)
class DocumentState:
    """What an editor can change of a document. Rows are lists of columns, by primary key as text.

    order: the primary keys of the paragraphs; spans: the account of the source; groups: the translation groups of
    other documents, which the step that links translations changes too.
    """

    facts: dict[str, Any]
    people: dict[str, Row]
    paragraphs: dict[str, Row]
    quotations: dict[str, Row]
    order: list[str]
    spans: list[Row]
    groups: dict[str, Any]


def read_state(document: Document, others: Iterable[int] = ()) -> DocumentState:
    """Read a document from the database. others: primary keys of documents whose translation groups may change."""
    facts = Document.objects.values(*FACTS).get(pk=document.pk)
    facts["translation_group"] = _as_text(facts["translation_group"])
    paragraphs = _read_rows(Paragraph.objects.filter(document=document).order_by("position"), PARAGRAPH)
    spans = Source.objects.filter(document=document).values_list("spans", flat=True).first()
    groups = Document.objects.filter(pk__in=list(others)).values_list("pk", "translation_group")
    return DocumentState(
        facts=facts,
        people=_read_rows(Participation.objects.filter(document=document).order_by("position", "pk"), PERSON),
        paragraphs=paragraphs,
        quotations=_read_rows(Quotation.objects.filter(paragraph__document=document).order_by("pk"), QUOTATION),
        order=list(paragraphs),
        spans=spans or [],
        groups={str(pk): _as_text(group) for pk, group in groups},
    )


def list_linked(document: Document, named: Iterable[int]) -> list[int]:
    """Return the documents whose translation groups a step may change: those that it names, and all grouped with them.

    named: primary keys that the step was sent; they need not exist.
    """
    here = [document.pk, *named]
    groups = Document.objects.filter(pk__in=here, translation_group__isnull=False).values("translation_group")
    found = Document.objects.filter(Q(pk__in=here) | Q(translation_group__in=groups)).exclude(pk=document.pk)
    return list(found.values_list("pk", flat=True))


def list_changes(before: DocumentState, after: DocumentState) -> Changes:
    """Return what differs between two states of a document, as JSON; empty where nothing does."""
    changes: Changes = {name: _list_pairs(getattr(before, name), getattr(after, name)) for name in _MAPPINGS}
    for name in ("order", "spans"):
        changes[name] = _cut_common(getattr(before, name), getattr(after, name))
    return {name: changed for name, changed in changes.items() if changed}


_MAPPINGS = ["facts", *ROWS, "groups"]


def _read_rows(rows: Any, columns: list[str]) -> dict[str, Row]:
    return {str(pk): list(values) for pk, *values in rows.values_list("pk", *columns)}


def _as_text(value: Any) -> str | None:
    return None if value is None else str(value)


def _list_pairs(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Pair]:
    """What each key was and is, where that differs: {"place": ["Oslo", "Bergen"]}."""
    keys: dict[Hashable, None] = dict.fromkeys([*before, *after])
    pairs = {str(key): [before.get(str(key)), after.get(str(key))] for key in keys}
    return {key: pair for key, pair in pairs.items() if pair[0] != pair[1]}


def _cut_common(before: list[Any], after: list[Any]) -> list[Any]:
    """Where two lists begin to differ, and what each has from there until they are the same again: [1, ["b"], []]."""
    most = min(len(before), len(after))
    start = next((place for place in range(most) if before[place] != after[place]), most)
    same = next((back for back in range(most - start) if before[-1 - back] != after[-1 - back]), most - start)
    middles = [before[start : len(before) - same], after[start : len(after) - same]]
    return [start, *middles] if any(middles) else []
