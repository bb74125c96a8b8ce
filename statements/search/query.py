"""A query as a value: the grammar makes it from what was typed, and the index is searched by it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from statements.search.vocabulary import list_words


@dataclass(frozen=True)
class Word:
    """A word in any of its endings, by the rules of each language."""

    text: str


@dataclass(frozen=True)
class Prefix:
    """Any word that begins with this."""

    text: str


@dataclass(frozen=True)
class Phrase:
    """Exactly these words, in this order, in one paragraph."""

    text: str


@dataclass(frozen=True)
class Near:
    """Two words or phrases in one paragraph, in either order and at most `distance` words apart."""

    left: Word | Phrase
    right: Word | Phrase
    distance: int


@dataclass(frozen=True)
class Field:
    """A fact of the document: speaker, quoted, publisher (part of a name), language (code), kind (slug), or the number
    of one of its paragraphs."""

    name: str
    value: str


@dataclass(frozen=True)
class Dates:
    """A date that overlaps the days from `start` to `end`, either of which may be open. value: as typed."""

    value: str
    start: date | None
    end: date | None


@dataclass(frozen=True)
class Not:
    node: Node


@dataclass(frozen=True)
class And:
    nodes: tuple[Node, ...]


@dataclass(frozen=True)
class Or:
    nodes: tuple[Node, ...]


Node = Word | Prefix | Phrase | Near | Field | Dates | Not | And | Or


@dataclass(frozen=True)
class Query:
    """A parsed query. `repairs` says, in words for the page, what was corrected in it."""

    root: Node | None = None
    repairs: tuple[str, ...] = ()

    @property
    def asks(self) -> bool:
        """Whether it asks for anything; a query that only excludes asks for everything else."""
        return self.root is not None

    @property
    def plain_form(self) -> str:
        """The query in its plainest form, which means the same when it is typed again."""
        return _write_node(self.root) if self.root else ""


def walk(node: Node, excluded: bool = False) -> Iterator[tuple[Node, bool]]:
    """Yield every leaf, and whether documents with it are excluded."""
    match node:
        case Not(child):
            yield from walk(child, not excluded)
        case And(children) | Or(children):
            for child in children:
                yield from walk(child, excluded)
        case _:
            yield node, excluded


def relax(query: Query) -> Query | None:
    """Return the query with any of its words and phrases instead of all; exclusions and fields stay. None for only one.

    Words that are rarely nouns, such as "will", are not enough on their own.
    """
    nodes = query.root.nodes if isinstance(query.root, And) else ()
    words = [node for node in nodes if not isinstance(node, Not | Field | Dates)]
    if len(words) < 2:
        return None
    telling = [
        each for each in words if not (isinstance(each, Word) and each.text in list_words("stop_words", "seldom_nouns"))
    ]
    return replace(query, root=join_and([join_or(telling or words), *(node for node in nodes if node not in words)]))


def join_and(nodes: Sequence[Node | None]) -> Node | None:
    """Join `nodes` by AND into one node: never an And inside an And, no node twice, and no And of a single node."""
    return _join_nodes(nodes, And)


def join_or(nodes: Sequence[Node | None]) -> Node | None:
    """Join `nodes` by OR, in the same form."""
    return _join_nodes(nodes, Or)


def _join_nodes(nodes: Sequence[Node | None], kind: type[And] | type[Or]) -> Node | None:
    flat = [each for node in nodes if node for each in (node.nodes if isinstance(node, kind) else (node,))]
    different = tuple(dict.fromkeys(flat))
    return kind(different) if len(different) > 1 else (different or (None,))[0]


def _write_node(node: Node) -> str:
    match node:
        case Word(text):
            return text
        case Prefix(text):
            return f"{text}*"
        case Phrase(text):
            return f'"{text}"'
        case Near(left, right, distance):
            return f"({_write_node(left)} NEAR/{distance} {_write_node(right)})"
        case Field(name, value):
            return f'{name}:"{value}"' if re.search(r"[\s()]", value) else f"{name}:{value}"
        case Dates(value):
            return f"date:{value}"
        case Not(child):
            return f"-({_write_node(child)})" if isinstance(child, And | Or) else f"-{_write_node(child)}"
        case And(children):
            return " ".join(
                f"({_write_node(child)})" if isinstance(child, Or) else _write_node(child) for child in children
            )
        case Or(children):
            return " OR ".join(
                f"({_write_node(child)})" if isinstance(child, And) else _write_node(child) for child in children
            )
