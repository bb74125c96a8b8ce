"""The query language: typed text as one value. Knows nothing of the database.

    query        = { alternatives }                      all of them, anywhere in a document
    alternatives = near { "OR" near }                    any one of them
    near         = item { "NEAR/" number item }          at most that many words apart, in one paragraph
    item         = [ "-" | "NOT" ] ( "(" query ")" | field ":" value | phrase | word | prefix "*" )

Written by hand because whatever is typed must become a query: a parsing library stops where this one repairs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from babel import Locale
from django.utils.translation import gettext

from statements.languages import LANGUAGES
from statements.search.field_names import field_called, phrase_of_date
from statements.search.query import Dates, Field, Near, Node, Not, Phrase, Prefix, Query, Word, join_and, join_or, walk
from statements.search.words import LETTER, plain
from statements.typed_dates.errors import DateNotReadError
from statements.typed_dates.read import read_date

MAX_TERMS = 60
MAX_DEPTH = 20  # of parentheses
MOST_APART, USUALLY_APART = 20, 5  # words, of NEAR
SHORTEST_PREFIX = 2  # letters or digits

_QUOTES = re.compile("[“”„«»″]")
_DOUBLED = re.compile(r'(?<!\w)"{2,}(?=\w)|(?<=[\w.,!?…])"{2,}(?!\w)')  # around a phrase: ""every inch""
_TOKEN = re.compile(
    r"""(?P<minus>[-−–]*)
        (?: (?P<open>\() | (?P<close>\))
          | (?:(?P<field>[^\W\d_]+):)?"(?P<phrase>[^"]*)(?P<end>"?)
          | (?P<word>(?i:number):[^\s"()]*(?:\([^\s"()]+\))+ | [^\s"()]+) )""",
    re.VERBOSE,
)
_NEAR = re.compile(r"NEAR(?:/(\d{1,6}))?", re.ASCII)
_OPERATORS = ("OR", "AND", "NOT")
_WORD = re.compile(r"[^\W\d_]+")
_INITIALS = 4  # letters, at most
_FIELD = re.compile(r"([^\W\d_]+):(.*)", re.DOTALL)
_LETTER = re.compile(LETTER)
_IN_SIGNS = re.compile(r"\(?([^()]+)\)?")  # around a number: (a), 34)
_STOPS = " .,:;*"

Names = Mapping[str, Sequence[str]]  # of values, by slug
Known = Mapping[str, Mapping[str, str]]  # of fields with fixed values: what may be typed for each, and what it means


class QueryTooLargeError(ValueError):
    """The query asks for more than a person would; the message says how much is allowed."""


def parse(text: str, kinds: Names, roles: Names | None = None) -> Query:
    """Parse `text` into a query; `kinds` maps slugs of document kinds to their names, `roles` those of roles.

    Any text is a query: what makes no sense is left out, and `repairs` says so. Raises QueryTooLargeError.
    """
    known = known_values(kinds, roles or {})
    query = _read(text, known)
    return _read(text, known, shouted=True) if _is_shouted(query) else query


def known_values(kinds: Names, roles: Names) -> Known:
    """What may be typed for the values of fields that have fixed ones, in plain letters."""
    return {"language": _languages(), "kind": _by_name(kinds), "role": _by_name(roles)}


def _read(text: str, known: Known, *, shouted: bool = False) -> Query:
    """Parse `text` into a query. shouted: look its words up as if they were in lower case."""
    parser = _Parser(_tokens(text), known, shouted)
    root = join_and(parser.sequence())
    return Query(root, tuple(dict.fromkeys(parser.repairs)))


@dataclass(frozen=True)
class _QueryToken:
    """kind: "(", ")", "OR", "AND", "NOT", "NEAR", "phrase" or "word"; text: what stands between the marks."""

    kind: str
    text: str
    minus: bool = False
    field: str = ""
    closed: bool = True


def _tokens(text: str) -> list[_QueryToken]:
    return [_token(found) for found in _TOKEN.finditer(_DOUBLED.sub('"', _QUOTES.sub('"', text)))]


