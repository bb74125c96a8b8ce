"""The first page: what is here, what is new, and what one can do, each with an example that finds something."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from statements.citing.linked import describe_site
from statements.comparing.examples import example_pair, example_quotation, example_translations
from statements.counting.arrivals import latest_arrivals
from statements.counting.firsts import example_phrase
from statements.counting.holdings import Holdings, describe_holdings
from statements.languages import LANGUAGES
from statements.models import Document, Kind, Speaker
from statements.pages.examples import make_examples
from statements.pages.followed import offer_whole_feed
from statements.search.examples import example_searches
from statements.search.memory import ArchiveState, archive_state
from statements.search.remembered import remember_pages
from statements.web.interface import canonical
from statements.web.limits import limited

_EXAMPLES = {  # those that take the least time first
    "searches": example_searches,
    "first": example_phrase,
    "quotation": example_quotation,
    "translations": example_translations,
    "pair": example_pair,
}
_LATEST, _YEARS, _SPEAKERS = 6, 12, 8


@require_safe
@limited
@remember_pages
def home(request: HttpRequest) -> HttpResponse:
    """What the archive holds, what came last, and ways in."""
    state = archive_state()
    holdings = describe_holdings(state)
    latest = list(Document.objects.published().newest_first().prefetch_lists()[:_LATEST])
    context = {
        "holdings": holdings,
        "latest": latest,
        "feed": offer_whole_feed(),
        "json_ld": describe_site(canonical(request, "home"), canonical(request, "search")),
        **_name_holdings(holdings),
        **(_find_arrivals(latest, state) | make_examples(_EXAMPLES, state) if latest else {}),
    }
    return render(request, "home.html", context)


def _name_holdings(holdings: Holdings) -> dict[str, Any]:
    """The values with documents, in words, and how many documents each has."""
    people = Speaker.objects.in_bulk(list(holdings.speakers)[:_SPEAKERS])
    return {
        "languages": [(LANGUAGES[code], number) for code, number in holdings.languages.items() if code in LANGUAGES],
        "kinds": [(value, Kind(value).label, number) for value, number in holdings.kinds.items()],
        "speakers": [(people[key], number) for key, number in holdings.speakers.items() if key in people],
        "years": list(holdings.years.items())[:_YEARS],
        "more_years": len(holdings.years) > _YEARS,
    }


def _find_arrivals(latest: list[Document], state: ArchiveState) -> dict[str, Any]:
    """What became public last, by day; only the day where the list would repeat the latest documents and one day."""
    arrivals = latest_arrivals(_LATEST, state)
    days = [(day, [each.document for each in group]) for day, group in groupby(arrivals, lambda each: each.came.date())]
    if len(days) == 1 and set(days[0][1]) == set(latest):
        return {"all_came": days[0][0]}
    return {"arrivals": days}
