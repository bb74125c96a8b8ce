"""The columns of tables, fixed in names and order, which docs/exporting.md tells; and those that an address chooses."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from django.utils.translation import gettext

from statements.models import Role
from statements.search.request import NotUnderstoodError, Problem
from statements.web.offers import Offer

COLUMNS = "columns"  # the parameter
FACTS = (
    *("id", "slug", "url", "version", "sha256", "title", "title_assigned", "language", "kind", "publisher"),
    *("date", "date_start", "date_end", "place", "reference", "source_url"),
)
ROLES = tuple(Role.values)
DOCUMENT_COLUMNS = (*FACTS, *ROLES, "paragraphs")
OF_PARAGRAPH = ("url", "key", "position", "number", "under", "page")
OF_DOCUMENT = (  # the others are in the table of documents, under the same id
    *("id", "version", "title", "title_assigned", "language", "kind", "publisher"),
    *("date", "date_start", "date_end"),
)
PARAGRAPH_COLUMNS = (
    *OF_PARAGRAPH,
    *("paragraph_kind", "paragraph_language", "said_by", "text", "quoted", "quotations"),
    *OF_DOCUMENT,
)
_LONGEST_SHOWN = 60  # characters of a name repeated on the page


def list_columns(*, paragraphs: bool) -> tuple[str, ...]:
    return PARAGRAPH_COLUMNS if paragraphs else DOCUMENT_COLUMNS


def read_columns(typed: Sequence[str], *, paragraphs: bool) -> tuple[str, ...]:
    """Return the names in the values of a parameter, each one or several with commas: ["date,title", "url"].

    Raises NotUnderstoodError for a name that there is not, which tells the nearest and all, and for one that stands
    twice.
    """
    names = [name for value in typed for each in value.split(",") if (name := each.strip())]
    known = list_columns(paragraphs=paragraphs)
    for place, name in enumerate(names):
        if name not in known:
            near = "".join(get_close_matches(name.lower(), known, n=1))
            raise _explain_unknown(name, near, known, [near if each == name else each for each in names])
        if name in names[:place]:
            raise _explain(gettext("“%(value)s” stands there twice") % {"value": name}, names)
    return tuple(names)


def refuse_columns() -> NotUnderstoodError:
    """The error for columns of a file that is no table."""
    return _explain(gettext("only CSV, Excel and JSON Lines have columns"))


def _explain_unknown(name: str, near: str, known: Sequence[str], instead: Sequence[str]) -> NotUnderstoodError:
    """near: the name that is most like it, "" if none is; instead: the columns with it."""
    words = {"value": name.replace("\0", "")[:_LONGEST_SHOWN], "known": ", ".join(known)}
    if near:
        message = gettext("there is no “%(value)s”, perhaps “%(near)s” is meant; there are %(known)s")
    else:
        message = gettext("there is no “%(value)s”; there are %(known)s")
    return _explain(message % {**words, "near": near}, instead if near else ())


def _explain(message: str, meant: Sequence[str] = ()) -> NotUnderstoodError:
    """meant: the columns that may have been meant; none of them is offered twice."""
    names = [*dict.fromkeys(meant)]
    offers = (Offer(", ".join(names), {COLUMNS: ",".join(names)}),) if names else ()
    return NotUnderstoodError(Problem(COLUMNS, gettext("Columns"), message, offers=offers))
