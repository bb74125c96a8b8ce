"""Whether the archive is what it says: hashes, the account of every source, the words of every paragraph."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import pairwise

from django.db.models import CharField, F, Func

from statements.importer.draft import Use, is_blank
from statements.models import Document, Paragraph, Source, Status


def verify(document: Document) -> list[str]:
    """What is wrong with a document, in words; nothing where all is right."""
    source = Source.objects.filter(document=document).first()
    return [
        *_of_positions(document),
        *(_of_source(document, source) if source else ()),
        *_of_versions(document),
    ]


def verify_all() -> Iterator[tuple[Document, list[str]]]:
    """Every document with what is wrong with it."""
    for document in Document.objects.order_by("pk").iterator(chunk_size=200):
        yield document, verify(document)


def _of_positions(document: Document) -> Iterator[str]:
    positions = list(document.paragraphs.order_by("position").values_list("position", flat=True))
    if positions != list(range(1, len(positions) + 1)):
        yield "the positions of its paragraphs have gaps"


def _of_versions(document: Document) -> Iterator[str]:
    """Versions that are not what was published; and words on the site that are in no version."""
    made = Func(F("content"), function="archive_hash", output_field=CharField())
    for number in document.revisions.order_by("number").exclude(sha256=made).values_list("number", flat=True):
        yield f"version {number} is not what was published: its SHA-256 is another"
    last = document.revisions.order_by("number").last() if document.status == Status.PUBLISHED else None
    if last is not None:
        kept = [(each["key"], each["text"]) for each in last.content["paragraphs"]]
        if kept != list(document.paragraphs.order_by("position").values_list("key", "text")):
            yield f"its paragraphs are not those of version {last.number}, which was published last"


def _of_source(document: Document, source: Source) -> Iterator[str]:
    if hashlib.sha256(bytes(source.content)).hexdigest() != source.sha256:
        yield "the bytes of its source are not those that were received: their SHA-256 is another"
    if not _covered(source):
        yield "the account of its source has gaps or overlaps"
    if document.provenance.get("paragraphs") != "editor":
        for paragraph in document.paragraphs.exclude(start=None).order_by("position"):
            if not _has_words_of(source, paragraph):
                yield f"the words of paragraph {paragraph.position} are not those of its source"


def _covered(source: Source) -> bool:
    spans = source.spans
    whole = bool(spans) and spans[0][0] == 0 and spans[-1][1] == len(source.text)
    return whole and all(before[1] == after[0] for before, after in pairwise(spans))


def _has_words_of(source: Source, paragraph: Paragraph) -> bool:
    """Whether the paragraph's spans, one after the other, are its text, spaces between them aside."""
    start, end = paragraph.start or 0, paragraph.end or 0
    spans = (span for span in source.spans if start <= span[0] and span[1] <= end and span[2] == Use.PARAGRAPH)
    position = 0
    for first, last, *_ in spans:
        words = source.text[first:last]
        begins = paragraph.text.find(words, position)
        if begins < 0 or not is_blank(paragraph.text[position:begins]):
            return False
        position = begins + len(words)
    return position == len(paragraph.text)
