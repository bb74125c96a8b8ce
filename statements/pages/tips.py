"""Search tips: what can be typed, each with a search that finds something here."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from statements.pages.examples import make_example
from statements.search.memory import archive_state
from statements.search.remembered import remember_pages
from statements.search.tips import find_tips
from statements.web.limits import limited


@require_safe
@limited
@remember_pages
def search_tips(request: HttpRequest) -> HttpResponse:
    """The tips below a search box, which keeps what was typed into another one."""
    typed = request.GET.get("q", "").replace("\0", "")[: settings.SEARCH_MAX_CHARACTERS]
    return render(request, "search_tips.html", {"q": typed, **offer_tips()})


def offer_tips() -> dict[str, Any]:
    """What the tips need."""
    return {"tips": make_example(find_tips, archive_state()) or {}}
