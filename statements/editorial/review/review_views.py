"""The page of the desk on which an editor reviews what the importer made of a release, and decides."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.contrib.messages.storage import default_storage
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, OperationalError, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext

from statements.editorial.busy import is_busy, limit_waiting
from statements.editorial.pages import desk_page, number_in
from statements.editorial.reading_log import note_reading
from statements.editorial.review.correction_steps import keep_note
from statements.editorial.review.corrections import lock_documents
from statements.editorial.review.fact_rows import describe_changes
from statements.editorial.review.forms import FactsForm, PublishForm
from statements.editorial.review.kept_typing import (
    keep_left_typing,
    keep_typing,
    list_left_typing,
    take_typing,
)
from statements.editorial.review.paragraphs import EditRefusedError
from statements.editorial.review.review_page import describe_bar, describe_words, fill_publish_form
from statements.editorial.review.step_request import return_url
from statements.editorial.review.steps import NOT_UNDONE, STEPS
from statements.editorial.review.undoing import list_facts_before, remember_step
from statements.editorial.workflow import follow_language, log_of, note, record_edit
from statements.importer.messages.say import say
from statements.models import Document, Door, StepTaken
from statements.reading.versions import may_be_long
from statements.web.limits import TooSlowError, take_turn, take_turn_anyhow, too_slow

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Document]
else:
    Base = object

_OF_PUBLISHERS = ("publish", "withdraw", "correct")  # steps for which a document need not be open to changes
WITHOUT_FACTS = frozenset({"withdraw", "undo", "discard", "begin-anew"})  # steps that do not save the facts sent along


class ReviewDesk(Base):
    """What an editor does to a document, before it is published and after."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/review/", view(self.review_view), name="statements_document_review"),
            *super().get_urls(),
        ]

    def review_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the source beside the paragraphs, with everything an editor does to them before they are published.

        That of a long text takes much memory: such reviews are made one after the other.
        """
        is_long, is_sent = may_be_long(Document(pk=pk)), request.method == "POST"
        take = take_turn_anyhow if is_sent else take_turn
        try:
            with take() if is_long else nullcontext():
                return self._carry_out(request, pk) if is_sent else self._show_review(request, pk)
        except TooSlowError:
            return too_slow(request)

    def _carry_out(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Do what was sent, all of it or nothing."""
        try:
            with transaction.atomic():
                limit_waiting()
                return self._decide(request, _lock(pk, request.user))
        except Http404:
            seen = Document.objects.seen_by(request.user)
            original = get_object_or_404(seen, pk=number_in(request.POST.get("original")))
            return _lead_to(request, original)
        except OperationalError as error:
            if not is_busy(error):
                raise
            return self._tell_busy(request, pk)

    def _show_review(self, request: HttpRequest, pk: int) -> HttpResponse:
        document = get_object_or_404(Document.objects.seen_by(request.user).select_related("corrects"), pk=pk)
        if not self.has_view_permission(request, document):
            raise PermissionDenied
        return self._review(request, document)

    def _decide(self, request: HttpRequest, document: Document) -> HttpResponse:
        """Carry out the request, unless somebody else was first: then nothing that was typed is lost.

        Facts sent along are saved before the step is taken: whoever types a title and presses Publish means both.
        """
        wanted = request.POST.get("do", "")
        may_change = self.has_change_permission(request, document)
        is_as_seen = request.POST.get("seen") == document.updated.isoformat()
        if not may_change and not (wanted in _OF_PUBLISHERS and self.has_publish_permission(request)):  # type: ignore[attr-defined]
            if is_as_seen or not self.has_view_permission(request, document):
                raise PermissionDenied
            return _lead_to(request, document)
        if not is_as_seen:
            return self._meanwhile(request, document)
        with_facts = may_change and wanted not in WITHOUT_FACTS and "fact-title" in request.POST
        facts = FactsForm(request.POST, instance=document) if with_facts else None
        if facts and not facts.is_valid():
            return self._review(request, Document.objects.get(pk=document.pk), facts, request.POST.dict(), status=400)
        if facts:
            self._keep_facts(request, document, facts)
        keep_note(request, document)
        place = self._take_step(request, document, wanted)
        if wanted == "undo" and "fact-title" in request.POST:  # what was typed meanwhile stays in its fields, unsaved
            return self._review(request, document, _refill_facts(request, document))
        return HttpResponseRedirect(place if place.startswith("/") else f"{request.path}{place}")

    def _take_step(self, request: HttpRequest, document: Document, wanted: str) -> str:
        """Take the step that is wanted, and say what was done or why not. Returns where to go next."""
        if wanted not in STEPS:
            keep_typing(request, document)
            return f"{return_url(request, '')}#bar"  # else browsers keep the paragraph that was worked on before
        told = len(messages.get_messages(request))
        try:
            with transaction.atomic(), _remember(request, document, wanted) as taken:
                place = STEPS[wanted](self, request, document)
        except (EditRefusedError, IntegrityError) as error:
            keep_typing(request, document)
            busy = gettext("Somebody else was changing it at the same moment: try again.")
            messages.error(request, str(error) if isinstance(error, EditRefusedError) else busy)
            return return_url(request)
        if taken and len(messages.get_messages(request)) == told:
            messages.success(request, say(taken[0].words))
        return place

    def _meanwhile(self, request: HttpRequest, document: Document) -> HttpResponse:
        """Show the document as somebody else left it, with this editor's typing still in its fields."""
        facts = None
        if "fact-title" in request.POST:
            facts = _refill_facts(request, document)
            words = gettext(
                "This document has changed since you opened it. It is shown here as it is now, with what you typed:"
                " save again if you want to keep that."
            )
            facts.add_error(None, words)
        else:
            words = gettext(
                "This document has changed since you opened it. It is shown here as it is now: do it again if you still"
                " want to."
            )
            messages.error(request, words)
        return self._review(request, document, facts, request.POST.dict(), status=409)

    def _tell_busy(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the document as it was, with this editor's typing still in its fields: nothing of it was saved."""
        document = get_object_or_404(Document.objects.seen_by(request.user), pk=pk)
        if not self.has_view_permission(request, document):
            raise PermissionDenied
        request._messages = default_storage(request)  # type: ignore[attr-defined]  # without those of what is undone
        words = gettext(
            "Somebody else is changing this document at this moment, or the archive is busy: nothing was saved. What"
            " you typed is still here: try again."
        )
        messages.error(request, words)
        facts = _refill_facts(request, document) if "fact-title" in request.POST else None
        return self._review(request, document, facts, request.POST.dict(), status=503)

    def _keep_facts(self, request: HttpRequest, document: Document, form: FactsForm) -> None:
        if not form.changed_data:
            return
        words = describe_changes(Document.objects.get(pk=document.pk), form)
        with remember_step(document, request.user):
            form.save()
            if "language" in form.changed_data:
                follow_language(document, form.initial["language"])
            record_edit(document, form.changed_data)
            note(document, request.user, words)
        messages.success(request, gettext("The facts are saved."))

    def _review(
        self,
        request: HttpRequest,
        document: Document,
        facts: FactsForm | None = None,
        typed: dict[str, str] | None = None,
        status: int = 200,
    ) -> HttpResponse:
        """Return the page. facts: as they were typed; typed: what stands in the other fields."""
        note_reading(request, [document], Door.REVIEW)
        kept = typed if typed is not None else take_typing(request, document)
        may_change = self.has_change_permission(request, document)
        publish: PublishForm = fill_publish_form(document, kept)
        may_publish = self.has_publish_permission(request)  # type: ignore[attr-defined]
        return desk_page(
            self,
            request,
            "review.html",
            gettext("Review: %(title)s") % {"title": document},
            status=status,
            is_nav_sidebar_enabled=False,  # source and paragraphs stand beside each other
            document=document,
            typed=kept,
            publish_form=publish,
            may_change=may_change,
            may_publish=may_publish,
            left_typing=[] if may_change else list_left_typing(request, document),
            seen=document.updated.isoformat(),
            **describe_words(document, request, facts, may_change),
            **describe_bar(document, request),
        )


def _lead_to(request: HttpRequest, document: Document) -> HttpResponse:
    """Answer whoever worked on a draft that was published meanwhile, or on a correction of this document that was
    published or discarded: what happened, and what was typed. 303, since nothing was saved."""
    keep_left_typing(request, document)
    last = log_of(document).first()
    words = gettext("What you were working on can no longer be changed. %(who)s: %(what)s")
    messages.error(request, words % {"who": last.user, "what": say(last.get_change_message())} if last else "")
    return HttpResponseRedirect(reverse("admin:statements_document_review", args=[document.pk]), status=303)


def _lock(pk: int, by: Any) -> Document:
    """Lock a document that `by` sees until the end of the transaction; of a working copy also the original."""
    original = get_object_or_404(Document.objects.seen_by(by).only("corrects"), pk=pk).corrects_id
    locked = lock_documents([original or pk, pk])
    if pk not in locked:
        raise Http404(gettext("It was published or discarded at this moment."))
    return locked[pk]


def _remember(request: HttpRequest, document: Document, wanted: str) -> Any:
    """Remember the step to be undone, unless it is of those that are not."""
    if wanted in NOT_UNDONE:
        return nullcontext(list[StepTaken]())
    return remember_step(document, request.user, [number_in(each) for each in request.POST.getlist("other")])


def _refill_facts(request: HttpRequest, document: Document) -> FactsForm:
    """The facts as they were typed, over those of the archive; those that only others changed are as they left them."""
    now, typed = Document.objects.get(pk=document.pk), request.POST.copy()
    form = FactsForm(request.POST, instance=now)
    before = list_facts_before(document, number_in(request.POST.get("steps")))
    for name, field in form.fields.items():
        column = Document._meta.get_field(name).attname  # type: ignore[union-attr]
        if column in before and not field.has_changed(before[column], form[name].data):
            typed[form.add_prefix(name)] = getattr(now, column) or ""
    return FactsForm(typed, instance=now)
