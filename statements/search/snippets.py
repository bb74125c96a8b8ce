"""The paragraphs that answer a query, cut around its words, which are marked by their offsets in the text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TypeVar

from django.utils.safestring import SafeString

from statements.connecting.rows import read_rows
from statements.marks import Piece, pieces, render_marks
from statements.models import Document, ListedParagraph
from statements.models.content import ContentParagraph
from statements.search.lexemes import EXACT, lexemes
from statements.search.match import Matcher
from statements.search.paragraph_match import LISTED_COLUMNS, match_paragraphs
from statements.search.patterns import Pattern
from statements.search.sayers import Sayer, attribute
from statements.search.words import Token, count_words, tokens_beginning

PARAGRAPHS_PER_HIT = 3
_LOOKED_AT = 4  # times as many, of those in which somebody says something, if anybody is quoted in the document
_BEFORE, _LENGTH = 90, 320  # characters before the first mark, and in all

_BEST = """
SELECT {columns} FROM (
    SELECT *, row_number() OVER (PARTITION BY document_id ORDER BY score DESC, position) AS standing
    FROM (SELECT {columns}, {score} AS score FROM statements_paragraph WHERE {condition} {said}) AS paragraph
) AS ranked WHERE standing <= {most} ORDER BY standing
"""
_PARTLY_SAID = """
AND (speaker_id = ANY (%(speakers)s)
    OR speaker_id IS NULL AND document_id IN (
        SELECT document_id FROM statements_utterance
        WHERE speaker_id = ANY (%(speakers)s) AND document_id = ANY (%(documents)s) AND narrates)
    OR id IN (
        SELECT paragraph_id FROM statements_quotation AS quotation
        JOIN statements_paragraph AS quoting ON quoting.id = paragraph_id
        WHERE quotation.speaker_id = ANY (%(speakers)s) AND document_id = ANY (%(documents)s)))
"""
_MOST_SAID = """
CASE WHEN document_id IN (
    SELECT document_id FROM statements_quotation JOIN statements_paragraph AS quoting ON quoting.id = paragraph_id
    WHERE document_id = ANY (%(documents)s)) THEN %(many)s ELSE %(few)s END
"""

_Key = TypeVar("_Key", int, str)


@dataclass(frozen=True)
class Snippet:
    """A paragraph of a hit and the excerpt that is shown, with a mark on what was searched for.

    marks: offsets in the text of the paragraph; sayers: who says what is marked.
    """

    paragraph: ListedParagraph
    pieces: list[Piece]
    marks: list[tuple[int, int]]
    sayers: tuple[Sayer, ...]

    @property
    def words(self) -> SafeString:
        """The excerpt as HTML."""
        return render_marks(self.pieces)


def snippets(
    documents: list[Document], matcher: Matcher, said_by: Sequence[int] = (), most: int = PARAGRAPHS_PER_HIT
) -> dict[int, list[Snippet]]:
    """Return the best paragraphs of each document, by primary key, in the order of the text, in six queries at most.

    said_by: keys of speakers, if only what they say is wanted; most: paragraphs of a document.
    """
    paragraphs = _best_paragraphs(documents, matcher, said_by, most)
    words = {each.pk: _candidates(each.text, each.language, matcher) for each in paragraphs}
    titles = (_candidates(each.display_title, each.language, matcher) for each in documents)
    lexemes({token.form for row in (*words.values(), *titles) for token in row})  # one look-up for all of them
    attributions, by_key = attribute(paragraphs), {document.pk: document for document in documents}
    found: dict[int, list[Snippet]] = defaultdict(list)
    for paragraph in paragraphs:
        marks = _marks_of(paragraph.text, words[paragraph.pk], paragraph.language, matcher)
        if said_by:
            marks = attributions.said_by(paragraph, marks, said_by)
        if marks or not said_by:
            sayers = attributions.sayers(paragraph, marks, by_key[paragraph.document_id])
            found[paragraph.document_id].append(cut_snippet(paragraph, marks, sayers))
    return {key: _in_order(each[:most]) for key, each in found.items()}


def _in_order(found: list[Snippet]) -> list[Snippet]:
    return sorted(found, key=lambda snippet: snippet.paragraph.position)


def mark_title(document: Document, matcher: Matcher, said_by: Sequence[int] = ()) -> SafeString:
    """Return the title as HTML, with the words searched for marked."""
    title = document.display_title
    marks = highlight_title(title, document.language, matcher, said_by)
    return render_marks(pieces(title, [(start, end, True) for start, end in marks]))


def highlight_title(title: str, language: str, matcher: Matcher, said_by: Sequence[int] = ()) -> list[tuple[int, int]]:
    """Return where words of a query stand in a title; nowhere if somebody must say them, as nobody says titles."""
    return [] if said_by else highlights(title, language, matcher)


def _best_paragraphs(
    documents: list[Document], matcher: Matcher, said_by: Sequence[int], most: int
) -> list[ListedParagraph]:
    """The paragraphs of each document, best first. Of those in which somebody says something there are more where
    others are quoted: the words may be theirs."""
    asked = match_paragraphs(matcher, [document.pk for document in documents])
    if asked is None:
        return []
    said, standing = (_PARTLY_SAID, _MOST_SAID) if said_by else ("", "%(few)s")
    sql = _BEST.format(columns=LISTED_COLUMNS, score=asked.score, condition=asked.condition, said=said, most=standing)
    limits = {"speakers": list(said_by), "few": most, "many": most * _LOOKED_AT}
    return [ListedParagraph(*row) for row in read_rows(sql, asked.parameters | limits)]


def find_positions(document: int, matcher: Matcher, said_by: Sequence[int] = ()) -> list[int]:
    """The positions of all paragraphs of a document that answer, in order. said_by: as of snippets()."""
    asked = match_paragraphs(matcher, [document])
    if asked is None:
        return []
    said = _PARTLY_SAID if said_by else ""
    sql = f"SELECT position FROM statements_paragraph WHERE {asked.condition} {said} ORDER BY position"  # noqa: S608
    return [position for (position,) in read_rows(sql, asked.parameters | {"speakers": list(said_by)})]


def cut_snippet(
    paragraph: ListedParagraph, marks: list[tuple[int, int]], sayers: tuple[Sayer, ...], length: int = _LENGTH
) -> Snippet:
    """Return the excerpt of a paragraph around the first of the marks, of about `length` characters."""
    start, end = _window(paragraph.text, marks, length)
    inside = [(max(first, start) - start, min(last, end) - start, True) for first, last in marks if first < end]
    cut = pieces(paragraph.text[start:end], [each for each in inside if each[1] > 0])
    before = [Piece("… ")] if start else []
    after = [Piece(" …")] if end < len(paragraph.text) else []
    return Snippet(paragraph, before + cut + after, marks, sayers)


def highlights(text: str, language: str, matcher: Matcher) -> list[tuple[int, int]]:
    """Return where words and phrases of a query stand in `text`: offsets (start, end), in order, without overlap."""
    return _marks_of(text, _candidates(text, language, matcher), language, matcher)


def highlights_in(rows: Sequence[ContentParagraph], matcher: Matcher) -> dict[str, list[tuple[int, int]]]:
    """Return the same for paragraphs of a revision's content, by their keys; those without any are left out."""
    return highlight_texts({row.key: (row.text, row.language) for row in rows}, matcher)


