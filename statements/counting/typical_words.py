"""The words that somebody uses more than others.

Weighted log-odds with an informative Dirichlet prior: Monroe, Colaresi and Quinn, "Fightin' Words: Lexical Feature
Selection and Evaluation for Identifying the Content of Political Conflict", Political Analysis 16, 2008. The prior, and
those it is compared with, are a sample of the published paragraphs in the same language.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log, sqrt
from typing import Any

from django.db import connection
from django.db.models import Count, F

from statements.connecting.rows import Rows
from statements.counting.whose import IS_OWN, QUOTES_OTHERS
from statements.languages import LANGUAGES, Language
from statements.letters import strip_accents
from statements.models import AS_IN_AN_INDEX, Document, Entry, Paragraph, Speaker
from statements.search.lexemes import lexemes
from statements.search.memory import ArchiveState, write_statement
from statements.search.words import tokens

LEAST_WORDS = 300  # that somebody has spoken in a language
_OWN, _SAMPLE = 300, 3_000  # paragraphs
_SHOWN, _LEAST_TIMES, _SURELY = 12, 3, 1.96  # standard deviations: one in twenty is chance
_PRIOR = 500  # words that the prior weighs
_LATEST = 300  # documents
# The latest paragraphs that are all hers
_PARAGRAPHS = f"""
SELECT id, language FROM (
    SELECT document_id, narrates FROM statements_utterance JOIN statements_entry AS entry USING (document_id)
    WHERE document_id IN ({{published}}) AND speaker_id = %s
    ORDER BY date_start DESC NULLS LAST, document_id DESC LIMIT {_LATEST}) AS said,
LATERAL (
    SELECT id, language FROM statements_paragraph AS paragraph
    WHERE paragraph.document_id = said.document_id AND {IS_OWN.format(speaker="%s", narrates="narrates")}
        AND NOT {QUOTES_OTHERS.format(speaker="%s")}
    ORDER BY position) AS own
LIMIT {2 * _OWN}
"""  # noqa: S608
# The empty vector is added so that each one is read from its place outside of the table once, and not for every word.
_DOCUMENTS = """
SELECT word, count(*) FROM (
    SELECT forms || ''::tsvector AS forms FROM statements_utterance
    WHERE speaker_id = %s AND document_id IN ({published}) OFFSET 0) AS said
