"""Speakers and publishers as JSON: those that public documents name, and no others."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from statements.api.answers import answer_json, refuse_others, to_read
from statements.api.cursors import CURSOR, read_cursor, write_cursor
from statements.models import Entry, Publisher, Speaker, Utterance
from statements.search.memory import archive_state
from statements.search.strict import read_number
from statements.search.tally import tally
from statements.web.interface import canonical

USUAL, MOST = 100, 500
_LISTED = "speakers"


@to_read()
def list_speakers(request: HttpRequest) -> HttpResponse:
    """Everybody who takes part in a public document, in the order in which they became known here."""
    refuse_others(request.GET, CURSOR, "limit")
    limit, cursor = read_number(request.GET, "limit", USUAL, MOST), request.GET.get(CURSOR, "")
    after = read_cursor(cursor, _LISTED, (int,))[0] or 0 if cursor else 0
    people = list(Speaker.objects.public().filter(pk__gt=after).prefetch_related("offices").order_by("pk")[: limit + 1])
    shown = people[:limit]
    following = ""
    if len(people) > limit:
        place = write_cursor(_LISTED, [shown[-1].pk])
        following = request.build_absolute_uri(f"{request.path}?cursor={place}&limit={limit}")
    counts = _count()
    items = [_record(request, each, counts) for each in shown]
    return answer_json({"next": following or None, "items": items}, following=following)


@to_read()
def show_speaker(request: HttpRequest, slug: str) -> HttpResponse:
    """A speaker; somebody who was merged is shown as who they are now."""
    refuse_others(request.GET)
    people = Speaker.objects.public().prefetch_related("offices")
    found = people.filter(merged__slug=slug).first() or get_object_or_404(people, slug=slug)
    return answer_json(_record(request, found, _count()))


@to_read()
def list_publishers(request: HttpRequest) -> HttpResponse:
    """All publishers of public documents."""
    refuse_others(request.GET)
    counts = _count()["publisher"]
    items = [
        {
            "slug": each.slug,
            "name": each.name,
            "language": each.language or None,
            "documents": counts.get(str(each.pk), 0),
        }
        for each in Publisher.objects.public().order_by("pk")
    ]
    return answer_json({"items": items})


def _count() -> dict[str, dict[str, int]]:
    return tally(Entry.objects.published(), {}, archive_state(), Utterance.objects.order_by()).counts


def _record(request: HttpRequest, speaker: Speaker, counts: dict[str, dict[str, int]]) -> dict[str, Any]:
    """documents: those that they take part in; said: those in which they say something."""
    key = str(speaker.pk)
    return {
        "slug": speaker.slug,
        "url": canonical(request, "speaker", speaker.slug),
        "name": speaker.name,
        "sort_name": speaker.index_name,
        "aliases": list(speaker.aliases),
        "collective": speaker.collective,
        "documents": counts["speaker"].get(key, 0),
        "said": counts["said"].get(key, 0),
        "offices": [
            {"titles": each.titles, "since": each.since or None, "until": each.until or None}
            for each in speaker.offices.all()
        ],
    }
