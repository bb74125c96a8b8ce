"""Other spellings: a search for OTAN finds NATO, one for Zelensky finds Zelenskyy, one for Türkiye finds Turchia.

They come from the glossary (`Term`), from the aliases of speakers, and for countries from the CLDR. Only words are
extended, never what stands in quotation marks or is excluded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from babel import Locale
from django.contrib.postgres.search import SearchVectorField
from django.db.models import Count, F, Func, Max, Value

from statements.languages import LANGUAGES
from statements.models import Speaker, Term
from statements.search.lexemes import plain_words
from statements.search.patterns import quoted
from statements.search.query import And, Node, Or, Phrase, Query, Word, all_of, one_of, walk

_MOST_WORDS = 6  # of a spelling
_MOST_ADDED = 12  # spellings to one that is typed
_NO_COUNTRIES = {"EU", "EZ", "UN", "ZZ", "XA", "XB", "QO"}

Spellings = dict[str, tuple[str, ...]]  # by the plain words of each spelling: all of its group


@dataclass(frozen=True)
class Extension:
    """What was typed, and the other spellings that are searched for too."""

    typed: str
    added: tuple[str, ...]


def extend(query: Query) -> tuple[Query, tuple[Extension, ...]]:
    """The query with other spellings of its words, and what was added. Two statements at most, none without words."""
    leaves = list(walk(query.root)) if query.root else []
    words = {word for leaf, excluded in leaves if isinstance(leaf, Word) and not excluded for word in _plain(leaf)}
    if not words or query.root is None:
        return query, ()
    extender = _Extender([_aliases(words), _terms(), _countries()])
    return replace(query, root=extender.extended(query.root)), tuple(dict.fromkeys(extender.extensions))


def _plain(word: Word) -> list[str]:
    return plain_words(word.text)


@dataclass
class _Extender:
    """Goes through a query, and notes what it adds."""

    groups: list[Spellings]
    extensions: list[Extension] = field(default_factory=list)

    def extended(self, node: Node) -> Node:
        match node:
            case Word():
                return self.row([node])[0]
            case And(children):
                return all_of(self.row(list(children))) or node
            case Or(children):
                return one_of([self.extended(child) for child in children]) or node
        return node

    def row(self, nodes: list[Node]) -> list[Node]:
        """The nodes, with the longest rows of words that are a spelling extended."""
        made, place = list[Node](), 0
        while place < len(nodes):
            length, node = self.longest(nodes[place:])
            made.append(node)
            place += length
        return made

    def longest(self, nodes: list[Node]) -> tuple[int, Node]:
        words = list[Word]()
        for node in nodes[:_MOST_WORDS]:
            if not isinstance(node, Word):
                break
            words.append(node)
        for length in range(len(words), 0, -1):
            typed = " ".join(word.text for word in words[:length])
            if others := self.others(typed):
                self.extensions.append(Extension(typed, others))
                alternatives = [all_of(list(words[:length])), *map(_as_node, others)]
                return length, one_of(alternatives) or nodes[0]
        return 1, nodes[0] if words else self.extended(nodes[0])

    def others(self, typed: str) -> tuple[str, ...]:
        """The other spellings of what is typed; of what stands behind an article too, as in l'OTAN."""
        for text in (typed, typed.replace("’", "'").partition("'")[2]):
            key = " ".join(plain_words(text))
            group = [each for spellings in self.groups for each in spellings.get(key, ())] if key else []
            different = {" ".join(plain_words(each)): each for each in group}
            different.pop(key, None)
            if different:
                return tuple(different.values())[:_MOST_ADDED]
        return ()


def _as_node(spelling: str) -> Node:
    return Word(spelling) if len(plain_words(spelling)) == 1 else Phrase(spelling)


def _by_spelling(groups: Iterable[Iterable[str]]) -> Spellings:
    found = dict[str, tuple[str, ...]]()
    for group in groups:
        spellings = tuple(filter(None, group))
        for each in spellings:
            key = " ".join(plain_words(each))
            found[key] = (*found.get(key, ()), *spellings)
    return found


_remembered: tuple[object, Spellings] = (None, {})


def _terms() -> Spellings:
    """The glossary, read anew when it was edited."""
    global _remembered
    edition = Term.objects.aggregate(Count("pk"), Max("updated"))
    if _remembered[0] != edition:
        _remembered = edition, _by_spelling(term.spellings for term in Term.objects.all())
    return _remembered[1]


def _aliases(words: Iterable[str]) -> Spellings:
    """Names and aliases of the speakers that one of the words is part of. A surname stands for other surnames only, a
    full name for full names."""
    wanted = " | ".join(quoted(word) for word in sorted(words))
    names = Func(Value(" "), F("name"), F("aliases"), function="concat_ws")
    vector = Func(names, function="archive_exact_words", output_field=SearchVectorField())
    called = Speaker.objects.exclude(aliases=[]).alias(names=vector).filter(names__matches=wanted)
    people = Speaker.objects.public().filter(pk__in=list(called.values_list("pk", flat=True)))
    return _by_spelling(group for person in people for group in _by_length([person.name, *person.aliases]))


def _by_length(names: list[str]) -> list[list[str]]:
    surnames = [name for name in names if len(plain_words(name)) == 1]
    return [surnames, [name for name in names if name not in surnames]]


@cache
def _countries() -> Spellings:
    """The names of countries in the languages of the archive, https://cldr.unicode.org."""
    territories: Mapping[str, Mapping[str, str]] = {code: Locale(code).territories for code in LANGUAGES}
    codes = [code for code in territories["en"] if code.isalpha() and len(code) == 2 and code not in _NO_COUNTRIES]
    return _by_spelling(dict.fromkeys(territories[language].get(code, "") for language in LANGUAGES) for code in codes)
