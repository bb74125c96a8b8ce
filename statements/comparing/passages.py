"""Passages of the archive that may contain a quotation: paragraphs with its words in a row, and their neighbours."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from django.db.models import F, FloatField, Func, Prefetch, Q, Value

from statements.comparing.pasted import Pasted, plain, spelt
from statements.letters import compare_form
from statements.models import Document, Paragraph, Quotation
from statements.search.paragraphs import paragraph_condition
from statements.search.patterns import exact_pattern, join_patterns
from statements.search.words import Token, tokens

LEAST_WORDS = 3
MOST_PARAGRAPHS = 60
_STRETCHES = {8: 12, 5: 12, 3: 6}  # words of a stretch: how many stretches are searched for
_OF_A_DOCUMENT = {8: 24, 5: 16, 3: 6}
_MOST_TO_THE_LETTER = 10  # paragraphs
_MOST_SEGMENTS = 5  # searched for together
_FEW, _MOST_REPEATED = 30, 4  # words searched for at once; beyond that, how often each may occur, on average
_MOST_TOGETHER = 12  # paragraphs before and after
BREAK = "\n\n"  # between paragraphs


class Passage:
    """Consecutive paragraphs, as one text whose words can be searched for."""

    def __init__(self, rows: list[Paragraph]) -> None:
        self.rows = rows
        self.raw = BREAK.join(row.text for row in rows)
        self.compared = compare_form(self.raw)
        self.text = self.compared.text

    @cached_property
    def tokens(self) -> list[Token]:
        return tokens(self.text)

    @cached_property
    def spelt(self) -> list[str]:
        """The words with their accents, ignoring capitals and ligatures."""
        return [spelt(token.word) for token in self.tokens]

    @cached_property
    def words(self) -> list[str]:
        """The words without accents."""
        return [plain(token.word) for token in self.tokens]

    @cached_property
    def _row(self) -> str:
        return f" {' '.join(self.words)} "

    @cached_property
    def _starts(self) -> list[int]:
        starts, at = list[int](), 0
        for word in self.words:
            starts.append(at)
            at += len(word) + 1
        return starts

    def places(self, words: Sequence[str], most: int) -> list[int]:
        """Return at most `most` places of words in a row, each as the number of its first word."""
        wanted, found = f" {' '.join(words)} ", list[int]()
        at = self._row.find(wanted)
        while at >= 0 and len(found) < most:
            found.append(bisect_left(self._starts, at))
            at = self._row.find(wanted, at + 1)
        return found

    def between(self, first: int, last: int) -> str:
        """Return the text between the word before `first` and the word at `last`."""
        start = self.tokens[first - 1].end if first else 0
        return self.text[start : self.tokens[last].start if last < len(self.tokens) else len(self.text)]


def candidates(quotation: Pasted) -> Iterator[list[tuple[int, int]]]:
    """Yield (document, position) of published paragraphs: whole_candidates() first, then those with the longest
    stretches of its sentences, and shorter ones. No list is empty."""
    yield from whole_candidates(quotation)
    segments = [part.words for part in quotation.segments]
    for size in _STRETCHES:
        parts = [part.words for part in quotation.parts if len(part.words) >= size] or segments
        if (rows := _rarest(parts, size)) and (found := _having(rows)):
            yield found
    if quotation.has_marks and len(segments) <= _MOST_SEGMENTS and (found := _having_all(segments)):
        yield found


def whole_candidates(quotation: Pasted) -> Iterator[list[tuple[int, int]]]:
    """Yield (document, position) of published paragraphs with all its words in a row; then of those with the longest
    stretch between two marks."""
    segments = [part.words for part in quotation.segments]
    for words in dict.fromkeys([quotation.words, max(segments, key=len)]):
        if _can_be_a_row(words) and (found := _having([words])):
            exact = _to_the_letter(words, quotation.text) if len(found) == MOST_PARAGRAPHS else []
            yield list(dict.fromkeys(exact + found))


def _can_be_a_row(words: Sequence[str]) -> bool:
    """Whether to search for all words at once: many repetitions of the same words take the index seconds."""
    return len(words) >= LEAST_WORDS and (len(words) <= _FEW or len(words) <= len(set(words)) * _MOST_REPEATED)


def _to_the_letter(words: Sequence[str], text: str) -> list[tuple[int, int]]:
    """Return paragraphs that have a text letter for letter, when more have its words than are looked through."""
    pattern = exact_pattern(" ".join(words))
    rows = Paragraph.objects.filter(paragraph_condition(pattern.tsquery if pattern else ""), text__contains=text)
    rows = rows.filter(document__in=Document.objects.published()).order_by("pk")
    return list(rows.values_list("document", "position")[:_MOST_TO_THE_LETTER])


def _having_all(segments: list[tuple[str, ...]]) -> list[tuple[int, int]]:
    """Return the paragraphs that have all of several short stretches."""
    patterns = [pattern for words in segments if (pattern := exact_pattern(" ".join(words)))]
    each_of_them = (paragraph_condition(pattern.tsquery) for pattern in patterns)
    found = Paragraph.objects.filter(*each_of_them, document__in=Document.objects.published())
    return list(found.order_by("pk").values_list("document", "position")[:MOST_PARAGRAPHS]) if patterns else []


def _having(rows: Iterable[Sequence[str]]) -> list[tuple[int, int]]:
    """Return the paragraphs that have any of the rows of words, those with most of them first."""
    query = join_patterns([pattern for row in rows if (pattern := exact_pattern(" ".join(row)))])
    asked = Func(Value(query), template="%(expressions)s::tsquery")
    rank = Func(F("exact"), asked, function="ts_rank", output_field=FloatField())
    found = Paragraph.objects.filter(paragraph_condition(query), document__in=Document.objects.published())
    return list(found.order_by(rank.desc(), "pk").values_list("document", "position")[:MOST_PARAGRAPHS])


def _rarest(parts: Iterable[Sequence[str]], size: int) -> list[Sequence[str]]:
    """Return rows of `size` words, those with the longest and so rarest words: the best of each part, then the next."""
    ranked = list[tuple[int, int, Sequence[str]]]()
    for part in parts:
        rows = {tuple(part[start : start + size]) for start in range(len(part) - size + 1)}
        rows = {row for row in rows if len(set(row)) >= LEAST_WORDS}  # a row of repeated words occurs everywhere
        ordered = sorted(rows, key=lambda row: (-sum(len(word) for word in row), row))[: _STRETCHES[size]]
        ranked += [(place, -sum(len(word) for word in row), row) for place, row in enumerate(ordered)]
    return [row for *_, row in sorted(ranked)[: _STRETCHES[size]]]


def stretches(words: list[str], size: int) -> list[str]:
    """Return the rows of `size` words that have the longest words; the shorter the rows, the fewer."""
    rows = [words[start : start + size] for start in range(len(words) - size + 1)]
    rows.sort(key=lambda row: -sum(len(word) for word in row))
    return [" ".join(row) for row in rows[: _OF_A_DOCUMENT.get(size, 1)]]


def passages(found: Iterable[tuple[int, int]], length: int) -> Iterator[tuple[Passage, Passage]]:
    """Yield each candidate alone, and with the paragraphs around it that a quotation of `length` characters may reach.

    Takes two SQL statements, plus those for rows related to the paragraphs, however many candidates there are.
    """
    around, by_document = Q(pk__in=[]), defaultdict[int, list[int]](list)
    for document, position in found:
        by_document[document].append(position)
        around |= Q(document=document, position__range=(position - _MOST_TOGETHER, position + _MOST_TOGETHER))
    quotations = Prefetch("quotations", Quotation.objects.select_related("speaker"))
    rows = Paragraph.objects.filter(around).select_related("speaker").prefetch_related(quotations)
    near = defaultdict[int, list[Paragraph]](list)
    for row in rows.order_by("document", "position"):
        near[row.document_id].append(row)
    documents = Document.objects.prefetch_lists().in_bulk(list(near))
    for key, paragraphs in near.items():
        for paragraph in paragraphs:
            paragraph.document = documents[key]
        for position in by_document[key]:
            yield _passages_around(paragraphs, position, length)


def _passages_around(rows: list[Paragraph], position: int, length: int) -> tuple[Passage, Passage]:
    """Return the paragraph at `position`; and with as many before and after it as the quotation may need."""
    middle = next(place for place, row in enumerate(rows) if row.position == position)
    first = last = middle
    for _ in range(_MOST_TOGETHER):
        if first and sum(len(row.text) for row in rows[first:middle]) < length:
            first -= 1
        if last + 1 < len(rows) and sum(len(row.text) for row in rows[middle + 1 : last + 1]) < length:
            last += 1
    own = Passage([rows[middle]])
    return own, own if first == last else Passage(rows[first : last + 1])
