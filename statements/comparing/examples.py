"""Examples from the archive at hand: words to check, and texts to compare. Each is certain to give an answer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, combinations, permutations
from typing import NamedTuple
from urllib.parse import urlencode

from django.db import connection
from django.db.models.functions import Now

from statements.comparing.documents import Comparison, compare
from statements.comparing.match import dice, words_of
from statements.comparing.passages import LEAST_WORDS
from statements.comparing.quotations import EXACT, Checked, DocumentMatch, Located, paragraphs_covered
from statements.connecting.rows import Rows
from statements.languages import LANGUAGES
from statements.models import Content, Document, Entry, Paragraph, ParagraphKind, Revision
from statements.reading.versions import version_of
from statements.search.examples import example_searches, latest_documents
from statements.search.memory import ArchiveState
from statements.search.paragraphs import paragraph_condition
from statements.search.patterns import exact_pattern, join_patterns
from statements.search.words import tokens

# A whole sentence without signs that may end it early: the last word is long, as "Hon." and "Rep." are not. Where there
# is none, the beginning of a longer one.
_SENTENCE = re.compile(r"(?:^|(?<=[a-zà-ÿ]{4}[.!?] ))[A-ZÀ-Þ][^.!?…:;“”\"«»()\[\]\n]{58,200}[a-zà-ÿ]{4}[.!?](?=\s|$)")
_BEGINNING = re.compile(r"^[A-ZÀ-Þ][^.!?…:;“”\"«»()\[\]\n]{40,160}\w(?=\s)")
_DOCUMENTS, _PARAGRAPHS, _HAVING = 30, 12, 40  # read for a sentence
_SIZES = {"size__gte": 30, "size__lte": 500}  # words of a text that is compared
_AMONG, _TRIED = 40, 4
_RELATED, _LONGEST = 8, 20_000  # texts of a language in an archive without a better pair, and words of each
_GROUPED = 40  # documents with a translation that are looked at
_LEAST_PERCENT = 20  # of the words of one text that the other has
_PAIRS = """
SELECT one.id, other.id FROM statements_document AS one JOIN statements_document AS other
    ON one.id < other.id AND one.language = other.language
