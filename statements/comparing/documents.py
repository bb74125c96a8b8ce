"""Two documents in one language, compared paragraph by paragraph and word by word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from statements.comparing.changes import ADDED, CHANGED, KEPT, REMOVED, word_by_word
from statements.comparing.match import Pair, PairedParagraphs, matches, words_of
from statements.marks import Piece
from statements.models import Content, ContentParagraph, place_of

MOVED = "moved"
_ALIKE_PERCENT = 10
_Rows = Sequence[ContentParagraph]


@dataclass(frozen=True)
class Spot:
    """A paragraph of one of the documents: its key, and where it stands, for people."""

    key: str
    place: str


@dataclass(frozen=True)
class ComparedParagraph:
    """A paragraph of either document, or of both, as one text with marks on what only one of them has.

    what: kept, changed, removed, added, or moved; a paragraph that moved is at its new place, and at the old one
    without words.
    """

    what: str
    left: Spot | None
    right: Spot | None
    language: str
    pieces: list[Piece]


@dataclass(frozen=True)
class Comparison:
    """All paragraphs of both, in order, and the percentage of the words of each that are in the other.

    Any overlap counts as at least 1 %.
    """

    paragraphs: list[ComparedParagraph]
    left_percent: int
    right_percent: int

    @property
    def counts(self) -> Counter[str]:
        """The number of paragraphs by what became of them; rows of stars or dashes are not counted."""
        here = [each for each in self.paragraphs if each.right or each.what == REMOVED]
        return Counter(each.what for each in here if any(words_of(piece.text) for piece in each.pieces))

    @property
    def changes_anything(self) -> bool:
        """Whether the two differ in anything but rows of stars or dashes."""
        return any(what != KEPT for what in self.counts)

    @property
    def unlike(self) -> bool:
        """Whether the two have hardly anything in common."""
        return max(self.left_percent, self.right_percent) < _ALIKE_PERCENT


def compare(left: Content, right: Content) -> Comparison:
    """Compare the words of two documents, or of two versions."""
    rows, others = left.paragraphs, right.paragraphs
    found = matches([row.text for row in rows], [row.text for row in others])
    counted = [sum(words_of(row.text).total() for row in each) for each in (rows, others)]
    common = sum(_common(rows[pair.left], others[pair.right]) for pair in (*found.ordered, *found.moved))
    shares = [max(round(100 * common / max(1, words)), 1 if common else 0) for words in counted]
    return Comparison(_put_in_order(rows, others, found), shares[0], shares[1])


def _common(row: ContentParagraph, other: ContentParagraph) -> int:
    return (words_of(row.text) & words_of(other.text)).total()


def _put_in_order(rows: _Rows, others: _Rows, found: PairedParagraphs) -> list[ComparedParagraph]:
    """Order the paragraphs so that those only in the first text come before what follows them in both."""
    went, came = {pair.left: pair for pair in found.moved}, {pair.right: pair for pair in found.moved}
    compared, left, right = list[ComparedParagraph](), 0, 0
    for pair in (*found.ordered, Pair(len(rows), len(others), 0)):
        compared += [_keep_single(rows, others, place, went) for place in range(left, pair.left)]
        compared += [_right_alone(rows, others, place, came) for place in range(right, pair.right)]
        if pair.left < len(rows):
            compared.append(_compare_pair(rows, others, pair))
        left, right = pair.left + 1, pair.right + 1
    return compared


def _keep_single(rows: _Rows, others: _Rows, place: int, went: dict[int, Pair]) -> ComparedParagraph:
    if place in went:
        return ComparedParagraph(
            MOVED, _spot(rows, place), None, rows[place].language, _elsewhere(others, went[place].right)
        )
    return ComparedParagraph(
        REMOVED, _spot(rows, place), None, rows[place].language, [Piece(rows[place].text, REMOVED)]
    )


def _elsewhere(others: _Rows, place: int) -> list[Piece]:
    return [Piece("", _spot(others, place))]


def _right_alone(rows: _Rows, others: _Rows, place: int, came: dict[int, Pair]) -> ComparedParagraph:
    if place in came:
        pieces = _words(rows[came[place].left], others[place])
        return ComparedParagraph(
            MOVED, _spot(rows, came[place].left), _spot(others, place), others[place].language, pieces
        )
    return ComparedParagraph(
        ADDED, None, _spot(others, place), others[place].language, [Piece(others[place].text, ADDED)]
    )


def _compare_pair(rows: _Rows, others: _Rows, pair: Pair) -> ComparedParagraph:
    row, other = rows[pair.left], others[pair.right]
    what = KEPT if row.text == other.text else CHANGED
    return ComparedParagraph(
        what, _spot(rows, pair.left), _spot(others, pair.right), other.language, _words(row, other)
    )


def _words(row: ContentParagraph, other: ContentParagraph) -> list[Piece]:
    return [Piece(other.text)] if row.text == other.text else word_by_word(row.text, other.text)


def _spot(rows: _Rows, place: int) -> Spot:
    row = rows[place]
    return Spot(row.key, place_of(row.number, row.under, place + 1))