def highlight_texts(texts: Mapping[_Key, tuple[str, str]], matcher: Matcher) -> dict[_Key, list[tuple[int, int]]]:
    """Return the same for texts with their languages, by whatever key they have."""
    words = {key: _candidates(text, language, matcher) for key, (text, language) in texts.items()}
    lexemes({token.form for each in words.values() for token in each})  # one look-up for all of them
    found = {key: _marks_of(text, words[key], language, matcher) for key, (text, language) in texts.items()}
    return {key: marks for key, marks in found.items() if marks}


def _candidates(text: str, language: str, matcher: Matcher) -> list[Token]:
    """The words of a text that may be marked: few besides those that are, so that few are looked up."""
    return tokens_beginning(text, matcher.beginnings(language))


def _marks_of(text: str, words: list[Token], language: str, matcher: Matcher) -> list[tuple[int, int]]:
    """Return the highlights of a text, found among those of its `words` that may be marked."""
    known, found = lexemes({token.form for token in words}), list[tuple[int, int]]()
    for kind, patterns in ((language, matcher.words.get(language, [])), (EXACT, matcher.exact_patterns(language))):
        row = [known[token.form][kind] for token in words] if patterns else []
        for pattern in patterns:
            if len(pattern.lexemes) == 1:
                found += [each[:2] for each, lexeme in zip(words, row, strict=True) if _is_last(pattern, lexeme)]
            else:
                found += _rows_of(pattern, text, words, row)
    return _merge_spans(sorted(found))


def _rows_of(pattern: Pattern, text: str, words: list[Token], row: list[str | None]) -> list[tuple[int, int]]:
    """Where several words stand in a row. Words of the text that are not among `words` are only counted."""
    wanted = {lexeme for lexeme in pattern.lexemes[:-1] if lexeme is not None}
    if not wanted <= {*row}:
        return []
    places = _places(text, words)
    by_place = dict(zip(places, row, strict=True))
    starts, last = dict(zip(places, words, strict=True)), len(pattern.lexemes) - 1
    return [
        (starts[place - last].start, token.end)
        for place, token, lexeme in zip(places, words, row, strict=True)
        if _is_last(pattern, lexeme)
        and all(each in (None, by_place.get(place - last + i)) for i, each in enumerate(pattern.lexemes[:-1]))
    ]


def _places(text: str, words: list[Token]) -> list[int]:
    """How many words of the text stand before each of `words`."""
    ends = [0, *(word.end for word in words[:-1])]
    gaps = (count_words(text, end, word.start) for end, word in zip(ends, words, strict=True))
    return [number + place for place, number in enumerate(accumulate(gaps))]


def _is_last(pattern: Pattern, lexeme: str | None) -> bool:
    last = pattern.lexemes[-1]
    return lexeme is not None and last is not None and (lexeme == last or pattern.prefix and lexeme.startswith(last))


def _merge_spans(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _window(text: str, marks: list[tuple[int, int]], length: int) -> tuple[int, int]:
    """Return an excerpt with the first mark near its start, and both ends moved to word boundaries."""
    start = max(0, (marks[0][0] if marks else 0) - min(_BEFORE, length // 3))
    end = min(len(text), start + length)
    start = max(0, end - length) if end == len(text) else start
    if start:
        start = text.find(" ", start) + 1
    if end < len(text):
        end = max(text.rfind(" ", start, end), marks[0][1] if marks else 0)
    return start, end
