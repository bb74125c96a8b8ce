"""What was typed into the fields of a review and not used yet: it comes back with the next page.

Whoever presses Enter in a field, or is refused something, finds what she typed where she typed it. It is kept in the
session, since the answer to a form is a redirect.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from statements.editorial.review.forms import FactsForm
from statements.models import Document, Unsaved

_OWN = ("csrfmiddlewaretoken", "seen", "steps", "do")
_MOST = 5_000  # characters of all fields
_BESIDE_FACTS = {"note": gettext_lazy("Note to readers"), "words": gettext_lazy("Note")}


class LeftTyping(NamedTuple):
    """One field that was typed too late: its name on the page, and what was typed."""

    label: str
    words: str


def keep_typing(request: HttpRequest, document: Document) -> None:
    """Keep the fields that were sent with a step, except the facts, which are saved."""
    typed = {name: value for name, value in request.POST.items() if value and name not in _OWN}
    typed = {name: value for name, value in typed.items() if not name.startswith("fact-")}
    if typed and sum(map(len, typed.values())) <= _MOST:
        request.session[_key(document)] = typed


def take_typing(request: HttpRequest, document: Document) -> dict[str, str]:
    """Return what was kept for a document, once."""
    typed: dict[str, str] = request.session.pop(_key(document), {})
    return typed


def keep_left_typing(request: HttpRequest, document: Document) -> None:
    """Keep what was sent too late, to a draft that is published or to a correction of the document that is gone: the
    facts that differ from those of the document, and the notes."""
    facts = FactsForm(request.POST, instance=Document.objects.get(pk=document.pk))
    names = [facts.add_prefix(name) for name in facts.changed_data] if "fact-title" in request.POST else []
    typed = {name: request.POST.get(name, "").replace("\0", "\ufffd") for name in (*names, *_BESIDE_FACTS)}
    before = Unsaved.objects.of(request.user, document).first()
    kept = {name: value for name, value in typed.items() if value or name in names}
    if sum(map(len, kept.values())) <= _MOST:
        Unsaved.objects.keep(request.user, document, {**(before.fields if before else {}), **kept})


def leave_typing(copy: Document, original: Document, by: Any) -> None:
    """Keep what others typed into a correction, when `by` publishes or discards it, beside the original."""
    Unsaved.objects.filter(document=copy).exclude(user=by).move(original)


def list_left_typing(request: HttpRequest, document: Document) -> list[LeftTyping]:
    """What this editor typed too late: there are no fields on the page of the document to put it back into."""
    kept = Unsaved.objects.of(request.user, document).first()
    if kept is None:
        return []
    form = FactsForm(kept.fields, instance=document)
    typed: list[Any] = [field for field in form if field.html_name in kept.fields]
    facts = [LeftTyping(str(field.label), field.words or "–") for field in typed]
    notes = [name for name in _BESIDE_FACTS if name in kept.fields]
    return facts + [LeftTyping(str(_BESIDE_FACTS[name]), kept.fields[name]) for name in notes]


def _key(document: Document) -> str:
    return f"typed-{document.pk}"
