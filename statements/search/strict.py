"""What an address asks for, where nobody sees a notice: all that a page would leave out or explain is an error."""

from __future__ import annotations

from collections.abc import Container

from django.http import QueryDict
from django.utils.translation import gettext

from statements.models import Publisher, Speaker
from statements.search.fields import unknown_names
from statements.search.filters import search_request
from statements.search.request import LONG, NotUnderstoodError, Problem, SearchRequest
from statements.search.selection import Selection


def read_strictly(parameters: QueryDict, ignored: Container[str] = ()) -> SearchRequest:
    """What the parameters of an address ask for, except those that are `ignored`.

    Raises NotUnderstoodError where they are wrong, also for filters that there are not and names that nobody has.
    """
    asked = search_request(parameters, ignored)
    problems = [Problem(name, name, gettext("there is no such filter")) for name in asked.unknown]
    for name in filter(asked.named, LONG):
        model = Publisher if name == "publisher" else Speaker
        known = set(model.objects.public().filter(slug__in=asked.named(name)).values_list("slug", flat=True))
        problems += [_nobody(name, each) for each in asked.named(name) if each not in known]
    if problems:
        raise NotUnderstoodError(*problems)
    return asked


def refuse_empty(selection: Selection) -> None:
    """Raise NotUnderstoodError where the words ask for nothing, or for somebody who is not there."""
    if not selection.query.asks:
        raise NotUnderstoodError(Problem("q", "q", gettext("there is no word to search for")))
    if names := unknown_names(selection.query.root):
        raise NotUnderstoodError(*(_nobody("q", name) for _, name in names))


def _nobody(parameter: str, name: str) -> Problem:
    return Problem(parameter, parameter, gettext("nobody here is called “%(name)s”") % {"name": name})


def read_number(parameters: QueryDict, name: str, usual: int, most: int) -> int:
    """A number from 1 to the most. Raises NotUnderstoodError."""
    typed = parameters.get(name, str(usual))
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 9 and 1 <= int(typed) <= most):
        raise NotUnderstoodError(Problem(name, name, gettext("write a number from 1 to %(most)s") % {"most": most}))
    return int(typed)
