"""What an editor does to the paragraphs of a document: split, merge, drop, restore, delete.

Paragraphs and the account of the source change together: kept and dropped spans tile its text before and after, and a
paragraph consists of the words of its spans. Edits of one document wait for each other.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from statements.importer.draft import Use, is_blank
from statements.importer.read import lines
from statements.keys import new_key
from statements.models import Document, Paragraph, Source, Status
from statements.models.paragraphs import place_of
from statements.models.positions import ROOM, fit_between, number_paragraphs

Tile = list[Any]  # [start, end, use, reason], as a source keeps them
BY_EDITOR = "dropped by an editor"
_SPACING = "spacing"


class EditRefusedError(Exception):
    """The edit cannot be done. The message tells the editor why."""


@dataclass
class _Desk:
    """A document being edited, with its source; both are locked until the end of the transaction."""

    document: Document
    source: Source

    @classmethod
    def of(cls, document: Document) -> _Desk:
        locked = Document.objects.select_for_update().get(pk=document.pk)
        source = Source.objects.defer("content").filter(document=locked).first()
        if source is None:
            raise EditRefusedError(gettext("This document has no source: edit its paragraphs in the form."))
        return cls(locked, source)

    def tiles_of(self, paragraph: Paragraph) -> list[Tile]:
        """Return the spans that hold the paragraph's words."""
        if paragraph.start is None or paragraph.end is None:
            raise EditRefusedError(gettext("This paragraph is not from the source: edit it in the form."))
        inside = (tile for tile in self.source.spans if paragraph.start <= tile[0] and tile[1] <= paragraph.end)
        return [tile for tile in inside if tile[2] == Use.PARAGRAPH]

    def number_of(self, paragraph: Paragraph) -> list[Tile]:
        """Return the span of the number before the paragraph, if it has one."""
        before = [tile for tile in self.source.spans if tile[1] <= (paragraph.start or 0)]
        words = [tile for tile in before if not (tile[2] == Use.DROPPED and tile[3] == _SPACING)]
        return [tile for tile in words[-1:] if tile[2] == Use.NUMBER] if paragraph.number else []

    def replace(self, tile: Tile, *tiles: Tile) -> None:
        place = self.source.spans.index(tile)
        self.source.spans[place : place + 1] = [each for each in tiles if each[0] < each[1]]

    def give_up(self, tiles: list[Tile]) -> None:
        """Mark the spans of a paragraph as dropped: as a single span if nothing but space lies between them."""
        if not tiles:
            return
        first, last = tiles[0][0], tiles[-1][1]
        begins = bisect_left(self.source.spans, first, key=lambda tile: tile[0])
        ends = bisect_right(self.source.spans, last, key=lambda tile: tile[1])
        own = {tile[0] for tile in tiles}
        inside = self.source.spans[begins:ends]
        if all(tile[0] in own or tile[3] == _SPACING for tile in inside):
            self.source.spans[begins:ends] = [[first, last, Use.DROPPED, BY_EDITOR]]
            return
        self.source.spans[begins:ends] = [
            [tile[0], tile[1], Use.DROPPED, BY_EDITOR] if tile[0] in own else tile for tile in inside
        ]

    def words(self, tile: Tile) -> str:
        return self.source.text[tile[0] : tile[1]]

    def insert(self, before: Paragraph | None, text: str, like: Paragraph | None, tiles: list[Tile]) -> Paragraph:
        """Insert a new paragraph with a key of its own, after the one `before` it; None: at the beginning."""
        taken = set(self.document.paragraphs.values_list("key", flat=True))
        return Paragraph.objects.create(
            document=self.document,
            position=_find_room(self.document, before),
            text=text,
            key=new_key(self.document.original.external_id, text, taken),
            language=like.language if like else self.document.language,
            speaker=like.speaker if like else None,
            page=like.page if like else None,
            kind=like.kind if like else "body",
            start=tiles[0][0],
            end=tiles[-1][1],
        )

    def save(self) -> None:
        """Save the account of the source; what is published has no gaps between positions afterwards, either.

        Raises EditRefusedError where the account no longer covers every character.
        """
        tiles = self.source.spans
        whole = tiles and tiles[0][0] == 0 and tiles[-1][1] == len(self.source.text)
        if not whole or any(before[1] != after[0] for before, after in pairwise(tiles)):
            raise EditRefusedError(gettext("Some of the source would no longer be accounted for. Nothing was changed."))
        self.source.save(update_fields=["spans"])
        if self.document.status == Status.PUBLISHED:
            close_gaps(self.document)


