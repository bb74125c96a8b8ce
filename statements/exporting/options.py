"""What an address asks of an export, beside the list: which rows and columns, which documents of it, and how a file
begins."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from statements.exporting.columns import COLUMNS, read_columns
from statements.search.problems import explain_choice
from statements.search.request import NotUnderstoodError, Problem

ROWS, PICK, BOM = "rows", "pick", "bom"
OPTIONS = (ROWS, COLUMNS, PICK, BOM)  # the parameters
DOCUMENTS, PARAGRAPHS = "documents", "paragraphs"
MOST_PICKED = 200
_SLUG = re.compile(r"[-\w]{1,120}", re.ASCII)
_LONGEST_SHOWN = 60  # characters of a value repeated on the page


@dataclass(frozen=True)
class ExportOptions:
    """paragraphs: whether a row is a paragraph, not a document; picked: slugs of the documents that are wanted, all if
    there are none; marked: whether CSV begins with a byte order mark, by which Excel knows UTF-8; columns: those that
    are wanted, in their order, all if there are none."""

    paragraphs: bool = False
    picked: tuple[str, ...] = ()
    marked: bool = True
    columns: tuple[str, ...] = ()


def read_options(parameters: QueryDict) -> ExportOptions:
    """Return what the parameters of an address ask for. Raises NotUnderstoodError where they are wrong."""
    rows = _choose(parameters, ROWS, _("Rows"), (DOCUMENTS, PARAGRAPHS))
    marked = _choose(parameters, BOM, _("Byte order mark"), ("1", "0"))
    columns = read_columns(parameters.getlist(COLUMNS), paragraphs=rows == PARAGRAPHS)
    return ExportOptions(rows == PARAGRAPHS, _read_picked(parameters), marked == "1", columns)


def _choose(parameters: QueryDict, name: str, label: Any, values: tuple[str, ...]) -> str:
    """The one value of a parameter, the first of `values` where it has none."""
    given = [each for each in dict.fromkeys(parameters.getlist(name)) if each]
    if len(given) > 1 or not set(given) <= set(values):
        raise explain_choice(name, str(label), given[-1], [(each, each) for each in values])
    return given[0] if given else values[0]


def _read_picked(parameters: QueryDict) -> tuple[str, ...]:
    picked = tuple(dict.fromkeys(each for each in parameters.getlist(PICK) if each))
    if len(picked) > MOST_PICKED:
        counted = {"given": len(picked), "most": MOST_PICKED}
        message = gettext("%(given)s documents are too many: choose at most %(most)s") % counted
        raise NotUnderstoodError(Problem(PICK, gettext("Ticked documents"), message))
    for each in picked:
        if not _SLUG.fullmatch(each):
            raise not_in_list(each)
    return picked


def not_in_list(slug: str) -> NotUnderstoodError:
    """The error for a ticked document that the list does not have, or has no longer."""
    message = gettext("“%(value)s” is not in this list") % {"value": slug.replace("\0", "")[:_LONGEST_SHOWN]}
    return NotUnderstoodError(Problem(PICK, gettext("Ticked documents"), message, slug))
