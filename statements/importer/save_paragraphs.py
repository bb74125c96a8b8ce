"""Save the paragraphs of a draft: those that were there before keep their rows, their keys, and so their links."""

from __future__ import annotations

from collections import Counter
from typing import Any

from statements.importer.draft import DraftDocument, DraftParagraph
from statements.keys import match_keys, new_key
from statements.models import Document, Paragraph, Quotation, Speaker


def set_paragraphs(document: Document, draft: DraftDocument, speakers: dict[str, Speaker]) -> None:
    """Replace the paragraphs with the draft's; a paragraph that was there before keeps its row and its key.

    speakers: those of the draft, by slug.
    """
    old = {paragraph.key: paragraph for paragraph in document.paragraphs.order_by("position")}
    keys = match_keys(
        [(key, paragraph.text) for key, paragraph in old.items()], [each.text for each in draft.paragraphs]
    )
    document.paragraphs.exclude(key__in=[key for key in keys if key]).delete()
    Quotation.objects.filter(paragraph__document=document).delete()
    taken, earlier = set(old), Counter[str]()
    rows = []
    for position, (each, key) in enumerate(zip(draft.paragraphs, keys, strict=True), 1):
        key = key or new_key(document.external_id, each.text, taken, earlier[each.text])
        row = old.get(key) or Paragraph(document=document, key=key)
        taken.add(key)
        earlier[each.text] += 1
        rows.append((row, _fill(row, each, position, document, speakers)))
    Paragraph.objects.bulk_create([row for row, _ in rows if row.pk is None], batch_size=_BATCH)
    changed = [(row, names) for row, names in rows if row.key in old and names]
    names = set[str]().union(*(names for _, names in changed))
    if changed:  # only columns that changed: a new position does not rebuild the search words
        Paragraph.objects.bulk_update([row for row, _ in changed], sorted(names), batch_size=_BATCH)
    _set_quotations([row for row, _ in rows], draft, speakers)


_PARAGRAPH_FIELDS = ["position", "number", "under", "kind", "text", "language", "page", "speaker", "start", "end"]
_BATCH = 500  # rows per statement


def _fill(
    row: Paragraph, each: DraftParagraph, position: int, document: Document, speakers: dict[str, Speaker]
) -> set[str]:
    """Make `row` the paragraph `each`. Returns the names of the fields that changed."""
    before = _values(row)
    row.position, row.number, row.under, row.kind = position, each.number, each.under, each.kind
    row.text, row.language, row.page = each.text, document.language, each.page
    row.start, row.end = each.start, each.end
    row.speaker = speakers[each.speaker] if each.speaker else None
    after = _values(row)
    return {name for name in _PARAGRAPH_FIELDS if before[name] != after[name]}


def _values(row: Paragraph) -> dict[str, Any]:
    return {name: getattr(row, "speaker_id" if name == "speaker" else name) for name in _PARAGRAPH_FIELDS}


def _set_quotations(rows: list[Paragraph], draft: DraftDocument, speakers: dict[str, Speaker]) -> None:
    Quotation.objects.bulk_create(
        Quotation(paragraph=row, speaker=speakers[each.speaker], start=each.start, end=each.end)
        for row, paragraph in zip(rows, draft.paragraphs, strict=True)
        for each in paragraph.quotations
    )
