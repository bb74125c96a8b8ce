"""Examples on pages: from the archive at hand, in the language of the page, and never at the cost of the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.conf import settings

from statements.languages import interface_language
from statements.search.memory import ArchiveState
from statements.web.limits import TooSlowError, limit_to

_SHARE = 2  # of the time of a page, which examples that are not remembered may take
_Example = TypeVar("_Example")


def make_examples(makers: Mapping[str, Callable[[str, ArchiveState], Any]], state: ArchiveState) -> dict[str, Any]:
    """What each of the makers finds for the language of the page, by name; without those that time did not suffice for.

    What was found is remembered, so that the next page has more.
    """
    found = dict[str, Any]()
    try:
        with limit_to(settings.PAGE_TIMEOUT // _SHARE):
            for name, make in makers.items():
                found[name] = make(interface_language(), state)
    except TooSlowError:
        pass
    return found


def make_example(make: Callable[[str, ArchiveState], _Example | None], state: ArchiveState) -> _Example | None:
    """The same for one."""
    found: _Example | None = make_examples({"only": make}, state).get("only")
    return found
