"""Let the importer read letters in composed form, and give the words back as the source encodes them.

Files from some systems have accents as separate characters, so no month, label or name would be recognised.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

from statements.importer.draft import DraftDocument, DraftParagraph, DraftQuotation, Span, tile
from statements.importer.extract import Extract
from statements.letters import ComparableText


def compose_extract(extract: Extract, found: ComparableText) -> Extract:
    """The text of a file in composed form, and its parts at their places in it."""
    parts = (
        replace(part, start=bisect_left(found.places, part.start), end=bisect_left(found.places, part.end))
        for part in extract.parts
    )
    return replace(extract, text=found.text, parts=tuple(parts))


def restore_coding(draft: DraftDocument, text: str, found: ComparableText) -> DraftDocument:
    """A document made from the composed text, with its paragraphs and spans in `text`, as the source encodes it.

    Example: a paragraph "É" at 0 to 1 -> "E\\u0301" at 0 to 2.
    """
    spans, position = list[Span](), 0
    for span in draft.spans:
        start, end = found.interval(span.start, span.end)
        spans.append(replace(span, start=max(start, position), end=max(end, position)))
        position = spans[-1].end
    paragraphs = tuple(_restore_paragraph(each, text, found) for each in draft.paragraphs)
    return replace(draft, paragraphs=paragraphs, spans=tile(text, [each for each in spans if each.start < each.end]))


def _restore_paragraph(paragraph: DraftParagraph, text: str, found: ComparableText) -> DraftParagraph:
    """Rebuild a paragraph from its pieces and what joins them; its quotations move with their words."""
    pieces, places, length = list[str](), list[int](), 0
    spans, position = list[Span](), 0
    for span in paragraph.spans:
        start, end = found.interval(span.start, span.end)
        joint = paragraph.text.find(found.text[span.start : span.end], position) - position
        if joint < 0:
            return paragraph  # not simply its pieces put together: left unchanged
        places += range(length, length + joint)
        places += [length + joint + each - start for each in found.places[span.start : span.end]]
        pieces += [paragraph.text[position : position + joint], text[start:end]]
        length += joint + end - start
        position += joint + span.end - span.start
        spans.append(replace(span, start=start, end=end))
    places.append(length)
    quotations = tuple(_move_quotation(each, places) for each in paragraph.quotations)
    return replace(paragraph, text="".join(pieces), spans=tuple(spans), quotations=quotations)


def _move_quotation(quotation: DraftQuotation, places: list[int]) -> DraftQuotation:
    return replace(quotation, start=places[quotation.start], end=places[quotation.end])
