"""The best first, in two phases: a cheap score for every match, then BM25 over the best few hundred.

BM25 with the usual k1 and b, and more weight for the title, as BM25F has it: Robertson and Zaragoza, "The Probabilistic
Relevance Framework: BM25 and Beyond", 2009. Document frequencies are counted in the index, per language.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import log
from typing import Any

from statements.languages import LANGUAGES
from statements.models import Entry, EntryQuerySet
from statements.search.match import Matcher
from statements.search.memory import State, memory
from statements.search.patterns import quoted

Lexemes = dict[str, list[str]]  # by language, those that documents are ranked by

BEST = 1000  # documents that get the better score; whole pages
K1, B = 1.2, 0.75
TITLE = 2.0  # times that a word in the title counts

_NEWEST = "date_start DESC NULLS LAST, document_id DESC"

_CHEAP = f"""
SELECT document_id FROM ({{matches}}) AS matches JOIN statements_lead AS lead USING (document_id)
ORDER BY CASE language {{score}} END DESC, {_NEWEST} LIMIT %s OFFSET %s
"""  # noqa: S608

# `words || ''` reads the words of a document once, for all that asks for them.
_BEST = f"""
WITH best AS MATERIALIZED (
    SELECT document_id, language, date_start, length, words || ''::tsvector AS words
    FROM statements_entry WHERE document_id IN ({{candidates}}))
SELECT document_id FROM best ORDER BY CASE language {{score}} END DESC, {_NEWEST}
"""  # noqa: S608

# How often a lexeme stands in a vector. PostgreSQL tells of it by ts_rank alone: with equal weights that is the sum of
# 1/i² for i from 1 to n, divided by its limit π²/6 (calc_rank_or in src/backend/utils/adt/tsrank.c); and π²/6 less that
# sum is 1/(n + ½), all but exactly.
_OFTEN = "round(1 / (1.6449341 * (1.0000001 - ts_rank('{weights}', words, %s::tsquery))) - 0.5)"
_EVERYWHERE, _IN_TITLE = _OFTEN.format(weights="{1,1,1,1}"), _OFTEN.format(weights="{0,0,0,1}")
_WEIGHTED = f"greatest({_EVERYWHERE}, 0) + {TITLE - 1} * greatest({_IN_TITLE}, 0)"
_BM25 = f"%s * often * {K1 + 1} / (often + {K1} * (1 - {B} + {B} * length / %s))"
_TERM = f"(SELECT {_BM25} FROM (SELECT {_WEIGHTED} AS often) AS term)"  # noqa: S608

_SIZES = "SELECT language, count(*), greatest(avg(length), 1)::float FROM ({published}) AS published GROUP BY 1"
_HAVING = "(SELECT count(*) FROM ({published}) AS published WHERE words @@ %s::tsquery)"


def ranked(entries: EntryQuerySet, matcher: Matcher, state: State, start: int, length: int) -> list[int]:
    """Primary keys of the documents of `entries`, `length` of them from place `start` on, the best first.

    The cheap score sees the title and the first lines only, which are short. Date and primary key break ties, so that
    no document repeats or vanishes across pages. A query without words to rank by is in the order of dates.
    """
    lexemes = {code: words for code in LANGUAGES if (words := matcher.ranking(code))}
    languages = frequencies(lexemes, state) if lexemes else {}
    if not languages:
        return list(entries.newest_first().values_list("pk", flat=True)[start : start + length])
    sql, parameters = _cheap(entries, languages)
    if start >= BEST:
        return [pk for (pk,) in memory.ask(state, sql, [*parameters, length, start])]
    return _by_bm25(sql, [*parameters, BEST, 0], languages, state)[start : start + length]


def _cheap(entries: EntryQuerySet, languages: dict[str, Frequencies]) -> tuple[str, list[Any]]:
    """The statement for the cheap score: ts_rank of each word, by the logarithm of the length, times its rarity."""
    matches = entries.order_by().values_list("document_id", "language", "date_start")
    sql, parameters = matches.query.sql_with_params()
    score, weights = _score("%s * ts_rank(lead.words, %s::tsquery, 1)", languages, _weight_and_word)
    return _CHEAP.format(matches=sql, score=score), [*parameters, *weights]


def _by_bm25(candidates: str, parameters: list[Any], languages: dict[str, Frequencies], state: State) -> list[int]:
    """The keys that the statement `candidates` selects, by all their words; each language has its own frequencies."""
    score, weights = _score(_TERM, languages, _term)
    rows = memory.ask(state, _BEST.format(candidates=candidates, score=score), [*parameters, *weights])
    return [pk for (pk,) in rows]


def _score(term: str, languages: dict[str, Frequencies], values: Callable[..., list[Any]]) -> tuple[str, list[Any]]:
    """The branches of a CASE over the language: in each the sum of the `term` of every word, with its `values`."""
    sql, parameters = "", list[Any]()
    for code, language in languages.items():
        sql += f"WHEN %s THEN {' + '.join(term for _ in language.having)} "
        parameters += [code, *(value for word in language.having for value in values(language, word))]
    return f"{sql}ELSE 0", parameters


def _weight_and_word(language: Frequencies, word: str) -> list[Any]:
    return [language.weight(word), quoted(word)]


def _term(language: Frequencies, word: str) -> list[Any]:
    return [language.weight(word), language.length, quoted(word), quoted(word)]


@dataclass(frozen=True)
class Frequencies:
    """Of a language: its documents, their average length in different words, and how many documents have a word."""

    documents: int
    length: float
    having: dict[str, int]

    def weight(self, word: str) -> float:
        """The inverse document frequency, in the form that is never negative."""
        having = self.having[word]
        return log(1 + (self.documents - having + 0.5) / (having + 0.5))


def frequencies(lexemes: Lexemes, state: State) -> dict[str, Frequencies]:
    """Per language with documents, what these are like, and in how many of them each of its `lexemes` stands."""
    published, parameters = (
        Entry.objects.published().order_by().values("language", "length", "words").query.sql_with_params()
    )
    sizes = memory.ask(state, _SIZES.format(published=published), parameters)
    wanted = [(code, word) for code, words in lexemes.items() for word in words]
    counts = ", ".join(_HAVING.format(published=published) for _ in wanted)
    queries = [each for code, word in wanted for each in (*parameters, f"'~{code}' & {quoted(word)}")]
    having = dict(zip(wanted, memory.ask(state, f"SELECT {counts}", queries)[0], strict=True))  # noqa: S608
    return {
        code: Frequencies(documents, length, {word: having[code, word] for word in lexemes[code]})
        for code, documents, length in sizes
        if code in lexemes
    }
