"""Questions in natural words: "what is known of the Black Sea" asks for the Black Sea.

The words of asking are set aside where a query begins like a question, by the lists of its language. Nothing is set
aside in quotation marks, in a field or between operators, nor where no other word is left.
"""

from __future__ import annotations

from dataclasses import replace

from statements.languages import LANGUAGES
from statements.search.lexemes import lexemes, lexemes_of_query
from statements.search.query import And, Node, Not, Query, Word, is_fact, join_and
from statements.search.vocabulary import vocabulary
from statements.search.words import plain, plain_words

_LEADING = 3  # words among which the one that asks is: "in what year", "da quanto tempo"


def set_aside(query: Query) -> tuple[Query, tuple[str, ...]]:
    """Return the query without the words of asking, and those of them that would have asked for something."""
    nodes = query.root.nodes if isinstance(query.root, And) else ()
    codes = _languages_asked_in(nodes)
    small = [node for node in nodes if isinstance(node, Word) and _is_small(node, codes)] if codes else []
    dropped = [node for node in small if not _asks_for_nothing(node)]
    left = [node for node in nodes if node not in dropped]
    if not dropped or all(_asks_for_nothing(node) for node in left):
        return query, ()
    return replace(query, root=join_and(left)), tuple(node.text for node in dropped)


def _languages_asked_in(nodes: tuple[Node, ...]) -> list[str]:
    """The languages in which these nodes begin like a question."""
    for node in nodes[:_LEADING]:
        if not isinstance(node, Word) or _is_in_capitals(node):
            return []
        if codes := [code for code in LANGUAGES if _opens(node, code)]:
            return codes
        if not _asks_for_nothing(node):
            return []
    return []


def _opens(word: Word, code: str) -> bool:
    """Whether a word asks: "what", "qu'a", "Est-ce"."""
    openers = vocabulary(code)["questions"]["openers"]
    return plain(word.text) in openers or plain_words(word.text)[0] in openers


def _is_in_capitals(word: Word) -> bool:
    """Whether it may be initials: WHO, IS."""
    return len(word.text) > 1 and word.text.isupper()


def _is_small(word: Word, codes: list[str]) -> bool:
    """Whether all its parts ask, or are stop words: "cosa", "s'est-il", but not "l'Ukraine"."""
    return not _is_in_capitals(word) and any(
        all(_is_small_word(each, code) for each in plain_words(word.text)) for code in codes
    )


def _is_small_word(word: str, code: str) -> bool:
    lists = vocabulary(code)["questions"]
    small = (word in lists[name] for name in ("openers", "aside", "auxiliaries"))
    return any(small) or lexemes([word])[word][code] is None


def _asks_for_nothing(node: Node) -> bool:
    """Whether a node is a stop word, asks for facts alone, or only excludes."""
    if not isinstance(node, Word):
        return is_fact(node) or isinstance(node, Not)
    words = plain_words(node.text)
    return len(words) == 1 and all(lexemes_of_query(words)[words[0]][code] is None for code in LANGUAGES)
