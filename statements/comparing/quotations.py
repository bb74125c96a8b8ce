"""Whether the archive has the words of a quotation: exactly, word for word, nearly, or not at all, and where.

Candidates are paragraphs that have stretches of the quotation in a row, by the index of exact words; the longest
stretches first. In each the words are located as a row, else by the method of Ratcliff and Obershelp (difflib). What an
ellipsis leaves out, or a journalist adds in square brackets, parts a quotation into pieces that follow each other.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from django.db.models import BooleanField, F, FloatField, Func, OuterRef, Prefetch, Q, Subquery, Value
from django.db.models.functions import Now

from statements.changes import takes_too_long, word_by_word
from statements.marks import Piece
from statements.models import Document, Paragraph, Quotation, Revision
from statements.search.lexemes import Token, tokens
from statements.search.patterns import any_of, exact_pattern

MOST_CHARACTERS = 5_000
LEAST_WORDS = 3
EXACT, GAPS, APART, WORDS, NEARLY = "exact", "gaps", "apart", "words", "nearly"
_ORDER = (EXACT, GAPS, WORDS, APART, NEARLY)
_NEAR = 0.6  # least likeness
_STRETCHES = {8: 24, 5: 16, 3: 6}  # words of a stretch: how many of them are looked for
_MOST_PARAGRAPHS, _MOST_TOGETHER, _SHOWN = 60, 12, 10
_BREAK = "\n\n"  # between paragraphs
_BETWEEN = 400  # characters that are shown of what was left out
_BEFORE = 20  # characters: punctuation that belongs to words
_PARTS = re.compile(r"\s*(?:\[[^\[\]]{0,200}\]|\((?:\.{3}|…)\)|\.{3,4}|…)\s*")
_SIGNS_BEFORE, _SIGNS_AFTER = re.compile(r"^\W*"), re.compile(r"\W*$")
_MARKS = "\"'“”„‟«»‹›‘’\u00a0\u202f "


class _Place(NamedTuple):
    """Where words stand in a passage: its tokens from first to before last; how they are there."""

    what: str
    first: int
    last: int
    likeness: float


@dataclass(frozen=True)
class Located:
    """A part of the quotation in a document: the words as they stand there, beside those that were typed.

    difference: both as one text; "removed" is only in the archive, "added" only in what was typed. between: what stands
    in the archive between the part before and this one; typed: what was typed there.
    """

    what: str
    paragraphs: list[Paragraph]
    words: str
    difference: list[Piece]
    said_by: str
    between: str = ""
    typed: str = ""


@dataclass(frozen=True)
class Found:
    """A document that has the quotation: all of its parts, in order.

    what: that of the part that is farthest off; where all are exact, whether they follow each other (GAPS), or stand
    apart (APART). elsewhere: the first part where it stands in the same way in other paragraphs.
    """

    document: Document
    what: str
    likeness: float
    parts: list[Located]
    elsewhere: tuple[Located, ...] = ()

    @property
    def position(self) -> int:
        return self.parts[0].paragraphs[0].position


@dataclass(frozen=True)
class Checked:
    """The parts that were looked for, and the documents that have them, those with the exact words first."""

    parts: list[str]
    found: list[Found]
    more: bool  # whether there may be others, too

    @property
    def what(self) -> str:
        return self.found[0].what if self.found else ""


def parts_of(typed: str) -> list[str]:
    """What is to be looked for: without the quotation marks around it, parted where something was left out or added.

    "“We sail … and [they] land.”" -> "We sail", "and", "land."
    """
    bare = typed.strip().strip(_MARKS)
    return [part for part in _PARTS.split(bare) if tokens(part)]


def check(typed: str) -> Checked:
    """Look for a quotation, of LEAST_WORDS at least, in what is published."""
    whole, parts = [typed.strip().strip(_MARKS)], parts_of(typed)
    as_it_is = _found(whole)  # the source may have the brackets and dots itself
    if parts == whole or not parts or as_it_is.what == EXACT:
        return as_it_is
    if as_it_is.what == WORDS:
        return as_it_is
    in_parts = _found(parts, [found[0].strip() for found in _PARTS.finditer(whole[0])])
    if in_parts.what not in (GAPS, WORDS):
        in_parts = _apart(parts) or in_parts
    return in_parts if in_parts.found else as_it_is


class Earlier(NamedTuple):
    """A version that was public before, and the paragraph of it that has the very words."""

    document: Document
    number: int
    key: str


class _HasWords(Func):
    """Whether a paragraph of a revision's content has the words."""

    template = "EXISTS (SELECT FROM jsonb_array_elements(%(expressions)s IN row->>'text') > 0)"
    arg_joiner = "->'paragraphs') AS row WHERE position("
    output_field = BooleanField()


