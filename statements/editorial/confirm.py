"""What is public is changed by no single key: the desk shows what was asked for, and asks once more.

It works without scripts: the answer is a page whose form sends the same fields again, and that they are confirmed.
The forms of the admin ask in the same way as the steps of a review, those of speakers and publishers too, whose names
stand on many documents.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from os.path import commonprefix
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse

from statements.editorial.forms import FactsForm
from statements.editorial.pages import desk_page
from statements.models import Document, DocumentQuerySet, Status

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Any]
else:
    Base = object

# Steps that change what readers see, in words. To withdraw takes a reason: it is asked for already.
_STEPS = {
    "split": "Split a paragraph in two",
    "merge": "Join a paragraph with the next",
    "drop": "Drop a paragraph",
    "restore": "Restore dropped words as a paragraph",
    "attribute": "Set a paragraph’s kind, and whose turn it is",
    "turns": "Give turns to somebody",
    "take-part": "Add somebody who takes part",
    "leave": "Remove somebody who takes part",
    "publisher": "Set the publisher",
    "group": "Link it to its translation",
    "publish": "Publish again",
}
Rows = list[tuple[str, str, str]]  # what a fact is called, what it was, and what it will be
_EXCERPT = 300  # characters of a paragraph
_NAMED = 10  # documents


class NotConfirmedError(Exception):
    """A form of the admin changes what is published, and nobody was asked: nothing of it is kept."""

    def __init__(self, form: ModelForm, summary: str) -> None:
        super().__init__(summary)
        self.form, self.summary = form, summary


class AsksFirst(Base):
    """A form of the admin that changes what published documents show only when that was confirmed."""

    not_shown: frozenset[str] = frozenset()  # fields that no document shows

    def documents_of(self, changed: Any) -> DocumentQuerySet:
        """The documents that readers see change."""
        return Document.objects.filter(pk=changed.pk)

    def question(self, request: HttpRequest, before: Any, what: str, changed: Rows) -> HttpResponse:
        """The page that asks. before: what is changed, as it is; changed: facts as they are and will be."""
        return _question(self, request, self.documents_of(before).get(), what=what, changed=changed)

    def changeform_view(
        self, request: HttpRequest, object_id: Any = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        """Save the form; or save nothing, and ask."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except NotConfirmedError as error:
            before = type(error.form.instance).objects.get(pk=error.form.instance.pk)
            return self.question(request, before, error.summary, list(_list_changes(before, error.form)))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save the rows that belong to it. What was not confirmed is rolled back by `changeform_view`."""
        super().save_related(request, form, formsets, change)
        facts = set(_facts_of(form)) - self.not_shown
        if not change or request.POST.get("confirmed") or not (facts or any(each.has_changed() for each in formsets)):
            return
        if self.documents_of(form.instance).filter(status=Status.PUBLISHED).exists():
            message = self.construct_change_message(request, form, formsets, False)
            raise NotConfirmedError(form, LogEntry(change_message=json.dumps(message)).get_change_message())


class AsksForAll(AsksFirst):
    """The same of somebody or something that many documents name: the question says how many, and which."""

    def question(self, request: HttpRequest, before: Any, what: str, changed: Rows) -> HttpResponse:
        """The page that asks."""
        published = self.documents_of(before).filter(status=Status.PUBLISHED).newest_first()
        named: dict[str, Any] = {"before": before, "count": published.count(), "documents": published[:_NAMED]}
        asked: dict[str, Any] = {"what": what, "changed": changed, "back": request.get_full_path()}
        return desk_page(
            self, request, "confirm_name.html", "Readers will see this", sent=_fields_sent(request), **named, **asked
        )


def has_to_be_confirmed(request: HttpRequest, document: Document, facts: FactsForm | None) -> bool:
    """Whether what is asked for changes a published document, and was not confirmed yet."""
    if document.status != Status.PUBLISHED or request.POST.get("confirmed"):
        return False
    return request.POST.get("do") in _STEPS or bool(facts and facts.changed_data)


def confirmation(desk: Any, request: HttpRequest, before: Document, facts: FactsForm | None) -> HttpResponse:
    """The page that asks. before: the document as it is, where `facts` say what it will be."""
    changed = list(_list_changes(before, facts)) if facts else []
    what = _STEPS.get(request.POST.get("do", ""), "")
    return _question(desk, request, before, what=what, paragraph=_excerpt(request, before), changed=changed)


def _question(desk: Any, request: HttpRequest, document: Document, **context: Any) -> HttpResponse:
    """The page that asks, with all that was sent: `what` is to be done, and the facts that are `changed`."""
    title = "Readers will see this" if document.is_public else "This is published"
    context |= {"document": document, "sent": _fields_sent(request), "versions": document.revisions.count()}
    return desk_page(desk, request, "confirm.html", title, **context)


def _fields_sent(request: HttpRequest) -> list[tuple[str, str]]:
    """The fields that were sent, to be sent again."""
    fields = request.POST.lists()
    return [(name, value) for name, values in fields for value in values if name != "csrfmiddlewaretoken"]


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


def _list_changes(before: Model, form: ModelForm) -> Iterator[tuple[str, str, str]]:
    """The facts that were typed anew: what each is called, what it was, and what it will be."""
    for name in _facts_of(form):
        old, new = _display_value(before, name), _display_value(form.instance, name)
        start = max(0, len(commonprefix([old, new])) - _EXCERPT // 3)  # long ones from where they begin to differ
        yield str(form.fields[name].label), _cut(old, start), _cut(new, start)


def _facts_of(form: ModelForm) -> list[str]:
    return [name for name in form.changed_data if name != "seen"]


def _display_value(row: Model, name: str) -> str:
    value = getattr(row, f"get_{name}_display", lambda: getattr(row, name))()
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(value) or "nothing" if isinstance(value, list) else str(value or "nothing")