def _token(found: re.Match[str]) -> _QueryToken:
    minus = bool(found["minus"])
    if found["open"] or found["close"]:
        return _QueryToken(found["open"] or found["close"], "", minus)
    if found["phrase"] is not None:
        return _QueryToken("phrase", " ".join(found["phrase"].split()), minus, found["field"] or "", bool(found["end"]))
    word = found["word"].lstrip("*+-−–") or found["word"]
    if not minus and (word in _OPERATORS or word == "|"):
        return _QueryToken("OR" if word == "|" else word, word)
    if not minus and (near := _NEAR.fullmatch(word)):
        return _QueryToken("NEAR", near[1] or str(USUALLY_APART))
    return _QueryToken("word", word, minus)


@dataclass
class _Parser:
    """Goes through the tokens once; each method reads what it is named after, and notes what it repairs."""

    tokens: list[_QueryToken]
    known: Known
    shouted: bool = False
    repairs: list[str] = field(default_factory=list)
    place: int = 0
    terms: int = 0
    depth: int = 0

    def sequence(self) -> list[Node | None]:
        nodes = []
        while token := self.peek():
            if token.kind == ")" and self.depth:
                break
            nodes.append(self.alternatives())
        return nodes

    def peek(self) -> _QueryToken | None:
        return self.tokens[self.place] if self.place < len(self.tokens) else None

    def take(self, *kinds: str) -> _QueryToken | None:
        token = self.peek()
        if token and token.kind in kinds:
            self.place += 1
            return token
        return None

    def alternatives(self) -> Node | None:
        return join_or(self.operands(self.parse_near, "OR"))

    def operands(self, read: Callable[[], Node | None], operator: str) -> list[Node | None]:
        """Read the operands of an operator, however often it is repeated."""
        nodes = [read()]
        while token := self.take(operator):
            nodes.append(read())
            if nodes[-1] is None or nodes[-2] is None:
                self.leave_out(token.kind, gettext("it belongs between two words"))
        return nodes

    def parse_near(self) -> Node | None:
        nodes, distances = [self.item()], []
        while token := self.take("NEAR"):
            distances.append(self.distance(token.text))
            nodes.append(self.item())
        if not distances:
            return nodes[0]
        pairs = zip(nodes, nodes[1:], distances, strict=False)
        return join_and([each for pair in pairs for each in self.neighbours(*pair)])

    def distance(self, typed: str) -> int:
        distance = int(typed)
        if not 1 <= distance <= MOST_APART:
            self.repairs.append(gettext("NEAR takes 1 to %(most)s words") % {"most": MOST_APART})
        return min(max(distance, 1), MOST_APART)

    def neighbours(self, left: Node | None, right: Node | None, distance: int) -> list[Node | None]:
        if isinstance(left, Prefix) or isinstance(right, Prefix):
            self.repairs.append(gettext("NEAR takes whole words: the star was ignored"))
        left, right = (Word(node.text.lower()) if isinstance(node, Prefix) else node for node in (left, right))
        if isinstance(left, Word | Phrase) and isinstance(right, Word | Phrase):
            return [Near(left, right, distance)]
        self.leave_out("NEAR", gettext("it belongs between two words or phrases"))
        return [left, right]

    def item(self) -> Node | None:
        """Read one operand; None if there is none, or if nothing is left of it."""
        negated = False
        while token := self.take("AND", "NOT"):
            negated ^= token.kind == "NOT"
        token = self.take("(", "phrase", "word")
        while token is None and self.skip_stray():
            token = self.take("(", "phrase", "word")
        if token is None:
            return None
        node = self.group() if token.kind == "(" else self.term(token)
        return _negate(node) if negated ^ token.minus else node

    def skip_stray(self) -> bool:
        """Skip what cannot begin an operand, unless it ends a group. False if nothing is left."""
        token = self.peek()
        if token is None or (token.kind == ")" and self.depth):
            return False
        if token.kind == ")":
            self.repairs.append(gettext("an unmatched parenthesis was ignored"))
        elif token.kind != "AND":
            self.leave_out(token.kind, gettext("it belongs between two words"))
        self.place += 1
        return True

    def group(self) -> Node | None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            message = gettext("Parentheses may be nested at most %(most)s deep")
            raise QueryTooLargeError(message % {"most": MAX_DEPTH})
        node = join_and(self.sequence())
        self.depth -= 1
        if not self.take(")"):
            self.repairs.append(gettext("an unclosed parenthesis was closed at the end"))
        return node

    def term(self, token: _QueryToken) -> Node | None:
        if not token.closed:
            self.repairs.append(gettext("an unclosed quotation mark was closed at the end"))
        self.terms += 1
        if self.terms > MAX_TERMS:
            raise QueryTooLargeError(
                gettext("A query may have at most %(most)s words and phrases") % {"most": MAX_TERMS}
            )
        found = _FIELD.fullmatch(token.text) if token.kind == "word" else None
        typed, value = (found[1], found[2]) if found else (token.field, token.text)
        if name := field_called(typed, value):
            return self.fact(name, phrase_of_date(typed, value))
        if not _LETTER.search(token.text):
            self.leave_out(f'"{token.text}"' if token.kind == "phrase" else token.text, gettext("it contains no word"))
            return None
        if token.kind == "phrase":
            return join_and([Word(token.field) if token.field else None, Phrase(token.text)])
        return self.word(token.text)

    def leave_out(self, what: str, why: str) -> None:
        self.repairs.append(gettext("%(what)s was ignored: %(why)s") % {"what": what[:60], "why": why})

    def word(self, typed: str) -> Node | None:
        text, star, rest = typed.partition("*")
        if not star:
            return Word(text.lower() if self.shouted else text)
        if rest:
            message = gettext("a star ends the word: “%(rest)s” after it was ignored")
            self.repairs.append(message % {"rest": rest[:60]})
        if len(_LETTER.findall(text)) < SHORTEST_PREFIX:
            self.leave_out(
                typed, gettext("a star needs at least %(least)s letters before it") % {"least": SHORTEST_PREFIX}
            )
            return None
        return Prefix(text)

    def fact(self, name: str, value: str) -> Node | None:
        value = value.strip().strip("*")
        if not _LETTER.search(value):
            self.leave_out(f"{name}:", gettext("a name or a value must follow the colon"))
            return None
        if name in ("date", "added"):
            return self.dates(name, value)
        if name in self.known:
            return self.parse_known(name, value)
        return Field(name, _bare(value) if name == "number" else value)

    def parse_known(self, name: str, value: str) -> Node | None:
        named = self.known[name]
        if found := named.get(plain(value)):
            return Field(name, found)
        known = ", ".join(dict.fromkeys(named.values()))
        self.leave_out(f"{name}:{value}", gettext("the values are %(values)s") % {"values": known})
        return None

    def dates(self, name: str, value: str) -> Node | None:
        try:
            found = read_date(value)
        except DateNotReadError as error:
            self.leave_out(f"{name}:", str(error))
            return None
        days = found.interval
        return Dates(found.edtf, days.start, days.end, name)


