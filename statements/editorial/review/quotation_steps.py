"""Steps of a review: which words are whose."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext

from statements.editorial.pages import number_in
from statements.editorial.review.paragraphs import EditRefusedError, find_place
from statements.editorial.review.quoting import find_words, offer_quotations, quote
from statements.editorial.review.step_request import Step, find_paragraph, finish_edit
from statements.importer.draft import showable
from statements.models import Document, Quotation, Speaker


def _quote(desk: Any, request: HttpRequest, document: Document) -> str:
    """Give the words that were selected or typed to somebody who takes part."""
    paragraph = find_paragraph(request, document)
    taking = Speaker.objects.filter(participations__document=document)
    speaker = taking.filter(pk=number_in(request.POST.get("speaker"))).first()
    if speaker is None:
        raise EditRefusedError(gettext("Choose who is quoted: somebody who takes part in the document."))
    words = showable(request.POST.get("quoted", "")).strip()
    start, end = find_words(paragraph, words, number_in(request.POST.get("quoted-at")))
    quote(paragraph, start, end, speaker)
    return finish_edit(request, document, f"Quoted {speaker} in {find_place(paragraph)}.")


def _unquote(desk: Any, request: HttpRequest, document: Document) -> str:
    """Take words back from whoever is quoted with them."""
    rows = Quotation.objects.filter(paragraph__document=document).select_related("speaker", "paragraph")
    found = rows.filter(pk=number_in(request.POST.get("quotation"))).first()
    if found is None:
        raise EditRefusedError(gettext("That quotation no longer exists."))
    place = find_place(found.paragraph)
    words = f"{found.speaker} is no longer quoted in {place} with characters {found.start}–{found.end}."
    found.delete()
    return finish_edit(request, document, words)


def _quotations(desk: Any, request: HttpRequest, document: Document) -> str:
    """Accept one, or all, of the quotations that the rules find."""
    wanted = request.POST.get("offer", "")
    offers = [each for each in offer_quotations(document) if wanted in ("all", each.value)]
    if not offers:
        raise EditRefusedError(gettext("These words are given to somebody already, or are no longer there."))
    for each in offers:
        quote(each.paragraph, each.start, each.end, each.speaker)
    places = ", ".join(dict.fromkeys(each.paragraph.place for each in offers))
    names = ", ".join(dict.fromkeys(str(each.speaker) for each in offers))
    return finish_edit(request, document, f"Quoted {names} in {places}.") or "#who"


QUOTATION_STEPS: dict[str, Step] = {"quote": _quote, "unquote": _unquote, "quotations": _quotations}
