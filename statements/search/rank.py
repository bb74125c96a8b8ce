"""Best first, in two phases: a cheap score for every match, then BM25 for the best few hundred.

BM25 with the usual k1 and b, and extra weight for the title, as in BM25F: Robertson and Zaragoza, "The Probabilistic
Relevance Framework: BM25 and Beyond", 2009. Document frequencies are counted in the index.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log
from typing import Any

from django.db.models import Q

from statements.connecting.rows import Rows
from statements.models import Entry, EntryQuerySet
from statements.search.match import Matcher
from statements.search.memory import ArchiveState, write_statement
from statements.search.patterns import quote_lexeme
from statements.web.limits import prefer_index

Words = dict[str, dict[str, str]]  # those that documents are ranked by, with the lexeme of each by language

BEST = 800  # documents that get the better score, in whole pages. With 400, squad-it loses .003 of nDCG
K1, B = 1.2, 0.75
TITLE = 2.0  # how many times a word in the title counts

_NEWEST = "date_start DESC NULLS LAST, document_id DESC"

_CHEAP = f"""
SELECT document_id FROM ({{matches}}) AS matches JOIN statements_lead AS lead USING (document_id)
ORDER BY CASE language {{score}} END DESC, {_NEWEST} LIMIT %s OFFSET %s
"""  # noqa: S608

_BEST = f"""
SELECT document_id FROM statements_entry WHERE document_id IN ({{candidates}})
ORDER BY CASE language {{score}} END DESC, {_NEWEST}
"""  # noqa: S608

# The same for what somebody says in them; those in which she says nothing come last: said:meloni OR gas.
_BEST_SAID = f"""
SELECT document_id FROM (
    SELECT entry.document_id, utterance.language, date_start, utterance.length, utterance.words
    FROM statements_entry AS entry LEFT JOIN statements_utterance AS utterance
        ON utterance.document_id = entry.document_id AND speaker_id = ANY (%s)
    WHERE entry.document_id IN ({{candidates}})) AS best
GROUP BY document_id, date_start ORDER BY max(CASE language {{score}} END) DESC, {_NEWEST}
"""  # noqa: S608

# How often a lexeme occurs in a vector. In PostgreSQL only ts_rank reveals it: with equal weights the rank is the
# sum of 1/i² for i from 1 to n, divided by its limit π²/6 (calc_rank_or in src/backend/utils/adt/tsrank.c); and π²/6
# minus that sum is almost exactly 1/(n + ½).
_OFTEN = "round(1 / (1.6449341 * (1.0000001 - ts_rank('{weights}', words, %s::tsquery))) - 0.5)"
_EVERYWHERE, _IN_TITLE = _OFTEN.format(weights="{1,1,1,1}"), _OFTEN.format(weights="{0,0,0,1}")
_WEIGHTED = f"greatest({_EVERYWHERE}, 0) + {TITLE - 1} * greatest({_IN_TITLE}, 0)"
# Uses `often` only once: weight * often * (k1 + 1) / (often + k1 * norm), since PostgreSQL would compute it each time.
_NORM = f"{K1} * (1 - {B} + {B} * length / %s)"
_TERM = f"%s * {K1 + 1} * (1 - {_NORM} / ({_WEIGHTED} + {_NORM}))"

_SIZES = "SELECT language, count(*), greatest(avg(length), 1)::float FROM ({matches}) AS matches GROUP BY 1"
_NUMBER = "SELECT count(*) FROM ({matches}) AS matches"
_HAVING = "(SELECT count(*) FROM ({published}) AS published WHERE words @@ %s::tsquery)"


def rank_entries(
    entries: EntryQuerySet, matcher: Matcher, start: int, length: int, said_by: Sequence[int] = ()
) -> list[int]:
    """Return primary keys of the documents of `entries`, best first: `length` of them from position `start` on.

    said_by: keys of speakers, if documents are ranked by what they say in them.

    The cheap score sees only the title and the first lines, which are short. Date and primary key break ties, so that
    no document is repeated or lost between pages. A query without words to rank by is sorted by date.
    """
    ranking = _Ranking(languages_of(matcher.ranking(), matcher.state), matcher.state, said_by)
    if not ranking.languages:
        return list(entries.newest_first().values_list("pk", flat=True)[start : start + length])
    return ranking.best(entries, start, length)


def rank_by_some(
    entries: EntryQuerySet, matcher: Matcher, start: int, length: int, said_by: Sequence[int] = ()
) -> list[int]:
    """Return the same for documents that have some of the words. Those with one of the rarest come first, ranked by all
    words: most of the others have only a common word, and there may be as many of them as the archive has documents."""
    ranking = _Ranking(languages_of(matcher.ranking(), matcher.state), matcher.state, said_by)
    if not ranking.languages:
        return rank_entries(entries, matcher, start, length, said_by)
    rare = ranking.rare_condition()
    with prefer_index():
        first, others = entries.filter(rare), entries.exclude(rare)
        found = ranking.best(first, start, length)
        if len(found) < length:
            number = matcher.state.ask_queryset(_NUMBER, first, ["pk"])[0][0]
            found += ranking.best_cheaply(others, max(start - number, 0), length - len(found))
    return found


@dataclass(frozen=True)
class _Ranking:
    """Orders documents by the words of a query, weighted as in `languages`, in one state of the archive.

    said_by: keys of speakers, if only what they say counts.
    """

    languages: dict[str, RankedLanguage]
    state: ArchiveState
    said_by: Sequence[int] = ()

    def best(self, entries: EntryQuerySet, start: int, length: int) -> list[int]:
        """Return primary keys by BM25 for as many as get this score; beyond those, by the cheap score."""
        if start >= BEST:
            return self.best_cheaply(entries, start, length)
        candidates, parameters = self._cheap(entries, 0, BEST)
        score, weights = _score(_TERM, self.languages, _term)
        best, speakers = (_BEST_SAID, [list(self.said_by)]) if self.said_by else (_BEST, [])
        rows = self.state.ask(best.format(candidates=candidates, score=score), [*speakers, *parameters, *weights])
        return [pk for (pk,) in rows][start : start + length]

    def best_cheaply(self, entries: EntryQuerySet, start: int, length: int) -> list[int]:
        return [pk for (pk,) in self.state.ask(*self._cheap(entries, start, length))]

    def _cheap(self, entries: EntryQuerySet, start: int, length: int) -> tuple[str, list[Any]]:
        """Return the SQL of the cheap score: ts_rank of each word, by the logarithm of length, times its rarity."""
        sql, parameters = write_statement(entries, "document_id", "language", "date_start")
        score, weights = _score("%s * ts_rank(lead.words, %s::tsquery, 1)", self.languages, _weight_and_word)
        return _CHEAP.format(matches=sql, score=score), [*parameters, *weights, length, start]

    def rare_condition(self) -> Q:
        """Return a condition on entries: one of the rarest words, enough of them to give the better score a choice."""
        documents = sum(count for _, count, _ in _sizes(self.state))
        weights = sorted({weight for language in self.languages.values() for weight in language.weights.values()})
        least = max((weight for weight in weights if weight <= weight_of(documents, BEST)), default=weights[0])
        rare = {
            code: " | ".join(quote_lexeme(word) for word, weight in language.weights.items() if weight >= least)
            for code, language in self.languages.items()
        }
        return Q(words__matches=" | ".join(f"('~{code}' & ({words}))" for code, words in rare.items() if words))


def _score(term: str, languages: dict[str, RankedLanguage], values: Callable[..., list[Any]]) -> tuple[str, list[Any]]:
    """Return the branches of a CASE over the language: in each the sum of every word's `term`, with its `values`."""
    sql, parameters = "", list[Any]()
    for code, language in languages.items():
        sql += f"WHEN %s THEN {' + '.join(term for _ in language.weights)} "
        parameters += [code, *(value for each in language.weights.items() for value in values(language, *each))]
    return f"{sql}ELSE 0", parameters


