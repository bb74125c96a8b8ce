"""The site with a search that fails in all the ways it can: for tests of the log. gunicorn serves it."""

from typing import Any

from statements.wsgi import application  # isort: skip - the models have to be there first
from statements.search.selection import Selection
from tests.web.failures import FAILURES

__all__ = ["application"]


def fail(selection: Any) -> Any:
    """Fail as the first of the words says."""
    way, _, words = selection.request.words.partition(" ")
    return FAILURES[way](words) if way in FAILURES else count.func(selection)


count: Any = Selection.tally
setattr(Selection, "tally", property(fail))  # noqa: B010 - mypy takes the other for a mistake
