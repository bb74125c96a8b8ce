"""A name that published documents show is changed only after a question, which says how many documents show it.

It works without scripts: the answer is a page whose form sends the same fields again, together with the confirmation.
Documents themselves need no question: what is published is corrected in a working copy, see `corrections.py`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from statements.editorial.pages import desk_page
from statements.editorial.review.fact_rows import facts_of, list_fact_changes
from statements.models import DocumentQuerySet, Status

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Any]
else:
    Base = object

Rows = list[tuple[str, str, str]]  # the name of a fact, its old value and its new one
_NAMED = 10  # documents


class NotConfirmedError(Exception):
    """A form of the admin would change what is published without confirmation: nothing is saved."""

    def __init__(self, form: ModelForm, summary: str) -> None:
        super().__init__(summary)
        self.form, self.summary = form, summary


class AsksForAll(Base):
    """An admin form of a person or body named in many documents: it saves after a question that says how many."""

    not_shown: frozenset[str] = frozenset()  # fields that appear on no document

    def documents_of(self, changed: Any) -> DocumentQuerySet:
        """Return the documents that readers will see change."""
        raise NotImplementedError

    def question(self, request: HttpRequest, before: Any, what: str, changed: Rows) -> HttpResponse:
        """Return the page that asks. before: the object as it is; changed: facts with their old and new values."""
        published = self.documents_of(before).filter(status=Status.PUBLISHED).newest_first()
        named: dict[str, Any] = {"before": before, "count": published.count(), "documents": published[:_NAMED]}
        asked: dict[str, Any] = {"what": what, "changed": changed, "back": request.get_full_path()}
        return desk_page(
            self,
            request,
            "confirm.html",
            gettext("Readers will see this"),
            sent=_fields_sent(request),
            **named,
            **asked,
        )

    def changeform_view(
        self, request: HttpRequest, object_id: Any = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        """Save the form; or save nothing, and ask."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except NotConfirmedError as error:
            before = type(error.form.instance).objects.get(pk=error.form.instance.pk)
            return self.question(request, before, error.summary, list(list_fact_changes(before, error.form)))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save the related rows. If not confirmed, `changeform_view` rolls them back."""
        super().save_related(request, form, formsets, change)
        facts = set(facts_of(form)) - self.not_shown
        if not change or request.POST.get("confirmed") or not (facts or any(each.has_changed() for each in formsets)):
            return
        if self.documents_of(form.instance).filter(status=Status.PUBLISHED).exists():
            message = self.construct_change_message(request, form, formsets, False)
            raise NotConfirmedError(form, LogEntry(change_message=json.dumps(message)).get_change_message())


def _fields_sent(request: HttpRequest) -> list[tuple[str, str]]:
    """The fields that were sent, so that they can be sent again."""
    fields = request.POST.lists()
    return [(name, value) for name, values in fields for value in values if name != "csrfmiddlewaretoken"]
