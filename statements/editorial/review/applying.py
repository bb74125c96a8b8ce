"""From a published document to its working copy, and back: every row that an editor may change.

Paragraphs are the same by their keys, which links lead to; the original keeps its rows, so that what refers to them
does too.
"""

from __future__ import annotations

from typing import Any

from django.db import connection

from statements.editorial.review.document_state import FACTS, PARAGRAPH
from statements.models import Document, Paragraph, Participation, Quotation, Source
from statements.models.index import entering_once
from statements.models.positions import ROOM, put_in_order

_FACTS = [*(name for name in FACTS if name != "translation_group"), "date_start", "date_end"]
_WORDS = [name for name in PARAGRAPH if name != "key"]
_BATCH = 500  # rows per statement
_COLUMNS = ", ".join(f'"{name}"' for name in PARAGRAPH)
_COPY = f"""
    INSERT INTO statements_paragraph (document_id, position, {_COLUMNS})
    SELECT %(copy)s, row_number() OVER (ORDER BY position) * %(room)s, {_COLUMNS}
    FROM statements_paragraph WHERE document_id = %(original)s
"""  # noqa: S608 - names of columns


def fill_copy(copy: Document, original: Document) -> None:
    """Save a new working copy with all that the original has."""
    _set_facts(copy, original)
    copy.translation_group = original.translation_group
    copy.save()
    _add_people(copy, list(original.participations.order_by("position", "pk")))
    source = Source.objects.filter(document=original).first()
    if source is not None:
        source.pk, source.document = None, copy
        source.save(force_insert=True)
    with connection.cursor() as cursor:
        cursor.execute(_COPY, {"copy": copy.pk, "original": original.pk, "room": ROOM})
    _set_quotations(copy, original)


def apply_copy(copy: Document, original: Document) -> None:
    """Make the original, which is locked, what its working copy is; its status, address and files stay."""
    _set_facts(original, copy)
    if str(copy.translation_group or "") != (copy.base.state["translation_group"] or ""):
        original.translation_group = copy.translation_group
    original.save()
    _set_people(original, copy)
    spans = Source.objects.filter(document=copy).values_list("spans", flat=True).first()
    if spans is not None:
        Source.objects.filter(document=original).update(spans=spans)
    with entering_once(original):
        _set_paragraphs(original, copy)
        _set_quotations(original, copy)


def delete_copy(copy: Document) -> None:
    """Delete a working copy, its paragraphs in one statement: after each, the database indexes what is left of it."""
    _quotations(copy).delete()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM statements_paragraph WHERE document_id = %s", [copy.pk])
    copy.delete()


def _set_facts(document: Document, like: Document) -> None:
    for name in _FACTS:
        setattr(document, name, getattr(like, name))


def _set_people(document: Document, like: Document) -> None:
    """Let the same people take part as in another document; a row that is the same stays."""
    wanted = {(each.speaker_id, each.role): each for each in like.participations.order_by("position", "pk")}
    there = {(each.speaker_id, each.role): each for each in document.participations.all()}
    Participation.objects.filter(pk__in=[each.pk for who, each in there.items() if who not in wanted]).delete()
    _add_people(document, [each for who, each in wanted.items() if who not in there])
    for who in wanted.keys() & there.keys():
        document.participations.filter(pk=there[who].pk).update(position=wanted[who].position)


def _add_people(document: Document, people: list[Participation]) -> None:
    Participation.objects.bulk_create(
        Participation(document=document, speaker_id=each.speaker_id, role=each.role, position=each.position)
        for each in people
    )


def _set_paragraphs(document: Document, like: Document) -> None:
    """Give a document the paragraphs of another, in their order; of those that it has, only what differs."""
    wanted = {each.key: each for each in like.paragraphs.order_by("position")}
    there = {each.key: each for each in document.paragraphs.all()}
    document.paragraphs.filter(key__in=there.keys() - wanted.keys()).delete()
    changed = [there[key] for key in wanted if key in there and _take_words(there[key], wanted[key])]
    names = [name.removesuffix("_id") for name in _WORDS]
    Paragraph.objects.bulk_update(changed, names, batch_size=_BATCH)
    _add_paragraphs(document, [each for key, each in wanted.items() if key not in there])
    keys = dict(document.paragraphs.values_list("key", "pk"))
    put_in_order(document.pk, [keys[key] for key in wanted])


def _take_words(row: Paragraph, like: Paragraph) -> bool:
    """Make a row what another says. Returns whether it was anything else."""
    differs = [name for name in _WORDS if getattr(row, name) != getattr(like, name)]
    for name in differs:
        setattr(row, name, getattr(like, name))
    return bool(differs)


def _add_paragraphs(document: Document, rows: list[Paragraph]) -> None:
    """Add them in one statement: after each, the database indexes the whole document."""
    Paragraph.objects.bulk_create(
        Paragraph(document=document, position=each.position, **_columns(each)) for each in rows
    )


def _columns(row: Paragraph) -> dict[str, Any]:
    return {name: getattr(row, name) for name in PARAGRAPH}


def _set_quotations(document: Document, like: Document) -> None:
    """Let the same words be quoted as in another document; rows that are the same stay."""
    columns = ("paragraph__key", "start", "end", "speaker_id")
    wanted = set(Quotation.objects.filter(paragraph__document=like).values_list(*columns))
    there = {tuple(row): pk for pk, *row in _quotations(document).values_list("pk", *columns)}
    _quotations(document).filter(pk__in=[pk for row, pk in there.items() if row not in wanted]).delete()
    keys = dict(document.paragraphs.values_list("key", "pk"))
    Quotation.objects.bulk_create(
        Quotation(paragraph_id=keys[key], start=start, end=end, speaker_id=speaker)
        for key, start, end, speaker in sorted(wanted - there.keys())
    )


def _quotations(document: Document) -> Any:
    return Quotation.objects.filter(paragraph__document=document)
