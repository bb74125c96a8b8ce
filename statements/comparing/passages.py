"""Passages of the archive that may have a quotation: paragraphs that have its words in a row, and those around them."""

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
_STRETCHES = {8: 12, 5: 12, 3: 6}  # words of a stretch: how many of them are looked for
_OF_A_DOCUMENT = {8: 24, 5: 16, 3: 6}
_MOST_TO_THE_LETTER = 10  # paragraphs
_MOST_SEGMENTS = 5  # that are looked for together
_FEW, _MOST_REPEATED = 30, 4  # words that are looked for at once; of more how often each may come, on average
_MOST_TOGETHER = 12  # paragraphs before and after
BREAK = "\n\n"  # between paragraphs


class Passage:
    """Paragraphs that follow each other, as one text whose words can be looked for."""

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
        """The words with their accents, whatever their capitals and ligatures."""
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
        """The places of words in a row, `most` at most, as numbers of the first of them."""
        wanted, found = f" {' '.join(words)} ", list[int]()
        at = self._row.find(wanted)
        while at >= 0 and len(found) < most:
            found.append(bisect_left(self._starts, at))
            at = self._row.find(wanted, at + 1)
        return found

    def between(self, first: int, last: int) -> str:
        """What stands between the word before `first` and the word at `last`."""
        start = self.tokens[first - 1].end if first else 0
        return self.text[start : self.tokens[last].start if last < len(self.tokens) else len(self.text)]


def candidates(quotation: Pasted) -> Iterator[list[tuple[int, int]]]:
    """(document, position) of published paragraphs that have all of its words in a row; then of those that have the
    longest stretch between two marks; then the longest stretches of its sentences, and shorter ones. None is empty."""
    segments = [part.words for part in quotation.segments]
    for words in dict.fromkeys([quotation.words, max(segments, key=len)]):
        if _can_be_a_row(words) and (found := _having([words])):
            exact = _to_the_letter(words, quotation.text) if len(found) == MOST_PARAGRAPHS else []
            yield list(dict.fromkeys(exact + found))
    for size in _STRETCHES:
        parts = [part.words for part in quotation.parts if len(part.words) >= size] or segments
        if (rows := _rarest(parts, size)) and (found := _having(rows)):
            yield found
    if quotation.has_marks and len(segments) <= _MOST_SEGMENTS and (found := _having_all(segments)):
        yield found


def _can_be_a_row(words: Sequence[str]) -> bool:
    """Whether to look for all words at once: many that are the same over and over take the index seconds."""
    return len(words) >= LEAST_WORDS and (len(words) <= _FEW or len(words) <= len(set(words)) * _MOST_REPEATED)


def _to_the_letter(words: Sequence[str], text: str) -> list[tuple[int, int]]:
    """Paragraphs that have a text as it is, of more that have its words than are looked through."""
    pattern = exact_pattern(" ".join(words))
    rows = Paragraph.objects.filter(paragraph_condition(pattern.tsquery if pattern else ""), text__contains=text)
    rows = rows.filter(document__in=Document.objects.published()).order_by("pk")
    return list(rows.values_list("document", "position")[:_MOST_TO_THE_LETTER])


def _having_all(segments: list[tuple[str, ...]]) -> list[tuple[int, int]]:
    """The paragraphs that have all of some short stretches."""
    patterns = [pattern for words in segments if (pattern := exact_pattern(" ".join(words)))]
    each_of_them = (paragraph_condition(pattern.tsquery) for pattern in patterns)
    found = Paragraph.objects.filter(*each_of_them, document__in=Document.objects.published())
    return list(found.order_by("pk").values_list("document", "position")[:MOST_PARAGRAPHS]) if patterns else []


def _having(rows: Iterable[Sequence[str]]) -> list[tuple[int, int]]:
    """The paragraphs that have one of the rows of words, those with most of them first."""
    query = join_patterns([pattern for row in rows if (pattern := exact_pattern(" ".join(row)))])
    asked = Func(Value(query), template="%(expressions)s::tsquery")
    rank = Func(F("exact"), asked, function="ts_rank", output_field=FloatField())
    found = Paragraph.objects.filter(paragraph_condition(query), document__in=Document.objects.published())
    return list(found.order_by(rank.desc(), "pk").values_list("document", "position")[:MOST_PARAGRAPHS])


def _rarest(parts: Iterable[Sequence[str]], size: int) -> list[Sequence[str]]:
    """Rows of `size` words, those of the longest words, which are the rarest: the first of each part, then the next."""
    ranked = list[tuple[int, int, Sequence[str]]]()
    for part in parts:
        rows = {tuple(part[start : start + size]) for start in range(len(part) - size + 1)}
        rows = {row for row in rows if len(set(row)) >= LEAST_WORDS}  # the same over and over stands everywhere
        ordered = sorted(rows, key=lambda row: (-sum(len(word) for word in row), row))[: _STRETCHES[size]]
        ranked += [(place, -sum(len(word) for word in row), row) for place, row in enumerate(ordered)]
    return [row for *_, row in sorted(ranked)[: _STRETCHES[size]]]


def stretches(words: list[str], size: int) -> list[str]:
    """Rows of `size` words, those of the longest words, and the fewer the shorter the rows."""
    rows = [words[start : start + size] for start in range(len(words) - size + 1)]
    rows.sort(key=lambda row: -sum(len(word) for word in row))
    return [" ".join(row) for row in rows[: _OF_A_DOCUMENT.get(size, 1)]]


def passages(found: Iterable[tuple[int, int]], length: int) -> Iterator[tuple[Passage, Passage]]:
    """Each candidate by itself, and with the paragraphs around it that a quotation of `length` characters may run over.

    Two statements and those of what hangs on the paragraphs, however many candidates there are.
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
    """The paragraph at `position`; and it with as many before and after it as the quotation may need."""
    middle = next(place for place, row in enumerate(rows) if row.position == position)
    first = last = middle
    for _ in range(_MOST_TOGETHER):
        if first and sum(len(row.text) for row in rows[first:middle]) < length:
            first -= 1
        if last + 1 < len(rows) and sum(len(row.text) for row in rows[middle + 1 : last + 1]) < length:
            last += 1
    own = Passage([rows[middle]])
    return own, own if first == last else Passage(rows[first : last + 1])
