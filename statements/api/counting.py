"""How often something was said, and whether a quotation is in the archive: what the pages say of it, as JSON."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from statements.api.answers import answer_json, refuse_others, to_read
from statements.comparing.checked_lists import check_list
from statements.comparing.typed_lists import ListedQuotation
from statements.counting.year_rows import YEAR_COLUMNS, list_years
from statements.pages.charts import count_frequency
from statements.pages.checking_lists import make_rows
from statements.pages.frequency import PAGES
from statements.search.request import NotUnderstoodError, Problem


@to_read(PAGES)
def count_words(request: HttpRequest) -> HttpResponse:
    """The numbers behind the lines of /frequency/, with its parameters: a row for each line and year."""
    _, context = count_frequency(request.GET)
    return answer_json({"items": [dict(zip(YEAR_COLUMNS, row, strict=True)) for row in list_years(context["series"])]})


@to_read(2)
def check_words(request: HttpRequest) -> HttpResponse:
    """Whether the archive has the words of a quotation, where, and what differs."""
    refuse_others(request.GET, "q")
    typed = request.GET.get("q", "").strip()
    if not typed or "\0" in typed:
        raise NotUnderstoodError(Problem("q", "q", gettext("there is no quotation in it")))
    [row] = make_rows(request, check_list([ListedQuotation(1, typed)]))
    return answer_json({name: value for name, value in row.values.items() if name != "line"})
