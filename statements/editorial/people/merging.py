"""Merging two entries of one speaker, or of one publisher: everything attached to one moves to the other, and can move
back.

The merged entry stays in the archive with nothing attached: its address leads to the one kept, its name becomes an
alias of that, and an import that knows it by name or slug finds the one kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from statements.models import (
    Document,
    Merge,
    Office,
    Paragraph,
    Participation,
    Publisher,
    PublisherMerge,
    Quotation,
    Speaker,
    WatchedSource,
)

_Named = TypeVar("_Named", Speaker, Publisher)


@dataclass(frozen=True)
class Mergeable:
    """What there is to know of a model whose entries can be merged. record: the model that keeps the mergers; attached:
    the models whose rows move; field: their field for the entry."""

    record: type[Any]
    attached: tuple[type[Any], ...]
    field: str


MERGEABLE: dict[type[Any], Mergeable] = {
    Speaker: Mergeable(Merge, (Participation, Paragraph, Quotation, Office), "speaker"),
    Publisher: Mergeable(PublisherMerge, (Document, WatchedSource), "publisher"),
}


class MergeRefusedError(Exception):
    """The message says why two entries cannot be merged, or a merger cannot be undone."""


@transaction.atomic
def merge(merged: _Named, kept: _Named, by: Any) -> Any:
    """Merge `merged` into `kept`. Returns the record of it. Raises MergeRefusedError where they are already one."""
    merged, kept = _lock_entries(merged, kept)
    if merged == kept or merged.merged_into or kept.merged_into:
        raise MergeRefusedError(gettext("Choose two entries, neither of them merged into another."))
    kind = MERGEABLE[type(merged)]
    moved: dict[str, Any] = {"doubled": _delete_doubles(merged, kept), "followers": _followers(merged, kept)}
    for model in kind.attached:
        moved[model.__name__] = _move_rows(model, kind.field, merged, kept)
    moved["aliases"] = [each for each in (merged.name, *merged.aliases) if each not in (kept.name, *kept.aliases)]
    kept.aliases = [*kept.aliases, *moved["aliases"]]
    merged.merged_into = kept
    kept.save()
    merged.save()
    return kind.record.objects.create(merged=merged, kept=kept, moved=moved, merged_by=by)


def _lock_entries(*entries: _Named) -> list[_Named]:
    """Return the entries as they are now, locked against other mergers until the end of the transaction."""
    model = type(entries[0])
    rows: Any = model._default_manager.select_for_update().order_by("pk").in_bulk([each.pk for each in entries])
    return [rows[each.pk] for each in entries]


def _move_rows(model: type[Any], field: str, merged: Any, kept: Any) -> list[int]:
    """Give the rows of the merged entry to the one kept. Returns their primary keys."""
    keys = list(model.objects.filter(**{field: merged}).order_by("pk").values_list("pk", flat=True))
    model.objects.filter(pk__in=keys).update(**{field: kept})
    return keys


def _delete_doubles(merged: Any, kept: Any) -> list[list[Any]]:
    """Delete participations in a document that both speakers have. Returns them as [document, role, position]."""
    if not isinstance(merged, Speaker):
        return []
    has = Participation.objects.filter(speaker=kept).values_list("document", "role")
    own = Participation.objects.filter(
        speaker=merged, document__in=Participation.objects.filter(speaker=kept).values("document")
    )
    taken = set(has.filter(document__in=own.values("document")))
    doubled = [each for each in own if (each.document_id, each.role) in taken]
    Participation.objects.filter(pk__in=[each.pk for each in doubled]).delete()
    return [[each.document_id, each.role, each.position] for each in doubled]


def _followers(merged: Any, kept: Any) -> list[int]:
    """Redirect entries merged into this one earlier to the one kept. Returns their primary keys."""
    keys = list(merged.merged.order_by("pk").values_list("pk", flat=True))
    type(merged)._default_manager.filter(pk__in=keys).update(merged_into=kept)
    return keys


@transaction.atomic
def undo(done: Any) -> None:
    """Undo a merger: whatever moved goes back, if it still exists and has not been given to somebody else since.

    Raises MergeRefusedError where the merger was already undone, or the entry kept has been merged into another.
    """
    merged, kept = _lock_entries(done.merged, done.kept)
    kind = MERGEABLE[type(merged)]
    done = kind.record.objects.select_for_update().get(pk=done.pk)
    if done.undone_at or merged.merged_into != kept:
        raise MergeRefusedError(
            gettext("This merge has already been undone, or a later one builds on it: undo the later one first.")
        )
    for model in kind.attached:
        rows = model.objects.filter(pk__in=done.moved.get(model.__name__, []), **{kind.field: kept})
        rows.update(**{kind.field: merged})
    _restore_doubles(done.moved["doubled"], merged)
    followers = type(merged)._default_manager.filter(pk__in=done.moved["followers"], merged_into=kept)
    followers.update(merged_into=merged)
    kept.aliases = [each for each in kept.aliases if each not in done.moved["aliases"]]
    merged.merged_into = None
    kept.save()
    merged.save()
    done.undone_at = timezone.now()
    done.save()


def _restore_doubles(doubled: list[list[Any]], merged: Any) -> None:
    there = set(Document.objects.filter(pk__in=[document for document, _, _ in doubled]).values_list("pk", flat=True))
    Participation.objects.bulk_create(
        (
            Participation(document_id=document, speaker=merged, role=role, position=position)
            for document, role, position in doubled
            if document in there
        ),
        ignore_conflicts=True,
    )
