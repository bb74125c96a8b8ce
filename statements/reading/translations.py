"""The translations of many documents at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from statements.models import Document


def list_translations_of(keys: Collection[int]) -> dict[int, list[Document]]:
    """The public translations of documents by their keys, each list by language; none for a text without a group."""
    grouped = Document.objects.filter(pk__in=keys, translation_group__isnull=False)
    groups = dict(grouped.order_by().values_list("pk", "translation_group"))
    by_group = defaultdict[Any, list[Document]](list)
    found = Document.objects.published().filter(translation_group__in=set(groups.values()))
    for each in found.order_by("language", "pk"):
        by_group[each.translation_group].append(each)
    return {key: [each for each in by_group[group] if each.pk != key] for key, group in groups.items()}
