"""Rows of a document put back as they were before a step; refused where anything has changed them since."""

from __future__ import annotations

from itertools import groupby, pairwise
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext

from statements.editorial.review.document_state import (
    PARAGRAPH,
    PERSON,
    QUOTATION,
    ROWS,
    Changes,
    DocumentState,
    Row,
    read_state,
)
from statements.editorial.review.paragraphs import EditRefusedError
from statements.models import Document, Paragraph, Participation, Publisher, Quotation, Source, Speaker
from statements.models.positions import ROOM, fit_between, put_in_order

_SPEAKER = {name: columns.index("speaker_id") for name, columns in ROWS.items()}
_BATCH = 500  # rows per statement


def put_back(document: Document, changes: Changes) -> None:
    """Undo `changes`, which a step made to the document, inside a transaction that has it locked.

    Speakers who were merged since stand for those whom they were merged into. Raises EditRefusedError where the rows
    are no longer as the step left them, or where somebody whom they name is no longer in the archive.
    """
    now = read_state(document, [int(key) for key in changes.get("groups", {})])
    current = _find_current(changes)
    if not _is_untouched(now, changes, current):
        raise EditRefusedError(
            gettext("It can no longer be undone: what it changed has been changed in another way since.")
        )
    wanted = {name: _rows_before(changes.get(name, {}), current, _SPEAKER[name]) for name in ROWS}
    _check_there(changes, wanted)
    _put_back_paragraphs(document, changes, now, wanted["paragraphs"])
    _put_back_rows(Quotation, QUOTATION, changes.get("quotations", {}), wanted["quotations"])
    _put_back_rows(Participation, PERSON, changes.get("people", {}), wanted["people"], document=document)
    if "spans" in changes:
        Source.objects.filter(document=document).update(spans=_splice(now.spans, changes["spans"]))
    for key, (before, _) in changes.get("groups", {}).items():
        Document.objects.filter(pk=int(key)).update(translation_group=before, updated=timezone.now())
    _put_back_facts(document, {name: before for name, (before, _) in changes.get("facts", {}).items()})


def _find_current(changes: Changes) -> dict[int, int]:
    """The speakers of a step who were merged into others since, with those others."""
    pairs = [(pair, _SPEAKER[name]) for name in ROWS for pair in changes.get(name, {}).values()]
    keys = {row[place] for pair, place in pairs for row in pair if row is not None} - {None}
    merged = Speaker.objects.filter(pk__in=keys, merged_into__isnull=False)
    return {each.pk: each.merged_into_id or each.pk for each in merged}


def _rename(row: Row | None, current: dict[int, int], place: int) -> Row | None:
    """A row with the speaker who stands for that of its column `place` now."""
    if row is None:
        return None
    return [*row[:place], current.get(row[place], row[place]), *row[place + 1 :]]


def _is_untouched(now: DocumentState, changes: Changes, current: dict[int, int]) -> bool:
    """Whether all that the step changed is as it left it."""
    facts = all(now.facts[name] == after for name, (_, after) in changes.get("facts", {}).items())
    groups = all(now.groups.get(key, "gone") == after for key, (_, after) in changes.get("groups", {}).items())
    rows = all(
        _rename(getattr(now, name).get(key), current, _SPEAKER[name]) == _rename(after, current, _SPEAKER[name])
        for name in ROWS
        for key, (_, after) in changes.get(name, {}).items()
    )
    lists = all(_has_part(getattr(now, name), changes.get(name)) for name in ("order", "spans"))
    return facts and groups and rows and lists


def _has_part(values: list[Any], change: list[Any] | None) -> bool:
    """Whether a list still has, in its place, what a step put there."""
    if not change:
        return True
    start, _, after = change
    return values[start : start + len(after)] == after


def _splice(values: list[Any], change: list[Any]) -> list[Any]:
    start, before, after = change
    return [*values[:start], *before, *values[start + len(after) :]]