def earlier_versions(typed: str) -> list[Earlier]:
    """Where a paragraph had these very words in a version of what is published, and the last one has not.

    Of each document the last version that had them.
    """
    words = typed.strip().strip(_MARKS)
    public = Revision.objects.filter(published_at__lte=Now())
    newest = public.filter(document=OuterRef("document")).order_by("-number").values("number")[:1]
    edited = public.filter(number__gt=1).values("document")
    having = public.filter(_HasWords(F("content"), Value(words)), document__in=edited)
    having = having.filter(document__in=Document.objects.published()).annotate(last=Subquery(newest))
    found = having.select_related("document").order_by("document_id", "-number").distinct("document_id")
    earlier = [each for each in found if each.number < each.last][:_SHOWN]
    return [Earlier(each.document, each.number, _key_of(each.content, words)) for each in earlier]


def _key_of(content: dict[str, Any], words: str) -> str:
    return next(row["key"] for row in content["paragraphs"] if words in row["text"])


def _apart(parts: list[str]) -> Checked | None:
    """The documents that have each part by itself, wherever; None where none has them all, word for word."""
    found = [_found([part]) for part in parts if len(tokens(part)) >= LEAST_WORDS]
    by_document = [{each.document.pk: each for each in one.found if each.what != NEARLY} for one in found]
    if len(by_document) < 2 or len(by_document) < len(parts):
        return None
    both = [key for key in by_document[0] if all(key in others for others in by_document)]
    together = [[others[key] for others in by_document] for key in both]
    made = [Found(rows[0].document, APART, 1.0, [row.parts[0] for row in rows]) for rows in together]
    return Checked(parts, made, any(one.more for one in found)) if made else None


def _rank(found: Found) -> tuple[int, float, str, int]:
    return _ORDER.index(found.what), -found.likeness, found.document.date_edtf or "9", found.position


def _found(parts: list[str], typed_between: Sequence[str] = ()) -> Checked:
    longest = max(parts, key=lambda part: len(tokens(part)), default="")
    candidates = _candidates(longest)
    passages = _passages(candidates, sum(len(part) for part in parts))
    found = [each for own, around in passages if (each := _in_either(parts, own, around, typed_between))]
    by_document = defaultdict[int, list[Found]](list)
    for each in sorted(found, key=_rank):
        by_document[each.document.pk].append(each)
    best = [_with_others(places) for places in by_document.values()]
    more = len(candidates) == _MOST_PARAGRAPHS or len(best) > _SHOWN
    return Checked(parts, best[:_SHOWN], more)


def _in_either(parts: list[str], own: Paragraph, around: list[Paragraph], typed_between: Sequence[str]) -> Found | None:
    """The parts in the passage around a paragraph, which may have them before it; in itself, where they are as well."""
    found = _in_passage(parts, around, typed_between)
    if found is None or found.what == NEARLY or own in found.parts[0].paragraphs:
        return found
    inside = _in_passage(parts, [own], typed_between)
    return inside if inside and _ORDER.index(inside.what) <= _ORDER.index(found.what) else found


def _with_others(places: list[Found]) -> Found:
    """The best of the places in a document, with the others where it stands in the same way."""
    best, *others = places
    elsewhere = {each.position: each.parts[0] for each in others if each.what == best.what != NEARLY}
    elsewhere.pop(best.position, None)
    return replace(best, elsewhere=tuple(elsewhere[position] for position in sorted(elsewhere)))