WHERE one.id = ANY (%s) AND other.id = ANY (%s) AND similarity(one.title, other.title) >= 0.3
ORDER BY similarity(one.title, other.title) DESC, one.id DESC, other.id DESC LIMIT %s
"""

PairRow = tuple[int, int, int | None, int | None]  # two documents, and the numbers of two versions of one


@dataclass(frozen=True)
class ExamplePair:
    """Two documents to compare, or two versions of one: `versions`, their numbers."""

    left: Document
    right: Document
    versions: tuple[int, int] | None = None

    @property
    def query(self) -> str:
        """The parameters of the page that compares them."""
        asked = {"a": self.left.slug, "b": self.right.slug}
        return urlencode(asked | dict(zip(("va", "vb"), self.versions or (), strict=False)))

    @property
    def numbers(self) -> tuple[int | None, int | None]:
        """Of the versions; None stands for the last one."""
        return self.versions or (None, None)

    @property
    def contents(self) -> tuple[Content, Content]:
        first, second = self.numbers
        return version_of(self.left, first).content, version_of(self.right, second).content

    def compare(self) -> Comparison:
        return compare(*self.contents)


class ExampleQuotation(NamedTuple):
    """A sentence that a published paragraph has: the key of the paragraph, and the language of its document."""

    paragraph: int
    words: str
    language: str


def example_quotation(language: str, state: ArchiveState) -> ExampleQuotation | None:
    """A sentence to check, in `language` where there is one."""
    rows = state.recall(f"a sentence: {language}", lambda: _find_sentence(language, _topics(language, state)))
    return ExampleQuotation(*rows[0]) if rows else None


class _Text(NamedTuple):
    """A paragraph, the language of its document, and the word for which it was found."""

    key: int
    text: str
    language: str
    word: str = ""


def _topics(language: str, state: ArchiveState) -> list[str]:
    return [words for _, words in example_searches(language, state)]


def _find_sentence(language: str, topics: list[str]) -> Rows:
    """A sentence with one of the words that the archive is about; otherwise one of its latest documents."""
    for texts in _places_to_look(language, topics):
        for pattern in (_SENTENCE, _BEGINNING):
            if found := next((row for text in texts for row in _sentences(text, pattern)), None):
                return [found]
    return []


def _places_to_look(language: str, topics: list[str]) -> Iterator[list[_Text]]:
    """Paragraphs with each of the words; then the latest documents in the language, and in any."""
    for each in topics:
        yield _paragraphs_with(each, language)
    yield _latest_texts(language)
    yield _latest_texts("")


def _sentences(text: _Text, pattern: re.Pattern[str]) -> Iterator[tuple[int, str, str]]:
    """Those of a paragraph that are long enough and have the word for which it was found."""
    for found in pattern.finditer(text.text[:1_500]):
        if text.word.casefold() in found[0].casefold() and len(tokens(found[0])) >= 2 * LEAST_WORDS:
            yield text.key, found[0], text.language


def _paragraphs_with(words: str, language: str) -> list[_Text]:
    """Paragraphs in a language that have these words, as the index gives them."""
    pattern = exact_pattern(words)
    if pattern is None:
        return []
    having = Paragraph.objects.filter(
        paragraph_condition(join_patterns([pattern])),
        document__in=Entry.objects.published().filter(language=language).values("document"),
        kind=ParagraphKind.BODY,
    )
    rows = having.order_by().values_list("pk", "text")[:_HAVING]
    return [_Text(key, text, language, words) for key, text in rows]


def _latest_texts(language: str) -> list[_Text]:
    """The first paragraphs of the latest documents."""
    latest = latest_documents(language, _DOCUMENTS)
    among = Paragraph.objects.filter(document__in=latest, position__lte=_PARAGRAPHS, kind=ParagraphKind.BODY)
    rows = list(among.order_by("position").values_list("document", "pk", "text", "document__language"))
    return [_Text(key, text, code) for _, key, text, code in sorted(rows, key=lambda row: latest.index(row[0]))]


def answer_example(example: ExampleQuotation) -> Checked | None:
    """What a check of the words answers; None where the paragraph no longer has them, or is not public."""
    rows = Paragraph.objects.select_related("speaker").prefetch_related("quotations__speaker")
    row = rows.filter(pk=example.paragraph, document__in=Document.objects.published()).first()
    words = example.words
    start = row.text.find(words) if row else -1
    if row is None or start < 0:
        return None
    covered, said_by = paragraphs_covered([row], start, start + len(words))
    part = Located(EXACT, covered, words, words, said_by)
    document = Document.objects.prefetch_lists().get(pk=row.document_id)
    return Checked([DocumentMatch(document, EXACT, 1.0, [part])], False)


def example_pair(language: str, state: ArchiveState) -> ExamplePair | None:
    """Two texts with much in common but not everything: recurring formulas, or two versions of a document."""
    rows = state.recall(f"a pair: {language}", lambda: next(_find_pairs(language), []))
    return _pair(rows[0]) if rows else None


def _pair(row: PairRow) -> ExamplePair:
    documents = Document.objects.published().in_bulk(row[:2])
    versions = (row[2], row[3]) if row[2] and row[3] else None
    return ExamplePair(documents[row[0]], documents[row[1]], versions)


def _find_pairs(language: str) -> Iterator[Rows]:
    """Those pairs of each language that have the most in common, and versions; those that are tried are few and short.

    The language of the page comes first.
    """
    languages = sorted(LANGUAGES, key=lambda each: each != language)
    for rows in chain(map(_titled_alike, languages), [_corrected()]):
        shared = [(_percent_shared(row), row) for row in rows]
        if found := [(shares, row) for shares, row in shared if max(shares) >= _LEAST_PERCENT]:
            yield [max(found, key=lambda each: min(each[0]))[1]]


def _percent_shared(row: PairRow) -> tuple[int, int]:
    """Of the words of each text, the percentage that the other has; nothing where the two are the same."""
    compared = _pair(row).compare()
    return (compared.left_percent, compared.right_percent) if compared.changes_anything else (0, 0)


def _titled_alike(language: str) -> Iterator[PairRow]:
    """Short documents in one language whose titles are alike, among the latest."""
    latest = latest_documents(language, _AMONG, **_SIZES)
    if len(latest) < 2:
        return
    with connection.cursor() as cursor:
        cursor.execute(_PAIRS, [latest, latest, _TRIED])
        yield from ((left, right, None, None) for left, right in cursor.fetchall())


def _corrected() -> Iterator[PairRow]:
    """Short documents that were published again, as (document, document, the version before, the last version)."""
    short = Entry.objects.published().filter(**_SIZES).values("document")
    again = Revision.objects.filter(number__gte=2, published_at__lte=Now(), document__in=short)
    rows = again.order_by("-pk").values_list("document", "number")[:_TRIED]
    yield from ((document, document, number - 1, number) for document, number in rows)


def example_related(language: str, state: ArchiveState) -> ExamplePair | None:
    """The two texts of a language with the most words in common, however few: for archives without a better pair."""
    rows = state.recall(f"related: {language}", lambda: next(_find_related(language), []))
    return _pair(rows[0]) if rows else None


def _find_related(language: str) -> Iterator[Rows]:
    """The pair of each language, among its latest short texts, else among all its latest; the page's language first."""
    for code in sorted(LANGUAGES, key=lambda each: each != language):
        for sizes in (_SIZES, {"size__lte": _LONGEST}):
            latest = latest_documents(code, _RELATED, **sizes)
            words = {key: Counter[str]() for key in latest}
            for key, text in Paragraph.objects.filter(document__in=latest).values_list("document", "text"):
                words[key] += words_of(text)
            if pairs := list(combinations(latest, 2)):
                newer, older = max(pairs, key=lambda pair: dice(words[pair[0]], words[pair[1]]))
                yield [(older, newer, None, None)]


def example_translations(language: str, state: ArchiveState) -> tuple[Document, Document] | None:
    """Two documents that are translations of each other, the first in `language` where there is one in it."""
    rows = state.recall(f"translations: {language}", lambda: _find_translations(language))
    if not rows:
        return None
    documents = Document.objects.published().in_bulk(rows[0])
    one, other = (documents[key] for key in rows[0])
    return (one, other) if one.translation_group == other.translation_group is not None else None


def _find_translations(language: str) -> Rows:
    """Those that the index has first: the latest would have to be looked for among all documents."""
    grouped = Document.objects.published().filter(translation_group__isnull=False).order_by("translation_group", "pk")
    rows = list(grouped.values_list("translation_group", "pk", "language")[:_GROUPED])
    pairs = [(one, other) for one, other in permutations(rows, 2) if one[0] == other[0] and one[2] != other[2]]
    pairs.sort(key=lambda pair: pair[0][2] != language)
    return [(one[1], other[1]) for one, other in pairs[:1]]