JOIN unnest(%s::text[]) AS word ON forms @@ quote_literal(word)::tsquery GROUP BY 1
"""


@dataclass(frozen=True)
class Typical:
    """Words in a language, the most typical first, as (word, documents in which they say it).

    paragraphs: of how many they were taken.
    """

    language: Language
    words: list[tuple[str, int]]
    paragraphs: int


def typical_words(speaker: Speaker, state: ArchiveState) -> list[Typical]:
    """The words of each language in which somebody has said enough; found once for each state of the archive."""
    rows = state.recall(f"typical words: {speaker.pk}", lambda: _find(speaker, state))
    return [Typical(LANGUAGES[code], words, paragraphs) for code, words, paragraphs in rows]


def _find(speaker: Speaker, state: ArchiveState) -> Rows:
    """Rows of (language, words, paragraphs)."""
    own = _paragraphs_of(speaker, state)
    chosen = [each for code in LANGUAGES if (each := _typical_in(own[code], code, state))]
    documents = _count_documents(speaker, [word for _, words, *_ in chosen for word, _ in words], state)
    return [
        (code, [(written, documents.get(word, 0)) for word, written in words], paragraphs)
        for code, words, paragraphs in chosen
    ]


def _paragraphs_of(speaker: Speaker, state: ArchiveState) -> dict[str, list[int]]:
    """Primary keys by language: of the latest paragraphs that are all hers, with nobody else quoted in them."""
    sql, parameters = _published_documents()
    rows = state.ask(_PARAGRAPHS.format(published=sql), [*parameters, *[speaker.pk] * 3])
    keys: dict[str, list[int]] = {code: [] for code in LANGUAGES}
    for key, language in rows:
        if len(keys[language]) < _OWN:
            keys[language].append(key)
    return keys


def _count_documents(speaker: Speaker, words: list[str], state: ArchiveState) -> dict[str, int]:
    """In how many documents somebody says each of the words, as the search for it counts them."""
    if not words:
        return {}
    sql, parameters = _published_documents()
    given = [speaker.pk, *parameters, sorted(set(words))]
    return dict(state.ask(_DOCUMENTS.format(published=sql), given))


def _typical_in(keys: list[int], code: str, state: ArchiveState) -> tuple[str, list[tuple[str, str]], int] | None:
    """The language, its words as the index has them and as they are written, and of how many paragraphs."""
    said = _counts(f"SELECT exact FROM statements_paragraph WHERE id = ANY (ARRAY{keys}::bigint[])", state)  # noqa: S608
    size = sum(said.values())
    if size < LEAST_WORDS:
        return None
    others = _sample(code, said, state)
    sizes = size, sum(others.values())
    weighed = [
        (weight((times, others.get(word, 0)), sizes), word)
        for word, times in said.items()
        if times >= _LEAST_TIMES and len(word) > 2 and word.isalpha()
    ]
    likely = [word for z, word in sorted(weighed, reverse=True) if z > _SURELY][: _SHOWN * 3]
    known = lexemes(likely)
    typical = [word for word in likely if known[word][code]][:_SHOWN]
    written = _restore_spelling(typical, keys)
    return code, [(word, written.get(word, word)) for word in typical], len(keys)


def weight(times: tuple[int, int], sizes: tuple[int, int]) -> float:
    """The log-odds ratio of a word between two counts of words, in its standard deviations.

    times: how often it stands in each; sizes: the words of each. Equations (16), (20) and (22) of the paper.
    """
    prior = _PRIOR * sum(times) / sum(sizes)
    own, other = times[0] + prior, times[1] + prior
    odds = log(own / (sizes[0] + _PRIOR - own)) - log(other / (sizes[1] + _PRIOR - other))
    return odds / sqrt(1 / own + 1 / other)


def _sample(code: str, said: dict[str, int], state: ArchiveState) -> dict[str, int]:
    """How often each word stands in about _SAMPLE paragraphs from all over the archive.

    It is the same sample for all speakers, counted once for each state of the archive. What one has `said` is taken
    out of it where it is the whole archive; where it is a small part, a few paragraphs of theirs do not weigh.
    """
    [(total,)] = state.ask(
        "SELECT greatest(reltuples, 0)::bigint FROM pg_class WHERE relname = %s", ["statements_paragraph"]
    )
    percent = min(100.0, 100 * _SAMPLE * len(LANGUAGES) / max(total, 1))
    published = _write_out(*_published_documents())
    sample = _counts(
        f"SELECT exact FROM statements_paragraph TABLESAMPLE SYSTEM ({percent:.4f}) REPEATABLE (1)"  # noqa: S608
        f" WHERE language = '{code}'"
        f" AND document_id IN ({published}) LIMIT {_SAMPLE}",
        state,
    )
    whole = percent == 100.0
    return {word: max(0, times - said.get(word, 0)) for word, times in sample.items()} if whole else sample


def _published_documents() -> tuple[str, tuple[Any, ...]]:
    return write_statement(Entry.objects.published(), "document")


def _write_out(sql: str, parameters: Sequence[Any]) -> str:
    """A statement as text, to be handed on in another one."""
    with connection.cursor() as cursor:
        return cursor.mogrify(sql, parameters).decode()


def _counts(statement: str, state: ArchiveState) -> dict[str, int]:
    """Words and how often they stand in the vectors that `statement`, of ours alone, selects."""
    return dict(state.ask("SELECT word, nentry FROM ts_stat(%s)", [statement]))


def _restore_spelling(words: list[str], keys: list[int]) -> dict[str, str]:
    """The words with their accents and capitals, which the index does not have."""
    written = dict[str, str]()
    for text in Paragraph.objects.filter(pk__in=keys).values_list("text", flat=True):
        letters = strip_accents(text).lower()
        if not any(word in letters for word in words if word not in written):
            continue  # taking a text apart takes long
        for token in tokens(text):
            plain = strip_accents(token.word)
            if plain in words:
                written.setdefault(plain, token.word)
        if len(written) == len(words):
            break
    return written


def company(speaker: Speaker, most: int = 12) -> list[Speaker]:
    """Speakers who share the most documents with somebody; `documents` is how many."""
    together = speaker.participations.filter(document__in=Document.objects.published()).values("document")
    others = Speaker.objects.exclude(pk=speaker.pk).filter(participations__document__in=together)
    counted = others.annotate(documents=Count("participations__document", distinct=True))
    return list(counted.order_by(F("documents").desc(), AS_IN_AN_INDEX)[:most])
