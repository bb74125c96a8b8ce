"""No single key press changes what is public: the desk shows what was asked for, and asks again.

It works without scripts: the answer is a page whose form sends the same fields again, together with the confirmation.
The forms of the admin ask in the same way as the steps of a review, including those of speakers and publishers, whose
names appear on many documents.
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

# Steps that change what readers see, in words. Withdrawing needs a reason, so it already asks.
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
Rows = list[tuple[str, str, str]]  # the name of a fact, its old value and its new one
_EXCERPT = 300  # characters of a paragraph
_NAMED = 10  # documents


class NotConfirmedError(Exception):
    """A form of the admin would change what is published without confirmation: nothing is saved."""

    def __init__(self, form: ModelForm, summary: str) -> None:
        super().__init__(summary)
        self.form, self.summary = form, summary


class AsksFirst(Base):
    """An admin form that changes what published documents show only after confirmation."""

    not_shown: frozenset[str] = frozenset()  # fields that appear on no document

    def documents_of(self, changed: Any) -> DocumentQuerySet:
        """Return the documents that readers will see change."""
        return Document.objects.filter(pk=changed.pk)

    def question(self, request: HttpRequest, before: Any, what: str, changed: Rows) -> HttpResponse:
        """Return the page that asks. before: the object as it is; changed: facts with their old and new values."""
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
        """Save the related rows. If not confirmed, `changeform_view` rolls them back."""
        super().save_related(request, form, formsets, change)
        facts = set(_facts_of(form)) - self.not_shown
        if not change or request.POST.get("confirmed") or not (facts or any(each.has_changed() for each in formsets)):
            return
        if self.documents_of(form.instance).filter(status=Status.PUBLISHED).exists():
            message = self.construct_change_message(request, form, formsets, False)
            raise NotConfirmedError(form, LogEntry(change_message=json.dumps(message)).get_change_message())


class AsksForAll(AsksFirst):
    """Ask in the same way about a person or body named in many documents: the question says how many, and which."""

    def question(self, request: HttpRequest, before: Any, what: str, changed: Rows) -> HttpResponse:
        """Return the page that asks."""
        published = self.documents_of(before).filter(status=Status.PUBLISHED).newest_first()
        named: dict[str, Any] = {"before": before, "count": published.count(), "documents": published[:_NAMED]}
        asked: dict[str, Any] = {"what": what, "changed": changed, "back": request.get_full_path()}
        return desk_page(
            self, request, "confirm_name.html", "Readers will see this", sent=_fields_sent(request), **named, **asked
        )


def has_to_be_confirmed(request: HttpRequest, document: Document, facts: FactsForm | None) -> bool:
    """Whether the request changes a published document and has not been confirmed yet."""
    if document.status != Status.PUBLISHED or request.POST.get("confirmed"):
        return False
    return request.POST.get("do") in _STEPS or bool(facts and facts.changed_data)


def confirmation(desk: Any, request: HttpRequest, before: Document, facts: FactsForm | None) -> HttpResponse:
    """Return the page that asks. before: the document as it is; `facts` say what it will become."""
    changed = list(_list_changes(before, facts)) if facts else []
    what = _STEPS.get(request.POST.get("do", ""), "")
    return _question(desk, request, before, what=what, paragraph=_excerpt(request, before), changed=changed)


def _question(desk: Any, request: HttpRequest, document: Document, **context: Any) -> HttpResponse:
    """Return the page that asks, with everything that was sent: `what` will be done, and the facts `changed`."""
    title = "Readers will see this" if document.is_public else "This is published"
    context |= {"document": document, "sent": _fields_sent(request), "versions": document.revisions.count()}
    return desk_page(desk, request, "confirm.html", title, **context)


def _fields_sent(request: HttpRequest) -> list[tuple[str, str]]:
    """The fields that were sent, so that they can be sent again."""
    fields = request.POST.lists()
    return [(name, value) for name, values in fields for value in values if name != "csrfmiddlewaretoken"]


def _excerpt(request: HttpRequest, document: Document) -> str:
    """The beginning of the paragraph concerned; empty if there is none."""
    key = request.POST.get("paragraph", "")
    found = document.paragraphs.filter(key=key).first() if key.isascii() and key.isalnum() else None
    return _cut(found.text, 0) if found else ""


def _cut(text: str, start: int) -> str:
    """An excerpt of a text from `start` on, cut between words."""
    begun = "…" if start else ""
    rest = (start and text[start:].partition(" ")[2]) or text[start:]
    return f"{begun}{rest}" if len(rest) <= _EXCERPT else f"{begun}{rest[:_EXCERPT].rpartition(' ')[0]}…"


def _list_changes(before: Model, form: ModelForm) -> Iterator[tuple[str, str, str]]:
    """Yield the facts that were changed: the name of each, its old value and its new one."""
    for name in _facts_of(form):
        old, new = _display_value(before, name), _display_value(form.instance, name)
        start = max(0, len(commonprefix([old, new])) - _EXCERPT // 3)  # long values from where they differ
        yield str(form.fields[name].label), _cut(old, start), _cut(new, start)


def _facts_of(form: ModelForm) -> list[str]:
    return [name for name in form.changed_data if name != "seen"]


def _display_value(row: Model, name: str) -> str:
    value = getattr(row, f"get_{name}_display", lambda: getattr(row, name))()
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(value) or "nothing" if isinstance(value, list) else str(value or "nothing")