@transaction.atomic
def split(paragraph: Paragraph, offset: int) -> Paragraph:
    """Split a paragraph before the character at `offset` of its text. Returns the second half.

    The first half keeps the key, and with it the links to it. Raises EditRefusedError where a half would be empty.
    """
    desk = _Desk.of(paragraph.document)
    paragraph = desk.document.paragraphs.get(pk=paragraph.pk)
    left, right = paragraph.text[:offset].rstrip(), paragraph.text[offset:].lstrip()
    if not left or not right or offset < 0:
        raise EditRefusedError(gettext("One of the halves would be empty."))
    begins = len(paragraph.text) - len(right)
    first, second = _cut(desk, paragraph, len(left), begins)
    half = desk.insert(paragraph, right, paragraph, second)
    paragraph.quotations.filter(start__lt=begins, end__gt=len(left)).delete()
    for quotation in paragraph.quotations.filter(start__gte=begins):
        _move(quotation, half, -begins)
    paragraph.text, paragraph.end = left, first[-1][1]
    paragraph.save(update_fields=["text", "end"])
    desk.save()
    return half


def _cut(desk: _Desk, paragraph: Paragraph, left: int, right: int) -> tuple[list[Tile], list[Tile]]:
    """Return the spans of the words up to `left` and those from `right` on; a span that has both is cut in two."""
    first, second = list[Tile](), list[Tile]()
    for begins, tile in _places(desk, paragraph):
        ends = begins + tile[1] - tile[0]
        if ends <= left:
            first.append(tile)
        elif begins >= right:
            second.append(tile)
        else:
            halves = [tile[0], tile[0] + left - begins, tile[0] + right - begins, tile[1]]
            one, two = [*halves[:2], Use.PARAGRAPH, ""], [*halves[2:], Use.PARAGRAPH, ""]
            desk.replace(tile, one, [halves[1], halves[2], Use.DROPPED, _SPACING], two)
            first.append(one)
            second.append(two)
    return first, second


def _places(desk: _Desk, paragraph: Paragraph) -> list[tuple[int, Tile]]:
    """Return each of the paragraph's spans with the offset in the paragraph's text where it begins."""
    places, position = list[tuple[int, Tile]](), 0
    for tile in desk.tiles_of(paragraph):
        begins = paragraph.text.find(desk.words(tile), position)
        if not 0 <= begins - position <= 1:
            raise EditRefusedError(
                gettext("The words of this paragraph were edited, so it no longer follows its source.")
            )
        places.append((begins, tile))
        position = begins + tile[1] - tile[0]
    if position != len(paragraph.text):
        raise EditRefusedError(gettext("The words of this paragraph were edited, so it no longer follows its source."))
    return places


@transaction.atomic
def merge(paragraph: Paragraph) -> Paragraph:
    """Join a paragraph and the next one; a number between them becomes words again. Returns the joined paragraph.

    Whatever was dropped between them, such as a page footer, stays dropped. Raises EditRefusedError where there is no
    next paragraph, or where it comes before this one in the source.
    """
    desk = _Desk.of(paragraph.document)
    paragraph = desk.document.paragraphs.get(pk=paragraph.pk)
    following = desk.document.paragraphs.filter(position__gt=paragraph.position).order_by("position").first()
    if following is None:
        raise EditRefusedError(gettext("There is no paragraph after this one."))
    _places(desk, paragraph), _places(desk, following)
    if (following.start or 0) < (paragraph.end or 0):
        raise EditRefusedError(
            gettext("The next paragraph comes before this one in the source, so they cannot be joined.")
        )
    number = desk.number_of(following)
    joint = "" if following.start == paragraph.end else " "  # rejoins a word that was split
    before = " ".join([paragraph.text, *(desk.words(tile) for tile in number)]) + joint
    for tile in number:
        desk.replace(tile, [tile[0], tile[1], Use.PARAGRAPH, ""])
    for quotation in following.quotations.all():
        _move(quotation, paragraph, len(before))
    text, end = f"{before}{following.text}", following.end
    following.delete()
    paragraph.text, paragraph.end = text, end
    paragraph.save(update_fields=["text", "end"])
    desk.save()
    return paragraph