def _is_shouted(query: Query) -> bool:
    """Whether all its words are in capitals, which then mean nothing: "UN ACCORDO", but not "UN" or "EU AI".

    Words that were left out do not count, so that the query means the same in its plain form.
    """
    leaves = walk(query.root) if query.root else ()
    words = _WORD.findall(" ".join(_words_of_leaf(leaf) for leaf, _ in leaves))
    return " ".join(words).isupper() and len(words) > 1 and max(map(len, words)) > _INITIALS


def _words_of_leaf(leaf: Node) -> str:
    """The words of a leaf as typed; empty if it is a fact of the document."""
    if isinstance(leaf, Near):
        return f"{leaf.left.text} {leaf.right.text}"
    return leaf.text if isinstance(leaf, Word | Prefix | Phrase) else ""


def _bare(number: str) -> str:
    """A number without the full stops and brackets around it: "34." -> "34", "(a)" -> "a"; "2(a)" stays."""
    number = number.strip(_STOPS)
    found = _IN_SIGNS.fullmatch(number)
    return found[1].strip(_STOPS) if found else number


def _negate(node: Node | None) -> Node | None:
    return node.node if isinstance(node, Not) else Not(node) if node else None


@cache
def _languages() -> dict[str, str]:
    """Map what may be typed for a language to its code: "it", "italian", "italiano"."""
    return {
        **{code: code for code in LANGUAGES},
        **{plain(Locale(each).languages[code]): code for code in LANGUAGES for each in LANGUAGES},
    }


def _by_name(names: Names) -> dict[str, str]:
    """Map what may be typed for a value, its slug or one of its names, to the slug. Of two values with one name it is
    the one whose name comes first."""
    by_language = reversed(list(zip(*names.values(), strict=True)))
    named = {plain(name): slug for language in by_language for slug, name in zip(names, language, strict=True)}
    return named | {plain(slug): slug for slug in names}
