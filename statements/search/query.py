"""A query as a value: the grammar makes it from what was typed, and the index is searched by it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TypeGuard

from statements.search.vocabulary import list_words
from statements.typed_dates.wording import range_words


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
    """Exactly these words, in this order, in one paragraph.

    ranked: whether documents are ranked by each of them, which say little where they are only parts of one word.
    """

    text: str
    ranked: bool = True


@dataclass(frozen=True)
class Near:
    """Two words or phrases in one paragraph, in either order and at most `distance` words apart."""

    left: Word | Phrase
    right: Word | Phrase
    distance: int


@dataclass(frozen=True)
class Field:
    """A fact of the document: speaker, quoted, publisher (part of a name), language (code), kind (slug), a role of
    somebody who takes part, or the number of one of its paragraphs; or who says what stands beside it (said).

    people: of a role, the names of those who must have it, if there are any beside it.
    """

    name: str
    value: str
    people: tuple[str, ...] = ()


@dataclass(frozen=True)
class Dates:
    """A date that overlaps the days from `start` to `end`, either of which may be open.

    value: their EDTF; of: "date" for that of the statement, "added" for when it became public here.
    """

    value: str
    start: date | None
    end: date | None
    of: str = "date"


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

    @property
    def worded_form(self) -> str:
        """The same with dates in words of the interface language, which can be typed again too."""
        return _write_node(self.root, in_words=True) if self.root else ""


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


def is_fact(node: Node) -> bool:
    """Whether a node asks for facts alone, and for no words."""
    match node:
        case Field() | Dates():
            return True
        case Not(child):
            return is_fact(child)
        case Or(children) | And(children):
            return all(map(is_fact, children))
    return False


def names_sayers(node: Node) -> bool:
    """Whether a node only says who says it, or who does not: said:meloni, (said:meloni OR said:tajani)."""
    match node:
        case Field(name):
            return name == "said"
        case Not(child):
            return names_sayers(child)
        case Or(children):
            return all(map(names_sayers, children))
    return False


def bind_roles(nodes: Sequence[Node]) -> list[Node]:
    """Return the nodes of an AND in which roles are those of the people who are named beside them."""
    people = tuple(node.value for node in nodes if isinstance(node, Field) and node.name in ("speaker", "said"))
    return [_bind_roles(node, people) for node in nodes]


def _bind_roles(node: Node, people: tuple[str, ...]) -> Node:
    match node:
        case Field("role"):
            return replace(node, people=people)
        case Not(child):
            return Not(_bind_roles(child, people))
        case Or(children):
            return Or(tuple(_bind_roles(child, people) for child in children))
    return node


def relax(query: Query) -> Query | None:
    """Return the query with any of its words and phrases instead of all; exclusions and fields stay. None for only one.

    Words that are rarely nouns, such as "will", are not enough on their own.
    """
    nodes = query.root.nodes if isinstance(query.root, And) else ()
    words = [node for node in nodes if not isinstance(node, Not) and not is_fact(node)]
    if len(words) < 2:
        return None
    telling = [
        each for each in words if not (isinstance(each, Word) and each.text in list_words("stop_words", "seldom_nouns"))
    ]
    return replace(query, root=join_and([join_or(telling or words), *(node for node in nodes if node not in words)]))


def join_and(nodes: Sequence[Node | None]) -> Node | None:
    """Join `nodes` by AND into one node: no node twice, no And of a single node, and no And inside an And, unless the
    inner one names who says it: (said:meloni gas) (said:tajani grano)."""
    return _join_nodes(nodes, And)


def join_or(nodes: Sequence[Node | None]) -> Node | None:
    """Join `nodes` by OR, in the same form."""
    return _join_nodes(nodes, Or)


def _join_nodes(nodes: Sequence[Node | None], kind: type[And] | type[Or]) -> Node | None:
    flat = [each for node in nodes if node for each in (node.nodes if _can_be_joined(node, kind) else (node,))]
    different = tuple(dict.fromkeys(flat))
    return kind(different) if len(different) > 1 else (different or (None,))[0]


def _can_be_joined(node: Node, kind: type[And] | type[Or]) -> TypeGuard[And | Or]:
    return isinstance(node, kind) and (kind is Or or not any(map(names_sayers, node.nodes)))


def _write_node(node: Node, in_words: bool = False) -> str:
    """Write a node as it is typed; in_words: dates in words of the interface language."""
    write = partial(_write_node, in_words=in_words)
    match node:
        case Word(text):
            return text
        case Prefix(text):
            return f"{text}*"
        case Phrase(text):
            return f'"{text}"'
        case Near(left, right, distance):
            return f"({write(left)} NEAR/{distance} {write(right)})"
        case Field(name, value):
            return f'{name}:"{value}"' if re.search(r"[\s()]", value) else f"{name}:{value}"
        case Dates(value):
            return f'{node.of}:"{range_words(*_ends(value))}"' if in_words else f"{node.of}:{value}"
        case Not(child):
            return f"-({write(child)})" if isinstance(child, And | Or) else f"-{write(child)}"
        case And(children):
            return " ".join(f"({write(child)})" if isinstance(child, And | Or) else write(child) for child in children)
        case Or(children):
            return " OR ".join(f"({write(child)})" if isinstance(child, And) else write(child) for child in children)


def _ends(value: str) -> tuple[str, str]:
    """The first and the last of a range in EDTF: "2022..2023" -> "2022", "2023"; "2022" -> twice the same."""
    first, dots, last = value.partition("..")
    return first, last if dots else first
