"""Whether the archive is intact: hashes, the account of every source, the words of every paragraph."""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import pairwise

from django.db.models import CharField, F, Func
from django.utils import timezone
from django.utils.translation import gettext

from statements.importer.attribute import names_another
from statements.importer.draft import Use, is_blank
from statements.importer.turns import beginnings, continue_turns
from statements.models import Document, Paragraph, Publication, Source, Speaker, Status, read_in_portions
from statements.models.paragraphs import count_places

_FACTS = ("title", "language", "kind", "date_edtf", "place", "reference", "source_url")


def verify(document: Document) -> list[str]:
    """Return what is wrong with a document, in words; nothing if all is right."""
    source = Source.objects.filter(document=document).first()
    return [
        *_check_positions(document),
        *(_check_source(document, source) if source else _check_without_source(document)),
        *_check_turns(document),
        *_check_versions(document),
        *_check_log(document),
    ]


def verify_all() -> Iterator[tuple[Document, list[str]]]:
    """Yield every document with what is wrong with it; working copies are not documents of their own."""
    for document in read_in_portions(Document.objects.originals(), 200):
        yield document, verify(document)


def _check_positions(document: Document) -> Iterator[str]:
    """Report gaps, which only a document that is being edited may have."""
    positions = list(document.paragraphs.order_by("position").values_list("position", flat=True))
    if document.status == Status.PUBLISHED and positions != list(range(1, len(positions) + 1)):
        yield gettext("the positions of its paragraphs have gaps")


def _check_turns(document: Document) -> Iterator[str]:
    """Report words attributed to one speaker under the label of another, or of the people asking questions."""
    rows = count_places(document.paragraphs.order_by("position").select_related("speaker"))
    turns = continue_turns(beginnings([row.text for row in rows])) if any(row.speaker_id for row in rows) else []
    owner: Speaker | None = None
    for row, label, before in zip(rows, turns, [None, *turns], strict=False):
        owner = row.speaker if label is not before else owner
        if (
            row.speaker
            and label
            and (row.speaker != owner or names_another(label, (row.speaker.name, *row.speaker.aliases)))
        ):
            message = gettext("paragraph %(number)s is in the turn of “%(name)s” but attributed to %(speaker)s")
            yield message % {"number": row.standing, "name": label.written, "speaker": row.speaker}


def _check_versions(document: Document) -> Iterator[str]:
    """Report versions that differ from what was published, and words on the site that are in no version."""
    made = Func(F("content"), function="archive_hash", output_field=CharField())
    for number in document.revisions.order_by("number").exclude(sha256=made).values_list("number", flat=True):
        yield gettext("version %(number)s is not what was published: its SHA-256 differs") % {"number": number}
    last = document.revisions.order_by("number").last() if document.status == Status.PUBLISHED else None
    if last is None:
        return
    content = last.read()
    kept = [(each.key, each.text) for each in content.paragraphs]
    if kept != list(document.paragraphs.order_by("position").values_list("key", "text")):
        message = gettext("its paragraphs differ from those of version %(number)s, the last published")
        yield message % {"number": last.number}
    others = [name for name in _FACTS if getattr(document, name) != getattr(content, name)]
    if others:
        names = ", ".join(str(Document._meta.get_field(name).verbose_name) for name in others)  # type: ignore[union-attr]
        message = gettext("its %(names)s differs from that of version %(number)s, the last published")
        yield message % {"number": last.number, "names": names}


def _check_log(document: Document) -> Iterator[str]:
    """Report where the log of what became public, which feeds and copies go by, says otherwise than the site."""
    last = Publication.objects.seen(timezone.now()).filter(document_id=document.pk).last()
    is_listed = last is not None and not last.is_gone
    if document.is_public and not is_listed:
        yield gettext("it is public, which the log of what became public does not say")
    elif is_listed and not document.is_public:
        yield gettext("the log of what became public says that it is, and it is not")
    public = document.revisions.filter(published_at__lte=timezone.now()).order_by("number").last()
    if last and public and document.is_public and is_listed and last.number != public.number:
        message = gettext("the log of what became public ends with version %(noted)s, and the last is %(last)s")
        yield message % {"noted": last.number, "last": public.number}


def _check_without_source(document: Document) -> Iterator[str]:
    if document.paragraphs.exclude(start=None).exists():
        yield gettext("its source is missing")


def _check_source(document: Document, source: Source) -> Iterator[str]:
    if hashlib.sha256(bytes(source.content)).hexdigest() != source.sha256:
        yield gettext("the bytes of its source are not those received: their SHA-256 differs")
    if not _is_covered(source):
        yield gettext("the account of its source has gaps or overlaps")
        return
    paragraphs = [row for row in count_places(document.paragraphs.order_by("position")) if row.start is not None]
    for paragraph in paragraphs:
        if not paragraph.edited and not _has_words_of(source, paragraph):
            message = gettext("the words of paragraph %(number)s are not those of its source")
            yield message % {"number": paragraph.standing}
    for start, end in _find_unclaimed(source, paragraphs):
        message = gettext("characters %(start)s to %(end)s of its source are kept but are in no paragraph")
        yield message % {"start": start, "end": end}


def _find_unclaimed(source: Source, paragraphs: list[Paragraph]) -> list[tuple[int, int]]:
    """Return the kept spans of a source that lie within none of its paragraphs."""
    intervals = sorted((each.start or 0, each.end or 0) for each in paragraphs)
    starts = [start for start, _ in intervals]

    def claimed(start: int, end: int) -> bool:
        place = bisect_right(starts, start) - 1
        return place >= 0 and end <= intervals[place][1]

    return [(start, end) for start, end, use, _ in source.spans if use == Use.PARAGRAPH and not claimed(start, end)]


def _is_covered(source: Source) -> bool:
    spans = source.spans
    whole = bool(spans) and spans[0][0] == 0 and spans[-1][1] == len(source.text)
    return whole and all(before[1] == after[0] for before, after in pairwise(spans))


def _has_words_of(source: Source, paragraph: Paragraph) -> bool:
    """Whether the paragraph's spans, one after the other, are its text, ignoring spaces between them."""
    begins = bisect_left(source.spans, paragraph.start or 0, key=lambda span: span[0])
    ends = bisect_right(source.spans, paragraph.end or 0, key=lambda span: span[1])
    position = 0
    for first, last, use, _ in source.spans[begins:ends]:
        if use != Use.PARAGRAPH:
            continue
        words = source.text[first:last]
        found = paragraph.text.find(words, position)
        if found < 0 or not is_blank(paragraph.text[position:found]):
            return False
        position = found + len(words)
    return position == len(paragraph.text)
