"""Merging two records of one speaker: everything attached to one moves to the other, and can move back.

The merged speaker stays in the archive with nothing attached: its address leads to the speaker kept, its name becomes
that speaker's alias, and an import that knows it by name or slug finds the speaker kept.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from statements.models import Document, Merge, Office, Paragraph, Participation, Quotation, Speaker

_MODELS = (Participation, Paragraph, Quotation, Office)


class MergeRefusedError(Exception):
    """The message says why two speakers cannot be merged, or a merger cannot be undone."""


@transaction.atomic
def merge(merged: Speaker, kept: Speaker, by: Any) -> Merge:
    """Merge `merged` into `kept`. Raises MergeRefusedError where they are already one."""
    merged, kept = _lock_speakers(merged, kept)
    if merged == kept or merged.merged_into or kept.merged_into:
        raise MergeRefusedError("Choose two speakers, neither of them merged into another.")
    moved: dict[str, Any] = {"doubled": _delete_doubles(merged, kept), "followers": _followers(merged, kept)}
    for model in _MODELS:
        moved[model.__name__] = _move_rows(model, merged, kept)
    moved["aliases"] = [each for each in (merged.name, *merged.aliases) if each not in (kept.name, *kept.aliases)]
    kept.aliases = [*kept.aliases, *moved["aliases"]]
    merged.merged_into = kept
    kept.save()
    merged.save()
    return Merge.objects.create(merged=merged, kept=kept, moved=moved, merged_by=by)


def _lock_speakers(*speakers: Speaker) -> list[Speaker]:
    """Return the speakers as they are now, locked against other mergers until the end of the transaction."""
    rows = Speaker.objects.select_for_update().order_by("pk").in_bulk([each.pk for each in speakers])
    return [rows[each.pk] for each in speakers]


def _move_rows(model: type[Any], merged: Speaker, kept: Speaker) -> list[int]:
    """Give the rows of the merged speaker to the one kept. Returns their primary keys."""
    keys = list(model.objects.filter(speaker=merged).order_by("pk").values_list("pk", flat=True))
    model.objects.filter(pk__in=keys).update(speaker=kept)
    return keys


def _delete_doubles(merged: Speaker, kept: Speaker) -> list[list[Any]]:
    """Delete participations in a document that both speakers have. Returns them as [document, role, position]."""
    has = Participation.objects.filter(speaker=kept).values_list("document", "role")
    own = Participation.objects.filter(
        speaker=merged, document__in=Participation.objects.filter(speaker=kept).values("document")
    )
    taken = set(has.filter(document__in=own.values("document")))
    doubled = [each for each in own if (each.document_id, each.role) in taken]
    Participation.objects.filter(pk__in=[each.pk for each in doubled]).delete()
    return [[each.document_id, each.role, each.position] for each in doubled]


def _followers(merged: Speaker, kept: Speaker) -> list[int]:
    """Redirect speakers merged into this one earlier to the one kept. Returns their primary keys."""
    keys = list(merged.merged.order_by("pk").values_list("pk", flat=True))
    Speaker.objects.filter(pk__in=keys).update(merged_into=kept)
    return keys


@transaction.atomic
def undo(done: Merge) -> None:
    """Undo a merger: whatever moved goes back, if it still exists and has not been given to somebody else since.

    Raises MergeRefusedError where the merger was already undone, or the speaker kept has been merged into another.
    """
    merged, kept = _lock_speakers(done.merged, done.kept)
    done = Merge.objects.select_for_update().get(pk=done.pk)
    if done.undone_at or merged.merged_into != kept:
        raise MergeRefusedError(
            "This merge has already been undone, or a later one builds on it: undo the later one first."
        )
    for model in _MODELS:
        rows: Any = model
        rows.objects.filter(pk__in=done.moved[model.__name__], speaker=kept).update(speaker=merged)
    _restore_doubles(done.moved["doubled"], merged)
    Speaker.objects.filter(pk__in=done.moved["followers"], merged_into=kept).update(merged_into=merged)
    kept.aliases = [each for each in kept.aliases if each not in done.moved["aliases"]]
    merged.merged_into = None
    kept.save()
    merged.save()
    done.undone_at = timezone.now()
    done.save()


def _restore_doubles(doubled: list[list[Any]], merged: Speaker) -> None:
    there = set(Document.objects.filter(pk__in=[document for document, _, _ in doubled]).values_list("pk", flat=True))
    Participation.objects.bulk_create(
        (
            Participation(document_id=document, speaker=merged, role=role, position=position)
            for document, role, position in doubled
            if document in there
        ),
        ignore_conflicts=True,
    )
