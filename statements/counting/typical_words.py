"""The words that somebody uses more than others.

Weighted log-odds with an informative Dirichlet prior: Monroe, Colaresi and Quinn, "Fightin' Words: Lexical Feature
Selection and Evaluation for Identifying the Content of Political Conflict", Political Analysis 16, 2008. The prior, and
those it is compared with, are a sample of the published paragraphs in the same language.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log, sqrt

from django.db import connection
from django.db.models import Count, F

from statements.languages import LANGUAGES, Language
from statements.letters import strip_accents
from statements.models import Document, Entry, Paragraph, ParagraphKind, Participation, Role, Speaker
from statements.search.lexemes import lexemes
from statements.search.memory import ArchiveState
from statements.search.words import tokens

LEAST_WORDS = 300  # that somebody has spoken in a language
_OWN, _SAMPLE = 300, 3_000  # paragraphs
_SHOWN, _LEAST_TIMES, _SURELY = 12, 3, 1.96  # standard deviations: one in twenty is chance
_PRIOR = 500  # words that the prior weighs
_VOICES = [Role.AUTHOR, Role.SPEAKER]


@dataclass(frozen=True)
class Typical:
    """Words in a language, the most typical first, as (word, times); of how many words in how many paragraphs."""

    language: Language
    words: list[tuple[str, int]]
    size: int
    paragraphs: int


def typical_words(speaker: Speaker, state: ArchiveState) -> list[Typical]:
    """The words of each language in which somebody has said enough."""
    own = _paragraphs_of(speaker)
    found = [_typical_in(own, code, state) for code in LANGUAGES]
    return [each for each in found if each]


def _paragraphs_of(speaker: Speaker) -> dict[str, list[int]]:
    """Primary keys by language: of turns, and of the latest documents that are nobody else's."""
    public = Document.objects.published()
    words = Paragraph.objects.exclude(kind=ParagraphKind.STAGE_DIRECTION)
    turns = words.filter(speaker=speaker, document__in=public).order_by("-pk")
    rows = list(turns.values_list("pk", "language")[: 2 * _OWN])
    own = Participation.objects.filter(role__in=_VOICES, document__in=public)
    latest = (
        own.filter(speaker=speaker).order_by("-document__date_start", "-document").values_list("document", flat=True)
    )
    documents = list(latest[:_OWN])
    shared = own.filter(document__in=documents).exclude(speaker=speaker).values_list("document", flat=True)
    alone = set(documents) - set(shared)
    rows += words.filter(speaker=None, document__in=alone).values_list("pk", "language")[: 2 * _OWN]
    keys: dict[str, list[int]] = {code: [] for code in LANGUAGES}
    for key, language in rows:
        if len(keys[language]) < _OWN:
            keys[language].append(key)
    return keys


def _typical_in(own: dict[str, list[int]], code: str, state: ArchiveState) -> Typical | None:
    keys = own[code]
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
    likely = [word for z, word in sorted(weighed, reverse=True) if z > _SURELY][: _SHOWN * 10]
    known = lexemes(likely)
    typical = [word for word in likely if known[word][code]][:_SHOWN]
    written = _restore_spelling(typical, keys)
    return Typical(LANGUAGES[code], [(written.get(word, word), said[word]) for word in typical], size, len(keys))


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
    sample = _counts(
        f"SELECT exact FROM statements_paragraph TABLESAMPLE SYSTEM ({percent:.4f}) REPEATABLE (1)"  # noqa: S608
        f" WHERE language = '{code}'"
        f" AND document_id IN ({_published_documents()}) LIMIT {_SAMPLE}",
        state,
    )
    whole = percent == 100.0
    return {word: max(0, times - said.get(word, 0)) for word, times in sample.items()} if whole else sample


def _published_documents() -> str:
    """What selects the keys of all that is public, for a statement that is handed on as text."""
    sql, parameters = Entry.objects.published().values("document").query.sql_with_params()
    with connection.cursor() as cursor:
        return cursor.mogrify(sql, parameters).decode()


def _counts(statement: str, state: ArchiveState) -> dict[str, int]:
    """Words and how often they stand in the vectors that `statement`, of ours alone, selects."""
    return dict(state.ask("SELECT word, nentry FROM ts_stat(%s)", [statement]))


def _restore_spelling(words: list[str], keys: list[int]) -> dict[str, str]:
    """The words with their accents and capitals, which the index does not have."""
    written = dict[str, str]()
    for text in Paragraph.objects.filter(pk__in=keys).values_list("text", flat=True):
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
    return list(counted.order_by(F("documents").desc(), "sort_name")[:most])
