"""The steps of a review: what the buttons of its page do. Each records in the log, in words, what was done."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext

from statements.editorial.log import in_english
from statements.editorial.pages import number_in
from statements.editorial.review.correction_steps import CORRECTION_STEPS
from statements.editorial.review.forms import ParagraphForm
from statements.editorial.review.paragraphs import EditRefusedError, drop, find_place, merge, restore, split
from statements.editorial.review.people_steps import PEOPLE_STEPS
from statements.editorial.review.publisher_steps import PUBLISHER_STEPS
from statements.editorial.review.quotation_steps import QUOTATION_STEPS
from statements.editorial.review.status_steps import STATUS_STEPS
from statements.editorial.review.step_request import Step, find_paragraph, finish_edit, speakers_of
from statements.editorial.review.translation_steps import TRANSLATION_STEPS
from statements.importer.draft import showable
from statements.models import Document, ParagraphKind


def _split(desk: Any, request: HttpRequest, document: Document) -> str:
    """Split before the words that were typed, if they occur once; or at the place that was selected."""
    paragraph, words = find_paragraph(request, document), showable(request.POST.get("before", "")).strip()
    place = number_in(request.POST.get("at"))
    selected = bool(words) and place > 0 and paragraph.text.startswith(words, place)
    if not selected and (not words or paragraph.text.count(words) != 1):
        raise EditRefusedError(gettext("Type the first words of the second half, enough of them to occur only once."))
    split(paragraph, place if selected else paragraph.text.index(words))
    return finish_edit(request, document, f"Split {find_place(paragraph)}.")


def _merge(desk: Any, request: HttpRequest, document: Document) -> str:
    paragraph = merge(find_paragraph(request, document))
    return finish_edit(request, document, f"Joined {find_place(paragraph)} with the next.")


def _drop(desk: Any, request: HttpRequest, document: Document) -> str:
    paragraph = find_paragraph(request, document)
    others = document.paragraphs.exclude(pk=paragraph.pk)
    following = others.filter(position__gt=paragraph.position).order_by("position").first()
    place = find_place(paragraph)
    drop(paragraph)
    return finish_edit(request, document, f"Dropped {place}.", at=following or others.order_by("position").last())


def _restore(desk: Any, request: HttpRequest, document: Document) -> str:
    start = request.POST.get("start", "")
    if not (start.isascii() and start.isdigit() and len(start) < 10):
        raise Http404(gettext("There is no such place in the source."))
    restored = restore(document, int(start))
    return finish_edit(request, document, f"Restored {find_place(restored)}.", at=restored)


def _attribute(desk: Any, request: HttpRequest, document: Document) -> str:
    """Set whose turn a paragraph is, and its kind."""
    paragraph = find_paragraph(request, document)
    form = ParagraphForm(request.POST, speakers=speakers_of(document))
    if not form.is_valid():
        raise EditRefusedError(gettext("Choose a kind, and somebody who takes part in the document."))
    paragraph.kind, paragraph.speaker = form.cleaned_data["kind"], form.cleaned_data["speaker"]
    paragraph.save(update_fields=["kind", "speaker"])
    kind, turn = in_english(ParagraphKind(paragraph.kind).label), paragraph.speaker or "nobody’s turn"
    return finish_edit(request, document, f"{find_place(paragraph)} is now {kind}, {turn}.")


STEPS: dict[str, Step] = {
    "split": _split,
    "merge": _merge,
    "drop": _drop,
    "restore": _restore,
    "attribute": _attribute,
    **PEOPLE_STEPS,
    **PUBLISHER_STEPS,
    **QUOTATION_STEPS,
    **TRANSLATION_STEPS,
    **STATUS_STEPS,
    **CORRECTION_STEPS,
}
NOT_UNDONE = frozenset(STATUS_STEPS) | frozenset(CORRECTION_STEPS)
"""Steps that are not remembered to be undone: the others are, at one place, see `undoing.py`."""
