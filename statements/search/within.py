"""The search within one document, for the box on its page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from django.conf import settings

from statements.models.content import Content
from statements.search.extend import Extension
from statements.search.grammar import SHORTEST_PREFIX, QueryTooLargeError
from statements.search.match import Matcher
from statements.search.memory import archive_state
from statements.search.query import And, Near, Node, Not, Or, Phrase, Prefix, Query, Word, join_and, walk
from statements.search.results import marks_in
from statements.search.selection import read_query
from statements.search.snippets import find_positions
from statements.search.understand import Understood, understand
from statements.search.words import plain_words, tokens

_LIKE = 0.75  # of 1, for a word of the text that may have been meant
_MOST_BETTER = 3
_MOST_COMPARED = 300_000  # characters of a text in which words like the typed ones are looked for


@dataclass(frozen=True)
class Finding:
    """What a search within a document finds.

    typed: as typed; spellings: whether other spellings were looked for; marks: where the words stand, as offsets by the
    key of the paragraph; set_aside: words not looked for; extensions: the other spellings; asks: whether it asks for
    words at all; better: searches that do find something in the text, where this one does not; too_slow: whether
    looking was given up.
    """

    typed: str = ""
    spellings: bool = True
    marks: Mapping[str, list[tuple[int, int]]] = field(default_factory=dict)
    set_aside: tuple[str, ...] = ()
    extensions: tuple[Extension, ...] = ()
    asks: bool = False
    better: tuple[str, ...] = ()
    too_slow: bool = False


def find_within(content: Content, typed: str, spellings: bool) -> Finding:
    """Return what a search finds in the text of a version. spellings: whether other spellings are looked for too."""
    typed = typed[: settings.SEARCH_MAX_CHARACTERS].replace("\0", "").strip()
    query = _read(typed, spellings)
    if query is None or not _asks_for_words(query):
        return Finding(typed, spellings)
    marks = marks_in(content, typed, spellings)
    how = understand(query, archive_state()) if spellings else Understood(query)
    found = Finding(typed, spellings, marks, how.set_aside, how.extensions, asks=True)
    return found if marks else replace(found, better=_suggest(content, query, spellings))


def find_all(document: int, finding: Finding) -> list[int]:
    """The positions of the paragraphs of a document, as it is now, in which a search finds something.

    document: its key in the database; finding: what the search finds in a part of the text.
    """
    query = _read(finding.typed, finding.spellings) if finding.asks else None
    if query is None:
        return []
    state = archive_state()
    matcher = Matcher(understand(query, state).query if finding.spellings else query, state)
    return find_positions(document, matcher, matcher.sayers)


def _read(typed: str, spellings: bool) -> Query | None:
    """The query; None where nothing is typed, or too much."""
    try:
        return read_query(typed) if typed else None
    except QueryTooLargeError:
        return None


def _asks_for_words(query: Query) -> bool:
    leaves = walk(query.root) if query.root else ()
    return any(isinstance(leaf, Word | Prefix | Phrase | Near) and not excluded for leaf, excluded in leaves)


def _suggest(content: Content, query: Query, spellings: bool) -> tuple[str, ...]:
    """Searches like `query` that find something: without its quotation marks, and with words that the text has."""
    if sum(len(row.text) for row in content.paragraphs) > _MOST_COMPARED:
        return ()
    known = sorted({token.word for row in content.paragraphs for token in tokens(row.text)})
    changes = (_loosen, lambda leaf: _find_beginning(leaf, known), lambda leaf: _find_nearest(leaf, known))
    candidates = dict.fromkeys(each for change in changes for each in _change(query, change))
    finding = (each for each in candidates if marks_in(content, each, spellings))
    return tuple(each for _, each in zip(range(_MOST_BETTER), finding, strict=False))


def _change(query: Query, change: Callable[[Node], Node | None]) -> Iterator[str]:
    """Yield the query as it would be typed, with every word changed that `change` has another form for, if any."""
    if query.root is None:
        return
    changed = replace(query, root=_change_leaves(query.root, change))
    if changed != query:
        yield changed.plain_form


def _change_leaves(node: Node, change: Callable[[Node], Node | None]) -> Node:
    match node:
        case And(children):
            return join_and([_change_leaves(child, change) for child in children]) or node
        case Or(children):
            return Or(tuple(_change_leaves(child, change) for child in children))
        case Not():
            return node
    return change(node) or node


def _loosen(leaf: Node) -> Node | None:
    """The words of a phrase, wherever they stand."""
    return join_and([Word(word) for word in leaf.text.split()]) if isinstance(leaf, Phrase) else None


def _find_beginning(leaf: Node, known: list[str]) -> Node | None:
    """All words that begin with a word."""
    [word, *more] = plain_words(leaf.text) if isinstance(leaf, Word) else [""]
    begins = len(word) >= SHORTEST_PREFIX and not more and any(each.startswith(word) for each in known)
    return Prefix(leaf.text) if isinstance(leaf, Word) and begins else None


def _find_nearest(leaf: Node, known: list[str]) -> Node | None:
    """The word of the text that a word is most like."""
    [word, *more] = plain_words(leaf.text) if isinstance(leaf, Word) else [""]
    close = get_close_matches(word, known, n=1, cutoff=_LIKE) if word and not more else []
    return Word(close[0]) if close and close[0] != word else None
