"""Check whether the archive has the words of a quotation: exactly, word for word, nearly, or not at all, and where.

What is left out, added or in another order is said before letters that are written differently: a quotation is never
called the very words, or the same words written differently, while the archive has others between them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice, pairwise

from statements.comparing.difference import difference
from statements.comparing.locating import NEAR, SAME, SPELT, MatchedBlock, exact_span, locate
from statements.comparing.passages import (
    BREAK,
    LEAST_WORDS,
    MOST_PARAGRAPHS,
    Passage,
    candidates,
    passages,
    whole_candidates,
)
from statements.comparing.pasted import AROUND, Pasted, parse_pasted
from statements.marks import Piece
from statements.models import Document, Paragraph

MOST_CHARACTERS = 5_000
EXACT, WORDS, GAPS, LEFT_OUT, REORDERED, APART, NEARLY = (
    "exact", "words", "gaps", "left-out", "reordered", "apart", "nearly"
)  # fmt: skip
_ORDER = (EXACT, WORDS, GAPS, LEFT_OUT, REORDERED, APART, NEARLY)
_VERDICTS = {SAME: EXACT, SPELT: WORDS}  # of words in a row; letters that differ more make it nearly the same
_SHOWN = 10
_TRIES = 2  # lists of candidates
_BETWEEN = 400  # characters that are shown of what was left out
_SIGNS_BEFORE, _SIGNS_AFTER = re.compile(r"^\W*"), re.compile(r"\W*$")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*\s|\n")


@dataclass(frozen=True)
class Located:
    """A part of the quotation in a document: the words as they stand there, beside those that were typed.

    pasted: the words that were typed; difference: both as one text. between: what stands in the archive between the
    part before and this one; typed: what was typed there; back: whether this one stands before the one before.
    """

    what: str
    paragraphs: list[Paragraph]
    words: str
    pasted: str
    said_by: str
    between: str = ""
    typed: str = ""
    back: bool = False

    @cached_property
    def difference(self) -> list[Piece]:
        return [Piece(self.words)] if self.what == EXACT else difference(self.words, self.pasted)


@dataclass(frozen=True)
class DocumentMatch:
    """A document that has the quotation: all of its parts, in the order of the quotation.

    what: LEFT_OUT and REORDERED of whole sentences, GAPS where the quotation says so itself. after: what stands in the
    archive behind the last part, up to the end of the sentence, where dots were typed (`typed_after`). elsewhere: the
    first part where it stands in the same way in other paragraphs.
    """

    document: Document
    what: str
    likeness: float
    parts: list[Located]
    after: str = ""
    typed_after: str = ""
    elsewhere: tuple[Located, ...] = ()

    @property
    def position(self) -> int:
        return self.parts[0].paragraphs[0].position

    @property
    def has_gaps(self) -> bool:
        """Whether words were left out, added or put in another order, between the parts or inside of them."""
        return self.what in (GAPS, LEFT_OUT, REORDERED, APART) or (
            self.what == NEARLY and (len(self.parts) > 1 or any(each.between or each.typed for each in self.parts))
        )

    @property
    def is_one_paragraph(self) -> bool:
        return len({row.pk for part in self.parts for row in part.paragraphs}) == 1


@dataclass(frozen=True)
class Checked:
    """The documents that have a quotation, those with the exact words first."""

    found: list[DocumentMatch]
    more: bool  # whether there may be others, too

    @property
    def what(self) -> str:
        return self.found[0].what if self.found else ""


def check(typed: str) -> Checked:
    """Look for a quotation, of LEAST_WORDS at least, in what is published."""
    quotation = parse_pasted(typed)
    if len(quotation.words) < LEAST_WORDS or not quotation.parts:
        return Checked([], False)
    found = _check_everywhere(quotation)
    if found.what in (NEARLY, "") and len(quotation.segments) > 1:
        return _apart(quotation) or found
    return found


def check_at_once(typed: str) -> Checked | None:
    """What check() finds where one look suffices for it, as for most words that are in the archive; None otherwise."""
    quotation = parse_pasted(typed)
    if len(quotation.words) < LEAST_WORDS or not quotation.parts:
        return None
    found = (_check_in(asked, quotation) for asked in islice(whole_candidates(quotation), _TRIES))
    return next((each for each in found if each.what not in (NEARLY, "")), None)


def _check_everywhere(quotation: Pasted) -> Checked:
    """The best of the first candidates; where they have it nearly at most, or not at all, of the next ones too."""
    best = Checked([], False)
    for asked in islice(candidates(quotation), _TRIES):
        found = _check_in(asked, quotation)
        if found.found and (not best.found or _rank(found.found[0]) < _rank(best.found[0])):
            best = found
        if best.what not in (NEARLY, ""):
            break
    return best


def _check_in(asked: list[tuple[int, int]], quotation: Pasted) -> Checked:
    found = [
        each for own, around in passages(asked, len(quotation.text)) if (each := _find_either(quotation, own, around))
    ]
    by_document = defaultdict[int, list[DocumentMatch]](list)
    for each in sorted(found, key=_rank):
        by_document[each.document.pk].append(each)
    best = [_gather_places(places) for places in by_document.values()]
    return Checked(best[:_SHOWN], len(asked) >= MOST_PARAGRAPHS or len(best) > _SHOWN)


def _rank(found: DocumentMatch) -> tuple[int, float, str, int]:
    return _ORDER.index(found.what), -found.likeness, found.document.date_edtf or "9", found.position


def _find_either(quotation: Pasted, own: Passage, around: Passage) -> DocumentMatch | None:
    """The quotation in the passage around a paragraph, which may have it before it; in itself, where it is as well."""
    found = _find_in_passage(quotation, around)
    if found is None or own is around or found.what == NEARLY or own.rows[0] in found.parts[0].paragraphs:
        return found
    inside = _find_in_passage(quotation, own)
    return inside if inside and _ORDER.index(inside.what) <= _ORDER.index(found.what) else found


def _gather_places(places: list[DocumentMatch]) -> DocumentMatch:
    """The best of the places in a document, with the others where it stands in the same way."""
    best, *others = places
    elsewhere = {each.position: each.parts[0] for each in others if each.what == best.what != NEARLY}
    elsewhere.pop(best.position, None)
    return replace(best, elsewhere=tuple(elsewhere[position] for position in sorted(elsewhere)))


def _apart(quotation: Pasted) -> Checked | None:
    """The documents that have every part somewhere; None where no document has them all word for word."""
    parts = [parse_pasted(quotation.text[part.start : part.end]) for part in quotation.segments]
    found = [_check_everywhere(part) for part in parts if len(part.words) >= LEAST_WORDS]
    by_document = [{each.document.pk: each for each in one.found if each.what in (EXACT, WORDS)} for one in found]
    if len(by_document) < 2 or len(by_document) < len(parts):
        return None
    both = [key for key in by_document[0] if all(key in others for others in by_document)]
    together = [[others[key] for others in by_document] for key in both]
    made = [DocumentMatch(rows[0].document, APART, 1.0, [row.parts[0] for row in rows]) for rows in together]
    return Checked(made, any(one.more for one in found)) if made else None


def _find_in_passage(quotation: Pasted, passage: Passage) -> DocumentMatch | None:
    """The parts where they stand in the passage; None where one of them does not."""
    blocks = locate(quotation, passage)
    if not blocks:
        return None
    parts = list(_locate_blocks(blocks, quotation, passage))
    marked = quotation.last_mark and blocks[-1].end < len(quotation.text)
    after = _rest(passage.text, passage.tokens[blocks[-1].last - 1].end) if marked else ""
    what = _verdict(blocks, parts, bool(marked))
    likeness = min(block.likeness for block in blocks)
    return DocumentMatch(passage.rows[0].document, what, likeness, parts, after, quotation.last_mark if marked else "")


def _verdict(blocks: Sequence[MatchedBlock], parts: Sequence[Located], marked: bool) -> str:
    if any(block.letters == NEAR for block in blocks):
        return NEARLY
    if any(part.back for part in parts):
        return APART if any(part.back and part.typed for part in parts) else REORDERED
    if marked or any(part.typed for part in parts):
        return GAPS
    if len(blocks) > 1:
        return LEFT_OUT
    return _VERDICTS.get(blocks[0].letters, NEARLY)


def _locate_blocks(blocks: Sequence[MatchedBlock], quotation: Pasted, passage: Passage) -> Iterator[Located]:
    """The blocks as they are shown, with what stands between them."""
    first = blocks[0]
    start = passage.tokens[first.first].start
    before = _beginning(passage.text, start) if first.mark else ""
    yield replace(_locate_block(first, quotation, passage), between=before, typed=first.mark)
    for before_it, block in pairwise(blocks):
        back = block.first < before_it.last
        between = "" if back or block.first == before_it.last else passage.between(before_it.last, block.first)
        yield replace(_locate_block(block, quotation, passage), between=_shorten(between), typed=block.mark, back=back)


def _beginning(text: str, start: int) -> str:
    """The beginning of the sentence that has text[start:]."""
    ends = [found.end() for found in _SENTENCE_END.finditer(text, max(0, start - _BETWEEN), start)]
    return _shorten(text[ends[-1] if ends else max(0, start - _BETWEEN) : start])


def _rest(text: str, end: int) -> str:
    """The rest of the sentence that has text[:end]."""
    found = _SENTENCE_END.search(text, end, end + _BETWEEN)
    rest = text[end : found.end() if found else end + _BETWEEN]
    return _shorten(rest) if re.search(r"\w", rest) else ""


def _shorten(text: str) -> str:
    """A stretch that was left out: its beginning and its end, where it is long."""
    words = " ".join(text.split())
    return words if len(words) <= _BETWEEN else f"{words[: _BETWEEN // 2]} […] {words[-_BETWEEN // 2 :]}"


def _locate_block(block: MatchedBlock, quotation: Pasted, passage: Passage) -> Located:
    typed = quotation.text[block.start : block.end]
    span = exact_span(typed, passage, block.first, block.last) if block.letters == SAME else None
    start, end = span or _widen_to_signs(typed, passage, block)
    start, end = passage.compared.interval(start, end)
    stands = passage.raw[start:end]
    covered, said_by = paragraphs_covered(passage.rows, start, end)
    what = NEARLY if block.letters == NEAR else _VERDICTS.get(block.letters, NEARLY)
    return Located(what, covered, stands, typed.strip().strip(AROUND), said_by)


def _widen_to_signs(typed: str, passage: Passage, block: MatchedBlock) -> tuple[int, int]:
    """A stretch with the signs before and after it that the part has, too: a full stop, a bracket."""
    text, start, end = passage.text, passage.tokens[block.first].start, passage.tokens[block.last - 1].end
    first, last = (found[0] for found in (_SIGNS_BEFORE.match(typed), _SIGNS_AFTER.search(typed.rstrip())) if found)
    start -= len(first) if first and text[:start].endswith(first) else 0
    return start, end + (len(last) if last and text.startswith(last, end) else 0)


def paragraphs_covered(rows: list[Paragraph], start: int, end: int) -> tuple[list[Paragraph], str]:
    """The paragraphs that a stretch of the passage runs over, and whose words it is, as far as the archive knows."""
    covered, offset, said_by = list[Paragraph](), 0, ""
    for row in rows:
        if start < offset + len(row.text) and end > offset:
            covered.append(row)
            first, last = start - offset, end - offset
            inside = [each for each in row.quotations.all() if each.start <= first and last <= each.end]
            said_by = inside[0].speaker.name if inside else row.speaker.name if row.speaker else said_by
        offset += len(row.text) + len(BREAK)
    return covered, said_by
