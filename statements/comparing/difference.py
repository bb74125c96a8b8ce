"""The archive's words and the pasted ones as a single text, with their differences marked.

Invisible differences do not count: forms of a letter, characters without a shape, kinds of white space.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from statements.comparing.changes import ADDED, REMOVED, takes_too_long, word_by_word
from statements.comparing.pasted import plain
from statements.letters import comparable
from statements.marks import Piece
from statements.search.words import tokens

MOVED = "moved"
_WORD = re.compile(r"\s+|\w+|[^\w\s]")
_MOST_WORDS = 2_000  # compared with each other; longer texts differ as a whole


def difference(stands: str, pasted: str) -> list[Piece]:
    """Mark pieces: "removed" is only in the archive, "added" only in the pasted text, "moved" elsewhere in both."""
    before, after = visible_form(stands), visible_form(pasted)
    if aligned := _align(before, after):
        return aligned
    old, new = _WORD.findall(before), _WORD.findall(after)
    if max(len(old), len(new)) > _MOST_WORDS or takes_too_long(_words(old), _words(new), 100_000):
        return [Piece(before, REMOVED), Piece(after, ADDED)]
    return _mark_moves(word_by_word(before, after))


def visible_form(text: str) -> str:
    """Return a text in the form that a reader sees."""
    return re.sub(r"[^\S\n]+", " ", comparable(text)).strip()


def _words(pieces: list[str]) -> list[str]:
    return [each for each in pieces if not each.isspace()]


def _align(before: str, after: str) -> list[Piece]:
    """Compare texts with the same number of words, each like its counterpart; empty for other texts."""
    old, new = tokens(before), tokens(after)
    if len(old) != len(new) or any(plain(a.word) != plain(b.word) for a, b in zip(old, new, strict=True)):
        return []
    made, at, there = list[Piece](), 0, 0
    for a, b in zip(old, new, strict=True):
        made += _common_piece(before[at : a.start], after[there : b.start])
        made += _common_piece(before[a.start : a.end], after[b.start : b.end])
        at, there = a.end, b.end
    return list(_join_pieces([*made, *_common_piece(before[at:], after[there:])]))


def _common_piece(before: str, after: str) -> list[Piece]:
    if before == after:
        return [Piece(before)] if before else []
    return [piece for piece in (Piece(before, REMOVED), Piece(after, ADDED)) if piece.text]


def _join_pieces(pieces: list[Piece]) -> Iterator[Piece]:
    """Join neighbouring pieces without a mark."""
    plain = ""
    for piece in pieces:
        if piece.mark is None:
            plain += piece.text
            continue
        if plain:
            yield Piece(plain)
            plain = ""
        yield piece
    if plain:
        yield Piece(plain)


def _mark_moves(pieces: list[Piece]) -> list[Piece]:
    """Mark words removed in one place and added in another as moved."""
    removed, added = ({_piece_text(each) for each in pieces if each.mark == mark} for mark in (REMOVED, ADDED))
    moved = removed & added - {""}
    return [replace(each, mark=MOVED) if each.mark and _piece_text(each) in moved else each for each in pieces]


def _piece_text(piece: Piece) -> str:
    return " ".join(re.findall(r"\w+", piece.text))
