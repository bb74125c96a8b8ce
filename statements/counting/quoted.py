"""The passages of somebody that others quote most.

A passage is what she is quoted with in a document that is not her own text, of four words or more. Two quotations have
the same passage if one of them has all the words of the other in a row, capitals and punctuation aside.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from statements.connecting.rows import Rows
from statements.counting.whose import IS_OWN, QUOTES_OTHERS
from statements.models import Document, Entry, Speaker
from statements.search.memory import ArchiveState, write_statement
from statements.search.paragraphs import written_row
from statements.search.patterns import exact_pattern
from statements.search.words import plain_words

_SHOWN, _LEAST_DOCUMENTS, _LEAST_WORDS = 5, 2, 4
_LISTED = 3  # documents of a passage that are named
_LONGEST_QUERY = 50  # words of a passage that a search takes
_NARRATES = """
EXISTS (SELECT FROM statements_utterance AS utterance
        WHERE utterance.document_id = paragraph.document_id AND utterance.speaker_id = {speaker} AND narrates)
"""
_IS_HERS = IS_OWN.replace("{narrates}", _NARRATES)
_QUOTATIONS = f"""
SELECT substr(text, quotation.start + 1, quotation."end" - quotation.start), paragraph.document_id, paragraph.key
FROM statements_quotation AS quotation JOIN statements_paragraph AS paragraph ON paragraph.id = paragraph_id
JOIN ({{published}}) AS public (document_id, date_start) ON public.document_id = paragraph.document_id
WHERE quotation.speaker_id = %s AND NOT ({_IS_HERS.format(speaker="quotation.speaker_id")})
ORDER BY date_start NULLS LAST, paragraph.document_id, paragraph.position, quotation.start
"""  # noqa: S608
# Where others are quoted in a paragraph as well, the words may be theirs.
_OWN = f"""
SELECT paragraph.document_id, paragraph.key
FROM statements_paragraph AS paragraph
JOIN ({{published}}) AS public (document_id, date_start) ON public.document_id = paragraph.document_id
WHERE paragraph.id = ANY (%s::bigint[]) AND {_IS_HERS.format(speaker="%s")}
    AND NOT {QUOTES_OTHERS.format(speaker="%s")}
ORDER BY date_start NULLS LAST, paragraph.document_id, paragraph.position LIMIT 1
"""  # noqa: S608

Words = tuple[str, ...]
Quoting = dict[int, str]  # the key of a paragraph by document


@dataclass(frozen=True)
class Place:
    """A paragraph that has a passage."""

    document: Document
    key: str

    @property
    def url(self) -> str:
        return f"{self.document.get_absolute_url()}#{self.key}"


@dataclass(frozen=True)
class QuotedPassage:
    """Words that somebody is quoted with. own: where she says them herself, if the archive has it.

    quoted: the first documents that quote them; number: how many there are.
    """

    text: str
    own: Place | None
    quoted: list[Place]
    number: int

    @property
    def language(self) -> str:
        return self.quoted[0].document.language

    @property
    def query(self) -> str:
        """The search for the passage; empty if it is too long for one."""
        words = self.text.replace('"', " ").split()
        query = f'"{" ".join(words)}"'
        return query if len(words) <= _LONGEST_QUERY and len(query) <= settings.SEARCH_MAX_CHARACTERS else ""

    @property
    def more(self) -> int:
        """How many documents are not named."""
        return self.number - len(self.quoted)


def most_quoted(speaker: Speaker, state: ArchiveState) -> list[QuotedPassage]:
    """The passages that are in quotations of the most documents, two at least."""
    rows = state.recall(f"most quoted: {speaker.pk}", lambda: _find(speaker, state))
    keys = {key for _, own, quoting, _ in rows for key, _ in [*quoting, *([own] if own else [])]}
    documents = Document.objects.published().in_bulk(keys) if keys else {}
    return [
        QuotedPassage(
            text,
            Place(documents[own[0]], own[1]) if own else None,
            [Place(documents[key], paragraph) for key, paragraph in quoting],
            number,
        )
        for text, own, quoting, number in rows
    ]


def _find(speaker: Speaker, state: ArchiveState) -> Rows:
    """Rows of (text, where she says it or None, the first that quote it, how many do); places are (document, key)."""
    published, parameters = _published()
    quotations = state.ask(_QUOTATIONS.format(published=published), [*parameters, speaker.pk])
    return [
        (text, _find_own(text, speaker, state), [*quoting.items()][:_LISTED], len(quoting))
        for text, quoting in _choose(quotations)
    ]


def _published() -> tuple[str, tuple[Any, ...]]:
    return write_statement(Entry.objects.published(), "document_id", "date_start")


def _choose(quotations: Rows) -> list[tuple[str, Quoting]]:
    """The passages to show, with the documents that quote them in the order of the rows (text, document, key)."""
    said = [(tuple(plain_words(text)), document, key) for text, document, key in quotations]
    texts = {words: text for (words, *_), (text, *_) in reversed([*zip(said, quotations, strict=True)])}
    quoting = _gather(said)
    passages = [(words, found) for words, found in quoting.items() if len(found) >= _LEAST_DOCUMENTS]
    passages.sort(key=lambda each: (-len(each[1]), -len(each[0])))
    shown = list[tuple[Words, Quoting]]()
    for words, found in passages:
        if not any(_contains(longer, words) or _contains(words, longer) for longer, _ in shown):
            shown.append((words, found))
        if len(shown) == _SHOWN:
            break
    return [(texts[words], found) for words, found in shown]


def _gather(said: Iterable[tuple[Words, int, str]]) -> dict[Words, Quoting]:
    """The documents whose quotations have all the words of a passage, by passage. Passages are looked up by their first
    words, so that not every one is compared with every other."""
    quotations = list(said)
    beginnings = defaultdict[Words, set[Words]](set)
    for words, *_ in quotations:
        if len(words) >= _LEAST_WORDS:
            beginnings[words[:_LEAST_WORDS]].add(words)
    found = defaultdict[Words, Quoting](dict)
    for words, document, key in quotations:
        for place in range(len(words) - _LEAST_WORDS + 1):
            for passage in beginnings.get(words[place : place + _LEAST_WORDS], ()):
                if words[place : place + len(passage)] == passage:
                    found[passage].setdefault(document, key)
    return found


def _contains(longer: Words, words: Words) -> bool:
    return any(longer[place : place + len(words)] == words for place in range(len(longer) - len(words) + 1))


def _find_own(text: str, speaker: Speaker, state: ArchiveState) -> tuple[Any, ...] | None:
    """The first paragraph of hers that has the words."""
    pattern = exact_pattern(text)
    if pattern is None:
        return None
    published, parameters = _published()
    paragraphs = written_row([pattern]).find(state)[1]
    given = [*parameters, paragraphs, speaker.pk, speaker.pk, speaker.pk]
    return next(iter(state.ask(_OWN.format(published=published), given)), None)
