"""Other spellings: a search for OTAN finds NATO, one for Zelensky finds Zelenskyy, one for Türkiye finds Turchia.

Only words are extended, never quoted phrases or excluded terms. The words around a spelling stay required: every
document found has them all, just as it would without other spellings.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from statements.search.articles import strip_article
from statements.search.compounds import find_compounds
from statements.search.lexemes import lexemes
from statements.search.memory import ArchiveState
from statements.search.quantities import other_quantities
from statements.search.query import And, Node, Or, Phrase, Query, Word, join_and, join_or, walk
from statements.search.spellings import (
    Spellings,
    aliases,
    countries,
    initials,
    is_addable,
    is_name,
    joined_initials,
    terms,
)
from statements.search.words import plain, plain_words

_MOST_WORDS = 6  # of a spelling
_MOST_ADDED = 16  # spellings for each one typed


@dataclass(frozen=True)
class Extension:
    """What was typed, and the other spellings that are also searched for."""

    typed: str
    added: tuple[str, ...]


def extend(query: Query, state: ArchiveState) -> tuple[Query, tuple[Extension, ...]]:
    """Return the query with other spellings of its words, and what was added, in at most four SQL statements, and more
    where it has a compound; none without words.
    """
    leaves = list(walk(query.root)) if query.root else []
    row = [word for leaf, excluded in leaves if isinstance(leaf, Word) and not excluded for word in _plain(leaf)]
    if not row or query.root is None:
        return query, ()
    words = {*row}
    compounds = find_compounds(row, state)
    extender = _Extender([aliases(words, state), initials(), terms(state), countries()], compounds)
    extender.look_up(words)
    return replace(query, root=extender.extend(query.root)), tuple(dict.fromkeys(extender.extensions))


def _plain(word: Word) -> list[str]:
    return plain_words(word.text)


@dataclass
class _Extender:
    """Walks through a query and records what it adds."""

    groups: list[Spellings]
    compounds: dict[str, str]
    extensions: list[Extension] = field(default_factory=list)

    def look_up(self, words: set[str]) -> None:
        """Look up every word of the spellings that may be meant in one go, to know which of them are stop words."""
        near = {each for spellings in self.groups for group in spellings.groups_with(words) for each in group}
        lexemes({word for each in near for word in plain_words(each)})

    def group(self, key: str) -> list[str]:
        """Return the spellings of a name; of initials with stops, those of the same without them too."""
        keys = filter(None, dict.fromkeys([key, joined_initials(key)]))
        return [each for one in keys for spellings in self.groups for each in spellings.get(one, ())]

    def extend(self, node: Node) -> Node:
        match node:
            case Word():
                return self.row([node])[0]
            case And(children):
                return join_and(self.row(list(children))) or node
            case Or(children):
                return join_or([self.extend(child) for child in children]) or node
        return node

    def row(self, nodes: list[Node]) -> list[Node]:
        """Return the nodes, extending the longest runs of words that form a known spelling."""
        made, place = list[Node](), 0
        while place < len(nodes):
            length, node = self.longest(nodes, place)
            made.append(node)
            place += length
        return made

    def longest(self, nodes: list[Node], place: int) -> tuple[int, Node]:
        words = list[Word]()
        for node in nodes[place : place + _MOST_WORDS]:
            if not isinstance(node, Word):
                break
            words.append(node)
        for length in range(len(words), 0, -1):
            typed = " ".join(word.text for word in words[:length])
            others = self.other_spellings(typed, self.beside(nodes, place, length))
            quantities = other_quantities(typed)
            written = quantities or self.other_compound(typed)
            if others or written:
                self.extensions.append(Extension(typed, (*others, *written)))
                as_typed = _make_node(typed) if quantities else join_and(list(words[:length]))
                added = [*map(_make_node, others), *(_make_node(each, ranked="%" in each) for each in written)]
                return length, join_or([as_typed, *added]) or nodes[place]
        return 1, nodes[place] if words else self.extend(nodes[place])

    def other_compound(self, typed: str) -> tuple[str, ...]:
        """Return the other form of a compound, or of one after an article."""
        other = self.compounds.get(plain(typed)) or self.compounds.get(plain(strip_article(typed)))
        return (other,) if other else ()

    def beside(self, nodes: list[Node], place: int, length: int) -> list[str]:
        """Return the words directly before and after a run, except glossary terms and countries."""
        around = [*nodes[max(place - 1, 0) : place], *nodes[place + length : place + length + 1]]
        _, *known = self.groups
        words = [each.text for each in around if isinstance(each, Word)]
        return [word for word in words if not any(plain(word) in spellings for spellings in known)]

    def other_spellings(self, typed: str, beside: list[str]) -> tuple[str, ...]:
        """Return the other spellings of what was typed, or of what follows an article, as in l'OTAN."""
        for text in filter(None, (typed, strip_article(typed))):
            key = plain(text)
            group = self.group(key)
            if not any(is_name(text, each, beside) for each in group if plain(each) == key):
                continue
            different = {plain(each): each for each in group if is_addable(each)}
            different.pop(key, None)
            if different:
                return tuple(different.values())[:_MOST_ADDED]
        return ()


def _make_node(spelling: str, ranked: bool = True) -> Node:
    return Word(spelling) if len(plain_words(spelling)) == 1 else Phrase(spelling, ranked)
