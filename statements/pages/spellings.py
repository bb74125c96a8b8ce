"""What a page says of how words were understood, or of spellings that it leaves out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.http import QueryDict

from statements.search.extend import Extension, extend
from statements.search.memory import ArchiveState
from statements.search.quantities import other_quantities
from statements.search.query import Phrase, Word, walk
from statements.search.request import EXTEND
from statements.search.selection import Selection, read_query
from statements.search.words import plain


class LeftOut(NamedTuple):
    """Spellings that a search would add to some words and a count does not. query: the parameters that count them."""

    words: str
    added: tuple[str, ...]
    query: str


def describe_spellings(selection: Selection, extensions: tuple[Extension, ...] | None = None) -> dict[str, Any]:
    """The words that were set aside, the spellings that were added, and the way to do without both, or back.

    extensions: the spellings, if a page added them by itself.
    """
    asked, extensions = selection.request, selection.extensions if extensions is None else extensions
    return {
        "set_aside": selection.set_aside,
        "extensions": extensions,
        "other_spellings": sorted((each for extension in extensions for each in extension.added), key=len),
        "only_as_typed": not asked.spellings,
        "extend_url": asked.url(**{EXTEND: "no" if asked.spellings else ""}),
    }


def find_left_out(given: QueryDict, typed: Iterable[str], state: ArchiveState) -> list[LeftOut]:
    """The spellings that are left out of a count of `typed`, with the way to count them.

    Quantities of several words are left as they are: a search has them in a row, a count one by one.

    given: the parameters of the page, whose "q" are the words as typed. Raises QueryTooLargeError if they ask for too
    much.
    """
    found = list[LeftOut]()
    for words in typed:
        query = read_query(words)
        wider, extensions = extend(query, state)
        counted = {
            plain(leaf.text) for leaf, _ in (walk(query.root) if query.root else ()) if isinstance(leaf, Word | Phrase)
        }
        added = {plain(each): each for extension in extensions for each in extension.added}
        replaces = any(" " in each.typed and other_quantities(each.typed) for each in extensions)
        if not replaces and (missing := tuple(each for key, each in added.items() if key not in counted)):
            parameters, asked = given.copy(), given.getlist("q")
            parameters.setlist("q", [wider.plain_form if each.strip() == words else each for each in asked])
            found.append(LeftOut(words, missing, f"?{parameters.urlencode()}"))
    return found