def _candidates(part: str) -> list[tuple[int, int]]:
    """(document, position) of published paragraphs that have the longest stretches of the words in a row."""
    words = [token.word for token in tokens(part)]
    for size in (len(words), *_STRETCHES):
        if size > len(words) or size < LEAST_WORDS:
            continue
        query = any_of([pattern for stretch in stretches(words, size) if (pattern := exact_pattern(stretch))])
        asked = Func(Value(query), template="%(expressions)s::tsquery")
        rank = Func(F("exact"), asked, function="ts_rank", output_field=FloatField())
        rows = Paragraph.objects.filter(exact__matches=query, document__in=Document.objects.published())
        found = list(rows.order_by(rank.desc(), "pk").values_list("document", "position")[:_MOST_PARAGRAPHS])
        if found:
            return found
    return []


def stretches(words: list[str], size: int) -> list[str]:
    """Rows of `size` words, those of the longest words, which are the rarest, and the fewer the shorter the rows."""
    rows = [words[start : start + size] for start in range(len(words) - size + 1)]
    rows.sort(key=lambda row: -sum(len(word) for word in row))
    return [" ".join(row) for row in rows[: _STRETCHES.get(size, 1)]]


def _passages(candidates: Iterable[tuple[int, int]], length: int) -> list[tuple[Paragraph, list[Paragraph]]]:
    """Each candidate, with the paragraphs around it that a quotation of `length` characters may run over."""
    around, by_document = Q(pk__in=[]), defaultdict[int, list[int]](list)
    for document, position in candidates:
        by_document[document].append(position)
        around |= Q(document=document, position__range=(position - _MOST_TOGETHER, position + _MOST_TOGETHER))
    quotations = Prefetch("quotations", Quotation.objects.select_related("speaker"))
    rows = Paragraph.objects.filter(around).select_related("speaker").prefetch_related(quotations)
    found = defaultdict[int, list[Paragraph]](list)
    for row in rows.order_by("document", "position"):
        found[row.document_id].append(row)
    documents = Document.objects.for_lists().in_bulk(list(found))
    for key, paragraphs in found.items():
        for paragraph in paragraphs:
            paragraph.document = documents[key]
    return [_near_by(found[key], position, length) for key, positions in by_document.items() for position in positions]


def _near_by(rows: list[Paragraph], position: int, length: int) -> tuple[Paragraph, list[Paragraph]]:
    """The paragraph at `position`; and it with as many before and after it as the quotation may need."""
    middle = next(place for place, row in enumerate(rows) if row.position == position)
    first = last = middle
    for _ in range(_MOST_TOGETHER):
        if first and sum(len(row.text) for row in rows[first:middle]) < length:
            first -= 1
        if last + 1 < len(rows) and sum(len(row.text) for row in rows[middle + 1 : last + 1]) < length:
            last += 1
    return rows[middle], rows[first : last + 1]


def _in_passage(parts: list[str], rows: list[Paragraph], typed_between: Sequence[str]) -> Found | None:
    """The parts where they stand in the passage, one after the other; None where one of them does not."""
    text = _BREAK.join(row.text for row in rows)
    words = tokens(text)
    located, after = list[tuple[Located, float]](), 0
    for part in parts:
        place = _locate(part, text, words, after)
        if place is None:
            return None
        one = _as_it_stands(part, text, words, place, rows)
        if located:
            typed = typed_between[len(located) - 1] if len(typed_between) == len(parts) - 1 else ""
            between = text[words[after - 1].end : words[place.first].start]
            one = replace(one, between=_shortened(between), typed=typed)
        located.append((one, place.likeness))
        after = place.last
    what = max((each.what for each, _ in located), key=_ORDER.index)
    if what == EXACT and len(parts) > 1:
        what = GAPS
    return Found(rows[0].document, what, min(likeness for _, likeness in located), [each for each, _ in located])