def _move(quotation: Any, paragraph: Paragraph, by: int) -> None:
    quotation.paragraph, quotation.start, quotation.end = paragraph, quotation.start + by, quotation.end + by
    quotation.save()


@transaction.atomic
def drop(paragraph: Paragraph) -> None:
    """Take a paragraph out of the document. Its words stay in the source, marked as dropped by an editor."""
    desk = _Desk.of(paragraph.document)
    paragraph = desk.document.paragraphs.get(pk=paragraph.pk)
    desk.give_up([*desk.number_of(paragraph), *desk.tiles_of(paragraph)])
    paragraph.delete()
    desk.save()


@transaction.atomic
def forget(paragraph: Paragraph) -> None:
    """Delete a paragraph, whatever it was made from; words from a source stay there."""
    source = Source.objects.filter(document=paragraph.document).exists()
    if source and paragraph.start is not None:
        desk = _Desk.of(paragraph.document)
        desk.give_up([*desk.number_of(paragraph), *desk.tiles_of(paragraph)])
        desk.save()
    paragraph.delete()


def close_gaps(document: Document) -> None:
    """Renumber the positions of the paragraphs from 1, keeping their order."""
    number_paragraphs(document.pk)


def find_place(paragraph: Paragraph) -> str:
    """Where a paragraph stands, for people, while its document is edited and positions have gaps."""
    before = Paragraph.objects.filter(document=paragraph.document_id, position__lte=paragraph.position)
    return place_of(paragraph.number, paragraph.under, 0 if paragraph.number else before.count())


def _find_room(document: Document, before: Paragraph | None) -> int:
    """Return a free position after a paragraph; None: at the beginning. Makes room first where there is none."""
    for _ in range(2):
        start = document.paragraphs.values_list("position", flat=True).get(pk=before.pk) if before else 0
        after = document.paragraphs.filter(position__gt=start).order_by("position")
        if found := fit_between(start, after.values_list("position", flat=True).first(), 1):
            return found[0]
        number_paragraphs(document.pk, ROOM)
    raise AssertionError


@transaction.atomic
def restore(document: Document, start: int) -> Paragraph:
    """Turn the dropped span that begins at `start` back into a paragraph, in its place.

    Raises EditRefusedError where there is none, or where it lies within a paragraph because its neighbours were joined.
    """
    desk = _Desk.of(document)
    around = desk.document.paragraphs.filter(start__lt=start, end__gt=start).first()
    if around is not None:
        message = gettext("It lies inside paragraph %(place)s: split that paragraph there first.")
        raise EditRefusedError(message % {"place": find_place(around)})
    dropped = [tile for tile in desk.source.spans if tile[0] == start and tile[2] == Use.DROPPED]
    if not dropped or is_blank(desk.words(dropped[0])):
        raise EditRefusedError(gettext("Nothing is dropped at that place any more."))
    kept = _cut_into_lines(desk, dropped[0])
    before = desk.document.paragraphs.filter(start__lt=start).order_by("-position").first()
    behind = desk.document.paragraphs.filter(position__gt=before.position if before else 0)
    after = behind.order_by("position").first()
    restored = desk.insert(before, " ".join(desk.words(tile) for tile in kept), None, kept)
    restored.page = before.page if before else None
    restored.speaker = before.speaker if before and after and before.speaker_id == after.speaker_id else None
    restored.save(update_fields=["page", "speaker"])
    desk.save()
    return restored


def _cut_into_lines(desk: _Desk, tile: Tile) -> list[Tile]:
    """Cut a span into its lines, which become words of a paragraph, and the space around them."""
    kept, tiles, position = list[Tile](), list[Tile](), tile[0]
    for line in lines(desk.words(tile)):
        words = line.text.strip()
        if words:
            start = tile[0] + line.start + line.text.index(words[0])
            tiles.append([position, start, Use.DROPPED, _SPACING])
            kept.append([start, start + len(words), Use.PARAGRAPH, ""])
            tiles.append(kept[-1])
            position = start + len(words)
    desk.replace(tile, *tiles, [position, tile[1], Use.DROPPED, _SPACING])
    return kept
