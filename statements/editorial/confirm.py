"""What is public is changed by no single key: the desk shows what was asked for, and asks once more.

It works without scripts: the answer is a page whose form sends the same fields again, and that they are confirmed.
The forms of the admin ask in the same way as the steps of a review.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from os.path import commonprefix
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse

from statements.editorial.forms import FactsForm
from statements.editorial.pages import desk_page
from statements.models import Document, Paragraph, Status

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Any]
else:
    Base = object

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


class NotConfirmedError(Exception):
    """A form of the admin changes what is published, and nobody was asked: nothing of it is kept."""

    def __init__(self, form: ModelForm, summary: str) -> None:
        super().__init__(summary)
        self.form, self.summary = form, summary


class AsksFirst(Base):
    """A form of the admin that changes a published document only when that was confirmed."""

    def document_of(self, changed: Any) -> Document:
        """The document that readers see change."""
        document: Document = changed
        return document

    def changeform_view(
        self, request: HttpRequest, object_id: Any = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        """Save the form; or save nothing, and ask."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except NotConfirmedError as error:
            before = type(error.form.instance).objects.get(pk=error.form.instance.pk)
            rows = list(_changed(before, error.form))
            return _question(self, request, self.document_of(before), what=error.summary, changed=rows)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save the rows that belong to it. What was not confirmed is rolled back by `changeform_view`."""
        super().save_related(request, form, formsets, change)
        document = self.document_of(form.instance)
        differs = _facts_of(form) or any(formset.has_changed() for formset in formsets)
        if change and differs and document.status == Status.PUBLISHED and not request.POST.get("confirmed"):
            message = self.construct_change_message(request, form, formsets, False)
            raise NotConfirmedError(form, LogEntry(change_message=json.dumps(message)).get_change_message())


def has_to_be_confirmed(request: HttpRequest, document: Document, facts: FactsForm | None) -> bool:
    """Whether what is asked for changes a published document, and was not confirmed yet."""
    if document.status != Status.PUBLISHED or request.POST.get("confirmed"):
        return False
    return request.POST.get("do") in _STEPS or bool(facts and facts.changed_data)


def confirmation(desk: Any, request: HttpRequest, before: Document, facts: FactsForm | None) -> HttpResponse:
    """The page that asks. before: the document as it is, where `facts` say what it will be."""
    changed = list(_changed(before, facts)) if facts else []
    what = _STEPS.get(request.POST.get("do", ""), "")
    return _question(desk, request, before, what=what, paragraph=_excerpt(request, before), changed=changed)


def _question(desk: Any, request: HttpRequest, document: Document, **context: Any) -> HttpResponse:
    """The page that asks, with all that was sent: `what` is to be done, and the facts that are `changed`."""
    sent = [(name, value) for name, values in request.POST.lists() for value in values if name != "csrfmiddlewaretoken"]
    title = "Readers will see this" if document.is_public else "This is published"
    versions = document.revisions.count()
    return desk_page(desk, request, "confirm.html", title, document=document, sent=sent, versions=versions, **context)


def _excerpt(request: HttpRequest, document: Document) -> str:
    """The words of the paragraph that is meant; empty where none is."""
    key = request.POST.get("paragraph", "")
    found = document.paragraphs.filter(key=key).first() if key.isascii() and key.isalnum() else None
    return _cut(found.text, 0) if found else ""


def _cut(text: str, start: int) -> str:
    """So much of a text from `start` on, by whole words."""
    begun = "…" if start else ""
    rest = (start and text[start:].partition(" ")[2]) or text[start:]
    return f"{begun}{rest}" if len(rest) <= _EXCERPT else f"{begun}{rest[:_EXCERPT].rpartition(' ')[0]}…"


def _changed(before: Document | Paragraph, form: ModelForm) -> Iterator[tuple[str, str, str]]:
    """The facts that were typed anew: what each is called, what it was, and what it will be."""
    for name in _facts_of(form):
        old, new = _shown(before, name), _shown(form.instance, name)
        start = max(0, len(commonprefix([old, new])) - _EXCERPT // 3)  # long ones from where they begin to differ
        yield str(form.fields[name].label), _cut(old, start), _cut(new, start)


def _facts_of(form: ModelForm) -> list[str]:
    return [name for name in form.changed_data if name != "seen"]


def _shown(row: Document | Paragraph, name: str) -> str:
    display = getattr(row, f"get_{name}_display", lambda: getattr(row, name))
    return str(display() or "nothing")
