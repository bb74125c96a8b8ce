"""How a query in natural words is understood: which of its words are set aside, and which spellings are added."""

from __future__ import annotations

from dataclasses import dataclass

from statements.search.extend import Extension, extend
from statements.search.memory import ArchiveState
from statements.search.query import Query
from statements.search.questions import set_aside


@dataclass(frozen=True)
class Understood:
    """What is searched for; set_aside: words that are not; extensions: spellings that are searched for too."""

    query: Query
    set_aside: tuple[str, ...] = ()
    extensions: tuple[Extension, ...] = ()


def understand(query: Query, state: ArchiveState) -> Understood:
    """Return what is searched for when a query is typed, unless it is wanted only as typed."""
    asked, aside = set_aside(query)
    wanted, extensions = extend(asked, state)
    return Understood(wanted, aside, extensions)
