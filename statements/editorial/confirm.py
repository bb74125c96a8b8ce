"""What is public is changed by no single key: the desk shows what was asked for, and asks once more.

It works without scripts: the answer is a page whose form sends the same fields again, and that they are confirmed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse

from statements.editorial.forms import FactsForm
from statements.editorial.pages import desk_page
from statements.models import Document, Status

# Steps that change what readers see, in words. To withdraw takes a reason: it is asked for already.
_STEPS = {
    "split": "Split a paragraph in two",
    "merge": "Join a paragraph with the next",
    "drop": "Drop a paragraph",
    "restore": "Make a paragraph of words that were dropped",
    "attribute": "Set the kind of a paragraph, and whose turn it is",
    "turns": "Give turns to somebody",
    "take-part": "Add somebody who takes part",
    "leave": "Take out somebody who takes part",
    "publisher": "Set the publisher",
    "group": "Put it with its translation",
    "publish": "Publish anew",
}
_EXCERPT = 300  # characters of a paragraph


def has_to_be_confirmed(request: HttpRequest, document: Document, facts: FactsForm | None) -> bool:
    """Whether what is asked for changes a published document, and was not confirmed yet."""
    if document.status != Status.PUBLISHED or request.POST.get("confirmed"):
        return False
    return request.POST.get("do") in _STEPS or bool(facts and facts.changed_data)


def confirmation(desk: Any, request: HttpRequest, before: Document, facts: FactsForm | None) -> HttpResponse:
    """The page that asks. before: the document as it is, where `facts` say what it will be."""
    wanted = request.POST.get("do", "")
    sent = [(name, value) for name, values in request.POST.lists() for value in values if name != "csrfmiddlewaretoken"]
    return desk_page(
        desk,
        request,
        "confirm.html",
        "Readers will see this" if before.is_public else "This is published",
        document=before,
        what=_STEPS.get(wanted, ""),
        paragraph=_excerpt(request, before),
        changed=list(_changed(before, facts)) if facts else [],
        sent=sent,
        versions=before.revisions.count(),
    )


def _excerpt(request: HttpRequest, document: Document) -> str:
    """The words of the paragraph that is meant; empty where none is."""
    key = request.POST.get("paragraph", "")
    found = document.paragraphs.filter(key=key).first() if key.isascii() and key.isalnum() else None
    if found is None:
        return ""
    return found.text if len(found.text) <= _EXCERPT else f"{found.text[:_EXCERPT].rpartition(' ')[0]}…"


def _changed(before: Document, facts: FactsForm) -> Iterator[tuple[str, str, str]]:
    """The facts that were typed anew: what each is called, what it was, and what it will be."""
    for name in facts.changed_data:
        yield str(facts.fields[name].label), _shown(before, name), _shown(facts.instance, name)


def _shown(document: Document, name: str) -> str:
    display = getattr(document, f"get_{name}_display", lambda: getattr(document, name))
    return str(display() or "nothing")