def _locate(part: str, text: str, words: list[Token], after: int) -> _Place | None:
    wanted, there = [_plain(each.word) for each in tokens(part)], [_plain(each.word) for each in words]
    size = len(wanted)
    start = next((at for at in range(after, len(there) - size + 1) if there[at : at + size] == wanted), None)
    if start is not None:
        exact = _pattern(part).search(text, max(0, words[start].start - _BEFORE), words[start + size - 1].end + _BEFORE)
        return _Place(EXACT if exact else WORDS, start, start + size, 1.0)
    return _nearly(wanted, there, after)


def _shortened(text: str) -> str:
    """A stretch that was left out: its beginning and its end, where it is long."""
    words = " ".join(text.split())
    return words if len(words) <= _BETWEEN else f"{words[: _BETWEEN // 2]} […] {words[-_BETWEEN // 2 :]}"


def _plain(word: str) -> str:
    """Ligatures and wide letters as others write them."""
    return word if word.isascii() else unicodedata.normalize("NFKC", word)


def _pattern(part: str) -> re.Pattern[str]:
    """What was typed, to the letter but for its white space: a line break may be that of a printed page.

    A space is no new paragraph, though.
    """
    pieces = re.split(r"(\s+)", part.strip())
    return re.compile("".join(_white(piece) if piece.isspace() else re.escape(piece) for piece in pieces))


def _white(space: str) -> str:
    return r"\s+" if "\n" in space else r"[^\S\n]+"


def _nearly(wanted: list[str], there: list[str], after: int) -> _Place | None:
    """The stretch that is most alike, around the longest run of words that both have."""
    if len(wanted) < LEAST_WORDS or takes_too_long(wanted, there):
        return None
    longest = SequenceMatcher(None, wanted, there, autojunk=False).find_longest_match(blo=after)
    first = max(after, longest.b - longest.a - len(wanted) // 4 - 3)
    last = min(len(there), longest.b + len(wanted) - longest.a + len(wanted) // 4 + 3)
    blocks = SequenceMatcher(None, wanted, there[first:last], autojunk=False).get_matching_blocks()[:-1]
    if not blocks:
        return None
    start, end = first + blocks[0].b, first + blocks[-1].b + blocks[-1].size
    same = [wanted[block.a + step] for block in blocks for step in range(block.size)]
    likeness = min(
        2 * len(same) / (len(wanted) + end - start),
        2 * _letters(same) / (_letters(wanted) + _letters(there[start:end])),  # three small words are no quotation
    )
    return _Place(NEARLY, start, end, likeness) if likeness >= _NEAR else None


def _letters(words: list[str]) -> int:
    return sum(len(word) for word in words)


def _as_it_stands(part: str, text: str, words: list[Token], place: _Place, rows: list[Paragraph]) -> Located:
    start, end = words[place.first].start, words[place.last - 1].end
    exact = _pattern(part).search(text, max(0, start - _BEFORE), end + _BEFORE) if place.what == EXACT else None
    if exact:
        start, end = exact.span()
    else:
        start, end = _with_signs(part, text, start, end)
    stands = text[start:end]
    covered, said_by = _covered(rows, start, end)
    difference = [Piece(stands)] if exact else word_by_word(stands, part.strip().strip(_MARKS))
    return Located(place.what, covered, stands, difference, said_by)


def _with_signs(part: str, text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch with the signs before and after it that the part has, too: a full stop, a bracket."""
    first, last = (found[0] for found in (_SIGNS_BEFORE.match(part), _SIGNS_AFTER.search(part)) if found)
    start -= len(first) if first and text[:start].endswith(first) else 0
    return start, end + (len(last) if last and text.startswith(last, end) else 0)


def _covered(rows: list[Paragraph], start: int, end: int) -> tuple[list[Paragraph], str]:
    """The paragraphs that a stretch of the passage runs over, and whose words it is, as far as the archive knows."""
    covered, offset, said_by = list[Paragraph](), 0, ""
    for row in rows:
        if start < offset + len(row.text) and end > offset:
            covered.append(row)
            first, last = start - offset, end - offset
            inside = [each for each in row.quotations.all() if each.start <= first and last <= each.end]
            said_by = inside[0].speaker.name if inside else row.speaker.name if row.speaker else said_by
        offset += len(row.text) + len(_BREAK)
    return covered, said_by
