"""Plain words read as a phrase, as one who looks for the first use of some words expects."""

from __future__ import annotations

from itertools import accumulate
from typing import NamedTuple

from django.conf import settings

from statements.search.extend import Extension, extend
from statements.search.grammar import QueryTooLargeError
from statements.search.memory import ArchiveState
from statements.search.query import And, Query, Word
from statements.search.request import SearchRequest
from statements.search.selection import read_query
from statements.search.words import plain

_MOST_WORDS = 40  # of a phrase and its other spellings


class PhraseRequest(NamedTuple):
    """The request for a phrase, the phrase as it is typed, and its other spellings, which are looked for too."""

    request: SearchRequest
    phrase: str
    extensions: tuple[Extension, ...]


def as_phrase(request: SearchRequest, state: ArchiveState) -> PhraseRequest | None:
    """Return the request for words as the phrase that they make, in one state of the archive.

    Other spellings are those of the whole phrase: "collective defence" is "difesa collettiva". None for a single word,
    and for a query that has anything but words.
    """
    try:
        query = read_query(request.words)
    except QueryTooLargeError:
        return None
    words = _plain_words(query)
    if len(words) < 2:
        return None
    typed = " ".join(words)
    extensions = _extensions_of_whole(query, typed, state) if request.spellings else ()
    others = _fit(typed, [each for extension in extensions for each in extension.added])
    alternatives = " OR ".join(map(_write, [typed, *others]))
    return PhraseRequest(request.reword(alternatives), _write(typed), (Extension(typed, others),) if others else ())


def _fit(typed: str, others: list[str]) -> tuple[str, ...]:
    """As many of the other spellings as a query can have beside what was typed: it stands in links."""
    ends = accumulate(len(f'"{each}" OR ') for each in [typed, *others])
    sizes = accumulate(len(each.split()) for each in [typed, *others])
    rows = zip(others, list(ends)[1:], list(sizes)[1:], strict=True)
    return tuple(each for each, end, size in rows if end <= settings.SEARCH_MAX_CHARACTERS and size <= _MOST_WORDS)


def _plain_words(query: Query) -> list[str]:
    """The words of a query of nothing else."""
    nodes = query.root.nodes if isinstance(query.root, And) else ()
    words = [node.text for node in nodes if isinstance(node, Word)]
    return words if len(words) == len(nodes) else []


def _extensions_of_whole(query: Query, typed: str, state: ArchiveState) -> tuple[Extension, ...]:
    _, extensions = extend(query, state)
    return extensions if [plain(each.typed) for each in extensions] == [plain(typed)] else ()


def _write(spelling: str) -> str:
    return f'"{spelling}"' if " " in spelling else spelling
