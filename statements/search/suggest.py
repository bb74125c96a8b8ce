"""What was probably meant by a word that no document has: the nearest words in the archive's own vocabulary.

The nearest words share the most trigrams (https://www.postgresql.org/docs/current/pgtrgm.html). The vocabulary includes
words of drafts, but whatever is suggested occurs in a published document that passes the filters.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from django.db import connection

from statements.models import EntryQuerySet
from statements.search.match import Matcher
from statements.search.memory import ArchiveState
from statements.search.patterns import quote_lexeme
from statements.search.query import And, Node, Or, Query, Word, walk
from statements.search.selection import Selection
from statements.search.words import plain_words
from statements.web.limits import prefer_index

_MOST_WORDS = 6  # of a query that are looked at
_CANDIDATES = 10  # for each word
_SHORTEST = 4  # letters

# Ignores the session's pg_trgm threshold, because the result must not depend on who sets it.
_NEAREST = """
SELECT typed, near.word FROM unnest(%s::text[]) AS typed,
    LATERAL (SELECT word, max(similarity(word, typed)) AS likeness FROM statements_vocabularyword
             WHERE word %% typed AND word <> typed GROUP BY word ORDER BY likeness DESC, word LIMIT %s) AS near
"""


@dataclass(frozen=True)
class Suggestion:
    """The query with other words, ready to be typed, and the words replaced: (typed, better)."""

    typed: str
    words: tuple[tuple[str, str], ...]


def suggest(selection: Selection) -> Suggestion | None:
    """Suggest nearer words for those found in no document that passes the filters; None if there are none."""
    query, entries = selection.query, selection.passing
    if query.root is None:
        return None
    words = [leaf for leaf, excluded in walk(query.root) if isinstance(leaf, Word) and not excluded]
    asked = [word for word in words if word.text not in selection.set_aside][:_MOST_WORDS]
    state = selection.state
    unknown = {plain: word for word in asked if (plain := _form_of(word)) and not _is_known(word, entries, state)}
    better = {unknown[plain]: Word(near) for plain, near in _nearest(list(unknown), entries).items()}
    if not better:
        return None
    changed = replace(query, root=_replace_words(query.root, better))
    return Suggestion(changed.plain_form, tuple((word.text, near.text) for word, near in better.items()))


def _form_of(word: Word) -> str:
    """The word as the vocabulary stores it; empty if it is several words, or short."""
    plain = plain_words(word.text)
    return plain[0] if len(plain) == 1 and len(plain[0]) >= _SHORTEST else ""


def _is_known(word: Word, entries: EntryQuerySet, state: ArchiveState) -> bool:
    with prefer_index():
        return Matcher(Query(word), state).matching(entries).exists()


def _nearest(words: list[str], entries: EntryQuerySet) -> dict[str, str]:
    """For each of `words`, return the most similar word of `entries`; among equals, the one that most of them have."""
    if not words:
        return {}
    candidates = defaultdict[str, list[str]](list)
    with connection.cursor() as cursor:
        cursor.execute(_NEAREST, [words, _CANDIDATES])
        for typed, near in cursor.fetchall():
            candidates[typed].append(near)
    found, having = dict[str, str](), _having({each for near in candidates.values() for each in near}, entries)
    for typed, near in candidates.items():
        counted = [(_likeness(typed, each), having[each], each) for each in near]
        if known := [each for each in counted if each[1]]:
            found[typed] = max(known)[2]
    return found


def _likeness(typed: str, word: str) -> float:
    """Similarity from 0 to 1, rounded to tenths: one letter in a long word should not decide between two candidates."""
    return round(SequenceMatcher(None, typed, word).ratio(), 1)


def _having(words: set[str], entries: EntryQuerySet) -> dict[str, int]:
    """Count how many of `entries` have each of `words`, in one statement."""
    if not words:
        return {}
    queries = [entries.filter(forms__matches=quote_lexeme(word)).order_by().values("pk") for word in words]
    asked = [query.query.sql_with_params() for query in queries]
    counts = ", ".join(f"(SELECT count(*) FROM ({sql}) AS found)" for sql, _ in asked)  # noqa: S608
    with prefer_index(), connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts}", [each for _, given in asked for each in given])  # noqa: S608
        return dict(zip(words, cursor.fetchone(), strict=True))


def _replace_words(node: Node, better: dict[Word, Word]) -> Node:
    match node:
        case Word():
            return better.get(node, node)
        case And(children):
            return And(tuple(_replace_words(child, better) for child in children))
        case Or(children):
            return Or(tuple(_replace_words(child, better) for child in children))
    return node
