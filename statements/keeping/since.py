"""What became of a kept result: documents that came in, that went, and that have a newer version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from statements.keeping.canonical import select_again
from statements.keeping.freeze import list_spellings, newer_versions
from statements.models import FrozenResult
from statements.search.memory import archive_state
from statements.search.request import NotUnderstoodError


@dataclass(frozen=True)
class Since:
    """A kept result and the same search today.

    today: the documents that it finds, in its order; newest: the last version of each document that has a newer one;
    reading: how the words are understood today; whole: how many documents have all of the words today, where the
    result counted those that had some.
    """

    result: FrozenResult
    today: Sequence[int]
    newest: dict[int, int]
    reading: tuple[str, list[Any]]
    whole: int = 0

    @cached_property
    def came(self) -> list[int]:
        """Documents found today that were not in the result."""
        had = set(self.result.documents)
        return [each for each in self.today if each not in had]

    @cached_property
    def went(self) -> list[int]:
        """Documents of the result that are not found today."""
        found = set(self.today)
        return [each for each in self.result.documents if each not in found]

    @cached_property
    def newer(self) -> list[int]:
        """Documents found then and now, which have a newer version."""
        found = set(self.today)
        return [each for each in self.result.documents if each in found and each in self.newest]

    @property
    def reads_otherwise(self) -> bool:
        """Whether the rules of today understand the words in another way."""
        return self.reading != (self.result.understood, self.result.spellings)


def compare(result: FrozenResult) -> Since | None:
    """Compare a kept result with the same search today; None where today's rules do not understand its words."""
    try:
        selection = select_again(result, archive_state())
    except NotUnderstoodError:
        return None
    if result.words and not selection.query.asks:
        return None
    shown = (selection.relax() or selection) if result.partial else selection
    reading = selection.query.plain_form, list_spellings(shown)
    whole = selection.tally.total if result.partial else 0
    return Since(result, shown.answers.all_keys(), newer_versions(result.kept_at), reading, whole)
