"""What a query asks of the words of documents in each language, joined into as few text-search queries as possible.

Each entry stores its language among its words, as ~it. So a single query, (~it & 'alleanz') | (~en & 'alleanza') …,
applies the rules of each language and uses the index, which PostgreSQL does not use for an OR over language and words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from statements.languages import LANGUAGES


@dataclass(frozen=True)
class Clause:
    """Text-search queries for a document's stemmed words and for its word forms; both must match.

    stop_word: the clause may be dropped when it stands beside others, since nobody searches for "the".
    """

    words: str = ""
    forms: str = ""
    stop_word: bool = False


Clauses = dict[str, Clause]  # by language


def merge_and(several: Sequence[Clauses], beside_words: bool = False) -> Clauses:
    """Join by AND. beside_words: other conditions ask for words too, so stop words on their own ask for nothing."""
    return {
        code: _and_clause([clauses[code] for clauses in several], code if beside_words else "") for code in LANGUAGES
    }


def _and_clause(clauses: Sequence[Clause], any_in: str = "") -> Clause:
    kept = _drop_stop_words(clauses)
    if any_in and all(clause.stop_word for clause in kept):
        return Clause(words=f"'~{any_in}'")
    words = [clause.words for clause in kept if clause.words]
    forms = [clause.forms for clause in kept if clause.forms]
    return Clause(_join_queries(words, " & "), _join_queries(forms, " & "), kept[0].stop_word)


def merge_or(several: Sequence[Clauses]) -> Clauses | None:
    """Join by OR; None where one language needs both stems and forms, which no single query can ask for."""
    joined = {code: _or_clause([clauses[code] for clauses in several]) for code in LANGUAGES}
    return {code: clause for code, clause in joined.items() if clause} if all(joined.values()) else None


def _or_clause(clauses: Sequence[Clause]) -> Clause | None:
    kept = _drop_stop_words(clauses)
    if all(clause.words and not clause.forms for clause in kept):
        return Clause(words=_join_queries([clause.words for clause in kept], " | "))
    if all(clause.forms and not clause.words for clause in kept):
        return Clause(forms=_join_queries([clause.forms for clause in kept], " | "), stop_word=kept[0].stop_word)
    return kept[0] if len(kept) == 1 else None


def negate_all(clauses: Mapping[str, Clause]) -> Clauses | None:
    """Negate the clauses; None where no single query can. An excluded stop word counts, in its written form."""
    if any(clause.words and clause.forms for clause in clauses.values()):
        return None
    return {code: Clause(_negate(clause.words), _negate(clause.forms)) for code, clause in clauses.items()}


def make_condition(clauses: Mapping[str, Clause]) -> Q:
    """Return the clauses as a condition on entries."""
    words = {code: clause.words for code, clause in clauses.items() if not clause.forms}
    forms = {code: clause.forms for code, clause in clauses.items() if not clause.words}
    condition = Q()
    if words:
        condition |= Q(words__matches=_join_languages(words))
    if forms:
        condition |= Q(forms__matches=_join_languages(forms))
    for code, clause in clauses.items():
        if clause.words and clause.forms:
            words_too = Q(words__matches=_join_languages({code: clause.words}))
            condition |= words_too & Q(forms__matches=_join_languages({code: clause.forms}))
    return condition


def _join_languages(queries: Mapping[str, str]) -> str:
    return " | ".join(f"('~{code}' & ({query}))" for code, query in queries.items())


def _drop_stop_words(clauses: Sequence[Clause]) -> Sequence[Clause]:
    return [clause for clause in clauses if not clause.stop_word] or clauses


def _join_queries(queries: Sequence[str], operator: str) -> str:
    return operator.join(f"({query})" for query in queries) if len(queries) > 1 else "".join(queries)


def _negate(query: str) -> str:
    return f"!({query})" if query else ""
