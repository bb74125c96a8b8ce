"""The paragraphs that answer a query, cut around its words, which are marked by their offsets in the text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Case, F, FloatField, Func, Q, Value, When, Window
from django.db.models.functions import RowNumber
from django.utils.safestring import SafeString

from statements.languages import LANGUAGES
from statements.marks import Piece, pieces, render_marks
from statements.models import Document, Paragraph, Stretch
from statements.models.content import ContentParagraph
from statements.search.fields import is_numbered
from statements.search.lexemes import EXACT, lexemes
from statements.search.match import Matcher
from statements.search.patterns import Pattern, join_patterns
from statements.search.words import Token, tokens

PARAGRAPHS_PER_HIT = 3
_DIVIDE_BY_LOG_OF_LENGTH = 1
_NUMBERED = 1000.0  # the rank of a paragraph whose number was typed; that of each word is below 1
_BEFORE, _LENGTH = 90, 320  # characters before the first mark, and in all


@dataclass(frozen=True)
class Snippet:
    """A paragraph of a hit and the excerpt that is shown, with a mark on what was searched for."""

    paragraph: Paragraph
    pieces: list[Piece]

    @property
    def words(self) -> SafeString:
        """The excerpt as HTML."""
        return render_marks(self.pieces)


def snippets(documents: list[Document], matcher: Matcher) -> dict[int, list[Snippet]]:
    """Return the best paragraphs of each document, by primary key, in the order of the text: two queries in all."""
    found: dict[int, list[Snippet]] = defaultdict(list)
    paragraphs = list(_best_paragraphs(documents, matcher))
    words = {paragraph.pk: tokens(paragraph.text) for paragraph in paragraphs}
    titles = (tokens(document.title) for document in documents)
    lexemes({token.form for row in (*words.values(), *titles) for token in row})  # one look-up for all of them
    for paragraph in sorted(paragraphs, key=lambda paragraph: paragraph.position):
        marks = marks_of(words[paragraph.pk], paragraph.language, matcher)
        found[paragraph.document_id].append(_snippet(paragraph, marks))
    return found


def mark_title(document: Document, matcher: Matcher) -> SafeString:
    """Return the title as HTML, with the words searched for marked."""
    title = document.display_title
    return render_marks(
        pieces(title, [(start, end, True) for start, end in highlights(title, document.language, matcher)])
    )


def _best_paragraphs(documents: list[Document], matcher: Matcher) -> list[Paragraph]:
    matches, ranks = Q(), []
    for code in LANGUAGES:
        for field, patterns in (("words", matcher.words[code]), ("exact", matcher.exact_patterns(code))):
            if patterns:
                query = join_patterns(patterns)
                matches |= Q(**{"language": code, f"{field}__matches": query})
                ranks.append(Case(When(language=code, then=_ts_rank(field, query)), default=0.0))
    shown = [document.pk for document in documents]
    if matches:
        matches |= Q(pk__in=Stretch.objects.filter(matches, document__in=shown).values("paragraph"))
    if matcher.numbers:
        numbered = reduce(or_, (is_numbered(number) for number in matcher.numbers))
        matches |= numbered
        ranks.append(Case(When(numbered, then=_NUMBERED), default=0.0))
    if not matches:
        return []
    score = sum(ranks, start=Value(0.0))
    best = Window(RowNumber(), partition_by=F("document"), order_by=[F("score").desc(), F("position")])
    paragraphs = Paragraph.objects.filter(matches, document__in=shown)
    return list(
        paragraphs.alias(score=score, standing=best).filter(standing__lte=PARAGRAPHS_PER_HIT).order_by("position")
    )


def _ts_rank(field: str, query: str) -> Func:
    cast = Func(Value(query), template="%(expressions)s::tsquery")
    return Func(F(field), cast, Value(_DIVIDE_BY_LOG_OF_LENGTH), function="ts_rank", output_field=FloatField())


def _snippet(paragraph: Paragraph, marks: list[tuple[int, int]]) -> Snippet:
    start, end = _window(paragraph.text, marks)
    inside = [(max(first, start) - start, min(last, end) - start, True) for first, last in marks if first < end]
    cut = pieces(paragraph.text[start:end], [each for each in inside if each[1] > 0])
    before = [Piece("… ")] if start else []
    after = [Piece(" …")] if end < len(paragraph.text) else []
    return Snippet(paragraph, before + cut + after)


def highlights(text: str, language: str, matcher: Matcher) -> list[tuple[int, int]]:
    """Return where words and phrases of a query stand in `text`: offsets (start, end), in order, without overlap."""
    return marks_of(tokens(text), language, matcher)


def highlights_in(rows: Sequence[ContentParagraph], matcher: Matcher) -> dict[str, list[tuple[int, int]]]:
    """Return the same for paragraphs of a revision's content, by their keys; those without any are left out."""
    words = {row.key: tokens(row.text) for row in rows}
    lexemes({token.form for each in words.values() for token in each})  # one look-up for all of them
    found = {row.key: marks_of(words[row.key], row.language, matcher) for row in rows}
    return {key: marks for key, marks in found.items() if marks}


def marks_of(words: list[Token], language: str, matcher: Matcher) -> list[tuple[int, int]]:
    """Return the same for the words of a text."""
    known = lexemes(token.form for token in words)
    stems, forms = [known[token.form][language] for token in words], [known[token.form][EXACT] for token in words]
    found = [span for pattern in matcher.words.get(language, []) for span in _occurrences(pattern, words, stems)]
    found += [span for pattern in matcher.exact_patterns(language) for span in _occurrences(pattern, words, forms)]
    return _merge_spans(sorted(found))


def _occurrences(pattern: Pattern, words: list[Token], row: list[str | None]) -> list[tuple[int, int]]:
    length = len(pattern.lexemes)
    return [
        (words[last - length + 1].start, words[last].end)
        for last, lexeme in enumerate(row)
        if _ends(pattern, lexeme) and last >= length - 1 and _begins(pattern, row[last - length + 1 : last])
    ]


def _begins(pattern: Pattern, row: list[str | None]) -> bool:
    return all(wanted in (None, lexeme) for wanted, lexeme in zip(pattern.lexemes, row, strict=False))


def _ends(pattern: Pattern, lexeme: str | None) -> bool:
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


def _window(text: str, marks: list[tuple[int, int]]) -> tuple[int, int]:
    """Return an excerpt with the first mark near its start, and both ends moved to word boundaries."""
    start = max(0, (marks[0][0] if marks else 0) - _BEFORE)
    end = min(len(text), start + _LENGTH)
    start = max(0, end - _LENGTH) if end == len(text) else start
    if start:
        start = text.find(" ", start) + 1
    if end < len(text):
        end = max(text.rfind(" ", start, end), marks[0][1] if marks else 0)
    return start, end