def _weight_and_word(language: RankedLanguage, lexeme: str, weight: float) -> list[Any]:
    return [weight, quote_lexeme(lexeme)]


def _term(language: RankedLanguage, lexeme: str, weight: float) -> list[Any]:
    return [weight, language.length, quote_lexeme(lexeme), quote_lexeme(lexeme), language.length]


@dataclass(frozen=True)
class RankedLanguage:
    """A language's average document length, in different words, and the weight of each lexeme of a query."""

    length: float
    weights: dict[str, float]


def languages_of(words: Words, state: ArchiveState) -> dict[str, RankedLanguage]:
    """Return the languages that have documents and at least one of the words, by their code.

    A word is weighted by how many documents in all languages have it: otherwise it would weigh most where it is
    foreign.
    """
    sizes, (sql, parameters) = _sizes(state), write_statement(Entry.objects.published(), "words")
    asked = [
        " | ".join(f"('~{code}' & {quote_lexeme(each)})" for code, each in row.items()) for row in words.values() if row
    ]
    if not asked:
        return {}
    if len(asked) > 1:
        counts = ", ".join(_HAVING.format(published=sql) for _ in asked)
        queries = [each for query in asked for each in (*parameters, query)]
        having = state.ask(f"SELECT {counts}", queries)[0]  # noqa: S608
    else:  # the weight of the only word changes no order
        having = (0,)
    documents = sum(count for _, count, _ in sizes)
    weights = [
        (row, weight_of(documents, count)) for row, count in zip(filter(None, words.values()), having, strict=True)
    ]
    found = {
        code: RankedLanguage(length, {row[code]: weight for row, weight in weights if code in row})
        for code, _, length in sizes
    }
    return {code: language for code, language in found.items() if language.weights}


def _sizes(state: ArchiveState) -> Rows:
    """By language: its code, the number of its documents and their average length."""
    return state.ask_queryset(_SIZES, Entry.objects.published(), ["language", "length"])


def weight_of(documents: int, having: int) -> float:
    """How much a word weighs that `having` of the documents have: the inverse document frequency, in the form that is
    never negative."""
    return log(1 + (documents - having + 0.5) / (having + 0.5))