def _rows_before(pairs: dict[str, Any], current: dict[int, int], place: int) -> dict[str, Row]:
    """The rows that were there before the step, by primary key."""
    renamed = {key: _rename(before, current, place) for key, (before, _) in pairs.items()}
    return {key: row for key, row in renamed.items() if row is not None}


def _check_there(changes: Changes, wanted: dict[str, dict[str, Row]]) -> None:
    """Raise EditRefusedError where a speaker or the publisher who comes back has been deleted."""
    speakers = {row[_SPEAKER[name]] for name, rows in wanted.items() for row in rows.values()} - {None}
    publisher = changes.get("facts", {}).get("publisher_id", [None])[0]
    there = Speaker.objects.filter(pk__in=speakers).count() == len(speakers)
    if not there or publisher and not Publisher.objects.filter(pk=publisher).exists():
        raise EditRefusedError(gettext("It can no longer be undone: somebody whom it names has been deleted."))


def _put_back_paragraphs(document: Document, changes: Changes, now: DocumentState, wanted: dict[str, Row]) -> None:
    """Put the words back, each paragraph in its row, under its key and in its place."""
    pairs = changes.get("paragraphs", {})
    order = _splice(now.order, changes["order"]) if "order" in changes else now.order
    Quotation.objects.filter(pk__in=[int(key) for key in changes.get("quotations", {})]).delete()
    Paragraph.objects.filter(pk__in=[int(key) for key, (before, _) in pairs.items() if before is None]).delete()
    there = [_paragraph(document, key, wanted[key]) for key in wanted if pairs[key][1] is not None]
    names = [name.removesuffix("_id") for name in PARAGRAPH]
    Paragraph.objects.bulk_update(there, names, batch_size=_BATCH)
    new = [key for key in wanted if pairs[key][1] is None]
    places = _find_places(document, order, set(new))
    rows = [_paragraph(document, key, wanted[key], places.get(key, 1)) for key in new]
    Paragraph.objects.bulk_create(rows, batch_size=_BATCH)
    if len(places) < len(order):
        put_in_order(document.pk, [int(key) for key in order], ROOM)


def _find_places(document: Document, order: list[str], new: set[str]) -> dict[str, int]:
    """Return a position for each paragraph of `order`: its own, or for the `new` ones one between their neighbours.

    Fewer where they cannot all be so: then all of them are to be numbered anew.
    """
    there = {str(pk): position for pk, position in document.paragraphs.values_list("pk", "position")}
    places, last, through = dict[str, int](), 0, 0
    for is_new, group in groupby(order, key=lambda key: key in new):
        keys = list(group)
        through += len(keys)
        if is_new:
            found = fit_between(last, there[order[through]] if through < len(order) else None, len(keys))
        else:
            found = [there[key] for key in keys]
        if not found or any(before >= after for before, after in pairwise([last, *found])):
            return places
        places |= dict(zip(keys, found, strict=True))
        last = found[-1]
    return places


def _paragraph(document: Document, key: str, row: Row, position: int = 1) -> Paragraph:
    return Paragraph(pk=int(key), document=document, position=position, **dict(zip(PARAGRAPH, row, strict=True)))


def _put_back_rows(
    model: type[Any], columns: list[str], pairs: dict[str, Any], wanted: dict[str, Row], **own: Any
) -> None:
    """Make rows anew that a step changed or deleted, under their primary keys. own: what all of them have."""
    model.objects.filter(pk__in=[int(key) for key in pairs]).delete()
    model.objects.bulk_create(
        model(pk=int(key), **own, **dict(zip(columns, row, strict=True))) for key, row in wanted.items()
    )


def _put_back_facts(document: Document, facts: dict[str, Any]) -> None:
    """Set the facts as they were; the document counts as changed in any case."""
    for name, value in facts.items():
        setattr(document, name, UUID(value) if name == "translation_group" and value else value)
    document.set_date(document.date_edtf)
    names = [name.removesuffix("_id") for name in facts]
    document.save(update_fields=[*names, "date_start", "date_end", "updated"])
