"""Where the parts of a quotation are in a passage: in a row, with gaps, in another order, or nearly.

Sentences are searched for one by one; those in the same sequence in the passage as in the quotation form one block
(Tichy, "The string-to-string correction problem with block moves", 1984). A stretch that is not there word for word is
located by the method of Ratcliff and Obershelp (difflib).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from itertools import chain, pairwise
from typing import NamedTuple

from statements.comparing.changes import takes_too_long
from statements.comparing.passages import LEAST_WORDS, Passage
from statements.comparing.pasted import Pasted, PastedPart, marks_as_signs, marks_in, spelt
from statements.search.words import tokens

# How alike the letters are: the same; with other capitals, signs or ligatures; with other accents; or other words.
SAME, SPELT, ACCENTED, NEAR = range(4)
_LEAST_LIKENESS = 0.6
_MOST_PLACES = 40  # of a sentence in a passage
_LEAST_ROW, _MOST_ROWS = 2, 4  # words of a row without a full stop; rows to a sentence
_MOST_COMPARED = 8  # places
_MOST_TIGHTENED = 12  # words: longer blocks hardly ever occur twice
_SENTENCE_END = re.compile(r"[.!?…;:\n]")
_BEFORE = 20  # characters of punctuation around the words


class MatchedBlock(NamedTuple):
    """A stretch of the quotation, text[start:end], and of the passage, from word `first` up to, not including, `last`.

    mark: the dots or brackets typed before it. letters: how alike the letters of the two are.
    """

    start: int
    end: int
    first: int
    last: int
    letters: int
    likeness: float = 1.0
    mark: str = ""


def locate(quotation: Pasted, passage: Passage) -> list[MatchedBlock]:
    """Return the blocks of the quotation where they stand in the passage, in the order of the quotation; empty if it
    is not there."""
    if whole := _locate_whole(quotation, passage):
        return [whole]
    if quotation.has_marks and (own := _locate_with_own_marks(marks_as_signs(quotation), passage)):
        return own
    sentences, lacking = _sentences(quotation, passage)
    if sentences and not lacking:
        return sentences
    if chunks := _chunks(sentences, lacking, quotation, passage):
        return chunks
    nearly = _nearly(quotation, passage)
    return _add_lacking(sentences, lacking, quotation, passage) if _is_turned(sentences) or not nearly else nearly


def _is_turned(blocks: Sequence[MatchedBlock]) -> bool:
    return any(later.first < earlier.last for earlier, later in pairwise(blocks))


def _locate_whole(quotation: Pasted, passage: Passage) -> MatchedBlock | None:
    """Find all words in a row, provided that the passage has the dots and brackets too."""
    words = quotation.words
    places = [(first, first + len(words)) for first in passage.places(words, _MOST_PLACES)]
    blocks = [_block(PastedPart(0, len(quotation.text), words), quotation, passage, first) for first, _ in places]
    wanted = marks_in(quotation.text) if quotation.has_marks else []
    having = [block for block in blocks if not wanted or wanted == marks_in(_add_signs(quotation.text, passage, block))]
    return min(having, key=lambda block: block.letters, default=None)


def _locate_with_own_marks(quotation: Pasted, passage: Passage) -> list[MatchedBlock]:
    """Find the sentences of a quotation, or its rows of words in another order, if all its dots and brackets are also
    in the passage; empty if any is not."""
    blocks, lacking = _sentences(quotation, passage)
    if lacking:
        blocks = _chunks(blocks, lacking, quotation, passage)
    typed = [quotation.text[block.start : block.end] for block in blocks]
    marks = [marks_in(each) for each in typed]
    there = [marks_in(_add_signs(each, passage, block)) for each, block in zip(typed, blocks, strict=True)]
    return blocks if marks == there and list(chain(*marks)) == marks_in(quotation.text) else []


def _add_signs(typed: str, passage: Passage, block: MatchedBlock) -> str:
    """Return a stretch of the passage with as many characters around it as the typed words have signs around them."""
    found = tokens(typed)
    start = passage.tokens[block.first].start - found[0].start
    return passage.text[max(0, start) : passage.tokens[block.last - 1].end + len(typed) - found[-1].end]


def _sentences(quotation: Pasted, passage: Passage) -> tuple[list[MatchedBlock], list[PastedPart]]:
    """Return each sentence that the passage has word for word, anywhere in it; and the sentences it lacks."""
    blocks, lacking, at, after = list[MatchedBlock](), list[PastedPart](), 0, 0
    while at < len(quotation.parts):
        first, length = _longest_run(quotation, at, passage, after)
        if length:
            blocks.append(_block(_join_parts(quotation.parts[at : at + length]), quotation, passage, first))
            after = blocks[-1].last
        else:
            lacking.append(quotation.parts[at])
        at += length or 1
    return (blocks, lacking) if lacking else (_merge(_tighten(blocks, quotation, passage), quotation, passage), [])


def _chunks(
    blocks: list[MatchedBlock], lacking: list[PastedPart], quotation: Pasted, passage: Passage
) -> list[MatchedBlock]:
    """Find all words of the quotation in another order, where sentences without their full stop stand together; empty
    if some words are missing, or all are in the same order."""
    made = list(blocks)
    for part in lacking:
        rows = _split_into_rows(part, quotation, passage)
        if not rows:
            return []
        made += [_block(row, quotation, passage, first) for row, first in rows]
    made = _merge(sorted(made), quotation, passage)
    return made if _is_turned(made) else []


def _split_into_rows(part: PastedPart, quotation: Pasted, passage: Passage) -> list[tuple[PastedPart, int]]:
    """Split a part into the longest rows of words in the passage, a few at most, where sentences end in the passage;
    with their places; empty if any words are missing: of half sentences anything can be put together."""
    found = tokens(quotation.text[part.start : part.end])
    made, at = list[tuple[PastedPart, int]](), 0
    if len(found) != len(part.words):
        return []
    while at < len(part.words) and len(made) < _MOST_ROWS:
        rest = part.words[at:]
        length = bisect_left(range(1, len(rest) + 1), 1, key=lambda size: not passage.places(rest[:size], 1))
        if length < _LEAST_ROW:
            return []
        begins, ends = at == 0, length == len(rest)
        places = passage.places(rest[:length], _MOST_PLACES)
        first = next((each for each in places if _is_whole(passage, each, each + length, begins, ends)), None)
        if first is None:
            return []
        start, end = (part.start + each for each in (found[at].start, found[at + length - 1].end))
        made.append((PastedPart(start, end, rest[:length], "" if made else part.mark), first))
        at += length
    return made if at == len(part.words) else []


def _is_whole(passage: Passage, first: int, last: int, begins: bool, ends: bool) -> bool:
    """Whether words of the passage are whole sentences; the first of what was typed may begin within one, and the last
    may end there."""
    return (begins or _parts_sentences(passage, first)) and (ends or _parts_sentences(passage, last))


def _parts_sentences(passage: Passage, word: int) -> bool:
    """Whether a sentence or a paragraph ends before a word of the passage, or the passage itself."""
    return word in (0, len(passage.tokens)) or bool(_SENTENCE_END.search(passage.between(word, word)))


def _add_lacking(
    blocks: list[MatchedBlock], lacking: list[PastedPart], quotation: Pasted, passage: Passage
) -> list[MatchedBlock]:
    """Add the sentences that the passage nearly has to those it has; empty if they are not most of the quotation."""
    found = [block for part in lacking if (block := _alike(part, passage, 0))]
    together = sorted(blocks + found)
    share = sum(block.end - block.start for block in together) / max(1, len(quotation.text))
    if share < _LEAST_LIKENESS or quotation.has_marks or not blocks:
        return []
    whole, at = list[MatchedBlock](), 0
    for block in together:  # text that is nowhere in the passage was added before the next block
        added = quotation.text[at : block.start].strip()
        whole.append(block._replace(mark=added, letters=NEAR) if added else block)
        at = block.end
    rest = quotation.text[at:].strip()
    last = whole[-1]
    return [*whole[:-1], last._replace(end=len(quotation.text), letters=NEAR) if rest else last]


def _tighten(blocks: list[MatchedBlock], quotation: Pasted, passage: Passage) -> list[MatchedBlock]:
    """Move each block as near to the next as its words allow: of "It is fair. It is not fair" the second "It is"."""
    made = list(blocks)
    for place in range(len(made) - 2, -1, -1):
        block, end = made[place], made[place + 1].first
        start = made[place - 1].last if place else 0
        size = block.last - block.first
        if start <= block.first and block.last <= end and size <= _MOST_TIGHTENED:
            words = passage.words[block.first : block.last]
            later = [first for first in passage.places(words, _MOST_PLACES) if start <= first and first + size <= end]
            part = PastedPart(block.start, block.end, tuple(words), block.mark)
            made[place] = _block(part, quotation, passage, later[-1])
    return made


def _longest_run(quotation: Pasted, at: int, passage: Passage, after: int) -> tuple[int, int]:
    """Return the place of part `at` where most of the parts after it follow, and how many parts match there.

    Among several places, those with the same letters come first, then those from `after` on.
    """
    parts = quotation.parts[at:]
    alive = [(first, first + len(parts[0].words)) for first in passage.places(parts[0].words, _MOST_PLACES)]
    length = 1 if alive else 0
    for part in parts[1:]:
        wanted = list(part.words)
        following = [
            (first, last + len(wanted)) for first, last in alive if passage.words[last : last + len(wanted)] == wanted
        ]
        if part.mark or not following:
            break
        alive, length = following, length + 1
    typed = quotation.text[parts[0].start : parts[max(0, length - 1)].end]
    order = [(_letters(typed, passage, *place), place[0] < after, place[0]) for place in alive[:_MOST_COMPARED]]
    return min(order)[2] if order else 0, length


def _join_parts(parts: Sequence[PastedPart]) -> PastedPart:
    words = tuple(word for part in parts for word in part.words)
    return PastedPart(parts[0].start, parts[-1].end, words, parts[0].mark)


def _merge(blocks: Iterable[MatchedBlock], quotation: Pasted, passage: Passage) -> list[MatchedBlock]:
    """Merge blocks that follow each other in the passage, if it also has what was typed between them."""
    made = list[MatchedBlock]()
    for block in blocks:
        before = made[-1] if made else None
        if before and before.last == block.first and _has_mark(block, passage):
            part = PastedPart(before.start, block.end, (), before.mark)
            block = _block(part, quotation, passage, before.first, block.last)
            made.pop()
        made.append(block)
    return made


def _has_mark(block: MatchedBlock, passage: Passage) -> bool:
    wanted = marks_in(block.mark)
    return not block.mark or (bool(wanted) and wanted == marks_in(passage.between(block.first, block.first)))


def _block(part: PastedPart, quotation: Pasted, passage: Passage, first: int, last: int | None = None) -> MatchedBlock:
    last = first + len(part.words) if last is None else last
    typed = quotation.text[part.start : part.end]
    return MatchedBlock(part.start, part.end, first, last, _letters(typed, passage, first, last), mark=part.mark)


def _letters(typed: str, passage: Passage, first: int, last: int) -> int:
    if exact_span(typed, passage, first, last):
        return SAME
    wanted = [spelt(token.word) for token in tokens(typed)]
    same = wanted == passage.spelt[first:last] or _split_at_brackets(typed) == passage.spelt[first:last]
    return SPELT if same else ACCENTED


def _split_at_brackets(typed: str) -> list[str]:
    return [spelt(token.word) for token in tokens(re.sub(r"[\[\]]", "", typed))]


def exact_span(typed: str, passage: Passage, first: int, last: int) -> tuple[int, int] | None:
    """Return where the passage has what was typed letter for letter, ignoring white space; None if it does not.

    A typed line break may come from a printed page; a space, however, does not match a new paragraph.
    """
    start, end = passage.tokens[first].start, passage.tokens[last - 1].end
    pieces = (_white(piece) if piece.isspace() else re.escape(piece) for piece in re.split(r"(\s+)", typed.strip()))
    found = re.compile("".join(pieces)).search(passage.text, max(0, start - _BEFORE), end + _BEFORE)
    return found.span() if found and found.start() <= start and end <= found.end() else None


def _white(space: str) -> str:
    return r"\s+" if "\n" in space else r"[^\S\n]+"


def _nearly(quotation: Pasted, passage: Passage) -> list[MatchedBlock]:
    """Find what stands between the marks, word for word or nearly, one stretch after the other."""
    blocks, after = list[MatchedBlock](), 0
    for part in quotation.segments:
        first = next((place for place in passage.places(part.words, _MOST_PLACES) if place >= after), None)
        block = _alike(part, passage, after) if first is None else _block(part, quotation, passage, first)
        if block is None:
            return []
        blocks.append(block)
        after = block.last
    return _merge(blocks, quotation, passage) if all(block.letters < NEAR for block in blocks) else blocks


def _alike(part: PastedPart, passage: Passage, after: int) -> MatchedBlock | None:
    """Find the most similar stretch, around the longest run of words in common."""
    wanted, there = list(part.words), passage.words
    if len(wanted) < LEAST_WORDS or takes_too_long(wanted, there):
        return None
    longest = SequenceMatcher(None, wanted, there, autojunk=False).find_longest_match(blo=after)
    first = max(after, longest.b - longest.a - len(wanted) // 4 - 3)
    last = min(len(there), longest.b + len(wanted) - longest.a + len(wanted) // 4 + 3)
    same = SequenceMatcher(None, wanted, there[first:last], autojunk=False).get_matching_blocks()[:-1]
    if not same:
        return None
    start, end = first + same[0].b, first + same[-1].b + same[-1].size
    likeness = _likeness(
        wanted, there[start:end], [wanted[each.a + step] for each in same for step in range(each.size)]
    )
    return (
        MatchedBlock(part.start, part.end, start, end, NEAR, likeness, part.mark)
        if likeness >= _LEAST_LIKENESS
        else None
    )


def _likeness(wanted: list[str], there: list[str], same: list[str]) -> float:
    """The share of words or of letters in common, whichever is less: three small words are not a quotation."""
    words, letters = len(wanted) + len(there), _size(wanted) + _size(there)
    return min(2 * len(same) / words, 2 * _size(same) / letters)


def _size(words: list[str]) -> int:
    return sum(len(word) for word in words)
